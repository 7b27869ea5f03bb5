"""A file that is not taken in, and why."""

from cakupan.message import Message
from cakupan.model import Finding, Severity, Where


class Refusal(Exception):  # noqa: N818  # a file is refused; nothing went wrong with the program
    """What ends the reading of one file, or of one of its sheets."""

    def __init__(self, rule: str, where: Where, reason: Message) -> None:
        super().__init__(str(reason))
        self.finding = Finding(rule, Severity.ERROR, where, reason)


def shown(name: str) -> str:
    """A name as it can be printed: no control characters, no bytes that are no text."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
