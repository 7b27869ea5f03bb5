"""Delivery through the door: an edition, somebody's yes, a real mail server; each agency gets its own, once."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from click.testing import Result

from cakupan.ledger import Ledger, Step, open_ledger
from cakupan.message import message
from cakupan.model import State
from cakupan.period import Period
from cakupan.pipeline.order import Made
from cakupan.post.guard import Guard
from cakupan.stated import stated
from tests import imapserver as imap
from tests.certificates import papers
from tests.imapserver import imapserver
from tests.mailserver import Accepted, Running, mailserver
from tests.provinces import folder, pages_of
from tests.test_generate import ask, files, said

FIGURES = """\
2024-10-01,15,active,total,400
2024-10-01,15,potential,total,1000
2024-12-02,15,active,total,450
2024-12-02,15.01,coverage_rate,total,40
"""
TARGETS = "2024-01-01,2025-12-31,15,target_rate,total,53\n"
HEAD = "agency,region,role,address,language,valid_from,valid_until,reviewed_on\n"
RECIPIENTS = (
    HEAD
    + "Bappeda Provinsi,15,koordinator,bappeda@jambi.example,id,,,\n"
    + "Mitra,15,pengamat,mitra@jambi.example,en,,,\n"
    + "Disnaker Kerinci,15.01,pelaksana,disnaker@kerinci.example,id,,,\n"
)
OPERATOR = "operator@jambi.example"
KERINCI = "disnaker@kerinci.example"
SETTINGS = f"""\
data = "data"
out = "out"
var = "var"
[run]
workers = 1
[mail]
host = "127.0.0.1"
security = "local"
sender = "laporan@jambi.example"
operator = "{OPERATOR}"
allow = ["jambi.example", "kerinci.example"]
"""


def do(place: Path, *words: object) -> Result:
    return ask("--settings", place / "settings.toml", *words)


def configure(place: Path, **mail: object) -> None:
    """Settings with other words in [mail]; what is no text is written as TOML has it."""
    lines = [
        f"{name} = {str(value).lower() if isinstance(value, int) else repr(value)}\n" for name, value in mail.items()
    ]
    kept = [line for line in SETTINGS.splitlines(keepends=True) if line.partition(" =")[0] not in mail]
    (place / "settings.toml").write_text("".join(kept + lines), "utf-8")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an edition of two reports, as every test finds it."""
    place = tmp_path_factory.mktemp("printed")
    folder(place / "data", FIGURES, TARGETS)
    (place / "data" / "recipients.csv").write_text(RECIPIENTS, "utf-8")
    configure(place)
    done = do(place, "report", "--keep", "--period", "2024-12", "--region", "15", "15.01")
    assert done.exit_code == 0, done.output
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


def ledger(place: Path) -> Ledger:
    return open_ledger(place / "var" / "ledger.db")


def states(place: Path) -> list[State]:
    return [row.state for row in ledger(place).deliveries()]


def to(taken: list[Accepted], address: str) -> list[bytes]:
    return [one.content for one in taken if address in one.recipients]


def pdf_in(letter: bytes) -> bytes:
    (part,) = [
        p for p in message_from_bytes(letter, policy=default).walk() if p.get_content_type() == "application/pdf"
    ]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def plain(letter: bytes) -> str:
    body = message_from_bytes(letter, policy=default).get_body(("plain",))
    assert body
    return str(body.get_content()).replace("\r\n", "\n")


def approve(place: Path, *words: object, by: str = "Rina") -> None:
    done = do(place, "approve", "2024-12", "--by", by, *words)
    assert done.exit_code == 0, done.output


# --- the way it goes --------------------------------------------------------------------------------------------------


def test_each_agency_gets_its_own_report_once_and_only_after_somebody_said_yes(place: Path, server: Running) -> None:
    dry = do(place, "send", "2024-12", "--dry-run")
    assert dry.exit_code == 0
    assert dry.stdout.count("and not be sent: approved by 0 of 1") == 3
    assert "nothing was sent" in dry.stdout
    assert not (place / "var" / "ledger.db").exists() or states(place) == []
    waits = do(place, "send")
    assert waits.exit_code == 10
    assert "December 2024, edition 1: 0 of 3 letters sent, 3 to be looked at" in waits.stdout
    assert [one.recipients for one in server.letters] == [(OPERATOR,)]
    approve(place)
    assert do(place, "send", "2024-12", "--dry-run").stdout.count("would be sent") == 3
    sent = do(place, "send", "2024-12")
    assert sent.exit_code == 0, sent.output
    assert "3 of 3 letters sent, 0 to be looked at" in sent.stdout
    assert do(place, "send", "2024-12").exit_code == 0
    assert do(place, "send", "2024-12", "--dry-run").stdout.count("nothing: sent") == 3
    for address, region in (
        ("bappeda@jambi.example", "15"),
        ("mitra@jambi.example", "15"),
        ("disnaker@kerinci.example", "15.01"),
    ):
        (letter,) = to(server.letters, address)
        found = stated(pdf_in(letter))
        assert (found.region, found.period, found.edition) == (region, "2024-12", "1")


