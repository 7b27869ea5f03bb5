"""How much room words take, before they are drawn: names that are longer than usual get it, none is cut."""

from collections.abc import Iterable

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

SIZE = 8.5  # points: charts/house.mplstyle
_MM = 25.4 / 72 / 64  # in FreeType's 26.6 fixed point


def width_of(words: str, *, size: float = SIZE, bold: bool = False) -> float:
    """The width of the words in mm, of the widest line where there are several."""
    font = get_font(findfont(FontProperties(weight="bold" if bold else "normal")))
    font.set_size(size, 72)
    widths = []
    for line in words.split("\n"):
        font.set_text(line, 0, flags=LoadFlags.NO_HINTING)
        widths.append(font.get_width_height()[0] * _MM)
    return max(widths)


def names_room(names: Iterable[str], least: float) -> float:
    """The room for names of rows in mm: `least`, or what the longest takes, set in bold."""
    return max([least, *(width_of(name, bold=True) + 2 for name in names)])


def folded(name: str, room: float) -> str:
    """A name that is wider than `room` mm on two lines, as even as its words allow."""
    words = name.split(" ")
    if width_of(name, bold=True) <= room or len(words) == 1:
        return name
    ways = (" ".join(words[:at]) + "\n" + " ".join(words[at:]) for at in range(1, len(words)))
    return min(ways, key=lambda way: width_of(way, bold=True))
