"""The outbox: letters that are approved and due go out one by one, and each row ends where the server's word puts it.

    claimed ─► guarded ─► on the wire, all but the dot ─► guarded ─► `committing` on disk ─► dot ─► answer ─► settled

Killed before `committing` is on disk, a letter goes again: no server can have kept it.
Killed after, nobody knows, and `in_doubt` decides (RFC 1047, RFC 5321 4.2.5).
"""

import datetime as dt
import itertools
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Protocol

from cakupan.ledger import Ledger, Step
from cakupan.message import Message
from cakupan.model import Delivery, State
from cakupan.smtp import Dropped, NotTaken, Refused, Reply

LEASE = dt.timedelta(minutes=25)  # longer than all time-outs of one letter together
_STATES = frozenset(map(str, State))
_ON_THE_WAY = (State.SENDING, State.COMMITTING)


class Line(Protocol):
    """What letters go over: a session of `cakupan.smtp`, or what a rehearsal has in its place."""

    @property
    def is_open(self) -> bool:
        """Whether another letter may be offered."""

    def offer(self, sender: str, recipients: Sequence[str], content: bytes) -> None:
        """Say all but the dot."""

    def commit(self) -> Reply:
        """Say the dot."""


Connect = Callable[[], AbstractContextManager[Line]]
Objection = Callable[[Delivery, bytes, dt.datetime], Message | None]


@dataclass(frozen=True)
class Terms:
    """How often and how long a letter is tried, the wait doubling each time; `archive` gets a copy, "" for none."""

    sender: str
    archive: str = ""
    tries: int = 5
    first_wait: dt.timedelta = dt.timedelta(minutes=5)
    stop_after: dt.timedelta = dt.timedelta(days=2)


@dataclass(frozen=True)
class Outbox:
    """What sending stands on.

    `objection` says why a letter must not leave, None where it may. `now` is asked anew
    for each letter, `step` hears of each thing that is done.
    """

    ledger: Ledger
    connect: Connect
    objection: Objection
    terms: Terms
    now: Callable[[], dt.datetime]
    owner: str
    step: Callable[[str], None] = field(default=lambda _: None)

    def send(self, numbers: Collection[int]) -> Message | None:
        """Send these rows as far as they are approved and due; why it stopped early, None where it did not.

        What one server says about all letters ends the run: the next one would hear the same.
        """
        with _Lines(self.connect) as lines:
            while row := self.ledger.claim(self.now(), self.owner, LEASE, numbers):
                self.step("claimed")
                stop = self._carry(row, lines)
                self.step("settled")
                if stop:
                    return stop
        return None

    def _carry(self, row: Delivery, lines: "_Lines") -> Message | None:
        """One letter, to where its row ends; a reason where the whole run does."""
        letter = self.ledger.letter(row.letter_sha256)
        if why := self.objection(row, letter, self.now()):
            self._settle(row, State.SENDING, Step(State.HELD, str(why)))
            return None
        self.step("guarded")
        try:
            session = lines.session()
            self.step("connected")
            session.offer(self.terms.sender, self._receivers(row), letter)
        except NotTaken as error:
            return self._not_taken(row, State.SENDING, error)
        self.step("offered")
        if why := self.objection(row, letter, self.now()):
            lines.hang_up()
            self._settle(row, State.SENDING, Step(State.HELD, str(why)))
            return None
        step = Step(State.COMMITTING, lease=LEASE)
        if not self.ledger.move(row.number, (State.SENDING,), step, self.now(), self.owner, self.owner):
            lines.hang_up()  # another process took it back, as it thought this one gone: it is that one's now
            return None
        self.step("committing")
        return self._commit(row, session)

    def _commit(self, row: Delivery, session: Line) -> Message | None:
        """The dot, and what comes of it."""
        try:
            reply = session.commit()
        except NotTaken as error:
            self.step("answered")
            return self._not_taken(row, State.COMMITTING, error)
        self.step("answered")
        self._settle(row, State.COMMITTING, Step(State.SENT, reply=_words(reply)))
        return None

    def _receivers(self, row: Delivery) -> list[str]:
        return [row.key.address, *([self.terms.archive] if self.terms.archive else [])]

    def _not_taken(self, row: Delivery, before: State, error: NotTaken) -> Message | None:
        """A no, or no word at all: for good, for now, or for nobody to know; a reason where it is about all letters."""
        why, reply, about_all = str(error.reason), _words(error.reply), self._about_all(error)
        if isinstance(error, Dropped) and error.after_dot:
            self._settle(row, before, Step(State.IN_DOUBT, why, reply))
        elif isinstance(error, Refused) and error.permanent and not about_all:
            self._settle(row, before, Step(State.FAILED, why, reply))
        else:
            self._settle(row, before, (self._as_before if about_all else self._later)(row, why, reply))
        return error.reason if about_all else None

    def _about_all(self, error: NotTaken) -> bool:
        """Whether every letter would hear the same: of the server, or of the archive that gets a copy of each."""
        of_archive = isinstance(error, Refused) and bool(self.terms.archive) and error.recipient == self.terms.archive
        return error.whole_server or of_archive

    def _later(self, row: Delivery, why: str, reply: str) -> Step:
        """After a wait, unless it was tried often or long enough."""
        now, wait = self.now(), self.terms.first_wait * 2 ** min(row.attempts - 1, 12)
        if row.attempts >= self.terms.tries or now + wait > self._since(row) + self.terms.stop_after:
            return Step(State.FAILED, f"tried {row.attempts} times; {why}", reply)
        return Step(State.APPROVED, why, reply, due=now + wait)

    def _as_before(self, row: Delivery, why: str, reply: str) -> Step:
        """Due now, with one attempt less: nothing was about this letter. Only its time goes on."""
        if self.now() >= self._since(row) + self.terms.stop_after:
            return Step(State.FAILED, f"not sent in {self.terms.stop_after.days} days; {why}", reply)
        return Step(State.APPROVED, why, reply, uncounted=True)

    def _since(self, row: Delivery) -> dt.datetime:
        """The first attempt since it was last let go, by a person or by the archive; not what came of an attempt."""
        entries = [entry for entry in self.ledger.history([row.number]) if entry.event in _STATES]
        steps = list(itertools.pairwise(entries))
        let_go = max(n for n, (a, b) in enumerate(steps) if b.event == State.APPROVED and a.event not in _ON_THE_WAY)
        return next(entry.at for entry in entries[let_go:] if entry.event == State.SENDING)

    def _settle(self, row: Delivery, before: State, step: Step) -> None:
        """A server's 250 counts also where another process has given the row up meanwhile."""
        open_ = (before, State.IN_DOUBT) if step.after is State.SENT else (before,)
        self.ledger.move(row.number, open_, step, self.now(), self.owner, self.owner)


def _words(reply: Reply) -> str:
    """What a server answered; "" where none did."""
    return f"{reply.code} {reply.text}".strip() if reply.code else ""


class _Lines:
    """The connection that is open, if one is: letters go over one as long as it holds."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._stack = ExitStack()
        self._session: Line | None = None

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def session(self) -> Line:
        """The session; NotTaken where none is to be had."""
        if self._session is None or not self._session.is_open:
            self.hang_up()
            self._session = self._stack.enter_context(self._connect())
        return self._session

    def hang_up(self) -> None:
        """In the middle of a letter this unsays it; the next one gets a new connection."""
        self._session = None
        self._stack.close()