def test_what_happened_is_told_on_one_screen(place: Path, server: Running) -> None:
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    (letter,) = to(server.letters, "disnaker@kerinci.example")
    assert pdf_in(letter) == (place / "out" / "2024-12" / "15.01-kabupaten-kerinci.pdf").read_bytes()
    assert do(place, "history", "--verify").exit_code == 0
    listed = do(place, "history", "2024-12", "--region", "15.01").stdout
    assert "disnaker@kerinci.example" in listed
    assert "bappeda" not in listed
    told = do(place, "explain", "2024-12", "Kab. Kerinci").stdout
    for part in ("edition 1: has the report", "approval of edition 1: Rina", "may be written to", "sent: 250 2.0.0"):
        assert part in told
    assert "UTC" not in told
    assert "WIB waits for approval" in told
    assert "committing" not in told


def test_a_ledger_without_letters_says_so(place: Path) -> None:
    assert do(place, "history").stdout == "the ledger has no letter\n"
    assert do(place, "history", "--verify").stdout == "the ledger is empty: nothing was ever planned\n"
    approve(place)
    assert "the ledger is as it was written" in do(place, "history", "--verify").stdout
    configure(place, port=1, operator="")
    do(place, "send", "2024-12")
    assert do(place, "history", "2024-11").stdout == "the ledger has no such letter\n"
    assert do(place, "history", "--region", "15.02").stdout == "the ledger has no such letter\n"
    assert "disnaker@kerinci" in do(place, "history", "--region", "Kab. Kerinci").stdout
    assert "Kerinci" in said(do(place, "history", "--region", "Kerincy"), 2)[0]


def test_the_operator_hears_the_same_once_a_day(place: Path, server: Running) -> None:
    for _ in range(3):
        assert do(place, "send", "2024-12").exit_code == 10
    (digest,) = to(server.letters, OPERATOR)
    text = plain(digest)
    assert text.count("./generate.py approve 2024-12 --by NAME") == 1
    assert "waits for approval: 3\n  1: 15, Bappeda Provinsi, bappeda@jambi.example\n  2: " in text
    rows = ledger(place)
    with rows.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE history SET at = datetime(at, '-25 hours') WHERE event = 'digest'")
    assert do(place, "send", "2024-12").exit_code == 10
    assert len(to(server.letters, OPERATOR)) == 2


def test_the_operator_hears_why_and_answers_with_other_numbers_are_the_same(place: Path) -> None:
    (place / "accepted").mkdir()
    approve(place)
    taken: list[Accepted] = []
    for number, words in ((41, ()), (42, ("--only-failed",))):
        with mailserver(place / "accepted", f"RCPT@{KERINCI}=550 5.1.1 nobody, q{number}") as running:
            configure(place, port=running.port)
            assert do(place, "send", "2024-12", *words).exit_code == 10
            taken = running.letters
    (digest,) = to(taken, OPERATOR)
    assert "q42" in ledger(place).deliveries()[2].reply
    text = plain(digest)
    assert (
        "failed: 1\n  3: 15.01, Disnaker Kerinci, disnaker@kerinci.example\n     the mail server answered RCPT" in text
    )
    assert "550 5.1.1 nobody, q41" in text
    assert "what to do: correct the address" in text


def test_the_operator_hears_of_a_run_that_ends_before_any_letter_once_a_day(place: Path, server: Running) -> None:
    (place / "data" / "recipients.csv").write_bytes(b"\xff\xfe\x00")
    assert do(place, "send", "2024-12", "--dry-run").exit_code == 3
    assert not server.letters, "whoever typed it sees it"
    for _ in range(2):
        assert do(place, "send", "2024-12").exit_code == 3
    (digest,) = to(server.letters, OPERATOR)
    assert message_from_bytes(digest, policy=default)["Subject"] == "Cakupan: no letter was sent"
    assert plain(digest).startswith("No letter was sent:\nrecipients.csv, row 1: ")
    assert do(place, "send", "2024-12", "--edition", 7).exit_code == 2
    (place / "data" / "regions.csv").write_text("code\n", "utf-8")
    assert do(place, "supersede", "2024-12").exit_code == 3
    assert len(to(server.letters, OPERATOR)) == 2, "not of an edition that is not there"


def test_a_run_that_ends_early_says_what_else_goes_wrong_and_nothing_twice(place: Path) -> None:
    (place / "data" / "recipients.csv").write_bytes(b"\xff\xfe\x00")
    configure(place, port=1)
    first, *_ = said(do(place, "send", "2024-12"), 3)
    assert first.startswith("the digest did not reach the operator: the mail server 127.0.0.1:1 cannot be reached")
    configure(place, port=1, security="starttls", user="cakupan")
    first, *_ = said(do(place, "send", "2024-12"), 3)
    assert first.startswith("the digest did not reach the operator: the password of mail.user is missing")
    for file in (place / "var").glob("ledger.db*"):
        file.unlink()
    (place / "var" / "ledger.db").write_bytes(b"no database" * 100)
    assert do(place, "send", "2024-12").exit_code == 9
    assert "digest" not in do(place, "send", "2024-12").stderr


