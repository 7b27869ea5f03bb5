"""Somebody says yes: to the PDFs as they lie there, so that what leaves is what was seen."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cakupan.errors import RequestError
from cakupan.ledger import Ledger, Step
from cakupan.message import Message, message
from cakupan.model import Approval, Delivery, Edition, State, hour_of
from cakupan.post.guard import Guard
from cakupan.post.moments import clock
from cakupan.post.persons import person
from cakupan.post.shelved import Shelved


@dataclass(frozen=True)
class Given:
    """A yes that was kept, and the one of the same person whose place it takes."""

    approval: Approval
    before: Approval | None


def approve(
    ledger: Ledger,
    edition: Edition,
    shelf: Shelved,
    by: str,
    now: dt.datetime,
    zone: dt.tzinfo,
    not_before: dt.datetime | None = None,
    not_after: dt.datetime | None = None,
) -> Given:
    """Keep a person's yes to the PDFs of an edition, all of them or none.

    RequestError when one of them is missing or not the one that was kept, or when the hours
    that people named leave no moment to send. `zone` is the clock these are told by.
    """
    said = ledger.approvals(edition.province, edition.occasion, edition.number)
    before = next((one for one in said if person(one.by) == person(by)), None)
    name = before.by if before else by  # who writes the name otherwise is still the same person
    hashes = shelf.hashes
    given = Approval(edition.province, edition.occasion, edition.number, name, now, hashes, not_before, not_after)
    wrong = [one.told for one in shelf.wrong.values()]
    wrong += [message("nothing is approved: a yes is to all PDFs of an edition")] if wrong else []
    same = [one for one in said if one != before and one.pdfs.items() & hashes.items()]
    wrong += _contradiction([given, *same], now, zone)
    if wrong:
        raise RequestError(*wrong)
    ledger.approve(given)
    return Given(given, before)


def _contradiction(given: list[Approval], now: dt.datetime, zone: dt.tzinfo) -> Iterator[Message]:
    """What leaves no moment to send: an end that is over, or that comes before the latest beginning."""
    ends = [(one.not_after, one.by) for one in given if one.not_after]
    if not ends:
        return
    (end, who), (start, other) = min(ends), max((one.not_before or one.at, one.by) for one in given)
    if end < now:
        yield message("it is not to be sent after {end}, as {who} said, and that is over", end=clock(end, zone),
                      who=who)  # fmt: skip
    elif end <= start:
        yield message(
            "it is not to be sent after {end}, as {who} said, nor before {start}, as {other} said: that is never",
            end=clock(end, zone), who=who, start=clock(start, zone), other=other,
        )  # fmt: skip


def release(ledger: Ledger, rows: Iterable[Delivery], guard: Guard, now: dt.datetime, by: str) -> int:
    """Let what enough people said yes to go, each row at the latest hour they named; how many were let go now.

    A row that only waits for an hour goes by the hour that is named now.
    """
    count = 0
    for row in rows:
        if guard.objection_to_approval(row, now) is None:
            to_this = [one for one in guard.approved(row) if one.pdfs.get(row.key.region) == row.pdf_sha256]
            due = hour_of(to_this)
            if row.state is State.PLANNED or _waits_otherwise(row, due, now):
                count += ledger.move(row.number, (row.state,), Step(State.APPROVED, due=due), now, by)
    return count


def _waits_otherwise(row: Delivery, due: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a row that was never tried waits for another hour than `due`; hours that are over are all the same."""
    waits = row.state is State.APPROVED and row.attempts == 0
    return waits and max(row.due or now, now) != max(due or now, now)
