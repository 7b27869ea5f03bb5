"""A ledger that came out of a backup does not know what left since; so it says of nothing that it may go.

A letter that had not left when the backup was made may have left before the machine was lost,
and so may one that the backup does not know at all, of an edition made later: made again it
gets the same number, and the same Message-ID.
"""

import datetime as dt

from sqlalchemy import Connection, func, select, update

from cakupan.ledger.line import add_line
from cakupan.ledger.tables import delivery, history
from cakupan.model import State

_EVENT = "restored"
_SURE = (State.SENT, State.IN_DOUBT, State.REPLACED)  # what the rest of a restored ledger says may be out of date


def restore(connection: Connection, made: dt.datetime, now: dt.datetime, by: str) -> int:
    """Put in doubt what may have left since `made`; how many letters those are."""
    add_line(connection, None, now, by, _EVENT, {"made": made.astimezone(dt.UTC).isoformat()})
    why = f"restored from a backup of {made.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC: may have left since"
    asked = select(delivery.c.number).where(delivery.c.state.not_in(_SURE)).order_by(delivery.c.number)
    numbers = connection.execute(asked).scalars().all()
    for number in numbers:
        doubt(connection, number, now, by, why)
    return len(numbers)


def doubt(connection: Connection, number: int, now: dt.datetime, by: str, why: str) -> None:
    """Say of a letter that nobody knows whether it left."""
    values = {"state": State.IN_DOUBT, "due": None, "lease": None}
    connection.execute(update(delivery).where(delivery.c.number == number).values(values))
    add_line(connection, number, now, by, State.IN_DOUBT, {"why": why})


def restored_at(connection: Connection) -> dt.datetime | None:
    """When the ledger was last restored; None: never."""
    asked = select(func.max(history.c.at)).where(history.c.event == _EVENT)
    found: dt.datetime | None = connection.execute(asked).scalar_one()
    return found
