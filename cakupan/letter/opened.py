"""A letter read back from its bytes: before it counts as written, and again before it is sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Mail
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses
from hashlib import sha256
from typing import cast

from cakupan.letter.words import PDF

_NEXT_LINE = re.compile(rb"[\r\n\v\f\x1c-\x1e\x85]+(?![ \t\r\n\v\f\x1c-\x1e\x85])")

_FOLD = re.compile(r"\r?\n(?=[ \t])")


@dataclass(frozen=True)
class Inspected:
    """What a letter is by its own bytes; "" and b"" for what it does not have, or has more than once."""

    recipient: str
    agency: str
    sender: str
    message_id: str
    subject: str
    headers: tuple[str, ...]
    files: tuple[str, ...]
    pdf: bytes

    @property
    def pdf_sha256(self) -> str:
        """Of the PDF as it lies in the letter."""
        return sha256(self.pdf).hexdigest()


def inspect_letter(content: bytes) -> Inspected:
    """Recipient, Message-ID, subject and PDF of a letter, whoever built it."""
    opened = _parsed(content)
    files = [part for part in opened.walk() if part.get_content_disposition() == "attachment"]
    pdfs = [part for part in files if part.get_content_type() == PDF]
    return Inspected(
        recipient=_address(opened, "To")[1],
        agency=_address(opened, "To")[0],
        sender=_address(opened, "From")[1],
        message_id=_only(opened, "Message-ID"),
        subject=_only(opened, "Subject"),
        headers=tuple(opened.keys()),
        files=tuple(part.get_filename() or "" for part in files),
        pdf=cast("bytes", pdfs[0].get_payload(decode=True)) if len(pdfs) == 1 else b"",
    )


def not_as_meant(content: bytes, headers: dict[str, str]) -> Iterator[str]:
    """The names of headers that another reader finds otherwise than they were meant, or that nobody meant."""
    lines, _, _ = content.partition(b"\r\n\r\n")
    came = [line.partition(b":")[0].decode("latin-1") for line in _NEXT_LINE.split(lines)]
    if came != [*headers, "Content-Type"]:  # seen without any parser's opinion on where a line ends
        yield "/".join(came)
    opened = _parsed(content)
    for name, value in headers.items():
        found = (
            f"{' <'.join(_address(opened, name))}>" if name in ("From", "To") and "<" in value else _only(opened, name)
        )
        if found != value:
            yield name


def _parsed(content: bytes) -> Mail:
    """By Python's older reader: the newer one puts spaces between the encoded words of a name."""
    return BytesParser(policy=compat32).parsebytes(content)


def _only(opened: Mail, name: str) -> str:
    """A header's text, unfolded and decoded, where it stands once."""
    return _decoded(_raw(opened, name))


def _address(opened: Mail, name: str) -> tuple[str, str]:
    """The one name and address of a header; two nothings where there are none or more."""
    addresses = getaddresses([_raw(opened, name)])
    return (_decoded(addresses[0][0]), addresses[0][1]) if len(addresses) == 1 else ("", "")


def _raw(opened: Mail, name: str) -> str:
    values = opened.get_all(name, [])
    return _FOLD.sub("", str(values[0])).strip() if len(values) == 1 else ""


def _decoded(text: str) -> str:
    """With its encoded words read; what is none of ours stays as it is or is replaced."""
    try:
        parts = decode_header(text)
    except HeaderParseError:
        return ""
    return "".join(part if isinstance(part, str) else part.decode("utf-8", "replace") for part, _ in parts)
