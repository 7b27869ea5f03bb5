"""A stranger's letter, opened carefully: whatever it is, it costs little and raises nothing.

Python's own parser descends as deep as a letter says it is, and believes its charsets;
this one reads a few levels, a few parts and a few fields of each, and no charset.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message as Fields

# Whole, with its angle brackets; narrower than RFC 5322, so that it can be searched for and kept.
MESSAGE_ID = re.compile(r"<[!#-;=?-\[\]-~]{1,250}>", re.ASCII)

_MOST_HEAD = 65_536  # bytes
_MOST_FIELDS = 500
_MOST_VALUE = 2_000  # characters
_MOST_PARTS = 100
_MOST_DEPTH = 6
_BLANK = re.compile(rb"(?:\A|\r?\n)\r?\n")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Letter:
    """A letter, or a part of one: its fields by their names in lower case, and the body as it lies there."""

    fields: Mapping[str, tuple[str, ...]]
    body: bytes

    def first(self, name: str) -> str:
        """The first field of that name, "" for none."""
        return self.all_of(name)[0] if name in self.fields else ""

    def all_of(self, name: str) -> tuple[str, ...]:
        return self.fields.get(name, ())

    @property
    def kind(self) -> str:
        """Its content type, in lower case."""
        return self._typed().get_content_type()

    @property
    def content(self) -> bytes:
        """The body without its transfer encoding; as it is where that is broken."""
        encoding = self.first("content-transfer-encoding").strip().lower()
        if encoding == "quoted-printable":
            return quopri.decodestring(self.body)
        if encoding == "base64":
            try:
                return base64.b64decode(self.body)
            except binascii.Error:
                return self.body
        return self.body

    @property
    def text(self) -> str:
        return _text(self.content)

    def leaves(self, depth: int = 0) -> Iterator["Letter"]:
        """Its parts, and theirs, that hold something themselves; a letter inside of it is one part."""
        boundary = self._typed().get_boundary() if self.kind.startswith("multipart/") else None
        if not boundary or depth == _MOST_DEPTH:
            yield self
            return
        for part in _split(self.body, boundary):
            yield from open_letter(part).leaves(depth + 1)

    def _typed(self) -> Fields:
        typed = Fields()
        typed["content-type"] = self.first("content-type")
        return typed


def open_letter(content: bytes) -> Letter:
    """Head and body, parted by the first blank line."""
    blank = _BLANK.search(content, 0, _MOST_HEAD)
    head, body = (content[: blank.start()], content[blank.end() :]) if blank else (content[:_MOST_HEAD], b"")
    return Letter(fields_of(_text(head)), body)


def fields_of(head: str) -> Mapping[str, tuple[str, ...]]:
    """Fields, unfolded and without control characters, by their names in lower case."""
    found: dict[str, tuple[str, ...]] = {}
    for line in re.sub(r"\r?\n[ \t]+", " ", head).split("\n", _MOST_FIELDS)[:_MOST_FIELDS]:
        name, colon, value = line.partition(":")
        if colon:
            key = name.strip().lower()
            found[key] = (*found.get(key, ()), _CONTROL.sub(" ", value).strip()[:_MOST_VALUE])
    return found


def _split(body: bytes, boundary: str) -> Iterator[bytes]:
    """The first parts between lines with the boundary."""
    line = re.compile(
        rb"^--" + re.escape(boundary.encode(errors="replace")) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE
    )
    start = None
    for _, found in zip(range(_MOST_PARTS), line.finditer(body), strict=False):
        if start is not None:
            yield body[start : found.start()]
        start = found.end()
        if found[1]:
            return
    if start is not None:
        yield body[start:]


def _text(content: bytes) -> str:
    """UTF-8, or where it is not, Latin-1: what is looked for is ASCII, whatever charset is claimed."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
