"""Every reason why a finished PDF is not the report that was composed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import chain

import pypdfium2

from cakupan.errors import PrintError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Planned, Report
from cakupan.proof.reading import Proof, plain, read_proof
from cakupan.sections import Slide, sections, slides
from cakupan.typeface import fonts

MOST_BYTES = {True: 1_000_000, False: 500_000}  # the province's report, a regency's: both are mailed
_LEFT_OVER = re.compile(r"\b(?:None(?! of\b)|nan|NaN|Undefined)\b|[{}]")
_MARK = re.compile(r"<(?:path|polyline|polygon|line|rect|circle|ellipse|text)\b")
_NO_NUMBER = re.compile(r'<[^>]*[" ,]nan[" ,]')
_TABLE = message("Coverage by regency and city")
_CONTENTS = message("Contents")
_SPARK = "spark."  # the beginning of a sparkline's name


def prove(content: bytes, pages: int, report: Report, attached: str, plan: Sequence[Planned] = ()) -> None:
    """PrintError with every reason why this PDF is not the report that was composed and set on so many pages.

    `plan` is what its sections are to show.
    """
    found = _opened(content)
    language = Language(report.language)
    says = {**_says(report, message("Coverage report")), "annex": attached}
    _refuse(
        report,
        content,
        *_wrong_words(found, says, _sections(report, language)),
        *_wrong_pages(found, pages, report),
        *_runs_on(found, report),
        *_missing_tables(found, plan, report),
        *_missing_charts(found, plan, report, content),
        *_missing_rows(found, report),
        *_wrong_looks(found, report),
    )


def runs_on(content: bytes, report: Report) -> bool:
    """Whether page 1 of this PDF is more than one page."""
    return any(_runs_on(_opened(content), report))


def prove_slides(content: bytes, pages: int, report: Report) -> None:
    """PrintError with every reason why this PDF is not the slides that were set on so many pages."""
    found, planned = _opened(content), slides(report)
    titles = [report.sentences.headline, *(report.sentences.titles[slide.key] for slide in planned[1:])]
    language = Language(report.language)
    _refuse(
        report,
        content,
        *_wrong_words(found, _says(report, message("Slides")), (plain(language.sentence(one)) for one in titles)),
        *_wrong_pages(found, pages, report),
        *_wrong_number(pages, len(planned)),
        *_missing_charts(found, _drawn(planned, report), report, content),
        *_wrong_looks(found, report),
    )


def _drawn(planned: Iterable[Slide], report: Report) -> list[Planned]:
    drawn = ((f"slide-{slide.name}", report.charts.get(slide.key)) for slide in planned)
    return [Planned(template, (chart.alt,), ()) for template, chart in drawn if chart]


def _wrong_number(pages: int, planned: int) -> Iterator[Message]:
    """What finds no room on its slide goes on on another page, which nobody planned."""
    if pages != planned:
        yield message("{planned} slides take {pages} pages", planned=planned, pages=pages)


def _opened(content: bytes) -> Proof:
    try:
        return read_proof(content)
    except pypdfium2.PdfiumError as error:
        raise PrintError(message("the finished PDF cannot be opened again: {reason}", reason=str(error))) from None


def _refuse(report: Report, content: bytes, *found: Message) -> None:
    """PrintError where a reason was found, or the PDF is too large to be mailed."""
    reasons = list(found)
    limit = MOST_BYTES[report.indicators.is_province]
    if len(content) > limit:
        size = message("the PDF has {size} bytes, more than {limit}", size=len(content), limit=limit)
        reasons.append(size)
    if reasons:
        raise PrintError(*(message("proof-reading: {reason}", reason=reason) for reason in reasons))


def _says(report: Report, kind: Message) -> dict[str, str]:
    """What a document of this kind says of itself."""
    known, language = report.indicators, Language(report.language)
    title = " · ".join(map(language.show, (kind, known.region.full, known.period)))
    return {
        "title": plain(title),
        "language": report.language,
        "region": known.region.code,
        "period": str(known.period),
        "occasion": report.briefing.meeting.key if report.briefing else "",
    }


def _wrong_words(found: Proof, expected: Mapping[str, str], titles: Iterable[str]) -> Iterator[Message]:
    """What the PDF says of itself, and the sections it has."""
    for what, wanted in expected.items():
        if found.says[what] != wanted:
            yield message('{what} is "{found}", not "{expected}"', what=what, found=found.says[what], expected=wanted)
    for section in titles:
        if section not in found.sections:
            yield message('the section "{section}" is missing', section=section)


def _sections(report: Report, language: Language) -> Iterator[str]:
    """The headline, and the titles of the sections this report has."""
    yield plain(language.sentence(report.sentences.headline))
    yield from (plain(language.tell(section.title)) for section in sections(report))


def _wrong_pages(found: Proof, pages: int, report: Report) -> Iterator[Message]:
    """How many pages there are, and what stands on them."""
    if len(found.pages) != pages:
        yield message("there are {found} pages, {expected} were set", found=len(found.pages), expected=pages)
    for number, (text, lines) in enumerate(zip(found.pages, _own_lines(found), strict=True), 1):
        if not text or (number > 1 and _lines(text) <= _lines(found.pages[0])):  # only what stands on every page
            yield message("page {page} is empty", page=number)
        elif _is_heading(lines, found) and not found.pictures[number - 1]:
            yield message("page {page} holds a heading and nothing else", page=number)
        for left in sorted(set(_LEFT_OVER.findall(text)) - _own_words(report, text)):
            yield message('page {page} says "{text}", as only a program does', page=number, text=left)


def _lines(text: str) -> set[str]:
    """The lines of a page without their digits, so that those that every page has are the same."""
    return set(_without_digits(text))


def _without_digits(text: str) -> list[str]:
    return re.sub(r"[0-9]+", "", text).splitlines()


def _own_lines(found: Proof) -> list[list[str]]:
    """The lines of each page without those that most pages have: their heads and feet."""
    pages = [list(zip(text.splitlines(), _without_digits(text), strict=True)) for text in found.pages]
    common = Counter(shape for page in pages for shape in {shape for _, shape in page})
    return [[line for line, shape in page if 2 * common[shape] <= len(pages)] for page in pages]


def _is_heading(lines: Iterable[str], found: Proof) -> bool:
    """Whether that is titles and nothing else."""
    text = " ".join(lines)
    for title in sorted(found.sections, key=len, reverse=True):
        text = text.replace(title, "")
    return not re.search(r"\w", text)


def _runs_on(found: Proof, report: Report) -> Iterator[Message]:
    """Page 1 is one page: the contents come next, below it or above all else on page 2.

    A province with a stylesheet of its own breaks its pages as it likes.
    """
    if "house.css" in dict(report.indicators.province.style.templates):
        return
    contents = plain(Language(report.language).tell(_CONTENTS))
    last = next((number for number, text in enumerate(found.pages, 1) if contents in text.splitlines()), 1)
    if last > 1 and _own_lines(found)[last - 1][:1] == [contents]:
        last -= 1
    if last > 1:
        yield message("page 1 runs on to page {page}", page=last)


def _own_words(report: Report, text: str) -> set[str]:
    """Of what looks left over, that which was handed in so; looked for only where there is any."""
    if not _LEFT_OVER.search(text):
        return set()
    return {
        word for handed_in in _texts((report.indicators, report.briefing)) for word in _LEFT_OVER.findall(handed_in)
    }


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


def _missing_tables(found: Proof, plan: Iterable[Planned], report: Report) -> Iterator[Message]:
    """Tables are found by their captions, on as many lines as these take."""
    text = plain(" ".join(found.pages))
    for part in plan:
        for caption in map(plain, part.captions):
            if caption not in text:
                place = _template(part, report)
                yield message('the table "{caption}" is missing{place}', caption=caption, place=place)


def _missing_charts(found: Proof, plan: Iterable[Planned], report: Report, content: bytes) -> Iterator[Message]:
    """Charts are found by their words among the tags; a sparkline goes with the row it stands in."""
    names = {plain(chart.alt): name for name, chart in report.charts.items() if not name.startswith(_SPARK)}
    wanted = [(words, part) for part in plan for words in map(plain, part.pictures) if words in names]
    there = Counter(chain.from_iterable(found.pictures))
    if Counter(words for words, _ in wanted) - there:  # or do they stand where none of ours do?
        there = Counter(chain.from_iterable(read_proof(content, everywhere=True).pictures))
    for words, part in sorted(wanted, key=lambda one: bool(_template(one[1], report))):  # two may have the same words
        if there[words] <= 0:
            yield message("the chart {chart} is missing{place}", chart=names[words], place=_template(part, report))
        there[words] -= 1


def _template(part: Planned, report: Report) -> Message | str:
    """Where to look for what is missing: a template of the province's own, where it has one for the section."""
    file = f"{part.section}.html.j2"
    if file not in dict(report.indicators.province.style.templates):
        return ""
    return message(": {file} leaves it out", file=f"templates/{file}")


