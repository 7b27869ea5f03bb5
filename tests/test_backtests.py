"""Figures worked by hand from what was published, on the real folders, read back from the printed PDF."""

import datetime as dt

import pytest

from cakupan.errors import RequestError
from tests.provinces import pages_of, pdf, print_report, real


def text(name: str, period: str, code: str = "15", language: str = "id") -> str:
    return " ".join(pages_of(pdf(name, period, code, language)))


@pytest.mark.parametrize(
    "figure",
    [
        "naik ke 45,17%",  # 592.806 / 1.312.370
        "592.806",
        "1.312.370",
        "3,79 poin",  # 45,17 - 41,38
        "7,83 poin",  # 53 - 45,17
        "target 53%",
        "102.751",  # 53% of 1.312.370 is 695.556,1: 695.557 it takes, less 592.806
        "102.750",  # what the paper printed
        "695.557",
        "721.804",  # 55% of 1.312.370 is 721.803,5
        "sekitar 49.700",  # 592.806 - 543.059, and those are worked out from 41,38%: 66 more or less
        "16 dari 34",
        "33,02%",  # 32.475 / 98.350
        "65.875",
        "66,98%",
        "9,16%",  # 45,17 / 41,38: what the rise is in per cent
        "39,52%",
        "518.632",
    ],
)
def test_the_province_at_the_end_of_2024_says(figure: str) -> None:
    assert figure in text("jambi", "2024-12")


def test_page_1_of_the_province_at_the_end_of_2024_holds_what_a_meeting_asks() -> None:
    first = pages_of(pdf("jambi", "2024-12"))[0]
    for figure in ("45,17%", "102.751", "102.750", "16 dari 34", "33,02%", "65.875", "3,79 poin"):
        assert figure in first


def test_the_days_left_are_those_of_the_calendar() -> None:
    assert (dt.date(2024, 12, 31) - dt.date(2024, 12, 2)).days == 29
    assert "29 hari" in text("jambi", "2024-12")


@pytest.mark.parametrize("figure", ["rises to 45.17%", "592,806", "1,312,370", "3.79 points", "102,751", "16 of 34"])
def test_the_same_in_english_says(figure: str) -> None:
    assert figure in text("jambi", "2024-12", language="en")


def test_a_published_count_without_a_day_is_told_and_not_drawn() -> None:
    assert "568.373" in text("jambi", "2024-12")
    coverage = real("jambi", "2024-12")["15"].coverage
    assert coverage
    assert [str(r.as_of) for r in coverage.readings] == ["2024-08-12", "2024-10-01", "2024-12-02"]


def test_the_ministry_counts_otherwise_and_is_told_apart() -> None:
    said = text("jambi", "2024-12")
    assert "658.038" in said
    assert "50,14%" not in said  # 658.038 / 1.312.370: a rate nobody may make


def test_the_regencies_without_figures_are_named_by_the_province() -> None:
    first = pages_of(pdf("jambi", "2024-12"))[0]
    for name in ("Kerinci", "Merangin", "Muaro Jambi", "Tanjung Jabung Barat", "Kota Sungai Penuh"):
        assert name in first
    assert "15.01" not in real("jambi", "2024-12")


def test_in_march_2025_coverage_falls() -> None:
    first = pages_of(pdf("jambi", "2025-03"))[0]
    assert "turun ke 44%" in first
    assert "naik" not in first.split("Yang perlu diketahui")[0]
    assert "11 poin" in first  # 55 - 44


def test_782_thousand_is_not_55_per_cent() -> None:
    said = text("jambi", "2025-03")
    assert '"782 ribu"' in said
    assert "721.804" in said
    assert "59,6%" in said  # 782.000 / 1.312.370


def test_a_round_potential_leaves_the_exact_one_standing() -> None:
    assert "1.312.370" in pages_of(pdf("jambi", "2025-03"))[0]


def test_what_was_published_for_bungo_differs_in_the_last_digit() -> None:
    said = text("jambi", "2024-12", "15.08")
    assert "60,71%" in said  # 79.077 / 130.263 = 60,7056
    assert "60,70%" in said


def test_batanghari_carries_its_figure_forward() -> None:
    said = text("jambi", "2024-12", "15.04")
    assert "50,71%" in said  # 49.803 / 98.206
    assert "12 Agustus 2024" in said
    assert "2.247" in said  # 53% of 98.206 is 52.049,2: 52.050, less 49.803


def test_southeast_sulawesi_in_2018_registered_more_than_it_kept() -> None:
    said = text("sultra", "2018-06", "74")
    assert "18,9%" in said  # 227 / 1.200
    assert "8,6%" in said  # 103 / 1.200
    assert "45,4%" in said  # 103 / 227
    assert "8,58%" not in said


def test_the_segments_of_southeast_sulawesi_do_not_add_up() -> None:
    said = text("sultra", "2023-12", "74")
    assert "284.707" in said  # 66.647 + 66.647 + 151.413
    assert "284.207" in said
    assert "42%" in said


def test_kendari_has_its_own_report() -> None:
    said = text("sultra", "2025-06", "74.71")
    assert "35,05%" in said  # 49.397 / 140.940
    assert "140.940" in said


def test_a_day_in_between_knows_only_what_was_known() -> None:
    indicators = real("jambi", "2024-10", dt.date(2024, 11, 30))["15"]
    assert indicators.cutoff == dt.date(2024, 10, 31)
    assert indicators.coverage
    assert not indicators.coverage.targets  # they were stated in December
    said = " ".join(pages_of(print_report(indicators)))
    assert "41,38%" in said
    assert "592.806" not in said
    assert "695.557" not in said


def test_with_hindsight_the_same_month_knows_its_target() -> None:
    coverage = real("jambi", "2024-10")["15"].coverage
    assert coverage
    assert [str(t.value.value) for t in coverage.targets] == ["53", "55"]


def test_without_a_period_a_day_asks_for_the_newest_month_before_it() -> None:
    assert str(real("jambi", None, dt.date(2024, 11, 30))["15"].period) == "2024-10"


def test_a_month_between_two_figures_is_refused_and_the_others_are_named() -> None:
    with pytest.raises(RequestError, match=r"2024-11.*2024-08, 2024-10, 2024-12"):
        real("jambi", "2024-11", dt.date(2024, 11, 30))
