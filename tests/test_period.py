"""Months and days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.period import AsOf, Period, add_months, months_between


def test_a_period_is_read_and_written_alike() -> None:
    assert str(Period.parse("2024-12")) == "2024-12"


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "2024-1", "12-2024", "2024-12-01", "", "٢٠٢٤-12", "0001-01"])
def test_nonsense_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(text)


def test_both_ends_of_a_month_lie_in_it() -> None:
    february = Period.parse("2024-02")
    assert dt.date(2024, 2, 1) in february
    assert dt.date(2024, 2, 29) in february
    assert dt.date(2024, 3, 1) not in february


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(-500, 500))
def test_shifting_back_undoes_a_shift(year: int, month: int, months: int) -> None:
    assert Period(year, month).shift(months).shift(-months) == Period(year, month)


def test_a_month_counts_as_its_last_day() -> None:
    june = AsOf.parse("2018-06")
    assert june.day == dt.date(2018, 6, 30)
    assert june.whole_month
    assert str(june) == "2018-06"
    assert str(AsOf.parse("2024-12-02")) == "2024-12-02"


@pytest.mark.parametrize("text", ["2 Des 2024", "2024-02-30", "02-12-2024", "20241202", ""])
def test_nonsense_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        AsOf.parse(text)


def test_days_are_in_order() -> None:
    assert AsOf.parse("2024-10-01") < AsOf.parse("2024-12-02")
    assert AsOf.parse("2024-12-02") >= AsOf.parse("2024-11")


@given(st.dates(dt.date(2000, 1, 1), dt.date(2050, 1, 1)), st.floats(-100, 100))
def test_months_between_undoes_add_months(day: dt.date, months: float) -> None:
    assert abs(months_between(day, add_months(day, months)) - months) < 0.02
