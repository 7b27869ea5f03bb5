"""A line more of the history, written in the transaction of what it tells."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from cakupan.ledger.chain import canonical, link
from cakupan.ledger.tables import head, history

_LAST, _LINE, _HEAD = select(head), insert(history), update(head)  # built once: it takes longer than to run them


def add_line(
    connection: Connection, delivery: int | None, now: dt.datetime, by: str, event: str, detail: Mapping[str, str]
) -> None:
    """Hang a line into the chain."""
    last = connection.execute(_LAST).one()
    line, told = last.number + 1, canonical(detail)
    hash_ = link(last.hash, line, delivery, now, by, str(event), told)
    values = {"number": line, "delivery": delivery, "at": now, "by": by, "event": str(event), "detail": told}
    connection.execute(_LINE, values | {"hash": hash_})
    connection.execute(_HEAD, {"number": line, "hash": hash_})
