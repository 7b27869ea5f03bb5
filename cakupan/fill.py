"""Fill the templates: in one language and a province's style, everything escaped, an unknown name an error."""

import base64
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from cakupan.assets import TEMPLATES
from cakupan.catalogue import catalogue
from cakupan.errors import PrintError
from cakupan.labels import PRECISIONS, STATUSES
from cakupan.language import NOTHING, Language
from cakupan.message import Message, message
from cakupan.model import Change, Direction, Style, published_rate
from cakupan.period import AsOf
from cakupan.quantity import Month

PLAIN = ".txt.j2"  # ends the names of templates for plain text, where nothing is escaped


def fill(name: str, language: str, style: Style, /, **values: object) -> str:
    """The template of that name; PrintError where a province's own breaks."""
    try:
        return _environment(language, style).get_template(name).render(**values)
    except Exception as error:
        if not style.templates:
            raise
        raise PrintError(_broken(error)) from None


def _broken(error: Exception) -> Message:
    """Where a province's own template is wrong: the file and line, and what the template language says."""
    file, line = getattr(error, "name", None) or "", getattr(error, "lineno", None) or 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".j2"):
            file, line = Path(frame.filename).name, frame.lineno or 0
    reason = f"{type(error).__name__}: {error}"
    return message("templates/{file}, line {line}: {reason}", file=file, line=str(line), reason=reason)


@cache
def _environment(code: str, style: Style) -> Environment:
    """Templates in one language and style; made once a process. What is not the house's own runs in a sandbox."""
    language = Language(code)
    house = FileSystemLoader(TEMPLATES)
    environment = (SandboxedEnvironment if style.templates else Environment)(
        loader=ChoiceLoader([FunctionLoader(_own(style)), house]),
        autoescape=lambda name: not (name or "").endswith(PLAIN),
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
        appointment=language.appointment,
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
        line=lambda text: " ".join(text.split()),
        image=lambda svg: data_uri(style.paint(svg)),
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


def data_uri(svg: str) -> str:
    """A chart for an <img>: inline SVGs clash on their ids and lose their alt texts without a word."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
