"""Titles that say what a chart says."""

from collections.abc import Mapping

from cakupan.message import Message, message
from cakupan.model import Direction, Gap, Indicator, Indicators, Outlook
from cakupan.quantity import Month
from cakupan.sentences.follow_up import follow_up_titles
from cakupan.sentences.outlook import agreed
from cakupan.sentences.slope import slope_title
from cakupan.sentences.timeline import timeline_title
from cakupan.sentences.words import ends, level, rated, short_names, standing


def titles(indicators: Indicators) -> Mapping[str, Message]:
    """By chart: only charts there is something to say about have a title."""
    found = {
        "path": _path(indicators),
        "pace": _pace(indicators),
        "ranking": _ranking(indicators),
        "segments": _segments(indicators),
        "activity": _activity(indicators),
        "villages": _villages(indicators),
        **follow_up_titles(indicators),
        "slope": slope_title(indicators),
        "timeline": timeline_title(indicators),
    }
    return {name: title for name, title in found.items() if title}


def _path(indicators: Indicators) -> Message | None:
    coverage = indicators.coverage
    if coverage is None:
        return None
    if coverage.absent:
        return message(
            "{rate} on {date} without {names}; the targets are for all",
            rate=coverage.current.rate,
            date=coverage.current.as_of,
            names=short_names(coverage.absent),
        )
    if coverage.gap is None:
        return _without_target(coverage)
    if coverage.missing and coverage.missing.outlook is Outlook.LATE and len(coverage.gaps) > 1:
        last = coverage.gaps[-1]
        if last.arrival and all(agreed(coverage, one) for one in (coverage.gap, last)):
            return _missed(coverage.gap, last, Month(last.arrival.year, last.arrival.month))
    verdict = _verdict(coverage, coverage.gap)
    if coverage.gap.reached or agreed(coverage, coverage.gap):
        return verdict
    return Message(_OTHERWISE[coverage.gap.outlook_by_year is Outlook.IN_TIME], {"verdict": verdict})


_OTHERWISE = {
    True: message("{verdict}; at the pace of the last year it would be reached").template,
    False: message("{verdict}; at the pace of the last year it would not").template,
}


def _missed(gap: Gap, last: Gap, month: Month) -> Message:
    """The next target is missed, the last is reached: in time, or later than it is due."""
    values = {"target": gap.target.rate, "due": gap.target.due, "later": last.target.rate, "month": month}
    if last.outlook is Outlook.IN_TIME:
        return message(
            "{target} on {due} will be missed; at today's pace {later} is reached in {month}, in time", **values
        )
    return message("{target} on {due} will be missed; at today's pace {later} is reached in {month}", **values)


def _without_target(coverage: Indicator) -> Message:
    """No target lies ahead; one may lie behind."""
    values = {"rate": coverage.current.rate, "date": coverage.current.as_of}
    if not coverage.targets:
        return message("{rate} on {date}; no target is set", **values)
    last = coverage.targets[-1]
    return message(
        "{rate} on {date}; no target is known after {target} on {due}", **values, target=last.rate, due=last.due
    )


def _verdict(coverage: Indicator, gap: Gap) -> Message:
    values = {"target": gap.target.rate, "due": gap.target.due, "points": gap.points}
    if gap.reached:
        return message("The target of {target} for {due} is reached", **values)
    if coverage.pace is None:
        return Message(_PACE_OF_ONE if len(coverage.readings) == 1 else _PACE_OF_NONE, values)
    if coverage.pace.direction is Direction.FALLS:
        return message("Coverage is falling; {points} are missing to {target} on {due}", **values)
    if gap.arrival is None:
        return message("At today's pace {target} on {due} is out of reach", **values)
    if gap.arrival <= gap.target.due:
        return message("At today's pace {target} is reached before {due}", **values)
    return message("At today's pace {target} on {due} will be missed", **values)


_PACE_OF_ONE = message("{points} are missing to {target} on {due}; the pace cannot be told from one figure").template
_PACE_OF_NONE = message(
    "{points} are missing to {target} on {due}; the pace cannot be told from figures so far apart or so near"
).template


