"""What came back: reports of non-delivery settle the letters they are about, and stop an address that takes none."""

import datetime as dt
from collections.abc import Iterable, Iterator

from cakupan.imap import Returned
from cakupan.ledger import Ledger, Step
from cakupan.message import Message, message
from cakupan.model import Delivery, State

EVENT = "bounce"


def work_through(ledger: Ledger, found: Iterable[Returned], now: dt.datetime, by: str) -> Iterator[Message]:
    """A line for each report that is new and about a letter of ours, to the address it was written to.

    Anybody can write such a report: both Message-ID and address must be those of one
    letter. One that says for good settles the row; one that does not is noted.
    """
    rows = {row.message_id: row for row in ledger.deliveries()}
    seen = {entry.detail["notice"] for entry in ledger.history() if entry.event == EVENT}
    for one in found:
        row = rows.get(one.message_id)
        if row and row.key.address == one.address.lower() and one.notice not in seen:
            seen.add(one.notice)
            yield _settle(ledger, row, one, now, by)


def _settle(ledger: Ledger, row: Delivery, one: Returned, now: dt.datetime, by: str) -> Message:
    """First the row, then the note: killed between them, the report is worked through again, and does no harm."""
    if one.permanent:
        step = Step(State.RETURNED, one.text, one.status)
        ledger.move(row.number, (State.SENT, State.IN_DOUBT), step, now, by)
    kind = "hard" if one.permanent else "soft"
    ledger.note(row.number, EVENT, now, by, notice=one.notice, kind=kind, status=one.status, why=one.text)
    told = {"number": str(row.number), "address": row.key.address, "status": one.status, "reason": one.text}
    return Message(_HARD if one.permanent else _SOFT, told)


_HARD = message("letter {number} to {address} came back for good: {status} {reason}").template
_SOFT = message("letter {number} to {address} was refused for now after it was taken: {status} {reason}").template


def came_back(ledger: Ledger, address: str, reviewed: dt.date, zone: dt.tzinfo) -> int:
    """How many letters to an address came back for good since somebody last reviewed it."""
    numbers = [row.number for row in ledger.deliveries(address=address)]
    bounced = (e for e in ledger.history(numbers) if e.event == EVENT and e.detail["kind"] == "hard")
    return len({entry.delivery for entry in bounced if entry.at.astimezone(zone).date() > reviewed})
