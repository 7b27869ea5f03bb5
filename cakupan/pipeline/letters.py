"""What a letter is written from: the report of an edition without its drawings, and its one chart as a picture."""

from cakupan.illustrate import illustrate_letter
from cakupan.language import Language
from cakupan.model import Report
from cakupan.pdf import print_picture
from cakupan.pipeline.one import compose, use_type
from cakupan.pipeline.order import Order

_WIDTH = 560  # pixels: as wide as mail programs show a letter


def told_to(order: Order, language: str) -> tuple[Report, bytes | None]:
    """The report as its letter tells it, and the chart of page 1 in the letter's language; None: nothing to draw."""
    report, style = compose(order, lambda *_: {}), order.indicators.province.style
    use_type(style)
    chart = illustrate_letter(order.indicators, report.sentences, Language(language))
    return report, print_picture(style.paint(chart.svg), _WIDTH, style.typeface) if chart else None