def test_a_digest_that_cannot_be_mailed_is_told_on_the_terminal(place: Path) -> None:
    configure(place, port=1)
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert "the digest did not reach the operator" in done.stderr
    configure(place, port=1, operator="")
    assert "digest" not in do(place, "send", "2024-12").stderr


def test_a_server_that_is_not_there_stops_the_run_and_loses_nothing(place: Path) -> None:
    configure(place, port=1)
    approve(place)
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert "the mail server 127.0.0.1:1 cannot be reached (connection refused); look at mail.host" in done.stderr
    assert states(place) == [State.APPROVED] * 3
    told = do(place, "explain", "2024-12", "15").stdout
    listed = do(place, "history").stdout
    assert listed.count("approved") == 3
    assert "refused" not in listed, "nobody answered"
    assert "approved (" not in listed, "they go as soon as the server is back"
    assert "127.0.0.1:1 cannot be reached (connection refused)" in told


def test_all_that_decides_fits_on_a_screen_however_often_a_letter_was_tried(place: Path) -> None:
    approve(place)
    configure(place, port=1, operator="")
    for _ in range(6):
        do(place, "send", "2024-12")
    assert corrected(place, *SIGNED) == 0
    approve(place)
    (place / "accepted").mkdir()
    with mailserver(place / "accepted", "RCPT=451~1") as running:
        configure(place, port=running.port, operator="")
        do(place, "send", "2024-12")
    lines = do(place, "explain", "2024-12", "15").stdout.splitlines()
    assert len(lines) <= 24
    assert "  ... 8 steps before" in lines, "of the letter that was tried six times"
    assert sum("replaced by a newer edition" in line for line in lines) == 4, "two letters, a step each"
    assert any("approved, not before 20" in line and line.count("451") == 1 for line in lines)


# --- somebody says yes ------------------------------------------------------------------------------------------------


def test_a_yes_is_bound_to_the_pdfs_as_they_lie_there(place: Path, server: Running) -> None:
    shelf = place / "out" / "2024-12"
    (shelf / "15-provinsi-jambi.pdf").write_bytes((shelf / "15.01-kabupaten-kerinci.pdf").read_bytes())
    (shelf / "15.01-kabupaten-kerinci.pdf").unlink()
    lines = said(do(place, "approve", "2024-12", "--by", "Rina"), 2)
    assert "15-provinsi-jambi.pdf is not the PDF of edition 1; ./generate.py rerun 2024-12 --edition 1" in lines[0]
    assert "15.01-kabupaten-kerinci.pdf is not there" in lines[1]
    assert lines[2] == "nothing is approved: a yes is to all PDFs of an edition"
    assert do(place, "send", "2024-12").exit_code == 10
    assert [one.recipients for one in server.letters] == [(OPERATOR,)]
    assert states(place) == []
    assert do(place, "rerun", "2024-12", "--out", place / "out").exit_code == 0
    with (shelf / "15-provinsi-jambi.pdf").open("ab") as file:
        file.write(b"x\n")
    line, _ = said(do(place, "approve", "2024-12", "--by", "Rina"), 2)
    assert "15-provinsi-jambi.pdf: behind the report of edition 1 stand 2 bytes, and no seal is set" in line


@pytest.mark.parametrize("name", [" ", "\u200b", "Rina\nBudi", "Rina\tS.", "Rina\u2028", "\x1b[2JRina"])
def test_a_name_is_one_line_that_says_something(place: Path, name: str) -> None:
    done = do(place, "approve", "2024-12", "--by", name)
    assert done.exit_code == 2
    assert "must " in done.stderr
    assert not ledger(place).approvals("15", "2024-12", 1)
    assert do(place, "report", "--accept", "published:15.01", "--reason", "x", "--by", name).exit_code == 2


def test_two_persons_are_two_persons(place: Path, server: Running) -> None:
    configure(place, port=server.port, approvals=2)
    done = do(place, "approve", "2024-12", "--by", "Rina")
    assert "approvals still needed: 1; nothing leaves before" in done.stdout
    approve(place, by="RINA")
    approve(place, by="R\u200bina\u00a0")
    rows = ledger(place)
    (given,) = rows.approvals("15", "2024-12", 1)
    rows.approve(type(given)(**{**vars(given), "by": "Ri\tna"}))  # as an earlier program took it for another person
    assert do(place, "send", "2024-12").exit_code == 10
    told = do(place, "explain", "2024-12", "15").stdout
    assert "approval of edition 1: still needed: 1" in told
    assert "steps before" not in told, "a letter with fewer steps than there is room for"
    assert "approved by 1 of 2" in do(place, "send", "2024-12", "--dry-run").stdout
    approve(place, by="Budi")
    assert do(place, "send", "2024-12").exit_code == 0
    assert len(to(server.letters, "bappeda@jambi.example")) == 1


