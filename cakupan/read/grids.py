"""One file, from its bytes to its grids; this runs in the child process."""

import re
from pathlib import Path

from cakupan.message import message
from cakupan.model import Finding, Grid, Severity, Where
from cakupan.read.delimited import cut_short, read_delimited
from cakupan.read.files import Kind, content_of, kind_of
from cakupan.read.personal import refuse_personal
from cakupan.read.refusal import Refusal, shown
from cakupan.read.workbook import read_workbook

_READERS = {Kind.TEXT: read_delimited, Kind.WORKBOOK: read_workbook}
_FORMULA = re.compile(r"\s*([=@]|[+-]\s*[A-Za-z]+\s*\().+", re.DOTALL)


def grids_of(path: Path) -> tuple[list[Grid], list[Finding]]:
    """What the file holds and what is wrong with it; what is refused is not in it, nor a word of data of persons."""
    file = shown(path.name)
    try:
        content = content_of(path)
        grids, findings = _READERS[kind_of(content, Where(file))](file, content)
    except Refusal as refusal:
        return [], [refusal.finding]
    except MemoryError:
        told = message("needs more memory than a table may; hand in the summary by region")
        return [], [Finding("hostile", Severity.ERROR, Where(file), told)]
    held = {number: refuse_personal(grid) for number, grid in enumerate(grids)}
    kept = [grid for number, grid in enumerate(grids) if not held[number]]
    formulas = [finding for grid in kept for finding in _formulas(grid)]
    return kept, findings + [finding for told in held.values() for finding in told] + cut_short(file, formulas)


def _formulas(grid: Grid) -> list[Finding]:
    """Text that a spreadsheet would run as soon as somebody pastes it."""
    told = message("a formula stands here as text; write its value")
    return [
        Finding("hostile", Severity.ERROR, grid.where(row, column), told)
        for row, cells in enumerate(grid.rows)
        for column, value in enumerate(cells)
        if isinstance(value, str) and value and value.lstrip()[:1] in ("=", "@", "+", "-") and _FORMULA.fullmatch(value)
    ]
