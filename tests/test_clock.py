"""The clock: what is due is walked once, in time, and what is not is told; whatever happens to clock and process."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cakupan.clock.knock import Desk, knock
from cakupan.clock.walk import Sent
from cakupan.errors import DataError
from cakupan.ledger import Ledger, open_ledger
from cakupan.message import Message, message
from cakupan.model import DeliveryKey, Due, Kind, PlannedLetter, Region, Run, RunState, Task, WhenLate
from cakupan.period import Period
from cakupan.timetable.gaps import Gap

WIB = dt.timezone(dt.timedelta(hours=7))
KERINCI = Region("15.01", "1501", "Kerinci", Kind.REGENCY, "15", "kacab", None, ())
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def at(day: int, hour: int = 7) -> dt.datetime:
    return dt.datetime(2026, 12, day, hour, tzinfo=WIB)


DUE = at(7)


def due(
    key: str = "bulanan 2026-11", moment: dt.datetime = DUE, late: WhenLate = WhenLate.SEND, task: Task = Task.REPORT
) -> Due:
    return Due(key, task, moment, moment + 3 * DAY, moment + 10 * DAY, Period(2026, 11), None, late, ())


@dataclass
class Fake:
    """Hands that note what they did."""

    made: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    late: tuple[Gap, ...] = ()
    fails: Callable[[Due], None] = lambda _: None
    sends: Callable[[Due], Sent] = lambda _: Sent(12, 12, 0, None)

    def edition(self, one: Due) -> int | None:
        return self.made[one.key] or None

    def gaps(self, _: Due) -> tuple[Gap, ...]:
        return self.late

    def make(self, one: Due) -> int:
        self.fails(one)
        self.made[one.key] += 1
        return 1

    def send(self, one: Due, _: int) -> Sent:
        self.sent[one.key] += 1
        return self.sends(one)

    def remind(self, one: Due, found: tuple[Gap, ...]) -> int:
        self.asked[one.key] += 1
        return len(found)


@dataclass
class Room:
    """A ledger, a clock that is set by hand, and what was told."""

    ledger: Ledger
    hands: Fake = field(default_factory=Fake)
    time: dt.datetime = DUE
    owner: str = "one"
    gone: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    crashes: list[Exception] = field(default_factory=list)
    heard: bool = True

    def knock(self, *dues: Due) -> int:
        return knock(
            Desk(
                self.ledger.runs, "15", self.owner, lambda owner: owner in self.gone, lambda: self.time, self.hands,
                self._hear, lambda _: None, self.crashes.append,
            ),
            dues,
        )  # fmt: skip

    def _hear(self, told: Message) -> bool:
        self.told += [str(told)] if self.heard else []
        return self.heard

    def state(self, one: Due) -> RunState:
        return self.ledger.runs.of("15")[one.key].state


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A ledger that has been knocked at before, so that it knows what was done."""
    ledger = open_ledger(tmp_path / "ledger.db")
    ledger.runs.knock("15", at(1), "before")
    return Room(ledger)


GAP = (Gap(KERINCI, (message("Active participants"),)),)


def _fail(*keys: str, error: Exception | None = None) -> Callable[[Due], None]:
    def fails(one: Due) -> None:
        if one.key in keys:
            raise error or DataError(message("figures.csv is not there"), message("nor is regions.csv"))

    return fails


# --- once, and in its time --------------------------------------------------------------------------------------------


def test_what_is_due_is_done_once_however_often_it_knocks(room: Room) -> None:
    for _ in range(3):
        assert room.knock(due()) == 0
        room.time += HOUR
    assert (room.hands.made[due().key], room.hands.sent[due().key], room.state(due())) == (1, 1, RunState.DONE)
    assert room.ledger.runs.last_knock("15") == room.time - HOUR


def test_nothing_is_done_before_its_time(room: Room) -> None:
    room.knock(due(moment=at(8)))
    assert not room.hands.made
    assert room.ledger.runs.of("15") == {}


def test_what_was_due_while_the_machine_was_off_is_caught_up(room: Room) -> None:
    room.time = at(12)
    room.knock(due())
    assert room.state(due()) is RunState.DONE


def test_what_is_of_no_use_any_more_is_marked_and_told_once(room: Room) -> None:
    room.time = at(18)
    assert room.knock(due()) == 1
    assert room.knock(due()) == 0
    assert (room.state(due()), len(room.told), room.hands.made) == (RunState.MISSED, 1, Counter())


def test_what_was_missed_is_marked_only_when_somebody_heard_it(room: Room) -> None:
    room.time, room.heard = at(18), False
    room.knock(due())
    assert due().key not in room.ledger.runs.of("15")
    room.heard = True
    room.knock(due())
    assert (room.state(due()), len(room.told)) == (RunState.MISSED, 1)


def test_a_reminder_that_was_missed_is_told_to_nobody(room: Room) -> None:
    room.time = at(18)
    one = due("bulanan 2026-11 remind", task=Task.REMIND)
    assert room.knock(one) == 0
    assert (room.state(one), room.told) == (RunState.MISSED, [])


