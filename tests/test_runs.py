"""Runs of the clock: one at a time, each once, whatever the clock shows; on both databases."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, make_url, text

from cakupan.ledger import Ledger, open_ledger
from cakupan.ledger.database import _postgresql, _sqlite
from cakupan.ledger.tables import metadata
from cakupan.model import Approval, Run, RunState
from tests import postgres
from tests.provinces import ROOT
from tests.test_ledger import many

NOW = dt.datetime(2025, 4, 7, 0, 0, tzinfo=dt.UTC)
AT = NOW - dt.timedelta(hours=1)
LEASE = dt.timedelta(minutes=5)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
KEY = "monthly/2025-03"


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


def drop(engine: Engine) -> None:
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "var" / "ledger.db")
    url = make_url(request.getfixturevalue("server").url).set(password=postgres.PASSWORD)
    return url.render_as_string(hide_password=False)


def opened(place: str) -> Ledger:
    return open_ledger(make_url(place) if "://" in place else Path(place))


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    found = opened(place)
    yield found
    drop(found.engine)


def take(ledger: Ledger, now: dt.datetime = NOW, owner: str = "me", key: str = KEY, gone: str = "") -> Run | None:
    return ledger.runs.claim(key, "15", "2025-03", AT, now, owner, LEASE, lambda who: who == gone)


def taken(ledger: Ledger, now: dt.datetime = NOW, owner: str = "me", key: str = KEY, gone: str = "") -> Run:
    run = take(ledger, now, owner, key, gone)
    assert run
    return run


def put(
    ledger: Ledger, state: RunState, now: dt.datetime = NOW, why: str = "", wait: dt.timedelta | None = None
) -> Run:
    run = taken(ledger, now)
    assert ledger.runs.settle(run.number, "me", state, why, now, now + wait if wait else None)
    return ledger.runs.of("15")[KEY]


def told(ledger: Ledger) -> list[tuple[str, str]]:
    return [(entry.detail["state"], entry.detail["why"]) for entry in ledger.history() if entry.event == "run"]


# --- taken, held, let go ----------------------------------------------------------------------------------------------


def test_a_run_is_taken_by_one_and_let_go_by_the_same(ledger: Ledger) -> None:
    run = taken(ledger)
    assert (run.key, run.province, run.occasion, run.at) == (KEY, "15", "2025-03", AT)
    assert (run.state, run.attempts, run.owner, run.lease) == (RunState.RUNNING, 1, "me", NOW + LEASE)
    assert take(ledger, owner="you") is None
    assert not ledger.runs.settle(run.number, "you", RunState.DONE, "", NOW)
    assert ledger.runs.settle(run.number, "me", RunState.DONE, "sent", NOW + MINUTE)
    assert not ledger.runs.settle(run.number, "me", RunState.HELD, "", NOW)
    done = ledger.runs.of("15")[KEY]
    assert (done.state, done.owner, done.lease, done.settled, done.told) == ("done", "", None, NOW + MINUTE, "sent")
    assert ledger.runs.of("74") == {}
    assert told(ledger) == [("running", ""), ("done", "sent")]
    assert ledger.verify()[1] == []


def test_one_at_a_time_in_a_province(ledger: Ledger) -> None:
    first = taken(ledger)
    assert take(ledger, owner="you", key="other") is None
    assert ledger.runs.claim(KEY, "74", "2025-03", AT, NOW, "you", LEASE, lambda _: False), "another province"
    assert ledger.runs.settle(first.number, "me", RunState.WAITING, "", NOW)
    assert take(ledger, owner="you", key="other")
    assert take(ledger) is None, "now the other one runs"


def test_who_renews_keeps_it_and_who_does_not_loses_it(ledger: Ledger) -> None:
    run = taken(ledger)
    assert ledger.runs.renew(run.number, "me", NOW + 4 * MINUTE, LEASE)
    assert take(ledger, NOW + 9 * MINUTE, "you") is None
    again = taken(ledger, NOW + 10 * MINUTE, "you")
    assert (again.number, again.attempts, again.owner) == (run.number, 2, "you")
    assert not ledger.runs.renew(run.number, "me", NOW + 10 * MINUTE, LEASE)
    assert not ledger.runs.settle(run.number, "me", RunState.DONE, "", NOW + 10 * MINUTE)
    assert told(ledger) == [("running", ""), ("running", "taken back from me")]
    assert ledger.verify()[1] == []


def test_what_a_process_held_that_has_ended_is_taken_over_at_once(ledger: Ledger) -> None:
    taken(ledger, owner="dead")
    assert take(ledger, owner="you") is None
    assert taken(ledger, owner="you", gone="dead").told == "taken back from dead"


def test_a_dead_run_does_not_stand_in_the_way_of_another(ledger: Ledger) -> None:
    taken(ledger, owner="dead")
    assert take(ledger, owner="you", key="other", gone="dead")


def test_what_waits_is_taken_at_its_moment_and_told_once(ledger: Ledger) -> None:
    put(ledger, RunState.WAITING, why="figures of Kerinci are not in", wait=MINUTE)
    assert take(ledger, NOW + MINUTE / 2) is None
    for minute in range(1, 60):
        put(ledger, RunState.WAITING, NOW + minute * MINUTE, "figures of Kerinci are not in", MINUTE)
    assert told(ledger) == [("running", ""), ("waiting", "figures of Kerinci are not in")]
    assert ledger.verify()[1] == []
    run = taken(ledger, NOW + DAY)
    assert run.attempts == 61
    assert ledger.verify()[1] == [], "while it runs"
    ledger.runs.settle(run.number, "me", RunState.WAITING, "nobody said yes", NOW + DAY)
    assert told(ledger)[2:] == [("waiting", "nobody said yes")]


def test_a_run_whose_moment_moved_is_told(ledger: Ledger) -> None:
    put(ledger, RunState.WAITING)
    later = AT + 3 * DAY
    run = ledger.runs.claim(KEY, "15", "2025-03-19", later, NOW, "me", LEASE, lambda _: False)
    assert run
    assert (run.at, run.occasion) == (later, "2025-03-19")
    assert ledger.history()[-1].detail["at"] == later.isoformat()
    assert ledger.verify()[1] == []


@pytest.mark.parametrize("state", [RunState.DONE, RunState.HELD, RunState.MISSED])
def test_what_came_to_an_end_is_not_taken_again(ledger: Ledger, state: RunState) -> None:
    put(ledger, state)
    assert take(ledger, NOW + 1000 * DAY) is None
    assert ledger.runs.of("15")[KEY].state is state


# --- the clock was wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [RunState.WAITING, RunState.HELD, RunState.MISSED])
def test_what_was_settled_in_the_future_is_void_when_the_clock_is_set_back(ledger: Ledger, state: RunState) -> None:
    put(ledger, state, NOW + 300 * DAY, "x", 9 * DAY)
    run = taken(ledger)
    assert run.told == f"was {state} at {(NOW + 300 * DAY).isoformat()}, which has not come yet"
    assert ledger.runs.settle(run.number, "me", state, "x", NOW)
    assert [state for state, _ in told(ledger)] == ["running", state, "running", state]
    assert ledger.verify()[1] == []


def test_what_was_done_in_the_future_stays_done(ledger: Ledger) -> None:
    put(ledger, RunState.DONE, NOW + 300 * DAY)
    assert take(ledger) is None
    assert not ledger.runs.mark(KEY, "15", "2025-03", AT, RunState.MISSED, "", NOW, "me")


def test_a_lease_of_the_future_holds_nothing(ledger: Ledger) -> None:
    """A machine that was a year ahead when it died would else stand in the way for a year."""
    taken(ledger, NOW + DAY, "elsewhere")
    assert take(ledger, owner="you") is None, "that may be a clock set back an hour under a process that works"
    taken(ledger, NOW + 30 * DAY, "elsewhere")
    assert taken(ledger, owner="you").told == "taken back from elsewhere"


# --- marked without being taken ---------------------------------------------------------------------------------------


def mark(ledger: Ledger, state: RunState = RunState.MISSED, now: dt.datetime = NOW) -> bool:
    return ledger.runs.mark(KEY, "15", "2025-03", AT, state, "the machine was off", now, "me")


def test_what_was_missed_is_marked_once(ledger: Ledger) -> None:
    assert mark(ledger)
    assert not mark(ledger)
    run = ledger.runs.of("15")[KEY]
    assert (run.state, run.attempts, run.settled, run.told) == ("missed", 0, NOW, "the machine was off")
    assert told(ledger) == [("missed", "the machine was off")]
    assert take(ledger) is None
    assert ledger.verify()[1] == []


def test_what_waits_or_is_held_by_nobody_may_be_marked_and_what_runs_may_not(ledger: Ledger) -> None:
    run = taken(ledger)
    assert not mark(ledger)
    assert ledger.runs.settle(run.number, "me", RunState.WAITING, "", NOW, NOW + DAY)
    assert mark(ledger)
    assert ledger.runs.of("15")[KEY].next is None
    assert mark(ledger, RunState.WAITING), "a person lets it go on"
    assert taken(ledger).attempts == 2
    assert mark(ledger, now=NOW + DAY), "who held it has let its lease run out"
    assert ledger.verify()[1] == []


def test_what_was_marked_in_the_future_is_marked_again(ledger: Ledger) -> None:
    assert mark(ledger, now=NOW + DAY)
    assert mark(ledger)
    assert not mark(ledger)
    assert ledger.runs.of("15")[KEY].settled == NOW


# --- knocks and meetings ----------------------------------------------------------------------------------------------


def test_the_last_knock_is_kept_without_history(ledger: Ledger) -> None:
    assert ledger.runs.last_knock("15") is None
    for minute in range(3):
        ledger.runs.knock("15", NOW + minute * MINUTE, "me")
    assert ledger.runs.last_knock("15") == NOW + 2 * MINUTE
    assert ledger.runs.last_knock("74") is None
    assert ledger.history() == []


def test_a_meeting_that_moves_is_told_once(ledger: Ledger) -> None:
    wib = dt.timezone(dt.timedelta(hours=7))
    first, second = NOW.astimezone(wib), (NOW + 7 * DAY).astimezone(wib)
    assert ledger.runs.moved("15", "rakor", first, NOW, "me") is None
    assert ledger.runs.moved("15", "rakor", NOW, NOW, "me") is None, "the same moment of another clock"
    assert ledger.runs.moved("15", "rakor", second, NOW, "me") == first
    assert ledger.runs.moved("15", "rakor", second, NOW, "me") is None
    (line,) = ledger.history()
    assert (line.event, line.detail["key"], line.detail["begins"]) == (
        "meeting moved",
        "rakor",
        "2025-04-14T00:00:00+00:00",
    )
    assert ledger.verify()[1] == []


# --- what was rewritten is found --------------------------------------------------------------------------------------

_STRANGE = (
    "INSERT INTO run SELECT 9, province, 'x', occasion, at, state, attempts, next, owner, lease, settled, said, told "
    "FROM run WHERE number = 1"
)


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE run SET state = 'done' WHERE number = 2", "run 2: not what the history says: state"),
        ("UPDATE run SET state = 'done', said = 'done' WHERE number = 2", "run 2: not what the history says: state"),
        ("UPDATE run SET state = 'running' WHERE number = 1", "run 1: not what the history says: state"),
        ("UPDATE run SET state = 'waiting', said = 'waiting' WHERE number = 1", "run 1: not what"),
        ("UPDATE run SET told = 'x' WHERE number = 1", "run 1: not what the history says: why"),
        ("UPDATE run SET key = 'x' WHERE number = 1", "run 1: not what the history says: key"),
        ("UPDATE run SET province = '74', occasion = '2025-02' WHERE number = 1", "province, occasion"),
        ("UPDATE run SET at = '2025-01-01 00:00:00' WHERE number = 2", "run 2: not what the history says: at"),
        ("UPDATE run SET settled = '2099-01-01 00:00:00' WHERE number = 1", "the history says: settled"),
        ("DELETE FROM run WHERE number = 2", "run 2: is missing"),
        (_STRANGE, "run 9: the history does not know it"),
    ],
)  # fmt: skip
def test_a_run_that_was_rewritten_is_found(ledger: Ledger, sql: str, found: str) -> None:
    put(ledger, RunState.DONE)
    run = taken(ledger, key="other")
    assert ledger.runs.settle(run.number, "me", RunState.WAITING, "for a yes", NOW)
    assert ledger.verify()[1] == []
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql(sql)
    lines = [str(line) for line in ledger.verify()[1]]
    assert len(lines) == 1
    assert found in lines[0]


# --- several processes, many orders -----------------------------------------------------------------------------------

_CLAIM = """
import datetime as dt, sys
from pathlib import Path
from sqlalchemy import make_url
from cakupan.ledger import open_ledger, this_process
place, count = sys.argv[1], int(sys.argv[2])
ledger = open_ledger(make_url(place) if "://" in place else Path(place))
now, lease, me = dt.datetime.now(dt.UTC), dt.timedelta(minutes=20), this_process()
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    run = ledger.runs.claim(str(number), str(number), "2025-03", now, now, me, lease, lambda _: False)
    if run:
        print(run.key)
