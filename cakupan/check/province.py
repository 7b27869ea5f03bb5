"""What a province says of itself: its description, regions and sources."""

import re
import zoneinfo
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from cakupan.check import cells
from cakupan.check.style import StyleTable, read_style
from cakupan.layout.refusal import Refusal
from cakupan.message import message
from cakupan.model import Decree, Finding, Kind, Province, Region, Severity, Sheet, Source, Where
from cakupan.nearest import did_you_mean
from cakupan.strict_toml import Strict, validate
from cakupan.zones import clock_of, timezones_of

_REGION_COLUMNS = ("code", "bps", "name", "kind", "parent", "branch", "tile_column", "tile_row", "variants")
_SOURCE_COLUMNS = ("source", "publisher", "published", "note_id", "note_en")
_KEMENDAGRI = re.compile(r"[0-9]{2}(\.[0-9]{2})?")
_KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")
_DESCRIPTION = "province.toml"

Text = Annotated[str, Field(min_length=1)]


class DecreeTable(Strict):
    """The decree the meetings follow up, as the province cites it."""

    number: Text
    title: Text
    short: Text


class Description(Strict):
    """province.toml."""

    code: Text
    timezone: Text
    sample: bool = False
    letterhead: Text | None = None
    decree: DecreeTable | None = None
    tolerance: dict[str, Annotated[float, Field(ge=0, le=10)]] = Field(default_factory=dict)
    style: StyleTable = StyleTable()


def read_province(sheet: Sheet) -> tuple[Province | None, list[Finding]]:
    """The province, or every reason why it cannot be believed."""
    description, problems = validate(sheet.description, Description)
    findings = [Finding("description", Severity.ERROR, Where(_DESCRIPTION), problem) for problem in problems]
    regions, region_findings = _regions(sheet)
    sources, source_findings = _sources(sheet)
    findings += region_findings + source_findings
    if description is None or findings:
        return None, findings
    style, mistakes = read_style(description.style, sheet.inputs)
    findings = [*_timezone(description), *_province_row(description, regions), *_tolerance(description, sources)]
    findings += [Finding("description", Severity.ERROR, Where(file), problem) for file, problem in mistakes]
    if findings:
        return None, findings
    decree = Decree(**description.decree.model_dump()) if description.decree else None
    return (
        Province(
            region=regions[description.code],
            regions=regions,
            sources=sources,
            timezone=description.timezone,
            sample=description.sample,
            letterhead=description.letterhead,
            decree=decree,
            tolerance=description.tolerance,
            style=style,
        ),
        [],
    )


def _timezone(description: Description) -> list[Finding]:
    """The zone has to be known, and the one of the province: an hour off, a meeting has begun."""
    clock = clock_of(description.code)
    if clock is None and description.timezone in zoneinfo.available_timezones():
        return []
    if clock and description.timezone in timezones_of(clock):
        return []
    came = f'"{description.timezone}"'
    reason = message("timezone: expected a name like Asia/Jakarta, got {came}", came=came)
    if clock:
        reason = message("timezone: province {code} goes by {clock}, expected {expected}, got {came}",
                         code=description.code, clock=clock, expected=timezones_of(clock)[0], came=came)  # fmt: skip
    return [Finding("description", Severity.ERROR, Where(_DESCRIPTION), reason)]


def _tolerance(description: Description, sources: Mapping[str, Source]) -> list[Finding]:
    unknown = (key for key in description.tolerance if key not in sources)
    return [
        Finding(
            "description",
            Severity.ERROR,
            Where(_DESCRIPTION),
            message("tolerance: {came} is no source; {advice}", came=f'"{key}"', advice=did_you_mean(key, sources)),
        )
        for key in unknown
    ]


def _province_row(description: Description, regions: Mapping[str, Region]) -> list[Finding]:
    provinces = [code for code, region in regions.items() if region.kind is Kind.PROVINCE]
    if provinces == [description.code]:
        return []
    reason = message(
        "code: regions.csv must hold one row of kind province, with code {code}; it has {came}",
        code=description.code,
        came=", ".join(provinces) or "0",
    )
    return [Finding("description", Severity.ERROR, Where(_DESCRIPTION), reason)]


