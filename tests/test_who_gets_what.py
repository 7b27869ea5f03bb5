"""Who gets what, and who is told that they do not: no report, an earlier month, another address, a bad row."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from cakupan.ledger import Step
from cakupan.model import Delivery, State
from tests import test_delivery as delivery
from tests.mailserver import Running, mailserver
from tests.meetings import CALENDAR
from tests.provinces import folder
from tests.test_delivery import (
    FIGURES,
    HEAD,
    OPERATOR,
    RECIPIENTS,
    SIGNED,
    TARGETS,
    approve,
    configure,
    corrected,
    do,
    ledger,
    plain,
    states,
    to,
)
from tests.test_generate import said

printed, place, server = delivery.printed, delivery.place, delivery.server
BAPPEDA, MITRA, KERINCI = "bappeda@jambi.example", "mitra@jambi.example", "disnaker@kerinci.example"
NEW = "baru@kerinci.example"


def flat(text: str) -> str:
    """A table without its folds."""
    return " ".join(text.split())


def listed(place: Path, rows: str) -> None:
    (place / "data" / "recipients.csv").write_text(HEAD + rows, "utf-8")


def moved(place: Path, old: str, new: str) -> None:
    """The list with another word."""
    assert old in RECIPIENTS
    (place / "data" / "recipients.csv").write_text(RECIPIENTS.replace(old, new), "utf-8")


def everything(place: Path, period: str) -> None:
    """An edition of a month, approved and sent."""
    approved(place, period)
    done = do(place, "send", period)
    assert done.exit_code == 0, done.output


def approved(place: Path, period: str, *words: str) -> None:
    done = do(place, "approve", period, "--by", "Rina", *words)
    assert done.exit_code == 0, done.output


def one_edition(place: Path, *regions: str, period: str = "2024-12") -> None:
    done = do(place, "report", "--keep", "--period", period, "--region", *regions)
    assert done.exit_code == 0, done.output


def settled(place: Path, state: State, *rows: Delivery, why: str = "time") -> None:
    for row in rows:
        assert ledger(place).move(row.number, [row.state], Step(state, why), dt.datetime.now(dt.UTC), "a test")


# --- nobody is left out without a word --------------------------------------------------------------------------------


def test_who_has_no_letter_as_their_region_has_no_report_is_to_be_looked_at(place: Path, server: Running) -> None:
    more = "Bungo,15.02,x,dinas@kerinci.example,id,,,\nLama,15.02,x,lama@jambi.example,id,,2020-01-01,\n"
    (place / "data" / "recipients.csv").write_text(RECIPIENTS + more, "utf-8")
    approve(place)
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert "3 of 3 letters sent, 1 to be looked at" in done.stdout
    make = "./generate.py report --period 2024-12 --region 15.02 --keep"
    assert f"{make} says why there is none, or makes one" in flat(done.stdout)
    (digest,) = to(server.letters, OPERATOR)
    assert "15.02, Bungo, dinas@kerinci.example: gets none: edition 1 has no report on" in flat(plain(digest))
    assert f"{make} says why" in flat(plain(digest))
    assert "lama@" not in plain(digest), "who is not valid any more is not meant to get one"
    assert do(place, "send", "2024-12", "--region", "15.01").exit_code == 0, "nobody asked about that region"
    assert do(place, "supersede", "2024-12").exit_code == 0, "there is nothing wrong they have"


def test_an_edition_of_one_region_leaves_the_others_to_be_looked_at_until_they_have_a_letter(
    place: Path, server: Running
) -> None:
    one_edition(place, "15.01")
    approved(place, "2024-12")
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert "1 of 1 letters sent, 2 to be looked at" in done.stdout
    assert flat(done.stdout).count("edition 1 has it: ./generate.py send 2024-12 --edition 1") == 2
    done = do(place, "send", "2024-12", "--edition", "1", "--dry-run")
    assert "gets none: has edition 2 already, which is newer" in flat(done.stdout)
    one_edition(place, "15")
    approved(place, "2024-12")
    assert do(place, "send", "2024-12").exit_code == 0, "who has a letter of an older edition is served"
    assert len(to(server.letters, KERINCI)) == 1
    assert len(to(server.letters, BAPPEDA)) == 1


def test_an_older_edition_is_not_sent_to_who_has_a_newer_one(place: Path, server: Running) -> None:
    """At their address, or at another of the same agency and role; nor is a PDF asked for that nobody gets."""
    configure(place, port=server.port, operator="")
    one_edition(place, "15", "15.01")
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    moved(place, KERINCI, NEW)
    shutil.rmtree(place / "out" / "2024-12")
    done = do(place, "send", "2024-12", "--edition", "1")
    assert done.exit_code == 0, done.output
    assert flat(done.stdout).count("has edition 2 already, which is newer") == 3
    assert "rerun" not in done.stdout
    assert len(server.letters) == 3


def test_a_meeting_and_a_month_are_named_as_report_takes_them(place: Path) -> None:
    (place / "data" / "calendar.toml").write_text(CALENDAR, "utf-8")
    done = do(place, "report", "--keep", "--meeting", "rakor-1", "--region", "15")
    assert done.exit_code == 0, done.output
    told = flat(do(place, "send", "rakor-1", "--dry-run").stdout)
    assert "./generate.py report --meeting rakor-1 --region 15.01 --keep says why" in told
    assert "report --meeting rakor-1 --region 15.01 --keep" in do(place, "explain", "rakor-1", "15.01").stdout


@pytest.mark.parametrize("rows", ["", f"Bappeda,15,x,{BAPPEDA},id,,2020-01-01,\n", f"Bungo,15.02,x,{BAPPEDA},id,,,\n"])
def test_that_nobody_is_written_to_is_told(place: Path, server: Running, rows: str) -> None:
    listed(place, rows)
    approve(place)
    why = "nobody is written to: recipients.csv has no row that is valid today for a region of edition 1"
    assert why in flat(do(place, "send", "2024-12", "--dry-run").stdout)
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert why in flat(done.stderr)
    (digest,) = to(server.letters, OPERATOR)
    assert why in flat(plain(digest))


# --- what earlier runs left behind ------------------------------------------------------------------------------------


@pytest.fixture
def november(place: Path, server: Running) -> list[Delivery]:
    """The letters of a month before, approved, that met no server; a newer month has an edition."""
    one_edition(place, "15", period="2024-10")
    approved(place, "2024-10")
    configure(place, port=1, operator="")
    assert do(place, "send", "2024-10").exit_code == 10
    configure(place, port=server.port, operator="")
    settled(place, State.APPROVED, *ledger(place).deliveries(), why="their wait is over")
    approved(place, "2024-12")
    return ledger(place).deliveries()


def test_what_waits_of_an_earlier_month_goes_on_where_no_month_is_named(
    place: Path, server: Running, november: list[Delivery]
) -> None:
    assert "2024-10 / 1" in do(place, "send", "--dry-run").stdout
    assert "2024-10" not in do(place, "send", "2024-12", "--dry-run").stdout
    assert do(place, "send", "2024-12").exit_code == 0
    assert states(place)[:2] == [State.APPROVED] * 2, "only that month was asked for"
    assert do(place, "send", "--edition", "1").exit_code == 0
    assert states(place)[:2] == [State.APPROVED] * 2, "only that edition was asked for"
    assert do(place, "send", "--region", "15.01").exit_code == 0
    assert states(place)[:2] == [State.APPROVED] * 2, "only that region was asked for"
    done = do(place, "send")
    assert done.exit_code == 0, done.output
    assert "earlier months: 2 of 2 letters sent, 0 to be looked at" in done.stdout
    assert done.stdout.count("2024-10 / 1") == 2
    assert len(to(server.letters, MITRA)) == 2
    assert "earlier" not in do(place, "send").stdout


def test_a_yes_that_came_late_lets_an_earlier_month_go_and_a_missing_one_does_not(place: Path, server: Running) -> None:
    configure(place, port=server.port, operator="")
    one_edition(place, "15", period="2024-10")
    assert do(place, "send", "2024-10").exit_code == 10
    approved(place, "2024-12")
    done = do(place, "send")
    assert done.exit_code == 0, "they were told in their own run"
    assert "letters of earlier months that are still to be looked at: 2; `history` lists them" in done.stdout
    assert len(server.letters) == 3
    approved(place, "2024-10", "--send-at", "2099-01-01T07:00")
    done = do(place, "send")
    assert done.exit_code == 0
    assert done.stdout.count("approved (2099-01-01 07:00 WIB)") == 2
    assert "still to be looked at" not in done.stdout
    assert len(server.letters) == 3, "never before its hour"


def test_an_older_letter_does_not_leave_once_a_newer_edition_has_the_report(
    place: Path, server: Running, november: list[Delivery]
) -> None:
    one_edition(place, "15", period="2024-10")
    done = do(place, "send")
    assert done.exit_code == 10
    assert states(place)[:2] == [State.HELD] * 2
    told = do(place, "explain", "2024-10", "15").stdout
    assert "edition 2 has a newer report on this region; `send 2024-10` is about that one" in flat(told)
    assert "still to be looked at: 2" in do(place, "send").stdout
    approved(place, "2024-10")
    assert do(place, "send", "2024-10", "--region", "15").exit_code == 0
    assert states(place)[:2] == [State.REPLACED] * 2
    assert "still to be looked at" not in do(place, "send").stdout
    assert len(to(server.letters, BAPPEDA)) == 2


def test_an_older_letter_does_not_leave_where_nobody_knows_what_the_newer_edition_holds(
    place: Path, server: Running, november: list[Delivery]
) -> None:
    one_edition(place, "15", period="2024-10")
    (place / "var" / "editions" / "15" / "2024-10" / "2" / "edition.json").write_text("{}", "utf-8")
    assert do(place, "send").exit_code == 10
    assert states(place) == [State.HELD] * 2 + [State.SENT] * 3


def test_what_failed_of_an_older_edition_is_done_with_once_the_newer_one_is_there(place: Path, server: Running) -> None:
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    settled(place, State.FAILED, *ledger(place).deliveries(region="15.01"))
    one_edition(place, "15", "15.01")
    approve(place)
    done = do(place, "send", "2024-12")
    assert done.exit_code == 0, done.output
    assert len(to(server.letters, KERINCI)) == 2


def test_what_failed_of_an_older_edition_is_tried_again_where_the_newest_has_no_such_report(
    place: Path, server: Running
) -> None:
    configure(place, port=server.port, operator="")
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    one_edition(place, "15.01")
    settled(place, State.RETURNED, *ledger(place).deliveries(region="15"))
    assert do(place, "send", "2024-12").exit_code == 10
    done = do(place, "send", "2024-12", "--only-failed")
    assert done.exit_code == 0, done.output
    assert len(to(server.letters, BAPPEDA)) == 2


def test_what_came_to_nothing_counts_no_more_once_the_agency_has_it_at_another_address(
    place: Path, server: Running
) -> None:
    configure(place, port=server.port, operator="")
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 0
    (lost,) = ledger(place).deliveries(region="15.01")
    settled(place, State.FAILED, lost)
    listed(place, f"Disnaker Kerinci,15.01,pengamat,{NEW},id,,,\n")
    assert do(place, "send", "2024-12").exit_code == 10, "that is somebody else"
    moved(place, KERINCI, "lagi@kerinci.example")
    done = do(place, "send", "2024-12")
    assert done.exit_code == 0, done.output
    assert "4 of 5 letters sent, 0 to be looked at" in done.stdout
    assert "nothing has failed" in do(place, "send", "2024-12", "--only-failed").stdout
    with (place / "data" / "recipients.csv").open("a", encoding="utf-8") as file:
        file.write(f"Disnaker Kerinci,15.01,pelaksana,{KERINCI},id,,,\n")
    assert do(place, "send", "2024-12").exit_code == 10, "who is on the list lacks it"


def test_what_another_process_has_in_hand_is_not_to_be_looked_at(place: Path, server: Running) -> None:
    configure(place, port=server.port, operator="")
    approve(place)
    assert do(place, "send", "2024-12", "--region", "15").exit_code == 0
    approve(place, "--send-at", "2099-01-01T07:00")
    assert do(place, "send", "2024-12").exit_code == 0
    (row,) = ledger(place).deliveries(region="15.01")
    now, other = dt.datetime.now(dt.UTC), "elsewhere/-:1:1"
    settled(place, State.APPROVED, row)
    assert ledger(place).claim(now, other, dt.timedelta(minutes=25), [row.number])
    done = do(place, "send", "2024-12")
    assert done.exit_code == 0, done.output
    assert "2 of 3 letters sent, 0 to be looked at" in done.stdout
    assert "letters that another process has in hand: 1" in done.stdout


# --- an agency whose address changed ----------------------------------------------------------------------------------


@pytest.fixture
def wrong(place: Path, server: Running) -> Path:
    """All have edition 1; in edition 2 the figure of Kerinci is another one, and Kerinci has another address."""
    configure(place, port=server.port, operator="")
    everything(place, "2024-12")
    assert corrected(place, *SIGNED) == 0
    approve(place)
    moved(place, KERINCI, NEW)
    return place


def test_an_agency_gets_the_corrected_report_at_its_new_address_with_what_has_changed(
    wrong: Path, server: Running
) -> None:
    done = do(wrong, "send", "2024-12")
    assert done.exit_code == 10
    assert not to(server.letters, NEW)
    told = flat(do(wrong, "send", "2024-12", "--dry-run").stdout)
    assert f"had edition 1 at {KERINCI}, which differs in 1 figures; ./generate.py supersede 2024-12 sends the" in told
    done = do(wrong, "supersede", "2024-12")
    assert done.exit_code == 0, done.output
    (letter,) = to(server.letters, NEW)
    assert "40% (2 Desember 2024) -> 41% (2 Desember 2024)" in plain(letter)
    assert len(to(server.letters, KERINCI)) == 1, "who is not on the list is not written to"
    assert f"{KERINCI} had edition 1, and is not on the list any more" in flat(done.stdout)
    assert do(wrong, "supersede", "2024-12").exit_code == 0
    assert do(wrong, "send", "2024-12").exit_code == 0
    assert len(to(server.letters, NEW)) == 1
    assert "not on the list" not in do(wrong, "supersede", "2024-12", "--region", "15").stdout


@pytest.mark.parametrize(
    "row",
    [
        f"Disnaker Kerinci,15.01,pengamat,{NEW},id,,,\n",
        f"Dinas Kerinci,15.01,pelaksana,{NEW},id,,,\n",
        f"Disnaker Kerinci,15.01,pelaksana,{NEW},id,,,\nDisnaker Kerinci,15.01,pelaksana,{KERINCI},id,,,\n",
    ],
)
def test_only_the_same_role_of_the_same_agency_follows_and_only_an_address_that_is_gone(
    wrong: Path, server: Running, row: str
) -> None:
    listed(wrong, row)
    assert do(wrong, "send", "2024-12").exit_code == (10 if KERINCI in row else 0), "who has what was wrong"
    (letter,) = to(server.letters, NEW)
    assert "Edisi 2" in plain(letter)
    assert "menggantikan" not in plain(letter)


def test_an_address_that_has_ended_is_gone_and_one_whose_row_is_wrong_is_not(wrong: Path, server: Running) -> None:
    here = f"Disnaker Kerinci,15.01,pelaksana,{NEW},id,,,\n"
    listed(wrong, here + f"Disnaker Kerinci,15.01,pelaksana,{KERINCI},id,,2024-12-31,\n")
    assert f"had edition 1 at {KERINCI}" in flat(do(wrong, "send", "2024-12").stdout)
    listed(wrong, here + f"Disnaker Kerinci,15.01,pelaksana,{KERINCI},xx,,,\n")
    assert do(wrong, "send", "2024-12", "--dry-run").stdout.count("a letter would be written and sent") == 1


def test_an_agency_that_has_the_right_report_at_its_old_address_gets_it_at_the_new_one(
    place: Path, server: Running
) -> None:
    everything(place, "2024-12")
    assert corrected(place, *SIGNED) == 0
    approve(place)
    assert do(place, "supersede", "2024-12").exit_code == 0
    moved(place, KERINCI, NEW)
    assert do(place, "send", "2024-12").exit_code == 0
    moved(place, BAPPEDA, "bapeda@jambi.example")
    assert do(place, "send", "2024-12").exit_code == 0, "its figures are those of edition 1"
    assert len(to(server.letters, NEW)) == 1
    assert len(to(server.letters, "bapeda@jambi.example")) == 1
    assert "not on the list" not in do(place, "supersede", "2024-12").stdout


# --- why a figure changed since the edition before the last -----------------------------------------------------------


def test_reasons_are_told_of_an_edition_before_the_last_too(place: Path, server: Running) -> None:
    everything(place, "2024-12")
    assert corrected(place, *SIGNED) == 0
    assert corrected(place, *SIGNED, figure=42) == 0
    approve(place)
    assert do(place, "supersede", "2024-12").exit_code == 0
    second = to(server.letters, KERINCI)[1]
    assert "40% (2 Desember 2024) -> 42% (2 Desember 2024) (sumber)" in plain(second)


def test_no_reason_is_made_up_where_the_editions_do_not_lead_back(place: Path, server: Running) -> None:
    everything(place, "2024-12")
    folder(place / "data", FIGURES.replace("total,40", "total,41"), TARGETS)
    (place / "data" / "recipients.csv").write_text(RECIPIENTS, "utf-8")
    words = ("report", "--keep", "--period", "2024-12", "--region", "15", "15.01", "--language", "en", *SIGNED)
    assert do(place, *words).exit_code == 0
    approve(place)
    assert do(place, "supersede", "2024-12").exit_code == 0
    second = to(server.letters, KERINCI)[1]
    assert "40% (2 Desember 2024) -> 41% (2 Desember 2024) (sumber atau metode)" in plain(second)


# --- a row with a mistake ---------------------------------------------------------------------------------------------


def test_a_row_with_a_mistake_holds_that_row_alone(place: Path, server: Running) -> None:
    bad = "Bungo,15.01,y,a@elsewhere.example,id,,,\nX,15.99,y,x@jambi.example,id,,,\n"
    (place / "data" / "recipients.csv").write_text(RECIPIENTS + bad, "utf-8")
    approve(place)
    assert do(place, "send", "2024-12", "--region", "15", "--to", "saya@jambi.example").exit_code == 0
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert "3 of 3 letters sent, 2 to be looked at" in done.stdout
    told = flat(done.stdout)
    assert "elsewhere.example is not among" in told
    assert "(mail.allow)" in told
    assert "mend row 6 of recipients.csv" in told
    (digest,) = to(server.letters, OPERATOR)
    assert "15.01, Bungo, a@elsewhere.example: gets none: recipients.csv, row 5" in flat(plain(digest))
    assert not [one for one in server.letters if set(one.recipients) & {"a@elsewhere.example", "x@jambi.example"}]
    done = do(place, "send", "2024-12", "--region", "15")
    assert "2 of 2 letters sent, 1 to be looked at" in done.stdout, "15.99 may be meant to be 15"
    assert "recipient Bungo, a@elsewhere.example: recipients.csv, row 5" in flat(
        do(place, "explain", "2024-12", "15.01").stdout
    )
    assert do(place, "check").exit_code == 3


def test_of_two_agencies_with_one_address_neither_is_written_to(place: Path, server: Running) -> None:
    (place / "data" / "recipients.csv").write_text(RECIPIENTS + f"Bungo,15.01,y,{BAPPEDA},id,,,\n", "utf-8")
    approve(place)
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert "2 of 2 letters sent, 2 to be looked at" in done.stdout
    told = flat(done.stdout)
    assert "row 2, column address:" in told
    assert 'of "Bungo" in row 5' in told
    assert "row 5, column address:" in told
    assert 'Provinsi" in row 2' in told
    assert not to(server.letters, BAPPEDA)


def test_what_was_let_go_is_held_when_its_row_has_a_mistake_and_counts_once(place: Path, server: Running) -> None:
    configure(place, port=1, operator="")
    approve(place)
    assert do(place, "send", "2024-12").exit_code == 10
    configure(place, port=server.port, operator="")
    settled(place, State.APPROVED, *ledger(place).deliveries())
    moved(place, f"{KERINCI},id", f"{KERINCI},xx")
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert "2 of 3 letters sent, 1 to be looked at" in done.stdout
    assert not to(server.letters, KERINCI)
    assert (
        "its row has an error: recipients.csv, row 4, column language"
        in do(place, "explain", "2024-12", "15.01").stdout
    )
    moved(place, "Mitra", "Mitra")
    assert do(place, "send", "2024-12", "--only-failed").exit_code == 0
    assert len(to(server.letters, KERINCI)) == 1


def test_a_list_that_cannot_be_read_stops_all_before_a_row_is_touched(place: Path, server: Running) -> None:
    approve(place)
    for content in (b"\xff\xfe\x00", b"agency,region\nA,15\n"):
        (place / "data" / "recipients.csv").write_bytes(content)
        for words in ((), ("--only-failed",)):
            assert do(place, "send", "2024-12", *words).exit_code == 3
        assert "recipients: " in do(place, "explain", "2024-12", "15").stdout
    (place / "data" / "recipients.csv").unlink()
    (line,) = said(do(place, "send", "2024-12"), 2)
    assert "has no recipients.csv" in line
    assert {one.recipients for one in server.letters} <= {(OPERATOR,)}
    assert states(place) == []


# --- what is told -----------------------------------------------------------------------------------------------------


def test_only_what_failed_is_shown_and_touched_where_only_that_is_asked_for(place: Path, server: Running) -> None:
    configure(place, port=server.port, operator="")
    approve(place, "--send-at", "2099-01-01T07:00")
    assert do(place, "send", "2024-12").exit_code == 0
    for words in (("--dry-run",), ()):
        done = do(place, "send", "2024-12", "--only-failed", *words)
        assert done.exit_code == 0
        assert "nothing has failed, is held or came back" in done.stdout
        assert "@" not in done.stdout
    first, *_ = ledger(place).deliveries()
    settled(place, State.FAILED, first)
    told = do(place, "send", "--dry-run", "--only-failed").stdout
    assert "would be tried again" in told
    assert MITRA not in told
    done = do(place, "send", "2024-12", "--only-failed")
    assert done.exit_code == 0, done.output
    assert MITRA not in done.stdout
    assert [one.recipients for one in server.letters] == [(BAPPEDA,)]


def test_a_dry_run_says_the_hour_that_letters_wait_for(place: Path, server: Running) -> None:
    configure(place, port=server.port, operator="")
    assert do(place, "send", "2024-12", "--region", "15.01").exit_code == 10
    approve(place, "--send-at", "2099-01-01T07:00")
    told = flat(do(place, "send", "2024-12", "--dry-run").stdout)
    assert told.count("a letter would be written, and be sent from 2099-01-01 07:00 WIB on") == 2
    assert told.count("would be sent from 2099-01-01 07:00 WIB on") == 1
    assert do(place, "send", "2024-12").exit_code == 0
    told = flat(do(place, "send", "2024-12", "--dry-run").stdout)
    assert told.count("would be sent from 2099-01-01 07:00 WIB on") == 3


def test_a_fault_of_the_server_is_still_there_to_be_seen_in_an_earlier_month(place: Path) -> None:
    one_edition(place, "15", period="2024-10")
    approved(place, "2024-10")
    (place / "accepted").mkdir()
    with mailserver(place / "accepted", "DOT=vanish*2") as running:
        configure(place, port=running.port, operator="")
        assert do(place, "send", "2024-10").exit_code == 10
        approved(place, "2024-12")
        done = do(place, "send")
        assert done.exit_code == 0
        assert "still to be looked at: 2" in done.stdout
        assert states(place)[:2] == [State.IN_DOUBT] * 2
    shutil.rmtree(place / "accepted")
