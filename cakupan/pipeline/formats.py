"""What is asked of one report, format by format. Runs in a worker process; each format loads what it alone needs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce

from cakupan.errors import CakupanError
from cakupan.model import Format, Report
from cakupan.pipeline.one import compose, make
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


def _without_charts(order: Order) -> Report:
    return compose(order, lambda *_: {})


def _shelved(order: Order, *contents: bytes, pages: int = 0) -> Made:
    for content, file in zip(contents, order.files, strict=True):
        shelve(content, file)
    return Made(pages, sum(map(len, contents)), formats=order.formats)


_MAKERS: Mapping[Format, Callable[[Order], Made]] = {
    Format.PDF: _pdf,
    Format.XLSX: _xlsx,
}
