"""The guard before the reader of workbooks: names, sizes and packing of the parts, before any is unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from cakupan.message import Message, message
from cakupan.model import Where
from cakupan.read.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FROM_BYTES
from cakupan.read.refusal import Refusal

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)
_UNSAFE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|[\0-\x1f]")
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1

Start = Callable[[str, dict[str, str]], None]


class Archive:
    """The parts of a workbook, by name, whatever the case of its letters."""

    def __init__(self, file: str, content: bytes) -> None:
        self.where = Where(file)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN:
            raise self.damaged() from None
        self._parts = {part.filename.lower(): part for part in self._zip.infolist()}
        self._want_harmless()

    def damaged(self) -> Refusal:
        """What there is to say of bytes that are not what they should be."""
        told = message("is a damaged workbook; open it in a spreadsheet and save it anew")
        return Refusal("file", self.where, told)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._parts

    def scan(self, name: str, parser: expat.XMLParserType) -> None:
        """Send a part through `parser`; Refusal where it is not there, damaged, or declares entities."""
        part = self._parts.get(name.lower())
        if part is None:
            raise self.damaged()
        parser.StartDoctypeDeclHandler = self._refuse_entities
        try:
            with self._zip.open(part) as stream:
                parser.ParseFile(_Whole(stream))
        except (*BROKEN, expat.ExpatError):
            raise self.damaged() from None

    def elements(self, name: str, start: Start) -> None:
        """Call `start` with each element of a part, its name without a prefix, and its attributes."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
        self.scan(name, parser)

    def _refuse_entities(self, *_: object) -> None:
        raise self._hostile(message("its XML declares entities, which no workbook does; it may be made to do harm"))

    def _want_harmless(self) -> None:
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS:
            raise self._hostile(message("has more than {limit} parts", limit=MAX_PARTS))
        if len(parts) != len(self._parts) or any(_UNSAFE.search(part.filename) for part in parts):
            raise self._hostile(message("names its parts as no workbook does; it may be made to do harm"))
        if any(part.flag_bits & _ENCRYPTED or part.compress_type not in _PLAIN for part in parts):
            raise Refusal("file", self.where, message("is packed in a way that cannot be read; save it anew as .xlsx"))
        unpacked, packed = (sum(sizes) for sizes in zip(*((p.file_size, p.compress_size) for p in parts), strict=True))
        if unpacked > MAX_UNPACKED_BYTES or (unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed):
            told = message(
                "unpacks to {size} MB, more than a workbook of figures holds; hand in the summary by region",
                size=unpacked // 1_000_000,
            )
            raise self._hostile(told)

    def _hostile(self, told: Message) -> Refusal:
        return Refusal("hostile", self.where, told)


class _Whole:
    """A stream that `expat` may read; what ends early says so itself."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.read = stream.read
