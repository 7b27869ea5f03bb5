"""The top of page 1: one sentence, the paragraph under it, the four big numbers."""

from dataclasses import replace

from cakupan.message import Message, message
from cakupan.model import Direction, Gap, Indicator, Indicators, KeyFigure, Statement, Tone
from cakupan.sentences.words import ARROWS, standing, subject, target_name, whose


def headline(indicators: Indicators) -> Message:
    """Where coverage stands, which way it went, and how far it is from the next target."""
    coverage = indicators.coverage
    if coverage is None:
        return message("No coverage figure yet for {region}", region=indicators.region.full)
    first = _movement(indicators, coverage)
    if coverage.gap is None:
        return first
    return message("{first}, {second}", first=first, second=_distance(coverage, coverage.gap))


def _movement(indicators: Indicators, coverage: Indicator) -> Message:
    who, rate = subject(indicators), coverage.current.rate
    if coverage.carried:
        return message(
            "No new figure: {subject} was {rate} on {date}", subject=who, rate=rate, date=coverage.current.as_of
        )
    if coverage.change is None:
        return message("{subject} is {rate}", subject=who, rate=rate)
    return Message(_MOVEMENTS[coverage.change.direction], {"subject": who, "rate": rate})


_MOVEMENTS = {
    Direction.RISES: message("{subject} rises to {rate}").template,
    Direction.FALLS: message("{subject} falls to {rate}").template,
    Direction.STAYS: message("{subject} stays at {rate}").template,
}


def _distance(coverage: Indicator, gap: Gap) -> Message:
    name = target_name(gap.target)
    if gap.points.rounded == 0:
        return message("level with the {target}", target=name)
    if gap.reached:
        return message("{points} above the {target}", points=gap.points, target=name)
    if coverage.change and coverage.change.direction is Direction.RISES and not coverage.carried:
        return message("still {points} below the {target}", points=gap.points, target=name)
    return message("{points} below the {target}", points=gap.points, target=name)


def lede(indicators: Indicators) -> tuple[Message, ...]:
    """Counts, change in persons and the way to the target, a sentence each."""
    coverage = indicators.coverage
    if coverage is None:
        return (
            message(
                "None of the sources gives active participants or a coverage rate up to {date}.", date=indicators.cutoff
            ),
        )
    parts = [_counts(indicators, coverage), *_since(coverage)]
    if coverage.gap and not coverage.gap.reached:
        parts += _to_target(coverage.gap)
    return tuple(parts)


def _counts(indicators: Indicators, coverage: Indicator) -> Message:
    reading = coverage.current
    values = {"region": whose(indicators), "date": reading.as_of}
    if reading.numerator and reading.denominator:
        return message(
            "{active} of {potential} workers in {region} were covered by employment social security on {date}.",
            active=reading.numerator.count,
            potential=reading.denominator.count,
            **values,
        )
    if reading.numerator:
        return message(
            "{active} workers in {region} were covered by employment social security on {date}; "
            "their rate of {rate} was published without the number of potential workers.",
            active=reading.numerator.count,
            rate=reading.rate,
            **values,
        )
    return message(
        "{rate} of the workers in {region} were covered by employment social security on {date}; "
        "the rate was published without its counts.",
        rate=reading.rate,
        **values,
    )


def _since(coverage: Indicator) -> tuple[Message, ...]:
    change = coverage.change
    if change is None or change.persons is None:
        return ()
    if change.direction is Direction.STAYS:
        return (message("Since {date} coverage has not moved.", date=change.since),)
    if not change.persons.rounded:
        return ()  # the same people, of another potential
    if change.persons.value > 0:
        return (
            message(
                "Since {date}, coverage has grown by {persons} workers.", date=change.since, persons=change.persons.size
            ),
        )
    return (
        message("Since {date}, {persons} workers have dropped out.", date=change.since, persons=change.persons.size),
    )


def _to_target(gap: Gap) -> tuple[Message, ...]:
    if not (gap.persons or gap.points.rounded):
        return ()
    if gap.persons:
        return (
            message(
                "To reach {target} by {due}, {persons} more workers are needed.",
                target=gap.target.rate,
                due=gap.target.due,
                persons=gap.persons,
            ),
        )
    return (
        message(
            "To reach {target} by {due}, {points} are missing.",
            target=gap.target.rate,
            due=gap.target.due,
            points=gap.points,
        ),
    )


