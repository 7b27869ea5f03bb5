"""The dead man's switch: what should be delivered by now and is not is said, by mail once a day, and by exit code."""

import datetime as dt
import json
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from cakupan.clock.alarm import sound
from cakupan.language import Language
from cakupan.ledger import Ledger, Step, open_ledger
from cakupan.model import DeliveryKey, PlannedLetter, State
from cakupan.period import Period
from cakupan.settings import read_settings
from tests.mailserver import mailserver
from tests.meetings import WIB
from tests.provinces import folder
from tests.test_delivery import FIGURES, HEAD, OPERATOR, RECIPIENTS, configure, do, plain
from tests.test_generate import said

CALENDAR = """\
since = 2024-12-01
[[meeting]]
key = "rakor-1"
day = 2024-12-19
time = 13:30:00
place = "Ruang Pola"
"""
MONTHLY = 'since = 2024-12-01\n[[routine]]\nname = "bulanan"\nevery = "month"\nworking_day = 5\n'
BEGINS = dt.datetime(2024, 12, 19, 13, 30, tzinfo=WIB)
ALARM = BEGINS - dt.timedelta(hours=20)  # the default of alarm_hours_before
ALL = (("15", "bappeda@jambi.example", "Bappeda Provinsi"), ("15", "mitra@jambi.example", "Mitra"),
       ("15.01", "disnaker@kerinci.example", "Disnaker Kerinci"))  # fmt: skip
