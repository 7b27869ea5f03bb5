"""What the figures say, in both languages: computed, never canned, and never the wrong way round."""

import datetime as dt
import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.language import Language
from cakupan.message import Message
from cakupan.model import Sentences
from cakupan.sentences import write_sentences
from tests.provinces import REGIONS, measured

ENGLISH, INDONESIAN = Language("en"), Language("id")
BEFORE = "2024-10-01,15,potential,total,1000\n2024-10-01,15,active,total,400\n"


def sentences(figures: str, targets: str = "", code: str = "15", period: str | None = None, **more: str) -> Sentences:
    return write_sentences(measured(figures, targets, period, None, **more)[code])


def both(message: Message | None) -> str:
    """English, a bar, Indonesian; nothing in either may be left to fill."""
    assert message
    said = f"{ENGLISH.sentence(message)} | {INDONESIAN.sentence(message)}"
    assert "{" not in said
    return said


def all_of(messages: tuple[Message, ...]) -> str:
    return " || ".join(map(both, messages))


def day(active: int, when: str = "2024-12-02") -> str:
    return f"{BEFORE}{when},15,active,total,{active}\n"


FAR = "2018-06,15,coverage_rate,total,9\n2024-12-02,15,coverage_rate,total,42\n"
TARGET = "2024-01-01,2024-12-31,15,target_rate,total,53\n"
NEXT = "2024-01-01,2025-12-31,15,target_rate,total,53\n"  # in 394 days; 8 points are missing to it


# --- the headline -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "targets", "parts"),
    [
        (day(450), "", ["rises to 45.00%", "naik ke 45,00%"]),
        (day(350), "", ["falls to 35.00%", "turun ke 35,00%"]),
        (day(400), "", ["stays at 40.00%", "tetap 40,00%"]),
        (BEFORE, "", ["is 40.00%", "Cakupan 40,00%"]),
        (day(450), TARGET, ["still 8.00 points below the target of 53%", "masih 8,00 poin di bawah target 53%"]),
        (day(350), TARGET, ["18.00 points below", "18,00 poin di bawah"]),
        (day(530), TARGET, ["level with the target", "tepat pada target"]),
        (day(540), TARGET, ["1.00 point above the target", "1,00 poin di atas target"]),
        ("2024-12-02,15,rank,total,5", "", ["No coverage figure", "Belum ada angka cakupan"]),
    ],
)  # fmt: skip
def test_the_headline_says_where_coverage_stands(figures: str, targets: str, parts: list[str]) -> None:
    other = "2024-12-02,15.01,coverage_rate,total,40\n" if "rank" in figures else ""
    said = both(sentences(figures + "\n" + other, targets, period="2024-12" if other else None).headline)
    for part in parts:
        assert part in said


def test_only_a_rise_is_still_below() -> None:
    for active in (350, 400):
        said = both(sentences(day(active), TARGET).headline)
        assert "still" not in said
        assert "masih" not in said


def test_a_figure_of_an_earlier_month_is_no_news() -> None:
    said = both(sentences(day(450) + "2025-02-01,15.01,coverage_rate,total,40\n", period="2025-02").headline)
    assert "No new figure" in said
    assert "2 December 2024" in said
    assert "rises" not in said
    assert "naik" not in said


def test_a_regency_is_named_and_held_to_the_provinces_target() -> None:
    said = both(sentences("2024-12-02,15.71,coverage_rate,total,45\n", TARGET, "15.71", "2024-12").headline)
    assert "Jambi City" in said
    assert "Kota Jambi" in said
    assert "province's target of 53%" in said
    assert "target provinsi 53%" in said


@settings(max_examples=30)
@given(st.integers(0, 1000), st.integers(0, 1000), st.booleans())
def test_the_headline_never_says_the_wrong_way(before: int, now: int, with_target: bool) -> None:
    figures = (
        f"2024-10-01,15,potential,total,1000\n2024-10-01,15,active,total,{before}\n2024-12-02,15,active,total,{now}\n"
    )
    told = sentences(figures, TARGET if with_target else "")
    headline, key = both(told.headline), told.key_figures[0]
    way = (now > before) - (now < before)
    for word, direction in (("rises", 1), ("naik", 1), ("falls", -1), ("turun", -1), ("stays", 0), ("tetap", 0)):
        assert (word in headline) is (way == direction)
    assert both(key.notes[0])[0] == {1: "▲", -1: "▼", 0: "■"}[way]
    assert (key.tone == "miss") is (way == -1)
    title = both(told.titles["pace"])
    assert ("more a month" in title) is (way == 1)
    assert ("fewer a month" in title) is (way == -1)


@settings(max_examples=30)
@given(st.integers(0, 99), st.integers(0, 99))
def test_rates_without_decimals_never_say_what_rounding_may_have_done(before: int, now: int) -> None:
    figures = f"2024-10-01,15,coverage_rate,total,{before}\n2024-12-02,15,coverage_rate,total,{now}\n"
    said = both(sentences(figures).headline)
    assert ("stays" in said) is (abs(now - before) <= 1)


