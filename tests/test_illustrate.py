"""Which drawings a report has, and what stands in them."""

import datetime as dt
import html
import re

import pytest

from cakupan.assets import font_files
from cakupan.illustrate import illustrate
from cakupan.illustrate.axis import ticks
from cakupan.language import Language
from cakupan.sentences import write_sentences
from charts import Chart, use_house_style
from tests.provinces import REGIONS, measured, real

BEFORE = "2024-10-01,15,potential,total,1000\n2024-10-01,15,active,total,400\n"
NOW = BEFORE + "2024-12-02,15,active,total,450\n"
TARGETS = "2024-01-01,2024-12-31,15,target_rate,total,53\n2024-01-01,2025-12-31,15,target_rate,total,55\n"


@pytest.fixture(autouse=True)
def _house_style() -> None:
    use_house_style(font_files())


def drawn(
    figures: str, targets: str = "", code: str = "15", period: str | None = None, **more: str
) -> dict[str, Chart]:
    indicators = measured(figures, targets, period, None, **more)[code]
    return dict(illustrate(indicators, write_sentences(indicators), Language("en")))


def words(chart: Chart) -> str:
    return " ".join(map(html.unescape, re.findall(r"<text[^>]*>([^<]*)</text>", chart.svg)))


def test_without_figures_there_are_no_drawings() -> None:
    others = "2024-12-02,15,rank,total,5\n2024-12-02,15.01,coverage_rate,PU,5\n2024-12-02,15.01,village_rate,total,5\n"
    assert not drawn(others, period="2024-12")


def test_one_reading_without_a_target_is_a_sentence_and_no_path() -> None:
    assert not drawn(BEFORE)
    assert set(drawn(BEFORE, TARGETS)) == {"summary", "path"}
    assert set(drawn(NOW)) == {"summary", "path"}


def test_every_drawing_of_a_full_province_is_there() -> None:
    indicators = real("contoh")["15"]
    charts = illustrate(indicators, write_sentences(indicators), Language("id"))
    sparks = {f"spark.{row.region.code}" for row in indicators.rows}
    assert set(charts) == sparks | {
        "summary", "path", "ranking", "tiles", "segments", "multiples", "activity", "villages", "slope",
        "timeline",
    }  # fmt: skip
    assert all(chart.alt for chart in charts.values())


def test_a_regency_has_no_sparklines_and_no_small_multiples() -> None:
    indicators = real("contoh")["15.01"]
    charts = illustrate(indicators, write_sentences(indicators), Language("id"))
    assert set(charts) == {"summary", "path", "ranking", "segments", "activity", "villages", "timeline"}


def test_the_path_tells_what_is_missing_and_what_it_takes() -> None:
    said = words(drawn(NOW, TARGETS)["path"])
    for part in ("40.00%", "45.00%", "8.00 points missing", "80 workers", "needed: 0.77 points"):
        assert part in said


def test_the_outlook_ends_at_everybody() -> None:
    figures = "2024-10-01,15,potential,total,1000\n2024-10-01,15,active,total,900\n2024-12-02,15,active,total,960\n"
    said = words(drawn(figures, "2024-01-01,2026-12-31,15,target_rate,total,95\n")["path"])
    assert max(map(int, re.findall(r"(?<!\.)\b(\d+)%", said))) <= 100


def test_a_single_target_carries_both_words_at_its_arrow() -> None:
    said = words(drawn(NOW, TARGETS.splitlines()[1])["path"])
    assert "10.00 points missing" in said
    assert said.count("needed:") == 1


def test_a_reached_target_needs_nothing() -> None:
    figures = BEFORE + "2024-12-02,15,active,total,600\n"
    assert "missing" not in words(drawn(figures, TARGETS)["path"])
    assert "needed" not in words(drawn(figures, TARGETS)["path"])


