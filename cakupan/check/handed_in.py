"""What branches handed in joins the figures: one table, each row with its place, each file a source of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from cakupan.catalogue import Catalogue
from cakupan.language import CODES, Language
from cakupan.layout import Shown, lay_out
from cakupan.message import Message, message
from cakupan.model import Finding, Province, Sheet, Source, Table


class HandedIn(NamedTuple):
    """A sheet and its province with the figures and the sources of all files, and what was found in these."""

    sheet: Sheet
    province: Province
    findings: Sequence[Finding]
    shown: Sequence[Shown]


def take_in(sheet: Sheet, province: Province, catalogue: Catalogue) -> HandedIn:
    """What comes of the files that were handed in with a sheet."""
    if not sheet.grids:
        return HandedIn(sheet, province, sheet.findings, ())
    files = {grid.file: grid.file for grid in sheet.grids}
    table, findings, shown = lay_out(sheet.grids, province.regions, catalogue, files)
    sources = {file: _source(file, _whose(table, file, province)) for file in files}
    joined = replace(sheet, tables={**sheet.tables, "figures": _joined(sheet.tables["figures"], table)})
    known = replace(province, sources={**province.sources, **sources})
    return HandedIn(joined, known, [*sheet.findings, *findings], shown)


def _joined(table: Table, more: Table) -> Table:
    """Both tables under the head of the first; a column that only one has is blank in the other, and refused there."""
    rows = pd.concat([table.rows, more.rows]) if len(more.rows) else table.rows
    return Table(table.path, rows, {**table.places, **more.places})


def _whose(table: Table, file: str, province: Province) -> Message:
    """The branch all regions of a file belong to, else the province."""
    codes = set(table.rows.loc[table.rows["source"] == file, "region"])
    branches = {province.regions[code].branch for code in codes}
    branch = province.regions.get(branches.pop()) if len(branches) == 1 else None
    return (branch or province.region).full


def _source(file: str, whose: Message) -> Source:
    """A file as the source of its figures; nothing of it was published."""
    note: Mapping[str, str] = {
        code: Language(code).tell(message("Handed in as {file}, not published.", file=file)) for code in CODES
    }
    return Source(file, Language("id").tell(whose), None, note)
