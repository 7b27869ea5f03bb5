"""The rate of a day: from the counts where they are sure, as published where they are not."""

from decimal import Decimal

import pytest

from cakupan.catalogue import catalogue
from cakupan.indicators.readings import readings
from cakupan.language import Language
from cakupan.model import Reading
from tests.provinces import believed

COVERAGE = catalogue().indicators["coverage"]


def read_all(figures: str, segment: str = "total") -> tuple[Reading, ...]:
    return readings(believed(figures).series, COVERAGE, "15", segment)


def newest(figures: str) -> Reading:
    return read_all(figures)[-1]


def written(figures: str) -> str:
    return Language("en").show(newest(figures).rate)


@pytest.mark.parametrize(
    ("figures", "rate"),
    [
        ("2024-12-02,15,active,total,592806\n2024-12-02,15,potential,total,1312370", "45.17%"),
        # counts are sure: what was published beside them does not matter
        (
            ("2024-12-02,15,active,total,592806\n2024-12-02,15,potential,total,1312370\n"
            "2024-12-02,15,coverage_rate,total,45.2"),
            "45.17%",
        ),
        # a potential that is only implied is sure enough
        ("2024-12-31,15,active,total,79077\n2024-12-31,15,potential,total,130263,implied", "60.71%"),
        # a count that is only implied gives way to a published rate, and stands without one
        (
            ("2024-10-01,15,active,total,543059,implied\n2024-10-01,15,potential,total,1312370\n"
            "2024-10-01,15,coverage_rate,total,41.38,rate"),
            "41.38%",
        ),
        ("2024-10-01,15,active,total,543059,implied\n2024-10-01,15,potential,total,1312370", "41.38%"),
        # round counts give a round rate
        ("2018-06,15,active,total,103000,rounded\n2018-06,15,potential,total,1200000,rounded", "about 8.6%"),
        ("2018-06,15,active,total,103111\n2018-06,15,potential,total,1200000,rounded", "about 8.6%"),
        # and give way to a published one, which keeps its decimals
        (
            ("2025-03-17,15,active,total,580000,rounded\n2025-03-17,15,potential,total,1300000,rounded\n"
            "2025-03-17,15,coverage_rate,total,44,rate"),
            "44%",
        ),
        ("2024-08-12,15,coverage_rate,total,60.70,rate", "60.70%"),
        ("2024-08-12,15,active,total,0\n2024-08-12,15,potential,total,10", "0.00%"),
    ],
)  # fmt: skip
def test_the_best_rate_of_a_day_is(figures: str, rate: str) -> None:
    assert written(figures) == rate


def test_an_implied_count_over_a_round_potential_is_about() -> None:
    figures = "2024-10-01,15,active,total,543059,implied\n2024-10-01,15,potential,total,1300000,rounded"
    assert newest(figures).rate.about


def test_what_cannot_be_a_rate_is_left_out() -> None:
    assert read_all("2024-12-02,15,active,total,592806") == ()
    assert read_all("2024-12-02,15,potential,total,1312370") == ()
    assert read_all("2024-12-02,15,active,total,0\n2024-12-02,15,potential,total,0") == ()
    assert read_all("2024-12-02,15,active,PU,5\n2024-12-02,15,potential,total,10", "PU") == ()


def test_readings_are_in_the_order_of_their_days() -> None:
    days = [str(r.as_of) for r in read_all("2024-12-02,15,coverage_rate,total,45\n2024-08,15,coverage_rate,total,39")]
    assert days == ["2024-08", "2024-12-02"]


POTENTIAL = "2022-12-02,15,potential,total,1000\n"


@pytest.mark.parametrize(("day", "used"), [("2024-12-01", True), ("2024-12-04", False), ("2022-12-01", False)])
def test_a_potential_serves_for_24_months_and_not_backwards(day: str, used: bool) -> None:
    assert bool(read_all(POTENTIAL + f"{day},15,active,total,450")) is used


def test_a_potential_of_the_same_day_two_years_ago_still_serves() -> None:
    assert read_all("2022-12-31,15,potential,total,1000\n2024-12-31,15,active,total,450")


def test_the_newest_potential_counts() -> None:
    figures = POTENTIAL + "2024-01-01,15,potential,total,2000\n2024-12-02,15,active,total,500"
    assert newest(figures).rate.value == Decimal(25)


@pytest.mark.parametrize(
    ("round_figure", "used"),
    [("1300000", 1312370), ("1310000", 1312370), ("1400000", 1400000), ("1320000", 1320000)],
)
def test_a_round_potential_pushes_out_only_what_it_contradicts(round_figure: str, used: int) -> None:
    figures = (
        f"2024-12-02,15,potential,total,1312370\n2025-03-17,15,potential,total,{round_figure},rounded\n"
        "2025-03-17,15,active,total,580000,rounded"
    )
    denominator = newest(figures).denominator
    assert denominator
    assert int(denominator.value) == used


def test_a_reading_knows_what_it_rests_on() -> None:
    counted = newest("2024-12-02,15,active,total,45\n2024-12-02,15,potential,total,100")
    assert counted.best.unit == "persons"
    assert (counted.part, counted.whole, counted.rest) == (
        counted.numerator and counted.numerator.count,
        counted.denominator and counted.denominator.count,
        counted.rest,
    )
    assert counted.rest
    assert counted.rest.value == 55
    assert counted.slack == 0
    stated = newest("2024-12-02,15,coverage_rate,total,45.2,rate")
    assert stated.best.unit == "percent"
    assert (stated.part, stated.whole, stated.rest) == (None, None, None)
    assert stated.slack == Decimal("0.05")


def test_a_round_count_is_written_as_one() -> None:
    reading = newest("2025-03-17,15,active,total,580000,rounded\n2025-03-17,15,potential,total,1312370")
    assert reading.numerator
    assert Language("id").show(reading.part) == "sekitar 580 ribu"
    assert Language("id").show(reading.numerator.plain) == "580 ribu"  # as the newspaper printed it
    assert Language("id").show(reading.whole) == "1.312.370"
    assert Language("id").show(reading.rest) == "sekitar 730 ribu"
