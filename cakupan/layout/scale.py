"""Words beside a table that say its numbers are not written in full: thousands, millions, rupiah."""

import re

from cakupan.layout.laid_out import LaidOut
from cakupan.message import message
from cakupan.model import Grid

SCALED = message("the cell's format shows another number than it holds; write the number in full")
_UNITS = r"(?:seribu|ribu|ribuan|juta|jutaan|mil[iy]ar(?:an)?|thousands?|millions?|rupiah|rp)"
_SCALED = re.compile(
    rf"""\b(?:ribuan|jutaan|mil[iy]aran|thousands|millions)\b
    | \b(?:dalam|in|satuan|unit|angka|x|×)\W+(?:[a-z]+\W+)?{_UNITS}\b
    | \(\W*{_UNITS}\b
    | ^\W*{_UNITS}(?:\W+(?:orang|jiwa|pekerja|peserta|persons|workers|rupiah))?\W*$
    | (?:\bx|×|\bdalam|\bper)\s*(?:1[.,]?)?000\b
    | ['’]000\b""",
    re.VERBOSE,
)
_LONGEST = 60
_READ = 500  # letters of a cell that are looked at


def is_full(grid: Grid, out: LaidOut) -> bool:
    """Whether no text of the sheet says that its numbers are thousands, millions or money; that text is refused."""
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and _SCALED.search(cell[:_READ].casefold()):
                told = message(
                    "{text} says that numbers are not written in full; write every number in full, counts in persons",
                    text=f'"{cell[:_LONGEST]}"',
                )
                out.refuse(grid.where(row, column), told, "scale")
                return False
    return True
