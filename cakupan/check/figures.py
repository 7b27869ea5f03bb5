"""The tidy tables: figures and targets, cell by cell and then against each other."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from cakupan.catalogue import Catalogue, IndicatorKind, MeasureKind
from cakupan.check import cells
from cakupan.message import Message, message
from cakupan.model import Finding, Measure, Province, Series, Severity, Target
from cakupan.quantity import rounding_step

_OLDEST = pd.Timedelta(days=731)  # two years: nothing is divided by an older whole
COLUMNS = ("as_of", "region", "measure", "segment", "value", "unit", "precision", "source")
KEY = ["day", "region", "measure", "segment"]  # a month and its last day are the same day

Rows = dict[int, tuple[Any, ...]]
BySeries = dict[tuple[str, str, str], Series]


def read_figures(table: cells.Cells, province: Province, catalogue: Catalogue) -> tuple[BySeries, BySeries, int]:
    """The believed figures by (region, measure, segment), dated and undated, and how many they are."""
    if not table.usable:
        return {}, {}, 0
    rows = _rows(table, province, catalogue, catalogue.measures)
    frame = pd.DataFrame(list(rows.values()), columns=list(COLUMNS), index=list(rows))
    frame["day"] = pd.to_datetime([as_of.day for as_of in frame["as_of"]])
    undated = frame["precision"] == "undated"
    _refuse_duplicates(table, frame[~undated], KEY)
    _refuse_duplicates(table, frame[undated], [*KEY, "source"])
    for indicator in catalogue.indicators.values():
        _compare_parts(table, frame[~undated], indicator)
    return _series(frame[~undated]), _series(frame[undated]), len(frame)


def read_targets(table: cells.Cells, province: Province, catalogue: Catalogue) -> dict[str, tuple[Target, ...]]:
    """The targets of each region, earliest due first."""
    if not table.usable:
        return {}
    due = table.read("due", cells.day)
    rows = _rows(table, province, catalogue, catalogue.targets, due=due)
    frame = pd.DataFrame(list(rows.values()), columns=[*COLUMNS, "due"], index=list(rows))
    _refuse_duplicates(table, frame, ["due", "region", "measure", "segment", "source"])
    by_region: dict[str, list[Target]] = {}
    for row in rows.values():
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
    groups = frame[frame.duplicated(key, keep=False)].groupby(key, sort=False)
    for _, group in groups:
        first, *others = group.index.tolist()
        for line in others:
            reason = message("the same figure stands already in row {row}; keep one of them", row=str(first))
            table.refuse(line, "as_of", "duplicate", reason)


def _compare_parts(table: cells.Cells, frame: pd.DataFrame, indicator: IndicatorKind) -> None:
    """A part may not exceed its whole of the same day or the newest before: active, for one, its potential."""
    dated = frame.reset_index(names="line").sort_values("day", kind="stable")
    part = dated[dated["measure"] == indicator.numerator]
    whole = dated[dated["measure"] == indicator.denominator]
    pairs = pd.merge_asof(part, whole, on="day", by=["region", "segment"], suffixes=("", "_whole"), tolerance=_OLDEST)
    pairs = pairs.dropna(subset=["value_whole"])
    names = ("line", "value", "precision", "line_whole", "value_whole", "precision_whole", "segment")
    columns = (pairs[name].tolist() for name in names)
    for line, value, known, other, limit, limit_known, segment in zip(*columns, strict=True):
        if value - _slack(value, known) > limit + _slack(limit, limit_known):
            reason = message(
                "{part} {value} exceeds {whole} {limit} of row {row}; correct the one that is wrong",
                part=indicator.numerator,
                value=int(value),
                whole=indicator.denominator,
                limit=int(limit),
                row=str(int(other)),
            )
            _say_exceeds(table, line, reason, let_off=segment in indicator.exceeds)


def _slack(value: Decimal, precision: str) -> Decimal:
    """Half the step of a round figure: by so much the truth may lie beside it."""
    return rounding_step(value) / 2 if precision == "rounded" else Decimal(0)


def _say_exceeds(table: cells.Cells, line: int, reason: Message, *, let_off: bool) -> None:
    if let_off:
        table.findings.append(Finding("part", Severity.WARNING, table.where(line, "value"), reason))
    else:
        table.refuse(line, "value", "part", reason)


def _series(frame: pd.DataFrame) -> BySeries:
    """By (region, measure, segment): the figures in the order of their days."""
    series: dict[tuple[str, str, str], list[Measure]] = {}
    for row in sorted(frame[list(COLUMNS)].itertuples(index=False, name=None), key=lambda row: row[0]):
        series.setdefault((row[1], row[2], row[3]), []).append(_measure(row))
    return {key: tuple(measures) for key, measures in series.items()}


def _measure(row: tuple[Any, ...]) -> Measure:
    as_of, _, _, _, value, unit, precision, source = row[:8]
    return Measure(value, unit, as_of, precision, source)
