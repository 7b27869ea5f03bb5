"""The outbox: killed at every step and failed by every server, no letter is lost, none is doubled without a word."""

import datetime as dt
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from cakupan.ledger import Ledger, Step, open_ledger
from cakupan.message import Message, message
from cakupan.model import Approval, Delivery, DeliveryKey, PlannedLetter, State
from cakupan.period import Period
from cakupan.post.in_doubt import GRACE, ask_archive, settle
from cakupan.post.outbox import LEASE, Outbox, Terms
from cakupan.smtp import MailServer, Seconds, connect
from tests.mailserver import HOST, Accepted, Running, mailserver
from tests.provinces import ROOT
from tests.sender import ARCHIVE, SENDER, STEPS

NOW = dt.datetime(2025, 4, 7, 0, 5, tzinfo=dt.UTC)
SHORT = Seconds(20, 20, 20, 20, 20, 20, 20, 20)


def letters(count: int, octets: int = 0) -> list[PlannedLetter]:
    """Letters to so many agencies, each of so many octets and a few."""
    found = []
    for number in range(count):
        key = DeliveryKey("15", "2025-03", 1, "15.01", f"dinas{number}@jambi.example")
        name = key.message_id("dinas.example")
        filling = "x" * 70 + "\r\n"
        content = f"Message-ID: {name}\r\nSubject: Laporan\r\n\r\n{number}\r\n{filling * (octets // 72)}".encode()
        found.append(PlannedLetter(key, Period(2025, 3), f"Dinas {number}", "", "id", "a" * 64, name, content))
    return found


def approved(ledger: Ledger, count: int) -> list[int]:
    ledger.plan(letters(count), NOW, "Rina")
    numbers = [row.number for row in ledger.deliveries()]
    for number in numbers:
        ledger.move(number, [State.PLANNED], Step(State.APPROVED), NOW, "Rina")
    return numbers


def times(taken: list[Accepted]) -> Counter[str]:
    """How often each Message-ID was taken."""
    return Counter(one.content.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode() for one in taken)


# --- killed -----------------------------------------------------------------------------------------------------------


