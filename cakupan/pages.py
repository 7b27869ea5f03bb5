"""Set the pages: a Report becomes HTML through the templates."""

from cakupan.assets import TEMPLATES
from cakupan.fill import fill
from cakupan.message import Message
from cakupan.model import Report, Style, Verdict
from cakupan.sections import sections


def set_pages(report: Report) -> str:
    """The report as one HTML document; every value is escaped, an unknown name is an error."""
    return _fill(report, "report.html.j2", sections=sections(report))


def set_phone(report: Report, pace: Message | None, full: Message) -> str:
    """The summary for a phone as one HTML document; `pace` is the sentence on it, `full` says where the report is."""
    return _fill(report, "phone.html.j2", pace=pace, full=full)


def _fill(report: Report, name: str, **values: object) -> str:
    return fill(name, report.language, report.indicators.province.style, report=report, **values)


def stylesheet(style: Style, name: str = "house.css") -> str:
    """The province's own stylesheet, or the house's in its colours; "" where it changes neither."""
    own = dict(style.templates).get(name)
    if not style.colours and own is None:
        return ""
    return style.paint(own or (TEMPLATES / name).read_text("utf-8"))


def set_findings(verdict: Verdict, language: str) -> str:
    """The findings as one HTML page of its own; escaped like a report."""
    return fill("findings.html.j2", language, Style(), verdict=verdict, language=language)
