"""Whether runs are as they were written: each row what the last line of the history about it says."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from cakupan.ledger.tables import run
from cakupan.message import Message, message
from cakupan.model import RunState

_FINAL = {RunState.DONE, RunState.HELD, RunState.MISSED}


class ToldRun(NamedTuple):
    """A line of the history about a run: when it was written, and what it says."""

    at: dt.datetime
    detail: Mapping[str, str]


def wrong_runs(connection: Connection, told: Mapping[str, ToldRun]) -> Iterator[Message]:
    """What is not as it was written; `told` has the last line of each run by its number."""
    found = set()
    for row in connection.execute(select(run)):
        number = str(row.number)
        found.add(number)
        if number not in told:
            yield message("run {number}: the history does not know it", number=number)
        elif changed := ", ".join(_changed(row, told[number])):
            yield message("run {number}: not what the history says: {names}", number=number, names=changed)
    for number in sorted(told.keys() - found, key=int):
        yield message("run {number}: is missing", number=number)


def _changed(row: Row[Any], told: ToldRun) -> Iterator[str]:
    """The columns that are not as they were told; a run that waits is taken, and let go, without a word."""
    said = {"province": row.province, "key": row.key, "occasion": row.occasion, "why": row.told}
    said |= {"at": row.at.astimezone(dt.UTC).isoformat(), "state": row.said}
    yield from (name for name in said if said[name] != told.detail[name])
    if row.state != row.said and (row.state, row.said) != (RunState.RUNNING, RunState.WAITING):
        yield "state"
    if row.state in _FINAL and row.settled != told.at:
        yield "settled"
