"""What is said, in Indonesian and in English."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        (Count(580000, 10000, about=True), "sekitar 580 ribu", "about 580,000"),
        (Count(1300000, 100000), "1,3 juta", "1.3 million"),
        (Count(141804, 10000, about=True), "sekitar 140 ribu", "about 140,000"),
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


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=4), st.integers(0, 3))
def test_a_number_is_written_alike_but_for_its_marks(value: Decimal, places: int) -> None:
    english = ENGLISH.number(value, places)
    assert INDONESIAN.number(value, places) == english.translate(str.maketrans(".,", ",."))
    assert Decimal(english.replace(",", "")) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d+)?", english)


@given(st.integers(0, 10**7), st.sampled_from([1, 10, 1000, 10_000, 100_000]), st.booleans())
def test_a_round_count_is_off_by_no_more_than_half_its_step(value: int, step: int, about: bool) -> None:
    count = Count(value, step, about)
    assert abs(count.rounded - value) * 2 <= step
    assert INDONESIAN.show(count).startswith("sekitar ") is about
    assert INDONESIAN.compact(count).startswith("±") is about


@given(st.decimals(-100, 100, places=4), st.integers(0, 2))
def test_points_are_written_without_their_sign(value: Decimal, places: int) -> None:
    points = Points(value, places)
    for language in (INDONESIAN, ENGLISH):
        assert not re.search("[-\N{MINUS SIGN}]", language.show(points))
    assert ENGLISH.show(points).endswith(" point") is (points.rounded == 1)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Count(580000, 10000, about=True), "±580.000"),
        (Count(1312370), "1.312.370"),
        (Count(1300000, 100000), "1,3 juta"),
        (Percent(Decimal("8.583"), 1, about=True), "±8,6%"),
        (Percent(Decimal("45.17")), "45,17%"),
        (None, "–"),
    ],
)
def test_cells_and_drawings_have_short_figures(value: object, written: str) -> None:
    assert INDONESIAN.compact(value) == written


def test_a_sentence_begins_with_a_capital() -> None:
    assert ENGLISH.sentence(message("level with {it}", it="it")) == "Level with it"
    assert INDONESIAN.sentence(message("{count}", count=Count(580000, 10000, about=True))) == "Sekitar 580 ribu"


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
