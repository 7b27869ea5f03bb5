"""A file that is not taken in, and why."""

import re

from cakupan.message import Message
from cakupan.model import Finding, Severity, Where


class Refusal(Exception):  # noqa: N818  # a file is refused; nothing went wrong with the program
    """What ends the reading of one file, or of one of its sheets."""

    def __init__(self, rule: str, where: Where, reason: Message) -> None:
        super().__init__(str(reason))
        self.finding = Finding(rule, Severity.ERROR, where, reason)


_IDENTITY = re.compile(
    r"(?<![0-9])(?:[0-9]{16}|[0-9]{4}(?:[ ._-][0-9]{4}){3}|[0-9]{6}[ ._-][0-9]{6}[ ._-][0-9]{4})(?![0-9])"
)


def names_person(name: str) -> bool:
    """Whether the name of a file or a sheet holds a number of identity."""
    return bool(_IDENTITY.search(name))


def shown(name: str) -> str:
    """A name as it can be printed: no control characters, no bytes that are no text, no number of identity."""
    text = _IDENTITY.sub("*" * 16, name.encode("utf-8", "backslashreplace").decode("utf-8"))
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
