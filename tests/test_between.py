"""What moved among the regencies: who rises, falls, overtakes; told in both languages and drawn."""

import pytest

from cakupan.assets import font_files
from cakupan.illustrate import illustrate
from cakupan.language import Language
from cakupan.model import Between, Indicators
from cakupan.sentences import write_sentences
from charts import Chart, use_house_style
from tests.drawings import cut, overlaps, said
from tests.provinces import REGIONS, measured, real

ENGLISH, INDONESIAN = Language("en"), Language("id")
MORE = REGIONS + "15.03,1503,Bungo,regency,15,,,,\n15.04,1504,Tebo,regency,15,,,,\n15.05,1505,Batang,regency,15,,,,\n"
CODES = ("15.01", "15.02", "15.71", "15.03", "15.04", "15.05")  # Kerinci, Merangin, Kota Jambi, Bungo, Tebo, Batang


def province(*rates: tuple[float | None, float | None], more: str = "") -> Indicators:
    """Rates on 1 October and 2 December of Kerinci, Merangin, Kota Jambi and so on."""
    rows = "".join(
        f"{day},{code},coverage_rate,total,{rate}\n"
        for code, pair in zip(CODES, rates, strict=False)
        for day, rate in zip(("2024-10-01", "2024-12-02"), pair, strict=True)
        if rate is not None
    )
    return measured(rows + more, period="2024-12", regions=MORE)["15"]


def between(*rates: tuple[float | None, float | None], more: str = "") -> Between:
    found = province(*rates, more=more).between
    assert found
    return found


def drawn(indicators: Indicators, language: Language = ENGLISH) -> Chart:
    use_house_style(font_files())
    return illustrate(indicators, write_sentences(indicators), language)["slope"]


def names(*indicators: object) -> list[str]:
    return [i.region.name for i in indicators]  # type: ignore[attr-defined]  # indicators


@pytest.mark.parametrize(
    ("rates", "english", "indonesian"),
    [
        (
            [(40, 45), (50, 57), (60, 62)],
            "Coverage rises in all 3 regencies and cities with two figures; the largest rise: Merangin, 7 points",
            "Cakupan naik di semua 3 kabupaten/kota yang punya dua angka; kenaikan terbesar: Merangin, 7 poin",
        ),
        (
            [(45, 40), (50, 43), (60, 55)],
            "Coverage falls in all 3 regencies and cities with two figures; the largest fall: Merangin, 7 points",
            "Cakupan turun di semua 3 kabupaten/kota yang punya dua angka; penurunan terbesar: Merangin, 7 poin",
        ),
        (
            [(40, 40), (50, 50), (0, 0)],
            "Coverage moves in none of the 3 regencies and cities with two figures",
            "Cakupan tidak bergerak di satu pun dari 3 kabupaten/kota yang punya dua angka",
        ),
        (
            [(40, 45), (50, 50), (0, 0)],
            "Coverage rises in 1 of 3 regencies and cities and falls in none; the largest rise: Kerinci, 5 points",
            "Cakupan naik di 1 dari 3 kabupaten/kota dan tidak turun di satu pun; kenaikan terbesar: Kerinci, 5 poin",
        ),
        (
            [(40, 35), (50, 50), (0, 0)],
            "Coverage falls in 1 of 3 regencies and cities and rises in none; the largest fall: Kerinci, 5 points",
            "Cakupan turun di 1 dari 3 kabupaten/kota dan tidak naik di satu pun; penurunan terbesar: Kerinci, 5 poin",
        ),
        (
            [(40, 45), (50, 55), (90, 88)],  # equals share it
            (
                "Coverage rises in 2 of 3 regencies and cities and falls in 1; "
                "the largest rise: Kerinci and Merangin, 5 points"
            ),
            "Cakupan naik di 2 dari 3 kabupaten/kota dan turun di 1; kenaikan terbesar: Kerinci dan Merangin, 5 poin",
        ),
        (
            [(10, 15), (20, 25), (30, 35), (40, 45)],  # of four equals it is nobody
            "Coverage rises in all 4 regencies and cities with two figures",
            "Cakupan naik di semua 4 kabupaten/kota yang punya dua angka",
        ),
        (
            [(40, 41), (45, 46), (43, 50)],  # one point between whole rates may be rounding
            "Jambi City overtakes Merangin; coverage rises in 1 of 3 regencies and cities and falls in none",
            "Kota Jambi menyalip Merangin; cakupan naik di 1 dari 3 kabupaten/kota dan tidak turun di satu pun",
        ),
        (
            [(48, 41), (45, 45), (0, 50)],
            "Jambi City overtakes Merangin and Kerinci; coverage rises in 1 of 3 regencies and cities and falls in 1",
            "Kota Jambi menyalip Merangin dan Kerinci; cakupan naik di 1 dari 3 kabupaten/kota dan turun di 1",
        ),
        (
            [(41, 41), (42, 42), (30, 50), (43, 43), (44, 44)],
            "Jambi City overtakes 4 others; coverage rises in 1 of 5 regencies and cities and falls in none",
            "Kota Jambi menyalip 4 daerah lain; cakupan naik di 1 dari 5 kabupaten/kota dan tidak turun di satu pun",
        ),
    ],
)
def test_the_title_says_who_moved(rates: list[tuple[float, float]], english: str, indonesian: str) -> None:
    indicators = province(*rates)
    title = write_sentences(indicators).titles["slope"]
    assert ENGLISH.sentence(title) == english
    assert INDONESIAN.sentence(title) == indonesian