ENGLISH = Language("en")
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A province with a meeting, and a ledger in which the clock has just knocked; no mail server answers."""
    folder(tmp_path / "data", FIGURES)
    (tmp_path / "data" / "recipients.csv").write_text(RECIPIENTS, "utf-8")
    (tmp_path / "data" / "calendar.toml").write_text(CALENDAR, "utf-8")
    set_clock(tmp_path, {"host": ""})
    (tmp_path / "var").mkdir()
    return tmp_path


def set_clock(place: Path, mail: dict[str, object], **clock: object) -> None:
    """Settings with these in [mail] and [clock]; letters are in English."""
    configure(place, **mail)
    file = place / "settings.toml"
    lines = "".join(f"{name} = {value!r}\n" for name, value in clock.items())
    file.write_text(f'language = "en"\n{file.read_text("utf-8")}[clock]\n{lines}', "utf-8")


def ledger(place: Path, knocked: dt.datetime = ALARM) -> Ledger:
    """Its ledger, in which the clock knocked at that moment."""
    opened = open_ledger(place / "var" / "ledger.db")
    opened.runs.knock("15", knocked, "a test")
    return opened


def delivered(
    of: Ledger, *to: tuple[str, str, str], occasion: str = "rakor-1", edition: int = 1, state: State = State.SENT
) -> None:
    """Letters to region, address and agency that are in that state."""
    for region, address, agency in to:
        key = DeliveryKey("15", occasion, edition, region, address)
        name = key.message_id("jambi.example")
        of.plan(
            [PlannedLetter(key, Period(2024, 12), agency, "", "id", "0" * 64, name, name.encode())], ALARM, "a test"
        )
        (row,) = of.deliveries("15", occasion, edition, region, address=address)
        of.move(row.number, [State.PLANNED], Step(state), ALARM, "a test")


def told(place: Path, now: dt.datetime = ALARM) -> list[str]:
    """What is found; nobody is told by mail."""
    found, unheard = sound(read_settings(place / "settings.toml"), {}, lambda: now)
    assert unheard == ()
    return [ENGLISH.tell(one) for one in found]


# --- what is an alarm -------------------------------------------------------------------------------------------------


def test_where_every_agency_has_its_report_nothing_is_said(place: Path) -> None:
    delivered(ledger(place), *ALL)
    assert told(place) == []


def test_no_ledger_is_an_alarm_and_none_is_made(place: Path) -> None:
    (line,) = told(place)
    assert line == f"there is no ledger {place / 'var' / 'ledger.db'}, so nobody knows what was delivered"
    assert list((place / "var").iterdir()) == []


def test_a_clock_that_never_knocked_is_an_alarm(place: Path) -> None:
    delivered(open_ledger(place / "var" / "ledger.db"), *ALL)
    assert told(place) == ["the clock has never knocked; is `serve` or `run-due` set up?"]


def test_a_clock_that_is_silent_is_an_alarm(place: Path) -> None:
    delivered(ledger(place, ALARM - dt.timedelta(minutes=60)), *ALL)
    assert told(place) == []
    (line,) = told(place, ALARM + MINUTE)
    assert line == "the clock has not knocked since Wed 18 Dec 2024 16:30 WIB"
    set_clock(place, {"host": ""}, silent_minutes=120)
    assert told(place, ALARM + MINUTE) == []


def test_a_meeting_without_an_edition_is_an_alarm_from_the_set_hour_on_and_for_two_weeks(place: Path) -> None:
    ledger(place)
    assert told(place, ALARM - MINUTE) == []
    assert told(place) == ["rakor-1: no edition was delivered; it was due Mon 16 Dec 2024 07:00 WIB"]
    ledger(place, BEGINS + 14 * DAY)
    assert len(told(place, BEGINS + 14 * DAY - MINUTE)) == 1
    assert told(place, BEGINS + 14 * DAY) == []
    set_clock(place, {"host": ""}, alarm_hours_before=30)
    ledger(place, BEGINS - dt.timedelta(hours=30))
    assert len(told(place, BEGINS - dt.timedelta(hours=30))) == 1


def test_before_it_is_due_nothing_is_an_alarm_however_many_hours_are_set(place: Path) -> None:
    set_clock(place, {"host": ""}, alarm_hours_before=168)
    due = dt.datetime(2024, 12, 16, 7, tzinfo=WIB)
    ledger(place, due)
    assert told(place, due) == []  # up to that moment, which is not over
    assert len(told(place, due + MINUTE)) == 1


def test_a_routine_is_an_alarm_so_many_hours_after_it_waits_for_no_figures_any_more(place: Path) -> None:
    (place / "data" / "calendar.toml").write_text(MONTHLY, "utf-8")
    due = dt.datetime(2024, 12, 6, 7, tzinfo=WIB)
    last = due + 5 * DAY  # three working days
    opened = ledger(place, last + DAY)
    assert told(place, last + DAY - MINUTE) == []
    assert told(place, last + DAY) == ["bulanan 2024-11: no edition was delivered; it was due Fri 6 Dec 2024 07:00 WIB"]
    delivered(opened, *ALL, occasion="2024-11")
    assert told(place, last + DAY) == []


def test_a_reminder_nobody_wrote_is_no_alarm(place: Path) -> None:
    """Reminders are due before the reports, and are not what a meeting lacks."""
    delivered(ledger(place, BEGINS), *ALL)
    assert told(place, BEGINS) == []


def test_the_agencies_that_lack_theirs_are_named(place: Path) -> None:
    opened = ledger(place)
    delivered(opened, ALL[0])
    delivered(opened, ALL[2], state=State.FAILED)
    assert told(place) == ["rakor-1: 2 have no report: Mitra (15) and Disnaker Kerinci (15.01)"]
    delivered(opened, ALL[1], edition=2)
    assert told(place) == ["rakor-1: 1 have no report: Disnaker Kerinci (15.01)"]


def test_who_has_another_months_report_lacks_this_one(place: Path) -> None:
    opened = ledger(place)
    delivered(opened, *ALL[:2])
    delivered(opened, ALL[2], occasion="2024-12")
    assert told(place) == ["rakor-1: 1 have no report: Disnaker Kerinci (15.01)"]


def test_an_agency_that_has_another_address_now_has_its_report(place: Path) -> None:
    delivered(ledger(place), *ALL)
    rows = RECIPIENTS.replace("mitra@jambi.example", "kantor@jambi.example")
    (place / "data" / "recipients.csv").write_text(rows, "utf-8")
    assert told(place) == []


def test_an_agency_of_that_name_in_another_region_does_not_count(place: Path) -> None:
    delivered(ledger(place), *ALL)
    (place / "data" / "recipients.csv").write_text(RECIPIENTS + "Mitra,15.02,x,dua@jambi.example,id,,,\n", "utf-8")
    assert told(place) == ["rakor-1: 1 have no report: Mitra (15.02)"]


@pytest.mark.parametrize(("days", "lacks"), [("2024-12-16,", True), ("2024-12-17,", False), (",2024-12-15", False)])
def test_who_may_not_be_written_to_on_the_day_it_is_due_lacks_nothing(place: Path, days: str, lacks: bool) -> None:
    delivered(ledger(place), *ALL)
    row = f"Bungo,15.02,x,dinas@kerinci.example,id,{days},\n"
    (place / "data" / "recipients.csv").write_text(RECIPIENTS + row, "utf-8")
    assert len(told(place)) == lacks


def test_a_branch_gets_no_report_and_lacks_none(place: Path) -> None:
    delivered(ledger(place), *ALL)
    branch = "BPJS Jambi,kacab-jambi,kacab,kacab@jambi.example,id,,,\n"
    (place / "data" / "recipients.csv").write_text(RECIPIENTS + branch, "utf-8")
    assert told(place) == []


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("calendar.toml", "since = 1\n", "calendar.toml"),
        ("calendar.toml", None, "has no calendar.toml, so nothing is due by itself"),
        ("recipients.csv", HEAD.replace("agency,", ""), "recipients.csv"),
        ("recipients.csv", None, "has no recipients.csv"),
        ("province.toml", "code = 3\n", "province.toml"),
    ],
    ids=["a wrong calendar", "no calendar", "a wrong list", "no list", "a wrong province"],
)
def test_what_keeps_the_watch_from_looking_is_an_alarm(place: Path, file: str, text: str | None, expected: str) -> None:
    delivered(ledger(place), *ALL)
    path = place / "data" / file
    if text is None:
        path.unlink()
    else:
        path.write_text(text, "utf-8")
    assert any(expected in line for line in told(place))


def test_a_ledger_that_is_no_database_is_an_alarm(place: Path) -> None:
    (place / "var" / "ledger.db").write_bytes(b"no database" * 100)
    (line,) = told(place)
    assert "ledger.db" in line


# --- who hears it -----------------------------------------------------------------------------------------------------


def heard(place: Path, now: dt.datetime) -> None:
    """The alarm is sounded, and nothing is in the way of telling it."""
    found, unheard = sound(read_settings(place / "settings.toml"), {}, lambda: now)
    assert found
    assert unheard == ()


@pytest.mark.parametrize(("clock", "to"), [({"watcher": "jaga@jambi.example"}, "jaga@jambi.example"), ({}, OPERATOR)])
def test_it_is_mailed_to_the_watcher_else_to_the_operator_once_a_day(
    place: Path, clock: dict[str, str], to: str
) -> None:
    ledger(place)
    with mailserver(place / "accepted") as running:
        set_clock(place, {"port": running.port}, silent_minutes=10080, **clock)
        for later in (0 * DAY, dt.timedelta(hours=12), DAY - MINUTE):
            heard(place, ALARM + later)
        (letter,) = running.letters
        assert letter.recipients == (to,)
        assert plain(letter.content) == "rakor-1: no edition was delivered; it was due Mon 16 Dec 2024 07:00 WIB\n"
        subject = message_from_bytes(letter.content, policy=default)["Subject"]
        assert subject == "Cakupan: reports that should be delivered are not"
        heard(place, ALARM + DAY)
        assert len(running.letters) == 2


def test_what_is_found_besides_is_mailed_at_once(place: Path) -> None:
    opened = ledger(place)
    with mailserver(place / "accepted") as running:
        set_clock(place, {"port": running.port})
        heard(place, ALARM)
        delivered(opened, ALL[0])
        heard(place, ALARM + MINUTE)
        assert len(running.letters) == 2


def test_what_is_found_no_more_is_no_new_alarm(place: Path) -> None:
    opened = ledger(place, BEGINS - DAY)
    with mailserver(place / "accepted") as running:
        set_clock(place, {"port": running.port})
        heard(place, ALARM)
        assert "has not knocked since" in plain(running.letters[0].content)
        opened.runs.knock("15", ALARM, "a test")
        heard(place, ALARM + MINUTE)
        assert len(running.letters) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_text("{"),
        lambda file: file.write_text("[]"),
        lambda file: file.write_text('{"sha256": 0}'),
        lambda file: file.write_text(json.dumps(dict.fromkeys(json.loads(file.read_text()), "yesterday"))),
        lambda file: file.write_text(json.dumps(dict.fromkeys(json.loads(file.read_text()), "2024-12-18T17:00:00"))),
        lambda file: file.write_text(json.dumps(dict.fromkeys(json.loads(file.read_text()), "2099-01-01T00:00+07:00"))),
        lambda file: file.write_bytes(b"\xff"),
        lambda file: file.unlink(),
    ],
    ids=["no json", "a list", "no moment", "a word", "no zone", "of the future", "no text", "gone"],
)
def test_where_it_is_not_known_what_was_told_it_is_told_again(place: Path, damage: Callable[[Path], None]) -> None:
    ledger(place)
    with mailserver(place / "accepted") as running:
        set_clock(place, {"port": running.port})
        heard(place, ALARM)
        damage(place / "var" / "watch.json")
        heard(place, ALARM + MINUTE)
        assert len(running.letters) == 2
        heard(place, ALARM + 2 * MINUTE)
        assert len(running.letters) == 2


def test_nobody_is_told_by_mail_where_nobody_is_set(place: Path) -> None:
    ledger(place)
    with mailserver(place / "accepted") as running:
        set_clock(place, {"port": running.port, "operator": ""})
        heard(place, ALARM)
        assert running.letters == []
    assert not (place / "var" / "watch.json").exists()


def test_a_mail_server_that_is_away_is_told_and_it_is_mailed_when_it_is_back(place: Path) -> None:
    ledger(place)
    set_clock(place, {"port": 1})
    found, unheard = sound(read_settings(place / "settings.toml"), {}, lambda: ALARM)
    assert len(found) == 1
    (line,) = map(ENGLISH.tell, unheard)
    assert line.startswith("nobody could be told by mail: ")
    assert "127.0.0.1:1" in line
    with mailserver(place / "accepted") as running:
        set_clock(place, {"port": running.port})
        heard(place, ALARM + MINUTE)
        assert len(running.letters) == 1


def test_a_password_that_is_not_there_is_told_beside_the_alarm(place: Path) -> None:
    ledger(place)
    set_clock(place, {"user": "cakupan", "security": "tls", "host": "mail.jambi.example"})
    found, unheard = sound(read_settings(place / "settings.toml"), {}, lambda: ALARM)
    assert len(found) == 1
    assert "CAKUPAN_MAIL_PASSWORD" in ENGLISH.tell(unheard[0])


# --- through the door -------------------------------------------------------------------------------------------------


def test_watch_says_it_and_its_exit_code_does(place: Path) -> None:
    (line,) = said(do(place, "watch"), 10)
    assert "there is no ledger" in line
    ledger(place, dt.datetime.now(dt.UTC))
    (place / "data" / "calendar.toml").write_text("since = 2024-12-01\n", "utf-8")
    done = do(place, "watch")
    assert (done.exit_code, done.stdout) == (0, "all that should be delivered by now is\n")
    set_clock(place, {"port": 1})
    (place / "data" / "calendar.toml").unlink()
    assert len(said(do(place, "watch"), 10)) == 2


def test_settings_that_cannot_be_read_are_no_silence(place: Path) -> None:
    (place / "settings.toml").write_text("[clok]\n", "utf-8")
    (line,) = said(do(place, "watch"), 4)
    assert "clock" in line
