"""One file, from its bytes to its grids; this runs in the child process."""

import re
from pathlib import Path

from cakupan.message import message
from cakupan.model import Finding, Grid, Severity, Where
from cakupan.read.delimited import cut_short, read_delimited
from cakupan.read.files import Kind, content_of, kind_of
from cakupan.read.refusal import Refusal, shown
from cakupan.read.workbook import read_workbook

_READERS = {Kind.TEXT: read_delimited, Kind.WORKBOOK: read_workbook}
_FORMULA = re.compile(r"\s*([=@]|[+-]\s*[A-Za-z]+\s*\().+", re.DOTALL)


def grids_of(path: Path) -> tuple[list[Grid], list[Finding]]:
    """What the file holds and what is wrong with it; a file that is refused whole holds nothing."""
    file = shown(path.name)
    try:
        content = content_of(path)
        grids, findings = _READERS[kind_of(content, Where(file))](file, content)
    except Refusal as refusal:
        return [], [refusal.finding]
    except MemoryError:
        told = message("needs more memory than a table may; hand in the summary by region")
        return [], [Finding("hostile", Severity.ERROR, Where(file), told)]
    return grids, findings + cut_short(file, [finding for grid in grids for finding in _formulas(grid)])


def _formulas(grid: Grid) -> list[Finding]:
    """Text that a spreadsheet would run as soon as somebody pastes it."""
    told = message("a formula stands here as text; write its value")
    return [
        Finding("hostile", Severity.ERROR, grid.where(row, column), told)
        for row, cells in enumerate(grid.rows)
        for column, value in enumerate(cells)
        if isinstance(value, str) and value and value.lstrip()[:1] in ("=", "@", "+", "-") and _FORMULA.fullmatch(value)
    ]
