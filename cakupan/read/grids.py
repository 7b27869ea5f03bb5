"""One file, from its bytes to its grids; this runs in the child process."""

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

from cakupan.message import message
from cakupan.model import Finding, Grid, Severity, Where
from cakupan.read.delimited import cut_short, read_delimited
from cakupan.read.files import Kind, content_of, kind_of
from cakupan.read.personal import refuse_personal
from cakupan.read.refusal import Refusal, names_person, shown
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
    if names_person(path.name):
        return [], [_named_person(Where(file))]
    held = {number: _personal(grid) for number, grid in enumerate(grids)}
    kept = [grid for number, grid in enumerate(grids) if not held[number]]
    formulas = [finding for grid in kept for finding in _formulas(grid)]
    findings = [*findings, *chain.from_iterable(held.values()), *cut_short(formulas)]
    return kept, [replace(found, where=replace(found.where, sheet=shown(found.where.sheet))) for found in findings]


def _personal(grid: Grid) -> list[Finding]:
    """What there is of persons in a sheet, its name included."""
    if names_person(grid.sheet):
        return [_named_person(Where(grid.file, sheet=grid.sheet))]
    return refuse_personal(grid)


def _named_person(where: Where) -> Finding:
    told = message(
        "its name holds a number of identity (NIK); nothing of it is read. Name it after the branch and the month"
    )
    return Finding("personal", Severity.ERROR, where, told)


def _formulas(grid: Grid) -> list[Finding]:
    """Text that a spreadsheet would run as soon as somebody pastes it."""
    told = message("a formula stands here as text; write its value")
    return [
        Finding("hostile", Severity.ERROR, grid.where(row, column), told)
        for row, cells in enumerate(grid.rows)
        for column, value in enumerate(cells)
        if isinstance(value, str) and value and value.lstrip()[:1] in ("=", "@", "+", "-") and _FORMULA.fullmatch(value)
    ]
