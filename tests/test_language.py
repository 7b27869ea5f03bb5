"""What is said, in Indonesian and in English."""

import datetime as dt
from decimal import Decimal

import pytest

from cakupan.language import Language
from cakupan.message import message
from cakupan.period import AsOf, Period
from cakupan.quantity import Count, Month, Percent, Points, rounding_step

INDONESIAN, ENGLISH = Language("id"), Language("en")


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (1312370, "1.312.370", "1,312,370"),
        (Percent(Decimal("45.1706")), "45,17%", "45.17%"),
        (Percent(Decimal(44), 0), "44%", "44%"),
        (Percent(Decimal("18.92"), 1, about=True), "sekitar 18,9%", "about 18.9%"),
        (Percent(Decimal("0.005")), "0,01%", "0.01%"),
        (Points(Decimal("-3.7906")), "3,79 poin", "3.79 points"),
        (Points(Decimal(1), 0), "1 poin", "1 point"),
        (Points(Decimal(2), 0, about=True), "sekitar 2 poin", "about 2 points"),
        (Count(102751), "102.751", "102,751"),
        (Count(580000, 10000, about=True), "sekitar 580 ribu", "about 580 thousand"),
        (Count(1300000, 100000), "1,3 juta", "1.3 million"),
        (Count(141804, 10000, about=True), "sekitar 140 ribu", "about 140 thousand"),
        (dt.date(2024, 12, 2), "2 Desember 2024", "2 December 2024"),
        (AsOf.parse("2024-12-02"), "2 Desember 2024", "2 December 2024"),
        (AsOf.parse("2018-06"), "Juni 2018", "June 2018"),
        (Period.parse("2025-05"), "Mei 2025", "May 2025"),
        (Month(2025, 8), "Agustus 2025", "August 2025"),
        (("A", "B", 3), "A, B, dan 3", "A, B and 3"),
        (None, "–", "–"),
        ("kata", "kata", "kata"),
        (message("{place} of {base}", place=16, base=34), "16 dari 34", "16 of 34"),
    ],
)
def test_figures_are_written_as_each_language_writes_them(value: object, indonesian: str, english: str) -> None:
    assert INDONESIAN.show(value) == indonesian
    assert ENGLISH.show(value) == english


def test_narrow_columns_have_short_dates() -> None:
    assert INDONESIAN.short_date(AsOf.parse("2024-08-12")) == "12 Agu 2024"
    assert INDONESIAN.short_date(AsOf.parse("2018-06")) == "Jun 2018"
    assert ENGLISH.month_name(dt.date(2024, 10, 1)) == "Oct"


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LC_ALL": "C", "LANG": "id_ID"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "id"}, "id"),
        ({}, "en"),
    ],
)
def test_the_terminal_speaks_the_language_of_its_locale(environment: dict[str, str], code: str) -> None:
    assert Language.of_environment(environment).code == code


def test_a_message_in_a_traceback_is_plain_english() -> None:
    assert str(message("{place} of {base}", place=16, base=34)) == "16 of 34"


@pytest.mark.parametrize(
    ("value", "step"), [("580000", "1E4"), ("44", "1"), ("41.38", "0.01"), ("0", "1"), ("1.50", "0.1")]
)
def test_a_round_figure_is_as_coarse_as_its_last_digit(value: str, step: str) -> None:
    assert rounding_step(Decimal(value)) == Decimal(step)