def test_what_is_carried_forward_is_drawn_hollow() -> None:
    later = NOW + "2025-02-01,15.02,coverage_rate,total,40\n2025-02-01,15.71,coverage_rate,total,40\n"
    for name, mark in (("path", "hollow"), ("ranking", "hollow_bar"), ("tiles", "hollow_tile")):
        figures = later + "2024-12-02,15.01,coverage_rate,total,41\n"
        new, old = (drawn(figures, period=period)[name] for period in ("2024-12", "2025-02"))
        assert mark in old.marks
        assert mark not in new.marks
        assert 'fill="#ffffff"' in old.svg


def test_without_counts_nothing_is_said_of_workers() -> None:
    figures = "2024-10-01,15,coverage_rate,total,40\n2024-12-02,15,coverage_rate,total,45\n"
    assert "workers" not in words(drawn(figures, TARGETS)["path"])


def test_todays_pace_is_not_drawn_for_less_than_a_month() -> None:
    assert "at today's pace" not in words(drawn(NOW, TARGETS.splitlines()[0])["path"])


def test_of_many_readings_the_first_the_lowest_and_the_last_are_written() -> None:
    figures = "".join(f"2024-{m:02}-01,15,coverage_rate,total,{60 - m if m < 7 else 40 + m}\n" for m in range(1, 13))
    said = words(drawn(figures)["path"])
    assert re.findall(r"\d+%(?= )|\d+%$", said)
    for part in ("59%", "47%", "52%"):
        assert part in said
    assert "58%" not in said


def test_page_1_shows_the_last_year_and_the_section_shows_all() -> None:
    figures = "".join(
        f"{2023 + m // 12}-{m % 12 + 1:02}-01,15,coverage_rate,total,{21 + m}\n" for m in range(20)
    )  # fmt: skip
    assert "21%" in words(drawn(figures)["path"])
    assert "28%" in words(drawn(figures)["summary"])
    assert "21%" not in words(drawn(figures)["summary"])


REGENCIES = """\
2024-10-01,15.01,coverage_rate,total,40
2024-12-02,15.01,coverage_rate,total,45
2024-10-01,15.02,coverage_rate,total,40
2024-12-02,15.02,coverage_rate,total,30
2024-10-01,15.71,coverage_rate,total,50
2024-12-02,15.71,coverage_rate,total,50
"""


def test_the_ranking_tells_the_change_of_each() -> None:
    said = words(drawn(NOW + REGENCIES, TARGETS)["ranking"])
    for part in ("Kerinci", "+5 points", "−10 points", "±0 points", "province 45.00%"):
        assert part in said


def test_an_older_figure_carries_its_day_in_the_ranking() -> None:
    later = drawn(NOW + "2024-11-01,15.01,coverage_rate,total,40\n2024-12-01,15.02,coverage_rate,total,41\n")
    assert "1 Nov 2024" in words(later["ranking"])
    assert "1 Dec 2024" in words(later["ranking"])  # new, but with none before it


def test_without_the_provinces_own_figure_there_is_no_yardstick() -> None:
    assert "province" not in words(drawn(REGENCIES, period="2024-12")["ranking"])


def test_regions_without_a_tile_are_not_on_the_map() -> None:
    bare = re.sub(r"\d,\d,(Kab\. Kerinci)?$", ",,", REGIONS, flags=re.MULTILINE)
    assert "tiles" not in drawn(REGENCIES, period="2024-12", regions=bare)
    said = words(
        drawn(REGENCIES.replace("15.71", "15"), regions=REGIONS.replace("Merangin", "Tanjung Jabung Barat"))["tiles"]
    )
    assert "Tanjung Jabung" in said
    assert "–" in said  # Kota Jambi has no figure


def test_a_map_of_equals_has_one_tint() -> None:
    assert "tiles" in drawn("2024-12-02,15.01,coverage_rate,total,40\n", period="2024-12")


def test_segments_are_drawn_with_or_without_target_and_counts() -> None:
    figures = NOW + "2024-12-02,15,active,PU,50\n2024-12-02,15,potential,PU,100\n2024-12-02,15,coverage_rate,BPU,8\n"
    said = words(drawn(figures, "2024-01-01,2024-12-31,15,target_rate,PU,70")["segments"])
    for part in ("50.00%", "50 of 100", "target 70%", "8%"):
        assert part in said


