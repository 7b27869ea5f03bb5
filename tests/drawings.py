"""What stands on a drawing and where: its words as boxes, so that a test sees what would overlap or be cut."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from charts import Chart
from charts.room import width_of

_SVG = "{http://www.w3.org/2000/svg}"
_POINT = 72 / 25.4


@dataclass(frozen=True)
class Said:
    """Words from `left` to `right`, standing on `base`, all in points from the top left."""

    words: str
    left: float
    right: float
    base: float
    size: float
    color: str

    @property
    def top(self) -> float:
        """As high as its figures and capitals."""
        return self.base - 0.66 * self.size


def said(chart: Chart) -> list[Said]:
    """The words of a drawing in the order they stand in."""
    return list(_said(ElementTree.fromstring(chart.svg)))  # noqa: S314  # our own


def _said(root: ElementTree.Element) -> Iterator[Said]:
    for text in root.iter(f"{_SVG}text"):
        words = "".join(text.itertext()).strip()
        place = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", text.get("transform", ""))
        assert place, words
        size = float(text.get("font-size", "0px").removesuffix("px"))
        left, base = float(place[1]), float(place[2])
        bold = int(text.get("font-weight", "400")) >= 600
        yield Said(words, left, left + width_of(words, size=size, bold=bold) * _POINT, base, size, text.get("fill", ""))


def overlaps(chart: Chart) -> list[tuple[str, str]]:
    """Words that stand on each other."""
    return [
        (one.words, two.words)
        for one, two in combinations(said(chart), 2)
        if one.left < two.right and two.left < one.right and one.top < two.base and two.top < one.base
    ]


def cut(chart: Chart) -> list[str]:
    """Words that stand out of the drawing, by more than half a point."""
    box = ElementTree.fromstring(chart.svg).get("viewBox", "")  # noqa: S314  # our own
    _, _, width, height = map(float, box.split())
    return [
        s.words
        for s in said(chart)
        if s.left < -0.5 or s.right > width + 0.5 or s.base - 0.7 * s.size < -0.5 or s.base > height + 0.5
    ]
