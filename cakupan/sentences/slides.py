"""The words of the slides: those of the report, and titles and alt texts for what stands on a slide only."""

from dataclasses import replace

from cakupan.message import Message, message
from cakupan.model import Indicator, Indicators, Sentences
from cakupan.sections import FUNDS, Part, parts, paying
from cakupan.sentences.alts import alts
from cakupan.sentences.timeline import timeline_alt
from cakupan.sentences.words import apart, ends, level, named, rated
from cakupan.sentences.write import write_sentences


def write_slides(indicators: Indicators) -> Sentences:
    """What the report says, with a title for each slide by its key, and an alt text for each drawing on one."""
    report = write_sentences(indicators)
    ranked = [(name, part) for name in ("ranking", "villages") for part in parts(name, indicators)]
    place = _map(indicators)
    titles = {
        **{part.key: _part(name, part) for name, part in ranked},
        **report.titles,  # the whole's for the first part
        "map": place,
        "wide": place,
        "table": _table(indicators),
        "funding": report.titles.get("timeline") or _cost(indicators),
    }
    told = {
        **report.alts,
        **{part.key: alts(part.indicators).get(name) for name, part in ranked},
        "timeline": timeline_alt(paying(indicators), FUNDS),
    }
    return replace(
        report,
        titles={key: title for key, title in titles.items() if title},
        alts={key: alt for key, alt in told.items() if alt},
    )


def _part(name: str, part: Part) -> Message | None:
    """From which to which place the bars of a slide go."""
    if not part.figures:
        return None
    values = {"first": part.first, "last": part.first + len(part.figures) - 1, **_ends(part.figures)}
    found = ends(part.figures)
    if found and not found.apart.rounded:
        return Message(_LEVEL[name], {**values, "rate": part.figures[0].current.rate})
    if name == "villages":
        return message("Village institutions, places {first} to {last}: from {high} to {low}", **values)
    return message("Places {first} to {last}: from {high} to {low}", **values)


_LEVEL = {
    "ranking": message("Places {first} to {last}: all at {rate}").template,
    "villages": message("Village institutions, places {first} to {last}: all at {rate}").template,
}


def _ends(figures: tuple[Indicator, ...]) -> dict[str, Message]:
    """The highest and the lowest, the highest standing first."""
    return {"high": rated(figures[0]), "low": rated(figures[-1])}


def _map(indicators: Indicators) -> Message | None:
    """How many lie below the province, and who lowest."""
    figures = tuple(one for part in parts("ranking", indicators) for one in part.figures)
    if not figures:
        return None
    whole = indicators.coverage
    found = ends(figures)
    if found is None:
        return message("Only {one} has a figure", one=rated(figures[0]))
    if not found.apart.rounded:
        return level(found)
    if whole is None or whole.absent:
        return message("From {high} to {low}", **_ends(figures))
    below = sum(_lower(one, whole) for one in figures)
    return Message(
        _SOME_BELOW if below else _NONE_BELOW,
        {"below": below, "count": len(figures), "rate": whole.current.rate, "low": named(found.low, rated)},
    )


def _lower(one: Indicator, whole: Indicator) -> bool:
    """Below the province's figure by something that is written."""
    points = apart(whole.current, one.current)
    return points.value > 0 and points.rounded > 0


_SOME_BELOW = message("Of {count} with a figure {below} are below the province's {rate}; lowest is {low}").template
_NONE_BELOW = message("Of {count} with a figure none is below the province's {rate}; lowest is {low}").template


def _table(indicators: Indicators) -> Message | None:
    """Who is farthest from its target, or how many are; None where nobody misses one."""
    gaps = [
        (row.region, row.coverage.missing.points)
        for row in indicators.reporting
        if row.coverage and row.coverage.missing
    ]
    missing = sorted(gaps, key=lambda one: -one[1].value)
    if not missing:
        return None
    points = missing[0][1]
    equals = [region for region, its in missing if its.rounded == points.rounded]
    if len(equals) > 1:
        return message(
            "{count} regencies and cities are farthest from their target: {points} missing each",
            count=len(equals),
            points=points,
        )
    return message("{region} is farthest from its target: {points} missing", region=equals[0].short, points=points)


def _cost(indicators: Indicators) -> Message | None:
    """What closing the gap costs a month; from the least to the most where sectors differ."""
    if not indicators.costs:
        return None
    target = indicators.costs[0].target
    monthly = sorted((c.monthly for c in indicators.costs if c.target == target), key=lambda amount: amount.value)
    low, high = monthly[0], monthly[-1]
    if low == high:
        return message("Closing the gap to {target} costs {low} a month", target=target, low=low)
    return message(
        "Closing the gap to {target} costs {low} to {high} a month, by sector",
        target=target,
        low=low,
        high=high,
    )