# --- the paragraph under it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "parts"),
    [
        (day(450), ["450 of 1,000 workers in Jambi Province", "450 dari 1.000 pekerja Provinsi Jambi"]),
        (day(450), ["grown by 50 workers", "bertambah 50 pekerja"]),
        (day(350), ["50 workers have dropped out", "berkurang 50 pekerja"]),
        (day(400), ["has not moved", "tidak bergerak"]),
        (
            "2024-12-02,15,active,total,450\n2024-12-02,15,coverage_rate,total,45,rate",
            ["450 workers", "45%", "without the number of potential workers", "tanpa jumlah potensi pekerja"],
        ),
        ("2024-12-02,15,coverage_rate,total,45,rate", ["45% of the workers", "without its counts"]),
    ],
)
def test_the_lede_gives_the_counts_and_what_changed(figures: str, parts: list[str]) -> None:
    said = all_of(sentences(figures).lede)
    for part in parts:
        assert part in said


def test_the_lede_says_how_many_are_needed() -> None:
    assert "80 more workers" in all_of(sentences(day(450), TARGET).lede)
    assert "masih kurang 80 pekerja" in all_of(sentences(day(450), TARGET).lede)
    points = all_of(sentences("2024-12-02,15,coverage_rate,total,45", TARGET).lede)
    assert "8 points are missing" in points
    assert "masih kurang 8 poin" in points
    assert "needed" not in all_of(sentences(day(540), TARGET).lede)


def test_nobody_drops_out_when_only_the_potential_shrank() -> None:
    said = all_of(sentences(day(400) + "2024-12-02,15,potential,total,900\n").lede)
    assert "dropped out" not in said
    assert "berkurang" not in said


def test_never_are_fewer_than_no_workers_needed() -> None:
    figures = (
        "2024-12-02,15,active,total,610000,rounded\n2024-12-02,15,potential,total,1300000\n"
        "2024-12-02,15,coverage_rate,total,44,rate\n"
    )
    said = all_of(sentences(figures, "2024-01-01,2024-12-31,15,target_rate,total,45\n").lede)
    assert not re.search(r"[-−]\d", said)


def test_never_are_fewer_than_nobody_left_out() -> None:
    figures = """\
2024-12-02,15,active,total,1300000,rounded
2024-12-02,15,registered,total,1290000
2024-12-02,15,village_active,total,1300000,rounded
2024-12-02,15,village_potential,total,1290000
2024-12-02,15,coverage_rate,total,45,rate
"""
    told = sentences(figures)
    assert "not active" not in all_of(told.highlights)
    assert "not covered" not in all_of(told.highlights)
    assert not re.search(r"[-−]\d", all_of(told.highlights))


def test_a_region_without_coverage_says_that_no_source_gives_it() -> None:
    told = sentences("2024-12-02,15,rank,total,5\n2024-12-02,15.01,coverage_rate,total,40", period="2024-12")
    assert "31 December 2024" in all_of(told.lede)
    assert "Provinsi Jambi" in all_of(told.missing)
    assert not told.key_figures


# --- the four big numbers ---------------------------------------------------------------------------------------------

RICH = (
    day(450)
    + """\
2024-12-02,15,gap_to_target,total,79
2024-12-02,15,rank,total,16
2024-12-02,15,rank_base,total,34
2024-12-02,15,village_active,total,33
2024-12-02,15,village_potential,total,100
2024-12-02,15,registered,total,500
2024-12-02,15,registered,PU,100
2024-12-02,15,active,PU,90
2024-12-02,15,potential,PU,200
2024-12-02,15,active,BPU,60
2024-12-02,15,potential,BPU,800
2024-12-02,15.01,coverage_rate,total,30
2024-12-02,15.02,coverage_rate,total,60.5
"""
)


def figures_of(told: Sentences) -> list[str]:
    return [ENGLISH.show(key.figure) for key in told.key_figures]


def test_there_are_four_big_numbers_at_most_in_one_order() -> None:
    told = sentences(RICH, TARGET)
    assert figures_of(told) == ["45.00%", "80", "16 of 34", "33.00%"]
    assert [both(key.label) for key in told.key_figures]
    assert "Published: 79" in all_of(told.key_figures[1].notes)
    assert "29 days until 31 December 2024" in all_of(told.key_figures[1].notes)
    assert "67 persons not covered" in all_of(told.key_figures[3].notes)


def test_on_the_day_a_target_is_due_no_days_are_left() -> None:
    told = sentences(day(450, "2024-12-31"), TARGET)
    assert "0 days" not in all_of(told.key_figures[1].notes)
    assert "31 December 2024" in all_of(told.key_figures[1].notes)


def test_the_next_numbers_fill_the_places_of_those_that_are_missing() -> None:
    told = sentences(day(450) + "2024-12-02,15,registered,total,500\n")
    assert figures_of(told) == ["45.00%", "90.00%", "50.00%"]
    assert [both(key.label) for key in told.key_figures]


