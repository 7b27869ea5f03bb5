"""From the reading before to the newest one: who moved, who overtook whom."""

from collections import Counter
from collections.abc import Iterable

from cakupan.indicators.progress import difference
from cakupan.model import Between, Direction, Indicator, Reading, Row
from cakupan.period import AsOf

_LEAST = 3  # regencies with two figures: of fewer a picture says no more than the table
_NAMED = 3  # equals that a title can name


def between(rows: Iterable[Row]) -> Between | None:
    """What moved among the regencies; None where fewer than three have a new figure and one before it."""
    known = [row.coverage for row in rows if row.coverage]
    pairs = [(i, i.previous) for i in known if i.previous and not i.carried]
    if len(pairs) < _LEAST:
        return None
    both = tuple(i for i, _ in pairs)
    passed = {one.region.code: _overtaken(one, before, pairs) for one, before in pairs}
    overtaker = max(both, key=lambda i: (len(passed[i.region.code]), i.current.rate.value))
    others = passed[overtaker.region.code]
    return Between(
        before=_commonest(before.as_of for _, before in pairs),
        now=_commonest(i.current.as_of for i in both),
        both=both,
        alone=tuple(i for i in known if i not in both),
        rising=len(_moving(both, Direction.RISES)),
        falling=len(_moving(both, Direction.FALLS)),
        overtaker=overtaker if others else None,
        overtaken=others,
        foremost=_foremost(_moving(both, Direction.RISES) or _moving(both, Direction.FALLS)),
    )


def _commonest(days: Iterable[AsOf]) -> AsOf:
    """The day most have; of equals the latest."""
    counted = Counter(days)
    return max(counted, key=lambda day: (counted[day], day))


def _overtaken(one: Indicator, before: Reading, pairs: list[tuple[Indicator, Reading]]) -> tuple[Indicator, ...]:
    """Who was above `one` and is below now, on the same two days."""
    found = [
        other
        for other, its_before in pairs
        if (other.current.as_of, its_before.as_of) == (one.current.as_of, before.as_of)
        and difference(before, its_before)[0] is Direction.FALLS
        and difference(one.current, other.current)[0] is Direction.RISES
    ]
    return tuple(sorted(found, key=lambda other: -other.current.rate.value))


def _moving(both: Iterable[Indicator], way: Direction) -> list[Indicator]:
    return [i for i in both if i.change and i.change.direction is way]


def _foremost(moving: list[Indicator]) -> tuple[Indicator, ...]:
    sizes = {i.region.code: i.change.points.rounded for i in moving if i.change}
    largest = tuple(i for i in moving if sizes[i.region.code] == max(sizes.values()))
    return largest if len(largest) <= _NAMED else ()
