"""What is measured: readings, progress, and all that one region's report may show."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cakupan.message import Message
from cakupan.model.between import Between
from cakupan.model.figures import Measure, Target
from cakupan.model.follow_up import Cost, Followed, Funded, Permits
from cakupan.model.handed_in import Finding
from cakupan.model.judged import Accepted
from cakupan.model.province import Action, Funding, Kind, Law, Province, Region, RegisterEntry, Source
from cakupan.period import AsOf, Period
from cakupan.quantity import Count, Percent, Points

FUNDS_DRAWN = 20  # on a page


@dataclass(frozen=True)
class Reading:
    """An indicator on one day: its rate, and the counts it was made from where they are known.

    `published` is the rate as it was published; `about` says that round figures went in.
    """

    as_of: AsOf
    rate: Percent
    numerator: Measure | None
    denominator: Measure | None
    published: Measure | None

    @property
    def slack(self) -> Decimal:
        """Half the last digit by which the rate may be off; nothing for a rate from exact counts."""
        exact = self.numerator and self.denominator and not self.rate.about and self.published is None
        return Decimal(0) if exact else Decimal(5).scaleb(-self.rate.places - 1)

    @property
    def precision(self) -> str:
        """How surely the figures of the reading are known: its count where one is printed beside the rate."""
        return (self.numerator or self.best).precision

    @property
    def best(self) -> Measure:
        """The published figure the rate rests on: the rate itself, or the count above the line."""
        best = self.published or self.numerator
        assert best, "a reading is made of one or the other"
        return best

    @property
    def part(self) -> Count | None:
        """The count above the line, as it is written."""
        return self.numerator.count if self.numerator else None

    @property
    def whole(self) -> Count | None:
        """The count below the line, as it is written."""
        return self.denominator.count if self.denominator else None

    @property
    def rest(self) -> Count | None:
        """The part of the denominator that the numerator leaves out."""
        if self.numerator is None or self.denominator is None:
            return None
        step = max(self.numerator.count.step, self.denominator.count.step)
        return Count(int(self.denominator.value - self.numerator.value), step, about=step > 1)


class Direction(StrEnum):
    """Which way a figure went; STAYS when the difference is within what rounding hides."""

    RISES = "rises"
    FALLS = "falls"
    STAYS = "stays"


@dataclass(frozen=True)
class Change:
    """Between two readings: in percentage points, and in persons where both counts are known."""

    since: AsOf
    direction: Direction
    points: Points
    persons: Count | None


class Outlook(StrEnum):
    """Whether a pace reaches a target by the day it is due, later, or not within a time worth naming."""

    IN_TIME = "in time"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True)
class Gap:
    """What is missing to a target: `points` above it when `reached`.

    `persons` is the smallest whole number that reaches it, rounded up;
    `needed_points` and `needed_persons` are per month until the target is due, and
    None when less than a month is left. `arrival` continues today's pace,
    `arrival_by_year` that of the last year; None when never.
    """

    target: Target
    reached: bool
    points: Points
    persons: Count | None
    days_left: int
    needed_points: Points | None
    needed_persons: Count | None
    target_count: Count | None
    arrival: dt.date | None
    arrival_by_year: dt.date | None = None

    @property
    def outlook(self) -> Outlook:
        """Where today's pace leads."""
        return self._outlook(self.arrival)

    @property
    def outlook_by_year(self) -> Outlook:
        """Where the pace of the last year leads."""
        return self._outlook(self.arrival_by_year)

    def _outlook(self, arrival: dt.date | None) -> Outlook:
        if arrival is None:
            return Outlook.NEVER
        return Outlook.IN_TIME if arrival <= self.target.due else Outlook.LATE


@dataclass(frozen=True)
class Pace:
    """Points a month since a day: over the last stretch of at least 45 days, or over about a year."""

    since: AsOf
    direction: Direction
    points: Points


@dataclass(frozen=True)
class Indicator:
    """A ratio of the catalogue for one region and segment, with its past and its targets.

    `readings` are in the order of their days, the newest last; there is at least one.
    `carried`: the newest is older than the period. `targets` are all known ones, `gaps`
    what is missing to those still to come, next first. `absent` are members of a province
    that are missing in all its readings; then there are no gaps, as targets are for all.
    `year` is the pace over about a year, None where it is not known or is `pace` itself;
    `peak` the highest reading of the twelve months before the newest that it is still below.
    """

    key: str
    region: Region
    segment: str
    readings: tuple[Reading, ...]
    carried: bool
    change: Change | None
    pace: Pace | None
    targets: tuple[Target, ...]
    gaps: tuple[Gap, ...]
    absent: tuple[Region, ...] = ()
    year: Pace | None = None
    peak: Reading | None = None

    @property
    def current(self) -> Reading:
        """The newest reading."""
        return self.readings[-1]

    @property
    def missing(self) -> Gap | None:
        """The gap to the target that is due next, where it is not reached yet."""
        return self.gap if self.gap and not self.gap.reached else None

    @property
    def previous(self) -> Reading | None:
        """The reading before the newest."""
        return self.readings[-2] if len(self.readings) > 1 else None

    @property
    def gap(self) -> Gap | None:
        """What is missing to the target that is due next."""
        return self.gaps[0] if self.gaps else None