def test_a_target_that_is_reached_is_told_in_points() -> None:
    told = sentences(day(540), TARGET)
    assert figures_of(told)[1] == "1.00 point"
    assert told.key_figures[1].tone == "plain"
    assert "Above" in both(told.key_figures[1].label)


@pytest.mark.parametrize(("rate", "aim"), [("53", "53"), ("53", "53.4")])
def test_who_is_level_with_a_target_is_neither_above_nor_below(rate: str, aim: str) -> None:
    told = sentences(f"2024-12-02,15,coverage_rate,total,{rate}", TARGET.replace(",53", f",{aim}"))
    assert f"Level with the target of {aim}%" in both(told.key_figures[1].label)
    assert told.key_figures[1].tone == "plain"
    assert "missing" not in all_of(told.lede)


@pytest.mark.parametrize(("active", "word"), [(450, "naik 5,00"), (350, "turun 5,00"), (400, "■ tetap sejak")])
def test_the_way_of_the_first_number_is_said_in_a_word_too(active: int, word: str) -> None:
    assert word in both(sentences(day(active)).key_figures[0].notes[0])


def test_a_gap_without_counts_is_told_in_points() -> None:
    told = sentences("2024-12-02,15,coverage_rate,total,45", TARGET)
    assert figures_of(told) == ["45%", "8 points"]
    assert told.key_figures[1].tone == "miss"


def test_a_village_rate_without_counts_has_no_persons() -> None:
    told = sentences(day(450) + "2024-12-02,15,village_rate,total,33,rate\n")
    assert figures_of(told) == ["45.00%", "33%"]
    assert len(told.key_figures[1].notes) == 1
    assert "counts were not published" in both(told.villages)
    assert "33%" in both(told.titles["villages"])
    assert "Village" in both(told.alts["villages"])


def test_a_regency_has_its_place_among_those_with_a_figure() -> None:
    told = sentences(RICH, TARGET, "15.02")
    assert figures_of(told)[-1] == "1 of 2"
    assert "45.00%" in all_of(told.key_figures[-1].notes)
    assert "1 of 2" in both(told.titles["ranking"])


def test_equals_share_a_place() -> None:
    figures = "".join(f"2024-12-02,{code},coverage_rate,total,40\n" for code in ("15.01", "15.02"))
    for code in ("15.01", "15.02"):
        told = sentences(figures, "", code, "2024-12")
        assert figures_of(told)[-1] == "1 of 2"
        assert not told.key_figures[-1].notes  # no province to stand beside


def test_a_single_regency_has_no_place() -> None:
    assert figures_of(sentences("2024-12-02,15.01,coverage_rate,total,40", "", "15.01", "2024-12")) == ["40%"]


# --- three things to know ---------------------------------------------------------------------------------------------


def known(figures: str, targets: str = "", code: str = "15", period: str | None = None, **more: str) -> str:
    return all_of(sentences(figures, targets, code, period, **more).highlights)


LATER = "2024-01-01,2026-12-31,15,target_rate,total,53\n"


@pytest.mark.parametrize(
    ("active", "targets", "parts"),
    [
        (450, LATER, ["in time", "tepat waktu", "2.45 points", "March 2025"]),
        (450, TARGET, ["takes 8.00 points in 29 days", "menuntut 8,00 poin", "March 2025", "Maret 2025"]),
        (409, LATER, ["takes 0.49 points a month"]),  # 12,1 / (759 / 30,4375)
        (401, LATER, ["out of reach", "tidak terjangkau"]),
        (350, LATER, ["has been falling by 2.45 points", "turun 2,45 poin"]),
        (400, LATER, ["stood still", "tidak bergerak"]),
    ],
)
def test_the_first_thing_to_know_is_the_way_to_the_target(active: int, targets: str, parts: list[str]) -> None:
    first = both(sentences(day(active), targets).highlights[0])
    for part in parts:
        assert part in first


YEAR = "2023-12-02,15,potential,total,1000\n2023-12-02,15,active,total,{}\n"


