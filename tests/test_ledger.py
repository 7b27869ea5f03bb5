"""The ledger: one row a letter, one owner a row, a history that cannot be rewritten unseen; on both databases."""

import datetime as dt
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import URL, create_engine, make_url, text

from cakupan.errors import LedgerError, SettingsError
from cakupan.ledger import Ledger, Step, is_gone, open_ledger, place_of, this_process
from cakupan.ledger.tables import metadata
from cakupan.model import Approval, DeliveryKey, PlannedLetter, State
from cakupan.period import Period
from tests import postgres
from tests.provinces import ROOT

NOW = dt.datetime(2025, 4, 3, 0, 5, tzinfo=dt.UTC)
LEASE = dt.timedelta(minutes=20)
KEY = DeliveryKey("15", "2025-03", 1, "15.01", "bappeda@kerinci.example")


def planned(key: DeliveryKey = KEY, letter: bytes = b"letter") -> PlannedLetter:
    return PlannedLetter(
        key, Period(2025, 3), "Bappeda", "perencanaan", "id", "a" * 64, key.message_id("x.example"), letter
    )


def many(count: int) -> list[PlannedLetter]:
    return [planned(replace(KEY, address=f"a{number}@x.example"), b"%d" % number) for number in range(count)]


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "sqlite":
        found = open_ledger(tmp_path / "var" / "ledger.db")
        yield found
        found.engine.dispose()
        return
    running = request.getfixturevalue("server")
    found = open_ledger(make_url(running.url).set(password=postgres.PASSWORD))
    yield found
    with found.engine.begin() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    found.engine.dispose()


def approved(ledger: Ledger, rows: list[PlannedLetter] | None = None) -> list[int]:
    """The numbers of rows that may go."""
    ledger.plan(rows or [planned()], NOW, "Rina")
    numbers = [row.number for row in ledger.deliveries(states=[State.PLANNED])]
    for number in numbers:
        assert ledger.move(number, [State.PLANNED], Step(State.APPROVED), NOW, "Rina")
    return numbers


def test_a_delivery_is_planned_once(ledger: Ledger) -> None:
    assert ledger.plan([planned(), planned()], NOW, "Rina") == 1
    assert ledger.plan([planned(letter=b"another")], NOW, "Rina") == 0
    (row,) = ledger.deliveries("15", "2025-03", 1, "15.01")
    assert (row.key, row.state, row.attempts, row.due) == (KEY, State.PLANNED, 0, None)
    assert ledger.letter(row.letter_sha256) == b"letter"
    assert ledger.deliveries("15", "2025-02") == []


def test_what_waits_is_replaced_by_a_newer_edition_and_what_left_is_not(ledger: Ledger) -> None:
    one, two = approved(ledger, many(2))
    assert ledger.claim(NOW, "me", LEASE, [one])
    newer = [replace(row, key=replace(row.key, edition=2), message_id=row.message_id + "2") for row in many(2)]
    assert ledger.plan(newer, NOW, "Rina") == 2
    states = {row.number: row.state for row in ledger.deliveries(edition=1)}
    assert states == {one: State.SENDING, two: State.REPLACED}


def test_a_row_is_claimed_once_and_moved_by_who_holds_it(ledger: Ledger) -> None:
    (number,) = approved(ledger)
    row = ledger.claim(NOW, "me", LEASE, [number])
    assert row
    assert (row.state, row.owner, row.attempts, row.lease) == (State.SENDING, "me", 1, NOW + LEASE)
    assert ledger.claim(NOW, "you", LEASE, [number]) is None
    step = Step(State.COMMITTING, lease=LEASE)
    assert not ledger.move(number, [State.SENDING], step, NOW, "you", "you")
    assert ledger.move(number, [State.SENDING], step, NOW, "me", "me")
    assert not ledger.move(number, [State.SENDING], step, NOW, "me", "me")
    assert ledger.move(number, [State.COMMITTING], Step(State.SENT, reply="250 ok"), NOW, "me", "me")
    row = ledger.delivery(number)
    assert (row.state, row.reply, row.lease) == (State.SENT, "250 ok", None)
    events = [entry.event for entry in ledger.history([number])]
    assert events == ["planned", "approved", "sending", "committing", "sent"]


