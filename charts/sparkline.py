"""A line the size of a word, for the cells of a table."""

import datetime as dt
from collections.abc import Sequence

from charts.days import stretches
from charts.finish import Chart
from charts.palette import ACCENT, MID

_WIDTH, _HEIGHT, _EDGE = 60.0, 14.0, 2.0


def sparkline(days: Sequence[dt.date], values: Sequence[float], *, low: float, high: float, alt: str) -> Chart:
    """The values in time, from left to right, between `low` and `high`, the last with a dot; missing months are gaps.

    Written straight as SVG: one path needs no drawing library, and a table has eleven.
    """
    span = (high - low) or 1.0
    length = (days[-1] - days[0]).days or 1
    spots = [
        (
            _EDGE + (day - days[0]).days / length * (_WIDTH - 2 * _EDGE),
            _HEIGHT - _EDGE - (value - low) / span * (_HEIGHT - 2 * _EDGE),
        )
        for day, value in zip(days, values, strict=True)
    ]
    lines = "".join(_line(spots[stretch]) for stretch in stretches(days))
    x, y = spots[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" height="{_HEIGHT:g}" '
        f'viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}">{lines}'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{ACCENT}"/></svg>'
    )
    return Chart(svg, alt)


def _line(spots: Sequence[tuple[float, float]]) -> str:
    """A line through the spots; a spot alone is a small dot."""
    if len(spots) == 1:
        return f'<circle cx="{spots[0][0]:.1f}" cy="{spots[0][1]:.1f}" r="1" fill="{MID}"/>'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    return f'<polyline points="{points}" fill="none" stroke="{MID}" stroke-width="1.2"/>'
