"""A province's own type: four font files that may be embedded and have every character the house prints."""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import Field

from cakupan.assets import HOUSE_CHARACTERS
from cakupan.message import Message, message
from cakupan.model import Typeface
from cakupan.strict_toml import Strict

_KINDS = (b"\0\1\0\0", b"true")  # no collections, no fonts of web pages, no outlines of PostScript
_FAMILY_NAMES = (16, 1)  # of the table "name": the typographic family, and the older one of at most four faces
# OS/2 fsType, https://learn.microsoft.com/typography/opentype/spec/os2#fstype
_USAGE = 0x000E  # of several permissions in it, which older fonts have, the least restrictive counts
_RESTRICTED, _NOT_IN_PART, _BITMAPS_ONLY = 0x0002, 0x0100, 0x0200

FontFile = Annotated[str, Field(min_length=1)]
Problem = tuple[str, Message]  # the file, and what is wrong in it


class FontsTable(Strict):
    """The four faces, as paths inside the province folder."""

    regular: FontFile
    italic: FontFile
    semibold: FontFile
    bold: FontFile


def read_typeface(
    table: FontsTable, inputs: Mapping[str, bytes], description: str
) -> tuple[Typeface | None, list[Problem]]:
    """The type, or all that is wrong with its files, each told once; `inputs` are those that were read, by name."""
    named = {face: PurePosixPath(file) for face, file in table.model_dump().items()}
    problems = [(description, told) for face, path in named.items() for told in _place(face, path, inputs)]
    files = [str(path) for path in named.values()]
    problems += [(file, told) for file in dict.fromkeys(files) if file in inputs for told in _content(inputs[file])]
    if problems:
        return None, problems
    faces = tuple(inputs[file] for file in files)
    return Typeface(_family(faces), faces), []


def _place(face: str, path: PurePosixPath, inputs: Mapping[str, bytes]) -> Iterator[Message]:
    if path.is_absolute() or ".." in path.parts:
        yield message("style.fonts.{face}: {file} is not inside the folder", face=face, file=str(path))
    elif str(path) not in inputs:
        yield message(
            "style.fonts.{face}: no file {file} of at most 2 MB lies in the folder; a link does not count",
            face=face, file=str(path),
        )  # fmt: skip


def _content(content: bytes) -> Iterator[Message]:
    """What is wrong with a file that was read."""
    from fontTools.ttLib import TTFont

    try:
        if not content.startswith(_KINDS):
            raise ValueError("its first bytes are those of something else")
        with TTFont(io.BytesIO(content)) as font:
            yield from _faults(font)
    except Exception as error:  # noqa: BLE001  # what a damaged font makes fontTools raise may be anything
        yield message("it is no sound TrueType font: {reason}", reason=str(error) or type(error).__name__)


def _faults(font: Any) -> list[Message]:
    """Of a font that can be opened; its characters are drawn once, so that a damaged one is no surprise later."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    found = []
    if "fvar" in font:
        found.append(message("it is a variable font; give a file of its own for each face"))
    if _forbidden(font["OS/2"].fsType):
        bits = f"0x{font['OS/2'].fsType:04x}"
        found.append(message("its licence forbids a PDF to hold a part of it (OS/2 fsType {bits})", bits=bits))
    there, glyphs = font.getBestCmap(), font.getGlyphSet()
    lacking = sorted(character for character in HOUSE_CHARACTERS if ord(character) not in there)
    if lacking:
        told = " ".join(_told(character) for character in lacking)
        found.append(message("it lacks characters that every report prints: {characters}", characters=told))
    for character in sorted(set(HOUSE_CHARACTERS) - set(lacking)):
        glyphs[there[ord(character)]].draw(DecomposingRecordingPen(glyphs))
    return found


def _forbidden(bits: int) -> bool:
    return bits & _USAGE == _RESTRICTED or bool(bits & (_NOT_IN_PART | _BITMAPS_ONLY))


def _told(character: str) -> str:
    return character if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}"


def _family(faces: tuple[bytes, ...]) -> str:
    """The family's name, and the beginning of the hash of its files: a machine may have another font of that name."""
    from fontTools.ttLib import TTFont

    digest = hashlib.sha256(b"".join(hashlib.sha256(face).digest() for face in faces)).hexdigest()
    with TTFont(io.BytesIO(faces[0]), lazy=True) as font:
        names = (font["name"].getDebugName(number) for number in _FAMILY_NAMES)
        name = next(filter(None, names), "")
    plain = " ".join(re.findall(r"[A-Za-z0-9]+", name)) or "Type"
    return f"{plain} {digest[:8]}"
