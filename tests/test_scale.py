"""Type for a projector: larger on a drawing of the same size; rows fill a height; bars go on in another drawing."""

import re

import pytest

import charts
from cakupan.assets import font_files
from charts import Bar, Chart, Stack
from gallery import bars, times
from tests.drawings import cut, overlaps, said

CASES = dict([*bars.cases(), *times.cases()])


@pytest.fixture(autouse=True)
def _house_style() -> None:
    charts.use_house_style(font_files())


def sizes(svg: str, what: str) -> list[float]:
    return sorted({float(size) for size in re.findall(rf'{what}="([\d.]+)(?:px)?"', svg)})


@pytest.mark.parametrize("name", [name for name in CASES if ": usual" in name and not name.startswith("sparkline")])
def test_larger_type_makes_type_lines_and_marks_larger_and_not_the_drawing(name: str) -> None:
    small = CASES[name]()
    with charts.larger_type(1.1):
        large = CASES[name]()
    assert CASES[name]().svg == small.svg  # and nothing of it is left
    assert sizes(large.svg, "font-size") == [pytest.approx(1.1 * size) for size in sizes(small.svg, "font-size")]
    assert max(sizes(large.svg, "stroke-width"), default=0) == pytest.approx(
        1.1 * max(sizes(small.svg, "stroke-width"), default=0)
    )
    assert width_of_drawing(large) == width_of_drawing(small)
    assert not overlaps(large)
    assert not cut(large)


def thickest(chart: Chart) -> float:
    return max(sizes(chart.svg, "stroke-width"), default=0)


def width_of_drawing(chart: Chart) -> float:
    found = re.search(r'<svg[^>]*?\swidth="([\d.]+)pt"', chart.svg)
    assert found
    return float(found[1])


def test_rows_fill_the_height_that_is_given_up_to_twice_their_own() -> None:
    def tall(rows: int, height: float | None) -> float:
        drawn = [Bar(str(number), 50, "50%") for number in range(rows)]
        svg = charts.ranking(drawn, lines=[], width=164, names=36, alt="a", height=height).svg
        found = re.search(r'\sheight="([\d.]+)pt"', svg)
        assert found
        return float(found[1]) / 72 * 25.4

    assert tall(10, None) == pytest.approx(59, abs=0.01)
    assert tall(10, 80) == pytest.approx(80, abs=0.01)
    assert tall(1, 80) == pytest.approx(17.4, abs=0.01)
    with charts.larger_type(1.6):
        assert tall(10, 80) == pytest.approx(80, abs=0.01)


def test_bars_that_go_on_in_another_drawing_keep_their_scale() -> None:
    def place(reach: float) -> float:
        rows = [Bar("a", 40, "40%")]
        chart = charts.ranking(rows, lines=[(40, "x")], width=164, names=36, alt="a", reach=reach)
        (mark,) = (one for one in said(chart) if one.words == "x")
        return (mark.left + mark.right) / 2 - 36 / 25.4 * 72

    assert place(80) == pytest.approx(place(40) / 2, rel=0.01)

    def stack(reach: float) -> str:
        rows = [Stack("a", 10, 10, "10", "10", "")]
        return charts.stacked(rows, heads=("in", "out"), width=164, names=36, alt="a", reach=reach).svg

    assert stack(0) == stack(20) != stack(40)
