"""Letters for a meeting beside those of its month: each goes its own way, and none leaves once it has begun."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cakupan.editions import Store
from cakupan.errors import DataError, RequestError
from cakupan.language import Language
from cakupan.ledger import Ledger, Step, open_ledger
from cakupan.model import DeliveryKey, Edition, PlannedLetter, RunState, State, Timetable
from cakupan.period import Period
from cakupan.post.appointed import begins
from cakupan.post.deliver import Asked, deliver, intention
from cakupan.post.explain import explain
from cakupan.post.guard import Guard
from cakupan.post.office import Office
from cakupan.post.say_yes import say_yes
from cakupan.post.unfinished import hold_outdated, of_older_editions, of_other_months, to_go
from cakupan.settings import read_settings
from cakupan.stated import stated
from tests import test_delivery as delivery
from tests.mailserver import Running
from tests.meetings import CALENDAR, MEETING, WIB
from tests.provinces import folder
from tests.test_delivery import RECIPIENTS, configure, do, ledger, pdf_in, states, to
from tests.test_generate import said
from tests.test_meetings import OTHER, kept_for

printed, server = delivery.printed, delivery.server
BRANCH = "BPJS Jambi,kacab-jambi,kacab,kacab@jambi.example,id,,,\n"
KERINCI = "disnaker@kerinci.example"
BEFORE = dt.datetime(2024, 12, 5, 8, tzinfo=WIB)  # the day its reports are due
DECEMBER = Period(2024, 12)
ENGLISH = Language("en")


@pytest.fixture(scope="module")
def appointed(printed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder with edition 2, for a meeting whose day has passed, and a branch among the recipients."""
    place = tmp_path_factory.mktemp("appointed") / "here"
    shutil.copytree(printed, place)
    (place / "data" / "calendar.toml").write_text(CALENDAR, "utf-8")
    (place / "data" / "recipients.csv").write_text(RECIPIENTS + BRANCH, "utf-8")
    done = do(place, "report", "--meeting", "rakor-1", "--region", "15", "15.01")
    assert done.exit_code == 0, done.output
    return place


@pytest.fixture
def place(appointed: Path, tmp_path: Path) -> Path:
    shutil.copytree(appointed, tmp_path / "here")
    return tmp_path / "here"


def office(place: Path, now: dt.datetime = BEFORE) -> Office:
    """At another hour than the machine's."""
    return Office(read_settings(place / "settings.toml"), {}, lambda: now)


def flat(text: str) -> str:
    return " ".join(text.split())


# --- through the door -------------------------------------------------------------------------------------------------


def test_a_meeting_is_approved_sent_listed_and_explained_by_its_key_or_its_day(place: Path, server: Running) -> None:
    done = do(place, "approve", "2024-12-10", "--by", "Rina")
    assert done.exit_code == 0, done.output
    assert "rakor-1" in done.stdout
    assert "too late: the meeting began 2024-12-10 13:30 WIB, and nothing leaves any more" in done.stdout
    first = office(place).edition("rakor-1", None)
    said = [str(line) for line in say_yes(office(place), first, "Budi", None, None)]
    assert said[-1] == "nothing leaves until ./generate.py send rakor-1"
    office(place).ledger.runs.knock("15", BEFORE, "a test")
    said = [str(line) for line in say_yes(office(place), first, "Budi", None, None)]
    assert said[-1] == "it leaves at the next look of the clock, or by ./generate.py send rakor-1"
    assert deliver(office(place), Asked(office(place).edition("rakor-1", None))).stopped is None
    assert {letter.recipients for letter in server.letters} == {
        ("bappeda@jambi.example",), ("mitra@jambi.example",), (KERINCI,)
    }  # fmt: skip
    for name in ("rakor-1", "2024-12-10"):
        listed = do(place, "history", name).stdout
        assert listed.count("rakor-1") == 3
        told = do(place, "explain", name, "15.01").stdout
        assert "edition 2: has the report" in told
        assert "approval of edition 2: Rina" in told
        assert "letter 3, edition 2, to disnaker@kerinci.example: sent" in told
        again = do(place, "send", name)
        assert again.exit_code == 0, again.output
        assert flat(do(place, "supersede", name, "--dry-run").stdout).count("nothing: sent") == 3
    assert len(server.letters) == 3
    assert do(place, "history", "2024-12").stdout == "the ledger has no such letter\n"
    assert "no letter was planned" in do(place, "explain", "2024-12", "15.01").stdout
    assert do(place, "history", "2024-12-11").stdout == "the ledger has no such letter\n"


