"""The rehearsal: years of the calendar in seconds, with all that goes wrong; and it sees what is planted in it."""

import datetime as dt
import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import click
import pytest

from cakupan.clock import simulate
from cakupan.clock.knock import Desk, knock
from cakupan.clock.rehearsal import Killed, Rehearsal, Server, World
from cakupan.clock.simulate import HEADS, Luck, Tally, rehearse, tallies_table
from cakupan.clock.walk import Sent
from cakupan.commands.types import SeedsType
from cakupan.language import Language
from cakupan.message import Message
from cakupan.model import Due, Province, Timetable
from cakupan.pipeline.timetable import needed_timetable, province_in
from cakupan.smtp import Dropped, Refused, Reply
from tests.provinces import DATA
from tests.test_generate import ask, said
from tests.test_timetable import moment

SAMPLE = DATA / "contoh"
NO_LUCK = Luck(meetings=0, moves=0, restarts=0, outages=0, jumps=0, away=0)
SUMS = ("in_time", "caught_up", "told", "silent", "early", "late")


@cache
def sample() -> tuple[Province, Timetable]:
    """The sample's province and its calendar."""
    province = province_in(SAMPLE)
    return province, needed_timetable(SAMPLE, province)


def rehearsed(folder: Path, luck: Luck = NO_LUCK, seed: int = 1, until: dt.date = dt.date(2025, 4, 30)) -> Tally:
    """Since March 2025."""
    return rehearse(*sample(), dt.date(2025, 3, 1), until, luck, seed, folder)


def adds_up(tally: Tally) -> bool:
    """Whether each report that was due came to one end."""
    ends: list[int] = [getattr(tally, name) for name in SUMS]
    return tally.due == sum(ends)


# --- through the door -------------------------------------------------------------------------------------------------


def test_simulate_counts_what_became_of_every_report() -> None:
    words = ("--from", "2025-02", "--to", "2025-03", "--meetings", 1, "--restarts", 4, "--outages", 2, "--jumps", 1)
    done = ask("simulate", "--data", SAMPLE, "--seeds", "3-4", *words)
    assert done.exit_code == 0, done.output
    head, *rows = done.stdout.splitlines()
    assert head.split("  ")[0] == "seed"
    assert "missed, not told" in head
    numbers = [row.split() for row in rows]
    assert [row[0] for row in numbers] == ["3", "4", "Σ"]
    for row in numbers:
        counts = dict(zip(HEADS, row, strict=True))
        assert int(counts["due"]) == sum(int(counts[name]) for name in SUMS)
        assert int(counts["due"]) > 0
        assert (counts["silent"], counts["doubled"]) == ("0", "0")
    sums = [str(int(one) + int(other)) for one, other in zip(numbers[0][1:], numbers[1][1:], strict=True)]
    assert numbers[2][1:] == sums


def test_a_span_that_ends_before_it_begins_is_a_usage_error() -> None:
    done = ask("simulate", "--from", "2025-02", "--to", "2025-01", "--data", SAMPLE)
    assert done.exit_code == 2
    assert "--to lies before --from" in done.stderr


def tally(**counts: int) -> Tally:
    """Ten reports in time, but for these counts."""
    usual = dict.fromkeys((*SUMS, "doubled", "in_doubt", "kills", "reminders"), 0)
    return Tally(**{"seed": 1, "due": 10, **usual, "in_time": 10, "wrong": ()} | counts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (tally(told=1), 0),
        (tally(silent=1), 10),
        (tally(doubled=1), 10),
    ],
    ids=["missed and told", "missed and not told", "doubled"],
)
def test_what_was_lost_or_doubled_is_in_the_exit_code(found: Tally, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "rehearse_all", lambda *_: [found])
    assert ask("simulate", "--from", "2025-02", "--to", "2025-02", "--data", SAMPLE).exit_code == code


