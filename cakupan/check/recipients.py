"""Recipients judged: who may be written to about which region."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, NamedTuple

from cakupan.address import domain_of, fits_head, is_address, is_allowed
from cakupan.check import cells
from cakupan.language import CODES
from cakupan.message import Message, message
from cakupan.model import Finding, Kind, Province, Recipient, Region, Severity, Table, Where, in_order

COLUMNS = ("agency", "region", "role", "address", "language", "valid_from", "valid_until", "reviewed_on")
_REVIEW_AFTER = dt.timedelta(days=366)  # twelve months
_ANY_ADDRESS = re.compile(r"[^\s,;<>\"]+@[^\s,;<>\"]+")


class HeldRow(NamedTuple):
    """A row with a mistake, by which nobody is written to: what stands in it, believed or not, and what is wrong.

    `regions` is the region it is for, or none where that cannot be read: then it may be for any.
    """

    row: Recipient
    regions: tuple[str, ...]
    reasons: tuple[Message, ...]


class Recipients(NamedTuple):
    """Those who are believed, in the order of the file, the rows that are not, and what was found, what blocks first.

    Where the table is not `usable`, as a column is missing or unknown, no row of it is read.
    """

    believed: tuple[Recipient, ...]
    findings: tuple[Finding, ...]
    held: tuple[HeldRow, ...] = ()
    usable: bool = True


def check_recipients(
    table: Table, province: Province, allow: Sequence[str] | None = None, today: dt.date | None = None
) -> Recipients:
    """Who is believed of recipients.csv; nobody may be written to by a row with an error.

    `allow` are the domains that may be written to (`is_allowed`), None: any. Without
    `today` nothing is said of days that have passed.
    """
    read = cells.Cells(table, COLUMNS)
    if not read.usable:
        return Recipients((), in_order(read.findings), usable=False)
    believed, held = _believed(read, table, province.regions, allow)
    found = list(read.findings)
    if today:
        found += _days(believed, table, today)
    if not held:  # else a row that is to be mended may be the one that is missing
        reported = {code: region for code, region in province.regions.items() if region.kind is not Kind.BRANCH}
        found += _unserved(believed, reported, table, today)
    return Recipients(believed, in_order(found), held)


def _believed(
    read: cells.Cells, table: Table, regions: Mapping[str, Region], allow: Sequence[str] | None
) -> tuple[tuple[Recipient, ...], tuple[HeldRow, ...]]:
    columns: dict[str, Any] = {
        "agency": read.read("agency", cells.head_text),
        "region": read.read("region", cells.region_code(regions)),
        "role": read.read("role", str),
        "address": read.read("address", _address),
        "language": read.read("language", cells.one_of(CODES)),
        "valid_from": read.read("valid_from", cells.optional(cells.day)),
        "valid_until": read.read("valid_until", cells.optional(cells.day)),
        "reviewed_on": read.read("reviewed_on", cells.optional(cells.day)),
    }
    for line, row in read.believed(columns).items():
        _judge_row(read, replace(Recipient(*row), line=line), allow)
    rows = _as_they_stand(table, columns)
    beside = _judge_pairs(read, rows)
    kept = read.believed(columns)
    wrong = [*read.findings, *beside]
    held = (_held(one, regions, wrong) for one in rows if one.line not in kept)
    return tuple(one for one in rows if one.line in kept), tuple(held)


def _as_they_stand(table: Table, columns: Mapping[str, Sequence[Any]]) -> list[Recipient]:
    """Every row, believed or not: in the place of a cell that was refused stands its text, or no day."""
    texts = table.rows.to_dict("list")
    rows = []
    for place, line in enumerate(table.rows.index.tolist()):
        cells_of = {name: values[place] for name, values in columns.items()}
        text = {name: texts[name][place] for name in ("agency", "region", "role", "address", "language")}
        rows.append(replace(Recipient(*(cells_of | _shown(text, cells_of)).values()), line=line))
    return rows


def _shown(text: Mapping[str, str], believed: Mapping[str, Any]) -> dict[str, str]:
    """Texts of cells, those that were refused without what a terminal or a letter's head would act upon."""
    return {name: cell if believed[name] is not None or fits_head(cell) else ascii(cell) for name, cell in text.items()}


