"""A schematic map: one tile a region, placed roughly where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.patches import Rectangle

from charts.finish import Chart, canvas, finish
from charts.palette import ACCENT, INK, MID, PAPER, shade
from charts.room import row_height, shortened, width_of
from charts.scale import as_on_paper

_HEIGHT = 12.5  # mm
_NAME = 7.5  # points
_LINE, _BELOW = 2.6, 4.6  # mm a line of it takes, and what stands below
_LEAST = 4  # columns: a tile alone is not as wide as the page


@dataclass(frozen=True)
class Tile:
    """A region at (column, row) from the top left; `share` (0 to 1) is its tint, None for no figure.

    `hollow`: carried forward from an earlier month.
    """

    column: int
    row: int
    name: str
    label: str
    share: float | None
    marked: bool = False
    hollow: bool = False


def tiles(squares: Sequence[Tile], *, width: float, alt: str, height: float | None = None) -> Chart:
    """The tiles; the number stands in each, so the tint is never the only sign."""
    width = as_on_paper(width)
    columns, rows = max(_LEAST, *(t.column + 1 for t in squares)), max(t.row for t in squares) + 1
    height_of_row = row_height(rows, _HEIGHT, 0, height)
    axes = canvas(width, rows * height_of_row)
    room, tall = 0.94 * width / columns - 1, height_of_row * 0.88
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.set_axis_off()
    for tile in squares:
        axes.add_patch(
            Rectangle(
                (tile.column + 0.03, tile.row + 0.06),
                0.94,
                0.88,
                facecolor=PAPER if tile.share is None or tile.hollow else shade(tile.share),
                edgecolor=INK if tile.marked else ACCENT if tile.hollow else MID,
                linewidth=2 if tile.marked else 0.9 if tile.hollow else 0.6,
                linestyle=(0, (2, 2)) if tile.share is None else "solid",
            )
        )
        middle = tile.column + 0.5
        name = _fitted(tile.name, room, int((tall - _BELOW) / _LINE))
        lines = name.count("\n") + 1
        axes.text(
            middle,
            tile.row + (0.34 if lines == 1 else 0.36),
            name,
            ha="center",
            va="center",
            color=INK,
            fontsize=_NAME,
            linespacing=0.95,
        )
        axes.text(
            middle,
            tile.row + (0.68 if lines == 1 else 0.76),
            tile.label,
            ha="center",
            va="center",
            color=INK,
            fontsize=9,
            fontweight="bold",
        )
    none = any(tile.share is None for tile in squares)
    return finish(axes, alt, dashed=none, hollow_tile=any(tile.hollow for tile in squares))


def _fitted(name: str, room: float, lines: int) -> str:
    """A name as it finds room in a tile of so many lines `room` mm wide: a word a line where that helps, else cut.

    Alt texts and tables have it whole.
    """
    words, given = name.split(), name.split("\n")
    if len(given) > lines:
        given = [" ".join(words)]
    elif any(width_of(line, size=_NAME) > room for line in given) and len(words) <= lines:
        given = words
    return "\n".join(shortened(line, room, size=_NAME) for line in given)
