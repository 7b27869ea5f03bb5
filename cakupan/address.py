"""What may stand on an envelope: one plain address, a domain, and which hosts are this machine itself."""

import ipaddress
import re

# Narrower than RFC 5321: no quoted local parts, no comments, no lists, ASCII only, domains in lower case. Everything a
# header or a command could be smuggled in with ("=?", quotes, <>, spaces, control characters) is outside of it.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?!\d+\Z){_LABEL}", re.ASCII)
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*", re.ASCII)
_MOST_LOCAL, _MOST_DOMAIN, _MOST = 64, 253, 254  # octets, RFC 5321 4.5.3.1


def is_address(text: str) -> bool:
    """Whether it is one address, such as `laporan@dinas.example.go.id`, and nothing besides."""
    local, _, domain = text.partition("@")
    plain = bool(_LOCAL.fullmatch(local)) and is_domain(domain)
    return plain and len(local) <= _MOST_LOCAL and len(text) <= _MOST


def is_domain(text: str) -> bool:
    """Whether it is a domain in lower case with at least one point; other alphabets in their xn-- form."""
    return len(text) <= _MOST_DOMAIN and bool(_DOMAIN.fullmatch(text))


def domain_of(address: str) -> str:
    """What stands behind the @."""
    return address.rpartition("@")[2]


def is_host(text: str) -> bool:
    """Whether it names one machine: a domain, a single word such as `localhost`, or an IP address."""
    return is_domain(text) or bool(re.fullmatch(_LABEL, text, re.ASCII)) or _ip(text) is not None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself, so that nothing said to it is on any wire."""
    ip = _ip(host)
    return host == "localhost" or (ip is not None and ip.is_loopback)


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
