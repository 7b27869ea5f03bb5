"""The funds in time: what runs, what ends soon and what has ended, told apart without colour too."""

import datetime as dt
import re

import pytest

import charts
from cakupan.assets import font_files
from charts.palette import ACCENT, MID, MISS
from charts.words import levels
from tests.drawings import cut, overlaps, said

TODAY = dt.date(2025, 3, 31)
SOON = dt.date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _house_style() -> None:
    charts.use_house_style(font_files())


def span(name: str, ends: dt.date, starts: dt.date = dt.date(2024, 1, 1)) -> charts.Span:
    return charts.Span(name, starts, ends, "4,100", f"until {ends:%m}")


TICKS = ((dt.date(2024, 1, 1), "Jan\n2024"), (dt.date(2024, 7, 1), "Jul"))


def drawn(
    *spans: charts.Span,
    steps: charts.Steps | None = None,
    note: str = "",
    ticks: tuple[tuple[dt.date, str], ...] = TICKS,
) -> charts.Chart:
    return charts.timeline(
        spans,
        today=(TODAY, "today"),
        soon=SOON,
        ticks=ticks,
        size=(164, None),
        names=36,
        alt="a timeline",
        steps=steps,
        note=note,
    )


def bars(chart: charts.Chart) -> list[str]:
    """The fills of the bars, top down."""
    return re.findall(r'<path d="[^"]*z[^"]*" fill="([^"]*)"', chart.svg)


def strokes(chart: charts.Chart) -> int:
    """How many bars are closed by an upright stroke."""
    return len(re.findall(r'stroke-width="2"', chart.svg))


@pytest.mark.parametrize(
    ("ends", "color", "mark"),
    [
        (dt.date(2025, 3, 30), MID, "ended"),
        (dt.date(2025, 3, 31), MISS, "soon"),  # both days count
        (dt.date(2025, 6, 30), MISS, "soon"),
        (dt.date(2025, 7, 1), ACCENT, None),
    ],
)
def test_a_bar_says_whether_it_runs_on(ends: dt.date, color: str, mark: str | None) -> None:
    chart = drawn(span("APBD", ends))
    assert bars(chart) == [color]
    assert strokes(chart) == (mark == "soon")
    assert chart.marks == ((mark,) if mark else ())


def test_the_words_of_a_fund_stand_behind_its_bar() -> None:
    chart = drawn(span("APBD · Kerinci", SOON), span("CSR", dt.date(2025, 12, 31)), note="2 of 9 funds")
    words = [s.words for s in said(chart)]
    assert {"APBD · Kerinci", "CSR", "4,100", "until 06", "until 12", "today", "2 of 9 funds", "Jul"} <= set(words)
    assert not overlaps(chart)
    assert not cut(chart)


def test_a_fund_that_begins_after_today_lies_right_of_it() -> None:
    later = drawn(span("APBD", dt.date(2025, 12, 31), dt.date(2025, 6, 1)), ticks=())
    assert not cut(later)
    assert "today" in [s.words for s in said(later)]


def steps(*days: tuple[dt.date, float]) -> charts.Steps:
    return charts.Steps("Workers", days, dt.date(2025, 12, 31), lambda value: f"{value:g}")


def test_the_sum_is_a_line_of_steps_with_todays_value() -> None:
    two = steps((dt.date(2024, 1, 1), 4100), (dt.date(2025, 1, 1), 900))
    chart = drawn(span("APBD", dt.date(2025, 12, 31)), steps=two)
    words = [s.words for s in said(chart)]
    assert {"Workers", "900", "0", "2000", "4000"} <= set(words)
    assert not overlaps(chart)
    assert not cut(chart)
    line = next(path for path in re.findall(r'd="([^"]*)"[^>]*stroke-width="1.8"', chart.svg))
    assert len(re.findall("[ML]", line)) == 4  # level, down, level


def test_before_the_first_step_there_is_nobody() -> None:
    assert steps((dt.date(2025, 1, 1), 900)).at(TODAY) == 900
    assert steps((dt.date(2025, 6, 1), 900)).at(TODAY) == 0


def test_a_sum_of_nobody_does_no_harm() -> None:
    chart = drawn(span("APBD", dt.date(2025, 12, 31)), steps=steps((dt.date(2024, 1, 1), 0)))
    assert "0" in [s.words for s in said(chart)]


@pytest.mark.parametrize(
    ("top", "most", "marks"),
    [(0, 3, [0]), (4, 3, [0, 2, 4]), (4305, 3, [0, 2000, 4000]), (972_000, 5, range(0, 972_001, 200_000))],
)
def test_levels_are_round_and_few(top: float, most: int, marks: list[int]) -> None:
    assert list(levels(top, most)) == list(marks)
