"""The runs: what the clock did about all that was due; one at a time, each once, whatever the clock shows.

    none ─► running ─► done          what was done stays done
              │  ▲
              ▼  │
            waiting                  until its `next`
              held, missed           for good, or for a person

What a process held that is gone, or did not renew its lease, is taken over. What was settled
at a moment that has not come yet was settled while the clock was wrong, and is void.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Table, bindparam, insert, select, update

from cakupan.ledger.database import reading, writing
from cakupan.ledger.line import add_line
from cakupan.ledger.tables import delivery, knock, meeting, run
from cakupan.model import Run, RunState

_ALL = select(run).where(run.c.province == bindparam("wanted")).order_by(run.c.number)
_FAR = dt.timedelta(days=2)  # a lease that ends later than this was given while the clock was wrong


@dataclass(frozen=True)
class Runs:
    """All runs there were. Times are handed in; every method is one transaction."""

    engine: Engine

    def claim(
        self,
        due_key: str,
        province: str,
        occasion: str,
        at: dt.datetime,
        now: dt.datetime,
        owner: str,
        lease: dt.timedelta,
        is_gone: Callable[[str], bool],
    ) -> Run | None:
        """Take a run for this process alone, until `now` + `lease`.

        None where it is done, held, missed or waits for a later moment, and while any run of
        the province is held by a process that is there. `is_gone` says of an owner whether it
        has ended for certain.
        """
        with writing(self.engine) as connection:
            row = _find(connection, province, due_key)
            if (row and not _is_open(row, now)) or _is_busy(connection, province, now, lease, is_gone):
                return None
            values = {"occasion": occasion, "at": at, "state": RunState.RUNNING, "owner": owner, "lease": now + lease}
            why = _why_taken(row, now)
            if row is None or why or (row["occasion"], row["at"]) != (occasion, at):
                values |= {"said": RunState.RUNNING, "told": why}
            number = _put(
                connection, province, due_key, row, {**values, "attempts": (row["attempts"] if row else 0) + 1}
            )
            if "said" in values:
                _tell(connection, number, now, owner)
            return _run(_row(connection, number))

    def renew(self, number: int, owner: str, now: dt.datetime, lease: dt.timedelta) -> bool:
        """Hold a run until `now` + `lease`; False where it is not this process's any more."""
        with writing(self.engine) as connection:
            return _change(connection, number, owner, {"lease": now + lease})

    def settle(
        self,
        number: int,
        owner: str,
        state: RunState,
        why: str,
        now: dt.datetime,
        next: dt.datetime | None = None,  # noqa: A002  # as the column is called
    ) -> bool:
        """Let a run go, with what came of it; False where it is not this process's any more.

        `next`: not to be taken before, where it waits. What waits on for the same reason is told
        in the history once.
        """
        assert state is not RunState.RUNNING, "who lets go does not run"
        with writing(self.engine) as connection:
            values = {"state": state, "next": next, "owner": "", "lease": None, "settled": now}
            if not _change(connection, number, owner, values):
                return False
            row = _row(connection, number)
            if (row["said"], row["told"]) != (state, why):
                _say(connection, number, state, why)
                _tell(connection, number, now, owner)
            return True

    def mark(
        self,
        due_key: str,
        province: str,
        occasion: str,
        at: dt.datetime,
        state: RunState,
        why: str,
        now: dt.datetime,
        by: str,
    ) -> bool:
        """Say what became of a run that this process does not hold, as of one that was missed.

        False, and nothing is changed, where it is so already, is done, or is held under a lease
        that is not over.
        """
        assert state is not RunState.RUNNING, "only who claims a run has it running"
        with writing(self.engine) as connection:
            row = _find(connection, province, due_key)
            if row and (row["state"] == RunState.DONE or _has_lease(row, now)):
                return False
            if row and row["state"] == state and not _is_void(row, now):
                return False
            values = {"occasion": occasion, "at": at, "state": state, "next": None, "owner": "", "lease": None}
            values |= {"settled": now, "said": state, "told": why}
            number = _put(connection, province, due_key, row, values)
            _tell(connection, number, now, by)
            return True

    def of(self, province: str) -> dict[str, Run]:
        """The runs of a province by their keys, in the order they were first taken."""
        with reading(self.engine) as connection:
            rows = connection.execute(_ALL, {"wanted": province}).mappings()
            return {row["key"]: _run(row) for row in rows}

    def knock(self, province: str, now: dt.datetime, by: str) -> dt.datetime | None:
        """Keep when the clock last looked at what is due; no history, as it does so every minute.

        The moment it first did, where the ledger held no letter then: of what was due before,
        this ledger cannot know whether it was sent, as it may take the place of one that was
        lost. None where it can.
        """
        with writing(self.engine) as connection:
            mine = knock.c.province == province
            if not connection.execute(update(knock).where(mine).values(at=now, by=by)).rowcount:
                empty = connection.execute(select(delivery.c.number).limit(1)).first() is None
                began = now if empty else None
                connection.execute(insert(knock), {"province": province, "at": now, "by": by, "began": began})
            found: dt.datetime | None = connection.execute(select(knock.c.began).where(mine)).scalar_one()
            return found

    def last_knock(self, province: str) -> dt.datetime | None:
        """When the clock last looked at what is due; None: never."""
        with reading(self.engine) as connection:
            return connection.execute(select(knock.c.at).where(knock.c.province == province)).scalar_one_or_none()

    def remembered(self, province: str, meeting_key: str) -> dt.datetime | None:
        """When a meeting begins, as far as `moved` was last told; None: never."""
        asked = select(meeting.c.begins).where(meeting.c.province == province, meeting.c.key == meeting_key)
        with reading(self.engine) as connection:
            return connection.execute(asked).scalar_one_or_none()

    def moved(
        self, province: str, meeting_key: str, begins: dt.datetime, now: dt.datetime, by: str
    ) -> dt.datetime | None:
        """Remember when a meeting begins; the moment it was to begin before, where that was another."""
        same = {"province": province, "key": meeting_key}
        with writing(self.engine) as connection:
            asked = select(meeting.c.begins).where(*(meeting.c[name] == value for name, value in same.items()))
            before: dt.datetime | None = connection.execute(asked).scalar_one_or_none()
            if before == begins:
                return None
            _keep(connection, meeting, same, {"begins": begins})
            if before is not None:
                told = same | {"before": _utc(before), "begins": _utc(begins)}
                add_line(connection, None, now, by, "meeting moved", told)
            return before


