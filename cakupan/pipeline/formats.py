"""What is asked of one report, format by format. Runs in a worker process; each format loads what it alone needs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce

from cakupan.errors import CakupanError, PrintError
from cakupan.glyphs import see_to_glyphs
from cakupan.message import message
from cakupan.model import Format, Report
from cakupan.pages import set_phone, stylesheet
from cakupan.pdf import Printed, print_pdf
from cakupan.phone import named, text_message
from cakupan.pipeline.one import compose, identifier, make
from cakupan.pipeline.order import Made, Order, failed
from cakupan.shelf import shelve


def make_formats(order: Order) -> Made:
    """All formats of an order; what goes wrong with one does not take the others along."""
    return reduce(_together, (_make_one(replace(order, formats=(form,)), _MAKERS[form]) for form in order.formats))


def _make_one(order: Order, maker: Callable[[Order], Made]) -> Made:
    try:
        return maker(order)
    except CakupanError as error:
        return failed(order, error)


def _together(one: Made, other: Made) -> Made:
    return Made(
        one.pages + other.pages,
        one.size + other.size,
        one.problems + other.problems,
        max(one.exit_code, other.exit_code),
        one.formats + other.formats,
        one.remarks + other.remarks,
    )


def _pdf(order: Order) -> Made:
    made = make(order)
    return replace(made, formats=order.formats if made.pages else ())


def _xlsx(order: Order) -> Made:
    from cakupan.excel import write_workbook

    return _shelved(order, write_workbook(_without_charts(order)))


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
    see_to_glyphs(html, {})
    style = stylesheet(order.indicators.province.style, "phone.css")
    return print_pdf(html, "phone", f"{identifier(order)}-summary", style)


def _without_charts(order: Order) -> Report:
    return compose(order, lambda *_: {})


def _shelved(order: Order, *contents: bytes, pages: int = 0) -> Made:
    for content, file in zip(contents, order.files, strict=True):
        shelve(content, file)
    return Made(pages, sum(map(len, contents)), formats=order.formats)


_MAKERS: Mapping[Format, Callable[[Order], Made]] = {
    Format.PDF: _pdf,
    Format.XLSX: _xlsx,
    Format.SUMMARY: _summary,
}
