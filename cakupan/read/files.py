"""Files as bytes: opened with care, and told by what is in them, never by their name."""

import io
import os
import stat
import zipfile
from enum import Enum
from pathlib import Path

from cakupan.message import Message, message
from cakupan.model import Where
from cakupan.read.limits import MAX_FILE_BYTES
from cakupan.read.refusal import Refusal, shown


class Kind(Enum):
    """What can be read."""

    WORKBOOK = "workbook"
    TEXT = "text"


def content_of(path: Path) -> bytes:
    """All bytes of a regular file; Refusal for links, devices, and what is too large."""
    where = Where(shown(path.name))
    if path.is_symlink():
        raise Refusal("hostile", where, message("is a link to another file; put the file itself in its place"))
    try:
        content = _bounded(path, where)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal("file", where, message("cannot be read: {reason}", reason=reason)) from None
    if len(content) > MAX_FILE_BYTES:
        raise Refusal("hostile", where, _too_large())
    return content


def _bounded(path: Path, where: Where) -> bytes:
    """One byte more than is allowed at most; a pipe that nobody fills must not hold us up."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:  # Path.open has no flags
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise Refusal("hostile", where, message("is not a plain file but a folder, a pipe or a device"))
        return file.read(MAX_FILE_BYTES + 1)


def _too_large() -> Message:
    return message(
        "is larger than {limit} MB; hand in the summary by region, not the rows it was made from",
        limit=MAX_FILE_BYTES // 1_000_000,
    )


def kind_of(content: bytes, where: Where) -> Kind:
    """Workbook or text; Refusal with what else it is, and what to do."""
    if content.startswith(b"PK"):
        _want_workbook(content, where)
        return Kind.WORKBOOK
    for magic, what in _MAGIC.items():
        if content.startswith(magic):
            raise _other(where, what)
    if content.startswith(_COMPOUND):
        raise _other(where, _LOCKED if _ENCRYPTED in content else _OLD)
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<div", b"{\\rtf", b"mime-version")):
        raise _other(where, _PAGE)
    return Kind.TEXT


def _want_workbook(content: bytes, where: Where) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise _other(where, _DAMAGED) from None
    if "xl/workbook.xml" in names:
        return
    for part, what in _PARTS.items():
        if any(name.startswith(part) for name in names):
            raise _other(where, what)
    raise _other(where, _ARCHIVE)


def _other(where: Where, what: Message) -> Refusal:
    return Refusal("file", where, what)


_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_OLD = message("is a file of the old Office formats (.xls, .doc); open it in a spreadsheet and save it as .xlsx")
_LOCKED = message("is protected by a password; save it without one")
_PAGE = message("is a page or a document, whatever its name says; open it in a spreadsheet and save it as .xlsx")
_DAMAGED = message("is a damaged workbook; open it in a spreadsheet and save it anew")
_ARCHIVE = message("is an archive; unpack it and hand in the tables in it")
_PICTURE = message("is a picture; the figures are needed as a table (.xlsx or .csv)")
_DOCUMENT = message("is a text document or a presentation; copy its table into a spreadsheet and save it as .xlsx")
_BINARY = message("is a binary workbook (.xlsb); open it in a spreadsheet and save it as .xlsx")
_OPEN = message("is an OpenDocument file; save it as .xlsx")

_MAGIC = {
    b"%PDF": message("is a PDF; ask for the table it was printed from (.xlsx or .csv)"),
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"\x1f\x8b": _ARCHIVE,
    b"BZh": _ARCHIVE,
    b"\xfd7zXZ": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"Rar!": _ARCHIVE,
}
_PARTS = {
    "xl/workbook.bin": _BINARY,
    "word/": _DOCUMENT,
    "ppt/": _DOCUMENT,
    "mimetype": _OPEN,
}
