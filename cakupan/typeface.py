"""The type that everything is set in: the house's, or a province's own, as files for those who draw and set."""

import atexit
import io
import shutil
import string
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

from cakupan.assets import FACES, HOUSE_FAMILY, font_files
from cakupan.model import Typeface

_MEASURED = string.ascii_letters + 3 * string.digits  # pages of figures
_MOST_UNITS = 16384  # in an em: OpenType


class Fonts(NamedTuple):
    """A family by its name, and the files of its FACES, in that order."""

    family: str
    files: tuple[Path, ...]


@cache
def fonts(typeface: Typeface | None = None) -> Fonts:
    """The house's where a province has none; its own are put down once a process, and go when the process ends.

    One that is wider than the house's is made so much smaller that words take no more room:
    pages and drawings are laid out for the house's. MachineError when the package of the
    house's is missing or broken.
    """
    if typeface is None:
        return Fonts(HOUSE_FAMILY, font_files())
    wider = max(1.0, sum(map(_width, map(io.BytesIO, typeface.faces))) / sum(map(_width, font_files())))
    folder = Path(tempfile.mkdtemp(prefix="cakupan-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = tuple(folder / f"{face}.ttf" for face in FACES)
    for file, content in zip(files, typeface.faces, strict=True):
        file.write_bytes(_smaller(content, wider))
    return Fonts(typeface.family, files)


def _width(file: io.BytesIO | Path) -> float:
    """How wide words are, in parts of the size."""
    with TTFont(file, lazy=True) as font:
        glyphs, widths = font.getBestCmap(), font["hmtx"]
        return float(sum(widths[glyphs[ord(letter)]][0] for letter in _MEASURED) / font["head"].unitsPerEm)


def _smaller(content: bytes, factor: float) -> bytes:
    """A TrueType file drawn by so much smaller at any size: its em has more units, all else stays as it is."""
    smaller = io.BytesIO()
    with TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False) as font:
        font["head"].unitsPerEm = min(round(font["head"].unitsPerEm * factor), _MOST_UNITS)
        font.save(smaller)
    return smaller.getvalue()
