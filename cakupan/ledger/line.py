"""A line more of the history, written in the transaction of what it tells."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from cakupan.ledger.chain import canonical, link
from cakupan.ledger.tables import head, history


def add_line(
    connection: Connection, delivery: int | None, now: dt.datetime, by: str, event: str, detail: Mapping[str, str]
) -> None:
    """Hang a line into the chain."""
    last = connection.execute(select(head)).one()
    line, told = last.number + 1, canonical(detail)
    hash_ = link(last.hash, line, delivery, now, by, str(event), told)
    values = {"number": line, "delivery": delivery, "at": now, "by": by, "event": str(event), "detail": told}
    connection.execute(insert(history).values(values | {"hash": hash_}))
    connection.execute(update(head).values(number=line, hash=hash_))
