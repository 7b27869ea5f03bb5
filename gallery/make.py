"""Print the gallery: every chart and its edge cases, as different eyes see them, into output/gallery.pdf."""

import base64
import html
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from cakupan.assets import font_files
from cakupan.durable import make_folder, write_whole
from cakupan.pdf import print_pdf
from charts import Chart, use_house_style
from gallery import bars, times
from gallery.seen import WAYS, as_seen

_STYLE = """
@page { size: 362mm 500mm; margin: 10mm; @bottom-left { content: "" } @bottom-right { content: counter(page) } }
h2 { margin: 0 0 2mm; padding-top: 1.5mm }
section { break-inside: avoid; margin-bottom: 6mm }
table { font-size: 9pt }
td { width: 50%; padding: 1mm 3mm; border: 0; color: #56626b }
img { display: block }
"""
_NOTE = (
    "All numbers are made up and tell nothing of any region: these pages are for those who change a chart. "
    "Deuteranopia and protanopia are simulated with the matrices of Machado, Oliveira and Fernandes (2009)."
)


def make(path: Path) -> None:
    """Draw all cases and print them there."""
    use_house_style(font_files())
    drawn = ((what, draw()) for what, draw in chain(bars.cases(), times.cases()))
    make_folder(path.parent)
    write_whole(print_pdf(page(drawn), "A4", "gallery").content, path)


def page(cases: Iterable[tuple[str, Chart]]) -> str:
    """The drawings as one HTML document."""
    sections = "".join(chain.from_iterable(_section(what, chart) for what, chart in cases))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gallery of charts, made-up numbers</title>'
        f"<style>{_STYLE}</style></head><body><h1>Gallery of charts</h1><p>{_NOTE}</p>{sections}</body></html>"
    )


def _section(what: str, chart: Chart) -> Iterator[str]:
    yield f"<section><h2>{html.escape(what)}</h2><table>"
    for number, way in enumerate(WAYS):
        seen = base64.b64encode(as_seen(chart.svg, way).encode()).decode()
        image = f'<img alt="{html.escape(what)}, {way}" src="data:image/svg+xml;base64,{seen}">'
        yield f"{'<tr>' if number % 2 == 0 else ''}<td>{way}{image}</td>{'</tr>' if number % 2 else ''}"
    yield "</table></section>"
