"""The charts of the report as an ordinary author draws them: pyplot, and a layout engine for the margins."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from charts import Bar, Bullet, Dot, Line, Panel, Slope, Span, Stack, Steps, Tile
from charts.palette import ACCENT, GREY, INK, LIGHT, MID, MISS, PALE, PAPER, SOFT, shade

_MM = 1 / 25.4
_COLUMNS = 4
UNUSED = ("alt", "height", "reach")  # words of `charts` that are for readers who see nothing, and for slides


def _subplots(width: float, height: float) -> tuple[Figure, Axes]:
    return plt.subplots(figsize=(width * _MM, height * _MM))


def path(
    dots: Sequence[Dot],
    targets: Sequence[Dot],
    *,
    needed: Line | None,
    outlook: Line | None,
    gap: Line | None,
    ticks: Sequence[tuple[dt.date, str]],
    percent: Callable[[float], str],
    size: tuple[float, float],
) -> Figure:
    """Readings, targets, the pace needed and where today's leads."""
    figure, axes = _subplots(*size)
    axes.plot([t.day for t in targets], [t.value for t in targets], color=MID, linestyle="--", linewidth=0.9)
    axes.plot(
        [t.day for t in targets], [t.value for t in targets], "D", color=GREY, markersize=5, markerfacecolor=PAPER
    )
    axes.plot([d.day for d in dots], [d.value for d in dots], color=ACCENT, linewidth=2)
    axes.plot([d.day for d in dots], [d.value for d in dots], "o", color=ACCENT, markersize=4, zorder=3)
    for line, color, style in ((outlook, MISS, "-."), (needed, ACCENT, ":")):
        if line:
            _straight(axes, line, color, style)
    for dot in targets:
        _beside(axes, dot, GREY)
    for dot in dots:
        if dot.label:
            _beside(axes, dot, ACCENT)
    if gap:
        _gap(axes, gap)
    axes.set_xticks([day for day, _ in ticks], [label for _, label in ticks])
    axes.yaxis.set_major_formatter(lambda level, _: percent(level))
    axes.grid(axis="y")
    return figure


def _beside(axes: Axes, dot: Dot, color: str) -> None:
    axes.annotate(dot.label, (dot.day, dot.value), xytext=(0, 6), textcoords="offset points", ha="center", color=color)


def _straight(axes: Axes, line: Line, color: str, style: str) -> None:
    days, values = [line.start.day, line.end.day], [line.start.value, line.end.value]
    axes.plot(days, values, color=color, linewidth=1.1, linestyle=style)
    middle = (days[0] + (days[1] - days[0]) / 2, sum(values) / 2)
    axes.annotate(line.label, middle, xytext=(4, -6), textcoords="offset points", va="top", color=color)


def _gap(axes: Axes, gap: Line) -> None:
    arrow = {"arrowstyle": "<->", "color": INK, "linewidth": 0.9}
    axes.annotate("", (gap.end.day, gap.end.value), xytext=(gap.start.day, gap.start.value), arrowprops=arrow)
    spot = {"xytext": (6, -9), "textcoords": "offset points", "va": "top", "annotation_clip": False}
    axes.annotate(gap.label, (gap.end.day, gap.end.value), **spot, color=INK, fontweight="semibold")


def ranking(bars: Sequence[Bar], *, lines: Sequence[tuple[float, str]], width: float, names: float) -> Figure:  # noqa: ARG001  # the layout engine finds the room for names
    """Horizontal bars, longest first."""
    ordered = sorted(bars, key=lambda bar: bar.value)
    figure, axes = _subplots(width, len(ordered) * 5.2 + 7)
    any_marked = any(bar.marked for bar in ordered)
    colors = [SOFT if any_marked and not bar.marked else ACCENT for bar in ordered]
    axes.barh([bar.name for bar in ordered], [bar.value for bar in ordered], height=0.62, color=colors)
    for row, bar in enumerate(ordered):
        if bar.before is not None:
            axes.vlines(bar.before, row - 0.42, row + 0.42, color=MID, linewidth=1.6)
        if bar.target is not None:
            axes.plot(bar.target, row, "D", color=INK, markersize=4.2, markerfacecolor=PAPER)
        axes.annotate(bar.label, (1, row), **_right_of_axes(axes, 40), fontweight="semibold")
        axes.annotate(bar.note, (1, row), **_right_of_axes(axes, 90), color=GREY)
    for value, label in lines:
        axes.axvline(value, color=INK, linewidth=0.9, linestyle="--")
        axes.annotate(label, (value, len(ordered) - 0.45), xytext=(0, 2), textcoords="offset points", ha="center")
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    return figure


