"""Whether the ledger is as it was written: the chain whole, rows where their history left them, letters their bytes."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from cakupan.ledger.chain import START, link
from cakupan.ledger.tables import approval, delivery, head, history, letter
from cakupan.ledger.verify_runs import ToldRun, wrong_runs
from cakupan.message import Message, message
from cakupan.model import State

_FIXED = (
    "province", "occasion", "edition", "region", "address", "period", "agency", "role", "language",
    "pdf_sha256", "letter_sha256", "message_id",
)  # fmt: skip
_STATES = {str(state) for state in State}


def verify(connection: Connection) -> tuple[str, list[Message]]:
    """The hash of the newest line, and everything that is not as it was written."""
    last, wrong, states, planned = START, [], {}, {}
    approved: dict[tuple[str, ...], str] = {}
    runs: dict[str, ToldRun] = {}
    count = 0
    for line in connection.execute(select(history).order_by(history.c.number)):
        count += 1
        hash_ = link(last, count, line.delivery, line.at, line.by, line.event, line.detail)
        if line.number != count or line.hash != hash_:
            wrong.append(message("history, line {number}: is not what was written", number=str(line.number)))
            return last, wrong  # what follows hangs on it
        last = hash_
        detail = json.loads(line.detail)
        if line.event in _STATES:
            states[line.delivery] = line.event
        if line.event == State.PLANNED:
            planned[line.delivery] = detail
        if line.event == "approval":
            approved[detail["province"], detail["occasion"], detail["edition"], line.by] = detail["pdfs"]
        if line.event == "run":
            runs[detail["number"]] = ToldRun(line.at, detail)
    at = connection.execute(select(head)).one()
    if (at.number, at.hash) != (count, last):
        wrong.append(message("history: its last lines are missing ({count} of {known})", count=count, known=at.number))
    wrong += [*_wrong_rows(connection, states, planned), *_wrong_approvals(connection, approved)]
    wrong += [*_wrong_letters(connection), *wrong_runs(connection, runs)]
    return last, wrong


def _wrong_rows(
    connection: Connection, states: dict[int, str], planned: dict[int, dict[str, str]]
) -> Iterator[Message]:
    found = set()
    for row in connection.execute(select(delivery)):
        found.add(row.number)
        if row.number not in planned:
            yield message("delivery {number}: the history does not know it", number=str(row.number))
            continue
        changed = _changed(row, planned[row.number])
        if row.state != states[row.number]:
            yield message('delivery {number}: is "{state}", the history says "{told}"',
                          number=str(row.number), state=row.state, told=states[row.number])  # fmt: skip
        if changed:
            yield message("delivery {number}: not as it was planned: {names}", number=str(row.number), names=changed)
    for number in sorted(planned.keys() - found):
        yield message("delivery {number}: is missing", number=str(number))


def _changed(row: Row[Any], planned: dict[str, str]) -> str:
    return ", ".join(name for name in _FIXED if str(getattr(row, name)) != planned.get(name))


def _wrong_approvals(connection: Connection, approved: dict[tuple[str, ...], str]) -> Iterator[Message]:
    rows = connection.execute(select(approval)).all()
    there: dict[tuple[str, ...], str] = {(r.province, r.occasion, str(r.edition), r.by): r.pdfs for r in rows}
    for key in sorted(there.keys() | approved.keys()):
        if there.get(key) != approved.get(key):
            yield message("the approval of edition {edition} of {occasion} by {name} is not what was given",
                          edition=key[2], occasion=key[1], name=key[3])  # fmt: skip


def _wrong_letters(connection: Connection) -> Iterator[Message]:
    for row in connection.execute(select(letter)):
        if hashlib.sha256(row.content).hexdigest() != row.sha256:
            yield message("letter {sha256}: its bytes are not what was written", sha256=row.sha256[:12])
    kept = select(letter.c.sha256)
    lost = select(func.count()).select_from(delivery).where(delivery.c.letter_sha256.not_in(kept))
    if count := connection.execute(lost).scalar_one():
        yield message("letters of {count} deliveries are missing", count=count)