def test_once_the_meeting_has_begun_nothing_leaves_and_a_dry_run_says_so(place: Path, server: Running) -> None:
    do(place, "approve", "rakor-1", "--by", "Rina")
    late = "too late: the meeting began 2024-12-10 13:30 WIB"
    told = flat(do(place, "send", "rakor-1", "--dry-run").stdout)
    assert told.count(f"a letter would be written, and not be sent: {late}") == 3
    done = do(place, "send", "rakor-1")
    assert done.exit_code == 10
    assert states(place) == [State.HELD] * 3
    assert to(server.letters, KERINCI) == []
    assert flat(do(place, "send", "rakor-1", "--only-failed", "--dry-run").stdout).count(late) == 3
    assert late in do(place, "explain", "rakor-1", "15.01").stdout


def test_a_meeting_that_is_now_later_lets_its_letters_go(place: Path, server: Running) -> None:
    configure(place, port=server.port, approvals=0)
    (place / "data" / "calendar.toml").write_text(CALENDAR.replace("2024-12-10", "2024-12-17"), "utf-8")
    then = dt.datetime(2024, 12, 16, 8, tzinfo=WIB)
    done = deliver(office(place, then), Asked(office(place).edition("rakor-1", None)))
    assert [row.state for row in done.rows] == [State.SENT] * 3
    assert office(place).occasion("2024-12-17") == "rakor-1", "by the calendar"
    assert office(place).occasion("2024-12-10") == "rakor-1", "by the edition that is kept"


def test_a_months_pdf_in_a_meetings_letter_does_not_leave(place: Path, server: Running) -> None:
    """Nor the other way round: both are of the same region and month."""
    configure(place, port=server.port, approvals=0)
    at = office(place)
    for named in ("rakor-1", DECEMBER):
        deliver(at, Asked(at.edition(named, None), ("15.01",)))
    meeting, month = (ledger(place).deliveries("15", occasion)[0] for occasion in ("rakor-1", "2024-12"))
    letters = [ledger(place).letter(row.letter_sha256) for row in (meeting, month)]
    assert [stated(pdf_in(letter)).occasion for letter in letters] == ["rakor-1", "2024-12"]
    guard = Guard(0, lambda _: [], lambda *_: None)
    for row, letter, other in ((meeting, letters[0], "2024-12"), (month, letters[1], "rakor-1")):
        assert guard.objection(row, letter, BEFORE) is None
        swapped = replace(row, key=replace(row.key, occasion=other))
        told = str(guard.objection(swapped, letter, BEFORE))
        assert told == f'the occasion of the letter is "{row.key.occasion}", not "{other}"'


def test_a_branch_gets_no_report_and_is_not_left_out(place: Path, server: Running) -> None:
    configure(place, port=server.port, approvals=0)
    at = office(place)
    for named in ("rakor-1", DECEMBER):
        intent = intention(at, Asked(at.edition(named, None)))
        assert {one.recipient.region for one in intent.wanted} == {"15", "15.01"}
        assert intent.skipped == ()
    done = deliver(at, Asked(at.edition(DECEMBER, None)))
    assert (done.unserved, done.open) == ((), ())
    assert to(server.letters, "kacab@jambi.example") == []
    assert [one.region for one in at.recipients] == ["15", "15", "15.01", "kacab-jambi"]
    assert [one.region for one in at.readers] == ["15", "15", "15.01"]


def test_without_a_word_about_which_it_is_the_newest_months(place: Path) -> None:
    assert office(place).newest_period() == DECEMBER
    shutil.rmtree(place / "var" / "editions" / "15" / "2024-12" / "1")
    with pytest.raises(RequestError, match="there is no edition yet"):
        office(place).newest_period()


@pytest.mark.parametrize("command", ["approve", "send", "supersede", "history", "explain"])
@pytest.mark.parametrize("word", ["2024-13", "Rakor", "../x"])
def test_what_is_neither_month_nor_meeting_is_refused(place: Path, command: str, word: str) -> None:
    more = {"approve": ("--by", "Rina"), "explain": ("15",)}.get(command, ())
    done = do(place, command, word, *more)
    assert done.exit_code == 2
    assert "a meeting's key or day" in done.stderr


def test_a_meeting_without_an_edition_is_told(place: Path) -> None:
    (line,) = said(do(place, "send", "rakor-9"), 2)
    assert "no edition of rakor-9" in line


# --- when the meeting begins ------------------------------------------------------------------------------------------


def refuses() -> Timetable:
    raise DataError