def test_where_nobody_has_to_say_yes_it_goes(place: Path, server: Running) -> None:
    configure(place, port=server.port, approvals=0)
    assert "a letter would be written and sent" in do(place, "send", "2024-12", "--dry-run").stdout
    assert do(place, "send", "2024-12", "--region", "Kab. Kerinci").exit_code == 0
    assert [one.recipients for one in server.letters] == [("disnaker@kerinci.example",)]


def test_the_tables_go_along_where_that_is_asked(place: Path, server: Running) -> None:
    configure(place, port=server.port, annex=True, approvals=0)
    assert do(place, "send", "2024-12", "--region", "15.01").exit_code == 0
    (whole,) = to(server.letters, "disnaker@kerinci.example")
    kinds = [part.get_content_subtype() for part in message_from_bytes(whole, policy=default).walk()]
    assert "vnd.openxmlformats-officedocument.spreadsheetml.sheet" in kinds


def test_a_yes_may_name_its_hour(place: Path, server: Running) -> None:
    approve(place, "--send-at", "2099-01-01T07:00", "--not-after", "2099-01-01T09:00")
    done = do(place, "send", "2024-12")
    assert done.exit_code == 0
    assert done.stdout.count("approved (2099-01-01 07:00 WIB)") == 3
    assert not server.letters
    told = do(place, "explain", "2024-12", "15").stdout
    assert "WIB; not before 2099-01-01 07:00 WIB; not after 2099-01-01 09:00 WIB" in told
    assert "approved, not before 2099-01-01 07:00 WIB" in told


def test_a_yes_cannot_come_after_its_own_end(place: Path) -> None:
    (line,) = said(do(place, "approve", "2024-12", "--by", "Rina", "--not-after", "2024-12-31T09:00"), 2)
    assert line.endswith("it is not to be sent after 2024-12-31 09:00 WIB, as Rina said, and that is over")
    assert do(place, "approve", "2024-12", "--by", "R", "--not-after", "tomorrow").exit_code == 2


def test_what_is_not_sent_by_the_hour_is_held(place: Path, server: Running) -> None:
    approve(place)
    do(place, "send", "2024-12", "--region", "15.01")
    rows = ledger(place)
    (given,) = rows.approvals("15", "2024-12", 1)
    past = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    rows.approve(type(given)(**{**vars(given), "not_after": past}))
    assert (
        "too late: it was not to be sent after 2025-01-01 07:00 WIB" in do(place, "send", "2024-12", "--dry-run").stdout
    )
    assert do(place, "send", "2024-12").exit_code == 10
    assert len(to(server.letters, "bappeda@jambi.example")) == 0


def test_who_operates_it_hears_that_what_was_too_late_needs_other_hours(place: Path, server: Running) -> None:
    approve(place, "--send-at", "2099-01-01T07:00")
    assert do(place, "send", "2024-12").exit_code == 0
    rows, past = ledger(place), dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    (given,) = rows.approvals("15", "2024-12", 1)
    rows.approve(type(given)(**{**vars(given), "not_before": None, "not_after": past}))
    for row in rows.deliveries(region="15"):  # their hour has come
        rows.move(row.number, [State.APPROVED], Step(State.APPROVED), past, "time")
    assert do(place, "send", "2024-12").exit_code == 10
    (digest,) = to(server.letters, OPERATOR)
    told = "./generate.py approve 2024-12 --by NAME with other hours, then ./generate.py send 2024-12 --only-failed"
    assert f"what to do: {told}" in " ".join(plain(digest).split())
    told = do(place, "approve", "2024-12", "--by", "Rina").stdout
    assert "letters that are held: 2; ./generate.py send 2024-12 --only-failed sends them" in told
    assert do(place, "send", "2024-12", "--only-failed").exit_code == 0
    assert len(to(server.letters, "bappeda@jambi.example")) == 1


# --- the right people -------------------------------------------------------------------------------------------------


def test_who_was_taken_off_the_list_is_held_back_at_the_last_moment(place: Path, server: Running) -> None:
    configure(place, port=server.port, approvals=1)
    assert do(place, "send", "2024-12").exit_code == 10
    approve(place)
    rows = ledger(place)
    for row in rows.deliveries():  # they are released before the list is changed
        rows.move(row.number, [State.PLANNED], Step(State.APPROVED), row.due or dt.datetime.now(dt.UTC), "Rina")
    configure(place, port=server.port, allow=["kerinci.example"])
    (place / "data" / "recipients.csv").write_text(HEAD + "Disnaker,15.01,x,lain@kerinci.example,id,,,\n", "utf-8")
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert states(place)[:3] == [State.HELD] * 3
    assert {one.recipients for one in server.letters} == {(OPERATOR,), ("lain@kerinci.example",)}
    told = do(place, "explain", "2024-12", "15").stdout
    assert "jambi.example is not among the domains that may be written to" in told
    assert "recipients: nobody stands in the list" in told
    assert "does not stand in recipients.csv" in do(place, "explain", "2024-12", "15.01").stdout
    configure(place, port=server.port)
    (place / "data" / "recipients.csv").write_text(RECIPIENTS, "utf-8")
    again = do(place, "send", "2024-12", "--only-failed")
    assert again.stdout.count("250 2.0.0 queued") == 3
    assert len(to(server.letters, "bappeda@jambi.example")) == 1


