"""Letters that nobody knows of: the archive that gets a copy of each knows, or a person says so."""

import datetime as dt
from collections.abc import Callable, Iterable

from cakupan.errors import RequestError
from cakupan.ledger import Ledger, Step
from cakupan.message import Message, message
from cakupan.model import Delivery, State, hour_of
from cakupan.post.states import STATES

GRACE = dt.timedelta(minutes=15)  # a server that took a letter has put its copy into the archive by then


def ask_archive(
    ledger: Ledger, rows: Iterable[Delivery], holds: Callable[[str], bool], now: dt.datetime, by: str
) -> list[Delivery]:
    """Settle what the archive knows: a copy lies there, so it was taken; none after GRACE, so it goes again.

    `holds` says of a Message-ID whether its letter lies in the archive. What was not settled is returned.
    """
    left = []
    for row in rows:
        since = max(entry.at for entry in ledger.history([row.number]))
        if holds(row.message_id):
            ledger.move(row.number, (State.IN_DOUBT,), Step(State.SENT, "lies in the archive"), now, by)
        elif now - since >= GRACE:
            ledger.move(row.number, (State.IN_DOUBT,), _again(ledger, row, "does not lie in the archive"), now, by)
        else:
            left.append(row)
    return left


def _again(ledger: Ledger, row: Delivery, why: str, *, fresh: bool = False) -> Step:
    """It goes again, not before the hour that people named: restored from a backup it may not have come yet."""
    given = ledger.approvals(row.key.province, row.key.occasion, row.key.edition)
    return Step(State.APPROVED, why, due=hour_of(given), fresh=fresh)


_OUTCOMES = {"sent": State.SENT, "again": State.APPROVED, "failed": State.FAILED}


def settle(ledger: Ledger, number: int, outcome: str, by: str, reason: str, now: dt.datetime) -> Message:
    """What a person knows of a letter in doubt: "sent", "again" or "failed"; RequestError where it is in none."""
    rows = ledger.deliveries(number=number)
    if not rows:
        raise RequestError(message("the ledger has no letter {number}; `history` lists them", number=str(number)))
    again = outcome == "again"
    step = _again(ledger, rows[0], reason, fresh=True) if again else Step(_OUTCOMES[outcome], reason)
    if not ledger.move(number, (State.IN_DOUBT,), step, now, by):
        raise RequestError(
            message("letter {number} is not in doubt: {state}", number=str(number), state=STATES[rows[0].state])
        )
    row = rows[0]
    return message("letter {number} to {address}: {state}", number=str(number), address=row.key.address,
                   state=STATES[_OUTCOMES[outcome]])  # fmt: skip