def timetable() -> Timetable:
    later = replace(MEETING, begins=dt.datetime(2024, 12, 17, 9, tzinfo=WIB))
    return Timetable(dt.date(2024, 1, 1), (), (later,), {}, frozenset())


def test_a_meeting_begins_as_the_calendar_says_now_else_as_the_newest_edition_has_it(tmp_path: Path) -> None:
    kept_for(tmp_path, replace(MEETING, begins=dt.datetime(2024, 12, 3, 9, tzinfo=WIB)), 1)
    kept_for(tmp_path, MEETING, 2)
    kept_for(tmp_path, OTHER, 3)
    store = Store(tmp_path / "var")
    assert begins("15", "rakor-1", timetable, store) == dt.datetime(2024, 12, 17, 9, tzinfo=WIB)
    assert begins("15", "rakor-1", refuses, store) == MEETING.begins
    assert begins("15", "rakor-2", timetable, store) == OTHER.begins, "it was taken off the calendar"
    assert begins("15", "rakor-3", timetable, store) is None


def test_a_month_begins_no_meeting(tmp_path: Path) -> None:
    def asked() -> Timetable:
        raise AssertionError("of a month no calendar is asked")

    assert begins("15", "2024-12", asked, Store(tmp_path)) is None


@pytest.mark.parametrize(("later", "objects"), [(-1, False), (0, True), (1, True)])
def test_from_the_second_it_begins_on_it_is_too_late(later: int, objects: bool) -> None:
    guard = Guard(0, lambda _: [], lambda *_: None, WIB, lambda *_: MEETING.begins)
    told = guard.objection_to_moment("15", "rakor-1", MEETING.begins + dt.timedelta(seconds=later))
    assert (told is not None) is objects


# --- what earlier runs left behind ------------------------------------------------------------------------------------


@pytest.fixture
def rows(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "var" / "ledger.db")


def approved(rows: Ledger, edition: Edition) -> int:
    """A letter of an edition that may leave; its number."""
    key = DeliveryKey("15", edition.occasion, edition.number, "15", "bappeda@jambi.example")
    name = key.message_id("jambi.example")
    rows.plan([PlannedLetter(key, edition.period, "Bappeda", "", "id", "0" * 64, name, name.encode())], BEFORE, "Rina")
    (row,) = rows.deliveries("15", edition.occasion, edition.number)
    assert rows.move(row.number, [State.PLANNED], Step(State.APPROVED), BEFORE, "Rina")
    return row.number


def anywhere(_: str) -> bool:
    return True


def test_a_meetings_newer_edition_makes_no_letter_of_the_month_outdated_nor_the_other_way_round(
    tmp_path: Path, rows: Ledger
) -> None:
    month, meeting, other = (kept_for(tmp_path, of, day) for day, of in enumerate((None, MEETING, OTHER), 1))
    numbers = [approved(rows, one) for one in (month, meeting, other)]
    store = Store(tmp_path / "var")

    def left() -> list[State]:
        hold_outdated(store, rows, rows.deliveries(), BEFORE, "a test")
        return [rows.delivery(number).state for number in numbers]

    def why(number: int) -> str:
        *_, last = rows.history([number])
        return last.detail["why"]

    assert left() == [State.APPROVED] * 3
    kept_for(tmp_path, None, 4)
    assert left() == [State.HELD, State.APPROVED, State.APPROVED]
    assert why(numbers[0]) == "edition 4 has a newer report on this region; `send 2024-12` is about that one"
    kept_for(tmp_path, MEETING, 5)
    assert left() == [State.HELD, State.HELD, State.APPROVED]
    assert why(numbers[1]) == "edition 5 has a newer report on this region; `send rakor-1` is about that one"


def test_what_is_left_of_older_editions_is_of_the_same_meeting_or_month(tmp_path: Path, rows: Ledger) -> None:
    month, meeting, later = (kept_for(tmp_path, of, day) for day, of in enumerate((None, MEETING, MEETING), 1))
    newer = kept_for(tmp_path, None, 4)
    numbers = [approved(rows, one) for one in (month, meeting)]
    assert [row.number for row in of_older_editions(rows, newer, anywhere)] == numbers[:1]
    assert [row.number for row in of_older_editions(rows, later, anywhere)] == numbers[1:]
    assert of_older_editions(rows, meeting, anywhere) == []
    assert [row.number for row in of_other_months(rows, newer, anywhere)] == numbers[1:]
    assert [row.number for row in to_go(of_other_months(rows, later, anywhere))] == numbers[:1]


