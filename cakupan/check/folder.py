"""A whole province folder, judged at once."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from cakupan.catalogue import Catalogue
from cakupan.check.cells import Cells
from cakupan.check.figures import COLUMNS, read_figures, read_targets, series_of, targets_of
from cakupan.check.handed_in import take_in
from cakupan.check.province import read_province
from cakupan.check.registers import (
    ACTIONS,
    CONTRIBUTIONS,
    FUNDING,
    LAWS,
    REGISTER,
    read_actions,
    read_contributions,
    read_funding,
    read_laws,
    read_register,
)
from cakupan.check.rules import Evidence, judge
from cakupan.check.totals import add_totals
from cakupan.errors import DataError
from cakupan.model import Figures, Finding, Limits, Severity, Sheet, findings_of, in_order

_HEADS = {
    "figures": COLUMNS,
    "targets": (COLUMNS[0], "due", *COLUMNS[1:]),
    "register": REGISTER,
    "funding": FUNDING,
    "actions": ACTIONS,
    "contributions": CONTRIBUTIONS,
    "laws": LAWS,
}


@dataclass(frozen=True)
class Judged:
    """All that was found, what blocks first; the figures only where nothing stops the run."""

    findings: tuple[Finding, ...]
    figures: Figures | None
    rows: int


def check(sheet: Sheet, catalogue: Catalogue, now: dt.datetime | None = None, limits: Limits | None = None) -> Figures:
    """The figures that may be believed; DataError with every finding when there is an error among them.

    `now` bears its zone and is the day after which nothing can be known; None: there is no such day.
    """
    judged = judge_sheet(sheet, catalogue, now, limits or Limits())
    if judged.figures is None:
        raise DataError(*(finding.told for finding in findings_of(judged.findings, Severity.ERROR)))
    return judged.figures


def judge_sheet(sheet: Sheet, catalogue: Catalogue, now: dt.datetime | None, limits: Limits) -> Judged:
    """Every finding at once: those of form, and of the rows that are believed those of the rules."""
    province, findings = read_province(sheet)
    if province is None:
        return Judged(in_order(findings), None, 0)
    sheet, province, opened = take_in(sheet, province, catalogue)
    tables = {name: Cells(sheet.tables[name], head) for name, head in _HEADS.items() if name in sheet.tables}
    frame = read_figures(tables["figures"], province, catalogue)
    targets = read_targets(tables["targets"], province, catalogue)
    register = read_register(tables["register"], province) if "register" in tables else ()
    funding = read_funding(tables["funding"], province, catalogue) if "funding" in tables else ()
    actions = read_actions(tables["actions"], province, catalogue) if "actions" in tables else ()
    contributions = read_contributions(tables["contributions"], province) if "contributions" in tables else ()
    laws = read_laws(tables["laws"]) if "laws" in tables else ()
    dated = frame["precision"] != "undated"
    evidence = Evidence(
        figures=frame[dated],
        targets=targets,
        regions=sheet.tables["regions"].rows,
        province=province,
        catalogue=catalogue,
        today=now and now.astimezone(zoneinfo.ZoneInfo(province.timezone)).date(),
        limits=limits,
        places={name: table.where for name, table in sheet.tables.items()},
    )
    found = in_order([*opened, *(finding for table in tables.values() for finding in table.findings), *judge(evidence)])
    if findings_of(found, Severity.ERROR):
        return Judged(found, None, len(frame))
    holds = findings_of(found, Severity.HOLD)
    unsound = frozenset(finding.region for finding in holds)
    series, province, partial = add_totals(series_of(frame[dated]), province, catalogue, limits.complete, unsound)
    figures = Figures(
        province=province,
        series=series,
        undated=series_of(frame[~dated]),
        targets=targets_of(targets),
        register=register,
        funding=funding,
        actions=actions,
        contributions=contributions,
        laws=laws,
        warnings=tuple(f for f in found if f.severity in (Severity.WARNING, Severity.NOTE)),
        fingerprint=sheet.fingerprint,
        rows=len(frame),
        partial=partial,
        holds=holds,
    )
    return Judged(found, figures, len(frame))
