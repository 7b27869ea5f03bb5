"""What a page is made of: words, charts and figures."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cakupan.message import Message
from cakupan.model.edition import Imprint
from cakupan.model.figures import Measure
from cakupan.model.indicators import Indicators
from cakupan.model.province import Action

if TYPE_CHECKING:
    from charts import Chart


class Format(StrEnum):
    """What a report can be made as: the PDF itself, slides, a workbook of its tables, a summary for a phone."""

    PDF = "pdf"
    SLIDES = "slides"
    XLSX = "xlsx"
    SUMMARY = "summary"


class Tone(StrEnum):
    """The accent of a key figure: MISS for what falls short of its target."""

    PLAIN = "plain"
    MISS = "miss"


@dataclass(frozen=True)
class KeyFigure:
    """One of the big numbers of page 1: the figure, what it is, lines of small print, and the figure it rests on."""

    figure: object
    label: Message
    notes: tuple[Message, ...]
    tone: Tone = Tone.PLAIN
    basis: Measure | None = None


@dataclass(frozen=True)
class Sentences:
    """All computed words of a report; titles and alts by the name of their chart or section.

    `overdue` counts the overdue decisions, None where none is; `yardstick` says whose target regencies are held
    to, None where it is their own.
    """

    headline: Message
    lede: tuple[Message, ...]
    key_figures: tuple[KeyFigure, ...]
    highlights: tuple[Message, ...]
    decisions: tuple[Action, ...]
    registered: Message | None
    villages: Message | None
    titles: Mapping[str, Message]
    alts: Mapping[str, Message]
    missing: tuple[Message, ...]
    costs: tuple[Message, ...] = ()
    permits: Message | None = None
    funding: tuple[Message, ...] = ()
    overdue: Message | None = None
    yardstick: Message | None = None


@dataclass(frozen=True)
class Annex:
    """A file inside the PDF: its name, what it is, its bytes, and the day up to which its figures go."""

    name: str
    about: str
    content: bytes
    day: dt.date


@dataclass(frozen=True)
class Planned:
    """What a section is to show: the words of its pictures, and the captions of its tables.

    `section` is the name of its template; page 1 is "summary".
    """

    section: str
    pictures: tuple[str, ...]
    captions: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """All that a template may see; `imprint` is None where the run is not kept."""

    indicators: Indicators
    sentences: Sentences
    charts: Mapping[str, "Chart"]
    language: str
    paper: str
    imprint: Imprint | None = None