@pytest.mark.parametrize(
    ("active", "a_year_ago", "targets", "first", "title"),
    [
        # 2,45 a month since October: March 2025. 12 points in a year say the same, 5 and fewer do not
        (450, 330, NEXT, ["reached in March 2025, in time", "tercapai Maret 2025, tepat waktu"], "is reached before"),
        (
            450, 400, NEXT,
            ["takes 0.62 points a month; at the pace since 1 October 2024, 2.45 points, it would be March 2025.",
             "At the pace of the last year, 0.42 points, not before July 2026.",
             "menuntut 0,62 poin per bulan; dengan laju sejak 1 Oktober 2024, 2,45 poin, tercapai Maret 2025.",
             "Dengan laju setahun, 0,42 poin, baru Juli 2026."],
            "is reached before 31 December 2025; at the pace of the last year it would not",
        ),
        (450, 449, NEXT, ["last year, 0.01 points, it is out of reach", "tidak terjangkau"], "it would not"),
        (450, 450, NEXT, ["Over the last year it has not moved.", "Setahun terakhir cakupan tidak bergerak."], "not"),
        (450, 500, NEXT, ["Over the last year it fell by 0.42 points a month.", "turun 0,42 poin"], "it would not"),
        # late at today's pace: March 2027
        (409, 405, NEXT, ["in March 2027. At the pace of the last year, 0.03 points, it is out of reach."],
         "will be missed |"),
        (409, 380, NEXT, ["it is reached in"], "will be missed |"),
        (409, 200, NEXT, ["At the pace of the last year, 1.74 points, it would be July 2025, in time."],
         "will be missed; at the pace of the last year it would be reached"),
        (401, 200, NEXT, ["At the pace of the last year, 1.67 points, it would be July 2025, in time."],
         "out of reach; at the pace of the last year it would be reached"),
        (401, 402, NEXT, ["is out of reach. |"], "is out of reach |"),
        (350, 100, NEXT, ["At the pace of the last year, 2.08 points, it would be August 2025, in time."],
         "at the pace of the last year it would be reached"),
        (350, 360, NEXT, ["this way 53% is not reached. |"], "falling; 18.00 points are missing"),
        (400, 100, NEXT, ["this way 53% is not reached.", "would be May 2025, in time"], "it would be reached"),
        (540, 600, NEXT, [], "is reached"),
    ],
)  # fmt: skip
def test_today_is_held_against_the_last_year(
    active: int, a_year_ago: int, targets: str, first: list[str], title: str
) -> None:
    told = sentences(YEAR.format(a_year_ago) + day(active), targets)
    for part in first:
        assert part in both(told.highlights[0])
    assert title in both(told.titles["path"])
    assert ("in time" in all_of(told.highlights)) is ("in time" in "".join(first))


def test_in_time_within_days_is_told_without_a_pace_by_the_month() -> None:
    figures = YEAR.format(520) + "2024-10-01,15,potential,total,1000\n2024-10-01,15,active,total,480\n"
    told = sentences(figures + "2024-12-02,15,active,total,520\n", TARGET)
    said = both(told.highlights[0])
    assert "At the pace since 1 October 2024, 1.96 points a month, 53% would be reached in December 2024." in said
    assert "Setahun terakhir cakupan tidak bergerak." in said


def test_a_year_that_says_otherwise_of_a_later_target_keeps_it_out_of_the_title() -> None:
    far = "2024-01-01,2025-12-31,15,target_rate,total,55\n"
    agreed = sentences(YEAR.format(330) + day(450), TARGET + far).titles["path"]
    assert "55% is reached in April 2025, in time" in both(agreed)
    assert "55% tercapai April 2025, tepat waktu" in both(agreed)
    divided = sentences(YEAR.format(440) + day(450), TARGET + far).titles["path"]
    assert both(divided).startswith("At today's pace 53% on 31 December 2024 will be missed |")
    late = sentences(day(409), TARGET + far).titles["path"]
    assert "55% is reached in July 2027 |" in both(late)
    assert "55% baru tercapai Juli 2027" in both(late)


@pytest.mark.parametrize(
    ("active", "parts"),
    [
        (450, ["Still 5.00 points below the highest of the last twelve months, 50.00% on 2 January 2024",
               "Masih 5,00 poin di bawah angka tertinggi dalam setahun, 50,00% per 2 Januari 2024"]),
        (400, ["10.00 points below the highest of the twelve months before, 50.00%", "10,00 poin di bawah angka"]),
        (350, ["15.00 points below the highest"]),
        (500, []),
        (510, []),
    ],
)  # fmt: skip
def test_what_was_lost_and_not_regained_is_told(active: int, parts: list[str]) -> None:
    before = "2024-01-02,15,potential,total,1000\n2024-01-02,15,active,total,500\n"
    said = known(before + day(active))
    for part in parts:
        assert part in said
    assert ("below the highest" in said) is bool(parts)
    assert ("Still" in said) is (active == 450)


def test_a_fall_since_the_last_reading_is_told_once_and_an_old_figure_has_its_day() -> None:
    assert "below the highest" not in known(day(350))
    before = "2024-01-02,15,potential,total,1000\n2024-01-02,15,active,total,500\n"
    later = "2025-02-01,15.01,coverage_rate,total,40\n"
    assert "As of 2 December 2024: 5.00 points below" in known(before + day(450) + later, period="2025-02")


@pytest.mark.parametrize("targets", ["", "2024-01-01,2024-12-31,15,target_rate,total,40\n"])
def test_without_a_target_to_reach_there_is_no_way_to_tell(targets: str) -> None:
    assert known(day(450), targets) == ""


def test_the_first_of_the_rest_concerns_most_people() -> None:
    told = sentences(RICH, TARGET).highlights
    assert len(told) == 3
    # 110 uncovered in PU and 740 in BPU; then 67 in villages; 50 are not active any more
    assert "740 of the 850" in both(told[1])
    assert "87%" in both(told[1])
    assert "BPU" in both(told[1])
    assert "67 of 100" in both(told[2])
    assert "50 registered workers" in known(RICH)


