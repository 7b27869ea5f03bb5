"""How much room words take, before they are drawn: names that are longer than usual get it, none is cut."""

from collections.abc import Iterable
from functools import cache

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

from charts.scale import as_on_paper

_NAMES = 60.0  # mm: a name takes no more of a chart
VALUE = 40.0  # points behind a row, where its value ends
NOTE = 46.0  # points behind a row, where its note begins
SIZE = 8.5  # points: charts/house.mplstyle
_MM = 25.4 / 72  # a point
_EM = 100  # points: any size, large enough to round little


def width_of(words: str, *, size: float = SIZE, bold: bool = False) -> float:
    """The width of the words in mm, of the widest line where there are several; kerning is left out."""
    face = _face(tuple(rcParams["font.family"]), "bold" if bold else "normal")
    return max(sum(_advance(face, letter) for letter in line) for line in words.split("\n")) * size * _MM


@cache
def _advance(face: str, letter: str) -> float:
    """How far a letter moves the next one, in parts of the size; FreeType takes its time, so it is asked once."""
    font = get_font(face)
    font.set_size(_EM, 72)
    letter = letter if font.get_char_index(ord(letter)) else "n"  # a missing one is told of later, with its place
    return float(font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / _EM


@cache
def _face(family: tuple[str, ...], weight: str) -> str:
    """The file of a face; matplotlib takes its time to find it."""
    return findfont(FontProperties(family=list(family), weight=weight))


def names_room(names: Iterable[str], least: float) -> float:
    """The room for names of rows in mm: `least`, or what the longest takes, set in bold."""
    return max([least, *(min(_NAMES, width_of(name, bold=True)) + 2 for name in names)])


def row_height(rows: float, usual: float, beside: float, height: float | None) -> float:
    """The mm a row takes: the usual, or its share of a height that is to be filled, at most twice the usual.

    `height` is of the whole drawing, as it is drawn; `beside` lies above and below the rows.
    """
    if height is None:
        return usual
    return min(2 * usual, (as_on_paper(height) - beside) / rows)


def name_lines(name: str) -> str:
    """A name as it stands before its row: on two lines, for small type, where it is too wide for one.

    What is too wide even so ends in an ellipsis; alt texts and tables have it whole.
    """
    return "\n".join(shortened(line, _NAMES, bold=True) for line in folded(name, _NAMES).split("\n"))


def name_line(name: str) -> str:
    """A name before a row that has no room for a second line."""
    return shortened(name, _NAMES, bold=True)


def shortened(line: str, room: float, *, size: float = SIZE, bold: bool = False) -> str:
    """A line that is wider than `room` mm with an ellipsis for its end."""
    if width_of(line, size=size, bold=bold) <= room:
        return line
    ways = (line[:at].rstrip() + "…" for at in range(len(line) - 1, -1, -1))
    return next((way for way in ways if width_of(way, size=size, bold=bold) <= room), "…")


def notes_room(notes: Iterable[str]) -> float:
    """The room in mm behind a row, for its value and its note (`row_value`, `row_note` in charts/words.py)."""
    return max([44.0, *(NOTE * 25.4 / 72 + width_of(note, bold=True) + 0.5 for note in notes)])


def folded(name: str, room: float) -> str:
    """A name that is wider than `room` mm on two lines, as even as its words allow."""
    words = name.split(" ")
    if width_of(name, bold=True) <= room or len(words) == 1:
        return name
    ways = (" ".join(words[:at]) + "\n" + " ".join(words[at:]) for at in range(1, len(words)))
    return min(ways, key=lambda way: width_of(way, bold=True))
