"""What is asked of one report, format by format. Runs in a worker process; each format loads what it alone needs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce

from cakupan.errors import CakupanError, PrintError
from cakupan.glyphs import see_to_glyphs
from cakupan.illustrate import illustrate_slides
from cakupan.message import message
from cakupan.model import Format, Report
from cakupan.pages import set_phone, set_slides, stylesheet
from cakupan.pdf import Printed, print_pdf
from cakupan.phone import named, text_message
from cakupan.pipeline.one import compose, identifier, make, set_legibly
from cakupan.pipeline.order import Made, Order, failed
from cakupan.pipeline.own_templates import placed_in_templates
from cakupan.proof import prove_slides
from cakupan.sections import DECISIONS, slides, without
from cakupan.sentences import write_slides
from cakupan.shelf import shelve


def make_formats(order: Order) -> Made:
    """All formats of an order; what goes wrong with one does not take the others along."""
    return reduce(_together, (_make_one(replace(order, formats=(form,)), _MAKERS[form]) for form in order.formats))


def _make_one(order: Order, maker: Callable[[Order], Made]) -> Made:
    try:
        return maker(order)
    except CakupanError as error:
        return failed(order, placed_in_templates(error, order.indicators.province.style, *order.formats))


def _together(one: Made, other: Made) -> Made:
    return Made(
        one.pages + other.pages,
        one.size + other.size,
        one.problems + tuple(problem for problem in other.problems if problem not in one.problems),
        max(one.exit_code, other.exit_code),
        {**one.formats, **other.formats},
        one.remarks + other.remarks,
    )


def _pdf(order: Order) -> Made:
    made = make(order)
    return replace(made, formats={Format.PDF: made.pages} if made.pages else {})


def _xlsx(order: Order) -> Made:
    from cakupan.excel import write_workbook

    return _shelved(order, write_workbook(_without_charts(order)))


def _slides(order: Order) -> Made:
    """Of the province; with as many decisions, and lines of the table, as find room on their slides."""
    if not order.indicators.is_province:
        return Made(remarks=(message("slides are made of the province only"),))
    report, html = set_legibly(order, set_slides, illustrate_slides, write_slides)
    printed, fewer = _print(order, html, "slides", "slides"), 0
    while printed.pages > len(slides(report)) and fewer < DECISIONS - 1:  # names and decisions are as long as they are
        fewer += 1
        printed = _print(order, set_slides(report, fewer), "slides", "slides")
    prove_slides(printed.content, printed.pages, report)
    made, missing = _shelved(order, printed.content, pages=printed.pages), without(report)
    if not missing:
        return made
    return replace(made, remarks=(message("slides left out, as there are no figures: {slides}", slides=missing),))


def _print(order: Order, html: str, kind: str, sheet: str) -> Printed:
    """On a sheet of its own measure, in the province's colours and type."""
    style = order.indicators.province.style
    return print_pdf(
        html, sheet, f"{identifier(order)}-{kind}", stylesheet(style, f"{sheet}.css"), None, style.typeface
    )


def _summary(order: Order) -> Made:
    report, full = _without_charts(order), order.path.name
    text, printed = text_message(report, full).encode(), _print_phone(order, report, full)
    while printed.pages > 1 and report.sentences.highlights:  # names are as long as they are
        fewer = replace(report.sentences, highlights=report.sentences.highlights[:-1])
        report = replace(report, sentences=fewer)
        printed = _print_phone(order, report, full)
    if printed.pages > 1:
        raise PrintError(message("the summary takes {pages} pages, not one", pages=printed.pages))
    return _shelved(order, printed.content, text, pages=printed.pages)


def _print_phone(order: Order, report: Report, full: str) -> Printed:
    html = set_phone(report, report.pace, named(report, full))
    see_to_glyphs(html, {}, order.indicators.province.style.typeface, order.written)
    return _print(order, html, "summary", "phone")


def _without_charts(order: Order) -> Report:
    return compose(order, lambda *_: {})


def _shelved(order: Order, *contents: bytes, pages: int = 0) -> Made:
    for content, file in zip(contents, order.files, strict=True):
        shelve(content, file)
    return Made(pages, sum(map(len, contents)), formats=dict.fromkeys(order.formats, pages))


_MAKERS: Mapping[Format, Callable[[Order], Made]] = {
    Format.PDF: _pdf,
    Format.SLIDES: _slides,
    Format.XLSX: _xlsx,
    Format.SUMMARY: _summary,
}
