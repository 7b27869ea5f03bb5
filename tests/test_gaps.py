"""Which figures are waited for: those a regency hands in every month, and no others."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.language import Language
from cakupan.period import Period
from cakupan.timetable.gaps import Gap, gaps
from tests.provinces import believed

FEBRUARY = Period(2025, 2)
MONTHS = ("2024-11", "2024-12", "2025-01")  # the three before
ENGLISH = Language("en")
KERINCI, MERANGIN = "15.01", "15.02"


def figures(*rows: tuple[str, str, str, str]) -> str:
    """Rows of month, region, measure and segment, each with a figure of its last days."""
    return "".join(f"{month}-28,{region},{measure},{segment},40\n" for month, region, measure, segment in rows)


def monthly(region: str, measure: str = "active", segment: str = "total") -> list[tuple[str, str, str, str]]:
    return [(month, region, measure, segment) for month in MONTHS]


def found(*rows: tuple[str, str, str, str], period: Period = FEBRUARY) -> dict[str, tuple[list[str], bool]]:
    """By region, what is missing as it is told, and whether that is all that is expected."""
    return {gap.region.code: _told(gap) for gap in gaps(believed(figures(*rows)), period)}


def _told(gap: Gap) -> tuple[list[str], bool]:
    return [ENGLISH.tell(one) for one in gap.missing], gap.all_


def test_what_comes_every_month_is_waited_for() -> None:
    assert found(*monthly(KERINCI)) == {KERINCI: (["Active participants"], True)}
    assert found(*monthly(KERINCI), ("2025-02", KERINCI, "active", "total")) == {}


def test_what_a_month_lacks_in_part_is_named_and_is_not_all() -> None:
    rows = [*monthly(KERINCI), *monthly(KERINCI, "potential"), ("2025-02", KERINCI, "active", "total")]
    assert found(*rows) == {KERINCI: (["Potential workers"], False)}


def test_each_region_is_held_against_what_it_hands_in_itself() -> None:
    rows = [*monthly(KERINCI), *monthly(MERANGIN), ("2025-02", MERANGIN, "active", "total")]
    assert list(found(*rows)) == [KERINCI]


def test_the_provinces_own_figures_and_regions_that_never_gave_one_are_not_waited_for() -> None:
    assert found(*monthly("15")) == {}


def test_what_comes_once_a_year_is_not_waited_for() -> None:
    rows = [*monthly(KERINCI), ("2024-12", KERINCI, "potential", "total"), ("2025-02", KERINCI, "active", "total")]
    assert found(*rows) == {}


def test_what_came_in_two_of_the_last_three_months_is_waited_for() -> None:
    some = [(month, KERINCI, "potential", "total") for month in MONTHS[::2]]
    rows = [*monthly(KERINCI), *some, ("2025-02", KERINCI, "active", "total")]
    assert found(*rows) == {KERINCI: (["Potential workers"], False)}


def test_half_of_the_months_are_not_most() -> None:
    rows = [("2024-12", KERINCI, "active", "total"), ("2025-01", KERINCI, "active", "total"),
            ("2025-01", KERINCI, "potential", "total"), ("2025-02", KERINCI, "active", "total")]  # fmt: skip
    assert found(*rows) == {}


def test_what_is_not_handed_in_any_more_is_not_waited_for() -> None:
    rows = [(f"2024-{month:02}", KERINCI, "potential", "total") for month in range(6, 11)]
    assert found(*rows, *monthly(KERINCI), ("2025-02", KERINCI, "active", "total")) == {}


def test_months_without_any_figure_do_not_count_and_neither_do_those_of_more_than_a_year_ago() -> None:
    assert found(("2024-02", KERINCI, "active", "total")) == {KERINCI: (["Active participants"], True)}
    assert found(("2024-01", KERINCI, "active", "total")) == {}


def test_what_came_later_is_not_expected_of_the_months_before() -> None:
    assert found(*monthly(KERINCI), period=Period(2024, 10)) == {}


def test_any_day_of_the_month_will_do() -> None:
    rows = figures(*monthly(KERINCI)) + f"2025-02-01,{KERINCI},active,total,41\n"
    assert gaps(believed(rows), FEBRUARY) == ()
    rows = figures(*monthly(KERINCI)) + f"2025-03-01,{KERINCI},active,total,41\n"
    assert len(gaps(believed(rows), FEBRUARY)) == 1


def test_a_measure_stands_once_with_the_segments_it_is_missing_for() -> None:
    rows = [*monthly(KERINCI, "active", "PU"), *monthly(KERINCI, "active", "BPU"), *monthly(KERINCI)]
    assert found(*rows) == {KERINCI: (["Active participants (BPU, PU)"], True)}
    here = ("2025-02", KERINCI, "active", "PU")
    assert found(*rows, here) == {KERINCI: (["Active participants (BPU)"], False)}


KEYS = st.lists(
    st.tuples(st.sampled_from([KERINCI, MERANGIN, "15.71"]), st.sampled_from(["active", "potential"]),
              st.sampled_from(["total", "PU", "BPU"])),
    unique=True,
)  # fmt: skip


@settings(max_examples=10)
@given(KEYS)
def test_a_month_that_has_all_that_the_months_before_have_lacks_nothing(keys: list[tuple[str, str, str]]) -> None:
    rows = [(month, *key) for month in (*MONTHS, "2025-02") for key in keys]
    assert found(*rows) == {}
