"""Bars in the order of their length, against a target and the last period."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, GREY, INK, MID, PAPER, SOFT
from charts.room import names_room, notes_room, row_height
from charts.scale import as_on_paper
from charts.words import row_names, row_note, row_value, write

_ROW = 5.2  # mm


@dataclass(frozen=True)
class Bar:
    """A value with its name; `before` is the last period's, `target` its own, `note` stands behind the value.

    `hollow`: carried forward from an earlier month. `marked`: the one a page is about.
    """

    name: str
    value: float
    label: str
    before: float | None = None
    target: float | None = None
    note: str = ""
    hollow: bool = False
    marked: bool = False


def ranking(
    bars: Sequence[Bar],
    *,
    lines: Sequence[tuple[float, str]],
    width: float,
    names: float,
    alt: str,
    height: float | None = None,
    reach: float = 0,
) -> Chart:
    """Horizontal bars, longest first; `lines` are values to hold them against, with their words.

    `names` is the least room for names, in mm. A short upright stroke marks the last period, a diamond the target.
    Where rows go on in another drawing, `reach` is the largest value of all, so that both have one scale.
    """
    ordered = sorted(bars, key=lambda bar: bar.value)
    tall = len(ordered) * row_height(len(ordered), _ROW, 7, height) + 7
    left, right = names_room([bar.name for bar in ordered], names), notes_room([bar.note for bar in ordered])
    axes = canvas(as_on_paper(width), tall, left=left, right=right, top=5, bottom=1)
    rows = range(len(ordered))
    any_marked = any(bar.marked for bar in ordered)
    axes.barh(
        rows,
        [bar.value for bar in ordered],
        height=0.62,
        color=[_fill(bar, any_marked) for bar in ordered],
        edgecolor=[ACCENT if bar.hollow or bar.marked or not any_marked else SOFT for bar in ordered],
        linewidth=0.9,
    )
    before = [(row, bar.before, _fill(bar, any_marked)) for row, bar in enumerate(ordered) if bar.before is not None]
    axes.vlines(
        [value for _, value, _ in before],
        [row - 0.42 for row, _, _ in before],
        [row + 0.42 for row, _, _ in before],
        color=[MID if fill == ACCENT else GREY for _, _, fill in before],
        linewidth=1.6,
    )
    aims = [(row, bar.target) for row, bar in zip(rows, ordered, strict=True) if bar.target is not None]
    places = [v for _, v in aims], [r for r, _ in aims]
    axes.plot(*places, linestyle="none", marker="D", markersize=4.2, color=INK, markerfacecolor=PAPER, zorder=4)
    marks = [*(value for value, _ in lines), *(value for _, value in aims)]
    longest = max([reach, *(bar.value for bar in ordered), *marks]) or 1
    _write(axes, ordered, longest)
    for value, label in lines:
        axes.axvline(value, color=INK, linewidth=0.9, linestyle=(0, (3, 2)), zorder=3)
        write(
            axes,
            label,
            (value, len(ordered) - 0.45),
            (0, 2),
            ha="center",
            color=INK,
        )
    axes.set_xlim(0, longest * 1.02)
    axes.set_ylim(-0.6, len(ordered) - 0.4)
    axes.spines[["bottom", "left"]].set_visible((False, True))
    row_names(axes, rows, [bar.name for bar in ordered], [bar.marked for bar in ordered])
    return finish(axes, alt, target=aims, before=before, hollow_bar=any(bar.hollow for bar in ordered))


def _fill(bar: Bar, any_marked: bool) -> str:
    if bar.hollow:
        return PAPER
    return SOFT if any_marked and not bar.marked else ACCENT


def _write(axes: Axes, ordered: Sequence[Bar], longest: float) -> None:
    for row, bar in enumerate(ordered):
        place = (longest * 1.02, row)
        row_value(axes, bar.label, place, fontweight="bold" if bar.marked else "semibold")
        row_note(axes, bar.note, place)