def test_a_single_segment_is_not_compared() -> None:
    assert "uncovered" not in known(day(450) + "2024-12-02,15,active,PU,1\n2024-12-02,15,potential,PU,5\n")
    rates = "2024-12-02,15,coverage_rate,PU,50\n2024-12-02,15,coverage_rate,BPU,50\n"
    assert "uncovered" not in known(day(450) + rates)


def test_nobody_missing_is_nothing_to_know() -> None:
    full = """\
2024-12-02,15,registered,total,450
2024-12-02,15,village_active,total,100
2024-12-02,15,village_potential,total,100
"""
    assert known(day(450) + full) == ""
    assert "not covered" not in known(day(450) + "2024-12-02,15,village_rate,total,33,rate\n")


def test_what_is_older_than_the_period_carries_its_day() -> None:
    old = "2024-10-01,15,village_active,total,33\n2024-10-01,15,village_potential,total,100\n"
    said = known(day(450) + old)
    assert "67 of 100" in said
    assert "1 October 2024" in said
    assert "no newer figure" in both(sentences(day(450) + old).villages)


FUNDING = "region,fund,segment,workers,starts,ends,contribution,source\n"


@pytest.mark.parametrize(
    ("ends", "parts"),
    [
        (["2024-12"], ["100 workers", "December 2024"]),
        (["2025-03", "2025-03"], ["200 workers", "end in March 2025"]),
        (["2024-12", "2025-03"], ["200 workers", "between December 2024 and March 2025"]),
        (["2024-11"], []),
        (["2025-04"], []),
    ],
)
def test_funds_that_end_within_three_months_are_news(ends: list[str], parts: list[str]) -> None:
    rows = "".join(f"15.01,APBD,BPU,100,2024-01,{end},16800,press\n" for end in ends)
    said = known(day(450), funding=FUNDING + rows)
    assert bool(said) is bool(parts)
    for part in parts:
        assert part in said
    assert said.count("APBD") == (2 if parts else 0)  # once in each language


def regencies(now: Mapping[str, int]) -> str:
    before = "".join(f"2024-10-01,{code},potential,total,1000\n2024-10-01,{code},active,total,500\n" for code in now)
    return day(450) + before + "".join(f"2024-12-02,{code},active,total,{active}\n" for code, active in now.items())


def test_the_regency_that_lost_most_is_named() -> None:
    said = known(regencies({"15.01": 490, "15.02": 450, "15.71": 600}))
    assert "2 of 3" in said
    assert "most of all Merangin" in said
    assert "5.00 points" in said
    assert "45.00%" in said


def test_where_all_fall_all_are_said_and_of_equals_none_is_named() -> None:
    said = known(regencies({"15.01": 490, "15.02": 450}))
    assert "Falling: all 2 regencies and cities, most of all Merangin" in said
    assert "Semua 2 kabupaten/kota turun, terbanyak Merangin" in said
    said = known(regencies({"15.01": 450, "15.02": 450, "15.71": 600}))
    assert "Falling: 2 of 3 regencies and cities." in said
    assert "2 dari 3 kabupaten/kota turun." in said


def test_where_none_falls_none_is_named() -> None:
    assert "Falling" not in known(regencies({"15.01": 500, "15.02": 600}))


def test_a_fall_without_counts_counts_too() -> None:
    figures = day(450) + "2024-10-01,15.01,coverage_rate,total,40\n2024-12-02,15.01,coverage_rate,total,30\n"
    assert "1 of 1" in known(figures)


def test_the_spread_between_regencies_is_told_with_its_size() -> None:
    said = known(regencies({"15.01": 500, "15.02": 600, "15.71": 550}))
    assert "10.00 points" in said
    assert "Merangin 60.00%" in said
    assert "Kerinci 50.00%" in said
    assert "apart" not in known(regencies({"15.01": 500}))


def test_equals_are_told_as_equals() -> None:
    level = regencies({"15.01": 500, "15.02": 500, "15.71": 500})
    assert "3 regencies and cities with a figure are level, at 50.00%." in known(level)
    assert "3 kabupaten/kota yang memiliki angka setara, 50,00%." in known(level)
    assert "3 regencies and cities with a figure are level, at 50.00%" in title("ranking", level)
    two = regencies({"15.01": 600, "15.02": 500, "15.71": 500})
    day_ = "(2 December 2024)"
    assert f"10.00 points apart: highest is Kerinci 60.00% {day_}, lowest Merangin 50.00% {day_} and Jambi" in known(
        two
    )
    assert "10.00 points lie between the highest, 60.00%, and the lowest, 50.00%" in title("ranking", two)
    high = regencies({"15.01": 600, "15.02": 600, "15.71": 500})
    assert "10,00 poin" in title("ranking", high)
    assert "Kerinci" not in title("ranking", high)


