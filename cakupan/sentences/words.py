"""Small words that several sentences share."""

from cakupan.message import Message, message
from cakupan.model import Direction, Indicators, Target

ARROWS = {Direction.RISES: "▲", Direction.FALLS: "▼", Direction.STAYS: "■"}


def subject(indicators: Indicators) -> Message:
    """What rises or falls: the coverage, of a region where it is not the province's own."""
    if indicators.is_province:
        return message("coverage")
    return message("coverage in {region}", region=indicators.region.full)


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