"""


def test_of_four_processes_one_gets_it(place: str) -> None:
    ledger = opened(place)
    asked = [sys.executable, "-c", _CLAIM, place, "50"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    four = [subprocess.Popen(asked, cwd=ROOT, env=os.environ, **pipes) for _ in range(4)]  # type: ignore[call-overload]
    for process in four:
        assert process.stdout.readline() == "ready\n"
    for process in four:
        process.stdin.write("go\n")
        process.stdin.flush()
    keys = [key for process in four for key in process.communicate()[0].split()]
    assert [process.returncode for process in four] == [0] * 4
    assert sorted(map(int, keys)) == list(range(50))
    assert ledger.verify()[1] == []
    drop(ledger.engine)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "settle", "mark", "renew"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["me", "you"]),
        st.sampled_from([state for state in RunState if state is not RunState.RUNNING]),
        st.integers(-3000, 4000),
    ),
    max_size=30,
)


@given(_STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_what_is_done_stays_done_and_one_runs_at_a_time(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str, RunState, int]]
) -> None:
    ledger = open_ledger(tmp_path_factory.mktemp("runs") / "ledger.db")
    now = NOW
    done: set[str] = set()
    for what, key, owner, state, minutes in steps:
        now += minutes * MINUTE
        run = ledger.runs.of("15").get(key)
        if what == "claim":
            before = [r for r in ledger.runs.of("15").values() if r.lease and now <= r.lease <= now + LEASE]
            found = take(ledger, now, owner, key)
            assert not (found and (key in done or before))
        elif what == "mark":
            ledger.runs.mark(key, "15", "2025-03", AT, state, "", now, owner)
        elif run and what == "settle":
            ledger.runs.settle(run.number, owner, state, "", now)
        elif run:
            ledger.runs.renew(run.number, owner, now, LEASE)
        assert all(ledger.runs.of("15")[k].state is RunState.DONE for k in done)
        done = {r.key for r in ledger.runs.of("15").values() if r.state is RunState.DONE}
        assert ledger.verify()[1] == []
    ledger.engine.dispose()


# --- ledgers of before ------------------------------------------------------------------------------------------------


def first_ledger(place: str) -> Ledger:
    """A ledger as the first program made it."""
    engine = _postgresql(make_url(place)) if "://" in place else _sqlite(Path(place))
    config = Config()
    config.set_main_option("script_location", str(ROOT / "cakupan" / "ledger" / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.commit()
    return Ledger(engine)


def test_a_ledger_of_before_with_rows_is_stepped_forward(place: str) -> None:
    old = first_ledger(place)
    assert old.plan(many(3), NOW, "Rina") == 3
    old.approve(Approval("15", "2025-03", 1, "Rina", NOW, {"15": "a" * 64}, NOW))
    rows, history = old.deliveries(), old.history()
    old.engine.dispose()
    ledger = opened(place)
    assert (ledger.deliveries(), ledger.history()) == (rows, history)
    assert [ledger.letter(row.letter_sha256) for row in rows] == [b"0", b"1", b"2"]
    occasion = "rakor-percepatan-2025-03-19"
    ledger.approve(Approval("15", occasion, 1, "Rina", NOW, {}))
    assert len(ledger.approvals("15", occasion, 1)) == 1
    assert taken(ledger).state is RunState.RUNNING
    assert ledger.verify()[1] == []
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    drop(ledger.engine)