def test_a_ledger_that_does_not_hold_together_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(tally(), wrong=(Message("line 7 was changed"),))
    monkeypatch.setattr(simulate, "rehearse_all", lambda *_: [broken])
    assert said(ask("simulate", "--from", "2025-02", "--to", "2025-02", "--data", SAMPLE), 10) == ["line 7 was changed"]


def test_one_rehearsal_needs_no_sum() -> None:
    assert len(list(tallies_table([tally()], Language("en")))) == 2


@pytest.mark.parametrize(("text", "seeds"), [("1", range(1, 2)), ("3-5", range(3, 6)), ("0-99", range(100))])
def test_seeds_are_a_number_or_several_in_a_row(text: str, seeds: range) -> None:
    assert SeedsType().convert(text, None, None) == seeds


@pytest.mark.parametrize("text", ["", "x", "-1", "5-3", "0-100", "1-2-3", "1,2", "1234567", "\uff11"])
def test_what_is_no_row_of_seeds_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="up to a hundred in a row like 1-10"):
        SeedsType().convert(text, None, None)


# --- what it finds ----------------------------------------------------------------------------------------------------


def test_where_nothing_goes_wrong_nothing_is_missed(tmp_path: Path) -> None:
    found = rehearsed(tmp_path)
    assert adds_up(found)
    assert (found.told, found.silent, found.doubled, found.early, found.late, found.kills) == (0, 0, 0, 0, 0, 0)
    assert found.due == 3 * 12  # of February, of March, which the quarter's are too, and for a meeting
    assert found.wrong == ()


def test_the_same_seed_has_the_same_luck_and_another_has_another(tmp_path: Path) -> None:
    luck = Luck(meetings=2, moves=1, restarts=5, outages=1, jumps=1, away=5)
    found = []
    for number, seed in enumerate((5, 5, 6)):
        (tmp_path / str(number)).mkdir()
        found.append(rehearsed(tmp_path / str(number), luck, seed))
    assert found[0] == found[1]
    assert found[1] != replace(found[2], seed=5)
    assert all(map(adds_up, found))
    assert all((one.silent, one.doubled, one.wrong) == (0, 0, ()) for one in found)
    assert found[0].kills > 0


def test_a_clock_that_is_wrong_doubles_nothing(tmp_path: Path) -> None:
    found = rehearsed(tmp_path, replace(NO_LUCK, jumps=8, outages=2), seed=2)
    assert adds_up(found)
    assert (found.silent, found.doubled) == (0, 0)


def test_a_meeting_that_moves_is_served_on_its_new_day(tmp_path: Path) -> None:
    found = rehearsed(tmp_path, replace(NO_LUCK, meetings=4, moves=4), until=dt.date(2025, 6, 30))
    assert adds_up(found)
    assert (found.silent, found.doubled, found.late) == (0, 0, 0)


# --- and what is planted ----------------------------------------------------------------------------------------------


def test_a_letter_that_is_sent_twice_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Twice(Rehearsal):
        def send(self, due: Due, number: int) -> Sent:
            done = super().send(due, number)
            for letter in list(self.server.taken):
                self.server.taken[letter] += 1
            return done

    monkeypatch.setattr(simulate, "Rehearsal", Twice)
    found = rehearsed(tmp_path)
    assert found.doubled == found.due


def test_what_is_missed_without_a_word_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def off(world: World) -> None:
        world.time = moment("2025-04-29T07:00")

    def deaf(desk: Desk, dues: list[Due]) -> int:
        return knock(replace(desk, operator=lambda _: True), dues)

    monkeypatch.setattr(simulate, "_outages", lambda *_: [(moment("2025-03-13T07:00"), off)])
    (tmp_path / "heard").mkdir()
    heard = rehearsed(tmp_path / "heard")
    assert (heard.told, heard.silent) == (24, 0), "those of the meeting, and those of March"
    monkeypatch.setattr(simulate, "knock", deaf)
    (tmp_path / "deaf").mkdir()
    found = rehearsed(tmp_path / "deaf")
    assert (found.told, found.silent) == (0, 24)