def key_figures(indicators: Indicators) -> tuple[KeyFigure, ...]:
    """The first four that there are."""
    coverage = indicators.coverage
    makers = (
        (_coverage, coverage), (_gap, coverage), (_place, coverage), (_villages, indicators.villages),
        (_activity, indicators.activity), (_registered, indicators.registered),
    )  # fmt: skip
    found = (
        replace(figure, basis=basis.current.best if basis else None)
        for maker, basis in makers
        if (figure := maker(indicators))
    )
    return tuple(found)[:4]


def _coverage(indicators: Indicators) -> KeyFigure | None:
    coverage = indicators.coverage
    if coverage is None:
        return None
    dated = message("as of {date}", date=coverage.current.as_of)
    change = coverage.change
    if change is None:
        return KeyFigure(coverage.current.rate, message("coverage of active participants"), (dated,))
    values = {"arrow": ARROWS[change.direction], "points": change.points, "date": change.since}
    moved = Message(_MOVED[change.direction], values)
    tone = Tone.MISS if change.direction is Direction.FALLS else Tone.PLAIN
    return KeyFigure(coverage.current.rate, message("coverage of active participants"), (moved, dated), tone)


# The word beside the arrow is for who does not see it.
_MOVED = {
    Direction.RISES: message("{arrow} up {points} since {date}").template,
    Direction.FALLS: message("{arrow} down {points} since {date}").template,
    Direction.STAYS: message("{arrow} unchanged since {date}").template,
}


def _gap(indicators: Indicators) -> KeyFigure | None:
    coverage = indicators.coverage
    if coverage is None or coverage.gap is None:
        return None
    gap = coverage.gap
    name = target_name(gap.target)
    due = message("due {date}", date=gap.target.due)
    if not gap.points.rounded and (gap.reached or gap.persons is None):
        return KeyFigure(gap.points, message("level with the {target}", target=name), (due,))
    if gap.reached:
        return KeyFigure(gap.points, message("above the {target}", target=name), (due,))
    left = message("{days} days until {date}", days=gap.days_left, date=gap.target.due)
    if not gap.days_left:
        left = due
    if gap.persons is None:
        return KeyFigure(gap.points, message("missing to the {target}", target=name), (left,), Tone.MISS)
    published = tuple(_published(s) for s in indicators.statements if s.topic == "gap")
    return KeyFigure(gap.persons, message("workers more to the {target}", target=name), (left, *published), Tone.MISS)


def _published(statement: Statement) -> Message:
    return message("published: {figure}", figure=statement.message.values["published"])


def _place(indicators: Indicators) -> KeyFigure | None:
    """The province's rank among provinces, or a regency's place among those that have a figure."""
    if indicators.is_province:
        rank = indicators.rank
        if rank is None:
            return None
        figure = message("{place} of {base}", place=rank.place, base=rank.base)
        return KeyFigure(figure, message("rank among the provinces"), (message("as of {date}", date=rank.as_of),))
    place = standing(indicators)
    if place is None or len(indicators.reporting) < 2:
        return None
    figure = message("{place} of {base}", place=place, base=len(indicators.reporting))
    return KeyFigure(
        figure, message("place among the regencies and cities with a figure"), _beside_province(indicators)
    )


def _beside_province(indicators: Indicators) -> tuple[Message, ...]:
    whole = indicators.province_coverage
    if whole is None:
        return ()
    return (message("province: {rate}, {date}", rate=whole.current.rate, date=whole.current.as_of),)


def _villages(indicators: Indicators) -> KeyFigure | None:
    villages = indicators.villages
    if villages is None:
        return None
    reading = villages.current
    notes = [message("as of {date}", date=reading.as_of)]
    if reading.rest:
        notes.insert(0, message("{count} persons not covered", count=reading.rest))
    return KeyFigure(reading.rate, message("of the village institutions covered"), tuple(notes))


def _activity(indicators: Indicators) -> KeyFigure | None:
    activity = indicators.activity
    if activity is None:
        return None
    dated = message("as of {date}", date=activity.current.as_of)
    return KeyFigure(activity.current.rate, message("of registered workers are active"), (dated,))


def _registered(indicators: Indicators) -> KeyFigure | None:
    registered = indicators.registered
    if registered is None:
        return None
    dated = message("as of {date}", date=registered.current.as_of)
    return KeyFigure(registered.current.rate, message("of potential workers are registered"), (dated,))