def _regions(sheet: Sheet) -> tuple[dict[str, Region], list[Finding]]:
    table = cells.Cells(sheet.tables["regions"], _REGION_COLUMNS)
    if not table.usable:
        return {}, table.findings
    optional_whole = cells.optional(cells.whole)
    columns: dict[str, Any] = {
        "code": table.read("code", _code),
        "bps": table.read("bps", str),
        "name": table.read("name", cells.short_text),
        "kind": table.read("kind", cells.one_of(kind.value for kind in Kind)),
        "parent": table.read("parent", str),
        "branch": table.read("branch", str),
        "tile_column": table.read("tile_column", optional_whole),
        "tile_row": table.read("tile_row", optional_whole),
        "variants": table.read("variants", lambda cell: tuple(filter(None, map(str.strip, cell.split("|"))))),
    }
    rows = table.believed(columns)
    _refuse_twins(table, rows, {"code": 0, "bps": 1})
    _refuse_tile_twins(table, rows)
    _refuse_unknown_codes(table, rows)
    regions = {row[0]: _region(row) for row in rows.values()}
    return regions, table.findings


def _code(cell: str) -> str:
    if _KEMENDAGRI.fullmatch(cell) or _KEY.fullmatch(cell):
        return cell
    raise Refusal(
        message(
            "expected a Kemendagri code like 15 or 15.71, or a branch's key like kacab-jambi, got {came}",
            came=f'"{cell}"',
        )
    )


def _region(row: tuple[Any, ...]) -> Region:
    code, bps, name, kind, parent, branch, column, tile_row, variants = row
    tile = None if column is None or tile_row is None else (column, tile_row)
    return Region(code, bps, name, Kind(kind), parent, branch, tile, variants)


def _refuse_twins(table: cells.Cells, rows: Mapping[int, tuple[Any, ...]], keys: Mapping[str, int]) -> None:
    """No value stands twice in a key column; blanks may."""
    for column, position in keys.items():
        first: dict[str, int] = {}
        for line, row in rows.items():
            value = row[position]
            if value and value in first:
                reason = message("{came} stands already in row {row}", came=f'"{value}"', row=first[value])
                table.refuse(line, column, "duplicate", reason)
            first.setdefault(value, line)


def _refuse_tile_twins(table: cells.Cells, rows: Mapping[int, tuple[Any, ...]]) -> None:
    taken: dict[tuple[int, int], int] = {}
    for line, row in rows.items():
        if row[6] is None or row[7] is None:
            continue
        other = taken.setdefault((row[6], row[7]), line)
        if other != line:
            table.refuse(line, "tile_column", "duplicate", message("the tile is taken by row {row}", row=other))


def _refuse_unknown_codes(table: cells.Cells, rows: Mapping[int, tuple[Any, ...]]) -> None:
    """A parent is the province, a branch is a branch, and a tile has both its places."""
    kinds = {row[0]: row[3] for row in rows.values()}
    for line, row in rows.items():
        _, _, _, kind, parent, branch, column, tile_row, _ = row
        if kind != Kind.PROVINCE and kinds.get(parent) != Kind.PROVINCE:
            reason = message("expected the code of the province, got {came}", came=f'"{parent}"')
            table.refuse(line, "parent", "region", reason)
        if branch and kinds.get(branch) != Kind.BRANCH:
            table.refuse(
                line, "branch", "region", message("expected the code of a branch, got {came}", came=f'"{branch}"')
            )
        if (column is None) != (tile_row is None):
            table.refuse(line, "tile_row", "region", message("a tile needs both its column and its row"))


def _sources(sheet: Sheet) -> tuple[dict[str, Source], list[Finding]]:
    table = cells.Cells(sheet.tables["sources"], _SOURCE_COLUMNS)
    if not table.usable:
        return {}, table.findings
    columns: dict[str, Any] = {
        "source": table.read("source", cells.text),
        "publisher": table.read("publisher", cells.text),
        "published": table.read("published", cells.optional(cells.as_of)),
        "note_id": table.read("note_id", str),
        "note_en": table.read("note_en", str),
    }
    rows = table.believed(columns)
    _refuse_twins(table, rows, {"source": 0})
    return {key: Source(key, who, when, {"id": i, "en": e}) for key, who, when, i, e in rows.values()}, table.findings
