"""Set the pages: a Report becomes HTML through the templates."""

import re
from dataclasses import replace
from html import unescape
from itertools import starmap

from cakupan.assets import HOUSE_FAMILY, TEMPLATES
from cakupan.fill import data_uri, fill
from cakupan.message import Message
from cakupan.model import Planned, Report, Style, Verdict
from cakupan.sections import DECISIONS, farthest, sections, slides


def set_pages(report: Report) -> str:
    """The report as one HTML document; every value is escaped, an unknown name is an error."""
    return _fill(report, "report.html.j2", sections=sections(report))


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
    return _fill(report, "phone.html.j2", pace=pace, full=full)


def set_slides(report: Report, fewer: int = 0) -> str:
    """The slides as one HTML document, each a section of one page; `fewer`: rows left out where they find no room."""
    decisions = max(1, min(DECISIONS, len(report.indicators.followed)) - fewer)
    values = {"slides": slides(report), "farthest": farthest(report.indicators, 2 * fewer), "decisions": decisions}
    return _fill(report, "slides.html.j2", **values)


def _fill(report: Report, name: str, **values: object) -> str:
    return fill(name, report.language, report.indicators.province.style, report=report, **values)


def stylesheet(style: Style, name: str = "house.css") -> str:
    """The province's own stylesheet, or the house's in its colours and type; "" where it changes none of it."""
    own = dict(style.templates).get(name)
    if not (style.colours or style.typeface) and own is None:
        return ""
    css = _dress(own or (TEMPLATES / name).read_text("utf-8"), style)
    for picture in TEMPLATES.glob("*.svg"):
        css = css.replace(f'"{picture.name}"', f'"{data_uri(_dress(picture.read_text("utf-8"), style))}"')
    return css


def _dress(text: str, style: Style) -> str:
    """What the house wrote, in the province's colours and type."""
    return style.paint(text).replace(HOUSE_FAMILY, style.typeface.family if style.typeface else HOUSE_FAMILY)


def set_findings(verdict: Verdict, language: str) -> str:
    """The findings as one HTML page of its own; escaped like a report."""
    return fill("findings.html.j2", language, Style(), verdict=verdict, language=language)
