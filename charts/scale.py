"""How large type is: a projector needs it larger than paper does, on a drawing of the size that is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text

_times: ContextVar[float] = ContextVar("times", default=1.0)


@contextmanager
def larger_type(times: float) -> Iterator[None]:
    """Within it, type, lines, marks and the room for them are so many times as large as on paper.

    Widths and heights that a chart is asked for stay what they are, in mm.
    """
    before = _times.set(times)
    try:
        yield
    finally:
        _times.reset(before)


def grown(size: float) -> float:
    """A size of the house style, in points or mm, as it is drawn now."""
    return size * _times.get()


def as_on_paper(size: float) -> float:
    """A size that is drawn now as charts reckon with it: beside type of the house's own size."""
    return size / _times.get()


def grow(artists: list[Artist]) -> None:
    """Type, lines and marks of a finished drawing from the sizes of the house style to those of now."""
    if _times.get() == 1:
        return
    for artist in artists:
        if isinstance(artist, Text):
            artist.set_fontsize(grown(float(artist.get_fontsize())))
        if isinstance(artist, Annotation) and artist.arrow_patch:
            artist.arrow_patch.set_linewidth(grown(artist.arrow_patch.get_linewidth()))
        elif isinstance(artist, Line2D):
            artist.set_linewidth(grown(artist.get_linewidth()))
            artist.set_markersize(grown(artist.get_markersize()))
            artist.set_markeredgewidth(grown(artist.get_markeredgewidth()))
        elif isinstance(artist, Patch):
            artist.set_linewidth(grown(artist.get_linewidth()))
        elif isinstance(artist, Collection):
            artist.set_linewidth(np.multiply(artist.get_linewidth(), _times.get()).tolist())
