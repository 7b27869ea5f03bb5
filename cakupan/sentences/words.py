"""Small words that several sentences share."""

from collections.abc import Iterable

from cakupan.message import Message, message
from cakupan.model import Direction, Indicators, Region, Target

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


def target_name(target: Target) -> Message:
    """The target with its rate; a regency without one of its own is held to the province's."""
    if target.inherited:
        return message("province's target of {rate}", rate=target.rate)
    return message("target of {rate}", rate=target.rate)


def standing(indicators: Indicators) -> int | None:
    """A regency's place among those with a figure, 1 the highest; equals share a place."""
    if indicators.coverage is None:
        return None
    own = indicators.coverage.current.rate.value
    rates = [row.coverage.current.rate.value for row in indicators.reporting if row.coverage]
    return 1 + sum(rate > own for rate in rates)
