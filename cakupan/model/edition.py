"""Editions: a run of reports as it was kept, and what has changed since."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cakupan.catalogue import catalogue
from cakupan.message import Message, message
from cakupan.model.figures import Measure, published_rate
from cakupan.model.judged import Acceptance, Limits
from cakupan.model.timetable import Meeting, occasion_of
from cakupan.period import Period


class Reason(StrEnum):
    """Why a figure is another one now: the data, the way it is computed, or the day up to which figures are used.

    UNSURE where the data of the earlier edition can no longer be computed anew.
    """

    SOURCE = "source"
    METHOD = "method"
    CUTOFF = "cutoff"
    UNSURE = "unsure"


_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
RATE = "rate."  # before the key of an indicator, as a measure may have the same


@dataclass(frozen=True)
class KeptFigure:
    """A figure that a report rests on: `measure` is one of the catalogue, `rate.` with an indicator, or `missing`."""

    region: str
    measure: str
    segment: str
    figure: Measure

    @property
    def key(self) -> tuple[str, str, str]:
        """Whose figure it is, of what."""
        return self.region, self.measure, self.segment


@dataclass(frozen=True)
class FigureChange:
    """A figure that edition `edition` of `period` reported as `old`, and that is `new` now; None: there is none."""

    period: Period
    edition: int
    region: str
    measure: str
    segment: str
    old: Measure | None
    new: Measure | None
    reasons: tuple[Reason, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """Whose figure it is, of what."""
        return self.region, self.measure, self.segment

    @property
    def name(self) -> Message:
        """What the figure counts, with its segment."""
        label = _label(self.measure)
        return label if self.segment == "total" else message("{label}, {segment}", label=label, segment=self.segment)

    @property
    def before(self) -> Message | None:
        """The figure as it was reported, with its day."""
        return _with_day(self.old)

    @property
    def after(self) -> Message | None:
        """The figure as it is now, with its day."""
        return _with_day(self.new)

    @property
    def why(self) -> tuple[Message, ...]:
        """The reasons in words."""
        return tuple(_REASONS[reason] for reason in self.reasons)


_REASONS = {
    Reason.SOURCE: message("source"),
    Reason.METHOD: message("method"),
    Reason.CUTOFF: message("another cutoff day"),
    Reason.UNSURE: message("source or method"),
}


def _label(measure: str) -> Message:
    """The name of a measure or an indicator; an older edition may know one that is no longer there."""
    held = catalogue()
    kind = held.measures.get(measure) or held.indicators.get(measure.removeprefix(RATE))
    if kind:
        return Message(kind.label)
    return message("Workers missing to the target that is due next") if measure == "missing" else Message(measure)


def _with_day(figure: Measure | None) -> Message | None:
    if figure is None:
        return None
    value = published_rate(figure) if figure.unit == "percent" else figure.count
    return message("{figure} ({date})", figure=value, date=figure.as_of)


@dataclass(frozen=True)
class Imprint:
    """What a report says of its edition.

    `replaces` is the newest earlier edition that holds a report of the same region
    in the same language, None where there is none; `changes` are the figures that
    differ from it. `restated` are figures that are no longer what an edition last said of them.
    """

    number: int
    replaces: int | None = None
    changes: tuple[FigureChange, ...] = ()
    restated: tuple[FigureChange, ...] = ()

    @property
    def title(self) -> Message:
        """For the head of page 1."""
        if self.replaces is None:
            return self.short
        return message("Edition {number}, replacing edition {old}", number=self.number, old=self.replaces)

    @property
    def short(self) -> Message:
        """For the foot of every page."""
        return message("Edition {number}", number=self.number)

    @property
    def restated_besides(self) -> tuple[FigureChange, ...]:
        """Those that do not stand among the changes already."""
        told = {(change.key, change.old, change.new) for change in self.changes}
        return tuple(change for change in self.restated if (change.key, change.old, change.new) not in told)


@dataclass(frozen=True)
class KeptReport:
    """One PDF of an edition: its file name, the SHA-256 of its bytes, what it says of itself and rests on."""

    region: str
    name: str
    sha256: str
    imprint: Imprint
    figures: tuple[KeptFigure, ...]


@dataclass(frozen=True)
class LetThrough:
    """A finding that did not stop the run; `reason` and `name` where somebody had to let it through."""

    rule: str
    region: str
    finding: str
    reason: str = ""
    name: str = ""


@dataclass(frozen=True)
class Making:
    """What the bytes of a PDF come from besides its data.

    `code` has the SHA-256 of each folder of the program, `libraries` their versions;
    `commit` is "" outside a git clone.
    """

    code: Mapping[str, str]
    libraries: Mapping[str, str]
    commit: str


@dataclass(frozen=True)
class Edition:
    """A kept run: all it takes to make the same bytes again.

    `province` is the key of the store: the province's code, with "-sample" for invented
    figures. `as_of` and `regions` are as asked, None and () where they were not; `inputs`
    are the files of the province folder with their SHA-256. `now`, `limits` and `accepted`
    are what the figures were judged by. `meeting` is what it was made for, as the calendar
    had it that day; None: for its month.
    """

    format: int
    province: str
    period: Period
    number: int
    cutoff: dt.date
    as_of: dt.date | None
    regions: tuple[str, ...]
    language: str
    paper: str
    fingerprint: str
    inputs: Mapping[str, str]
    making: Making
    findings: tuple[LetThrough, ...]
    reports: tuple[KeptReport, ...]
    now: dt.datetime | None = None
    limits: Limits = field(default_factory=Limits)
    accepted: tuple[Acceptance, ...] = ()
    meeting: Meeting | None = None

    @property
    def occasion(self) -> str:
        """What its reports are for: the meeting's key, or the month."""
        return occasion_of(self.period, self.meeting)

    @property
    def named(self) -> Period | str:
        """What its reports are for, as a reader is told: the month, or the meeting's key."""
        return self.meeting.key if self.meeting else self.period

    @property
    def option(self) -> str:
        """What `report` is told to make another for the same month or meeting."""
        return f"--meeting {self.meeting.key}" if self.meeting else f"--period {self.period}"

    @property
    def turn(self) -> tuple[dt.datetime, Period, int]:
        """Sorts editions as they were made; one that does not say when comes first."""
        return self.now or _LONG_AGO, self.period, self.number

    @property
    def restated(self) -> tuple[FigureChange, ...]:
        """What its reports told of figures that had been reported otherwise."""
        return tuple(dict.fromkeys(change for report in self.reports for change in report.imprint.restated))

    def report_of(self, region: str) -> KeptReport | None:
        """The report of a region, by its code."""
        return next((report for report in self.reports if report.region == region), None)
