"""The words of the slides: those of the report, and titles and alt texts for what stands on a slide only."""

from dataclasses import replace

from cakupan.message import Message, message
from cakupan.model import Indicator, Indicators, Sentences
from cakupan.sections import FUNDS, Part, farthest, parts, paying
from cakupan.sentences.alts import alts
from cakupan.sentences.timeline import timeline_alt
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
    if name == "villages":
        return message("Village institutions, places {first} to {last}: from {high} to {low}", **values)
    return message("Places {first} to {last}: from {high} to {low}", **values)


def _ends(figures: tuple[Indicator, ...]) -> dict[str, Message]:
    """The highest and the lowest, the highest standing first."""
    return {"high": _said(figures[0]), "low": _said(figures[-1])}


def _said(one: Indicator) -> Message:
    return message("{region} ({rate})", region=one.region.short, rate=one.current.rate)


def _map(indicators: Indicators) -> Message | None:
    """How many lie below the province, and who lowest."""
    figures = tuple(one for part in parts("ranking", indicators) for one in part.figures)
    if not figures:
        return None
    whole = indicators.coverage
    if len(figures) == 1:
        return message("Only {one} has a figure", one=_said(figures[0]))
    if whole is None or whole.absent:
        return message("From {high} to {low}", **_ends(figures))
    below = sum(one.current.rate.value < whole.current.rate.value for one in figures)
    return message(
        "Of {count} with a figure {below} are below the province's {rate}; lowest is {low}",
        below=below,
        count=len(figures),
        rate=whole.current.rate,
        low=_said(figures[-1]),
    )


def _table(indicators: Indicators) -> Message | None:
    """Who is farthest from its target; None where nobody misses one."""
    first = next((row.coverage for row in farthest(indicators)), None)
    gap = first.missing if first else None
    if not (first and gap):
        return None
    return message(
        "{region} is farthest from its target: {points} missing", region=first.region.short, points=gap.points
    )


def _cost(indicators: Indicators) -> Message | None:
    """What closing the gap costs a month; from the least to the most where sectors differ."""
    gap = indicators.coverage.missing if indicators.coverage else None
    if not (gap and indicators.costs):
        return None
    monthly = sorted((cost.monthly for cost in indicators.costs), key=lambda amount: amount.value)
    low, high = monthly[0], monthly[-1]
    if low == high:
        return message("Closing the gap to {target} costs {low} a month", target=gap.target.rate, low=low)
    return message(
        "Closing the gap to {target} costs {low} to {high} a month, by sector",
        target=gap.target.rate,
        low=low,
        high=high,
    )