def test_a_row_that_is_due_later_waits(ledger: Ledger) -> None:
    (number,) = approved(ledger)
    later = NOW + dt.timedelta(minutes=5)
    assert ledger.claim(NOW, "me", LEASE, [number])
    step = Step(State.APPROVED, "greylisted", "451 later", due=later)
    assert ledger.move(number, [State.SENDING], step, NOW, "me", "me")
    assert ledger.claim(NOW, "me", LEASE, [number]) is None
    row = ledger.claim(later, "me", LEASE, [number])
    assert row
    assert row.attempts == 2
    assert ledger.history([number])[-2].detail == {"why": "greylisted", "reply": "451 later", "due": later.isoformat()}


def test_what_a_process_held_that_is_gone_is_taken_back(ledger: Ledger) -> None:
    one, two, three = approved(ledger, many(3))
    for number in (one, two, three):
        assert ledger.claim(NOW, "gone" if number != three else "alive", LEASE, [number])
    assert ledger.move(two, [State.SENDING], Step(State.COMMITTING, lease=LEASE), NOW, "gone", "gone")
    found = ledger.recover(NOW, "me", lambda owner: owner == "gone")
    assert {row.number: row.state for row in found} == {one: State.APPROVED, two: State.IN_DOUBT}
    assert ledger.recover(NOW + LEASE, "me", lambda _: False) == []
    assert ledger.move(three, [State.SENDING], Step(State.SENDING, lease=LEASE), NOW, "alive", "alive")
    (late,) = ledger.recover(NOW + LEASE + dt.timedelta(seconds=1), "me", lambda _: False)
    assert (late.number, late.state) == (three, State.APPROVED)


def test_what_another_process_takes_back_meanwhile_is_left(ledger: Ledger) -> None:
    (number,) = approved(ledger)
    assert ledger.claim(NOW, "gone", LEASE, [number])
    back = Step(State.APPROVED)
    assert ledger.recover(NOW, "me", lambda _: ledger.move(number, [State.SENDING], back, NOW, "other")) == []


def test_an_approval_is_kept_and_a_second_one_by_the_same_person_takes_its_place(ledger: Ledger) -> None:
    first = Approval("15", "2025-03", 1, "Rina", NOW, {"15": "a" * 64}, NOW)
    second = replace(first, at=NOW + LEASE, pdfs={"15": "b" * 64}, not_before=None, not_after=NOW + LEASE)
    other = replace(second, by="Budi", at=NOW + 2 * LEASE)
    for given in (first, second, other):
        ledger.approve(given)
    assert ledger.approvals("15", "2025-03", 1) == [second, other]
    assert ledger.approvals("15", "2025-03", 2) == []
    assert ledger.verify()[1] == []


def test_a_note_changes_no_state(ledger: Ledger) -> None:
    (number,) = approved(ledger)
    ledger.note(number, "bounced", NOW, "Rina", code="5.1.1")
    ledger.note(None, "digest", NOW, "Rina")
    assert [entry.event for entry in ledger.history()] == ["planned", "approved", "bounced", "digest"]
    assert ledger.delivery(number).state is State.APPROVED
    assert ledger.verify() == (ledger.history()[-1].hash, [])


_STRANGE = (
    "INSERT INTO delivery SELECT 2, province, occasion, 2, region, address, period, agency, role, language, "
    "pdf_sha256, letter_sha256, 'x', state, 0, NULL, '', NULL, '' FROM delivery"
)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE history SET event = 'sent' WHERE number = 2", "history, line 2: is not what was written"),
        ("UPDATE history SET detail = '{}' WHERE number = 1", "history, line 1: is not what was written"),
        ("DELETE FROM history WHERE number = 1", "history, line 2: is not what was written"),
        ("DELETE FROM history WHERE number = 2", "history: its last lines are missing (1 of 2)"),
        ("UPDATE delivery SET state = 'sent'", 'delivery 1: is "sent", the history says "approved"'),
        ("UPDATE delivery SET address = 'x@y.example'", "delivery 1: not as it was planned: address"),
        ("DELETE FROM delivery", "delivery 1: is missing"),
        ("UPDATE letter SET content = BLOB", "its bytes are not what was written"),
        ("INSERT INTO history VALUES (3, 1, '2025-01-01', 'x', 'sent', '{}', 'x')", "history, line 3"),
        (
            "INSERT INTO approval VALUES (1, '15', '2025-03', 1, 'X', '2025-01-01', '{}', NULL, NULL)",
            "the approval of edition 1 of 2025-03 by X is not what was given",
        ),
        (_STRANGE, "delivery 2: the history does not know it"),
    ],
)  # fmt: skip
def test_what_was_rewritten_is_found(ledger: Ledger, sql: str, told: str) -> None:
    approved(ledger)
    assert ledger.verify()[1] == []
    blob = "x'00'" if ledger.engine.dialect.name == "sqlite" else r"'\x00'"
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql(sql.replace("BLOB", blob))
    found = [str(line) for line in ledger.verify()[1]]
    assert any(told in line for line in found), found


