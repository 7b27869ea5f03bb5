"""Change, pace, gap and the day of arrival."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.indicators.progress import change, count_of, difference, gap, pace, peak, year_pace
from cakupan.model import Direction, Measure, Outlook, Pace, Reading, Target, published_rate
from cakupan.period import AsOf
from cakupan.quantity import Percent, Points


def persons(value: int, day: AsOf, precision: str = "exact") -> Measure:
    return Measure(Decimal(value), "persons", day, precision, "press")


def counted(day: str, part: int, whole: int, precision: str = "exact") -> Reading:
    """A reading made of its counts."""
    when = AsOf.parse(day)
    rate = Percent(Decimal(part) / whole * 100, *((1, True) if precision == "rounded" else ()))
    return Reading(when, rate, persons(part, when, precision), persons(whole, when, precision), None)


def stated(day: str, rate: str) -> Reading:
    """A reading of a published rate without counts."""
    measure = Measure(Decimal(rate), "percent", AsOf.parse(day), "rate", "press")
    return Reading(measure.as_of, published_rate(measure), None, None, measure)


def target(rate: str, due: str = "2025-12-31") -> Target:
    value = Measure(Decimal(rate), "percent", AsOf.parse("2024-01-01"), "exact", "press")
    return Target("target_rate", "total", dt.date.fromisoformat(due), value)


DAY = dt.date(2024, 12, 2)


@given(st.integers(1, 5_000_000), st.integers(0, 5_000_000), st.decimals(0, 100, places=2))
def test_the_count_of_a_rate_reaches_it_and_one_less_does_not(whole: int, part: int, rate: Decimal) -> None:
    count = count_of(counted("2024-12-02", min(part, whole), whole), Percent(rate))
    assert count
    assert Decimal(count.value) * 100 >= rate * whole
    assert Decimal(count.value - 1) * 100 < rate * whole


def test_53_per_cent_of_jambi_is_695557_workers() -> None:
    count = count_of(counted("2024-12-02", 592806, 1312370), Percent(Decimal(53)))
    assert count
    assert (count.value, count.step, count.about) == (695557, 1, False)


def test_a_rate_without_counts_has_no_count() -> None:
    assert count_of(stated("2024-12-02", "45"), Percent(Decimal(53))) is None


@pytest.mark.parametrize(
    ("earlier", "current", "direction", "written"),
    [
        (counted("2024-10-01", 40, 100), counted("2024-12-02", 45, 100), "rises", "5.00"),
        (counted("2024-10-01", 45, 100), counted("2024-12-02", 40, 100), "falls", "5.00"),
        (counted("2024-10-01", 45, 100), counted("2024-12-02", 45, 100), "stays", "0.00"),
        # exact counts, but less than what is written
        (counted("2024-10-01", 500000, 1000000), counted("2024-12-02", 500040, 1000000), "stays", "0.00"),
        (counted("2024-10-01", 500000, 1000000), counted("2024-12-02", 500060, 1000000), "rises", "0.01"),
        # rounding may hide 0.5 on a rate without decimals, 0.005 on one with two
        (stated("2024-10-01", "45.17"), stated("2024-12-02", "44"), "falls", "1"),
        (stated("2024-10-01", "45.17"), stated("2024-12-02", "45"), "stays", "0"),
        (stated("2024-10-01", "44.49"), stated("2024-12-02", "44"), "stays", "0"),
        (stated("2024-10-01", "44"), stated("2024-12-02", "45"), "stays", "1"),
        (stated("2024-10-01", "44.00"), stated("2024-12-02", "44.01"), "stays", "0.01"),
        (stated("2024-10-01", "44.00"), stated("2024-12-02", "44.02"), "rises", "0.02"),
    ],
)  # fmt: skip
def test_a_difference_that_rounding_could_have_made_is_none(
    earlier: Reading, current: Reading, direction: str, written: str
) -> None:
    way, points = difference(current, earlier)
    assert (way, str(points.rounded)) == (direction, written)


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_back_is_the_opposite_of_there(one: int, two: int) -> None:
    there, points = difference(counted("2024-12-02", one, 100_000), counted("2024-10-01", two, 100_000))
    back, same = difference(counted("2024-12-02", two, 100_000), counted("2024-10-01", one, 100_000))
    opposite = {Direction.RISES: Direction.FALLS, Direction.FALLS: Direction.RISES, Direction.STAYS: Direction.STAYS}
    assert back is opposite[there]
    assert points.rounded == same.rounded


def test_persons_are_told_where_both_counts_are_known() -> None:
    change_ = change(counted("2024-12-02", 592806, 1312370), counted("2024-10-01", 543059, 1312370))
    assert change_.persons
    assert change_.persons.value == 49747
    assert str(change_.since) == "2024-10-01"
    assert change(counted("2024-12-02", 5, 10), stated("2024-10-01", "41")).persons is None
    assert change(stated("2024-12-02", "45"), counted("2024-10-01", 5, 10)).persons is None


def test_persons_are_as_round_as_the_rounder_count() -> None:
    change_ = change(counted("2025-03-17", 580000, 1300000, "rounded"), counted("2024-12-02", 592806, 1312370))
    assert change_.persons
    assert (change_.persons.rounded, change_.persons.about) == (-10000, True)


def worked_out(day: str, part: int, whole: int | None, rate: str) -> Reading:
    """A published rate beside a count that is worked out from it."""
    reading = stated(day, rate)
    potential = persons(whole, reading.as_of) if whole else None
    return Reading(reading.as_of, reading.rate, persons(part, reading.as_of, "implied"), potential, reading.published)


@pytest.mark.parametrize(
    ("earlier", "rounded", "about"),
    [
        (worked_out("2024-10-01", 543059, 1312370, "41.38"), 49700, True),  # 0,005% of 1.312.370 are 66 persons
        (worked_out("2024-10-01", 543059, None, "41.38"), 49700, True),
        (worked_out("2024-10-01", 524948, 1312370, "40"), 70000, True),  # 0,5% are 6.562
        (worked_out("2024-10-01", 0, 1312370, "0.00"), 592806, False),
        (worked_out("2024-10-01", 41, 100, "41.00"), 592765, False),  # 0,005% of 100 are nobody
    ],
)
def test_a_count_worked_out_from_a_rate_is_as_coarse_as_the_rate(earlier: Reading, rounded: int, about: bool) -> None:
    found = change(counted("2024-12-02", 592806, 1312370), earlier).persons
    assert found
    assert (found.rounded, found.about) == (rounded, about)


def test_a_sum_that_is_no_rates_count_is_exact() -> None:
    earlier = counted("2024-10-01", 543059, 1312370, "implied")
    found = change(counted("2024-12-02", 592806, 1312370), earlier).persons
    assert found
    assert (found.rounded, found.about) == (49747, False)


def test_how_surely_a_reading_is_known_is_said_of_its_count_where_it_has_one() -> None:
    assert worked_out("2024-10-01", 543059, 1312370, "41.38").precision == "implied"
    assert stated("2024-10-01", "41.38").precision == "rate"
    assert counted("2024-10-01", 4, 10).precision == "exact"


@pytest.mark.parametrize(("days", "told"), [(329, False), (330, True), (365, True), (400, True), (401, False)])
def test_the_pace_of_a_year_is_taken_from_about_a_year_ago(days: int, told: bool) -> None:
    earlier = (DAY - dt.timedelta(days=days)).isoformat()
    assert bool(year_pace((counted(earlier, 40, 100), counted("2024-12-02", 45, 100)))) is told


def test_of_several_readings_the_one_nearest_to_a_year_gives_its_pace() -> None:
    days = [(390, 10), (370, 30), (360, 35), (340, 40)]
    past = tuple(counted((DAY - dt.timedelta(days=age)).isoformat(), part, 100) for age, part in days)
    found = year_pace((*past, counted("2024-12-02", 45, 100)))
    assert found
    assert str(found.since) == (DAY - dt.timedelta(days=360)).isoformat()  # of equals the later
    assert str(found.points.rounded) == "0.85"  # 10 points / (360 / 30,4375)
    assert year_pace((counted("2024-12-02", 45, 100),)) is None


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ([], None),
        ([("2024-10-01", "44")], None),
        ([("2024-10-01", "45")], None),
        ([("2024-10-01", "46")], None),  # rounding may have made it
        ([("2024-10-01", "47")], "2024-10-01"),
        ([("2024-08-01", "49"), ("2024-10-01", "44")], "2024-08-01"),
        ([("2024-06-01", "49"), ("2024-08-01", "49"), ("2024-10-01", "48")], "2024-08-01"),  # of equals the latest
        ([("2023-12-02", "49")], "2023-12-02"),
        ([("2023-12-01", "49")], None),  # more than a year ago
        ([("2023-12-01", "59"), ("2024-10-01", "48")], "2024-10-01"),
    ],
)
def test_the_peak_is_the_highest_of_the_last_year_that_is_not_regained(
    past: list[tuple[str, str]], expected: str | None
) -> None:
    found = peak((*(stated(day, rate) for day, rate in past), stated("2024-12-02", "45")))
    assert (found and str(found.as_of)) == expected


@pytest.mark.parametrize(("days", "told"), [(44, False), (45, True), (400, True), (401, False)])
def test_a_pace_needs_45_days_and_ends_with_400(days: int, told: bool) -> None:
    earlier = (DAY - dt.timedelta(days=days)).isoformat()
    assert bool(pace((counted(earlier, 40, 100), counted("2024-12-02", 45, 100)))) is told


def test_a_pace_skips_what_is_too_near() -> None:
    found = pace((counted("2024-10-01", 40, 100), counted("2024-11-30", 44, 100), counted("2024-12-02", 45, 100)))
    assert found
    assert str(found.since) == "2024-10-01"
    # 62 days are 2.037 months of 30.4375 days: 5 points / 2.037
    assert str(found.points.rounded) == "2.45"
    assert found.direction is Direction.RISES


def test_one_reading_has_no_pace() -> None:
    assert pace((counted("2024-12-02", 45, 100),)) is None


def a_pace(points: str, direction: Direction = Direction.RISES) -> Pace:
    return Pace(AsOf.parse("2024-10-01"), direction, Points(Decimal(points)))


def test_a_gap_says_what_is_missing_and_what_it_takes() -> None:
    found = gap(counted("2024-12-02", 592806, 1312370), target("53", "2024-12-31"), None, DAY)
    assert not found.reached
    assert str(found.points.rounded) == "7.83"
    assert found.persons
    assert found.persons.value == 102751
    assert found.target_count
    assert found.target_count.value == 695557
    assert found.days_left == 29
    assert (found.needed_points, found.needed_persons) == (None, None)  # less than a month is left


def test_what_a_month_takes_is_rounded_up() -> None:
    found = gap(counted("2024-12-02", 592806, 1312370), target("55"), None, DAY)
    assert found.needed_persons
    assert found.needed_persons.value == 9966  # 128.998 / (394 / 30,4375) = 9.965,5


@pytest.mark.parametrize(("rate", "reached"), [("44.99", True), ("45", True), ("45.01", False)])
def test_a_target_is_reached_when_it_is_met(rate: str, reached: bool) -> None:
    assert gap(counted("2024-12-02", 45, 100), target(rate), None, DAY).reached is reached


def test_a_rate_without_counts_has_a_gap_in_points_only() -> None:
    found = gap(stated("2024-12-02", "45"), target("53"), None, DAY)
    assert str(found.points.rounded) == "8"
    assert (found.persons, found.needed_persons, found.target_count) == (None, None, None)


def test_the_days_left_are_counted_from_the_day_given() -> None:
    assert gap(counted("2024-08-12", 45, 100), target("53"), None, dt.date(2025, 12, 30)).days_left == 1


def test_a_target_that_is_due_has_no_pace_by_the_month() -> None:
    assert gap(counted("2024-12-02", 45, 100), target("53", "2024-12-02"), None, DAY).needed_points is None


@pytest.mark.parametrize(
    ("today", "arrival"),
    [
        (None, None),
        (a_pace("1"), dt.date(2025, 8, 3)),  # 8 months of 30.4375 days: 244 days
        (a_pace("-1", Direction.FALLS), None),
        (a_pace("0.001", Direction.STAYS), None),
        (a_pace("0.01"), None),  # 800 months: never
        (a_pace("0.0334"), dt.date(2044, 11, 17)),  # 239.5 months
        (a_pace("0.0333"), None),  # 240.2 months: beyond twenty years is never
    ],
)  # fmt: skip
def test_the_day_of_arrival_continues_the_pace(today: Pace | None, arrival: dt.date | None) -> None:
    found = gap(counted("2024-12-02", 45, 100), target("53"), today, DAY)
    assert found.arrival == arrival


@pytest.mark.parametrize(
    ("today", "outlook"),
    [
        (None, Outlook.NEVER),
        (a_pace("1"), Outlook.IN_TIME),
        (a_pace("0.5"), Outlook.LATE),
        (a_pace("-1", Direction.FALLS), Outlook.NEVER),
    ],
)
def test_each_pace_leads_to_its_own_day(today: Pace | None, outlook: Outlook) -> None:
    found = gap(counted("2024-12-02", 45, 100), target("53"), today, DAY)
    assert (found.outlook, found.outlook_by_year) == (outlook, Outlook.NEVER)
    found = gap(counted("2024-12-02", 45, 100), target("53"), None, DAY, today)
    assert (found.outlook, found.outlook_by_year) == (Outlook.NEVER, outlook)


def test_a_target_that_is_reached_has_no_arrival() -> None:
    assert gap(counted("2024-12-02", 54, 100), target("53"), a_pace("1"), DAY).arrival is None


@given(st.integers(0, 1000), st.integers(1, 1000), st.decimals(0, 100, places=1))
def test_missing_workers_reach_the_target_when_they_come(part: int, whole: int, rate: Decimal) -> None:
    reading = counted("2024-12-02", min(part, whole), whole)
    found = gap(reading, target(str(rate)), None, DAY)
    assert reading.numerator
    now = reading.numerator.value
    assert found.reached == (now * 100 >= rate * whole)
    assert found.reached == (found.persons is None)
    if found.persons:
        assert (now + found.persons.value) * 100 >= rate * whole
        assert (now + found.persons.value - 1) * 100 < rate * whole
