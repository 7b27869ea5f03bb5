"""The ledger's rows: planned, approved, claimed, moved on; each step with its line in the history, both or neither."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, RowMapping, and_, bindparam, insert, or_, select, update

from cakupan.ledger.chain import canonical
from cakupan.ledger.database import engine_for, reading, writing
from cakupan.ledger.line import add_line as _note
from cakupan.ledger.restored import doubt, restore, restored_at
from cakupan.ledger.runs import Runs
from cakupan.ledger.tables import approval, delivery, history, letter
from cakupan.ledger.verify import verify
from cakupan.message import Message
from cakupan.model import Approval, Delivery, DeliveryKey, Entry, PlannedLetter, State
from cakupan.period import Period

_WAITING = (State.PLANNED, State.APPROVED, State.HELD)
_KEY = ("province", "occasion", "edition", "region", "address")
_PLANNED = insert(delivery)
_ROW = select(delivery).where(delivery.c.number == bindparam("wanted"))
_SAME = select(delivery.c.number).where(*(delivery.c[name] == bindparam(name) for name in _KEY))


def open_ledger(place: Path | URL) -> "Ledger":
    """The ledger in a file or a database, made where there is none; LedgerError where it cannot be used."""
    return Ledger(engine_for(place))


@dataclass(frozen=True)
class Step:
    """Where a row goes, and why: a server's `reply`, the moment it is `due` again, how long its owner may hold it.

    `fresh`: its attempts are counted anew, as a person asked for it. `uncounted`: the last
    one is none, as it came to nothing that is about this letter.
    """

    after: State
    why: str = ""
    reply: str = ""
    due: dt.datetime | None = None
    lease: dt.timedelta | None = None
    fresh: bool = False
    uncounted: bool = False

    @property
    def told(self) -> dict[str, str]:
        """What the history keeps of it."""
        told = {"why": self.why, "reply": self.reply, "due": self.due.isoformat() if self.due else ""}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True)
class Ledger:
    """All deliveries there were and are to be. Times are handed in; every method is one transaction."""

    engine: Engine

    @property
    def runs(self) -> Runs:
        """What the clock did."""
        return Runs(self.engine)

    def plan(self, rows: Iterable[PlannedLetter], now: dt.datetime, by: str) -> int:
        """Add the deliveries that are not there yet; how many were new.

        What waits for the same recipient from an older edition of the occasion is replaced.
        """
        added = 0
        with writing(self.engine) as connection:
            restored = restored_at(connection)
            for row in rows:
                if _find(connection, row.key) is None:
                    number = _plan(connection, row, now, by)
                    if restored and row.period.first_day <= restored.date():
                        doubt(connection, number, now, by, "may have been sent before the ledger was restored")
                    added += 1
        return added

    def restore(self, made: dt.datetime, now: dt.datetime, by: str) -> int:
        """Say that this ledger is the copy made at `made`, and that letters may have left since; how many are in doubt.

        All that had not left then is in doubt, and so is what is planned from now on for months that
        had begun by now: nothing of that goes out before the archive or a person has said that it did not.
        """
        with writing(self.engine) as connection:
            return restore(connection, made, now, by)

    def restored(self) -> dt.datetime | None:
        """When this ledger was last restored from a backup; None: never."""
        with reading(self.engine) as connection:
            return restored_at(connection)

    def approve(self, given: Approval) -> None:
        """Keep a person's yes; said a second time by the same person it takes the place of the first."""
        values = {"at": given.at, "pdfs": canonical(given.pdfs), "not_before": given.not_before,
                  "not_after": given.not_after}  # fmt: skip
        key = {"province": given.province, "occasion": given.occasion, "edition": given.edition, "by": given.by}
        same = and_(*(approval.c[name] == value for name, value in key.items()))
        with writing(self.engine) as connection:
            if not connection.execute(update(approval).where(same).values(values)).rowcount:
                connection.execute(insert(approval).values(key | values))
            told = {name: str(value) for name, value in (key | values).items() if value is not None and name != "by"}
            _note(connection, None, given.at, given.by, "approval", told)

    def approvals(self, province: str, occasion: str, edition: int) -> list[Approval]:
        """Every yes to an edition, oldest first."""
        asked = (approval.c.province == province, approval.c.occasion == occasion, approval.c.edition == edition)
        with reading(self.engine) as connection:
            rows = connection.execute(select(approval).where(*asked).order_by(approval.c.at)).mappings()
            return [
                Approval(
                    **{name: row[name] for name in ("province", "occasion", "edition", "by", "at")},
                    pdfs=json.loads(row["pdfs"]),
                    not_before=row["not_before"],
                    not_after=row["not_after"],
                )
                for row in rows
            ]

    def claim(self, now: dt.datetime, owner: str, lease: dt.timedelta, numbers: Collection[int]) -> Delivery | None:
        """Take one of these rows that is approved and due, for this process alone; None: there is none."""
        with writing(self.engine) as connection:
            asked = and_(
                delivery.c.state == State.APPROVED,
                delivery.c.number.in_(numbers),
                or_(delivery.c.due.is_(None), delivery.c.due <= now),
            )
            found = connection.execute(select(delivery).where(asked).order_by(delivery.c.number).limit(1)).first()
            if found is None:
                return None
            taken = {"state": State.SENDING, "owner": owner, "lease": now + lease, "attempts": found.attempts + 1}
            connection.execute(update(delivery).where(delivery.c.number == found.number).values(taken))
            _note(connection, found.number, now, owner, State.SENDING, {"attempt": str(found.attempts + 1)})
            return _delivery(_row(connection, found.number))

    def move(
        self, number: int, before: Collection[State], step: Step, now: dt.datetime, by: str, owner: str | None = None
    ) -> bool:
        """Move a row on if it is still in one of the states `before` (and held by `owner`); False where it is not."""
        with writing(self.engine) as connection:
            asked = [delivery.c.number == number, delivery.c.state.in_(before)]
            asked += [delivery.c.owner == owner] if owner is not None else []
            lease = now + step.lease if step.lease else None
            values: dict[str, Any] = {"state": step.after, "due": step.due, "lease": lease}
            values |= {"reply": step.reply} if step.reply else {}
            values |= {"attempts": 0} if step.fresh else {}
            values |= {"attempts": delivery.c.attempts - 1} if step.uncounted else {}
            moved = bool(connection.execute(update(delivery).where(*asked).values(values)).rowcount)
            if moved:
                _note(connection, number, now, by, step.after, step.told)
            return moved

    def recover(self, now: dt.datetime, by: str, is_gone: Callable[[str], bool]) -> list[Delivery]:
        """Take back what a process held that is gone: before the dot it goes again, after it nobody knows."""
        open_ = (State.SENDING, State.COMMITTING)
        found = []
        for one in self.deliveries(states=open_):
            if is_gone(one.owner) or (one.lease and one.lease < now):
                after = State.APPROVED if one.state is State.SENDING else State.IN_DOUBT
                step = Step(after, f"taken back from {one.owner}")
                if self.move(one.number, (one.state,), step, now, by, one.owner):
                    found.append(self.delivery(one.number))
        return found

    def note(self, number: int | None, event: str, now: dt.datetime, by: str, **detail: str) -> None:
        """A line in the history about something that changes no state."""
        with writing(self.engine) as connection:
            _note(connection, number, now, by, event, detail)

    def delivery(self, number: int) -> Delivery:
        """A row by its number, which is there."""
        with reading(self.engine) as connection:
            return _delivery(_row(connection, number))

    def deliveries(
        self,
        province: str | None = None,
        occasion: str | None = None,
        edition: int | None = None,
        region: str | None = None,
        states: Sequence[State] = (),
        *,
        address: str | None = None,
        number: int | None = None,
    ) -> list[Delivery]:
        """The rows that are all of what is asked, in the order they were planned."""
        asked = {"province": province, "occasion": occasion, "edition": edition, "region": region}
        asked |= {"address": address, "number": number}
        where = [delivery.c[name] == value for name, value in asked.items() if value is not None]
        where += [delivery.c.state.in_(states)] if states else []
        with reading(self.engine) as connection:
            rows = connection.execute(select(delivery).where(*where).order_by(delivery.c.number)).mappings()
            return [_delivery(row) for row in rows]

    def letter(self, sha256: str) -> bytes:
        """The bytes of a letter, which is there."""
        with reading(self.engine) as connection:
            return bytes(connection.execute(select(letter.c.content).where(letter.c.sha256 == sha256)).scalar_one())

    def history(self, numbers: Collection[int] | None = None) -> list[Entry]:
        """What happened to these deliveries, or to all and besides; oldest first."""
        where = [] if numbers is None else [history.c.delivery.in_(numbers)]
        with reading(self.engine) as connection:
            rows = connection.execute(select(history).where(*where).order_by(history.c.number)).mappings()
            return [Entry(**{**row, "detail": json.loads(row["detail"])}) for row in rows]

    def verify(self) -> tuple[str, list[Message]]:
        """The hash of the newest line, and everything that is not as it was written."""
        with reading(self.engine) as connection:
            return verify(connection)


