"""A whole province folder, judged at once."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from cakupan.catalogue import Catalogue
from cakupan.check.before import check_before
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
from cakupan.model import (
    Action,
    Contribution,
    Figures,
    Finding,
    Funding,
    Law,
    Limits,
    Province,
    RegisterEntry,
    Severity,
    Sheet,
    findings_of,
    in_order,
)

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
    sheet, province, opened, shown = take_in(sheet, province, catalogue)
    rows = _read_rows(sheet, province, catalogue)
    evidence = _evidence(rows, sheet, province, catalogue, now, limits)
    found = in_order([*opened, *rows.findings, *check_before(rows.figures, shown), *judge(evidence)])
    figures = None if findings_of(found, Severity.ERROR) else _believe(rows, evidence, found, sheet.fingerprint)
    return Judged(found, figures, len(rows.figures))


@dataclass(frozen=True)
class _Rows:
    """The rows of a province's tables that are right by themselves, and what is wrong with the form of the others."""

    figures: pd.DataFrame
    targets: pd.DataFrame
    register: tuple[RegisterEntry, ...]
    funding: tuple[Funding, ...]
    actions: tuple[Action, ...]
    contributions: tuple[Contribution, ...]
    laws: tuple[Law, ...]
    findings: tuple[Finding, ...]


def _read_rows(sheet: Sheet, province: Province, catalogue: Catalogue) -> _Rows:
    """Every table cell by cell; the lists a province does not keep are empty."""
    tables = {name: Cells(sheet.tables[name], head) for name, head in _HEADS.items() if name in sheet.tables}
    return _Rows(
        figures=read_figures(tables["figures"], province, catalogue),
        targets=read_targets(tables["targets"], province, catalogue),
        register=read_register(tables["register"], province) if "register" in tables else (),
        funding=read_funding(tables["funding"], province, catalogue) if "funding" in tables else (),
        actions=read_actions(tables["actions"], province, catalogue) if "actions" in tables else (),
        contributions=read_contributions(tables["contributions"], province) if "contributions" in tables else (),
        laws=read_laws(tables["laws"]) if "laws" in tables else (),
        findings=tuple(finding for table in tables.values() for finding in table.findings),
    )


def _evidence(
    rows: _Rows, sheet: Sheet, province: Province, catalogue: Catalogue, now: dt.datetime | None, limits: Limits
) -> Evidence:
    """What the rules see: figures without a day are held against nothing."""
    return Evidence(
        figures=rows.figures[rows.figures["precision"] != "undated"],
        targets=rows.targets,
        regions=sheet.tables["regions"].rows,
        province=province,
        catalogue=catalogue,
        today=now and province.today(now),
        limits=limits,
        places={name: table.where for name, table in sheet.tables.items()},
    )


def _believe(rows: _Rows, evidence: Evidence, found: tuple[Finding, ...], fingerprint: str) -> Figures:
    """All rows as figures, with the totals that nobody gave; there is no error among what was `found`."""
    holds = findings_of(found, Severity.HOLD)
    unsound = frozenset(finding.region for finding in holds)
    series, province, partial = add_totals(
        series_of(evidence.figures), evidence.province, evidence.catalogue, evidence.limits.complete, unsound
    )
    return Figures(
        province=province,
        series=series,
        undated=series_of(rows.figures[rows.figures["precision"] == "undated"]),
        targets=targets_of(rows.targets),
        register=rows.register,
        funding=rows.funding,
        actions=rows.actions,
        contributions=rows.contributions,
        laws=rows.laws,
        warnings=tuple(f for f in found if f.severity in (Severity.WARNING, Severity.NOTE)),
        fingerprint=fingerprint,
        rows=len(rows.figures),
        partial=partial,
        holds=holds,
    )