def test_who_is_not_valid_or_has_no_report_gets_none_and_is_told(place: Path, server: Running) -> None:
    more = "Bungo,15.02,x,dinas@kerinci.example,id,,,\nLama,15,x,lama@jambi.example,id,,2020-01-01,\n"
    (place / "data" / "recipients.csv").write_text(RECIPIENTS + more, "utf-8")
    done = do(place, "send", "2024-12", "--dry-run")
    assert "gets none: edition 1 has no report on this region" in done.stdout
    assert "gets none: not valid on " in done.stdout
    assert (
        "edition 1: was not asked for this region; `report --period 2024-12 --region 15.02 --keep` makes its report"
        in do(place, "explain", "2024-12", "15.02").stdout
    )
    assert "edition: none is kept" in do(place, "explain", "2024-11", "15").stdout


def test_without_a_server_or_an_edition_it_is_said_what_is_missing(place: Path) -> None:
    configure(place, host="")
    approve(place)
    (line,) = said(do(place, "send", "2024-12"), 4)
    assert "mail.host is not set" in line
    shutil.rmtree(place / "var" / "editions")
    (line,) = said(do(place, "send"), 2)
    assert "there is no edition yet" in line


def test_a_province_that_cannot_be_read_is_told(place: Path) -> None:
    (place / "data" / "regions.csv").write_text("code\n", "utf-8")
    assert do(place, "send", "2024-12").exit_code == 3


# --- corrections ------------------------------------------------------------------------------------------------------


SIGNED = ("--accept", "published:15.01", "--reason", "dikoreksi", "--by", "Rina")


def corrected(place: Path, *signed: str, figure: int = 41) -> int:
    """Another edition, in which Kerinci has another figure; the exit code."""
    folder(place / "data", FIGURES.replace("total,40", f"total,{figure}"), TARGETS)
    (place / "data" / "recipients.csv").write_text(RECIPIENTS, "utf-8")
    return do(place, "report", "--keep", "--period", "2024-12", "--region", "15", "15.01", *signed).exit_code


def test_a_corrected_edition_goes_to_those_who_have_the_wrong_one(place: Path, server: Running) -> None:
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    assert corrected(place, *SIGNED) == 0
    told = do(place, "send", "2024-12", "--dry-run").stdout
    assert "has edition 1, which differs in 1 figures; ./generate.py supersede" in " ".join(told.split())
    assert "approved by 0 of 1" in do(place, "supersede", "2024-12", "--dry-run").stdout
    approve(place)
    assert "a letter would be written and sent" in do(place, "supersede", "2024-12", "--dry-run").stdout
    done = do(place, "supersede", "2024-12")
    assert done.exit_code == 0, done.output
    first, second = to(server.letters, "disnaker@kerinci.example")
    assert "Edisi 2, menggantikan edisi 1" in plain(second)
    assert "40% (2 Desember 2024) -> 41% (2 Desember 2024)" in plain(second)
    assert stated(pdf_in(second)).edition == "2"
    assert message_from_bytes(first)["Message-ID"] != message_from_bytes(second)["Message-ID"]
    assert do(place, "supersede", "2024-12").exit_code == 0
    assert do(place, "send", "2024-12", "--dry-run").stdout.count("nothing: sent") == 3
    assert len(to(server.letters, "disnaker@kerinci.example")) == 2
    assert corrected(place) == 0, "a third, made of the same figures"
    told = " ".join(do(place, "supersede", "2024-12", "--dry-run").stdout.split())
    assert "gets none: has edition 2, whose figures are the same" in told


def test_who_has_what_was_wrong_is_to_be_looked_at_until_they_have_the_new_one(place: Path, server: Running) -> None:
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    assert corrected(place, *SIGNED) == 0
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert "0 of 0 letters sent, 3 to be looked at" in done.stdout
    (digest,) = to(server.letters, OPERATOR)
    told = "15.01, Disnaker Kerinci, disnaker@kerinci.example: gets none: has edition 1, which differs in 1 figures"
    assert told in " ".join(plain(digest).split())
    assert "  ./generate.py supersede 2024-12 sends the new one\n" in plain(digest)
    assert len(server.letters) == 4, "the digest is one of them"