def test_small_multiples_need_two_regions() -> None:
    one = "2024-12-02,15.01,coverage_rate,PU,50\n2024-12-02,15.01,coverage_rate,total,40\n"
    assert "multiples" not in drawn(NOW + one)
    two = drawn(NOW + one + "2024-12-02,15.02,coverage_rate,BPU,30\n")["multiples"]
    assert "–" in words(two)
    assert "PMI" not in words(two)


def activity(days: list[str]) -> dict[str, Chart]:
    rows = "".join(f"{day},15,active,total,4{n}0\n{day},15,registered,total,500\n" for n, day in enumerate(days))
    return drawn(rows + f"{days[-1]},15,coverage_rate,total,40\n")


def test_activity_over_two_days_is_a_sentence_and_no_drawing() -> None:
    assert "activity" not in activity(["2024-10-01", "2024-12-02"])
    said = words(activity(["2024-10-01", "2024-11-01", "2024-12-02"])["activity"])
    for part in ("registered 500", "active 420", "not active 80"):
        assert part in said


VILLAGES = "2024-12-02,{code},village_active,total,{active}\n2024-12-02,{code},village_potential,total,100\n"


def test_villages_are_drawn_by_regency_or_as_one_bar() -> None:
    own = VILLAGES.format(code="15", active=33)
    assert "Jambi Province" in words(drawn(NOW + own)["villages"])
    each = own + VILLAGES.format(code="15.01", active=20) + VILLAGES.format(code="15.02", active=40)
    said = words(drawn(NOW + each)["villages"])
    assert "Jambi Province" not in said
    assert "Kerinci" in said
    assert "Kerinci" in words(drawn(NOW + each, code="15.01")["villages"])
    assert "villages" not in drawn(NOW + "2024-12-02,15,village_rate,total,33\n")


def test_a_bar_of_another_day_than_the_provinces_says_which() -> None:
    rows = NOW + "2024-11-02,15,village_active,total,33\n2024-11-02,15,village_potential,total,100\n"
    rows += "2024-12-02,15.01,village_active,total,20\n2024-12-02,15.01,village_potential,total,40\n"
    rows += "2024-11-02,15.02,village_active,total,13\n2024-11-02,15.02,village_potential,total,60\n"
    said = words(drawn(rows)["villages"])
    assert "50.00% (2 Dec 2024)" in said
    assert "21.67%" in said
    assert said.count("(2") == 1


def test_village_institutions_of_nobody_do_no_harm() -> None:
    names = ("village_active", "village_potential", "village_rate")
    drawn(NOW + "".join(f"2024-12-02,15,{name},total,0\n" for name in names))


def test_a_sparkline_needs_three_readings() -> None:
    assert not [name for name in drawn(NOW + REGENCIES) if name.startswith("spark")]
    three = drawn(NOW + REGENCIES + "2024-11-01,15.01,coverage_rate,total,42\n")
    assert [name for name in three if name.startswith("spark")] == ["spark.15.01"]
    assert "from 40% on 1 October 2024 to 45% on 2 December 2024" in three["spark.15.01"].alt


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (dt.date(2024, 8, 12), dt.date(2024, 12, 31), ["Agu\n2024", "Sep", "Okt", "Nov", "Des"]),
        (dt.date(2024, 8, 14), dt.date(2024, 12, 31), ["Sep", "Okt", "Nov", "Des"]),
        (dt.date(2024, 11, 1), dt.date(2025, 12, 31), ["Nov\n2024", "Jan\n2025", "Mar", "Mei", "Jul", "Sep", "Nov"]),
        (dt.date(2018, 6, 1), dt.date(2025, 6, 1), ["Jun\n2018", "Jun\n2019", "Jun\n2020", "Jun\n2021"]),
    ],
)
def test_a_time_axis_has_at_most_nine_months(first: dt.date, last: dt.date, labels: list[str]) -> None:
    found = [label for _, label in ticks(first, last, Language("id"))]
    assert found[: len(labels)] == labels
    assert len(found) <= 9