def _right_of_axes(axes: Axes, points: float) -> dict[str, Any]:
    """So many points right of the axes, level with a row."""
    return {
        "xycoords": axes.get_yaxis_transform(),
        "xytext": (points, 0),
        "textcoords": "offset points",
        "ha": "right",
        "va": "center",
        "annotation_clip": False,
    }


def tiles(squares: Sequence[Tile], *, width: float) -> Figure:
    """One rectangle a region, with its name and number."""
    columns, rows = max(t.column for t in squares) + 1, max(t.row for t in squares) + 1
    figure, axes = _subplots(width, rows * 12.5)
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.axis("off")
    for tile in squares:
        fill = PAPER if tile.share is None else shade(tile.share)
        edge, stroke = (INK, 2) if tile.marked else (MID, 0.6)
        spot = (tile.column + 0.03, tile.row + 0.06)
        axes.add_patch(plt.Rectangle(spot, 0.94, 0.88, facecolor=fill, edgecolor=edge, linewidth=stroke))
        centred = {"ha": "center", "va": "center", "color": INK}
        axes.text(tile.column + 0.5, tile.row + 0.35, tile.name, **centred, fontsize=7.5)
        axes.text(tile.column + 0.5, tile.row + 0.72, tile.label, **centred, fontsize=9, fontweight="bold")
    return figure


def bullets(rows: Sequence[Bullet], *, width: float, names: float) -> Figure:  # noqa: ARG001
    """A bar a segment, with its target."""
    figure, axes = _subplots(width, len(rows) * 9.0 + 1)
    axes.barh([row.name for row in rows], [100] * len(rows), height=0.5, color=LIGHT)
    axes.barh([row.name for row in rows], [min(row.value, 100) for row in rows], height=0.5, color=ACCENT)
    for place, row in enumerate(rows):
        if row.target is not None:
            color = MISS if row.value < row.target else INK
            axes.vlines(row.target, place - 0.38, place + 0.38, color=color, linewidth=2)
            axes.text(row.target, place - 0.4, row.target_label, ha="center", va="bottom", color=color, fontsize=7.5)
        axes.annotate(row.label, (1, place), **_right_of_axes(axes, 35), fontweight="semibold", fontsize=10)
        axes.annotate(row.note, (1, place), **_right_of_axes(axes, 110), color=GREY)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    return figure


