"""Mail addresses, and the text that may stand beside them in the head of a letter."""

import re
import unicodedata
from collections.abc import Iterable

_LOCAL = r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{6,254}}\Z)(?=.{{1,64}}@){_LOCAL}@(?:{_LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9]")
_NOT_IN_A_HEAD = ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")  # ends of lines, what is not seen or turns its neighbours


def is_address(text: str) -> bool:
    """Whether it is an address that any server takes: small letters of ASCII, no quotes, no comments.

    Capitals are refused, so that one mailbox is one text: it is part of a delivery's key.
    """
    return bool(_ADDRESS.fullmatch(text))


def domain_of(address: str) -> str:
    """What stands behind the @."""
    return address.rpartition("@")[2]


def is_allowed(address: str, allow: Iterable[str]) -> bool:
    """Whether its domain is on the list; an entry that begins with a point stands for all domains below it."""
    domain = domain_of(address)
    return any(domain.endswith(entry) if entry.startswith(".") else domain == entry for entry in allow)


def fits_head(text: str) -> bool:
    """Whether a text may stand in a header: nothing that ends a line, is unseen, or would be decoded again (=?)."""
    return "=?" not in text and not any(unicodedata.category(sign) in _NOT_IN_A_HEAD for sign in text)
