"""Set the pages: a Report becomes HTML through the templates."""

import base64
import re
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import starmap
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from cakupan.assets import HOUSE_FAMILY, TEMPLATES
from cakupan.catalogue import catalogue
from cakupan.errors import PrintError
from cakupan.labels import PRECISIONS, STATUSES
from cakupan.language import NOTHING, Language
from cakupan.message import Message, message
from cakupan.model import Change, Direction, Planned, Report, Style, Verdict, published_rate
from cakupan.period import AsOf
from cakupan.quantity import Month
from cakupan.sections import DECISIONS, farthest, sections, slides


def set_pages(report: Report) -> str:
    """The report as one HTML document; every value is escaped, an unknown name is an error."""
    return _render(report, "report.html.j2", sections=sections(report))


def planned(report: Report, html: str) -> tuple[Planned, ...]:
    """What each section of a report is to show; `html` are its pages as they were set.

    Where the province has templates of its own, the house's say what is to be shown.
    """
    style = report.indicators.province.style
    if style.templates:
        province = replace(report.indicators.province, style=replace(style, templates=()))
        html = set_pages(replace(report, indicators=replace(report.indicators, province=province)))
    first, *others = re.split(r'<section id="(\w+)"', html)
    return _planned("summary", first), *starmap(_planned, zip(others[::2], others[1::2], strict=True))


def _planned(section: str, html: str) -> Planned:
    pictures, captions = re.findall(r' alt="([^"]*)"', html), re.findall(r"<caption[^>]*>([^<]*)<", html)
    return Planned(section, tuple(map(unescape, pictures)), tuple(map(unescape, captions)))


def set_phone(report: Report, pace: Message | None, full: Message) -> str:
    """The summary for a phone as one HTML document; `pace` is the sentence on it, `full` says where the report is."""
    return _render(report, "phone.html.j2", pace=pace, full=full)


def set_slides(report: Report, fewer: int = 0) -> str:
    """The slides as one HTML document, each a section of one page; `fewer`: rows left out where they find no room."""
    decisions = max(1, min(DECISIONS, len(report.indicators.followed)) - fewer)
    values = {"slides": slides(report), "farthest": farthest(report.indicators, 2 * fewer), "decisions": decisions}
    return _render(report, "slides.html.j2", **values)


def _render(report: Report, name: str, **values: object) -> str:
    """A template in the report's language and the province's style; a province's own that breaks is a PrintError."""
    style = report.indicators.province.style
    try:
        return _environment(report.language, style).get_template(name).render(report=report, **values)
    except Exception as error:
        if not style.templates:
            raise
        raise PrintError(_broken(error)) from None


def stylesheet(style: Style, name: str = "house.css") -> str:
    """The province's own stylesheet, or the house's in its colours and type; "" where it changes none of it."""
    own = dict(style.templates).get(name)
    if not (style.colours or style.typeface) and own is None:
        return ""
    css = _dress(own or (TEMPLATES / name).read_text("utf-8"), style)
    for picture in TEMPLATES.glob("*.svg"):
        css = css.replace(f'"{picture.name}"', f'"{_data_uri(_dress(picture.read_text("utf-8"), style))}"')
    return css


def _dress(text: str, style: Style) -> str:
    """What the house wrote, in the province's colours and type."""
    return style.paint(text).replace(HOUSE_FAMILY, style.typeface.family if style.typeface else HOUSE_FAMILY)


def _broken(error: Exception) -> Message:
    """Where a province's own template is wrong: the file and line, and what the template language says."""
    file, line = getattr(error, "name", None) or "", getattr(error, "lineno", None) or 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".j2"):
            file, line = Path(frame.filename).name, frame.lineno or 0
    reason = f"{type(error).__name__}: {error}"
    return message("templates/{file}, line {line}: {reason}", file=file, line=str(line), reason=reason)


def set_findings(verdict: Verdict, language: str) -> str:
    """The findings as one HTML page of its own; escaped like a report."""
    return _environment(language, Style()).get_template("findings.html.j2").render(verdict=verdict, language=language)


@cache
def _environment(code: str, style: Style) -> Environment:
    """Templates in one language and style; made once a process. What is not the house's own runs in a sandbox."""
    language = Language(code)
    house = FileSystemLoader(TEMPLATES)
    environment = (SandboxedEnvironment if style.templates else Environment)(
        loader=ChoiceLoader([FunctionLoader(_own(style)), house]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        language.word, language.words, newstyle=True
    )
    environment.filters.update(
        show=language.show,
        cell=language.compact,
        sentence=language.sentence,
        short=language.short_date,
        label=lambda text: language.tell(Message(text)),
        bare=lambda points: language.number(points.rounded, points.places),
        month=lambda day: language.show(Month(day.year, day.month) if day else None),
        precision=lambda name: language.tell(PRECISIONS[name]),
        measure_label=lambda name: language.tell(Message(catalogue().targets[name].label)),
        value=lambda measure: language.compact(published_rate(measure) if measure.unit == "percent" else measure.count),
        show_all=lambda values: language.show(tuple(values)),
        month_short=lambda month: _unbroken(language.short_date(AsOf(month.first_day, whole_month=True))),
        day_short=lambda day: language.short_date(AsOf(day)),
        status=lambda name: language.tell(STATUSES[name]),
        indicator_label=lambda name: language.tell(Message(catalogue().indicators[name].label)),
        arrow=lambda change: _arrow(change, language),
        moved=lambda change: _moved(change, language),
        image=lambda svg: _data_uri(style.paint(svg)),
    )
    return environment


def _own(style: Style) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    """A province's templates by their names, by which they are told where they break."""
    own = dict(style.templates)
    return lambda name: (own[name], name, lambda: True) if name in own else None


def _unbroken(words: str) -> str:
    """A month and its year on one line: a row of a table is not to be two high for that."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _arrow(change: Change | None, language: Language) -> str:
    """A change in a narrow cell: ▲ 3,79."""
    if change is None:
        return NOTHING
    sign = {Direction.RISES: "▲", Direction.FALLS: "▼", Direction.STAYS: "■"}[change.direction]
    about = "±" if change.points.about else ""
    return f"{sign} {about}{language.number(change.points.rounded, change.points.places)}"


def _moved(change: Change, language: Language) -> str:
    """A change with a word for who does not see the arrow: ▲ naik 3,79."""
    sign, _, points = _arrow(change, language).partition(" ")
    return f"{sign} {language.tell(_WAYS[change.direction])} {points}"


_WAYS = {Direction.RISES: message("up"), Direction.FALLS: message("down"), Direction.STAYS: message("unchanged")}


def _data_uri(svg: str) -> str:
    """A chart for an <img>: inline SVGs clash on their ids and lose their alt texts without a word."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