def test_what_waits_goes_on_when_a_newer_edition_has_no_such_report(place: Path, server: Running) -> None:
    approve(place)
    configure(place, port=1, operator="")
    assert do(place, "send", "2024-12").exit_code == 10
    configure(place, port=server.port)
    assert do(place, "report", "--keep", "--period", "2024-12", "--region", "15.01").exit_code == 0
    approve(place)
    rows = ledger(place)
    for row in rows.deliveries(states=[State.APPROVED]):  # their wait is over
        rows.move(row.number, [State.APPROVED], Step(State.APPROVED), dt.datetime.now(dt.UTC), "time")
    done = do(place, "send", "2024-12")
    assert done.exit_code == 0, done.output
    assert len(to(server.letters, "bappeda@jambi.example")) == 1
    assert len(to(server.letters, "mitra@jambi.example")) == 1
    assert len(to(server.letters, "disnaker@kerinci.example")) == 1
    assert states(place) == [State.SENT, State.SENT, State.REPLACED, State.SENT]


def test_what_waits_is_replaced_by_the_corrected_edition(place: Path, server: Running) -> None:
    assert do(place, "send", "2024-12").exit_code == 10
    assert corrected(place, *SIGNED) == 0
    approve(place)
    assert "has no older edition that could be superseded" in do(place, "supersede", "2024-12", "--dry-run").stdout
    done = do(place, "send", "2024-12")
    assert done.exit_code == 0, done.output
    assert states(place) == [State.REPLACED] * 3 + [State.SENT] * 3
    assert "replaced by a newer edition" in do(place, "history").stdout
    assert len(to(server.letters, "disnaker@kerinci.example")) == 1


def test_who_has_an_edition_before_the_last_is_told_what_has_changed_since_theirs(place: Path, server: Running) -> None:
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    assert corrected(place, *SIGNED) == 0
    assert corrected(place, *SIGNED, figure=42) == 0
    approve(place)
    assert do(place, "supersede", "2024-12").exit_code == 0
    second = to(server.letters, "disnaker@kerinci.example")[1]
    assert "40% (2 Desember 2024) -> 42% (2 Desember 2024)" in plain(second)


def test_a_region_that_is_held_in_the_newest_edition_is_explained(place: Path, server: Running) -> None:
    assert corrected(place) == 8
    told = do(place, "explain", "2024-12", "15.01").stdout
    assert "edition 2: has no report; `report --period 2024-12 --region 15.01` says why" in told
    assert "edition 1: has the report" in told
    assert "gets none: edition 2 has no report on this region" in do(place, "send", "2024-12", "--dry-run").stdout
    assert not server.letters


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"letter_sha256": "0" * 64}, "the letter is not the one that was planned"),
        ({"message_id": "<other@jambi.example>"}, "the Message-ID of the letter is"),
        ({"pdf_sha256": "0" * 64}, "the SHA-256 of the letter is"),
        ({"region": "15.01"}, 'the region of the letter is "15", not "15.01"'),
        ({"address": "mitra@jambi.example"}, "the recipient of the letter is"),
        ({"edition": 2}, 'the edition of the letter is "1", not "2"'),
        ({"period": Period(2024, 11)}, 'the period of the letter is "2024-12", not "2024-11"'),
        ({"occasion": "rakor-1"}, 'the occasion of the letter is "2024-12", not "rakor-1"'),
    ],
)
def test_a_letter_that_is_not_the_rows_own_does_not_leave(
    place: Path, server: Running, changes: dict[str, object], told: str
) -> None:
    """Somebody else's report, month, meeting or edition is found in the bytes that are about to go."""
    do(place, "send", "2024-12")
    rows = ledger(place)
    row = rows.deliveries()[0]
    of_key = {name: value for name, value in changes.items() if name in vars(row.key)}
    rest = {name: value for name, value in changes.items() if name not in of_key}
    other = replace(row, key=replace(row.key, **of_key), **rest)  # type: ignore[arg-type]
    guard = Guard(0, lambda _: [], lambda *_: None)
    letter, now = rows.letter(row.letter_sha256), dt.datetime.now(dt.UTC)
    assert guard.objection(row, letter, now) is None
    assert told in str(guard.objection(other, letter, now))


# --- trials, doubts, damage -------------------------------------------------------------------------------------------


def test_a_trial_says_so_on_every_page_and_touches_no_row(place: Path, server: Running) -> None:
    done = do(place, "send", "2024-12", "--to", "saya@jambi.example")
    assert done.exit_code == 0, done.output
    assert {one.recipients for one in server.letters} == {("saya@jambi.example",)}
    assert len(server.letters) == 2
    for one in server.letters:
        assert message_from_bytes(one.content, policy=default)["Subject"].startswith("UJI COBA")
        assert message_from_bytes(one.content, policy=default)["To"] == "saya@jambi.example"
        assert all("UJI COBA" in page for page in pages_of(pdf_in(one.content)))
    assert states(place) == []
    assert [entry.event for entry in ledger(place).history()] == ["trial", "trial"]
    assert ledger(place).verify()[1] == []
    for words in (("--dry-run",), ("--only-failed",), ("--dry-run", "--only-failed")):
        assert do(place, "send", "2024-12", "--to", "saya@jambi.example", *words).exit_code == 2
    assert len(server.letters) == 2
    for address in ("", "saya@elsewhere.example", "Saya <saya@jambi.example>"):
        (line,) = said(do(place, "send", "2024-12", "--to", address), 2)
        assert "is no address at a domain that may be written to" in line


