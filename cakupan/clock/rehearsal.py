"""What a rehearsal is made of: a clock, a mail server and hands that are not real, beside a ledger that is."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from cakupan.clock.walk import Sent
from cakupan.errors import DataError
from cakupan.ledger import Ledger, Step
from cakupan.message import Message, message
from cakupan.model import Delivery, DeliveryKey, Due, PlannedLetter, Region, State
from cakupan.period import Period
from cakupan.post.outbox import Outbox, Terms
from cakupan.smtp import Dropped, Refused, Reply
from cakupan.timetable.gaps import Gap

_PRINTING = dt.timedelta(seconds=20)
_LETTER = dt.timedelta(seconds=2)
_AGAIN = dt.timedelta(minutes=10)  # a server that is away, or a row that waits
_OPEN = (State.FAILED, State.IN_DOUBT, State.HELD, State.RETURNED)


class Killed(BaseException):
    """The process was killed: nothing after it is done, nothing before it undone."""


@dataclass
class World:
    """What does not belong to us: the time that is, the clock that is shown, and when the power goes.

    `killed_at` are the numbers of the steps at which the process is killed; a step is each
    thing that is done. What is killed once stays dead until somebody starts another.
    """

    time: dt.datetime
    killed_at: frozenset[int]
    offset: dt.timedelta = dt.timedelta()
    life: int = 1
    steps: int = 0
    kills: int = 0

    def now(self) -> dt.datetime:
        """What the clock shows."""
        return self.time + self.offset

    def pass_(self, by: dt.timedelta) -> None:
        """Time goes by."""
        self.time += by

    def step(self, _: str = "") -> None:
        """Something was done, and the power may go behind it."""
        self.steps += 1
        if self.steps in self.killed_at:
            self.kills += 1
            raise Killed

    @property
    def owner(self) -> str:
        """The process that lives now."""
        return f"rehearsal:{self.life}"

    def is_gone(self, owner: str) -> bool:
        """Every life but this one has ended."""
        return owner != self.owner


@dataclass
class Server:
    """A mail server that is away at times and refuses some letters; `taken` is the truth of what it took."""

    world: World
    chance: random.Random
    away: Sequence[tuple[dt.datetime, dt.datetime]]
    taken: Counter[str] = field(default_factory=Counter)
    taken_at: dict[str, dt.datetime] = field(default_factory=dict)
    is_open: bool = True
    _letter: str = ""

    @property
    def is_away(self) -> bool:
        """Whether nobody answers now."""
        return any(since <= self.world.time < until for since, until in self.away)

    @contextmanager
    def connect(self) -> Iterator["Server"]:
        """A session; Dropped while it is away."""
        self._here("CONNECT")
        yield self

    def offer(self, sender: str, recipients: Sequence[str], content: bytes) -> None:  # noqa: ARG002  # as a session is
        """Take a letter but its dot; a few are refused for now, fewer for good."""
        self._here("MAIL")
        self.world.pass_(_LETTER)
        luck = self.chance.random()
        if luck < 0.001:
            raise Refused(
                "RCPT", Reply(550, "no such user"), message("no such user"), permanent=True, whole_server=False
            )
        if luck < 0.02:
            raise Refused("RCPT", Reply(450, "greylisted"), message("greylisted"), permanent=False, whole_server=False)
        self._letter = content.decode()

    def commit(self) -> Reply:
        """The dot."""
        self._here("DOT")
        self.taken[self._letter] += 1
        self.taken_at.setdefault(self._letter, self.world.time)
        if self.chance.random() < 0.002:
            raise Dropped("DOT", Reply(0, "lost"), message("the answer was lost"), after_dot=True)
        return Reply(250, "ok")

    def _here(self, verb: str) -> None:
        if self.is_away:
            raise Dropped(verb, Reply(0, "away"), message("the mail server is away"), after_dot=False)


@dataclass
class Rehearsal:
    """Hands that print nothing and read nothing, but send by the real outbox out of the real ledger.

    `comes` says when a region's figures of a month are handed in. `editions`, by occasion, is what is
    on disk, and like it outlives whoever is killed.
    """

    world: World
    ledger: Ledger
    province: str
    regions: Sequence[Region]
    server: Server
    comes: Callable[[Region, Period], dt.datetime]
    ends: Callable[[str], dt.datetime]
    editions: dict[str, int] = field(default_factory=dict)
    reminded: Counter[tuple[str, str]] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def edition(self, due: Due) -> int | None:
        """As they lie there."""
        return self.editions.get(due.occasion)

    def gaps(self, due: Due) -> tuple[Gap, ...]:
        """Regions whose figures are not in yet."""
        period = due.expected
        return tuple(
            Gap(region, (message("Active participants"),))
            for region in self.regions
            if self.comes(region, period) > self.world.time
        )

    def make(self, due: Due) -> int:
        """An edition, whole or not at all."""
        self.world.pass_(_PRINTING)
        self.world.step("printing")
        if len(self.gaps(due)) == len(self.regions):
            raise DataError(message("no figures at all"))
        self.editions[due.occasion] = 1
        self.world.step("printed")
        return 1

    def remind(self, due: Due, found: tuple[Gap, ...]) -> int:
        """Each branch once for a due."""
        branches = {gap.region.branch or gap.region.code for gap in found}
        fresh = [branch for branch in sorted(branches) if not self.reminded[due.key, branch]]
        for branch in fresh:
            self.reminded[due.key, branch] += 1
            self.world.step("reminded")
        return len(fresh)

    def send(self, due: Due, number: int) -> Sent:
        """Planned, let go, recovered, sent: as in `post.deliver`, with letters of one line."""
        self.ledger.plan(
            [_letter(self.province, due, number, region) for region in self.regions], self._now(), self._by()
        )
        self.world.step("planned")
        for row in self._rows(due, number):
            if row.state is State.PLANNED:
                self.ledger.move(row.number, (State.PLANNED,), Step(State.APPROVED), self._now(), self._by())
        self.world.step("approved")
        self.ledger.recover(self._now(), self._by(), self.world.is_gone)
        self.world.step("recovered")
        outbox = Outbox(
            self.ledger, self.server.connect, self._objection, Terms("clock@example.go.id"), self.world.now,
            self.world.owner, self.world.step,
        )  # fmt: skip
        outbox.send([row.number for row in self._rows(due, number)])
        rows = self._rows(due, number)
        waits = [row for row in rows if row.state is State.APPROVED]
        open_ = [row for row in rows if row.state in _OPEN]
        self.told += [row.message_id for row in open_]
        again = min((row.due or self._now() + _AGAIN for row in waits), default=None)
        return Sent(sum(row.state is State.SENT for row in rows), len(rows), len(open_), again)

    def _objection(self, row: Delivery, letter: bytes, now: dt.datetime) -> Message | None:  # noqa: ARG002
        return message("it has begun") if now >= self.ends(row.key.occasion) else None

    def _rows(self, due: Due, number: int) -> list[Delivery]:
        return self.ledger.deliveries(self.province, due.occasion, number)

    def _now(self) -> dt.datetime:
        return self.world.now()

    def _by(self) -> str:
        return self.world.owner


def letter_of(province: str, occasion: str, number: int, region: Region) -> str:
    """What the server knows a letter by."""
    return DeliveryKey(province, occasion, number, region.code, _address(region)).message_id("example.go.id")


def _address(region: Region) -> str:
    return f"dinas-{region.code.replace('.', '-')}@example.go.id"


def _letter(province: str, due: Due, number: int, region: Region) -> PlannedLetter:
    key = DeliveryKey(province, due.occasion, number, region.code, _address(region))
    told = key.message_id("example.go.id")
    return PlannedLetter(key, due.expected, region.name, "", "id", "0" * 64, told, told.encode())
