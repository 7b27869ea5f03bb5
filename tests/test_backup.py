"""Backup and restore: the machine is lost, and nothing is sent twice."""

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from cakupan.backup import Manifest, back_up, restore
from cakupan.backup.manifest import NAME, read, written
from cakupan.errors import DataError, LedgerError, OutputError, RequestError
from cakupan.ledger import Step, copy_of, open_ledger
from cakupan.model import State
from cakupan.period import Period
from cakupan.post.in_doubt import GRACE, ask_archive
from tests import postgres
from tests.keeping import kept
from tests.mailserver import Running, mailserver
from tests.provinces import ROOT, folder
from tests.test_delivery import FIGURES, RECIPIENTS, TARGETS, approve, configure, do, ledger, states, to
from tests.test_generate import said
from tests.test_ledger import many

NOW = dt.datetime(2025, 4, 3, 0, 5, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=7)
KERINCI = "disnaker@kerinci.example"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("printed")
    folder(place / "data", FIGURES, TARGETS)
    (place / "data" / "recipients.csv").write_text(RECIPIENTS, "utf-8")
    configure(place)
    keep(place)
    return place


@pytest.fixture
def place(printed: Path, tmp_path: Path) -> Path:
    shutil.copytree(printed, tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def server(place: Path) -> Iterator[Running]:
    (place / "accepted").mkdir()
    with mailserver(place / "accepted") as running:
        configure(place, port=running.port)
        yield running


def keep(place: Path) -> None:
    done = do(place, "report", "--keep", "--period", "2024-12", "--region", "15", "15.01")
    assert done.exit_code == 0, done.output


def lose(place: Path) -> None:
    shutil.rmtree(place / "var")
    shutil.rmtree(place / "out")


def back(place: Path) -> str:
    """Restore what was backed up, and print the PDFs again."""
    done = do(place, "restore", place / "backup.tar")
    assert done.exit_code == 0, done.output
    assert "the ledger is as it was written" in done.stdout
    assert "the editions are as they were kept" in done.stdout
    assert do(place, "rerun", "2024-12").exit_code == 0
    return done.stdout


def backed_up(place: Path) -> None:
    done = do(place, "backup", place / "backup.tar")
    assert done.exit_code == 0, done.output


def reports(server: Running) -> list[tuple[str, ...]]:
    """Who got a report, the operator's mails left out."""
    return sorted(one.recipients for one in server.letters if "operator@jambi.example" not in one.recipients)


# --- the machine is lost ----------------------------------------------------------------------------------------------


def test_what_was_sent_after_the_backup_is_not_sent_again(place: Path, server: Running) -> None:
    approve(place)
    backed_up(place)
    assert do(place, "send", "2024-12").exit_code == 0
    assert len(reports(server)) == 3
    lose(place)
    assert "0 letters are in doubt" in back(place)
    for _ in range(2):
        assert do(place, "send", "2024-12").exit_code == 10
    assert states(place) == [State.IN_DOUBT] * 3
    approve(place, by="Budi")
    assert "nothing has failed, is held or came back" in do(place, "send", "2024-12", "--only-failed").stdout
    assert do(place, "send", "2024-12").exit_code == 10
    assert len(reports(server)) == 3
    assert do(place, "history", "--verify").exit_code == 0
    assert "may have been sent before the ledger was restored" in do(place, "explain", "2024-12", "15").stdout


def test_what_waited_when_the_backup_was_made_may_have_left_since(place: Path, server: Running) -> None:
    assert do(place, "send", "2024-12").exit_code == 10
    approve(place)
    assert do(place, "send", "2024-12", "--region", "15").exit_code == 0
    backed_up(place)
    assert do(place, "send", "2024-12", "--region", "15.01").exit_code == 0
    lose(place)
    assert "1 letters are in doubt" in back(place)
    assert states(place) == [State.SENT, State.SENT, State.IN_DOUBT]
    assert do(place, "send", "2024-12").exit_code == 10
    assert len(reports(server)) == 3
    (row,) = ledger(place).deliveries(address=KERINCI)
    done = do(place, "settle", row.number, "sent", "--by", "Rina", "--reason", "they have it")
    assert done.exit_code == 0, done.output
    assert do(place, "send", "2024-12").exit_code == 0
    assert len(to(server.letters, KERINCI)) == 1
    assert do(place, "history", "--verify").exit_code == 0


def test_an_edition_made_after_the_backup_and_made_again_is_not_sent_again(place: Path, server: Running) -> None:
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    backed_up(place)
    figures = place / "data" / "figures.csv"
    figures.write_text(figures.read_text("utf-8").replace("450", "460"), "utf-8")
    correct(place)
    assert len(reports(server)) == 5
    lose(place)
    back(place)
    correct(place)
    assert len(reports(server)) == 5
    assert ledger(place).deliveries(edition=2)
    assert {row.state for row in ledger(place).deliveries(edition=2)} == {State.IN_DOUBT}
    assert do(place, "history", "--verify").exit_code == 0


def correct(place: Path) -> None:
    """The next edition, approved, to those who have the one before."""
    accept = ("--accept", "published:15", "--reason", "corrected", "--by", "Rina")
    made = do(place, "report", "--keep", "--period", "2024-12", "--region", "15", "15.01", *accept)
    assert made.exit_code == 0, made.output
    approve(place)
    do(place, "supersede", "2024-12")


def test_what_a_person_or_the_archive_knows_ends_the_doubt(tmp_path: Path) -> None:
    rows = open_ledger(tmp_path / "ledger.db")
    rows.plan(many(2), NOW, "Rina")
    assert rows.restore(NOW, LATER, "me") == 2
    there = rows.deliveries()[0].message_id
    assert len(ask_archive(rows, rows.deliveries(), {there}.__contains__, LATER, "me")) == 1
    ask_archive(rows, rows.deliveries(states=[State.IN_DOUBT]), {there}.__contains__, LATER + GRACE, "me")
    assert [row.state for row in rows.deliveries()] == [State.SENT, State.APPROVED]
    assert rows.verify()[1] == []


def test_only_what_may_have_left_is_in_doubt(tmp_path: Path) -> None:
    rows = open_ledger(tmp_path / "ledger.db")
    assert rows.restored() is None
    rows.plan(many(9), NOW, "Rina")
    after = [state for state in State if state is not State.PLANNED]
    for row, state in zip(rows.deliveries(), after, strict=True):
        assert rows.move(row.number, [State.PLANNED], Step(state), NOW, "Rina")
    assert rows.restore(NOW, LATER, "me") == 6
    kept_so = {row.state for row in rows.deliveries()}
    assert kept_so == {State.SENT, State.REPLACED, State.IN_DOUBT}
    assert rows.restored() == LATER
    fresh = [
        replace(row, key=replace(row.key, occasion=str(period)), period=period, message_id=str(period))
        for row, period in zip(many(2), (Period(2025, 4), Period(2025, 5)), strict=True)
    ]
    rows.plan(fresh, LATER, "Rina")
    assert [row.state for row in rows.deliveries()[-2:]] == [State.IN_DOUBT, State.PLANNED], "May had not begun"
    assert rows.verify()[1] == []


# --- made while others write ------------------------------------------------------------------------------------------

_WRITES = """
import datetime as dt, sys
from pathlib import Path
from cakupan.ledger import open_ledger
from tests.test_ledger import many
ledger = open_ledger(Path(sys.argv[1]))
now = dt.datetime.now(dt.UTC)
rows = many(20000)
ledger.plan(rows[:1], now, "me")
print("ready", flush=True)
for row in rows[1:]:
    ledger.plan([row], now, "me")
"""


def test_a_backup_is_of_one_moment_while_another_process_writes(tmp_path: Path) -> None:
    place = tmp_path / "var" / "ledger.db"
    sizes = []
    with subprocess.Popen([sys.executable, "-c", _WRITES, place], stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout
        child.stdout.readline()
        for number in range(5):
            back_up(tmp_path / "var", place, tmp_path / f"{number}.tar", NOW)
        child.kill()
    for number in range(5):
        new = tmp_path / f"var{number}"
        restore(tmp_path / f"{number}.tar", new, new / "ledger.db", LATER)
        found = open_ledger(new / "ledger.db")
        assert found.verify()[1] == []
        sizes.append(len(found.deliveries()))
        found.engine.dispose()
    assert sizes == sorted(sizes)
    assert sizes[-1] > 0


def test_a_backup_is_its_owners_and_replaces_an_older_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, file = kept(tmp_path), tmp_path / "kept" / "backup.tar"
    file.parent.mkdir()
    (store.root / "15" / "2024-12" / ".new-x").mkdir()
    (store.root / "objects" / "strange").write_text("x")
    (store.root / "objects" / "ab").mkdir(exist_ok=True)
    (store.root / "objects" / "ab" / ".x.part").write_text("x")
    made = back_up(tmp_path / "var", tmp_path / "var" / "ledger.db", file, NOW)
    assert file.stat().st_mode & 0o777 == 0o600
    assert not made.has_ledger
    assert {path.relative_to(store.root.parent).as_posix() for path in store.files()} == set(made.files)
    before = file.read_bytes()

    def fails(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OutputError, match="No space left"):
        back_up(tmp_path / "var", tmp_path / "var" / "ledger.db", file, LATER)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_backup_does_not_lie_in_what_it_is_of(place: Path) -> None:
    (line,) = said(do(place, "backup", place / "var" / "backup.tar"), 2)
    assert "would be lost with it" in line
    (line,) = said(do(place, "backup", place / "nowhere" / "backup.tar"), 7)
    assert "No such file" in line


def test_what_is_no_ledger_cannot_be_copied(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_text("no database, but a long text, longer than its head is" * 30)
    with pytest.raises(LedgerError, match="not a database"):
        copy_of(tmp_path / "ledger.db", tmp_path / "copy.db")


# --- what is not put in place -----------------------------------------------------------------------------------------


def test_nothing_is_restored_over_what_is_there(place: Path) -> None:
    backed_up(place)
    (line,) = said(do(place, "restore", place / "backup.tar"), 2)
    assert "is not empty; nothing was restored over it" in line
    (line,) = said(do(place, "restore", place / "none.tar"), 2)
    lose(place)
    (line,) = said(do(place, "restore", place / "none.tar"), 2)
    assert "none.tar: cannot be read: No such file" in line
    assert not (place / "var").exists()
    (place / "var").mkdir()
    (place / "var" / "watch.json").write_text("{}")  # the watch saw the loss
    assert do(place, "restore", place / "backup.tar").exit_code == 0
    assert not (place / "var" / "watch.json").exists()
    assert do(place, "restore", place / "backup.tar", "--keep-ledger").exit_code == 2


Change = Callable[[tarfile.TarFile, dict[str, bytes]], None]


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type, found.linkname = kind, link
    return found


def _plain(tar: tarfile.TarFile, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        one = entry(name)
        one.size = len(content)
        tar.addfile(one, io.BytesIO(content))


def also(*entries: tarfile.TarInfo) -> Change:
    def change(tar: tarfile.TarFile, files: dict[str, bytes]) -> None:
        for one in entries:
            tar.addfile(one)
        _plain(tar, files)

    return change


def changed(name: str) -> Change:
    return lambda tar, files: _plain(tar, {n: c + b"x" * (name in n) for n, c in files.items()})


def without(name: str) -> Change:
    return lambda tar, files: _plain(tar, {n: c for n, c in files.items() if name not in n})


def manifest(change: Callable[[Manifest], Manifest]) -> Change:
    def apply(tar: tarfile.TarFile, files: dict[str, bytes]) -> None:
        found = read(files[NAME])
        assert found
        _plain(tar, files | {NAME: written(change(found))})

    return apply


STRANGE = "editions/objects/ab/" + "c" * 62


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (also(entry("../x")), "'../x' does not belong into a backup"),
        (also(entry("/etc/x")), "'/etc/x' does not belong"),
        (also(entry("editions/15/2024-12/1/../../../../x")), "does not belong"),
        (also(entry("editions/x/edition.json")), "does not belong"),
        (also(entry("editions/15/2024-13/1/edition.json")), "does not belong"),
        (also(entry("settings.toml")), "does not belong"),
        (also(entry(STRANGE, tarfile.SYMTYPE, "/etc/passwd")), "does not belong"),
        (also(entry(STRANGE, tarfile.LNKTYPE, "ledger.db")), "does not belong"),
        (also(entry(STRANGE, tarfile.CHRTYPE)), "does not belong"),
        (also(entry(STRANGE, tarfile.FIFOTYPE)), "does not belong"),
        (also(entry(STRANGE, tarfile.DIRTYPE)), "does not belong"),
        (also(entry(STRANGE), entry(STRANGE)), "does not belong"),
        (also(entry(STRANGE)), "is missing, or not in its manifest"),
        (changed("edition.json"), "edition.json is not what was put in"),
        (changed("ledger.db"), "ledger.db is not what was put in"),
        (changed(NAME), "is no backup, or not a whole one"),
        (without("ledger.db"), "ledger.db is missing, or not in its manifest"),
        (without(NAME), "is no backup, or not a whole one"),
        (manifest(lambda m: replace(m, format=2)), "is no backup"),
        (manifest(lambda m: replace(m, files={**m.files, "../x": "a" * 64})), "is no backup"),
        (manifest(lambda m: replace(m, files={**m.files, "ledger.db": "../x"})), "is no backup"),
        (manifest(lambda m: replace(m, made=NOW.replace(tzinfo=None))), "is no backup"),
    ],
    ids=[
        "above",
        "absolute",
        "through",
        "province",
        "month",
        "settings",
        "symlink",
        "hard link",
        "device",
        "pipe",
        "folder",
        "twice",
        "not named",
        "edition changed",
        "ledger changed",
        "manifest changed",
        "ledger missing",
        "manifest missing",
        "format",
        "named above",
        "no hash",
        "no zone",
    ],
)
def test_a_file_that_is_not_a_backup_as_it_was_made_is_refused(tmp_path: Path, change: Change, told: str) -> None:
    file, made = tmp_path / "backup.tar", whole(tmp_path)
    with tarfile.open(made) as tar:
        files = {one.name: _content(tar, one) for one in tar}
    with tarfile.open(file, "w") as tar:
        change(tar, files)
    refused(tmp_path, file, told)


def whole(tmp_path: Path) -> Path:
    """A backup of a store and a ledger; both are gone then."""
    kept(tmp_path)
    rows = open_ledger(tmp_path / "var" / "ledger.db")
    rows.plan(many(2), NOW, "Rina")
    rows.engine.dispose()
    back_up(tmp_path / "var", tmp_path / "var" / "ledger.db", tmp_path / "whole.tar", NOW)
    shutil.rmtree(tmp_path / "var")
    return tmp_path / "whole.tar"


def _content(tar: tarfile.TarFile, one: tarfile.TarInfo) -> bytes:
    found = tar.extractfile(one)
    assert found
    return found.read()


def refused(tmp_path: Path, file: Path, told: str) -> None:
    """Nothing of it is there afterwards."""
    with pytest.raises(DataError, match=re.escape(told)):
        restore(file, tmp_path / "there" / "var", tmp_path / "there" / "var" / "ledger.db", LATER)
    assert list((tmp_path / "there").iterdir()) == []


def test_a_file_that_is_cut_off_anywhere_or_hurt_is_refused(tmp_path: Path) -> None:
    content, file = whole(tmp_path).read_bytes(), tmp_path / "backup.tar"
    end = content.rindex(b"}\n") + 2
    for cut in (0, 1, 511, 512, 600, 5000, end // 2, end - 1):
        file.write_bytes(content[:cut])
        refused(tmp_path, file, "no backup" if cut < end else "")
    for hurt in (b"size=x", b"999999999999"):
        file.write_bytes(content[:124] + hurt + content[124 + len(hurt) :])
        refused(tmp_path, file, "is no backup, or not a whole one")
    assert restore(tmp_path / "whole.tar", tmp_path / "var", tmp_path / "var" / "ledger.db", LATER).in_doubt == 2


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = whole(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot write"):
        restore(file, tmp_path / "file" / "var", tmp_path / "file" / "var" / "ledger.db", LATER)
    with pytest.raises(RequestError, match="is not empty"):
        restore(file, tmp_path / "file", tmp_path / "file" / "ledger.db", LATER)


def test_what_was_damaged_before_the_backup_is_told(place: Path) -> None:
    rows = ledger(place)
    rows.plan(many(1), NOW, "Rina")
    with rows.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE delivery SET agency = 'x'")
    rows.engine.dispose()
    (found,) = (place / "var" / "editions").rglob("edition.json")
    found.write_text("{}")
    backed_up(place)
    lose(place)
    done = do(place, "restore", place / "backup.tar")
    assert done.exit_code == 9
    assert "not as it was planned: agency" in done.stderr
    assert "edition.json: the manifest is damaged" in done.stderr
    assert "is as it was written" not in done.stdout


def test_editions_that_were_damaged_before_the_backup_are_told(place: Path) -> None:
    (found,) = (place / "var" / "editions").rglob("edition.json")
    found.write_text("{}")
    backed_up(place)
    lose(place)
    assert do(place, "restore", place / "backup.tar").exit_code == 3


# --- a database -------------------------------------------------------------------------------------------------------


def test_a_ledger_in_a_database_has_a_backup_of_its_own(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.server() as running:
        monkeypatch.setenv("CAKUPAN_LEDGER_PASSWORD", postgres.PASSWORD)
        settings = place / "settings.toml"
        settings.write_text(settings.read_text("utf-8") + f'[ledger]\nurl = "{running.url}"\n', "utf-8")
        url = make_url(running.url).set(drivername="postgresql+psycopg", password=postgres.PASSWORD)
        rows = open_ledger(url)
        rows.plan(many(1), NOW, "Rina")
        done = do(place, "backup", place / "backup.tar")
        assert done.exit_code == 0, done.output
        assert f"pg_dump --format=custom --file={place / 'backup.tar'}.pgdump {running.url}" in done.stdout
        assert postgres.PASSWORD not in done.stdout
        lose(place)
        done = do(place, "restore", place / "backup.tar", "--keep-ledger")
        assert done.exit_code == 0, done.output
        assert "in doubt" not in done.stdout
        assert rows.deliveries()[0].state is State.PLANNED
        shutil.rmtree(place / "var")
        assert "1 letters are in doubt" in do(place, "restore", place / "backup.tar").stdout
        assert rows.deliveries()[0].state is State.IN_DOUBT
        assert rows.verify()[1] == []
        rows.engine.dispose()