def _plan(connection: Connection, row: PlannedLetter, now: dt.datetime, by: str) -> int:
    sha256 = hashlib.sha256(row.letter).hexdigest()
    if connection.execute(select(letter.c.sha256).where(letter.c.sha256 == sha256)).first() is None:
        connection.execute(insert(letter), {"sha256": sha256, "content": row.letter})
    values = {
        **{name: getattr(row.key, name) for name in _KEY},
        "period": str(row.period),
        "agency": row.agency,
        "role": row.role,
        "language": row.language,
        "pdf_sha256": row.pdf_sha256,
        "letter_sha256": sha256,
        "message_id": row.message_id,
    }
    free = {"state": State.PLANNED, "attempts": 0, "due": None, "owner": "", "lease": None, "reply": ""}
    key = connection.execute(_PLANNED, values | free).inserted_primary_key
    assert key, "a row has a number"
    _note(connection, key[0], now, by, State.PLANNED, {name: str(value) for name, value in values.items()})
    _replace(connection, row.key, now, by)
    return int(key[0])


def _replace(connection: Connection, key: DeliveryKey, now: dt.datetime, by: str) -> None:
    """What waits from an older edition will not go out."""
    same = [delivery.c[name] == getattr(key, name) for name in _KEY if name != "edition"]
    older = and_(*same, delivery.c.edition < key.edition, delivery.c.state.in_(_WAITING))
    for (number,) in connection.execute(select(delivery.c.number).where(older)).all():
        connection.execute(update(delivery).where(delivery.c.number == number).values(state=State.REPLACED))
        _note(connection, number, now, by, State.REPLACED, {"by_edition": str(key.edition)})


def _find(connection: Connection, key: DeliveryKey) -> int | None:
    return connection.execute(_SAME, {name: getattr(key, name) for name in _KEY}).scalar_one_or_none()


def _row(connection: Connection, number: int) -> RowMapping:
    return connection.execute(_ROW, {"wanted": number}).mappings().one()


def _delivery(row: RowMapping) -> Delivery:
    values = dict(row)
    key = DeliveryKey(**{name: values.pop(name) for name in _KEY})
    period, state = Period.parse(values.pop("period")), State(values.pop("state"))
    return Delivery(key=key, period=period, state=state, **values)