def _held(one: Recipient, regions: Mapping[str, Region], findings: Iterable[Finding]) -> HeldRow:
    reasons = tuple(finding.told for finding in findings if finding.where.row == one.line)
    return HeldRow(one, (one.region,) if one.region in regions else (), reasons)


def _address(cell: str) -> str:
    if not is_address(cell):
        expected = message("one address in small letters, like bappeda@jambi.example")
        raise cells.expected(expected, cell)
    return cell


def _judge_row(table: cells.Cells, one: Recipient, allow: Sequence[str] | None) -> None:
    if one.since and one.until and one.until < one.since:
        table.refuse(one.line, "valid_until", "order", message("ends before it starts ({starts})", starts=one.since))
    if allow is not None and not is_allowed(one.address, allow):
        reason = message(
            "{domain} is not among the domains that may be written to (mail.allow); they are: {names}",
            domain=domain_of(one.address),
            names=", ".join(allow) or "–",
        )
        table.refuse(one.line, "address", "domain", reason)


def _judge_pairs(table: cells.Cells, rows: Iterable[Recipient]) -> list[Finding]:
    """One address is one agency's, and stands once for a region, on any day; of two rows either may be wrong.

    A row that is refused for something else speaks against the other one, too. Returned is what is wrong
    with those beside which the finding stands, as it is told once.
    """
    beside = []
    by_address: dict[str, list[Recipient]] = defaultdict(list)
    for one in rows:
        for address in dict.fromkeys(_ANY_ADDRESS.findall(one.address.casefold())):
            by_address[address].append(one)
    for address, rows_of_one in by_address.items():
        for first, second in combinations(rows_of_one, 2):
            reason = _clash(first, second, address) if _overlap(first, second) else None
            if reason:
                table.refuse(second.line, "address", "address", reason)
                table.leave_out([first.line])
                back = _clash(second, first, address)
                assert back, "what speaks against the one speaks against the other"
                beside.append(Finding("address", Severity.ERROR, table.where(first.line, "address"), back))
    return beside


def _clash(first: Recipient, second: Recipient, address: str) -> Message | None:
    """What the first row has against the second."""
    if first.agency.casefold() != second.agency.casefold():
        return message(
            "{address} is that of {agency} in row {row}; each agency needs an address of its own",
            address=address,
            agency=f'"{first.agency}"',
            row=first.line,
        )
    if first.region == second.region:
        return message(
            "{address} stands for this region in row {row} already; keep one", address=address, row=first.line
        )
    return None


def _overlap(first: Recipient, second: Recipient) -> bool:
    """Whether there is a day on which both are valid."""
    since = max(first.since or dt.date.min, second.since or dt.date.min)
    return since <= min(first.until or dt.date.max, second.until or dt.date.max)


def _days(believed: Sequence[Recipient], table: Table, today: dt.date) -> Iterator[Finding]:
    """Who is not written to today, and whose address nobody has looked at for long."""
    for one in believed:
        if one.since and today < one.since:
            told = message("valid from {day}; is not written to before", day=one.since)
            yield Finding("valid", Severity.NOTE, table.where(one.line, "valid_from"), told, one.region)
        elif one.until and one.until < today:
            told = message("valid until {day}; is not written to any more", day=one.until)
            yield Finding("valid", Severity.NOTE, table.where(one.line, "valid_until"), told, one.region)
        elif one.reviewed and one.reviewed + _REVIEW_AFTER < today:
            told = message("last reviewed on {day}, more than twelve months ago", day=one.reviewed)
            yield Finding("reviewed", Severity.WARNING, table.where(one.line, "reviewed_on"), told, one.region)


def _unserved(
    believed: Sequence[Recipient], regions: Mapping[str, Region], table: Table, today: dt.date | None
) -> Iterator[Finding]:
    """The regions whose report nobody gets."""
    served = {one.region for one in believed if today is None or one.is_valid(today)}
    for code, region in regions.items():
        if code not in served:
            told = message("nobody is written to about {region}", region=region.full)
            yield Finding("recipient", Severity.WARNING, Where(table.path.name), told, code)