def test_a_trial_of_a_region_nobody_is_written_to_about_is_possible(place: Path, server: Running) -> None:
    (place / "data" / "recipients.csv").write_text(RECIPIENTS.replace("15.01", "15.02"), "utf-8")
    assert do(place, "send", "2024-12", "--region", "15.01", "--to", "saya@jambi.example").exit_code == 0
    (letter,) = to(server.letters, "saya@jambi.example")
    assert "Seperti untuk: –" in plain(letter)
    configure(place, port=1)
    (line,) = said(do(place, "send", "2024-12", "--to", "saya@jambi.example"), 10)
    assert "cannot be reached" in line


def test_a_trial_that_cannot_be_printed_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no = Made(problems=(message("no ink"),), exit_code=6)
    monkeypatch.setattr("cakupan.post.trial.make_all", lambda orders, *_: dict.fromkeys(orders, no))
    configure(place, port=1)
    assert said(do(place, "send", "2024-12", "--to", "saya@jambi.example"), 6) == ["no ink"]


def test_a_person_settles_what_nobody_knows(place: Path) -> None:
    (place / "accepted").mkdir()
    approve(place)
    with mailserver(place / "accepted", "DOT=vanish*3", "DOT=drop*1") as running:
        configure(place, port=running.port, operator="")
        assert do(place, "send", "2024-12").exit_code == 10
        assert states(place) == [State.IN_DOUBT] * 3
        assert do(place, "send", "2024-12").exit_code == 10
        assert states(place) == [State.IN_DOUBT] * 3, "nothing is sent twice by itself"
        for by, reason in (("", "telepon"), ("Rina", " "), ("Rina", "a\nb"), ("Ri\rna", "telepon")):
            assert do(place, "settle", 1, "sent", "--by", by, "--reason", reason).exit_code == 2
        assert states(place) == [State.IN_DOUBT] * 3
        for number, outcome in enumerate(("sent", "failed", "again"), 1):
            done = do(place, "settle", number, outcome, "--by", "Rina", "--reason", "telepon")
            assert done.exit_code == 0, done.output
        assert states(place) == [State.SENT, State.FAILED, State.APPROVED]
        assert "sent, as Rina said: telepon" in do(place, "explain", "2024-12", "15").stdout
        assert "is not in doubt: sent" in said(do(place, "settle", 1, "again", "--by", "R", "--reason", "x"), 2)[0]
        assert "no letter 9" in said(do(place, "settle", 9, "again", "--by", "R", "--reason", "x"), 2)[0]
    assert ledger(place).verify()[1] == []


def test_a_rewritten_row_is_found(place: Path, server: Running) -> None:
    approve(place)
    do(place, "send", "2024-12")
    with ledger(place).engine.begin() as connection:
        connection.exec_driver_sql("UPDATE delivery SET state = 'failed' WHERE number = 1")
    assert said(do(place, "history", "--verify"), 9) == ['delivery 1: is "failed", the history says "sent"']
    assert len(server.letters) == 3