@pytest.mark.parametrize(
    "rates",
    [
        [(40, 45), (40, 50), (10, 10)],  # level before
        [(40, 50), (45, 50), (10, 10)],  # level now
        [(40, 45), (41, 44), (10, 10)],  # a point between whole rates may be rounding
        [(40.00, 41.00), (45.00, 46.00), (10, 10)],
    ],
)
def test_to_draw_level_or_within_rounding_is_not_to_overtake(rates: list[tuple[float, float]]) -> None:
    assert between(*rates).overtaker is None


def test_who_overtakes_most_is_named_and_of_equals_the_higher() -> None:
    found = between((10, 60), (20, 30), (30, 20), (50, 80), (70, 70))
    assert found.overtaker
    assert names(found.overtaker) == ["Kerinci"]
    assert names(*found.overtaken) == ["Merangin", "Jambi"]
    found = between((10, 30), (20, 20), (50, 80), (70, 70), (5, 5))
    assert found.overtaker
    assert names(found.overtaker) == ["Jambi"]


def test_only_figures_of_the_same_two_days_overtake_each_other() -> None:
    other = "2024-11-01,15.71,coverage_rate,total,44\n2024-12-02,15.71,coverage_rate,total,55\n"
    found = between((40, 41), (45, 46), more=other)
    assert found.overtaker is None
    assert "Jambi City · 1 Nov 2024" in [s.words for s in said(drawn(province((40, 41), (45, 46), more=other)))]


@pytest.mark.parametrize("rates", [[(40, 45), (50, 55)], [(40, 45), (50, 55), (None, 60), (60, None)]])
def test_of_fewer_than_three_with_both_figures_there_is_no_slope(
    rates: list[tuple[float | None, float | None]],
) -> None:
    indicators = province(*rates)
    told = write_sentences(indicators)
    assert indicators.between is None
    assert "slope" not in told.titles
    assert "slope" not in told.alts
    assert "slope" not in illustrate(indicators, told, ENGLISH)


def test_a_regencys_report_has_no_slope() -> None:
    assert real("contoh", "2025-03")["15"].between
    assert real("contoh", "2025-03")["15.01"].between is None


def test_who_has_one_figure_only_is_told_and_drawn_with_its_day() -> None:
    indicators = province((40, 45), (50, 55), (60, 62), (None, 0), (64, None))
    alt = write_sentences(indicators).alts["slope"]
    assert ENGLISH.tell(alt) == (
        "Coverage at the reading before and now: Jambi City from 60% (1 October 2024) to 62% (2 December 2024), "
        "Merangin from 50% (1 October 2024) to 55% (2 December 2024) and Kerinci from 40% (1 October 2024) to "
        "45% (2 December 2024). One figure only: Bungo 0% (2 December 2024) and Tebo 64% (1 October 2024)."
    )
    assert "Hanya satu angka: Bungo 0% (2 Desember 2024) dan Tebo 64% (1 Oktober 2024)." in INDONESIAN.tell(alt)
    chart = drawn(indicators, INDONESIAN)
    assert {"Bungo · 2 Des 2024", "Tebo · 1 Okt 2024", "1 Oktober 2024"} <= {s.words for s in said(chart)}
    assert chart.marks == ("alone",)


@pytest.mark.parametrize("period", ["2024-01", "2024-07", "2025-03"])
def test_the_slope_of_the_sample_is_legible(period: str) -> None:
    chart = drawn(real("contoh", period)["15"])
    assert not overlaps(chart)
    assert not cut(chart)
