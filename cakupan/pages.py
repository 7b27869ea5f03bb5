"""Set the pages: a Report becomes HTML through the templates."""

import base64
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cakupan.assets import TEMPLATES
from cakupan.catalogue import catalogue
from cakupan.labels import PRECISIONS, STATUSES
from cakupan.language import NOTHING, Language
from cakupan.message import Message
from cakupan.model import Change, Direction, Report, Verdict, published_rate
from cakupan.period import AsOf
from cakupan.quantity import Month
from cakupan.sections import sections


def set_pages(report: Report) -> str:
    """The report as one HTML document; every value is escaped, an unknown name is an error."""
    parts = sections(report)
    return _environment(report.language).get_template("report.html.j2").render(report=report, sections=parts)


def set_phone(report: Report, pace: Message | None, full: Message) -> str:
    """The summary for a phone as one HTML document; `pace` is the sentence on it, `full` says where the report is."""
    return _environment(report.language).get_template("phone.html.j2").render(report=report, pace=pace, full=full)


def set_findings(verdict: Verdict, language: str) -> str:
    """The findings as one HTML page of its own; escaped like a report."""
    return _environment(language).get_template("findings.html.j2").render(verdict=verdict, language=language)


@cache
def _environment(code: str) -> Environment:
    """Templates in one language; made once a process."""
    language = Language(code)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
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
        month_short=lambda month: language.short_date(AsOf(month.first_day, whole_month=True)),
        day_short=lambda day: language.short_date(AsOf(day)),
        status=lambda name: language.tell(STATUSES[name]),
        indicator_label=lambda name: language.tell(Message(catalogue().indicators[name].label)),
        arrow=lambda change: _arrow(change, language),
        image=_data_uri,
    )
    return environment


def _arrow(change: Change | None, language: Language) -> str:
    """A change in a narrow cell: ▲ 3,79."""
    if change is None:
        return NOTHING
    sign = {Direction.RISES: "▲", Direction.FALLS: "▼", Direction.STAYS: "■"}[change.direction]
    about = "±" if change.points.about else ""
    return f"{sign} {about}{language.number(change.points.rounded, change.points.places)}"


def _data_uri(svg: str) -> str:
    """A chart for an <img>: inline SVGs clash on their ids and lose their alt texts without a word."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
