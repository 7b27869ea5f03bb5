"""Believed figures: each with its unit, day, precision and source."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cakupan.model.handed_in import Finding
from cakupan.model.judged import Accepted
from cakupan.model.province import Action, Contribution, Funding, Law, Province, Region, RegisterEntry
from cakupan.period import AsOf, Period
from cakupan.quantity import Count, Percent, rounding_step


@dataclass(frozen=True)
class Measure:
    """A figure; it never travels without its unit, day, precision and source."""

    value: Decimal
    unit: str
    as_of: AsOf
    precision: str
    source: str

    @property
    def rounded(self) -> bool:
        """Whether it was published in round figures only."""
        return self.precision == "rounded"

    @property
    def count(self) -> Count:
        """Persons or firms as they are written; round figures in words, with "about"."""
        step = int(rounding_step(self.value)) if self.rounded else 1
        return Count(int(self.value), step, about=self.rounded)

    @property
    def plain(self) -> Count:
        """The count as a newspaper printed it, for quoting: 782 ribu."""
        return Count(int(self.value), int(rounding_step(self.value)))


Series = tuple[Measure, ...]


SUM_OF_MEMBERS = "sum-of-members"  # the key of the source that is our own arithmetic


def by_month(series: Series) -> dict[Period, Measure]:
    """The newest figure of each month."""
    return {Period.of(measure.as_of.day): measure for measure in series}


def added(parts: Sequence[Measure]) -> Measure:
    """The sum of figures of one month: as young as the youngest, as coarse as the coarsest of its parts."""
    value = sum((part.value for part in parts), Decimal(0))
    steps = [rounding_step(part.value) for part in parts if part.rounded]
    if steps:
        value = (value / max(steps)).to_integral_value() * max(steps)
    newest, precision = max(part.as_of for part in parts), "rounded" if steps else "implied"
    return Measure(value, parts[0].unit, newest, precision, SUM_OF_MEMBERS)


@dataclass(frozen=True)
class Target:
    """What is to be reached by a day; `inherited` when a regency is held to the province's."""

    measure: str
    segment: str
    due: dt.date
    value: Measure
    inherited: bool = False

    @property
    def rate(self) -> Percent:
        """The target as a rate, with the decimals it was published with."""
        return Percent(self.value.value, _decimals(self.value.value))


@dataclass(frozen=True)
class Figures:
    """Believed figures; only `check` makes one.

    `series` holds, by (region, measure, segment), the figures in the order of their
    days. `undated` are published figures whose day is not known. `warnings` are told,
    `holds` keep back the report of their region, `accepted` are holds that somebody let
    through. `partial` names, by measure, segment and month, the members that the
    province's total was made without; `withheld` are the (region, measure) that are left
    out because a count is too small to be shown.
    """

    province: Province
    series: Mapping[tuple[str, str, str], Series]
    undated: Mapping[tuple[str, str, str], Series]
    targets: Mapping[str, tuple[Target, ...]]
    register: tuple[RegisterEntry, ...]
    funding: tuple[Funding, ...]
    actions: tuple[Action, ...]
    warnings: tuple[Finding, ...]
    fingerprint: str
    rows: int
    holds: tuple[Finding, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    partial: Mapping[tuple[str, str, Period], tuple[Region, ...]] = field(default_factory=dict)
    contributions: tuple[Contribution, ...] = ()
    laws: tuple[Law, ...] = ()
    withheld: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Vintage:
    """A period and the last day whose figures are used, inclusive.

    `hindsight` is False when a day was asked for: then targets stated later are
    left out too, as on that day nobody knew them.
    """

    period: Period
    cutoff: dt.date
    hindsight: bool


def _decimals(value: Decimal) -> int:
    """How many decimals a rate was published with: 60.70 has two, 44 none."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "a figure is finite: the door of the tables sees to it"
    return max(0, -exponent)


def published_rate(measure: Measure) -> Percent:
    """A rate just as it was published: 44% stays 44%, 41,38% stays 41,38%."""
    return Percent(measure.value, _decimals(measure.value))