def _is_open(row: RowMapping, now: dt.datetime) -> bool:
    """Whether a run may be taken, as far as its own state says; whether somebody has it is asked of all."""
    if row["state"] == RunState.WAITING:
        return row["next"] is None or row["next"] <= now or _is_void(row, now)
    return row["state"] == RunState.RUNNING or _is_void(row, now)


def _is_void(row: RowMapping, now: dt.datetime) -> bool:
    """Whether it was settled at a moment that has not come yet: the clock was ahead then."""
    return row["state"] != RunState.DONE and row["settled"] is not None and row["settled"] > now


def _is_busy(
    connection: Connection, province: str, now: dt.datetime, lease: dt.timedelta, is_gone: Callable[[str], bool]
) -> bool:
    """Whether any run of the province is held by a process that is there."""
    asked = select(run).where(run.c.province == province, run.c.state == RunState.RUNNING)
    rows = connection.execute(asked).mappings().all()
    return any(_has_lease(row, now, lease) and not is_gone(row["owner"]) for row in rows)


def _has_lease(row: RowMapping, now: dt.datetime, lease: dt.timedelta = dt.timedelta()) -> bool:
    """Whether a process holds it under a lease that is not over, nor was given while the clock was ahead by days."""
    return row["lease"] is not None and now <= row["lease"] <= now + lease + _FAR


def _why_taken(row: RowMapping | None, now: dt.datetime) -> str:
    """What is out of the ordinary about taking a run; "" where nothing is."""
    if row is None:
        return ""
    if row["state"] == RunState.RUNNING:
        return f"taken back from {row['owner']}"
    if _is_void(row, now):
        return f"was {row['state']} at {_utc(row['settled'])}, which has not come yet"
    return ""


def _find(connection: Connection, province: str, key: str) -> RowMapping | None:
    asked = select(run).where(run.c.province == province, run.c.key == key)
    return connection.execute(asked).mappings().one_or_none()


def _row(connection: Connection, number: int) -> RowMapping:
    return connection.execute(select(run).where(run.c.number == number)).mappings().one()


def _put(connection: Connection, province: str, key: str, row: RowMapping | None, values: dict[str, Any]) -> int:
    """Change a row, or add it; its number."""
    if row is not None:
        connection.execute(update(run).where(run.c.number == row["number"]).values(values))
        return int(row["number"])
    free = {"attempts": 0, "next": None, "settled": None}
    found = connection.execute(insert(run).values({"province": province, "key": key} | free | values))
    assert found.inserted_primary_key, "a row has a number"
    return int(found.inserted_primary_key[0])


def _change(connection: Connection, number: int, owner: str, values: dict[str, Any]) -> bool:
    """Change a run that `owner` has in hand; False where another has it, or nobody."""
    own = (run.c.number == number, run.c.owner == owner, run.c.state == RunState.RUNNING)
    return bool(connection.execute(update(run).where(*own).values(values)).rowcount)


def _say(connection: Connection, number: int, state: RunState, why: str) -> None:
    connection.execute(update(run).where(run.c.number == number).values(said=state, told=why))


def _tell(connection: Connection, number: int, now: dt.datetime, by: str) -> None:
    """A line in the history with all of a row that is verified."""
    row = _row(connection, number)
    told = {name: row[name] for name in ("province", "key", "occasion")}
    told |= {"number": str(number), "at": _utc(row["at"]), "state": row["said"], "why": row["told"]}
    add_line(connection, None, now, by, "run", told)


def _keep(connection: Connection, table: Table, key: dict[str, str], values: dict[str, Any]) -> None:
    """Change the row of a key, or add it."""
    same = [table.c[name] == value for name, value in key.items()]
    if not connection.execute(update(table).where(*same).values(values)).rowcount:
        connection.execute(insert(table).values(key | values))


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


def _run(row: RowMapping) -> Run:
    values = dict(row)
    del values["said"]
    return Run(**{**values, "state": RunState(values["state"])})
