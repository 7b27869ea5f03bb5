"""What the slope says: who rises, falls, overtakes; and its numbers."""

from cakupan.message import Message, message
from cakupan.model import Between, Direction, Indicator, Indicators

_NAMED = 3  # overtaken regions a title names; of more it gives the number


def slope_title(indicators: Indicators) -> Message | None:
    """Who overtakes whom, else who moved most, and how many rose and fell."""
    between = indicators.between
    if between is None:
        return None
    moved = _moved(between)
    if between.overtaker:
        overtakes = _overtakes(between.overtaker, between.overtaken)
        return message("{overtakes}; {moved}", overtakes=overtakes, moved=moved)
    change = between.foremost[0].change if between.foremost else None
    if change is None:
        return moved
    template = _RISE if change.direction is Direction.RISES else _FALL
    regions = tuple(i.region.short for i in between.foremost)
    return Message(template, {"moved": moved, "regions": regions, "points": change.points})


def _overtakes(one: Indicator, others: tuple[Indicator, ...]) -> Message:
    if len(others) > _NAMED:
        return message("{region} overtakes {count} others", region=one.region.short, count=len(others))
    names = tuple(i.region.short for i in others)
    return message("{region} overtakes {others}", region=one.region.short, others=names)


def _moved(between: Between) -> Message:
    base = len(between.both)
    template = _MIXED
    if base in (between.rising, between.falling):
        template = _ALL_RISE if between.rising else _ALL_FALL
    elif not between.falling:
        template = _SOME_RISE if between.rising else _NONE_MOVES
    elif not between.rising:
        template = _SOME_FALL
    return Message(template, {"rising": between.rising, "falling": between.falling, "base": base})


_ALL_RISE = message("coverage rises in all {base} regencies and cities with two figures").template
_ALL_FALL = message("coverage falls in all {base} regencies and cities with two figures").template
_SOME_RISE = message("coverage rises in {rising} of {base} regencies and cities and falls in none").template
_SOME_FALL = message("coverage falls in {falling} of {base} regencies and cities and rises in none").template
_NONE_MOVES = message("coverage moves in none of the {base} regencies and cities with two figures").template
_MIXED = message("coverage rises in {rising} of {base} regencies and cities and falls in {falling}").template
_RISE = message("{moved}; the largest rise: {regions}, {points}").template
_FALL = message("{moved}; the largest fall: {regions}, {points}").template


def slope_alt(indicators: Indicators) -> Message | None:
    """Both figures of each with their days, highest now first; then those with one figure only."""
    between = indicators.between
    if between is None:
        return None
    ranked = sorted(between.both, key=lambda i: -i.current.rate.value)
    rows = tuple(
        message(
            "{region} from {before} ({start}) to {now} ({end})",
            region=i.region.short,
            before=i.previous.rate,
            start=i.previous.as_of,
            now=i.current.rate,
            end=i.current.as_of,
        )
        for i in ranked
        if i.previous
    )
    listed = message("Coverage at the reading before and now: {rows}.", rows=rows)
    alone = tuple(
        message("{region} {rate} ({date})", region=i.region.short, rate=i.current.rate, date=i.current.as_of)
        for i in between.alone
    )
    return message("{listed} One figure only: {alone}.", listed=listed, alone=alone) if alone else listed