def test_of_many_equals_the_number_is_told() -> None:
    codes = [f"15.{n:02}" for n in range(1, 6)]
    regions = REGIONS.splitlines()[:2] + [f"{c},{1500 + n},R{n},regency,15,,{n},0," for n, c in enumerate(codes)]
    figures = "".join(f"2024-12-02,{c},coverage_rate,total,{60 if c == '15.01' else 40}\n" for c in codes)
    said = known(day(450) + figures, regions="\n".join(regions) + "\n")
    assert "highest is R0 60% (2 December 2024), lowest 4 regencies and cities, 40%." in said
    assert "terendah, 4 kabupaten/kota, 40%." in said


def test_the_only_regency_is_apart_from_nobody() -> None:
    regions = "".join(row + "\n" for row in REGIONS.splitlines() if row[:5] not in ("15.02", "15.71"))
    told = sentences(day(450) + "2024-12-02,15.01,coverage_rate,total,40\n", regions=regions)
    assert both(told.titles["ranking"]).startswith("Only Kerinci (40%) has a figure")


@pytest.mark.parametrize(
    ("rate", "parts"),
    [
        ("50", ["5 points above", "5 poin di atas"]),
        ("40", ["5 points below", "5 poin di bawah"]),
        ("45", ["level with", "setara"]),
        ("45.4", ["0.4 points above"]),
    ],
)
def test_a_regency_is_told_beside_the_province(rate: str, parts: list[str]) -> None:
    said = known(day(450) + f"2024-12-02,15.01,coverage_rate,total,{rate}\n", code="15.01")
    for part in parts:
        assert part in said


def test_a_regency_without_coverage_or_province_is_not_compared() -> None:
    assert known(day(450) + "2024-12-02,15.01,enrolled,total,5\n", code="15.01") == ""
    assert known("2024-12-02,15.01,coverage_rate,total,5\n", code="15.01", period="2024-12") == ""


# --- titles and alt texts ---------------------------------------------------------------------------------------------


def title(name: str, figures: str, targets: str = "", code: str = "15", period: str | None = None) -> str:
    return both(sentences(figures, targets, code, period).titles[name])


@pytest.mark.parametrize(
    ("figures", "targets", "parts"),
    [
        (day(450), "", ["no target is set", "belum ada target"]),
        (day(450), "2024-01-01,2024-11-30,15,target_rate,total,53\n", ["no target is known after 53%", "setelah 53%"]),
        (day(540), TARGET, ["is reached", "tercapai"]),
        (BEFORE, TARGET, ["cannot be told from one figure"]),
        (FAR, TARGET, ["cannot be told from figures so far apart or so near", "terlalu berjauhan atau terlalu dekat"]),
        (day(350), TARGET, ["falling", "turun", "18.00 points"]),
        (day(401), LATER, ["out of reach"]),
        (day(450), LATER, ["reached before 31 December 2026"]),
        (day(450), TARGET, ["will be missed", "tidak akan tercapai"]),
        (day(450), TARGET + LATER, ["will be missed", "March 2025"]),
        (day(540), TARGET + LATER, ["is reached"]),
        (day(401), TARGET + LATER, ["out of reach"]),
    ],
)
def test_the_path_is_titled_by_its_verdict(figures: str, targets: str, parts: list[str]) -> None:
    said = title("path", figures, targets)
    for part in parts:
        assert part in said


@pytest.mark.parametrize(
    ("figures", "targets", "parts"),
    [
        (BEFORE, TARGET, ["One reading tells no pace; this is what the targets take", "inilah yang dituntut target"]),
        (BEFORE, "", ["One reading tells no pace |", "Satu angka belum menunjukkan laju"]),
        (BEFORE, TARGET.replace(",53", ",40"), ["every target ahead is reached", "semua target mendatang"]),
        (FAR, "", ["Readings so far apart or so near tell no pace |", "terlalu berjauhan"]),
        (FAR, TARGET, ["so near tell no pace; this is what the targets take"]),
        (day(450), "", ["2.45 points more a month since 1 October 2024"]),
        (day(350), "", ["2.45 points fewer a month"]),
        (day(400), "", ["No movement since 1 October 2024", "Tidak bergerak"]),
        (day(450), LATER, ["takes 0.32 points"]),  # 8 / (759 / 30,4375)
        (day(540), TARGET, ["more a month"]),
    ],
)
def test_the_pace_is_titled_beside_what_is_needed(figures: str, targets: str, parts: list[str]) -> None:
    said = title("pace", figures, targets)
    for part in parts:
        assert part in said
    assert ("takes" in said) is ("takes" in "".join(parts))
    assert ("targets take" in said) is ("targets take" in "".join(parts))


def test_the_ranking_is_titled_by_who_is_missing_or_by_its_ends() -> None:
    assert "2 with none" in title("ranking", regencies({"15.01": 500}))
    old = regencies({"15.01": 500, "15.02": 600}) + "2024-11-01,15.71,coverage_rate,total,40\n"
    assert "1 with an older one" in title("ranking", old)
    assert "10.00 points" in title("ranking", regencies({"15.01": 500, "15.02": 600, "15.71": 550}))
    assert "ranking" not in sentences(day(450)).titles