def test_the_store_keeps_meetings_and_months_apart(tmp_path: Path) -> None:
    for day, of in enumerate((None, MEETING, None, MEETING, OTHER), 1):
        kept_for(tmp_path, of, day)
    store = Store(tmp_path / "var")

    def numbers(occasion: str) -> list[int]:
        return [one.number for one in store.of_occasion("15", occasion)]

    assert [numbers(one) for one in ("2024-12", "rakor-1", "rakor-2")] == [[3, 1], [4, 2], [5]]
    assert [numbers(one) for one in ("2024-11", "rakor-3")] == [[], []]
    (store.place("15", DECEMBER, 4) / "edition.json").unlink()
    assert numbers("rakor-1") == [2], "a damaged one is for no meeting"
    with pytest.raises(DataError, match="manifest is missing"):
        store.of_occasion("15", "2024-12")


# --- why it did not go ------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A province with a calendar, and nothing else that happened."""
    folder(tmp_path / "data", delivery.FIGURES)
    (tmp_path / "data" / "recipients.csv").write_text(RECIPIENTS, "utf-8")
    routine = '[[routine]]\nname = "bulanan"\nevery = "month"\nworking_day = 5\n'
    quarter = '[[routine]]\nname = "triwulan"\nevery = "quarter"\nday = 31\n'
    (tmp_path / "data" / "calendar.toml").write_text(CALENDAR + routine + quarter, "utf-8")
    configure(tmp_path)
    return tmp_path


def explained(place: Path, named: Period | str, now: dt.datetime = BEFORE) -> list[str]:
    """The lines about the calendar."""
    lines = map(ENGLISH.tell, explain(office(place, now), named, "15.01"))
    return [line for line in lines if line.startswith("calendar: ")]


def test_what_is_due_is_told_by_the_calendar_before_anything_is_done(small: Path) -> None:
    due = "calendar: rakor-1, due 2024-12-05 07:00 WIB; not begun"
    for named in ("rakor-1", "2024-12-10"):
        assert explained(small, named) == [due]
    assert explained(small, DECEMBER) == [
        "calendar: bulanan 2024-12, due 2025-01-08 07:00 WIB; not begun",
        "calendar: triwulan 2024-12, due 2025-01-31 07:00 WIB; not begun",
    ]
    assert explained(small, "rakor-9") == []


def test_what_the_clock_did_is_told_in_the_words_it_left(small: Path) -> None:
    runs = ledger(small).runs
    runs.mark("rakor-1", "15", "rakor-1", BEFORE, RunState.MISSED, "too late: it was due", BEFORE, "a test")
    assert explained(small, "rakor-1") == ["calendar: rakor-1, due 2024-12-05 07:00 WIB; missed: too late: it was due"]


@pytest.mark.parametrize("text", [None, "since = 1\n"], ids=["none", "damaged"])
def test_a_calendar_that_cannot_be_read_keeps_nothing_from_being_explained(small: Path, text: str | None) -> None:
    path = small / "data" / "calendar.toml"
    if text is None:
        path.unlink()
    else:
        path.write_text(text, "utf-8")
    assert explained(small, "rakor-1") == []
    assert ENGLISH.tell([*explain(office(small), "rakor-1", "15.01")][1]).startswith("edition: none is kept")


def test_what_is_advised_about_a_meetings_report_is_about_the_meeting(small: Path) -> None:
    """And what is advised about a month's is about the month."""

    def told(named: Period | str, region: str) -> str:
        return "\n".join(map(ENGLISH.tell, explain(office(small), named, region)))

    assert "none is kept; `report --meeting rakor-1` makes one" in told("2024-12-10", "15")
    assert "none is kept; `report --keep` makes one" in told(DECEMBER, "15")
    (small / "data" / "recipients.csv").write_text(RECIPIENTS + "Bungo,15.02,x,dinas@kerinci.example,id,,,\n", "utf-8")
    meeting, month = (kept_for(small, of, day, regions=("15",)) for day, of in enumerate((MEETING, None), 1))
    for edition, named in ((meeting, "rakor-1"), (month, DECEMBER)):
        option = f"--meeting {named}" if edition is meeting else f"--period {named}"
        assert edition.option == option
        makes = f"was not asked for this region; `report {option} --region 15.02 --keep` makes its report"
        assert makes in told(named, "15.02")
        skipped = intention(office(small), Asked(edition, ("15.02",))).skipped
        advice = f"./generate.py report {option} --region 15.02 --keep says why there is none, or makes one"
        assert [ENGLISH.tell(one.advice) for one in skipped if one.advice] == [advice]
