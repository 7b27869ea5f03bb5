"""What a page is made of: words, charts and figures."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cakupan.message import Message, message
from cakupan.model.edition import Imprint
from cakupan.model.figures import Measure
from cakupan.model.indicators import Indicators
from cakupan.model.province import Action
from cakupan.quantity import Count, Percent, Points

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
    """All that a template may see; `imprint` is None where the run is not kept, `trial` marks every page UJI COBA."""

    indicators: Indicators
    sentences: Sentences
    charts: Mapping[str, "Chart"]
    language: str
    paper: str
    imprint: Imprint | None = None
    trial: bool = False

    @property
    def marks(self) -> tuple[Message, ...]:
        """What stands on every page of a report that is not to be used."""
        trial = (message("TRIAL: for checking, not for use"),) if self.trial else ()
        sample = (message("SAMPLE DATA: invented figures, not for use"),) if self.indicators.province.sample else ()
        return trial + sample

    @property
    def pace(self) -> Message | None:
        """How fast coverage moves and would have to; where one figure tells no pace, what is missing.

        None where a finding says the same figures.
        """
        return self.pace_beside(len(self.sentences.highlights))

    def pace_beside(self, findings: int) -> Message | None:
        """The same beside the first so many findings only."""
        coverage, said = self.indicators.coverage, self.sentences
        if coverage is None:
            return None
        way = said.titles["pace" if coverage.pace else "path"]
        told = _figures(way)
        return None if told and any(told <= _figures(one) for one in said.highlights[:findings]) else way


def _figures(said: Message) -> frozenset[object]:
    """The figures in a sentence, without days and words."""
    inside = (_figures(value) for value in said.values.values() if isinstance(value, Message))
    return frozenset(v for v in said.values.values() if isinstance(v, Percent | Points | Count)).union(*inside)
