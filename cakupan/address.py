"""What may stand on an envelope and in the head of a letter: an address, a domain, a text; and which hosts are here."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable

# Narrower than RFC 5321: no quoted local parts, no comments, no lists, ASCII only, domains in lower case. Everything a
# header or a command could be smuggled in with ("=?", quotes, <>, spaces, control characters) is outside of it.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]", re.ASCII)
_LOCAL = re.compile(r"[a-z0-9_][a-z0-9_+-]*(?:\.[a-z0-9_+-]+)*", re.ASCII)
_NOT_IN_A_HEAD = ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")  # ends of lines, what is not seen or turns its neighbours
_MOST_LOCAL, _MOST_DOMAIN, _MOST = 64, 253, 254  # octets, RFC 5321 4.5.3.1


def is_address(text: str) -> bool:
    """Whether it is one address, such as `laporan@dinas.example.go.id`, and nothing besides.

    Capitals are refused, so that one mailbox is one text: it is part of a delivery's key.
    """
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


def is_allowed(address: str, allow: Iterable[str]) -> bool:
    """Whether its domain is on the list; an entry that begins with a point stands for all domains below it."""
    domain = domain_of(address)
    return any(domain.endswith(entry) if entry.startswith(".") else domain == entry for entry in allow)


def fits_head(text: str) -> bool:
    """Whether a text may stand in a header: nothing that ends a line, is unseen, or would be decoded again (=?)."""
    return "=?" not in text and not any(unicodedata.category(sign) in _NOT_IN_A_HEAD for sign in text)
