"""Recipients judged: who may be written to about which region."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, NamedTuple

from cakupan.address import domain_of, is_address, is_allowed
from cakupan.check import cells
from cakupan.language import CODES
from cakupan.message import Message, message
from cakupan.model import Finding, Kind, Province, Recipient, Region, Severity, Table, Where, in_order

COLUMNS = ("agency", "region", "role", "address", "language", "valid_from", "valid_until", "reviewed_on")
_REVIEW_AFTER = dt.timedelta(days=366)  # twelve months


class Recipients(NamedTuple):
    """Those who are believed, in the order of the file, and what was found, what blocks first."""

    believed: tuple[Recipient, ...]
    findings: tuple[Finding, ...]


def check_recipients(
    table: Table, province: Province, allow: Sequence[str] | None = None, today: dt.date | None = None
) -> Recipients:
    """Who is believed of recipients.csv; nobody may be written to while there is an error among the findings.

    `allow` are the domains that may be written to (`is_allowed`), None: any. Without
    `today` nothing is said of days that have passed.
    """
    read = cells.Cells(table, COLUMNS)
    reached = {code: region for code, region in province.regions.items() if region.kind is not Kind.BRANCH}
    believed = _believed(read, reached, allow) if read.usable else ()
    found = list(read.findings)
    if today:
        found += _days(believed, table, today)
    if not read.findings:  # else a row that is to be mended may be the one that is missing
        found += _unserved(believed, reached, table, today)
    return Recipients(believed, in_order(found))


def _believed(table: cells.Cells, regions: Mapping[str, Region], allow: Sequence[str] | None) -> tuple[Recipient, ...]:
    columns: dict[str, Any] = {
        "agency": table.read("agency", cells.head_text),
        "region": table.read("region", cells.region_code(regions)),
        "role": table.read("role", str),
        "address": table.read("address", _address),
        "language": table.read("language", cells.one_of(CODES)),
        "valid_from": table.read("valid_from", cells.optional(cells.day)),
        "valid_until": table.read("valid_until", cells.optional(cells.day)),
        "reviewed_on": table.read("reviewed_on", cells.optional(cells.day)),
    }
    rows = [replace(Recipient(*row), line=line) for line, row in table.believed(columns).items()]
    for one in rows:
        _judge_row(table, one, allow)
    _judge_pairs(table, rows)
    kept = table.believed(columns)
    return tuple(one for one in rows if one.line in kept)


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
            "{domain} is not among the domains that may be written to; they are: {names}",
            domain=domain_of(one.address),
            names=", ".join(allow) or "–",
        )
        table.refuse(one.line, "address", "domain", reason)


def _judge_pairs(table: cells.Cells, rows: Iterable[Recipient]) -> None:
    """One address is one agency's, and stands once for a region, on any day; of two rows either may be wrong."""
    by_address: dict[str, list[Recipient]] = defaultdict(list)
    for one in rows:
        by_address[one.address].append(one)
    for rows_of_one in by_address.values():
        for first, second in combinations(rows_of_one, 2):
            reason = _clash(first, second) if _overlap(first, second) else None
            if reason:
                table.refuse(second.line, "address", "address", reason)
                table.leave_out([first.line])


def _clash(first: Recipient, second: Recipient) -> Message | None:
    if first.agency.casefold() != second.agency.casefold():
        return message(
            "{address} is that of {agency} in row {row}; each agency needs an address of its own",
            address=second.address,
            agency=f'"{first.agency}"',
            row=first.line,
        )
    if first.region == second.region:
        return message(
            "{address} stands for this region in row {row} already; keep one", address=second.address, row=first.line
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