def sender(place: Path, running: Running, policy: str, *kill: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.sender", place, running.port, policy, *kill]
    return subprocess.run(
        [str(word) for word in command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("policy", ["hold", "archive"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_nothing_is_lost_and_nothing_doubled(step: str, policy: str, tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    ledger = open_ledger(place)
    approved(ledger, 3)
    (tmp_path / "accepted").mkdir()
    with mailserver(tmp_path / "accepted") as running:
        number = 1 if step in ("recovered", "connected", "EHLO") else 2
        killed = sender(place, running, policy, step, number)
        assert killed.returncode == -9, killed.stderr
        again = sender(place, running, policy)
        assert again.returncode == 0, again.stderr
        taken = times(running.letters)
    rows = ledger.deliveries()
    assert max(taken.values()) == 1, "doubled"
    for row in rows:
        assert (row.state is State.SENT) <= (row.message_id in taken), "said to be sent, and lost"
        assert row.state in ((State.SENT, State.IN_DOUBT) if policy == "hold" else (State.SENT,))
    in_doubt = [row for row in rows if row.state is State.IN_DOUBT]
    assert len(in_doubt) == (policy == "hold" and step in ("committing", "DOT", "said DOT", "answered"))
    assert sum(taken.values()) + len([row for row in in_doubt if row.message_id not in taken]) == 3
    assert ledger.verify()[1] == []


# --- a server that fails ----------------------------------------------------------------------------------------------


@contextmanager
def outbox(
    tmp_path: Path, *faults: str, count: int = 1, archive: str = "", **how: object
) -> Iterator[tuple[Outbox, list[int], Running]]:
    """An outbox with letters that may go, before a server with these faults."""
    ledger = open_ledger(tmp_path / "ledger.db")
    numbers = approved(ledger, count)
    (tmp_path / "accepted").mkdir()
    with mailserver(tmp_path / "accepted", *faults, **how) as running:  # type: ignore[arg-type]
        server = MailServer(HOST, running.port, "local", seconds=SHORT)
        terms = Terms(SENDER, archive)
        yield (
            Outbox(ledger, lambda: connect(server, "cakupan.test"), lambda *_: None, terms, lambda: NOW, "me"),
            numbers,
            running,
        )


@pytest.mark.parametrize(
    ("fault", "state", "stops"),
    [
        ("CONNECT=421", State.APPROVED, True), ("CONNECT=554", State.APPROVED, True),
        ("CONNECT=drop", State.APPROVED, True),
        ("EHLO=421", State.APPROVED, True), ("EHLO=550", State.APPROVED, True), ("EHLO=drop", State.APPROVED, True),
        ("MAIL=451", State.APPROVED, False), ("MAIL=550", State.APPROVED, True), ("MAIL=552", State.FAILED, False),
        ("MAIL=drop", State.APPROVED, False),
        ("RCPT=450", State.APPROVED, False), ("RCPT=550", State.FAILED, False), ("RCPT=drop", State.APPROVED, False),
        ("DATA=451", State.APPROVED, False), ("DATA=554", State.FAILED, False), ("DATA=drop", State.APPROVED, False),
        ("DOT=451", State.APPROVED, False), ("DOT=552", State.FAILED, False), ("DOT=554", State.FAILED, False),
        ("DOT=drop", State.IN_DOUBT, False), ("DOT=vanish", State.IN_DOUBT, False),
        ("DOT=slow:0.2", State.SENT, False), ("RCPT=slow:0.2", State.SENT, False),
    ],
)  # fmt: skip
def test_each_fault_of_a_server_leaves_the_row_where_it_should(
    fault: str, state: State, stops: bool, tmp_path: Path
) -> None:
    with outbox(tmp_path, fault) as (box, (number,), running):
        stopped = box.send([number])
        row = box.ledger.delivery(number)
        assert (row.state, bool(stopped)) == (state, stops), (row, stopped)
        assert (row.due is not None) == (state is State.APPROVED and not stops), "what is about all waits for nothing"
        assert len(running.letters) == (fault == "DOT=vanish" or state is State.SENT)
        assert box.ledger.history([number])[-1].detail.get("why") or state is State.SENT


def test_one_refused_of_many_fails_alone(tmp_path: Path) -> None:
    with outbox(tmp_path, "RCPT@dinas1@jambi.example=550", count=3) as (box, numbers, running):
        assert box.send(numbers) is None
        assert [row.state for row in box.ledger.deliveries()] == [State.SENT, State.FAILED, State.SENT]
        assert len(running.letters) == 2


def test_a_greylisted_letter_goes_when_its_time_has_come(tmp_path: Path) -> None:
    with outbox(tmp_path, "RCPT=451*1") as (box, (number,), running):
        box.send([number])
        row = box.ledger.delivery(number)
        assert (row.state, row.due) == (State.APPROVED, NOW + dt.timedelta(minutes=5))
        box.send([number])
        assert not running.letters, "before its time"
        replace(box, now=lambda: NOW + dt.timedelta(minutes=5)).send([number])
        assert box.ledger.delivery(number).state is State.SENT
        assert len(running.letters) == 1


def _same(moment: dt.datetime) -> dt.datetime:
    return moment


def test_nothing_is_tried_without_end(tmp_path: Path) -> None:
    with outbox(tmp_path, "RCPT=451") as (box, (number,), _):
        moment, row = NOW, box.ledger.delivery(number)
        for attempt in range(1, 6):
            replace(box, now=partial(_same, moment)).send([number])
            row = box.ledger.delivery(number)
            assert row.attempts == attempt
            moment = row.due or moment
        assert row.state is State.FAILED
        assert moment - NOW == dt.timedelta(minutes=5 + 10 + 20 + 40)
        assert "tried 5 times" in box.ledger.history([number])[-1].detail["why"]
        again = Step(State.APPROVED, "asked for again", fresh=True)
        assert box.ledger.move(number, [State.FAILED], again, moment, "Rina")
        replace(box, now=partial(_same, moment)).send([number])
        assert box.ledger.delivery(number).state is State.APPROVED


def test_a_server_that_is_away_for_days_is_given_up(tmp_path: Path) -> None:
    with outbox(tmp_path, "CONNECT=421") as (box, (number,), _):
        moment, row = NOW, box.ledger.delivery(number)
        for _ in range(20):
            assert replace(box, now=partial(_same, moment)).send([number])
            row = box.ledger.delivery(number)
            if row.state is State.FAILED:
                break
            assert (row.due, row.attempts) == (None, 0), "that it is away is no fault of the letter's"
            moment += dt.timedelta(hours=4)
        assert row.state is State.FAILED
        assert moment - NOW == dt.timedelta(days=2)
        assert "not sent in 2 days; the mail server" in box.ledger.history([number])[-1].detail["why"]


def test_a_server_that_is_back_gets_every_letter_and_has_used_up_no_try(tmp_path: Path) -> None:
    with outbox(tmp_path, "CONNECT=421*9", "RCPT=451~1", count=2) as (box, numbers, running):
        for _ in range(9):
            assert box.send(numbers)
        assert box.send(numbers) is None
        assert [row.state for row in box.ledger.deliveries()] == [State.APPROVED, State.APPROVED], "greylisted only"
        assert [row.attempts for row in box.ledger.deliveries()] == [1, 1]
        assert replace(box, now=lambda: NOW + dt.timedelta(minutes=5)).send(numbers) is None
        assert len(running.letters) == 2


@pytest.mark.parametrize("taken_back", [False, True])
def test_an_attempt_that_broke_off_does_not_begin_the_days_anew(tmp_path: Path, taken_back: bool) -> None:
    with outbox(tmp_path, "MAIL=drop") as (box, (number,), _):
        box.send([number])
        moment = NOW + dt.timedelta(days=1, hours=23)
        if taken_back:
            box.ledger.claim(moment, "gone", LEASE, [number])
            box.ledger.recover(moment, "me", lambda _: True)
        replace(box, now=lambda: moment + dt.timedelta(minutes=55)).send([number])
        assert box.ledger.delivery(number).state is State.FAILED


def test_the_last_answer_is_a_server_s_or_none(tmp_path: Path) -> None:
    with outbox(tmp_path, "DATA=451*1", "MAIL=drop*1", count=2) as (box, numbers, _):
        box.send(numbers)
        assert [row.reply for row in box.ledger.deliveries()] == ["", "451 a fault that was asked for"]
        assert "was lost at MAIL" in box.ledger.history(numbers[:1])[-1].detail["why"]


def test_a_refused_archive_is_no_fault_of_the_letter(tmp_path: Path) -> None:
    with outbox(tmp_path, f"RCPT@{ARCHIVE}=550", archive=ARCHIVE) as (box, (number,), running):
        stopped = box.send([number])
        assert stopped
        assert box.ledger.delivery(number).state is State.APPROVED
        assert not running.letters


def test_the_archive_gets_a_copy_in_the_same_breath(tmp_path: Path) -> None:
    with outbox(tmp_path, archive=ARCHIVE) as (box, numbers, running):
        box.send(numbers)
        (letter,) = running.letters
        assert letter.recipients == ("dinas0@jambi.example", ARCHIVE)


def test_what_is_objected_to_is_held_and_not_sent(tmp_path: Path) -> None:
    with outbox(tmp_path, count=2) as (box, numbers, running):
        no = message("not on the list")
        asked: list[int] = []

        def objection(row: Delivery, _letter: bytes, _now: dt.datetime) -> Message | None:
            asked.append(row.number)
            first = row.number == numbers[0]
            return no if (first or len(asked) == 3) else None  # the second one only just before the dot

        assert replace(box, objection=objection).send(numbers) is None
        assert [row.state for row in box.ledger.deliveries()] == [State.HELD, State.HELD]
        assert asked == [numbers[0], numbers[1], numbers[1]]
        assert not running.letters
        assert "DATA" in running.said


def test_a_row_that_was_taken_back_is_not_sent(tmp_path: Path) -> None:
    with outbox(tmp_path) as (box, (number,), running):

        def steal(name: str) -> None:
            if name == "offered":
                box.ledger.recover(NOW + 2 * LEASE, "other", lambda _: False)

        assert replace(box, step=_once(steal)).send([number]) is None
        assert len(running.letters) == 1, "the second time it is claimed anew"
        events = [entry.event for entry in box.ledger.history([number])]
        assert events == ["planned", "approved", "sending", "approved", "sending", "committing", "sent"]


def test_a_yes_counts_though_another_process_had_given_the_letter_up(tmp_path: Path) -> None:
    with outbox(tmp_path) as (box, (number,), _):

        def doubt(name: str) -> None:
            if name == "committing":
                box.ledger.recover(NOW + 2 * LEASE, "other", lambda _: False)
                assert box.ledger.delivery(number).state is State.IN_DOUBT

        replace(box, step=doubt).send([number])
        assert box.ledger.delivery(number).state is State.SENT


def _once(act: Callable[[str], None]) -> Callable[[str], None]:
    happened: list[str] = []

    def step(name: str) -> None:
        if name not in happened:
            happened.append(name)
            act(name)

    return step


def test_letters_go_over_one_connection_as_long_as_it_holds(tmp_path: Path) -> None:
    with outbox(tmp_path, "MAIL=421*1", count=4) as (box, numbers, running):
        assert box.send(numbers), "a server that closes ends the run"
        assert replace(box, now=lambda: NOW + dt.timedelta(minutes=5)).send(numbers) is None
        assert running.said.count("CONNECT") == 2
        assert len(running.letters) == 4


@pytest.mark.parametrize(("there", "later", "state"), [
    (True, dt.timedelta(), State.SENT), (False, dt.timedelta(), State.IN_DOUBT), (False, GRACE, State.APPROVED),
])  # fmt: skip
def test_the_archive_settles_what_it_knows(there: bool, later: dt.timedelta, state: State, tmp_path: Path) -> None:
    with outbox(tmp_path, "DOT=vanish") as (box, (number,), _):
        box.send([number])
        rows = [box.ledger.delivery(number)]
        left = ask_archive(box.ledger, rows, lambda name: there and name == rows[0].message_id, NOW + later, "me")
        assert box.ledger.delivery(number).state is state
        assert [row.number for row in left] == ([number] if state is State.IN_DOUBT else [])


def test_what_goes_again_waits_for_the_hour_that_people_named(tmp_path: Path) -> None:
    with outbox(tmp_path, "DOT=vanish", count=2) as (box, numbers, _):
        box.send(numbers)
        first, second = (box.ledger.delivery(number) for number in numbers)
        hour = NOW + dt.timedelta(hours=3)
        key = first.key
        box.ledger.approve(Approval(key.province, key.occasion, key.edition, "Rina", NOW, {}, not_before=hour))
        ask_archive(box.ledger, [first], lambda _: False, NOW + GRACE, "me")
        settle(box.ledger, second.number, "again", "Rina", "asked", NOW)
        assert [(row.state, row.due) for row in box.ledger.deliveries()] == [(State.APPROVED, hour)] * 2