@dataclass(frozen=True)
class Rank:
    """A place among so many; a rank is never printed without its base."""

    place: int
    base: int
    as_of: AsOf
    source: str
    carried: bool


@dataclass(frozen=True)
class Row:
    """A regency in a table of the province: None where it has no figure."""

    region: Region
    coverage: Indicator | None
    villages: Indicator | None
    segments: Mapping[str, Indicator]
    permits: Permits | None = None


@dataclass(frozen=True)
class CountedTarget:
    """A target in firms or participants and what was reached of it at the newest figure."""

    target: Target
    reached: Measure | None


@dataclass(frozen=True)
class Statement:
    """Something published that differs from what is computed here, or cannot be used, and why."""

    topic: str
    message: Message
    source: str


@dataclass(frozen=True)
class Indicators:
    """All that one region's report may show, cut once.

    `rows` are all regencies: the province's table, or a regency's place among them.
    `province_coverage` is the province's own, the yardstick of a regency. `parts` are
    active participants by segment, also where no potential makes a rate of them;
    `held` are the findings for which figures of other regions are left out here, `accepted`
    what was let through by somebody who signs for it;
    `absent` are the regencies that a total of the province was made without;
    `withheld` are the regions whose village figures are too small to be shown, `withheld_funds`
    those that have a fund for so few workers;
    `between` is what moved among the regencies, in the province's report only;
    `main_figures` the figures used, each with the name of what it counts.
    """

    period: Period
    cutoff: dt.date
    province: Province
    region: Region
    coverage: Indicator | None
    province_coverage: Indicator | None
    segments: Mapping[str, Indicator]
    registered: Indicator | None
    activity: Indicator | None
    activity_by_segment: Mapping[str, Indicator]
    parts: Mapping[str, Measure]
    main_figures: tuple[tuple[Message, Measure], ...]
    villages: Indicator | None
    rank: Rank | None
    rows: tuple[Row, ...]
    counted: tuple[CountedTarget, ...]
    register: tuple[RegisterEntry, ...]
    funding: tuple[Funding, ...]
    actions: tuple[Action, ...]
    statements: tuple[Statement, ...]
    warnings: tuple[Finding, ...]
    sources: tuple[Source, ...]
    fingerprint: str
    held: tuple[Finding, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    absent: tuple[Region, ...] = ()
    costs: tuple[Cost, ...] = ()
    permits: Permits | None = None
    funded: tuple[Funded, ...] = ()
    followed: tuple[Followed, ...] = ()
    laws: tuple[Law, ...] = ()
    withheld: tuple[Region, ...] = ()
    withheld_funds: tuple[Region, ...] = ()
    between: Between | None = None

    def number_of(self, source: str) -> int:
        """The number of a source, by its key, in the report's list of sources."""
        return next(number for number, known in enumerate(self.sources, 1) if known.key == source)

    def note_of(self, figure: Measure | None) -> int:
        """The row of a figure in the data notes, from 1; 0 where it has none."""
        return next((number for number, (_, main) in enumerate(self.main_figures, 1) if main is figure), 0)

    @property
    def is_province(self) -> bool:
        """Whether this is the province's own report."""
        return self.region.kind is Kind.PROVINCE

    def drawn_funding(self, most: int = FUNDS_DRAWN) -> tuple[Funding, ...]:
        """The funds there is room to draw, at `most` so many; soonest to end first, what has ended last.

        Those that end soon come before the largest that go on, and those before what ended within a year: a chart whose
        title tells for how many it ends must show whose end that is.
        """

        def worth(one: Funded) -> tuple[bool, bool, int, int]:
            return one.ended, not one.fund.ends_soon(self.period), max(0, -one.left), -one.fund.workers

        chosen = sorted(self.funded, key=worth)[:most]
        return tuple(one.fund for one in self.funded if one in chosen)

    @property
    def reporting(self) -> tuple[Row, ...]:
        """The regencies that have a coverage figure."""
        return tuple(row for row in self.rows if row.coverage)

    @property
    def silent(self) -> tuple[Region, ...]:
        """The regencies that have none."""
        return tuple(row.region for row in self.rows if not row.coverage)
