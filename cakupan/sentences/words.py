"""Small words that several sentences share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cakupan.message import Message, message
from cakupan.model import Direction, Indicator, Indicators, Reading, Region, Target
from cakupan.quantity import Points

_NAMED = 3  # equals that are named; of more their number is given

ARROWS = {Direction.RISES: "▲", Direction.FALLS: "▼", Direction.STAYS: "■"}


def subject(indicators: Indicators) -> Message:
    """What rises or falls: the coverage, of a region where it is not the province's own."""
    if indicators.coverage and indicators.coverage.absent:
        return message("coverage without {names}", names=short_names(indicators.coverage.absent))
    if indicators.is_province:
        return message("coverage")
    return message("coverage in {region}", region=indicators.region.full)


def whose(indicators: Indicators) -> Message:
    """The region, and without whom where its total lacks some."""
    if indicators.coverage and indicators.coverage.absent:
        names = short_names(indicators.coverage.absent)
        return message("{region} without {names}", region=indicators.region.full, names=names)
    return indicators.region.full


def short_names(regions: Iterable[Region]) -> tuple[Message, ...]:
    """Regions by the names of tables, to be said one after the other."""
    return tuple(region.short for region in regions)


def rated(one: Indicator) -> Message:
    """A region with its figure in brackets."""
    return message("{region} ({rate})", region=one.region.short, rate=one.current.rate)


def dated(one: Indicator) -> Message:
    """A region with its figure, and its day in brackets."""
    return message("{region} {rate} ({date})", region=one.region.short, rate=one.current.rate, date=one.current.as_of)


def apart(one: Reading, other: Reading) -> Points:
    """What lies between two readings, above 0 where the first is higher, as finely as both are known."""
    return Points(one.rate.value - other.rate.value, min(one.rate.places, other.rate.places))


@dataclass(frozen=True)
class Ends:
    """The highest and the lowest of `all`, the highest standing first; who is written alike stands beside them."""

    all: tuple[Indicator, ...]

    @property
    def high(self) -> tuple[Indicator, ...]:
        """Who has the highest figure."""
        return tuple(one for one in self.all if not apart(self.all[0].current, one.current).rounded)

    @property
    def low(self) -> tuple[Indicator, ...]:
        """Who has the lowest figure."""
        return tuple(one for one in self.all if not apart(one.current, self.all[-1].current).rounded)

    @property
    def apart(self) -> Points:
        """What lies between the two; written 0 where all are level."""
        return apart(self.all[0].current, self.all[-1].current)


def ends(indicators: Iterable[Indicator | None]) -> Ends | None:
    """Of those that have a figure; None where fewer than two have."""
    found = sorted((one for one in indicators if one), key=lambda one: -one.current.rate.value)
    return Ends(tuple(found)) if len(found) > 1 else None


def level(found: Ends) -> Message:
    """All have the same figure, as finely as the coarsest of them is known."""
    coarsest = min((one.current.rate for one in found.all), key=lambda rate: rate.places)
    return message(
        "{count} regencies and cities with a figure are level, at {rate}", count=len(found.all), rate=coarsest
    )


def named(equals: Sequence[Indicator], say: Callable[[Indicator], Message]) -> object:
    """Equals one after the other, each in words of its own; of many their number."""
    if len(equals) > _NAMED:
        return message("{count} regencies and cities, {rate}", count=len(equals), rate=equals[0].current.rate)
    return tuple(map(say, equals))


def target_name(target: Target) -> Message:
    """The target with its rate; a regency without one of its own is held to the province's."""
    if target.inherited:
        return message("province's target of {rate}", rate=target.rate)
    return message("target of {rate}", rate=target.rate)


def yardstick(indicators: Indicators) -> Message | None:
    """Whose target the regencies are held to; None where it is their own."""
    gaps = [row.coverage.gap for row in indicators.reporting if row.coverage and row.coverage.gap]
    inherited = [gap.target.inherited for gap in gaps]
    if not any(inherited):
        return None
    if all(inherited):
        return message("the province's target")
    return message("the target, the province's where a region has none of its own")


def standing(indicators: Indicators) -> int | None:
    """A regency's place among those with a figure, 1 the highest; equals share a place."""
    if indicators.coverage is None:
        return None
    own = indicators.coverage.current.rate.value
    rates = [row.coverage.current.rate.value for row in indicators.reporting if row.coverage]
    return 1 + sum(rate > own for rate in rates)
