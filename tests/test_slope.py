"""The slope: who rises and falls between two days, every label beside its dot and none upon another."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import charts
from cakupan.assets import font_files
from charts.palette import ACCENT, MISS, PAPER
from charts.room import folded, names_room, width_of
from charts.spread import spread
from tests.drawings import cut, overlaps, said

LONG = "Kepulauan Siau Tagulandang Biaro"


@pytest.fixture(autouse=True)
def _house_style() -> None:
    charts.use_house_style(font_files())


def drawn(*rows: charts.Slope) -> charts.Chart:
    return charts.slope(rows, heads=("1 October 2024", "2 December 2024"), width=164, alt="a slope")


def row(name: str, before: float | None, now: float | None, **more: object) -> charts.Slope:
    labels = ("" if value is None else f"{value:.2f}%" for value in (before, now))
    return charts.Slope(name, before, now, *labels, **more)  # type: ignore[arg-type]  # marks of the test's choice


def dots(chart: charts.Chart) -> list[str]:
    """The fills of what was drawn as a dot."""
    return re.findall(r'<path fill="([^"]*)"[^>]* d="[^"]*C', chart.svg)


def test_every_region_is_named_at_both_ends() -> None:
    chart = drawn(row("Kerinci", 40, 45), row("Bungo", 50, 48, falls=True))
    words = [s.words for s in said(chart)]
    assert words.count("Kerinci") == words.count("Bungo") == 2
    assert {"1 October 2024", "2 December 2024", "40.00%", "48.00%"} <= set(words)


def test_a_fall_is_dashed_and_in_the_second_colour() -> None:
    rises, falls = drawn(row("Kerinci", 40, 45)), drawn(row("Kerinci", 45, 40, falls=True))
    assert "stroke-dasharray" not in rises.svg
    assert "stroke-dasharray" in falls.svg
    assert MISS in falls.svg
    assert (rises.marks, falls.marks) == ((), ("falls",))


def test_a_difference_that_rounding_hides_is_no_fall() -> None:
    assert "stroke-dasharray" not in drawn(row("Kerinci", 44.2, 44)).svg


def test_the_one_asked_for_has_the_accent_and_the_others_have_not() -> None:
    chart = drawn(row("Kerinci", 40, 45, marked=True), row("Bungo", 41, 46))
    colors = {s.words: s.color for s in said(chart)}
    assert colors["Kerinci"] == ACCENT
    assert colors["Bungo"] != ACCENT


def test_who_has_one_figure_only_is_a_hollow_dot_with_its_day_and_no_line() -> None:
    chart = drawn(
        row("Kerinci", 40, 45),
        row("Bungo", None, 50, now_note="2 Dec 2024"),
        row("Tebo", 0, None, before_note="12 Aug 2024"),
    )
    assert dots(chart).count(PAPER) == 2
    assert dots(drawn(row("Kerinci", 0, 45))).count(PAPER) == 0  # a figure of 0 is a figure
    assert chart.marks == ("alone",)
    assert {"Bungo · 2 Dec 2024", "Tebo · 12 Aug 2024"} <= {s.words for s in said(chart)}


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 100), st.none() | st.integers(0, 100)), min_size=1, max_size=38
    ).filter(lambda ends: any(end != (None, None) for end in ends))
)
def test_labels_never_overlap_and_none_is_cut(ends: list[tuple[int | None, int | None]]) -> None:
    rows = [row(f"{LONG} {n}" if n % 5 == 0 else f"Region {n}", *both) for n, both in enumerate(ends)]
    chart = drawn(*rows)
    assert not overlaps(chart)
    assert not cut(chart)


def test_names_that_would_fill_more_than_a_page_stand_on_one_line_each() -> None:
    names = [f"Kota Pegunungan Kepulauan Daerah Otonom Nomor {n} Utara" for n in range(38)]
    chart = drawn(*(row(name, 40 + n / 2, 41 + n / 2) for n, name in enumerate(names)))
    height = re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', chart.svg)
    assert height
    assert float(height[1]) / 72 * 25.4 < 225
    assert not overlaps(chart)
    assert not cut(chart)


def test_equals_lie_in_the_middle() -> None:
    chart = drawn(row("Kerinci", 40, 40), row("Bungo", 40, 40))
    assert not overlaps(chart)


def test_an_overlap_and_a_cut_are_seen() -> None:
    chart = charts.ranking(
        [charts.Bar("Kerinci", 45, "45%")], lines=[(45, "one"), (45, "two")], width=164, names=36, alt="two lines"
    )
    assert overlaps(chart) == [("one", "two")]
    wide = charts.ranking([charts.Bar("Kerinci", 45, "45%")], lines=[(45, LONG * 3)], width=164, names=36, alt="wide")
    assert cut(wide) == [LONG * 3]


def test_a_name_too_wide_for_its_tile_is_folded_and_what_is_too_wide_even_so_shortened() -> None:
    def names(name: str, height: float | None) -> list[str]:
        chart = charts.tiles([charts.Tile(0, 0, name, "45%", 0.5)], width=64, alt="narrow", height=height)
        assert not overlaps(chart)
        assert not cut(chart)
        return [words.words for words in said(chart)][:-1]

    assert names("Tanjung Jabung\nBarat", 25) == ["Tanjung", "Jabung", "Barat"]
    assert names("Tanjung Jabung\nBarat", None) == ["Tanjung J…", "Barat"]
    assert names("Tanjung Jabung\nBarat", 8) == ["Tanjung J…"]
    assert names("Bungo", None) == ["Bungo"]


@given(st.lists(st.floats(0, 50), max_size=20), st.floats(1, 3))
def test_spread_labels_keep_their_order_their_room_and_their_bounds(wanted: list[float], size: float) -> None:
    places = spread(sorted(wanted), [size] * len(wanted), 0, 80)
    assert all(two - one >= size - 1e-6 for one, two in pairwise(places))
    assert all(size / 2 - 1e-6 <= place <= 80 - size / 2 + 1e-6 for place in places)


def test_labels_that_have_room_stay_where_they_are() -> None:
    assert spread([10, 20, 30], [4, 4, 4], 0, 40) == [10, 20, 30]
    assert spread([10, 11], [4, 4], 0, 40) == [8.5, 12.5]
    assert spread([10, 10], [2, 6], 0, 40) == [8, 12]


def test_without_room_labels_go_on_upwards() -> None:
    assert spread([5, 5, 5], [4, 4, 4], 0, 8) == [2, 6, 10]


def test_a_long_name_stands_on_two_lines_as_even_as_can_be() -> None:
    assert folded("Kerinci", 34) == "Kerinci"
    assert folded(LONG, 34) == "Kepulauan Siau\nTagulandang Biaro"
    assert folded("X" * 60, 34) == "X" * 60


def test_names_have_the_room_they_take() -> None:
    assert names_room(["Kerinci"], 36) == 36
    assert names_room([LONG], 36) > width_of(LONG) > 36
    assert width_of("a\n" + LONG) == width_of(LONG)
