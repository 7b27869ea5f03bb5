"""A province folder judged for its clerk: every finding with what to do, as rows of a table, JSON or a page."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check.folder import judge_sheet
from cakupan.check.province import read_province
from cakupan.check.recipients import check_recipients
from cakupan.check.rules import BY_ID, RULES
from cakupan.errors import DataError, HeldError, MachineError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Advised, Finding, Limits, Severity, Sheet, Verdict, Where, in_order
from cakupan.pipeline.logo import draw_logo
from cakupan.pipeline.timetable import timetable_in
from cakupan.read.folder import open_folder
from cakupan.read.recipients import read_recipients
from cakupan.read.timetable import read_timetable

Rows = list[Sequence[str]]


def check_folder(
    data: Path,
    now: dt.datetime | None,
    limits: Limits,
    alone: Path | None = None,
    allow: Sequence[str] | None = None,
) -> Verdict:
    """Everything that is found in a province folder, each with what to do about it.

    `alone` is a file that is judged in the place of those in the folder's handed_in;
    then nothing is said of addresses and meetings, which are not its sender's. `allow` are the domains
    that may be written to, None: any.
    """
    sheet, wrong = _opened(data, alone)
    if sheet is None:
        return Verdict(str(alone or data), 0, _advised(in_order(wrong)), None)
    judged = judge_sheet(sheet, catalogue(), now, limits)
    found = judged.findings if alone else in_order((*judged.findings, *_beside(sheet, now, allow)))
    return Verdict(str(alone or data), judged.rows, _advised(found), sheet.grids)


def _beside(sheet: Sheet, now: dt.datetime | None, allow: Sequence[str] | None) -> Iterator[Finding]:
    """What is found in recipients and calendar; without a province to hold them against, why they cannot be read."""
    table, wrong = read_recipients(sheet.folder)
    yield from wrong
    province, _ = read_province(sheet)
    if table and province:
        yield from check_recipients(table, province, allow, now and province.today(now)).findings
    yield from timetable_in(sheet.folder, province).findings if province else read_timetable(sheet.folder).findings


def _opened(data: Path, alone: Path | None) -> tuple[Sheet | None, list[Finding]]:
    """The folder as it lies there, or why it cannot be read: the machine may be to blame, too."""
    try:
        sheet, wrong = open_folder(data, alone)
        return draw_logo(sheet) if sheet else None, wrong
    except MachineError as error:
        return None, [Finding("machine", Severity.ERROR, Where(str(data)), told) for told in error.messages]


def _advised(findings: Sequence[Finding]) -> tuple[Advised, ...]:
    return tuple(Advised(finding, BY_ID[finding.rule].remedy) for finding in findings)


def exit_code(verdict: Verdict) -> int:
    """That of the weightiest finding: an error stops a run, a hold keeps back a report."""
    if any(advised.finding.rule == "machine" for advised in verdict.findings):
        return MachineError.exit_code
    if verdict.count(Severity.ERROR):
        return DataError.exit_code
    return HeldError.exit_code if verdict.count(Severity.HOLD) else 0


def findings_table(verdict: Verdict, language: Language) -> Rows:
    """A head and a row a finding; nothing at all where nothing was found."""
    if not verdict.findings:
        return []
    heads = (message("severity"), message("rule"), message("region"), message("finding"), message("what to do"))
    return [_told(heads, language), *(_finding_row(advised, language) for advised in verdict.findings)]


def _finding_row(advised: Advised, language: Language) -> Sequence[str]:
    finding = advised.finding
    label, told, remedy = _told((finding.severity.label, finding.told, advised.remedy), language)
    return (label, finding.rule, finding.region, told, remedy)


def findings_json(verdict: Verdict, language: Language) -> str:
    """For other programs; rules and severities go by their ids, sentences are in the language."""
    return _json(
        {
            "folder": verdict.folder,
            "figures": verdict.rows,
            "counts": {severity.value: count for severity, count in verdict.counts.items()},
            "findings": [_finding_object(advised, language) for advised in verdict.findings],
        }
    )


def _finding_object(advised: Advised, language: Language) -> dict[str, object]:
    finding = advised.finding
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "region": finding.region,
        "file": finding.where.file,
        "sheet": finding.where.sheet,
        "row": finding.where.row,
        "column": finding.where.column,
        "message": language.tell(finding.message),
        "remedy": language.tell(advised.remedy),
    }


def rules_table(language: Language) -> Rows:
    """A head and a row a rule."""
    heads = (message("rule"), message("severity"), message("asks"), message("what to do"))
    return [_told(heads, language), *_rules(language)]


def _rules(language: Language) -> Iterator[Sequence[str]]:
    for rule in RULES:
        yield (rule.id, *_told((rule.severity.label, rule.asks, rule.remedy), language))


def rules_json(language: Language) -> str:
    """The catalogue of rules for other programs."""
    return _json(
        [
            {"rule": rule.id, "severity": rule.severity.value, "asks": asks, "remedy": remedy}
            for rule, (_, _, asks, remedy) in zip(RULES, _rules(language), strict=True)
        ]
    )


def _told(messages: Sequence[Message], language: Language) -> list[str]:
    return [language.tell(one) for one in messages]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
