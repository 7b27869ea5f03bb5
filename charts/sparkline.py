"""A line the size of a word, for the cells of a table."""

from collections.abc import Sequence

from charts.finish import Chart
from charts.palette import ACCENT, MID

_WIDTH, _HEIGHT, _EDGE = 60.0, 14.0, 2.0


def sparkline(values: Sequence[float], *, low: float, high: float, alt: str) -> Chart:
    """The values from left to right between `low` and `high`, the last with a dot.

    Written straight as SVG: one path needs no drawing library, and a table has eleven.
    """
    span = (high - low) or 1.0
    across = (_WIDTH - 2 * _EDGE) / max(1, len(values) - 1)
    spots = [
        (_EDGE + number * across, _HEIGHT - _EDGE - (value - low) / span * (_HEIGHT - 2 * _EDGE))
        for number, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    x, y = spots[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" height="{_HEIGHT:g}" '
        f'viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}">'
        f'<polyline points="{line}" fill="none" stroke="{MID}" stroke-width="1.2"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{ACCENT}"/></svg>'
    )
    return Chart(svg, alt)
