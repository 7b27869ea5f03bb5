"""What a page is made of: words, charts and figures."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from cakupan.message import Message, message
from cakupan.model.edition import Imprint
from cakupan.model.figures import Measure
from cakupan.model.indicators import Indicators
from cakupan.model.province import Action
from cakupan.model.timetable import Meeting
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


class Room(NamedTuple):
    """How much of a meeting page 1 takes: points of the agenda and agencies, and the characters of each text."""

    points: int
    agencies: int
    place_length: int
    point_length: int
    agency_length: int


_ROOMS = (  # the first that page 1 has room for; in all but the first a text is one line
    Room(8, 8, 90, 120, 60),
    Room(4, 3, 46, 56, 34),
    Room(2, 1, 46, 56, 34),
    Room(0, 0, 46, 56, 34),
)


@dataclass(frozen=True)
class Briefing:
    """What page 1 says of the meeting a report is for; what finds no room there stands in a section of its own.

    `cuts`: how often page 1 was set without room for more.
    """

    meeting: Meeting
    cuts: int = 0

    @property
    def shorter(self) -> "Briefing | None":
        """The same with less of it; None where day and place alone are left."""
        return Briefing(self.meeting, self.cuts + 1) if self.cuts + 1 < len(_ROOMS) else None

    @property
    def place(self) -> str:
        """Where it is."""
        return _cut(self.meeting.place, self._room.place_length)

    @property
    def agenda(self) -> tuple[str, ...]:
        """The first points of the agenda."""
        return tuple(_cut(one, self._room.point_length) for one in self.meeting.agenda[: self._room.points])

    @property
    def invited(self) -> tuple[str, ...]:
        """The first of the agencies."""
        return tuple(_cut(one, self._room.agency_length) for one in self.meeting.invited[: self._room.agencies])

    @property
    def more_points(self) -> int:
        """How many points find no room."""
        return len(self.meeting.agenda) - len(self.agenda)

    @property
    def more_invited(self) -> int:
        """How many agencies find no room."""
        return len(self.meeting.invited) - len(self.invited)

    @property
    def is_whole(self) -> bool:
        """Whether page 1 has all there is to say of the meeting."""
        held = self.meeting
        return (self.place, self.agenda, self.invited) == (held.place, held.agenda, held.invited)

    @property
    def _room(self) -> Room:
        return _ROOMS[self.cuts]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


@dataclass(frozen=True)
class Report:
    """All that a template may see; `imprint` is None where the run is not kept, `trial` marks every page UJI COBA.

    `briefing` is None where it is for its month and not for a meeting.
    """

    indicators: Indicators
    sentences: Sentences
    charts: Mapping[str, "Chart"]
    language: str
    paper: str
    imprint: Imprint | None = None
    trial: bool = False
    briefing: Briefing | None = None

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
