"""One report, from its indicators to its place on the shelf. Runs in a worker process."""

import warnings
from dataclasses import dataclass
from pathlib import Path

from cakupan.assets import font_files
from cakupan.errors import CakupanError, OutputError, PrintError
from cakupan.illustrate import illustrate
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Indicators, Report
from cakupan.pages import set_pages
from cakupan.pdf import press, print_pdf
from cakupan.sentences import write_sentences
from cakupan.shelf import clear, shelve
from charts import use_house_style


@dataclass(frozen=True)
class Order:
    """What is to be made: whose report, in which language, on which paper, and where it goes."""

    indicators: Indicators
    language: str
    paper: str
    path: Path


@dataclass(frozen=True)
class Made:
    """What came of an order: pages and bytes, or the problems that kept it from being made."""

    pages: int = 0
    size: int = 0
    problems: tuple[Message, ...] = ()
    exit_code: int = 0


def warm_up(paper: str) -> None:
    """Done once a worker: type, house style and stylesheets; the heavy libraries came with this module.

    MachineError when a font or Pango is missing.
    """
    use_house_style(font_files())
    press(paper)


def make(order: Order) -> Made:
    """Write, draw, set, print, shelve. What goes wrong with one report is an outcome, so the others go on."""
    try:
        printed = print_pdf(set_pages(_without_warnings(order)), order.paper, _identifier(order))
        shelve(printed.content, order.path)
    except CakupanError as error:
        return failed(order, error)
    return Made(printed.pages, len(printed.content))


def failed(order: Order, *errors: CakupanError) -> Made:
    """Why there is no report; an older one in its place is taken away, or that fails too and is said."""
    try:
        clear(order.path)
    except OutputError as error:
        errors += (error,)
    return Made(problems=tuple(m for error in errors for m in error.messages), exit_code=errors[0].exit_code)


def _without_warnings(order: Order) -> Report:
    """What matplotlib only warns of, a character that no font has, is a failed report."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        report = compose(order)
    if caught:
        raise PrintError(*(message("{reason}", reason=str(warning.message)) for warning in caught))
    return report


def compose(order: Order) -> Report:
    """All that the templates see."""
    sentences = write_sentences(order.indicators)
    charts = illustrate(order.indicators, sentences, Language(order.language))
    return Report(order.indicators, sentences, charts, order.language, order.paper)


def _identifier(order: Order) -> str:
    """The PDF's identifier: the same for the same data, region, period, cutoff, language and paper."""
    known = order.indicators
    parts = (known.fingerprint, known.region.code, known.period, known.cutoff, order.language, order.paper)
    return "-".join(map(str, parts))