def test_what_nobody_sends_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Idle(Rehearsal):
        def send(self, due: Due, number: int) -> Sent:  # noqa: ARG002
            return Sent(12, 12, 0, None)

    monkeypatch.setattr(simulate, "Rehearsal", Idle)
    found = rehearsed(tmp_path)
    assert found.silent == found.due > 0


@pytest.mark.parametrize(("days", "name"), [(-30, "early"), (60, "late")])
def test_what_goes_out_at_a_wrong_hour_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, name: str
) -> None:
    class Off(Server):
        def commit(self) -> Reply:
            self.world.time += dt.timedelta(days=days)
            reply = super().commit()
            self.world.time -= dt.timedelta(days=days)
            return reply

    monkeypatch.setattr(simulate, "Server", Off)
    found = rehearsed(tmp_path, until=dt.date(2025, 3, 31))
    assert getattr(found, name) > found.due / 2


def test_a_mistake_of_our_own_ends_a_rehearsal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(Rehearsal):
        def make(self, due: Due) -> int:
            raise ZeroDivisionError(due.key)

    monkeypatch.setattr(simulate, "Rehearsal", Wrong)
    with pytest.raises(ZeroDivisionError):
        rehearsed(tmp_path)


def test_a_month_without_any_figure_has_no_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    never = moment("2099-01-01T00:00")
    monkeypatch.setattr(simulate, "_coming", lambda *_: lambda *_: never)
    found = rehearsed(tmp_path, until=dt.date(2025, 3, 31))
    assert found.told == found.due > 0


# --- what it is made of -----------------------------------------------------------------------------------------------


def world(*killed_at: int) -> World:
    return World(moment("2025-03-01T07:00"), frozenset(killed_at))


def test_a_process_is_killed_once_at_each_step_that_was_drawn() -> None:
    one = world(2)
    one.step()
    with pytest.raises(Killed):
        one.step()
    one.step()
    assert (one.steps, one.kills) == (3, 1)
    assert one.is_gone("rehearsal:0")
    assert not one.is_gone(one.owner)


class Drawn(random.Random):
    """Luck that is always the same."""

    value = 0.5

    def random(self) -> float:
        return self.value


def server(luck: float, away: bool = False) -> Server:
    chance = Drawn()
    chance.value = luck
    one = world()
    span = [(one.time, one.time + dt.timedelta(hours=1))] if away else []
    return Server(one, chance, span)


def deliver(to: Server) -> None:
    with to.connect() as session:
        session.offer("a@example.go.id", ["b@example.go.id"], b"letter")
        session.commit()


def test_the_server_takes_a_letter_and_time_goes_by() -> None:
    one = server(0.5)
    deliver(one)
    assert one.taken == {"letter": 1}
    assert one.world.time > world().time


@pytest.mark.parametrize(("luck", "permanent"), [(0.0005, True), (0.01, False)])
def test_the_server_refuses_some(luck: float, permanent: bool) -> None:
    one = server(luck)
    with pytest.raises(Refused) as refused:
        deliver(one)
    assert refused.value.permanent is permanent
    assert not one.taken


def test_the_server_takes_a_letter_and_its_answer_is_lost() -> None:
    one = server(0.5)
    with one.connect() as session:
        session.offer("a@example.go.id", ["b@example.go.id"], b"letter")
        one.chance.value = 0.001  # type: ignore[attr-defined]
        with pytest.raises(Dropped) as dropped:
            session.commit()
    assert dropped.value.after_dot
    assert one.taken == {"letter": 1}


def test_a_server_that_is_away_answers_nobody() -> None:
    one = server(0.5, away=True)
    with pytest.raises(Dropped):
        deliver(one)
    one.world.pass_(dt.timedelta(hours=1))
    deliver(one)