def _missing_rows(found: Proof, report: Report) -> Iterator[Message]:
    """In the province's report the table has a line for every regency, above the province's own."""
    if not (report.indicators.is_province and report.indicators.reporting):
        return
    language = Language(report.language)
    _, _, table = "\n".join(found.pages).partition(language.tell(_TABLE))
    rows, *_ = _row_of(language.show(report.indicators.region.full)).split(table)
    for row in report.indicators.rows:
        name = language.show(row.region.short)
        if not _row_of(name).search(rows):
            yield message("{region} is missing from the table of regencies and cities", region=plain(name))


def _row_of(name: str) -> re.Pattern[str]:
    """The beginning of a row: a name, on as many lines as it takes, and no letter right behind it."""
    return re.compile(r"^" + r"\s+".join(map(re.escape, name.split())) + r"(?![^\W\d])", re.MULTILINE)


def _wrong_looks(found: Proof, report: Report) -> Iterator[Message]:
    """Charts and letters."""
    for name, chart in report.charts.items():
        undrawn = len(_MARK.findall(chart.svg)) < 2  # one is the line along its foot
        if undrawn or _NO_NUMBER.search(chart.svg) or plain(chart.alt) in found.blank:
            yield message("the chart {chart} is empty", chart=name)
    family = fonts(report.indicators.province.style.typeface).family.replace(" ", "-")
    for font, embedded in sorted(found.fonts):
        if family not in font:
            yield message("the font {font} is not of the house", font=font)
        if not embedded:
            yield message("the font {font} is not embedded", font=font)
