"""A person's yes through the office: kept, told in full, and what it lets go let go."""

import datetime as dt
from collections.abc import Iterator

from cakupan.message import Message, message
from cakupan.model import Approval, Edition, State
from cakupan.post.approve import Given, approve, release
from cakupan.post.moments import clock
from cakupan.post.office import Office
from cakupan.post.shelved import Shelved


def say_yes(
    office: Office, edition: Edition, by: str, not_before: dt.datetime | None, not_after: dt.datetime | None
) -> Iterator[Message]:
    """What was said yes to and what comes next, a line each; errors as for `approve`. Nothing is sent."""
    shelf, now = office.shelved(edition), office.now()
    given = approve(office.ledger, edition, shelf, by, now, office.zone, not_before, not_after)
    yield from _said(given, edition, shelf, office.zone)
    if not_before and not_before <= now:
        yield message("  {time} is over, which means now", time=clock(not_before, office.zone))
    rows = office.ledger.deliveries(edition.province, edition.occasion, edition.number)
    waiting = [row for row in rows if row.state in (State.PLANNED, State.APPROVED)]
    released = release(office.ledger, waiting, office.guard, now, given.approval.by)
    other = sum(row.state is State.PLANNED and row.pdf_sha256 != shelf.hashes[row.key.region] for row in rows)
    if other:
        yield message("letters that were written with other PDFs than these, and stay: {count}; `report --keep` makes "
                      "a new edition", count=other)  # fmt: skip
    if released:
        yield message("letters let go by it: {count}", count=released)
    if held := sum(row.state is State.HELD for row in rows):
        command = f"./generate.py send {edition.occasion} --only-failed"
        yield message("letters that are held: {count}; {command} sends them", count=held, command=command)
    yield from _next(office, edition, [one for one in office.approvals(edition) if one.pdfs == shelf.hashes])


def _said(given: Given, edition: Edition, shelf: Shelved, zone: dt.tzinfo) -> Iterator[Message]:
    """The PDFs, the hours, and the earlier yes that no longer counts."""
    one = given.approval
    yield message("{period}, edition {number}: approved by {name}",
                  period=edition.named, number=edition.number, name=one.by)  # fmt: skip
    for report in edition.reports:
        digest = one.pdfs[report.region][:12]
        if report.region in shelf.unsealed:
            yield message("  {file}, SHA-256 {sha256}, without a seal", file=report.name, sha256=digest)
        else:
            yield message("  {file}, SHA-256 {sha256}", file=report.name, sha256=digest)
    for hour in _hours(one, zone):
        yield message("  {hour}", hour=hour)
    if given.before:
        hours = tuple(_hours(given.before, zone)) or message("at any hour")
        yield message("this takes the place of what {name} said on {time}: {hours}",
                      name=one.by, time=clock(given.before.at, zone), hours=hours)  # fmt: skip


def _hours(one: Approval, zone: dt.tzinfo) -> Iterator[Message]:
    if one.not_before:
        yield message("not before {time}", time=clock(one.not_before, zone))
    if one.not_after:
        yield message("not after {time}", time=clock(one.not_after, zone))


def _next(office: Office, edition: Edition, given: list[Approval]) -> Iterator[Message]:
    """Who else has to say yes to these PDFs, or when letters leave, which is never by itself."""
    command = f"./generate.py send {edition.occasion}"
    begins = office.begins(edition.province, edition.occasion)
    if begins and office.now() >= begins:
        time = clock(begins, office.zone)
        yield message("too late: the meeting began {time}, and nothing leaves any more", time=time)
        return
    if not office.guard.approvals:
        yield message("no approval is needed here: mail.approvals is 0")
    elif left := office.guard.missing(given):
        yield message("approvals still needed: {count}; nothing leaves before", count=left)
        return
    start = max((one.not_before for one in given if one.not_before), default=None)
    if start and start > office.now():
        time = clock(start, office.zone)
        yield message("nothing leaves before {time}, and then by the next {command}", time=time, command=command)
    elif office.clock_runs:
        yield message("it leaves at the next look of the clock, or by {command}", command=command)
    else:
        yield message("nothing leaves until {command}", command=command)
