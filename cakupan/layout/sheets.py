"""All sheets that were handed in, as one tidy table."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from cakupan.catalogue import Catalogue
from cakupan.layout.laid_out import COLUMNS, FIRST_LINE, LaidOut, Shown
from cakupan.layout.regions import Regions
from cakupan.layout.tidy import tidy, tidy_head
from cakupan.layout.unseen import tell_unseen
from cakupan.layout.wide import wide
from cakupan.message import message
from cakupan.model import Finding, Grid, Region, Table, Where


class Taken(NamedTuple):
    """The figures as one tidy table, what was found, and the figures that are shown for comparison only."""

    table: Table
    findings: list[Finding]
    shown: list[Shown]


def lay_out(
    grids: Iterable[Grid], regions: Mapping[str, Region], catalogue: Catalogue, sources: Mapping[str, str]
) -> Taken:
    """The rows of all sheets under one head; `sources` names each file's source.

    A file in which no sheet holds a figure is an error: it was handed in to be read.
    """
    known, out = Regions(regions), LaidOut()
    files: dict[str, int] = {}
    for grid in grids:
        found = _sheet(grid, known, catalogue, sources[grid.file])
        files[grid.file] = (
            files.get(grid.file, 0) + len(found.rows) + sum(f.severity == "error" for f in found.findings)
        )
        out.extend([found])
    for file, number in files.items():
        if not number:
            out.refuse(
                Where(file),
                message("no figures were found; expected a table with a region a row, as `template` writes it"),
                "layout",
            )
    lines = range(FIRST_LINE, FIRST_LINE + len(out.rows))
    table = pd.DataFrame(out.rows, columns=list(COLUMNS), index=list(lines), dtype="str")
    places = dict(zip(lines, out.places, strict=True))
    return Taken(Table(Path("handed_in"), table, places), out.findings, out.shown)


def _sheet(grid: Grid, regions: Regions, catalogue: Catalogue, source: str) -> LaidOut:
    if grid.hidden:
        out = LaidOut()
        out.note(grid.where(0, 0), message("the sheet is hidden and was not read"), "left")
        return out
    out = _table(grid, regions, catalogue, source)
    tell_unseen(grid, out)
    return out


def _table(grid: Grid, regions: Regions, catalogue: Catalogue, source: str) -> LaidOut:
    head = tidy_head(grid)
    if head is not None:
        return tidy(grid, head, regions, catalogue, source)
    return wide(grid, regions, catalogue, source)
