"""The clock as a whole: real figures, reports, letters and a real mail server; killed anywhere and started again."""

import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result

from cakupan.clock import serve as loop
from cakupan.clock.knock import LEASE
from cakupan.clock.notify import Heartbeat, notify
from cakupan.clock.round import Round
from cakupan.clock.serve import Drift, Stop, Stopped
from cakupan.editions import Store
from cakupan.ledger import is_gone, open_ledger
from cakupan.message import Message
from cakupan.model import RunState, State
from cakupan.period import Period
from cakupan.settings import read_settings
from tests.clockwork import POINTS
from tests.mailserver import Running, mailserver
from tests.provinces import ROOT, folder, pages_of
from tests.test_clock import Room, at
from tests.test_clock import due as due_at
from tests.test_delivery import (
    FIGURES,
    KERINCI,
    OPERATOR,
    RECIPIENTS,
    TARGETS,
    approve,
    configure,
    do,
    ledger,
    pdf_in,
    plain,
    states,
    to,
)
from tests.test_generate import ENGLISH, ask

WIB = dt.timezone(dt.timedelta(hours=7))
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
BEGAN = dt.datetime(2025, 1, 1, tzinfo=WIB)
DUE = dt.datetime(2025, 1, 8, 7, tzinfo=WIB)  # the fifth working day
ASKED = dt.datetime(2025, 1, 6, 7, tzinfo=WIB)  # two working days before
LAST = dt.datetime(2025, 1, 13, 7, tzinfo=WIB)  # three after
OVER = dt.datetime(2025, 1, 18, 7, tzinfo=WIB)  # ten days after
MATERIALS = dt.datetime(2025, 1, 10, 7, 1, tzinfo=WIB)  # three before 15 January, and a minute
ROUTINE = """\
since = 2025-01-01
[[routine]]
name = "bulanan"
every = "month"
working_day = 5
"""
MEETING = """\
since = 2025-01-01
[[meeting]]
key = "rakor-1"
day = {day}
time = 13:30:00
place = "Ruang Pola"
remind = 0
"""
BRANCH = "cabang@jambi.example"
MONTHLY = """\
2024-10-02,15.01,coverage_rate,total,38
2024-11-02,15.01,coverage_rate,total,39
2024-10-01,15,active,total,400
2024-10-01,15,potential,total,1000
2024-12-02,15,active,total,450
"""
IN = "2024-12-02,15.01,coverage_rate,total,40\n"
AGENCIES = {"bappeda@jambi.example", "mitra@jambi.example", KERINCI}


def province(place: Path, calendar: str = ROUTINE, figures: str = FIGURES) -> Path:
    """A province with a calendar, and a folder for the letters a server takes."""
    folder(place / "data", figures, TARGETS)
    recipients = f"{RECIPIENTS}BPJS Cabang Jambi,kacab-jambi,cabang,{BRANCH},id,,,\n"
    (place / "data" / "recipients.csv").write_text(recipients, "utf-8")
    (place / "data" / "calendar.toml").write_text(calendar, "utf-8")
    (place / "accepted").mkdir(exist_ok=True)
    open_ledger(place / "var" / "ledger.db").runs.knock("15", BEGAN, "before")
    return place


@dataclass
class Clock:
    """The time that every command is told."""

    now: dt.datetime = DUE

    def knock(self, place: Path, moment: dt.datetime | None = None) -> Result:
        self.now = moment or self.now + 6 * MINUTE
        return do(place, "run-due")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    told = Clock()
    for module in ("cakupan.commands.clock", "cakupan.commands.delivery", "generate"):
        monkeypatch.setattr(f"{module}.now", lambda: told.now)
    return told