def test_what_a_clock_that_was_ahead_called_missed_is_done_when_its_time_comes(room: Room) -> None:
    room.time = at(28)
    room.knock(due())
    room.time = at(7)
    room.knock(due())
    assert room.state(due()) is RunState.DONE


def test_a_wait_that_a_clock_ahead_set_down_is_not_waited_for(room: Room) -> None:
    room.time, room.hands.late = at(9), GAP
    room.knock(due())
    room.time, room.hands.late = at(7, 8), ()
    room.knock(due())
    assert room.state(due()) is RunState.DONE


# --- what fails -------------------------------------------------------------------------------------------------------


def test_what_fails_keeps_nothing_else_from_its_turn_and_is_not_tried_at_every_knock(room: Room) -> None:
    bad, good = due("a 2026-11"), due("b 2026-11", at(7, 7))
    tries = Counter[str]()

    def fails(one: Due) -> None:
        tries[one.key] += 1
        _fail("a 2026-11")(one)

    room.hands.fails = fails
    for minute in range(10):
        room.time = at(7) + minute * dt.timedelta(minutes=1)
        room.knock(bad, good)
    assert (room.state(bad), room.state(good), tries[bad.key]) == (RunState.WAITING, RunState.DONE, 1)
    assert room.told == ["a 2026-11: figures.csv is not there (and 1 more)"]
    room.time += HOUR
    room.hands.fails = lambda _: None
    room.knock(bad, good)
    assert room.state(bad) is RunState.DONE


def test_a_mistake_of_our_own_ends_nothing(room: Room) -> None:
    room.hands.fails = _fail("a 2026-11", error=ZeroDivisionError())
    assert room.knock(due("a 2026-11"), due("b 2026-11")) == 1
    assert room.told == ["a 2026-11: our own mistake: ZeroDivisionError; the log has the rest"]
    assert (len(room.crashes), room.state(due("b 2026-11"))) == (1, RunState.DONE)


def test_letters_that_wait_are_looked_after_until_none_is_left(room: Room) -> None:
    room.hands.sends = lambda _: Sent(3, 12, 9, at(7, 9))
    room.knock(due())
    room.time = at(7, 8)
    room.knock(due())
    assert (room.state(due()), room.hands.sent[due().key]) == (RunState.WAITING, 1)
    room.time, room.hands.sends = at(7, 9), lambda _: Sent(12, 12, 0, None)
    room.knock(due())
    assert (room.state(due()), room.hands.sent[due().key], room.hands.made[due().key]) == (RunState.DONE, 2, 1)


# --- late figures -----------------------------------------------------------------------------------------------------


def test_late_figures_are_asked_for_and_waited_for_until_the_last_useful_moment(room: Room) -> None:
    room.hands.late = GAP
    room.knock(due())
    assert (room.state(due()), room.hands.asked[due().key], room.hands.made) == (RunState.WAITING, 1, Counter())
    room.time = at(10)
    room.knock(due())
    assert (room.state(due()), room.hands.made[due().key]) == (RunState.DONE, 1)


def test_it_goes_as_soon_as_the_figures_are_in(room: Room) -> None:
    room.hands.late = GAP
    room.knock(due())
    room.time, room.hands.late = at(7, 8), ()
    room.knock(due())
    assert room.state(due()) is RunState.DONE


def test_it_is_held_where_the_calendar_says_so_and_goes_when_they_come_after_all(room: Room) -> None:
    one = due(late=WhenLate.HOLD)
    room.hands.late, room.time = GAP, at(10)
    assert room.knock(one) == 1
    assert room.told == ["bulanan 2026-11: held: no figures of 15.01; it goes when they are in"]
    room.time, room.hands.late = at(12), ()
    room.knock(one)
    assert room.state(one) is RunState.DONE


def test_branches_that_are_late_are_reminded_and_others_are_not(room: Room) -> None:
    one = due("bulanan 2026-11 remind", task=Task.REMIND)
    room.hands.late = GAP
    room.knock(one)
    assert (room.hands.asked[one.key], room.state(one)) == (1, RunState.DONE)
    other = due("bulanan 2026-12 remind", task=Task.REMIND)
    room.hands.late = ()
    room.knock(other)
    assert (room.hands.asked[other.key], room.state(other)) == (0, RunState.DONE)


# --- one at a time ----------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """As kill -9 does it: nothing below is asked."""


def test_what_a_killed_process_had_in_hand_is_taken_over(room: Room) -> None:
    def die(_: Due) -> None:
        raise Killed

    room.hands.fails = die
    with pytest.raises(Killed):
        room.knock(due())
    room.hands.fails = lambda _: None
    room.owner = "two"
    room.knock(due(), due("other 2026-11"))
    assert room.hands.made == {}  # as long as it may be there, on another machine
    room.gone = {"one"}
    room.knock(due(), due("other 2026-11"))
    assert room.hands.made == {due().key: 1, "other 2026-11": 1}