def test_the_password_is_nowhere(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in the ledger, a letter, an error, the terminal, nor anything else a whole run leaves behind."""
    password = "rahasia-yang-panjang-sekali"  # noqa: S105  # of a server that lives for some seconds
    (tmp_path / "papers").mkdir()
    shown = papers(tmp_path / "papers")
    (tmp_path / "box").mkdir()
    monkeypatch.setenv("CAKUPAN_MAIL_PASSWORD", password)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "here"))
    with mailserver(tmp_path / "box", security="starttls", shown=shown, login=("cakupan", password)) as running:
        login = {"security": "starttls", "user": "cakupan", "ca_file": str(shown.root)}
        configure(place, port=running.port, **login)
        approve(place)
        spoken = do(place, "send", "2024-12").output
        assert states(place) == [State.SENT] * 3, spoken
        monkeypatch.setenv("CAKUPAN_MAIL_PASSWORD", password + "-salah")
        spoken += do(place, "send", "2024-12", "--to", "saya@jambi.example").output
        spoken += do(place, "history").output + do(place, "explain", "2024-12", "15").output
    assert "535" in spoken
    assert "look at mail.user and the environment variable CAKUPAN_MAIL_PASSWORD" in spoken
    assert password not in spoken
    for name in files(tmp_path):
        assert password.encode() not in (tmp_path / name).read_bytes(), name


# --- mailboxes --------------------------------------------------------------------------------------------------------


def reading(place: Path, table: str, port: int) -> None:
    """A mailbox that is read, added to the settings."""
    with (place / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(f'[{table}]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "local"\nuser = "{imap.USER}"\n')


@pytest.mark.parametrize("there", [True, False])
def test_the_archive_is_asked_where_that_is_the_rule(place: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    monkeypatch.setenv("CAKUPAN_ARCHIVE_PASSWORD", imap.PASSWORD)
    (place / "accepted").mkdir()
    approve(place)
    rule = {"in_doubt": "archive", "archive": "arsip@jambi.example", "operator": ""}
    with mailserver(place / "accepted", f"DOT={'vanish' if there else 'drop'}*1") as running, imapserver() as archive:
        configure(place, port=running.port, **rule)
        reading(place, "archive", archive.port)
        assert do(place, "send", "2024-12").exit_code == 10
        assert sorted(states(place)) == [State.IN_DOUBT, State.SENT, State.SENT]
        archive.lay(*(one.content for one in running.letters))
        done = do(place, "send", "2024-12")
        assert done.exit_code == (0 if there else 10), done.output
        assert states(place).count(State.SENT) == (3 if there else 2), "what is not there yet may still come"
        assert all("arsip@jambi.example" in one.recipients for one in running.letters)
        assert len(running.letters) == (3 if there else 2)


def test_an_archive_that_cannot_be_read_settles_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAKUPAN_ARCHIVE_PASSWORD", "wrong")
    (place / "accepted").mkdir()
    approve(place)
    with mailserver(place / "accepted", "DOT=vanish") as running:
        configure(place, port=running.port, in_doubt="archive", archive="arsip@jambi.example", operator="")
        (line,) = said(do(place, "bounces"), 4)
        assert "returns.host is not set" in line
        reading(place, "archive", 1)
        for _ in range(2):
            assert do(place, "send", "2024-12").exit_code == 10
        assert states(place) == [State.IN_DOUBT] * 3
        assert len(running.letters) == 3


def bounce(message_id: str, address: str, status: str, notice: str) -> bytes:
    """As Postfix says it."""
    return (
        f"From: MAILER-DAEMON@jambi.example\r\nSubject: Undelivered Mail\r\nMessage-ID: <{notice}@jambi.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.jambi.example\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: failed\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {status} no such user\r\n\r\n"
        f"--x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {message_id}\r\nTo: {address}\r\n\r\n.\r\n--x--\r\n"
    ).encode()


def test_what_came_back_is_settled_and_an_address_that_takes_none_is_stopped(  # noqa: PLR0915  # one story
    place: Path, server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAKUPAN_RETURNS_PASSWORD", imap.PASSWORD)
    configure(place, port=server.port, stop_after_returns=1)
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    bappeda, mitra, kerinci = ledger(place).deliveries()
    with imapserver() as returns:
        reading(place, "returns", returns.port)
        returns.lay(
            bounce(bappeda.message_id, bappeda.key.address, "5.1.1", "a"),
            bounce(mitra.message_id, mitra.key.address, "4.4.7", "b"),
            bounce(kerinci.message_id, "somebody@kerinci.example", "5.1.1", "c"),
            bounce("<nothing@jambi.example>", "x@jambi.example", "5.1.1", "d"),
            b"From: budi@jambi.example\r\nSubject: Terima kasih\r\n\r\nSudah kami terima.\r\n",
        )
        done = do(place, "bounces")
        assert done.exit_code == 0, done.output
        assert "letter 1 to bappeda@jambi.example came back for good: 5.1.1" in done.stdout
        assert "letter 2 to mitra@jambi.example was refused for now after it was taken: 4.4.7" in done.stdout
        assert "letters that came back and were not known yet: 2" in done.stdout
        assert "not known yet: 0" in do(place, "bounces", "--since", "2020-01-01").stdout
        monkeypatch.setenv("CAKUPAN_RETURNS_PASSWORD", "wrong")
        assert do(place, "bounces").exit_code == 10
    assert states(place) == [State.RETURNED, State.SENT, State.SENT]
    assert do(place, "send", "2024-12").exit_code == 10, "somebody has to look at it"
    told = do(place, "explain", "2024-12", "15").stdout
    assert "a report of non-delivery came: " in told
    assert "1 letters to it came back; ask the agency, and write the day into reviewed_on" in " ".join(told.split())
    assert do(place, "send", "2024-12", "--only-failed").exit_code == 10
    assert states(place)[0] is State.HELD
    today = dt.datetime.now(dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=7))).date()
    reviewed = RECIPIENTS.replace("bappeda@jambi.example,id,,,", f"bappeda@jambi.example,id,,,{today}")
    (place / "data" / "recipients.csv").write_text(reviewed, "utf-8")
    assert do(place, "send", "2024-12", "--only-failed").exit_code == 0
    assert len(to(server.letters, "bappeda@jambi.example")) == 2
    assert ledger(place).verify()[1] == []
