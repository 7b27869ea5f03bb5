"""Any order of plans, approvals, runs, crashes, faults, editions: one letter each, or a state that says why not."""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cakupan.ledger import Step, open_ledger
from cakupan.message import message
from cakupan.model import DeliveryKey, PlannedLetter, State
from cakupan.period import Period
from cakupan.post.in_doubt import GRACE, ask_archive, settle
from cakupan.post.outbox import Outbox, Terms
from cakupan.smtp import Dropped, Refused, Reply

AGENCIES = ("dinas@a.example", "dinas@b.example", "dinas@c.example")
STEPS = ("claimed", "guarded", "connected", "offered", "committing", "answered", "settled")
LEFT = (State.SENDING, State.COMMITTING, State.SENT, State.IN_DOUBT)
WHY = message("so the test wants it")


class Crash(BaseException):
    """The process is gone."""


class Server:
    """What SMTP promises, and one fault at a time; `taken` is what it really has."""

    def __init__(self) -> None:
        self.taken: Counter[bytes] = Counter()
        self.fault = ""
        self.is_open = True

    @contextmanager
    def line(self) -> Iterator["Server"]:
        if self.fault == "away":
            raise Dropped("CONNECT", Reply(0, ""), WHY, after_dot=False)
        yield self

    def offer(self, _sender: str, _recipients: object, content: bytes) -> None:
        self._content = content
        if self.fault in ("later", "never"):
            permanent = self.fault == "never"
            raise Refused("RCPT", Reply(550 if permanent else 451, ""), WHY, permanent=permanent, whole_server=False)

    def commit(self) -> Reply:
        if self.fault != "dropped":
            self.taken[self._content] += 1
        if self.fault in ("dropped", "vanished"):
            raise Dropped("DOT", Reply(0, ""), WHY, after_dot=True)
        return Reply(250, "ok")


class Delivering(RuleBasedStateMachine):
    """Three agencies, one month."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="cakupan-")
        self.ledger = open_ledger(Path(self.folder.name) / "ledger.db")
        self.server = Server()
        self.now = dt.datetime(2025, 4, 7, tzinfo=dt.UTC)
        self.edition = 1
        self.archive = False
        self.resent: set[str] = set()  # by a person who may be wrong

    def teardown(self) -> None:
        self.ledger.engine.dispose()
        self.folder.cleanup()

    def rows(self, *states: State) -> list[int]:
        return [row.number for row in self.ledger.deliveries(states=states)]

    def plan(self) -> None:
        """As `send` does: nobody who has an older edition gets a new one by it."""
        has = {row.key.address for row in self.ledger.deliveries(states=LEFT) if row.key.edition < self.edition}
        planned = []
        for address in AGENCIES:
            key = DeliveryKey("15", "2025-03", self.edition, "15.01", address)
            name = key.message_id("a.example")
            if address not in has:
                planned.append(PlannedLetter(key, Period(2025, 3), "Dinas", "", "id", "a" * 64, name, name.encode()))
        self.ledger.plan(planned, self.now, "plan")

    def approve(self) -> None:
        for number in self.rows(State.PLANNED):
            self.ledger.move(number, [State.PLANNED], Step(State.APPROVED), self.now, "Rina")

    @rule(
        fault=st.sampled_from(["", "", "later", "never", "away", "dropped", "vanished"]),
        crash=st.sampled_from(["", "", "answered", "answered", *STEPS]),
        yes=st.sampled_from([True, True, True, False]),
    )
    def send(self, fault: str, crash: str, yes: bool) -> None:
        """A run by a process of its own, which may die; the next one finds what it left."""
        self.plan()
        if yes:
            self.approve()
        self.ledger.recover(self.now, "next", lambda _: True)
        if self.archive:
            there = {content.decode() for content in self.server.taken}
            doubts = self.ledger.deliveries(states=[State.IN_DOUBT])
            ask_archive(self.ledger, doubts, there.__contains__, self.now + 2 * GRACE, "archive")
        self.server.fault = fault
        terms = Terms("laporan@a.example", tries=3, first_wait=dt.timedelta())
        line: Any = self.server.line
        box = Outbox(self.ledger, line, lambda *_: None, terms, lambda: self.now, "me", self._dies_at(crash))
        with suppress(Crash):
            box.send(self.rows(State.APPROVED))
        self.now += dt.timedelta(minutes=1)

    def _dies_at(self, crash: str) -> Callable[[str], None]:
        def step(name: str) -> None:
            if name == crash:
                raise Crash

        return step

    @precondition(lambda self: self.edition < 3)
    @rule()
    def another_edition(self) -> None:
        self.edition += 1

    @rule()
    def archive_is_asked(self) -> None:
        self.archive = True

    @precondition(lambda self: self.rows(State.IN_DOUBT))
    @rule()
    def a_person_asks(self) -> None:
        """And says what is so."""
        number = self.rows(State.IN_DOUBT)[0]
        row = self.ledger.delivery(number)
        outcome = "sent" if self.server.taken[row.message_id.encode()] else "again"
        settle(self.ledger, number, outcome, "Rina", "telepon", self.now)

    @invariant()
    def one_letter_each_or_a_state_that_says_why_not(self) -> None:
        rows = self.ledger.deliveries()
        assert max(self.server.taken.values(), default=1) == 1, "doubled"
        by_name = {row.message_id.encode(): row for row in rows}
        for name in self.server.taken:
            assert by_name[name].state in (State.SENT, State.IN_DOUBT, State.COMMITTING), "sent, and not known"
        for row in rows:
            if row.state is State.SENT:
                assert self.server.taken[row.message_id.encode()] == 1, "lost"
        left = Counter(row.key.address for row in rows if row.state in LEFT)
        assert max(left.values(), default=1) == 1, "two editions without anybody asking"

    @invariant()
    def the_ledger_is_whole(self) -> None:
        assert self.ledger.verify()[1] == []


Delivering.TestCase.settings = settings(
    max_examples=60, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestDelivering = Delivering.TestCase