def _pace(indicators: Indicators) -> Message | None:
    """How fast coverage moves, beside how fast it would have to."""
    coverage = indicators.coverage
    if coverage is None:
        return None
    missing = [gap for gap in coverage.gaps if not gap.reached]
    if coverage.pace is None:
        return _no_pace(coverage, missing)
    moved = Message(_PACES[coverage.pace.direction], {"points": coverage.pace.points, "date": coverage.pace.since})
    if not missing or missing[-1].needed_points is None:
        return moved
    last = missing[-1]
    return message(
        "{moved}; {target} on {due} takes {needed} a month",
        moved=moved,
        target=last.target.rate,
        due=last.target.due,
        needed=last.needed_points,
    )


def _no_pace(coverage: Indicator, missing: list[Gap]) -> Message:
    """Why no pace can be told, and what can be seen instead."""
    reason = message("One reading tells no pace")
    if len(coverage.readings) > 1:
        reason = message("Readings so far apart or so near tell no pace")
    if missing:
        return message("{reason}; this is what the targets take", reason=reason)
    return message("{reason}; every target ahead is reached", reason=reason) if coverage.gaps else reason


_PACES = {
    Direction.RISES: message("{points} more a month since {date}").template,
    Direction.FALLS: message("{points} fewer a month since {date}").template,
    Direction.STAYS: message("No movement since {date}").template,
}


def _ranking(indicators: Indicators) -> Message | None:
    rows = sorted((r.coverage for r in indicators.reporting if r.coverage), key=lambda i: -i.current.rate.value)
    if not rows:
        return None
    place = standing(indicators)
    if not indicators.is_province and place is not None and len(rows) > 1:
        return message(
            "{region} is {place} of {base} that have a figure",
            region=indicators.region.full,
            place=place,
            base=len(rows),
        )
    carried = sum(row.carried for row in rows)
    silent = len(indicators.silent)
    if carried or silent:
        return message(
            "Of {total} regencies and cities {new} with a new figure, {old} with an older one, {silent} with none",
            total=len(indicators.rows),
            new=len(rows) - carried,
            old=carried,
            silent=silent,
        )
    return _from_end_to_end(rows)


def _from_end_to_end(rows: list[Indicator]) -> Message:
    """What lies between the highest and the lowest, who are named where they stand alone."""
    found = ends(rows)
    if found is None:
        return message("Only {one} has a figure", one=rated(rows[0]))
    if not found.apart.rounded:
        return level(found)
    if len(found.high) > 1 or len(found.low) > 1:
        return message(
            "{points} lie between the highest, {high}, and the lowest, {low}",
            points=found.apart,
            high=found.high[0].current.rate,
            low=found.low[0].current.rate,
        )
    high, low = found.high[0].region.short, found.low[0].region.short
    return message("{points} lie between {high} and {low}", points=found.apart, high=high, low=low)


def _segments(indicators: Indicators) -> Message | None:
    parts = {s: i for s, i in indicators.segments.items() if s != "PMI"} or dict(indicators.segments)
    if not parts:
        return None
    missing = [s for s, i in parts.items() if i.gap and not i.gap.reached]
    rate = min((i.current.rate for i in parts.values()), key=lambda rate: rate.value)
    low = tuple(s for s, i in parts.items() if i.current.rate.value == rate.value)
    if any(i.gap for i in parts.values()):
        if missing:
            return message(
                "{segments} below target; lowest is {low} at {rate}", segments=tuple(missing), low=low, rate=rate
            )
        return message("Every segment is at its target; lowest is {low} at {rate}", low=low, rate=rate)
    return message("Lowest is {low} at {rate}", low=low, rate=rate)


def _activity(indicators: Indicators) -> Message | None:
    activity = indicators.activity
    if activity is None:
        return None
    rate = activity.current.rate
    if activity.change is None:
        return message("{rate} of the registered are active", rate=rate)
    template = _ACTIVITY[activity.change.direction]
    return Message(template, {"rate": rate, "points": activity.change.points, "date": activity.change.since})


_ACTIVITY = {
    Direction.RISES: message("{rate} of the registered are active, {points} more than on {date}").template,
    Direction.FALLS: message("{rate} of the registered are active, {points} fewer than on {date}").template,
    Direction.STAYS: message("{rate} of the registered are active, as on {date}").template,
}


def _villages(indicators: Indicators) -> Message | None:
    villages = indicators.villages
    if villages is None:
        return None
    reading = villages.current
    if reading.rest:
        return message(
            "{rate} of the village institutions are covered, {count} persons are not",
            rate=reading.rate,
            count=reading.rest,
        )
    return message("{rate} of the village institutions are covered", rate=reading.rate)