@pytest.mark.parametrize(
    ("targets", "parts"),
    [
        ("", ["Lowest is BPU at 25.00%"]),
        ("2024-01-01,2024-12-31,15,target_rate,PU,70\n", ["PU below target", "BPU at 25.00%"]),
        ("2024-01-01,2024-12-31,15,target_rate,PU,40\n", ["Every segment is at its target"]),
    ],
)
def test_the_segments_are_titled_by_what_misses_its_target(targets: str, parts: list[str]) -> None:
    segments = """\
2024-12-02,15,active,PU,50
2024-12-02,15,potential,PU,100
2024-12-02,15,active,BPU,50
2024-12-02,15,potential,BPU,200
2024-12-02,15,active,PMI,1
2024-12-02,15,potential,PMI,100
"""
    said = title("segments", day(450) + segments, targets)
    equal = segments.replace("active,BPU,50", "active,BPU,100")
    assert "PU and BPU at 50.00%" in title("segments", day(450) + equal, targets)
    for part in parts:
        assert part in said
    assert "PMI 1.00%" in both(sentences(day(450) + segments).alts["segments"])


@pytest.mark.parametrize(
    ("before", "now", "parts"),
    [
        (None, 450, ["90.00% of the registered are active"]),
        (400, 450, ["10.00 points more", "naik 10,00 poin"]),
        (490, 450, ["8.00 points fewer", "turun 8,00 poin"]),
        (450, 450, ["as on 1 October 2024"]),
    ],
)
def test_activity_is_titled_by_its_direction(before: int | None, now: int, parts: list[str]) -> None:
    figures = f"2024-12-02,15,active,total,{now}\n2024-12-02,15,registered,total,500\n"
    if before is not None:
        figures += f"2024-10-01,15,active,total,{before}\n2024-10-01,15,registered,total,500\n"
    said = title("activity", figures + "2024-12-02,15,coverage_rate,total,45\n")
    for part in parts:
        assert part in said


def test_the_alt_text_of_a_path_names_every_point_of_few_and_the_ends_of_many() -> None:
    few = both(sentences(day(450), TARGET).alts["path"])
    for part in ("40.00% on 1 October 2024", "45.00% on 2 December 2024", "53% by 31 December 2024"):
        assert part in few
    assert "Target" not in both(sentences(day(450)).alts["path"])
    rates = [40, 39, 41, 42, 50, 43, 44, 45, 46]
    many = "".join(f"2024-{m:02}-01,15,coverage_rate,total,{rate}\n" for m, rate in enumerate(rates, 1))
    said = both(sentences(many).alts["path"])
    assert [rate for rate in rates if f"{rate}% on" in said] == [40, 39, 50, 46]


@pytest.mark.parametrize(
    ("figures", "targets", "parts"),
    [
        (day(450), NEXT, ["8.00 points (80 workers) are missing to 53%", "kurang 8,00 poin (80 pekerja) ke 53%",
                          "0.62 points a month are needed to 53% by 31 December", "perlu 0,62 poin per bulan ke 53%",
                          "today's pace leads to 53% in March 2025", "laju kini membawa ke 53% pada Maret 2025"]),
        (day(450), TARGET + LATER.replace(",53", ",60"), ["missing to 53%", "are needed to 60%", "leads to 60% in"]),
        (day(350), NEXT, ["today's pace does not lead to 53%", "tidak membawa ke 53%"]),
        (day(450), TARGET, ["missing to 53% and today's pace"]),
        (BEFORE, NEXT, ["missing to 53% and 0.8"]),
        ("2024-12-02,15,coverage_rate,total,45\n", NEXT, ["8 points are missing to 53%", "kurang 8 poin ke 53%"]),
        (day(540), NEXT, []),
    ],
)  # fmt: skip
def test_the_alt_text_of_a_path_tells_what_is_drawn_ahead(figures: str, targets: str, parts: list[str]) -> None:
    said = both(sentences(figures, targets).alts["path"])
    for part in parts:
        assert part in said
    assert ("From here" in said) is bool(parts)


def test_the_alt_text_of_the_regencies_names_each_with_its_day() -> None:
    said = both(sentences(RICH).alts["ranking"])
    assert "Merangin 60.5% (2 December 2024)" in said
    assert "Kerinci 30%" in said
    assert "No figure: Jambi City" in said
    assert "No figure" not in both(sentences(regencies({"15.01": 1, "15.02": 2, "15.71": 3})).alts["ranking"])


def test_what_there_is_nothing_to_say_about_has_neither_title_nor_alt() -> None:
    told = sentences(day(450))
    assert set(told.titles) == {"path", "pace"}
    assert set(told.alts) == {"path"}
    none = sentences("2024-12-02,15,rank,total,5\n2024-12-02,15.01,coverage_rate,total,40", period="2024-12")
    assert set(none.titles) == {"ranking"}


