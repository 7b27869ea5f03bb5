"""Reports for a meeting: kept beside those of their month, found by key or day, told on page 1, which stays one."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest

from cakupan.commands.types import OccasionType
from cakupan.editions import Store, audit
from cakupan.errors import DataError, RequestError
from cakupan.language import Language
from cakupan.model import Briefing, Edition, Format, Meeting, Report, Timetable
from cakupan.pages import set_pages, set_phone, set_slides
from cakupan.period import Period
from cakupan.pipeline.again import find, orders_again
from cakupan.pipeline.formats import make_formats
from cakupan.pipeline.kept import keep
from cakupan.pipeline.meetings import appointed
from cakupan.pipeline.one import compose, identifier, make
from cakupan.pipeline.order import Order
from cakupan.sections import sections
from cakupan.sentences import write_slides
from cakupan.stated import stated
from tests.keeping import FIGURES, TARGETS, prepared, press
from tests.meetings import CALENDAR, MEETING, OVERLONG, WIB
from tests.provinces import DESCRIPTION, folder, pages_of, real
from tests.test_generate import ask, files, report, said, settings
from tests.test_keeping import again

NOVEMBER, DECEMBER = Period(2024, 11), Period(2024, 12)
OTHER = replace(MEETING, key="rakor-2")
ROWS = FIGURES + "2024-11-05,15,active,total,440\n"


# --- kept -------------------------------------------------------------------------------------------------------------


def kept_for(
    tmp: Path,
    meeting: Meeting | None,
    now: int = 1,
    period: str = "2024-12",
    province: str = DESCRIPTION,
    regions: tuple[str, ...] = (),
) -> Edition:
    """A run that is kept for a meeting, or for its month, on a day of January 2025; the edition it has become.

    `regions`: as if these had been asked for.
    """
    run, orders = prepared(tmp, ROWS, period=period, province=province)
    moment = dt.datetime(2025, 1, now, tzinfo=dt.UTC)
    run = replace(run, request=replace(run.request, meeting=meeting, now=moment, regions=regions))
    said_ = keep(run, orders, press)
    assert all(made.exit_code == 0 for made in said_.values())
    store = Store(tmp / "var")
    key = "15-sample" if "sample" in province else "15"
    return max(store.editions(key, Period.parse(period)), key=lambda one: one.number)


def replaced(edition: Edition) -> int | None:
    kept_report = edition.report_of("15")
    assert kept_report
    return kept_report.imprint.replaces


def test_a_manifest_holds_the_meeting_as_the_calendar_had_it(tmp_path: Path) -> None:
    edition = kept_for(tmp_path, OVERLONG)
    assert edition.meeting == OVERLONG
    assert edition.meeting.begins.utcoffset() == dt.timedelta(hours=7)
    assert (edition.occasion, edition.as_of) == ("rakor-1", dt.date(2024, 12, 10))
    assert all(o.meeting == OVERLONG for o in orders_again(Store(tmp_path / "var"), edition, tmp_path).values())


def test_a_manifest_of_before_meetings_is_of_its_month(tmp_path: Path) -> None:
    edition = kept_for(tmp_path, None)
    path = Store(tmp_path / "var").place("15", DECEMBER, 1) / "edition.json"
    held = json.loads(path.read_text("utf-8"))
    assert held.pop("meeting", "absent") is None
    path.write_text(json.dumps(held), "utf-8")
    assert Store(tmp_path / "var").edition("15", DECEMBER, 1) == edition
    assert edition.occasion == "2024-12"


@pytest.mark.parametrize("key", ["../x", "2024-12", "", "A"])
def test_a_key_that_leads_elsewhere_is_damage(tmp_path: Path, key: str) -> None:
    kept_for(tmp_path, MEETING)
    path = Store(tmp_path / "var").place("15", DECEMBER, 1) / "edition.json"
    path.write_text(path.read_text("utf-8").replace('"rakor-1"', f'"{key}"'), "utf-8")
    with pytest.raises(DataError, match="damaged"):
        Store(tmp_path / "var").edition("15", DECEMBER, 1)


def test_an_edition_replaces_one_of_its_own_occasion_only(tmp_path: Path) -> None:
    asked = (None, MEETING, None, MEETING, OTHER)
    made = [kept_for(tmp_path, meeting, day) for day, meeting in enumerate(asked, 1)]
    assert [edition.number for edition in made] == [1, 2, 3, 4, 5]
    assert [replaced(edition) for edition in made] == [None, None, 1, 2, None]


def test_a_meetings_editions_lie_under_several_months_and_share_no_number(tmp_path: Path) -> None:
    first = kept_for(tmp_path, MEETING, 1, "2024-11")
    later = kept_for(tmp_path, MEETING, 2)
    assert [(e.period, e.number, replaced(e)) for e in (first, later)] == [(NOVEMBER, 1, None), (DECEMBER, 2, 1)]
    assert kept_for(tmp_path, OTHER, 3, "2024-11").number == 2  # another meeting's is free to have it
    (Store(tmp_path / "var").place("15", NOVEMBER, 2) / "edition.json").unlink()
    assert kept_for(tmp_path, MEETING, 4).number == 3
    assert kept_for(tmp_path, OTHER, 5).number == 4


def test_what_is_found_is_the_newest_of_its_occasion(tmp_path: Path) -> None:
    kept_for(tmp_path, None, 1)
    kept_for(tmp_path, MEETING, 9, "2024-11")
    kept_for(tmp_path, MEETING, 3)
    store = Store(tmp_path / "var")

    def found(occasion: Period | str, number: int | None = None) -> tuple[Period, int]:
        edition = find(store, occasion, number, None)
        return edition.period, edition.number

    assert found(DECEMBER) == (DECEMBER, 1)
    assert found(DECEMBER, 2) == (DECEMBER, 2)  # by its place in the store
    assert found("rakor-1") == (NOVEMBER, 1)  # made last
    assert found("2024-12-10") == (NOVEMBER, 1)
    assert found("rakor-1", 2) == (DECEMBER, 2)
    with pytest.raises(RequestError, match="no edition of 2024-11; there are editions of: 15 rakor-1, 15 2024-12"):
        found(NOVEMBER)
    with pytest.raises(RequestError, match="no edition 7 of rakor-1; there are: 1, 2"):
        found("rakor-1", 7)
    with pytest.raises(RequestError, match="no edition of 2024-12-11"):
        found("2024-12-11")
    kept_for(tmp_path, OTHER, 4)
    with pytest.raises(RequestError, match=r"there are 2 meetings on 2024-12-10; name one by its key: .*rakor"):
        found("2024-12-10")


def test_a_damaged_edition_is_passed_over_where_a_meeting_is_looked_for(tmp_path: Path) -> None:
    kept_for(tmp_path, None, 1, "2024-11")
    kept_for(tmp_path, MEETING, 2)
    store = Store(tmp_path / "var")
    (store.place("15", NOVEMBER, 1) / "edition.json").unlink()
    assert find(store, "rakor-1", None, "15").number == 1
    assert store.occasions("15") == ["2024-11", "rakor-1"]
    assert len(audit(store).damage) == 1


def test_a_meeting_that_moved_goes_by_its_newest_day(tmp_path: Path) -> None:
    kept_for(tmp_path, MEETING, 1)
    kept_for(tmp_path, replace(MEETING, begins=dt.datetime(2024, 12, 17, 9, tzinfo=WIB)), 2)
    store = Store(tmp_path / "var")
    assert find(store, "2024-12-17", None, None).number == 2
    assert find(store, "2024-12-17", 1, None).number == 1
    with pytest.raises(RequestError, match="no edition of 2024-12-10"):
        find(store, "2024-12-10", None, None)


def test_several_provinces_may_have_the_same_meeting(tmp_path: Path) -> None:
    kept_for(tmp_path, MEETING)
    kept_for(tmp_path, MEETING, province=DESCRIPTION + "sample = true\n")
    store = Store(tmp_path / "var")
    with pytest.raises(RequestError, match="several provinces have editions of rakor-1: 15, 15-sample"):
        find(store, "rakor-1", None, None)
    assert find(store, "rakor-1", None, "15-sample").province == "15-sample"


# --- asked for --------------------------------------------------------------------------------------------------------


def timetable(*meetings: Meeting) -> Timetable:
    return Timetable(dt.date(2024, 1, 1), (), meetings, {}, frozenset())


def on(day: int, key: str) -> Meeting:
    return replace(MEETING, key=key, begins=dt.datetime(2025, 3, day, 9, tzinfo=WIB))


MARCH = timetable(*(on(day, f"rapat-{day}") for day in (3, 5, 10, 14, 19, 24, 28)), on(28, "rapat-lain"))


NEAR = (
    "rapat-14 (2025-03-14)",
    "rapat-19 (2025-03-19)",
    "rapat-24 (2025-03-24)",
    "rapat-28 (2025-03-28)",
    "rapat-lain (2025-03-28)",
)


@pytest.mark.parametrize("word", ["rapat-19", "2025-03-19"])
def test_a_meeting_is_found_by_its_key_or_its_day(word: str) -> None:
    assert appointed(MARCH, word, dt.date(2025, 1, 1)).key == "rapat-19"


@pytest.mark.parametrize(
    ("known", "word", "expected"),
    [
        (MARCH, "2025-03-20", "no meeting 2025-03-20; there are: " + ", ".join(NEAR)),
        (MARCH, "rapta-14", "no meeting rapta-14; did you mean rapat-14 (2025-03-14)?"),
        (MARCH, "x", "no meeting x; there are: " + ", ".join(("rapat-3 (2025-03-03)", "rapat-5 (2025-03-05)",
         "rapat-10 (2025-03-10)", *NEAR[:2]))),
        (MARCH, "2025-03-28", "there are 2 meetings on 2025-03-28; name one by its key: rapat-28, rapat-lain"),
        (timetable(), "x", "no meeting x: the calendar has none; docs/calendar.md says how one is appointed"),
    ],
)  # fmt: skip
def test_a_meeting_that_is_not_there_names_those_that_may_be_meant(known: Timetable, word: str, expected: str) -> None:
    with pytest.raises(RequestError) as refused:
        appointed(known, word, dt.date(2025, 3, 1))
    assert [Language("en").tell(line) for line in refused.value.messages] == [expected]


@pytest.mark.parametrize("word", ["2024-13", "2024", "20241", "Rakor", "../x", "", "a b"])
def test_what_is_neither_month_nor_meeting_is_refused(word: str) -> None:
    with pytest.raises(click.BadParameter, match="expected a month like 2024-12, or a meeting's key or day"):
        OccasionType().convert(word, None, None)


def test_an_occasion_is_a_month_or_names_a_meeting() -> None:
    read = [OccasionType().convert(word, None, None) for word in ("2024-12", "2024-12-10", "rakor-1")]
    assert read == [DECEMBER, "2024-12-10", "rakor-1"]


@pytest.mark.parametrize("more", [("--period", "2024-12"), ("--as-of", "2024-12-01")])
def test_a_meeting_says_itself_which_figures_are_used(tmp_path: Path, more: tuple[str, str]) -> None:
    result = report(tmp_path, "--meeting", "rakor-1", *more)
    assert result.exit_code == 2
    assert "leave out --period and --as-of" in result.stderr


def test_a_province_without_a_calendar_has_no_meetings(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    (line,) = said(report(tmp_path, "--meeting", "rakor-1"), 2)
    assert "calendar.toml" in line


def test_a_meetings_reports_have_a_place_and_an_edition_of_their_own_and_come_again_without_the_calendar(
    tmp_path: Path,
) -> None:
    later = "2024-12-02,15.01,coverage_rate,total,40\n2024-12-20,15,active,total,480\n"
    data = folder(tmp_path / "data", FIGURES + later, TARGETS)
    (data / "calendar.toml").write_text(CALENDAR, "utf-8")
    assert report(tmp_path, "--keep", "--region", "15.01").exit_code == 0
    assert report(tmp_path, "--meeting", "2024-12-10").exit_code == 0
    names = ["15-provinsi-jambi.pdf", "15.01-kabupaten-kerinci.pdf"]
    assert files(tmp_path / "out") == [f"2024-12/{names[1]}", *(f"rakor-1/{name}" for name in names)]
    printed = {name: (tmp_path / "out" / "rakor-1" / name).read_bytes() for name in names}
    first, *_ = pages_of(printed[names[0]])
    for words in (
        "Selasa, 10 Desember 2024, pukul 13.30 WIB",
        "Ruang Pola",
        "Capaian",
        "Anggaran",
        "Bappeda",
        "Edisi 2",
    ):
        assert words in first, words
    assert "menggantikan" not in first  # the month's edition is another matter
    assert "480" not in first  # figures of after the meeting
    assert stated(printed[names[0]]) == ("15", "2024-12", "2", "rakor-1")
    shutil.rmtree(data)
    same = [f"{name}: the same bytes" for name in names]
    assert again(tmp_path, "rakor-1", "--verify") == (0, same)
    assert again(tmp_path, "2024-12-10", "--out", tmp_path / "again") == (0, same)
    assert files(tmp_path / "again") == [f"rakor-1/{name}" for name in names]
    assert again(tmp_path, "2024-12", "--verify") == (0, same[1:])
    listed = ask("--settings", settings(tmp_path), "editions").stdout.splitlines()
    assert [line.split()[2:5] for line in listed[1:]] == [["1", "–", "2024-12-31"], ["2", "rakor-1", "(2024-12-10)"]]


def test_a_preview_for_a_meeting_is_no_edition(tmp_path: Path) -> None:
    data = folder(tmp_path / "data", FIGURES + "2024-12-02,15.01,coverage_rate,total,40\n")
    (data / "calendar.toml").write_text(CALENDAR, "utf-8")
    assert report(tmp_path, "--meeting", "rakor-1", "--no-keep", "--region", "15.01").exit_code == 0
    assert files(tmp_path / "out") == ["rakor-1/15.01-kabupaten-kerinci.pdf"]
    assert not (tmp_path / "var").exists()
    assert report(tmp_path, "--meeting", "rakor-1", "--format", "xlsx").exit_code == 2  # an edition is of PDFs


# --- on the page ------------------------------------------------------------------------------------------------------


def order(meeting: Meeting | None, code: str = "15", **how: str) -> Order:
    language, paper = how.get("language", "id"), how.get("paper", "A4")
    return Order(real("contoh", "2025-03")[code], language, paper, Path("unused.pdf"), meeting=meeting)


def composed(meeting: Meeting | None, cuts: int = 0) -> Report:
    """A report without its drawings."""
    made = compose(order(meeting), lambda *_: {})
    return replace(made, briefing=Briefing(meeting, cuts)) if meeting else made


@pytest.mark.parametrize(("code", "language", "paper"), [("15", "id", "A4"), ("15.71", "id", "A4"), ("15", "en", "F4")])
def test_page_1_stays_one_page_beside_a_long_agenda_and_many_guests(
    tmp_path: Path, code: str, language: str, paper: str
) -> None:
    asked = replace(order(OVERLONG, code, language=language, paper=paper), path=tmp_path / "a.pdf")
    assert make(asked).problems == ()  # it is proof-read
    first, *others = pages_of((tmp_path / "a.pdf").read_bytes())
    assert ("Selasa, 10 Desember 2024" if language == "id" else "Tuesday, 10 December 2024, at 13:30 WIB") in first
    rest = " ".join(others)
    for whole in (OVERLONG.place, *OVERLONG.agenda, *OVERLONG.invited):
        assert whole in rest
    assert "Tindak lanjut keputusan" in first


def test_a_short_meeting_stands_on_page_1_whole() -> None:
    report_ = composed(MEETING)
    assert "meeting" not in [section.name for section in sections(report_)]
    page = set_pages(report_)
    assert "<li>Capaian</li><li>Anggaran</li>" in page
    assert "halaman" not in page.partition("<h1>")[0]
    assert '<meta name="cakupan-occasion" content="rakor-1">' in page


@pytest.mark.parametrize("cuts", range(4))
def test_what_finds_no_room_on_page_1_is_counted_and_stands_whole_in_its_section(cuts: int) -> None:
    page = set_pages(composed(OVERLONG, cuts))
    first, _, rest = page.partition("<h1>")
    points, guests = ((8, 8), (4, 3), (2, 1), (0, 0))[cuts]
    assert first.count("<li>") == points
    assert ("butir lagi" in first) == (0 < points < 8)
    assert (f"dan {30 - guests} lainnya" in first) == (guests > 0)
    assert 'href="#meeting"' in first
    assert rest.count("Dinas Tenaga Kerja, Transmigrasi, Koperasi dan UKM Kabupaten") == 30
    shorter = Briefing(OVERLONG, cuts).shorter
    assert (shorter is None) == (cuts == 3)


@pytest.mark.parametrize(
    ("change", "there", "absent"),
    [
        ({"agenda": ()}, "Diundang · <a", "Agenda"),
        ({"invited": ()}, "Agenda · <a", "Diundang"),
        ({"invited": (), "agenda": ()}, '<p class="who"><a', "Agenda"),
    ],
)
def test_a_meeting_may_have_no_agenda_or_no_guests(change: dict[str, tuple[str, ...]], there: str, absent: str) -> None:
    page = set_pages(composed(replace(MEETING, place=OVERLONG.place, **change)))  # type: ignore[arg-type]  # fields
    first, _, rest = page.partition("<h1>")
    assert there in first.replace("\n", "")
    assert absent not in first
    assert f"<h3>{absent}</h3>" not in rest


def test_the_section_cannot_be_left_out_and_comes_before_the_decisions() -> None:
    def names(*chosen: str) -> list[str]:
        report_ = composed(OVERLONG)
        known = report_.indicators
        style = replace(known.province.style, sections=chosen)
        known = replace(known, province=replace(known.province, style=style))
        return [section.name for section in sections(replace(report_, indicators=known))]

    assert names("path", "actions", "notes") == ["path", "meeting", "actions", "notes"]
    assert names("path", "notes") == ["meeting", "path", "notes"]
    assert names("notes", "meeting") == ["notes", "meeting"]


HOSTILE = replace(MEETING, place='<i>"Ruang"</i>', agenda=("<b>tebal</b>", "{{ 7 * 7 }}"), invited=("Dinas <x> & 'y'",))


def slides_of(made: Report) -> str:
    return set_slides(replace(made, sentences=write_slides(made.indicators)))


@pytest.mark.parametrize("setter", [set_pages, slides_of, lambda one: set_phone(one, None, one.sentences.headline)])
def test_what_was_handed_in_of_a_meeting_is_text_and_nothing_else(setter: Callable[[Report], str]) -> None:
    page = setter(composed(HOSTILE))
    assert "&lt;i&gt;&#34;Ruang&#34;&lt;/i&gt;" in page
    assert "<b>tebal" not in page
    assert "<x>" not in page
    assert "Selasa, 10 Desember 2024, pukul 13.30 WIB" in page
    assert '<meta name="cakupan-occasion" content="rakor-1">' in page


def test_the_first_slide_and_the_summary_have_room_for_the_meeting(tmp_path: Path) -> None:
    asked = replace(order(OVERLONG), path=tmp_path / "a.pdf", formats=(Format.SLIDES, Format.SUMMARY))
    made = make_formats(asked)
    assert (made.problems, made.formats[Format.SUMMARY]) == ((), 1)
    for name in ("a-paparan.pdf", "a-ringkasan.pdf"):
        content = (tmp_path / name).read_bytes()
        assert "Selasa, 10 Desember 2024, pukul 13.30 WIB" in pages_of(content)[0]
        assert stated(content).occasion == "rakor-1"


def test_braces_in_an_agenda_are_no_template_of_ours(tmp_path: Path) -> None:
    made = make(replace(order(HOSTILE, "15.71"), path=tmp_path / "a.pdf"))
    assert made.problems == ()
    assert "{{ 7 * 7 }}" in pages_of((tmp_path / "a.pdf").read_bytes())[0]


def test_a_report_of_its_month_says_nothing_of_meetings() -> None:
    page = set_pages(composed(None))
    assert "Bahan rapat" not in page
    assert "cakupan-occasion" not in page
    assert identifier(order(MEETING)) == identifier(order(None)) + "-rakor-1"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [(7, "pukul 09.05 WIB"), (8, "pukul 09.05 WITA"), (9, "pukul 09.05 WIT"), (0, "pukul 09.05 UTC")],
)
def test_an_hour_is_said_with_the_clock_it_is_by(zone: int, expected: str) -> None:
    begins = dt.datetime(2025, 3, 19, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=zone)))
    assert Language("id").appointment(begins) == f"Rabu, 19 Maret 2025, {expected}"
