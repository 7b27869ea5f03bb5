"""What was published otherwise is told beside what is computed here."""

import datetime as dt

import pytest

from cakupan.language import Language
from tests.provinces import measured

COUNTS = """\
2024-10-01,15,active,total,543059
2024-10-01,15,potential,total,1312370
2024-12-02,15,active,total,592806
2024-12-02,15,potential,total,1312370
"""
TARGETS = "2024-12-04,2024-12-31,15,target_rate,total,53\n"


def told(figures: str, targets: str = "", code: str = "15", as_of: dt.date | None = None) -> list[tuple[str, str]]:
    """What the report says, by topic."""
    statements = measured(COUNTS + figures, targets, "2024-12", as_of)[code].statements
    assert all(Language("id").tell(s.message) for s in statements)
    return [(s.topic, Language("en").tell(s.message)) for s in statements]


def test_nothing_is_told_where_nothing_differs() -> None:
    assert told("2024-12-02,15,coverage_rate,total,45.17", TARGETS) == []


@pytest.mark.parametrize(("published", "differs"), [("102750", True), ("102751", False)])
def test_a_published_gap_is_held_against_the_computed_one(published: str, differs: bool) -> None:
    said = told(f"2024-12-02,15,gap_to_target,total,{published}", TARGETS)
    assert bool(said) is differs
    if differs:
        assert said[0][0] == "gap"
        assert "102,750" in said[0][1]
        assert "102,751" in said[0][1]


def test_a_published_gap_of_another_day_or_without_a_target_is_not_told() -> None:
    assert told("2024-12-01,15,gap_to_target,total,102750", TARGETS) == []
    assert told("2024-12-02,15,gap_to_target,total,102750") == []


@pytest.mark.parametrize(
    ("stated", "parts"),
    [
        ("695557,persons,exact", None),
        ("695556,persons,exact", None),
        ("700000,persons,rounded", None),  # 53% of it, rounded to hundreds of thousands
        ("782000,persons,rounded", ("782,000", "59.6%", "695,557")),
        ("690000,persons,exact", ("690,000", "52.6%", "695,557")),
    ],
)
def test_a_published_count_of_a_target_is_held_against_its_rate(stated: str, parts: tuple[str, ...] | None) -> None:
    said = told("", f"{TARGETS}2024-12-04,2024-12-31,15,target_active,total,{stated},press")
    assert bool(said) is bool(parts)
    for part in parts or ():
        assert part in said[0][1]


def test_a_count_of_a_target_stated_later_or_for_another_day_is_not_told() -> None:
    assert told("", TARGETS + "2024-12-04,2025-12-31,15,target_active,total,782000") == []
    assert told("", TARGETS + "2025-01-04,2024-12-31,15,target_active,total,782000") == []


def test_a_count_of_a_target_is_not_judged_without_a_potential() -> None:
    figures = "2024-12-02,15.01,coverage_rate,total,44"
    targets = "2024-12-04,2024-12-31,15.01,target_rate,total,53\n2024-12-04,2024-12-31,15.01,target_active,total,9\n"
    assert told(figures, targets, "15.01") == []


def test_a_count_of_a_target_is_not_judged_with_a_potential_of_nobody() -> None:
    figures = (
        "2024-12-02,15.01,coverage_rate,total,0\n2024-12-02,15.01,active,total,0\n2024-12-02,15.01,potential,total,0"
    )
    targets = "2024-12-04,2024-12-31,15.01,target_rate,total,53\n2024-12-04,2024-12-31,15.01,target_active,total,9\n"
    assert told(figures, targets, "15.01") == []


def test_a_rise_published_in_per_cent_is_told_in_points() -> None:
    ((topic, said),) = told("2024-12-02,15,coverage_change,total,3.79")
    assert topic == "change"
    for part in ('"3.79%"', "3.79 points", "9.16%"):
        assert part in said


def test_a_published_change_is_not_told_without_a_reading_before_it() -> None:
    assert told("2024-12-02,15.01,coverage_change,total,3\n2024-12-02,15.01,coverage_rate,total,40", code="15.01") == []
    zero = "2024-10-02,15.01,coverage_rate,total,0\n2024-12-02,15.01,coverage_rate,total,40\n"
    assert told(zero + "2024-12-02,15.01,coverage_change,total,40", code="15.01") == []


@pytest.mark.parametrize(("published", "differs"), [("45.17", False), ("45.2", False), ("45.18", True), ("45.1", True)])
def test_a_published_rate_is_held_against_its_counts(published: str, differs: bool) -> None:
    said = told(f"2024-12-02,15,coverage_rate,total,{published}")
    assert bool(said) is differs
    if differs:
        assert f"{published}%" in said[0][1]
        assert "45.17%" in said[0][1]


def test_segments_that_miss_the_total_are_told() -> None:
    ((topic, said),) = told("2024-12-02,15,active,PU,500000\n2024-12-02,15,active,BPU,92000")
    assert topic == "segments"
    assert "592,000" in said
    assert "592,806" in said
    assert told("2024-12-02,15,active,PU,500000\n2024-12-02,15,active,BPU,92806") == []
    assert told("2024-12-02,15,active,PU,500000") == []
    assert told("2024-12-01,15,active,PU,500000\n2024-12-01,15,active,BPU,1") == []


def test_the_ministrys_count_is_told_as_another_base() -> None:
    ((topic, said),) = told("2023-12,15,kemnaker_active,total,658038")
    assert topic == "base"
    assert "658,038" in said
    assert "December 2023" in said


def test_a_figure_without_a_day_is_told_and_not_used() -> None:
    said = told(
        "2024-11-05,15,active,total,568373,undated\n2024-11-05,15,coverage_rate,PU,52,undated\n"
        "2024-11-05,15.01,active,total,5,undated"
    )
    assert [topic for topic, _ in said] == ["undated", "undated"]
    assert "568,373" in said[0][1]
    assert "PU" in said[1][1]
    assert "52%" in said[1][1]


def test_on_an_earlier_day_what_came_later_is_not_told() -> None:
    assert told("2024-12-20,15,active,total,568373,undated", as_of=dt.date(2024, 12, 10)) == []