def test_what_another_process_has_in_hand_is_not_called_missed(room: Room) -> None:
    def die(_: Due) -> None:
        raise Killed

    minute = dt.timedelta(minutes=1)
    room.time, room.hands.fails = at(17) - 15 * minute, die
    with pytest.raises(Killed):
        room.knock(due())
    room.owner, room.time = "two", at(17) + 5 * minute
    assert room.knock(due()) == 0
    assert room.told == []
    room.gone = {"one"}
    room.time = at(18)
    assert room.knock(due()) == 1
    assert room.state(due()) is RunState.MISSED


def test_a_process_that_was_taken_over_has_no_last_word(room: Room) -> None:
    other = Room(room.ledger, owner="two", gone={"one"})

    def taken_over(_: Due) -> Sent:
        assert other.knock(due()) == 0
        return Sent(3, 12, 9, at(7, 9))

    room.hands.sends = taken_over
    room.knock(due())
    assert room.state(due()) is RunState.DONE
    assert "3 of 12" not in room.ledger.runs.of("15")[due().key].told


# --- a run by itself --------------------------------------------------------------------------------------------------

EARLIER, NOW, LATER = at(7, 8), at(7, 9), at(7, 10)


def run(
    state: RunState,
    following: dt.datetime | None = None,
    lease: dt.datetime | None = None,
    settled: dt.datetime | None = None,
) -> Run:
    return Run(1, "15", "bulanan 2026-11", "2026-11", DUE, state, 1, following, "one", lease, settled, "")


@pytest.mark.parametrize(
    ("of", "over"),
    [
        (run(RunState.DONE, settled=LATER), True),  # what was done stays done, whatever the clock showed
        (run(RunState.MISSED, settled=EARLIER), True),
        (run(RunState.MISSED, settled=NOW), True),
        (run(RunState.MISSED, settled=LATER), False),
        (run(RunState.HELD), True),
        (run(RunState.HELD, settled=LATER), False),
        (run(RunState.WAITING, settled=EARLIER), False),
        (run(RunState.RUNNING), False),
    ],
)
def test_a_run_is_over_unless_a_clock_that_was_ahead_said_so(of: Run, over: bool) -> None:
    assert of.is_over(NOW) is over


@pytest.mark.parametrize(
    ("of", "waits"),
    [
        (run(RunState.WAITING, LATER, settled=EARLIER), True),
        (run(RunState.WAITING, LATER), True),
        (run(RunState.WAITING, LATER, settled=LATER), False),
        (run(RunState.WAITING, NOW, settled=EARLIER), False),
        (run(RunState.WAITING, settled=EARLIER), False),
        (run(RunState.RUNNING, LATER), False),
    ],
)
def test_a_run_waits_for_its_next_try_unless_a_clock_that_was_ahead_set_it_down(of: Run, waits: bool) -> None:
    assert of.waits(NOW) is waits


@pytest.mark.parametrize(
    ("of", "held"),
    [
        (run(RunState.RUNNING, lease=LATER), True),
        (run(RunState.RUNNING, lease=NOW), False),
        (run(RunState.RUNNING), False),
        (run(RunState.WAITING, lease=LATER), False),
    ],
)
def test_a_run_is_in_hand_as_long_as_its_lease(of: Run, held: bool) -> None:
    assert of.is_held(NOW) is held


# --- a ledger that is new ---------------------------------------------------------------------------------------------


def test_what_was_due_before_an_empty_ledger_began_is_not_sent_but_told(tmp_path: Path) -> None:
    """It may take the place of one that was lost, which knew that it was sent."""
    room = Room(open_ledger(tmp_path / "ledger.db"), time=at(9))
    assert room.knock(due(), due("bulanan 2026-11 remind", task=Task.REMIND)) == 1
    assert (room.state(due()), room.hands.made, len(room.told)) == (RunState.MISSED, Counter(), 1)
    assert "before this ledger began (2026-12-09 07:00:00+07:00)" in room.told[0]
    later = due("bulanan 2026-12", at(10))
    room.time = at(10)
    room.knock(due(), later)
    assert (room.state(later), len(room.told)) == (RunState.DONE, 1)


def test_a_ledger_that_has_letters_knows_what_was_sent_before_the_clock_began(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.db")
    key = DeliveryKey("15", "2026-10", 1, "15", "a@jambi.example")
    name = key.message_id("jambi.example")
    ledger.plan([PlannedLetter(key, Period(2026, 10), "A", "", "id", "0" * 64, name, name.encode())], at(1), "by hand")
    room = Room(ledger, time=at(9))
    room.knock(due())
    assert room.state(due()) is RunState.DONE


# --- what run-due says ------------------------------------------------------------------------------------------------


def test_letters_that_failed_and_a_server_that_is_away_are_for_a_person_to_see(room: Room) -> None:
    room.hands.sends = lambda _: Sent(0, 12, 12, at(7, 8), stopped=True)
    assert room.knock(due()) == 1
    room.time, room.hands.sends = at(7, 9), lambda _: Sent(11, 12, 1, None)
    assert room.knock(due()) == 1
    assert (room.state(due()), room.told) == (RunState.DONE, [])
    assert room.knock(due()) == 0
