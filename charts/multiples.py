"""Small multiples: the same few bars for every region, drawn on one pair of axes."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, GREY, INK, LIGHT, MID
from charts.room import width_of
from charts.scale import as_on_paper

_COLUMNS, _FEWER = 4, 3  # the fewer where a name needs more room
_PITCH = 130.0  # a panel and the room to the next, in per cent of a bar's full length
_GAP = 3.0  # mm between a name and the next
_BAR = 62.0  # a full bar: 100 %
_LINE = 3.6  # mm a bar


@dataclass(frozen=True)
class Panel:
    """A region's rates, one a part in the order of the parts; None where there is no figure."""

    name: str
    values: Sequence[float | None]
    labels: Sequence[str]
    marked: bool = False


def multiples(panels: Sequence[Panel], *, parts: Sequence[str], width: float, alt: str) -> Chart:
    """Panels in rows of four, of three where names are long.

    One axes instead of one a panel: twice as fast, and the same scale for all.
    """
    width, lines = as_on_paper(width), len(parts) + 2
    longest = max(width_of(panel.name, bold=True) for panel in panels)
    columns = _COLUMNS if longest + _GAP < width / _COLUMNS else _FEWER
    rows = -(-len(panels) // columns)
    axes = canvas(width, rows * lines * _LINE, left=0, right=0)
    axes.set_xlim(-28, columns * _PITCH - 2)
    axes.set_ylim(-rows * lines + 0.6, 0.2)
    axes.set_axis_off()
    spots, lengths, colors = [], [], []
    for number, panel in enumerate(panels):
        row, column = divmod(number, columns)
        left, top = column * _PITCH, -row * lines
        weight = "bold" if panel.marked else "semibold"
        axes.text(left - 26, top - 0.6, panel.name, color=INK, fontweight=weight, va="center_baseline")
        for line, (part, value, label) in enumerate(zip(parts, panel.values, panel.labels, strict=True)):
            level = top - 1.6 - line
            axes.text(left - 26, level, part, color=GREY, fontsize=7.5, va="center_baseline")
            spots.append((left, level))
            lengths.append(min(value or 0, 100) / 100 * _BAR)
            colors.append(ACCENT if value is not None else LIGHT)
            axes.text(
                left + _BAR + 3,
                level,
                label,
                color=INK if value is not None else MID,
                fontsize=7.5,
                va="center_baseline",
            )
    axes.barh(
        [y for _, y in spots],
        [_BAR] * len(spots),
        left=[x for x, _ in spots],
        height=0.5,
        color=LIGHT,
        alpha=None,
        linewidth=0,
        zorder=0.5,
    )
    axes.barh([y for _, y in spots], lengths, left=[x for x, _ in spots], height=0.5, color=colors, linewidth=0)
    return finish(axes, alt)