def multiples(panels: Sequence[Panel], *, parts: Sequence[str], width: float) -> Figure:
    """Small multiples as a grid of subplots, the grid filled up with empty ones."""
    lines = -(-len(panels) // _COLUMNS)
    size = (width * _MM, lines * (len(parts) + 2) * 3.6 * _MM)
    figure, grid = plt.subplots(lines, _COLUMNS, figsize=size, sharex=True, sharey=True, squeeze=False)
    for axes, panel in zip(grid.flat, panels, strict=False):
        values = [min(value or 0, 100) for value in panel.values]
        axes.barh(parts, [100] * len(parts), height=0.5, color=LIGHT)
        axes.barh(parts, values, height=0.5, color=ACCENT)
        for place, (value, label) in enumerate(zip(values, panel.labels, strict=True)):
            axes.text(value + 3, place, label, va="center", fontsize=7.5)
        axes.set_title(panel.name, loc="left", fontsize=8.5, fontweight="semibold")
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(labelsize=7.5)
        axes.set_xticks([])
    grid[0, 0].invert_yaxis()
    for axes in grid.flat[len(panels) :]:
        axes.set_visible(False)
    return figure


def activity(
    days: Sequence[dt.date],
    registered: Sequence[float],
    active: Sequence[float],
    *,
    words: tuple[str, str, str],
    ticks: Sequence[tuple[dt.date, str]],
    count: Callable[[float], str],
    size: tuple[float, float],
) -> Figure:
    """Two lines and the room between them."""
    figure, axes = _subplots(*size)
    axes.fill_between(days, active, registered, color=PALE)
    axes.plot(days, registered, color=GREY, linewidth=1.3)
    axes.plot(days, active, color=ACCENT, linewidth=2)
    axes.set_ylim(0, max(registered) * 1.08)
    axes.set_xlim(days[0], days[-1])
    levels = (registered[-1], active[-1], (registered[-1] + active[-1]) / 2)
    for level, word, color in zip(levels, words, (GREY, ACCENT, MISS), strict=True):
        spot = {"xytext": (6, 0), "textcoords": "offset points", "va": "center", "annotation_clip": False}
        axes.annotate(word, (days[-1], level), **spot, color=color, fontweight="semibold")
    axes.set_xticks([day for day, _ in ticks], [label for _, label in ticks])
    axes.yaxis.set_major_formatter(lambda level, _: count(level))
    axes.grid(axis="y")
    return figure


def stacked(rows: Sequence[Stack], *, heads: tuple[str, str], width: float, names: float) -> Figure:  # noqa: ARG001
    """A whole and its covered part, a bar a region."""
    figure, axes = _subplots(width, len(rows) * 5.6 + 6)
    longest = max(row.part + row.rest for row in rows)
    labels = [row.name for row in rows]
    axes.barh(labels, [row.part for row in rows], height=0.66, color=ACCENT)
    axes.barh(labels, [row.rest for row in rows], left=[row.part for row in rows], height=0.66, color=LIGHT)
    for place, row in enumerate(rows):
        if row.part / longest > 0.11:
            axes.text(row.part, place, row.part_label, ha="right", va="center", color=PAPER, fontsize=8)
        if row.rest / longest > 0.11:
            axes.text(row.part + row.rest, place, row.rest_label, ha="right", va="center", fontsize=8)
        axes.annotate(row.note, (1, place), **_right_of_axes(axes, 40), fontweight="semibold")
    axes.text(0, -0.55, heads[0], color=ACCENT, fontweight="semibold")
    axes.text(longest, -0.55, heads[1], ha="right", color=GREY, fontweight="semibold")
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    return figure


def sparkline(days: Sequence[dt.date], values: Sequence[float], *, low: float, high: float) -> Figure:
    """A line the size of a word: no room for a layout engine."""
    figure = plt.figure(figsize=(17.0 * _MM, 4.0 * _MM), layout="none")
    axes = figure.add_axes((0.02, 0.1, 0.96, 0.8))
    axes.plot(days, values, color=MID, linewidth=1.2)
    axes.plot(days[-1], values[-1], "o", color=ACCENT, markersize=3)
    axes.set_ylim(low, high)
    axes.axis("off")
    return figure


def slope(rows: Sequence[Slope], *, heads: tuple[str, str], width: float) -> Figure:
    """A line a region between two days; labels may lie upon each other."""
    figure, axes = _subplots(width, 67)
    for row in rows:
        color = MISS if row.falls else ACCENT if row.marked else GREY
        ends = [(0, row.before, row.before_label, -1), (1, row.now, row.now_label, 1)]
        there = [(place, value) for place, value, _, _ in ends if value is not None]
        axes.plot(*zip(*there, strict=True), "o", linestyle="--" if row.falls else "-", color=color, markersize=4)
        for place, value, label, way in ends:
            if value is not None:
                spot = {"xytext": (way * 8, 0), "textcoords": "offset points", "va": "center", "annotation_clip": False}
                words = f"{row.name} {label}" if way < 0 else f"{label} {row.name}"
                axes.annotate(words, (place, value), **spot, ha="right" if way < 0 else "left", color=color)
    axes.set_xticks([0, 1], heads)
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    return figure


def timeline(
    spans: Sequence[Span],
    *,
    today: tuple[dt.date, str],
    soon: dt.date,
    ticks: Sequence[tuple[dt.date, str]],
    size: tuple[float, float | None],
    names: float,  # noqa: ARG001
    steps: Steps | None = None,
    note: str = "",
) -> Figure:
    """A bar a fund, and below them the sum as steps on axes of its own."""
    inches = (size[0] * _MM, (len(spans) * 4.8 + 40) * _MM)
    figure, (axes, total) = plt.subplots(2, 1, sharex=True, figsize=inches, height_ratios=[max(len(spans), 1), 4])
    for place, span in enumerate(spans):
        color = MISS if today[0] <= span.ends <= soon else MID if span.ends < today[0] else ACCENT
        axes.barh(place, (span.ends - span.starts).days, left=span.starts, height=0.62, color=color)
        axes.annotate(f"{span.label} {span.note}", (1, place), **_right_of_axes(axes, 95), color=color)
    axes.set_yticks(range(len(spans)), [span.name for span in spans])
    axes.invert_yaxis()
    axes.set_title(note, loc="left")
    if steps:
        days = [*(day for day, _ in steps.days), steps.until]
        total.step(days, [*(value for _, value in steps.days), steps.days[-1][1]], where="post", color=ACCENT)
        total.set_ylim(0)
        total.set_ylabel(steps.name)
        total.annotate(steps.count(steps.at(today[0])), (today[0], steps.at(today[0])), color=ACCENT)
    for each in (axes, total):
        each.axvline(today[0], color=INK, linewidth=0.9, linestyle="--")
    axes.annotate(today[1], (today[0], -0.6), ha="center", annotation_clip=False)
    total.set_xticks([day for day, _ in ticks], [label for _, label in ticks])
    return figure
