"""The one way into a drawing and the one way out of it."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager

from charts.scale import grow, grown
from charts.slim import slim

_MM = 1 / 25.4
_SVG_DPI = 72
_FACES = ((400, "normal"), (400, "italic"), (600, "normal"), (700, "normal"))  # weight, slant


@dataclass(frozen=True)
class Chart:
    """A drawing and the words that say what it shows, numbers included; `marks` are the signs a legend must explain."""

    svg: str
    alt: str
    marks: tuple[str, ...] = ()


class _Renderer(RendererSVG):
    """Matplotlib's, with every text at the place where it begins.

    It would say "centred here", and the page setter would wrap each such text in a
    group of its own: a tenth of the time, a quarter of the file.
    """

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:  # type: ignore[no-untyped-def]  # noqa: ARG002
        super().draw_text(gc, x, y, s, prop, angle, ismath)  # type: ignore[no-untyped-call]  # matplotlib's


def use_house_style(fonts: Iterable[Path], family: str = "") -> None:
    """Set the look for this process, until it is set otherwise.

    `fonts` are the files of a family, upright, slanted, semibold and bold; `family` is
    the name that drawings give it, "" for that of the house.
    """
    style = _style()
    family = family or style["font.family"][0]
    _make_known(tuple(fonts), family)
    mpl.rcParams.update(style | {"font.family": [family]})


@cache
def _style() -> mpl.RcParams:
    return mpl.rc_params_from_file(Path(__file__).parent / "house.mplstyle", use_default_template=False)


@cache
def _make_known(fonts: tuple[Path, ...], family: str) -> None:
    """Under the name and as the faces they are given for, whatever the files say of themselves."""
    for font, (weight, slant) in zip(fonts, _FACES, strict=True):
        entry = FontEntry(fname=str(font), name=family, style=slant, weight=weight, stretch="normal", size="scalable")
        fontManager.ttflist.append(entry)


def canvas(
    width: float, height: float, *, left: float = 0, right: float = 0, bottom: float = 0, top: float = 0
) -> Axes:
    """One pair of axes on a figure of width x height, with margins, all in mm beside type of the house's own size.

    Where type is larger, so are they (charts/scale.py). The margins are given, not solved for: a layout engine adds
    two thirds to the time of a chart.
    """
    figure = Figure(figsize=(grown(width) * _MM, grown(height) * _MM))
    figure.patch.set_visible(False)
    axes = figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height)
    )
    axes.patch.set_visible(False)
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    return axes


def finish(axes: Axes, alt: str, **marks: object) -> Chart:
    """The drawing as SVG: the same bytes each time, text kept as text; `marks` tell by name which signs were drawn."""
    if not alt.strip():
        raise ValueError("a chart without words is not a chart")
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes made by canvas() stand on a figure"
    grow(axes.get_children())
    for artist in axes.get_children():
        artist.set_clip_on(False)  # the limits hold all there is; a clip of its own for each line takes time to set
    svg = io.StringIO()
    figure.dpi = _SVG_DPI
    width, height = figure.bbox.size
    renderer = _Renderer(width, height, svg, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    figure.draw(renderer)
    renderer.finalize()  # type: ignore[no-untyped-call]
    return Chart(slim(svg.getvalue()), alt, tuple(name for name, drawn in marks.items() if drawn))