def test_regencies_with_segments_are_told_each() -> None:
    figures = day(450) + "2024-12-02,15.01,coverage_rate,PU,50\n2024-12-02,15.02,coverage_rate,BPU,40\n"
    said = both(sentences(figures).alts["multiples"])
    assert "Kerinci: PU 50%" in said
    assert "Merangin: BPU 40%" in said


def test_village_figures_of_regencies_are_told_each_else_the_provinces() -> None:
    own = "2024-12-02,15,village_rate,total,33\n"
    assert "Jambi Province 33%" in both(sentences(day(450) + own).alts["villages"])
    each = both(sentences(day(450) + own + "2024-12-02,15.01,village_rate,total,20\n").alts["villages"])
    assert "Kerinci 20%" in each
    assert "Jambi Province" not in each
    full = "2024-12-02,15,village_active,total,5\n2024-12-02,15,village_potential,total,10\n"
    assert "5 persons" in title("villages", day(450) + full)


def test_active_of_registered_is_told_by_its_counts() -> None:
    figures = (
        "2024-12-02,15,active,total,450\n2024-12-02,15,registered,total,500\n2024-12-02,15,coverage_rate,total,4\n"
    )
    assert "450 of 500 on 2 December 2024" in both(sentences(figures).alts["activity"])


# --- decisions, and what is missing -----------------------------------------------------------------------------------

ACTIONS = "number,decided,region,action,agency,due,status,indicator,obstacle,evidence,source\n"


def test_the_three_longest_due_of_a_regions_own_open_actions_are_asked_for() -> None:
    rows = [
        ("1", "15", "2024-11-30", "open"),
        ("2", "15", "2024-10-31", "running"),
        ("3", "15", "2024-09-30", "done"),
        ("4", "15.01", "2024-08-31", "open"),
        ("5", "15", "2025-01-31", "open"),
        ("6", "15", "2025-02-28", "open"),
    ]
    actions = "".join(f"{n},2024-03-05,{code},X,A,{due},{status},,,,press\n" for n, code, due, status in rows)
    told = sentences(day(450), actions=ACTIONS + actions)
    assert [a.number for a in told.decisions] == ["2", "1", "5"]
    assert told.decisions[0].due == dt.date(2024, 10, 31)


@pytest.mark.parametrize(
    ("regions", "said"),
    [
        ([("15", "2024-12-01")] * 4, "4 of 5 open decisions are overdue, the longest by 30 days."),
        ([("15", "2024-12-01"), ("15.01", "2024-10-01")], "2 of 3 open decisions are overdue, the longest by 91 days."),
        ([("15", "2024-12-01")] * 3, None),  # all are on the page
        ([("15", "2024-12-31")], None),
        ([], None),
    ],
)
def test_overdue_decisions_that_page_one_does_not_show_are_counted(
    regions: list[tuple[str, str]], said: str | None
) -> None:
    rows = [*regions, ("15", "2025-12-31")]
    actions = "".join(f"{n},2024-03-05,{c},X,A,{due},open,,,,press\n" for n, (c, due) in enumerate(rows, 1))
    told = sentences(day(450), actions=ACTIONS + actions).overdue
    assert (told and ENGLISH.show(told)) == said
    if told:
        assert "keputusan yang belum selesai lewat batas" in both(told)


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ("", None),
        ("2024-01-01,2025-12-31,15.01,target_rate,total,50\n2024-01-01,2025-12-31,15.02,target_rate,total,50\n", None),
        (NEXT, "the province's target"),
        (NEXT + "2024-01-01,2025-12-31,15.01,target_rate,total,50\n",
         "the target, the province's where a region has none of its own"),
    ],
)  # fmt: skip
def test_whose_target_regencies_are_held_to_is_said(targets: str, said: str | None) -> None:
    told = sentences(regencies({"15.01": 400, "15.02": 450}), targets).yardstick
    assert (told and ENGLISH.show(told)) == said


def test_what_is_missing_is_said() -> None:
    said = all_of(sentences(day(450)).missing)
    for part in ("31 December 2024", "Kerinci, Merangin and Jambi City", "segment", "village"):
        assert part in said
    rich = all_of(sentences(RICH, TARGET).missing)
    assert "Jambi City" in rich
    assert "village" not in rich
    assert not sentences(
        regencies({"15.01": 500, "15.02": 600, "15.71": 550})
        + "2024-12-02,15,coverage_rate,PU,50\n2024-12-02,15,registered,total,500\n"
        + "2024-12-02,15,village_rate,total,33\n"
        + "2024-12-02,15,permits_issued,total,9\n2024-12-02,15,permit_holders_registered,total,3\n",
        TARGET,
        funding=FUNDING + "15,APBD,BPU,9,2024-01,2024-12,1,press\n",
        actions=ACTIONS + "1,2024-01-01,15,Do,Bappeda,2024-12-31,open,,,,press\n",
    ).missing
