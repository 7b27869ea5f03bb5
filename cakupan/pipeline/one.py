"""One report, from its indicators to its place on the shelf. Runs in a worker process."""

import gc
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial

from cakupan.annex import annex
from cakupan.errors import CakupanError, PrintError
from cakupan.glyphs import see_to_glyphs
from cakupan.illustrate import illustrate
from cakupan.language import Language
from cakupan.message import message
from cakupan.model import Annex, Briefing, Format, Indicators, Report, Sentences, Style
from cakupan.pages import planned, set_pages, stylesheet
from cakupan.pdf import Printed, press, print_pdf
from cakupan.pipeline.order import Made, Order, failed
from cakupan.pipeline.own_templates import placed_in_templates
from cakupan.proof import prove, runs_on
from cakupan.sentences import write_sentences
from cakupan.shelf import shelve
from cakupan.typeface import fonts
from charts import Chart, use_house_style

Draw = Callable[[Indicators, Sentences, Language], Mapping[str, Chart]]
Write = Callable[[Indicators], Sentences]
Setter = Callable[[Report], str]


@cache
def warm_up(paper: str) -> None:
    """Done once a process: type, house style and stylesheets; the heavy libraries came with this module.

    MachineError when a font or Pango is missing.
    """
    gc.freeze()  # the libraries are no litter, and looking through them each time takes a tenth of the time
    gc.set_threshold(50_000, 2, 2)  # a report is some millions of short-lived things
    gc.enable()  # the server this process was forked from keeps it off
    house = fonts()
    use_house_style(house.files, house.family)
    press(paper)


def make(order: Order) -> Made:
    """Write, draw, set, print, prove, shelve. What goes wrong with one report is an outcome, so the others go on."""
    try:
        warm_up(order.paper)
        report, html = set_legibly(order, draw=partial(illustrate, low=bool(order.meeting)))
        inside = annex(order.indicators, order.figures, Language(order.language))
        printed = _print(order, html, inside)
        while report.briefing and runs_on(printed.content, report) and (shorter := report.briefing.shorter):
            report = replace(report, briefing=shorter)
            html = set_pages(report)
            printed = _print(order, html, inside)
        prove(printed.content, printed.pages, report, inside.name, planned(report, html))
        shelve(printed.content, order.path)
    except CakupanError as error:
        return failed(order, placed_in_templates(error, order.indicators.province.style, Format.PDF))
    return Made(printed.pages, len(printed.content))


def _print(order: Order, html: str, inside: Annex) -> Printed:
    style = order.indicators.province.style
    return print_pdf(html, order.paper, identifier(order), stylesheet(style), inside, style.typeface)


def set_legibly(
    order: Order, setter: Setter = set_pages, draw: Draw = illustrate, write: Write = write_sentences
) -> tuple[Report, str]:
    """The report and its pages; a character no font has, or what else matplotlib only warns of, is a PrintError."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        report = compose(order, draw, write)
    html = setter(report)
    drawings = {name: chart.svg for name, chart in report.charts.items()}
    see_to_glyphs(html, drawings, order.indicators.province.style.typeface, order.written)
    if caught:
        raise PrintError(*(message("{reason}", reason=str(warning.message)) for warning in caught))
    return report, html


def compose(order: Order, draw: Draw = illustrate, write: Write = write_sentences) -> Report:
    """All that the templates see, with the words of `write` and the charts that `draw` makes."""
    use_type(order.indicators.province.style)
    sentences = write(order.indicators)
    charts = draw(order.indicators, sentences, Language(order.language))
    briefing = Briefing(order.meeting) if order.meeting else None
    return Report(
        order.indicators, sentences, charts, order.language, order.paper, order.imprint, order.trial, briefing
    )


def use_type(style: Style) -> None:
    """Have charts drawn with a province's type from here on: what is measured is what is set."""
    type_ = fonts(style.typeface)
    use_house_style(type_.files, type_.family)


def identifier(order: Order) -> str:
    """The PDF's identifier: the same for the same data, what it was made for, signatures, edition and meeting."""
    known = order.indicators
    signed = tuple(f"{accepted.by}: {accepted.reason}" for accepted in known.accepted)
    edition = (order.imprint.number,) if order.imprint else ()
    trial = ("trial",) if order.trial else ()
    meeting = (order.meeting.key,) if order.meeting else ()
    made_for = (known.region.code, known.period, known.cutoff, order.language, order.paper)
    parts = (known.fingerprint, *made_for, *signed, *edition, *trial, *meeting)
    return "-".join(map(str, parts))
