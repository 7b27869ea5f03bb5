"""The same reports made naively: one process, pyplot, outlined text, fonts and styles read anew for each document."""

import argparse
import io
from collections.abc import Callable
from pathlib import Path

import drawings
import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from stages import measure_all

import charts
from cakupan.assets import font_files
from cakupan.pages import set_pages
from cakupan.pdf import press, print_pdf
from cakupan.pipeline.one import compose
from cakupan.pipeline.order import Order

DRAWN = ("path", "ranking", "tiles", "slope", "bullets", "multiples", "activity", "stacked", "timeline", "sparkline")


def use_ordinary_style() -> None:
    """The house's look with what matplotlib does when nobody tells it otherwise, and constrained layout."""
    charts.use_house_style(font_files())
    mpl.rcParams.update({"svg.fonttype": "path", "figure.constrained_layout.use": True})


def to_svg(figure: Figure) -> str:
    """The figure as SVG; pyplot is told to forget it."""
    svg = io.StringIO()
    figure.savefig(svg, format="svg")
    plt.close(figure)
    return svg.getvalue()


def draw_ordinarily() -> None:
    """From here on the stage that draws hands the same numbers and words to `drawings` instead of `charts`."""
    for name in DRAWN:
        setattr(charts, name, _chart(getattr(drawings, name)))


def _chart(draw: Callable[..., Figure]) -> Callable[..., charts.Chart]:
    def drawn(*numbers: object, alt: str, **words: object) -> charts.Chart:
        used = {name: value for name, value in words.items() if name not in drawings.UNUSED}
        return charts.Chart(to_svg(draw(*numbers, **used)), alt)

    return drawn


def print_anew(html: str, code: str) -> bytes:
    """A PDF with its own FontConfiguration and stylesheets."""
    press.cache_clear()
    return print_pdf(html, "A4", code).content


def main() -> None:
    """One report after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("regions", nargs="*", help="only these")
    asked = parser.parse_args()
    use_ordinary_style()
    draw_ordinarily()
    asked.out.mkdir(parents=True, exist_ok=True)
    for code, indicators in measure_all(asked.data).items():
        if code in (asked.regions or [code]):
            path = asked.out / f"{code}.pdf"
            html = set_pages(compose(Order(indicators, "id", "A4", path)))
            path.write_bytes(print_anew(html, code))


if __name__ == "__main__":
    main()