@contextmanager
def mail(place: Path, *faults: str, **settings: object) -> Iterator[Running]:
    with mailserver(place / "accepted", *faults) as running:
        configure(place, port=running.port, **settings)
        yield running


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month whose edition is made and whose letters wait for somebody's yes, as the clock left it when it was due."""
    place = province(tmp_path_factory.mktemp("made"))
    with mail(place, approvals=1):
        done = clockwork(place, DUE)
        assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "here")
    return tmp_path / "here"


def clockwork(place: Path, moment: dt.datetime, *how: object) -> "subprocess.CompletedProcess[str]":
    """A process that knocks at a moment."""
    words = [sys.executable, "-m", "tests.clockwork", str(place / "settings.toml"), moment.isoformat(), *map(str, how)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def received(server: Running) -> Counter[str]:
    """How many letters each agency has."""
    return Counter(one.recipients[0] for one in server.letters if one.recipients[0] in AGENCIES)


def run_states(place: Path) -> dict[str, RunState]:
    return {key: run.state for key, run in ledger(place).runs.of("15").items()}


ONCE = dict.fromkeys(AGENCIES, 1)


# --- through the door -------------------------------------------------------------------------------------------------


def test_a_month_is_made_when_it_is_due_and_leaves_once_somebody_said_yes(here: Path, clock: Clock) -> None:
    with mail(here, approvals=1) as server:
        assert clock.knock(here, DUE - DAY).exit_code == 0
        assert received(server) == {}
        assert clock.knock(here, DUE + 6 * MINUTE).exit_code == 0
        assert clock.knock(here).exit_code == 0
        (told,) = to(server.letters, OPERATOR)
        assert "./generate.py approve 2024-12 --by" in plain(told)
        assert received(server) == {}
        approve(here)
        assert clock.knock(here).exit_code == 0
        assert received(server) == ONCE
        assert "3 of 3 letters sent" not in clock.knock(here, DUE + DAY).output
        assert received(server) == ONCE
    assert run_states(here)["bulanan 2024-12"] is RunState.DONE
    assert do(here, "history", "--verify").exit_code == 0


def test_nothing_is_due_before_its_time(tmp_path: Path, clock: Clock) -> None:
    place = province(tmp_path)
    with mail(place, approvals=0) as server:
        assert clock.knock(place, ASKED - MINUTE).exit_code == 0
        assert clock.knock(place, DUE - MINUTE).exit_code == 0
        assert server.letters == []
    assert not (place / "out").exists()
    assert run_states(place) == {"bulanan 2024-12 remind": RunState.DONE}


def test_a_pdf_of_an_older_edition_in_the_place_of_a_newer_one_is_printed_again(here: Path, clock: Clock) -> None:
    shelf = here / "out" / "2024-12"
    first, second = sorted(shelf.glob("*.pdf"))
    second.write_bytes(b"%PDF of an older edition")
    rows = ledger(here)
    with rows.engine.begin() as connection:  # killed before letters were planned
        for forget in ("DELETE FROM delivery", "DELETE FROM letter", "DELETE FROM run"):
            connection.exec_driver_sql(forget)
    with mail(here, approvals=0) as server:
        assert clock.knock(here, DUE + 6 * MINUTE).exit_code == 0
        assert received(server) == ONCE
        for one in server.letters:
            if one.recipients[0] in AGENCIES:
                assert pdf_in(one.content) in (first.read_bytes(), second.read_bytes())
    assert Store(here / "var").numbers("15", Period(2024, 12)) == [1]


def test_a_meeting_has_its_own_edition_which_moves_with_it_and_nothing_leaves_once_it_has_begun(
    tmp_path: Path, clock: Clock
) -> None:
    place = province(tmp_path, MEETING.format(day="2025-01-15"))
    calendar = place / "data" / "calendar.toml"
    shelf = place / "out" / "rakor-1"
    with mail(place, approvals=1) as server:
        assert clock.knock(place, MATERIALS).exit_code == 0
        assert "15 Januari 2025" in pages_of((shelf / "15-provinsi-jambi.pdf").read_bytes())[0]
        calendar.write_text(MEETING.format(day="2025-01-16"), "utf-8")
        moved = clock.knock(place, MATERIALS + 3 * DAY)
        assert "meeting rakor-1 moved from Wed 15 Jan 2025" in moved.output
        assert "edition 2 of December 2024" in moved.output
        assert "16 Januari 2025" in pages_of((shelf / "15-provinsi-jambi.pdf").read_bytes())[0]
        assert not any("supersede" in plain(letter) for letter in to(server.letters, OPERATOR))
        late = dt.datetime(2025, 1, 16, 13, 30, tzinfo=WIB)
        clock.now = late - DAY
        assert do(place, "approve", "rakor-1", "--by", "Rina").exit_code == 0
        assert clock.knock(place, late).exit_code == 10, "missed, and told"
        do(place, "send", "rakor-1")
        assert received(server) == {}
        assert run_states(place) == {"rakor-1": RunState.MISSED}
        calendar.write_text(MEETING.format(day="2025-01-22"), "utf-8")
        clock.knock(place, MATERIALS + 7 * DAY)
    assert [one.number for one in Store(place / "var").of_meeting("15", "rakor-1")][:1] == [3]


def test_who_has_letters_with_the_former_day_of_a_meeting_gets_new_ones_when_a_person_says_so(
    tmp_path: Path, clock: Clock
) -> None:
    place = province(tmp_path, MEETING.format(day="2025-01-15"))
    with mail(place, approvals=0) as server:
        assert clock.knock(place, MATERIALS).exit_code == 0
        assert received(server) == ONCE
        assert "rakor-1" in do(place, "history", "rakor-1").output
        assert all("15 Januari 2025" in plain(letter) for letter in to(server.letters, KERINCI))
        (place / "data" / "calendar.toml").write_text(MEETING.format(day="2025-01-16"), "utf-8")
        port = server.port
        configure(place, port=1, approvals=0)
        clock.knock(place, MATERIALS + 3 * DAY)
        configure(place, port=port, approvals=0)
        for _ in range(3):
            clock.knock(place)
        (told,) = to(server.letters, OPERATOR)
        assert "`report --meeting rakor-1`" in plain(told)
        assert received(server) == ONCE
        assert do(place, "report", "--keep", "--meeting", "rakor-1").exit_code == 0
        told_all = do(place, "send", "rakor-1", "--dry-run").stdout
        assert "before the meeting was moved" in " ".join(told_all.split())
        done = do(place, "supersede", "rakor-1")
        assert done.exit_code == 0, done.output
        assert received(server) == dict.fromkeys(AGENCIES, 2)
        assert "16 Januari 2025" in plain(to(server.letters, KERINCI)[1])


# --- killed, and started again ----------------------------------------------------------------------------------------


def test_killed_in_each_stage_before_the_letters_there_is_one_edition_and_one_letter_each(tmp_path: Path) -> None:
    place = province(tmp_path, ROUTINE + "remind = 0\n")
    with mail(place, approvals=0) as server:
        for point in ("reading", "figures", "printing", "kept", "planned"):
            assert clockwork(place, DUE, point).returncode == -signal.SIGKILL, point
            assert received(server) == {}
            assert run_states(place)["bulanan 2024-12"] is RunState.RUNNING
        done = clockwork(place, DUE + MINUTE)
        assert done.returncode == 0, done.stderr
        assert received(server) == ONCE
    assert Store(place / "var").numbers("15", Period(2024, 12)) == [1]
    assert states(place) == [State.SENT] * 3
    assert run_states(place)["bulanan 2024-12"] is RunState.DONE
    assert {"reading", "figures", "printing", "kept", "planned", "unsettled"} == set(POINTS)


@pytest.mark.parametrize("point", ["claimed", "offered", "committing", "answered", "settled", "unsettled"])
def test_killed_at_a_letter_nobody_gets_it_twice_and_what_is_in_doubt_is_told(
    here: Path, clock: Clock, point: str
) -> None:
    with mail(here, approvals=0) as server:
        moment = DUE + 6 * MINUTE
        assert clockwork(here, moment, point).returncode == -signal.SIGKILL
        clock.knock(here, moment + MINUTE)
        clock.knock(here, moment + DAY)
        doubts = [row for row in ledger(here).deliveries() if row.state is State.IN_DOUBT]
        assert len(doubts) == (point in {"committing", "answered"})
        there = received(server)
        expected = ONCE | ({doubts[0].key.address: 0} if point == "committing" else {})
        assert {address: there[address] for address in AGENCIES} == expected
        assert Counter(states(here))[State.SENT] == 3 - len(doubts)
        told = [plain(letter) for letter in to(server.letters, OPERATOR)]
        assert [text for text in told if "generate.py settle" in text][1:] == []
        assert any("generate.py settle" in text for text in told) == bool(doubts)
    assert run_states(here)["bulanan 2024-12"] is RunState.DONE
    assert do(here, "history", "--verify").exit_code == 0


def datagrams(systemd: socket.socket) -> list[bytes]:
    """All that systemd was told."""
    systemd.setblocking(False)
    heard = []
    with suppress(BlockingIOError):
        while True:
            heard.append(systemd.recv(100))
    return heard


def until(happened: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_letter_in_hand_is_finished_when_the_clock_is_stopped_and_the_rest_goes_with_the_next(tmp_path: Path) -> None:
    today = dt.datetime.now(WIB).date()
    day = MEETING.format(day=today + 2 * DAY).replace("2025-01-01", str(today - 30 * DAY))
    place = province(tmp_path, day)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd, mail(place, "DOT=slow:3*1", approvals=0) as mails:
        name = f"cakupan-test-{os.getpid()}"
        systemd.bind(f"\0{name}")
        environ = os.environ | ENGLISH | {"NOTIFY_SOCKET": f"@{name}"}
        words = [sys.executable, "generate.py", "--settings", str(place / "settings.toml"), "serve"]
        with subprocess.Popen(words, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) as process:
            until(lambda: "DOT" in mails.said or process.poll() is not None)
            process.send_signal(signal.SIGTERM)
            _, told = process.communicate(timeout=60)
        assert process.returncode == 0, told
        assert "the clock was stopped" in told
        heard = datagrams(systemd)
        assert (heard[:2], heard[-1]) == ([b"READY=1", b"WATCHDOG=1"], b"STOPPING=1")
        assert sorted(states(place)) == [State.APPROVED, State.APPROVED, State.SENT]
        assert received(mails).total() == 1
        assert do(place, "run-due").exit_code == 0
        assert received(mails) == ONCE


@contextmanager
def stopped_when(happened: Callable[[], object]) -> Iterator[list[float]]:
    """We are asked to end once something has happened; when that was."""
    asked: list[float] = []

    def stop() -> None:
        until(happened)
        asked.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGTERM)

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    thread = threading.Thread(target=stop)
    thread.start()
    try:
        yield asked
    finally:
        thread.join()
        for number, handler in before.items():
            signal.signal(number, handler)


def test_idle_it_ends_within_seconds_with_signs_of_life_behind_it(tmp_path: Path) -> None:
    place = province(tmp_path, "since = 2025-01-01\n")
    beat = place / "beat"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd, mail(place):
        with (place / "settings.toml").open("a", encoding="utf-8") as file:
            file.write('[clock]\nheartbeat = "beat"\n')
        systemd.bind(str(place / "notify"))
        environ = ENGLISH | {"NOTIFY_SOCKET": str(place / "notify")}
        with stopped_when(beat.exists) as asked:
            done = ask("--settings", place / "settings.toml", "serve", env=environ)
            assert time.monotonic() - asked[0] < 5
        heard = datagrams(systemd)
    assert done.exit_code == 0, done.output
    assert "the clock runs; it looks at the calendar every 1 minutes" in done.stderr
    assert (heard[0], heard[-1]) == (b"READY=1", b"STOPPING=1")
    assert b"WATCHDOG=1" in heard
    assert dt.datetime.fromisoformat(beat.read_text("ascii").strip()).tzinfo is not None


def test_a_knock_that_is_asked_to_stop_ends_without_a_complaint(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knocks = threading.Event()

    def knock(_: Round) -> int:
        knocks.set()
        until(lambda: False)
        return 1

    monkeypatch.setattr(Round, "knock", knock)
    with stopped_when(knocks.is_set):
        assert do(here, "run-due").exit_code == 0


# --- a letter in hand, and who has the run ----------------------------------------------------------------------------


def round_of(place: Path, clock: Clock, told: list[str], crashed: list[Exception] | None = None) -> Round:
    def log(message: Message) -> None:
        told.append(str(message))

    crashes = crashed if crashed is not None else []
    heartbeat = Heartbeat({}, "", lambda: clock.now)
    settings = read_settings(place / "settings.toml")
    return Round(settings, {}, lambda: clock.now, Stop(), heartbeat, lambda: None, log, crashes.append)


def test_who_has_lost_the_run_to_another_process_still_notes_what_became_of_the_letter_in_hand(
    here: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakupan.clock.round._RENEW", 0.0)
    clock.now = DUE + 6 * MINUTE
    told: list[str] = []
    with mail(here, approvals=0) as server:
        rounds = round_of(here, clock, told)
        hear = rounds.stop.step

        def robbed(name: str) -> None:
            hear(name)
            if name == "claimed":
                with rounds.ledger.engine.begin() as connection:
                    connection.exec_driver_sql("UPDATE run SET owner = 'other:1:1' WHERE state = 'running'")

        monkeypatch.setattr(rounds.stop, "step", robbed)
        assert rounds.knock() == 1
        assert received(server).total() == 1
        assert sorted(states(here)) == [State.APPROVED, State.APPROVED, State.SENT]
        run = rounds.ledger.runs.of("15")["bulanan 2024-12"]
        assert (run.owner, run.state) == ("other:1:1", RunState.RUNNING), "it is the other's"
        letters = [plain(letter) for letter in to(server.letters, OPERATOR)]
        assert sum("bulanan 2024-12: " in text for text in letters) == 1
        assert not is_gone(run.owner)
        clock.knock(here, clock.now + LEASE + MINUTE)
        assert received(server) == ONCE


def test_a_stop_waits_for_the_letter_in_hand_and_is_heard_once() -> None:
    stop = Stop()
    stop.step("claimed")
    stop._hear(signal.SIGTERM, None)
    for name in ("offered", "committing", "answered"):
        stop.step(name)
    with pytest.raises(Stopped):
        stop.step("settled")
    stop._hear(signal.SIGTERM, None)
    idle = Stop()
    with pytest.raises(Stopped):
        idle._hear(signal.SIGINT, None)
    idle._hear(signal.SIGINT, None)


# --- signs of life ----------------------------------------------------------------------------------------------------


def test_systemd_that_is_not_there_is_told_nothing(tmp_path: Path) -> None:
    for name in ("", "vsock:1", str(tmp_path / "gone"), "@cakupan-nobody-listens"):
        notify({"NOTIFY_SOCKET": name}, "READY=1")


def test_a_heartbeat_that_cannot_be_left_is_said_and_ends_nothing(tmp_path: Path) -> None:
    clock = Clock()
    place = province(tmp_path)
    with mail(place), socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        for heartbeat in (f"https://127.0.0.1:{taken.getsockname()[1]}/alive", str(place / "no" / "beat")):
            told: list[str] = []
            rounds = round_of(place, clock, told)
            rounds.heartbeat.place = heartbeat
            clock.now = dt.datetime(2025, 1, 2, tzinfo=WIB)
            assert rounds.knock() == 0
            (line,) = told
            assert line.startswith("the heartbeat could not be left: ")


def test_the_watchdog_hears_no_more_than_it_needs(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        heartbeat = Heartbeat({"NOTIFY_SOCKET": str(tmp_path / "notify")}, "", lambda: DUE)
        for _ in range(50):
            heartbeat.alive()
        assert datagrams(systemd) == [b"WATCHDOG=1"]


# --- the loop ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("jump", "expected"), [(0, 1), (59, 1), (-59, 1), (90, 2), (-90, 2), (-86400, 2), (86400, 2)])
def test_a_clock_that_was_set_makes_it_knock_again(monkeypatch: pytest.MonkeyPatch, jump: float, expected: int) -> None:
    passed, turns, knocks = [0.0], [0], [0]
    said: list[str] = []
    stop = Stop()

    def turn() -> None:
        turns[0] += 1
        passed[0] += 1.0
        stop.asked = turns[0] == 10

    def knock() -> None:
        knocks[0] += 1

    monkeypatch.setattr(loop, "_NAP", 0.0)
    wall = lambda: passed[0] + (jump if turns[0] > 4 else 0.0)  # noqa: E731
    monkeypatch.setattr(loop, "Drift", partial(Drift, wall, lambda: passed[0]))
    loop.serve(knock, turn, 60, stop, lambda told: said.append(str(told)))
    assert knocks[0] == expected
    assert len(said) == expected - 1


def test_what_stops_a_knock_ends_no_loop_and_is_told_to_the_operator_once(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = province(tmp_path)
    (place / "data" / "calendar.toml").write_text("sinse = 2025-01-01\n", "utf-8")
    told: list[str] = []
    crashed: list[Exception] = []
    with mail(place) as server:
        rounds = round_of(place, clock, told, crashed)
        for _ in range(3):
            rounds.knock_on()
            clock.now += MINUTE
        assert sum("sinse" in line for line in told) == 3
        assert sum("sinse" in plain(letter) for letter in to(server.letters, OPERATOR)) == 1
        (place / "data" / "calendar.toml").write_text("since = 2025-01-01\n", "utf-8")

        def wrong(*_: object) -> None:
            raise ZeroDivisionError

        with monkeypatch.context() as planted:
            planted.setattr("cakupan.clock.round.dues", wrong)
            for _ in range(3):
                rounds.knock_on()
        assert len(crashed) == 3
        mistakes = [letter for letter in to(server.letters, OPERATOR) if "ZeroDivisionError" in plain(letter)]
        assert len(mistakes) == 1
        told.clear()
        rounds.knock_on()
        assert (told, len(crashed)) == ([], 3)


def test_where_nothing_can_be_mailed_what_is_due_still_has_its_turn(tmp_path: Path, clock: Clock) -> None:
    two = ROUTINE + ROUTINE.partition("\n")[2].replace("bulanan", "lagi").replace("working_day = 5", "working_day = 4")
    place = province(tmp_path, two)
    configure(place, host="")
    text = (place / "settings.toml").read_text("utf-8").replace("operator", "# operator")
    (place / "settings.toml").write_text(text.replace("sender", "# sender"), "utf-8")
    for name in ("figures", "targets"):
        file = place / "data" / f"{name}.csv"
        file.write_text(file.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    told: list[str] = []
    rounds = round_of(place, clock, told)
    clock.now = DUE + MINUTE
    assert rounds.knock() == 2
    assert {run_states(place)[key] for key in ("bulanan 2024-12", "lagi 2024-12")} == {RunState.WAITING}
    assert sum("mail.host is not set" in line for line in told) == 1


def test_a_meeting_that_was_missed_and_put_off_has_its_reports_after_all(tmp_path: Path) -> None:
    room = Room(open_ledger(tmp_path / "ledger.db"))
    room.time = at(18)
    assert room.knock(due_at("rakor-1")) == 1
    later = due_at("rakor-1", at(21))
    assert room.knock(later) == 0
    assert room.state(later) is RunState.MISSED, "not before it is due"
    room.time = at(22)
    assert room.knock(later) == 0
    assert (room.state(later), room.hands.made["rakor-1"]) == (RunState.DONE, 1)


# --- figures that are late --------------------------------------------------------------------------------------------


def test_a_branch_that_is_late_is_asked_and_at_the_last_moment_it_goes_with_the_gap(
    tmp_path: Path, clock: Clock
) -> None:
    place = province(tmp_path, figures=MONTHLY)
    with mail(place, approvals=0) as server:
        for moment in (ASKED, ASKED + MINUTE, ASKED + DAY):
            assert clock.knock(place, moment).exit_code == 0
        (asked,) = to(server.letters, BRANCH)
        assert "Kabupaten Kerinci" in plain(asked)
        for moment in (DUE, DUE + MINUTE, DUE + DAY, LAST - MINUTE):
            assert clock.knock(place, moment).exit_code == 0
        assert "15.01" in ledger(place).runs.of("15")["bulanan 2024-12"].told
        assert len(to(server.letters, BRANCH)) == 2, "once before it is due, and once then"
        assert received(server) == {}
        assert clock.knock(place, LAST).exit_code == 0
        there = received(server)
    assert there["bappeda@jambi.example"] == 1
    assert run_states(place)["bulanan 2024-12"] is RunState.DONE


def test_what_is_held_for_its_figures_goes_when_they_come(tmp_path: Path, clock: Clock) -> None:
    place = province(tmp_path, ROUTINE + 'late = "hold"\n', MONTHLY)
    with mail(place, approvals=0) as server:
        clock.knock(place, DUE)
        assert clock.knock(place, LAST).exit_code == 10
        clock.knock(place, LAST + 61 * MINUTE)
        (told,) = to(server.letters, OPERATOR)
        assert "15.01" in plain(told)
        assert received(server) == {}
        folder(place / "data", MONTHLY + IN, TARGETS)
        done = clock.knock(place, LAST + DAY)
        assert done.exit_code == 0, done.output
        assert received(server) == ONCE


def test_without_any_figures_it_is_told_and_at_the_end_marked_as_missed(tmp_path: Path, clock: Clock) -> None:
    place = province(tmp_path, figures="\n".join(line for line in MONTHLY.splitlines() if "2024-12" not in line))
    with mail(place, approvals=0) as server:
        assert clock.knock(place, LAST).exit_code == 10
        clock.knock(place, LAST + 31 * MINUTE)
        (told,) = [one for one in to(server.letters, OPERATOR) if "2024-12" in plain(one)]
        assert clock.knock(place, OVER).exit_code == 10
        assert clock.knock(place, OVER + MINUTE).exit_code == 0
        assert len([one for one in to(server.letters, OPERATOR) if "2024-12" in plain(one)]) == 2
    assert run_states(place)["bulanan 2024-12"] is RunState.MISSED
    assert plain(told)


# --- for a year -------------------------------------------------------------------------------------------------------


def grown(place: Path, months: int, leak: int) -> float:
    """By how many megabytes a process has grown since its first month."""
    done = clockwork(place, DUE, "--months", months, leak)
    assert done.returncode == 0, done.stderr
    first, last = map(float, done.stdout.split())
    return last - first


def test_its_memory_is_flat_over_a_year(tmp_path: Path) -> None:
    place = province(tmp_path)
    with mail(place):
        assert grown(place, 12, 0) < 20
        assert sum(state is RunState.DONE for state in run_states(place).values()) >= 22


def test_a_leak_would_be_seen(tmp_path: Path) -> None:
    place = province(tmp_path)
    with mail(place):
        assert grown(place, 3, 300) > 20
