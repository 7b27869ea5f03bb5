"""The tidy tables: figures and targets, cell by cell and then against each other."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from cakupan.catalogue import Catalogue, MeasureKind
from cakupan.check import cells
from cakupan.check.rules.rule import KEY
from cakupan.message import Message, message
from cakupan.model import Measure, Province, Series, Target
from cakupan.quantity import rounding_step

COLUMNS = ("as_of", "region", "measure", "segment", "value", "unit", "precision", "source")
_MOST_DUPLICATES = 5  # of the same two files are told one by one
_IMPLIED = Decimal("0.001")  # arithmetic on rounded rates: a thousandth of the figure either way
_TEXTS = ("region", "measure", "segment", "unit", "precision", "source")
_TYPES = dict.fromkeys(_TEXTS, "str") | {"day": "datetime64[s]", "number": "float", "slack": "float"}  # empty ones too

Rows = dict[int, tuple[Any, ...]]
BySeries = dict[tuple[str, str, str], Series]


def read_figures(table: cells.Cells, province: Province, catalogue: Catalogue) -> pd.DataFrame:
    """The believed figures, by their line: COLUMNS, and what rules go by (`day`, `number`, `slack`)."""
    frame = _frame(_rows(table, province, catalogue, catalogue.measures) if table.usable else {}, COLUMNS)
    undated = frame["precision"] == "undated"
    _refuse_duplicates(table, frame[~undated], KEY)
    _refuse_duplicates(table, frame[undated], [*KEY, "source"])
    return table.kept(frame)


def read_targets(table: cells.Cells, province: Province, catalogue: Catalogue) -> pd.DataFrame:
    """The believed targets, by their line; as the figures, and `due`."""
    due = {"due": table.read("due", cells.day)} if table.usable else {}
    rows = _rows(table, province, catalogue, catalogue.targets, **due) if table.usable else {}
    frame = _frame(rows, (*COLUMNS, "due"))
    _refuse_duplicates(table, frame, ["due", "region", "measure", "segment", "source"])
    return table.kept(frame)


def _frame(rows: Rows, columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows.values()), columns=list(columns), index=list(rows))
    days = {as_of: pd.Timestamp(as_of.day) for as_of in frame["as_of"].unique()}
    slack = [_slack(value, precision) for value, precision in zip(frame["value"], frame["precision"], strict=True)]
    frame = frame.assign(day=frame["as_of"].map(days), number=frame["value"], slack=slack)
    return frame.astype(_TYPES)


def _slack(value: Decimal, precision: str) -> float:
    """By how much the truth may lie beside a figure: half the step of a round one."""
    if precision == "rounded":
        return float(rounding_step(value) / 2)
    return float(value * _IMPLIED) if precision == "implied" else 0.0


def targets_of(frame: pd.DataFrame) -> dict[str, tuple[Target, ...]]:
    """The targets of each region, earliest due first."""
    by_region: dict[str, list[Target]] = {}
    for row in frame[[*COLUMNS, "due"]].itertuples(index=False, name=None):
        _, region, measure, segment, *_, due_day = row
        by_region.setdefault(region, []).append(Target(measure, segment, due_day, _measure(row)))
    return {region: tuple(sorted(found, key=lambda t: (t.due, t.value.as_of))) for region, found in by_region.items()}


def _rows(
    table: cells.Cells,
    province: Province,
    catalogue: Catalogue,
    measures: Mapping[str, MeasureKind],
    **more: list[Any],
) -> Rows:
    """The rows whose every cell is believed, in the order of COLUMNS (and `more` after them)."""
    parsers: dict[str, cells.Parser[Any]] = {
        "as_of": cells.as_of,
        "region": cells.region_code(province.regions),
        "measure": cells.one_of(measures),
        "segment": cells.one_of(catalogue.segments),
        "value": cells.number,
        "unit": cells.one_of(catalogue.units),
        "precision": cells.one_of(catalogue.precisions),
        "source": cells.one_of(province.sources),
    }
    columns = {column: table.read(column, parse) for column, parse in parsers.items()} | more
    rows = table.believed(columns)
    for line, row in rows.items():
        _refuse_impossible(table, line, row, measures[row[2]], catalogue)
    return table.believed(columns)


def _refuse_impossible(
    table: cells.Cells, line: int, row: tuple[Any, ...], kind: MeasureKind, catalogue: Catalogue
) -> None:
    """A unit that is not its measure's, a count that is no count, a rate beyond 0 to 100."""
    value: Decimal = row[4]
    unit = kind.unit
    if row[5] != unit:
        reason = message("expected {expected} for {measure}, got {came}", expected=unit, measure=row[2], came=row[5])
        table.refuse(line, "unit", "unit", reason)
    elif catalogue.units[unit] == "count" and not cells.is_whole(value):
        reason = message("a whole number like 1312370, 0 or more, without separators")
        table.refuse(
            line, "value", "count", message("expected {expected}, got {came}", expected=reason, came=f'"{value}"')
        )
    elif catalogue.units[unit] == "rate" and not (-100 if kind.signed else 0) <= value <= 100:
        reason = message("expected a rate between 0 and 100, got {came}; is the decimal mark lost?", came=f'"{value}"')
        table.refuse(line, "value", "rate", reason)


def _refuse_duplicates(table: cells.Cells, frame: pd.DataFrame, key: list[str]) -> None:
    """All but the first row of each figure; more than a few of the same two files are told at once."""
    files: dict[tuple[str, str], list[tuple[int, int]]] = {}
    groups = frame[frame.duplicated(key, keep=False)].groupby(key, sort=False)
    for _, group in groups:
        first, *others = group.index.tolist()
        for line in others:
            pair = (table.where(first, "value").file, table.where(line, "value").file)
            files.setdefault(pair, []).append((first, line))
    for pairs in files.values():
        for first, line in pairs if len(pairs) <= _MOST_DUPLICATES else pairs[:1]:
            table.refuse(line, "value", "duplicate", _duplicate(table, frame, first, line, len(pairs)))
        table.leave_out(line for _, line in pairs)


def _duplicate(table: cells.Cells, frame: pd.DataFrame, first: int, line: int, number: int) -> Message:
    where = table.where(first, "value")
    there = message(
        "in {place}, column {column}: {first} there, {second} here",
        place=where.place,
        column=where.column,
        first=str(frame.loc[first, "value"]),
        second=str(frame.loc[line, "value"]),
    )
    if number > _MOST_DUPLICATES:
        return message(
            "{count} figures stand already in {file}, the first {there}; keep one of each",
            count=number,
            file=where.file,
            there=there,
        )
    return message("the same figure stands already {there}; keep one of them", there=there)


def series_of(frame: pd.DataFrame) -> BySeries:
    """By (region, measure, segment): the figures in the order of their days."""
    series: dict[tuple[str, str, str], list[Measure]] = {}
    columns = (frame[column].tolist() for column in COLUMNS)
    for row in sorted(zip(*columns, strict=True), key=lambda row: row[0]):
        series.setdefault((row[1], row[2], row[3]), []).append(_measure(row))
    return {key: tuple(measures) for key, measures in series.items()}


def _measure(row: tuple[Any, ...]) -> Measure:
    as_of, _, _, _, value, unit, precision, source = row[:8]
    return Measure(value, unit, as_of, precision, source)
