"""Proof: a finished PDF is opened again and read before it counts as made."""

import ctypes
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from itertools import takewhile
from typing import Any

import pypdfium2
from pypdfium2 import raw

from cakupan.errors import PrintError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Indicators, Report
from cakupan.sections import sections
from cakupan.stated import PERIOD, REGION, said, spoken

MOST_BYTES = {True: 1_000_000, False: 500_000}  # the province's report, a regency's: both are mailed
_FAMILY = "Source-Sans-Pro"
_LEFT_OVER = re.compile(r"\b(?:None(?! of\b)|nan|NaN|Undefined)\b|[{}]")
_MARK = re.compile(r"<(?:path|polyline|polygon|line|rect|circle|ellipse|text)\b")
_NO_NUMBER = re.compile(r'<[^>]*[" ,]nan[" ,]')
_TABLE = message("Coverage by regency and city")


@dataclass(frozen=True)
class Proof:
    """What a reader's program finds in a PDF; `fonts` with whether they are embedded, texts by page."""

    pages: tuple[str, ...]
    sections: tuple[str, ...]
    fonts: frozenset[tuple[str, bool]]
    says: Mapping[str, str]


def prove(content: bytes, pages: int, report: Report, attached: str) -> None:
    """PrintError with every reason why this PDF is not the report that was composed and set on so many pages."""
    try:
        found = read_proof(content)
    except pypdfium2.PdfiumError as error:
        raise PrintError(message("the finished PDF cannot be opened again: {reason}", reason=str(error))) from None
    reasons = [
        *_wrong_words(found, report, attached),
        *_wrong_pages(found, pages, report),
        *_wrong_looks(found, report),
    ]
    limit = MOST_BYTES[report.indicators.is_province]
    if len(content) > limit:
        size = message("the PDF has {size} bytes, more than {limit}", size=len(content), limit=limit)
        reasons.append(size)
    if reasons:
        raise PrintError(*(message("proof-reading: {reason}", reason=reason) for reason in reasons))


def _wrong_words(found: Proof, report: Report, attached: str) -> Iterator[Message]:
    """What the PDF says of itself, and the sections it has."""
    known, language = report.indicators, Language(report.language)
    expected = {
        "title": _title(known, language),
        "language": report.language,
        "region": known.region.code,
        "period": str(known.period),
        "annex": attached,
    }
    for what, wanted in expected.items():
        if found.says[what] != wanted:
            yield message('{what} is "{found}", not "{expected}"', what=what, found=found.says[what], expected=wanted)
    for section in _sections(report, language):
        if section not in found.sections:
            yield message('the section "{section}" is missing', section=section)


def _title(known: Indicators, language: Language) -> str:
    parts = (message("Coverage report"), known.region.full, known.period)
    return _plain(" · ".join(map(language.show, parts)))


def _sections(report: Report, language: Language) -> Iterator[str]:
    """The headline, and the titles of the sections this report has."""
    yield _plain(language.sentence(report.sentences.headline))
    yield from (_plain(language.tell(section.title)) for section in sections(report))


def _wrong_pages(found: Proof, pages: int, report: Report) -> Iterator[Message]:
    """How many pages there are, and what stands on them."""
    if len(found.pages) != pages:
        yield message("there are {found} pages, {expected} were set", found=len(found.pages), expected=pages)
    for number, text in enumerate(found.pages, 1):
        if not text or (number > 1 and _lines(text) <= _lines(found.pages[0])):  # only what stands on every page
            yield message("page {page} is empty", page=number)
        for left in sorted(set(_LEFT_OVER.findall(text)) - _own_words(report, text)):
            yield message('page {page} says "{text}", as only a program does', page=number, text=left)
    yield from _missing_rows(found, report)


def _lines(text: str) -> set[str]:
    """The lines of a page without their digits, so that those that every page has are the same."""
    return set(re.sub(r"[0-9]+", "", text).splitlines())


def _own_words(report: Report, text: str) -> set[str]:
    """Of what looks left over, that which was handed in so; looked for only where there is any."""
    if not _LEFT_OVER.search(text):
        return set()
    return {word for handed_in in _texts(report.indicators) for word in _LEFT_OVER.findall(handed_in)}


def _texts(value: object) -> Iterator[str]:
    """Every text in a value and in what it is made of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in _texts(part))
    elif isinstance(value, Sequence):
        yield from (text for part in value for text in _texts(part))
    elif isinstance(value, Message):
        yield from _texts(value.values)
    elif is_dataclass(value):
        yield from (text for field in fields(value) for text in _texts(getattr(value, field.name)))


def _missing_rows(found: Proof, report: Report) -> Iterator[Message]:
    """In the province's report the table has a line for every regency, above the province's own."""
    if not (report.indicators.is_province and report.indicators.reporting):
        return
    language = Language(report.language)
    _, _, table = "\n".join(found.pages).partition(language.tell(_TABLE))
    total = _plain(language.show(report.indicators.region.full)) + " "
    lines = list(takewhile(lambda line: not line.startswith(total), table.splitlines()))
    for row in report.indicators.rows:
        name = _plain(language.show(row.region.short))
        if not any(line.startswith(name + " ") for line in lines):
            yield message("{region} is missing from the table of regencies and cities", region=name)


def _wrong_looks(found: Proof, report: Report) -> Iterator[Message]:
    """Charts and letters."""
    for name, chart in report.charts.items():
        if len(_MARK.findall(chart.svg)) < 2 or _NO_NUMBER.search(chart.svg):  # one is the line along its foot
            yield message("the chart {chart} is empty", chart=name)
    for font, embedded in sorted(found.fonts):
        if _FAMILY not in font:
            yield message("the font {font} is not of the house", font=font)
        if not embedded:
            yield message("the font {font} is not embedded", font=font)


def read_proof(content: bytes) -> Proof:
    """The PDF as PDFium reads it, the reader inside Chrome; PdfiumError where it cannot."""
    with pypdfium2.PdfDocument(content) as document:
        attached = [document.get_attachment(n).get_name() for n in range(document.count_attachments())]
        says = {
            "title": _plain(said(document, "Title")),
            "language": spoken(document),
            "region": said(document, REGION),
            "period": said(document, PERIOD),
            "annex": ", ".join(attached),
        }
        pages = list(document)
        texts = tuple("\n".join(map(_plain, page.get_textpage().get_text_range().splitlines())) for page in pages)
        sections = tuple(_plain(entry.get_title()) for entry in document.get_toc())
        fonts: dict[int, tuple[str, bool]] = {}
        for page in pages:
            _gather(partial(raw.FPDFPage_GetObject, page), raw.FPDFPage_CountObjects(page), fonts)
        return Proof(texts, sections, frozenset(fonts.values()), says)


def _gather(get: Callable[[int], Any], count: int, fonts: dict[int, tuple[str, bool]]) -> None:
    """The fonts of a page's texts, by their place in memory, and of the drawings on it."""
    for number in range(count):
        found = get(number)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            inside = partial(raw.FPDFFormObj_GetObject, found)
            _gather(inside, raw.FPDFFormObj_CountObjects(found), fonts)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            font = raw.FPDFTextObj_GetFont(found)
            place = ctypes.addressof(font.contents)
            if place not in fonts:
                name = ctypes.create_string_buffer(200)
                raw.FPDFFont_GetBaseFontName(font, name, len(name))
                fonts[place] = (name.value.decode(), raw.FPDFFont_GetIsEmbedded(font) == 1)


def _plain(text: str) -> str:
    """Without the spaces that a page setter takes out too."""
    return " ".join(text.split())