def test_a_letter_that_is_gone_is_found(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.db")
    ledger.plan([planned()], NOW, "Rina")
    with ledger.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM letter")
        connection.exec_driver_sql("BEGIN")
    assert [str(line) for line in ledger.verify()[1]] == ["letters of 1 deliveries are missing"]


def test_the_tables_are_those_the_migrations_make(ledger: Ledger) -> None:
    """What the program believes of its tables is what a ledger has that grew step by step."""
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_ledger_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_ledger(path).engine.dispose()
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(LedgerError, match="of another version of the program"):
        open_ledger(path)


def test_a_ledger_that_cannot_be_used_is_told_without_its_password(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no database, but a long text, longer than its head is" * 30)
    for place in (tmp_path / "file" / "ledger.db", tmp_path / "file"):
        with pytest.raises(LedgerError, match=f"the ledger {place} cannot be used: .*; see that you may write to it"):
            open_ledger(place)
    with pytest.raises(LedgerError) as caught:
        open_ledger(make_url("postgresql+psycopg://me:rahasia@127.0.0.1:9/x"))
    assert str(caught.value).startswith("the ledger postgresql://me:***@127.0.0.1:9/x cannot be used: connection ")
    assert str(caught.value).endswith("; see that the database is up, and look at ledger.url and ledger.password")
    assert "rahasia" not in str(caught.value)


def test_a_ledger_that_others_may_read_is_shut_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.db"
    open_ledger(path).plan([planned()], NOW, "Rina")
    beside = [path, tmp_path / "ledger.db-wal"]
    for file in beside:
        file.touch()
        file.chmod(0o664)
    open_ledger(path)
    assert [file.stat().st_mode & 0o777 for file in beside] == [0o600, 0o600]

    def not_ours(*_: object, **__: object) -> None:
        raise PermissionError

    path.chmod(0o604)
    monkeypatch.setattr(Path, "chmod", not_ours)
    with pytest.raises(LedgerError, match=f"others may read the ledger {path}, and it is not yours; have its owner"):
        open_ledger(path)


def test_the_ledger_is_a_file_unless_a_database_is_named(tmp_path: Path) -> None:
    assert place_of(tmp_path, "", "") == tmp_path / "ledger.db"
    place = place_of(tmp_path, "postgresql://me@db.example/x", "rahasia")
    assert isinstance(place, URL)
    assert (place.drivername, place.password) == ("postgresql+psycopg", "rahasia")
    for url in ("nonsense", "sqlite:///x.db", "postgresql://h:port/x"):
        with pytest.raises(SettingsError, match="expected an address like postgresql://"):
            place_of(tmp_path, url, "")
    for url in ("postgresql://me:rahasia@db.example/x", "postgresql://me@db.example/x?password=rahasia"):
        with pytest.raises(SettingsError, match="holds a password") as caught:
            place_of(tmp_path, url, "")
        assert "rahasia" not in str(caught.value)


def test_an_empty_file_is_no_new_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").touch()
    with pytest.raises(LedgerError, match=r"ledger.db is empty; restore it from the backup"):
        open_ledger(tmp_path / "ledger.db")


def test_a_database_that_goes_away_is_told(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.db")
    with ledger.engine.begin() as connection:
        connection.execute(text("DROP TABLE head"))
    with pytest.raises(LedgerError, match="no such table"):
        ledger.plan([planned()], NOW, "Rina")
    with ledger.engine.begin() as connection:
        connection.execute(text("DROP TABLE delivery"))
    with pytest.raises(LedgerError, match="no such table"):
        ledger.deliveries()


def test_only_its_owner_reads_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "var" / "ledger.db"
    approved(open_ledger(path))
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_a_process_is_gone_when_it_is_and_not_before() -> None:
    assert not is_gone(this_process())
    with subprocess.Popen([sys.executable, "-c", _SAY], stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout
        owner = child.stdout.readline().strip()
        assert not is_gone(owner)
        child.kill()
    assert is_gone(owner)
    assert not is_gone("elsewhere/x:1:2")


_SAY = "import time; from cakupan.ledger import this_process; print(this_process(), flush=True); time.sleep(60)"


def test_a_machine_that_tells_nothing_of_its_processes_leaves_it_to_the_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakupan.ledger.owner._PROC", tmp_path / "none")
    assert not is_gone(this_process())


@pytest.mark.parametrize(
    ("answer", "gone"),
    [(None, False), (PermissionError(), False), (ProcessLookupError(), True)],
    ids=["there", "another user's", "nobody"],
)
def test_a_process_whose_folder_may_not_be_seen_is_not_gone_while_it_is_there(
    answer: Exception | None, gone: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with hidepid: there is a /proc, and in it nothing of that process."""

    def asked(*_: int) -> None:
        if answer:
            raise answer

    (tmp_path / str(os.getpid())).mkdir()
    monkeypatch.setattr("cakupan.ledger.owner._PROC", tmp_path)
    owner = f"{this_process().rpartition(':')[0]}:12345"
    monkeypatch.setattr("os.kill", asked)
    assert is_gone(owner) is gone


def test_a_number_that_another_process_has_now_tells_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: int) -> None:
        raise AssertionError("it can be seen that it is another")

    monkeypatch.setattr("os.kill", asked)
    assert is_gone(f"{this_process().rpartition(':')[0]}:12345")


_CLAIM = """
import datetime as dt, sys
from pathlib import Path
from sqlalchemy import make_url
from cakupan.ledger import Step, open_ledger, this_process
from cakupan.model import State
place, count = sys.argv[1], int(sys.argv[2])
ledger = open_ledger(make_url(place) if "://" in place else Path(place))
me, now = this_process(), dt.datetime.now(dt.UTC)
print("ready", flush=True)
sys.stdin.readline()
for start in range(1, count + 1, 100):
    while row := ledger.claim(now, me, dt.timedelta(minutes=20), range(start, start + 100)):
        print(row.number)
        assert ledger.move(row.number, [State.SENDING], Step(State.SENT, reply="250"), now, me, me)
"""


@pytest.mark.parametrize(("engine", "count"), [("sqlite", 300), ("postgresql", 2000)])
def test_four_processes_take_no_row_twice(
    engine: str, count: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = str(tmp_path / "ledger.db")
    if engine == "postgresql":
        url = make_url(request.getfixturevalue("server").url).set(password=postgres.PASSWORD)
        place = url.render_as_string(hide_password=False)
    ledger = open_ledger(make_url(place) if "://" in place else Path(place))
    rows = approved(ledger, many(count))
    command = [sys.executable, "-c", _CLAIM, place, str(count)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    four = [subprocess.Popen(command, cwd=ROOT, env=os.environ, **pipes) for _ in range(4)]  # type: ignore[call-overload]
    for process in four:
        assert process.stdout.readline() == "ready\n"
    for process in four:
        process.stdin.write("go\n")
        process.stdin.flush()
    taken = [process.communicate()[0].split() for process in four]
    assert [process.returncode for process in four] == [0] * 4
    times = Counter(number for numbers in taken for number in numbers)
    assert set(times.values()) == {1}
    assert sorted(map(int, times)) == sorted(rows)
    assert sum(map(bool, taken)) > 1, "they ran beside one another"
    assert ledger.verify()[1] == []
    if engine == "postgresql":
        with ledger.engine.begin() as connection:
            metadata.drop_all(connection)
            connection.execute(text("DROP TABLE alembic_version"))
    ledger.engine.dispose()
