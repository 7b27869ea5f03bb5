"""Where the pace leads: today's, and that of the last year where it says otherwise."""

from collections.abc import Mapping

from cakupan.message import Message, message
from cakupan.model import Direction, Gap, Indicator, Outlook, Pace
from cakupan.quantity import Month


def outlook(coverage: Indicator) -> Message | None:
    """Whether the target that is due next is reached at today's pace; None where it is reached, or no pace is known.

    Two or three months say little of a year. Where the pace of the last year leads elsewhere, both are told and
    neither is called "in time" before the other.
    """
    gap, pace = coverage.missing, coverage.pace
    if gap is None or pace is None:
        return None
    if not _divided(coverage, gap):
        return _today(gap, pace)
    assert coverage.year, "there are two paces to differ"
    today = _today(gap, pace) if gap.outlook is not Outlook.IN_TIME else _tentative(gap, pace)
    return message("{today} {year}", today=today, year=_by_year(gap, coverage.year))


def agreed(coverage: Indicator, gap: Gap) -> bool:
    """Whether the pace of the last year, where it is known, does not contradict today's on being in time."""
    both = {gap.outlook, gap.outlook_by_year}
    return coverage.year is None or len(both) == 1 or Outlook.IN_TIME not in both


def _divided(coverage: Indicator, gap: Gap) -> bool:
    return coverage.year is not None and gap.outlook is not gap.outlook_by_year


def _today(gap: Gap, pace: Pace) -> Message:
    if pace.direction is not Direction.RISES:
        word = _STANDSTILL[pace.direction]
        return Message(word, {"since": pace.since, "points": pace.points, "target": gap.target.rate})
    values = {"pace": pace.points, "target": gap.target.rate, "due": gap.target.due}
    if gap.arrival is None:
        return message("At today's pace, {pace} a month, the target of {target} is out of reach.", **values)
    month = Month(gap.arrival.year, gap.arrival.month)
    if gap.outlook is Outlook.IN_TIME:
        return message(
            "At today's pace, {pace} a month, the target of {target} is reached in {month}, in time.",
            **values,
            month=month,
        )
    return _too_slow(gap, {**values, "month": month})


def _too_slow(gap: Gap, values: Mapping[str, object]) -> Message:
    """Today's pace beside what the target takes: by the month, or all of it in the days that are left."""
    if gap.needed_points is None:
        return message(
            "Today's pace is {pace} a month; {target} by {due} takes {missing} in {days} days. "
            "At this pace it is reached in {month}.",
            **values,
            missing=gap.points,
            days=gap.days_left,
        )
    return message(
        "Today's pace is {pace} a month; {target} by {due} takes {needed} a month. "
        "At this pace it is reached in {month}.",
        **values,
        needed=gap.needed_points,
    )


_STANDSTILL = {
    Direction.FALLS: message(
        "Since {since} coverage has been falling by {points} a month; this way {target} is not reached."
    ).template,
    Direction.STAYS: message("Since {since} coverage has stood still; this way {target} is not reached.").template,
}


def _tentative(gap: Gap, pace: Pace) -> Message:
    """In time at today's pace only: what it takes, since when it has been that, and when it would be."""
    assert gap.arrival, "what is in time arrives"
    values = {
        "since": pace.since,
        "pace": pace.points,
        "target": gap.target.rate,
        "month": Month(gap.arrival.year, gap.arrival.month),
    }
    if gap.needed_points is None:
        return message("At the pace since {since}, {pace} a month, {target} would be reached in {month}.", **values)
    return message(
        "{target} by {due} takes {needed} a month; at the pace since {since}, {pace}, it would be {month}.",
        **values,
        due=gap.target.due,
        needed=gap.needed_points,
    )


def _by_year(gap: Gap, year: Pace) -> Message:
    if year.direction is Direction.FALLS:
        return message("Over the last year it fell by {pace} a month.", pace=year.points)
    if year.direction is Direction.STAYS:
        return message("Over the last year it has not moved.")
    arrival = gap.arrival_by_year
    if arrival is None:
        return message("At the pace of the last year, {pace}, it is out of reach.", pace=year.points)
    values = {"pace": year.points, "month": Month(arrival.year, arrival.month)}
    if gap.outlook_by_year is Outlook.IN_TIME:
        return message("At the pace of the last year, {pace}, it would be {month}, in time.", **values)
    return message("At the pace of the last year, {pace}, not before {month}.", **values)
