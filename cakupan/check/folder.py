"""A whole province folder, judged at once."""

from cakupan.catalogue import Catalogue
from cakupan.check.cells import Cells
from cakupan.check.figures import COLUMNS, read_figures, read_targets
from cakupan.check.handed_in import take_in
from cakupan.check.province import read_province
from cakupan.check.registers import ACTIONS, FUNDING, REGISTER, read_actions, read_funding, read_register
from cakupan.check.totals import add_totals
from cakupan.errors import DataError
from cakupan.message import Message, message
from cakupan.model import Figures, Finding, Severity, Sheet, Where, findings_of

_HEADS = {
    "figures": COLUMNS,
    "targets": (COLUMNS[0], "due", *COLUMNS[1:]),
    "register": REGISTER,
    "funding": FUNDING,
    "actions": ACTIONS,
}


def check(sheet: Sheet, catalogue: Catalogue) -> Figures:
    """The figures that may be believed; DataError with every finding when there is an error among them."""
    province, findings = read_province(sheet)
    if province is None:
        raise DataError(*map(describe, findings_of(findings, Severity.ERROR)))
    sheet, province, opened = take_in(sheet, province, catalogue)
    tables = {name: Cells(sheet.tables[name], head) for name, head in _HEADS.items() if name in sheet.tables}
    series, undated, rows = read_figures(tables["figures"], province, catalogue)
    series, province, partial = add_totals(series, province, catalogue)
    targets = read_targets(tables["targets"], province, catalogue)
    register = read_register(tables["register"], province) if "register" in tables else ()
    funding = read_funding(tables["funding"], province, catalogue) if "funding" in tables else ()
    actions = read_actions(tables["actions"], province, catalogue) if "actions" in tables else ()
    warnings = _judge([*opened, *(finding for table in tables.values() for finding in table.findings)])
    return Figures(
        province=province,
        series=series,
        partial=partial,
        undated=undated,
        targets=targets,
        register=register,
        funding=funding,
        actions=actions,
        warnings=warnings,
        fingerprint=sheet.fingerprint,
        rows=rows,
    )


def _judge(findings: list[Finding]) -> tuple[Finding, ...]:
    """The warnings; errors end here."""
    errors = findings_of(findings, Severity.ERROR)
    if errors:
        raise DataError(*map(describe, errors))
    return findings_of(findings, Severity.WARNING) + findings_of(findings, Severity.NOTE)


def describe(finding: Finding) -> Message:
    """A finding as one line: where, then what."""
    where = finding.where
    if where.column:
        return message(
            "{place}, column {column}: {what}", place=_place(where), column=where.column, what=finding.message
        )
    return message("{place}: {what}", place=_place(where), what=finding.message)


def _place(where: Where) -> Message:
    if where.sheet:
        return message(
            "{file}, sheet {sheet}, row {row}", file=where.file, sheet=f'"{where.sheet}"', row=str(where.row)
        )
    if where.row:
        return message("{file}, row {row}", file=where.file, row=str(where.row))
    return message("{file}", file=where.file)
