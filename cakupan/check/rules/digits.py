"""Rules of digits: one that was lost or added, and a number that was copied into the next cell."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pandas as pd

from cakupan.check.rules.rule import PERSONS_AND_THINGS, SERIES, Evidence, Rule, rows_of
from cakupan.check.rules.sums import unequal_segments
from cakupan.message import Message, message
from cakupan.model import Finding, Severity, Where

_TENFOLD = (7.0, 14.0)  # a tenth or ten times, and room for what really changed
_AGREE = 1.5  # neighbours further apart than this say nothing of the one between them
_NEAR = pd.Timedelta(days=366)
_LEAST = 1000  # smaller counts may grow tenfold, or be the same by chance
_LEAST_RATE = 10
_HUNDREDFOLD = 100  # nothing that is counted the same way grows or falls like this within a year
_LEAST_BEFORE = 10  # a handful may grow a hundredfold: a programme begins


def judge_digits(evidence: Evidence) -> Iterator[Finding]:
    """A value far from its neighbours in time by a power of ten, or one digit from what its total leaves for it."""
    found: dict[Where, Finding] = {}
    for finding in chain(_by_sum(evidence), _in_time(evidence), _by_far(evidence)):
        found.setdefault(finding.where, finding)
    yield from found.values()


def _by_sum(evidence: Evidence) -> Iterator[Finding]:
    """The segment 931 where the total leaves 9,631 for it."""
    segments = evidence.counts[evidence.counts["segment"] != "total"]
    for total in rows_of(unequal_segments(evidence)):
        same = (segments["day"] == total.day) & (segments["region"] == total.region)
        missing = int(total.number - total.added)
        for row in rows_of(segments[same & (segments["measure"] == total.measure)]):
            if _one_digit_apart(int(row.number), int(row.number) + missing):
                yield evidence.figure("digit", Severity.HOLD, row.Index, _lost(int(row.number), missing, total))


def _lost(value: int, missing: int, total: Any) -> Message:
    return message(
        "{value} is one digit away from {fitting}, with which the segments give their total of {total}",
        value=value,
        fitting=value + missing,
        total=int(total.number),
    )


def _one_digit_apart(one: int, other: int) -> bool:
    """Whether one is the other with a digit left out: 931 and 9631."""
    short, long = sorted((str(one), str(other)), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _in_time(evidence: Evidence) -> Iterator[Finding]:
    """Against the figure before and after, or the two that are nearest, where these agree with each other."""
    ordered = _in_order(evidence)
    past = ordered.groupby([*SERIES, "span"], sort=False)
    found = pd.Series(False, index=ordered.index)
    for one, other in ((1, -1), (1, 2), (-1, -2)):
        found |= _tenfold(ordered, past.shift(one), past.shift(other))
    for row in rows_of(ordered[found]):
        reason = message(
            "{measure}, {segment}: {value} is about a tenth or ten times its neighbours in time",
            measure=evidence.label(row.measure),
            segment=row.segment,
            value=str(row.value),
        )
        yield evidence.figure("digit", Severity.HOLD, row.line, reason)


def _by_far(evidence: Evidence) -> Iterator[Finding]:
    """Against the count before: thousands that become a hundredth or nothing, or come out of a hundredth."""
    ordered = _in_order(evidence)
    ordered = ordered[ordered["unit"].isin(PERSONS_AND_THINGS)]
    before = ordered.groupby([*SERIES, "span"], sort=False)[["number", "day"]].shift()
    near = (ordered["day"] - before["day"]) <= _NEAR
    falls = (before["number"] >= _LEAST) & (ordered["number"] * _HUNDREDFOLD <= before["number"])
    rises = (ordered["number"] >= _LEAST) & (ordered["number"] >= before["number"] * _HUNDREDFOLD)
    far = near & (falls | (rises & (before["number"] >= _LEAST_BEFORE)))
    back = far.groupby([ordered[key] for key in (*SERIES, "span")], sort=False).shift(fill_value=False)
    for row in rows_of(ordered.assign(before=before["number"])[far & ~back]):
        reason = message(
            "{measure}, {segment}: from {before} to {value}; is it in thousands, or are digits lost or added?",
            measure=evidence.label(row.measure),
            segment=row.segment,
            before=int(row.before),
            value=int(row.number),
        )
        yield evidence.figure("digit", Severity.HOLD, row.line, reason)


def _in_order(evidence: Evidence) -> pd.DataFrame:
    """Counts and rates by series and day; `span` parts the years of what is counted anew each year."""
    kinds = evidence.catalogue.measures
    yearly = [name for name, kind in kinds.items() if kind.yearly]
    signed = [name for name, kind in kinds.items() if kind.signed]
    figures = evidence.figures[~evidence.figures["measure"].isin(signed)]
    ordered = figures.reset_index(names="line").sort_values([*SERIES, "day"], kind="stable")
    span = ordered["day"].dt.year.where(ordered["measure"].isin(yearly), 0)
    least = ordered["unit"].map({"percent": _LEAST_RATE, "rank": float("inf"), "provinces": float("inf")})
    return ordered.assign(span=span, least=least.fillna(_LEAST))


def _tenfold(ordered: pd.DataFrame, one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Whether both neighbours are near, agree, and are large by the same power of ten."""
    near = ((ordered["day"] - one["day"]).abs() <= _NEAR) & ((ordered["day"] - other["day"]).abs() <= _NEAR)
    agree = (one["number"] <= other["number"] * _AGREE) & (other["number"] <= one["number"] * _AGREE)
    value, least = ordered["number"], ordered["least"]
    small = _between(one["number"], value) & _between(other["number"], value) & (one["number"] >= least)
    large = _between(value, one["number"]) & _between(value, other["number"]) & (value >= least)
    return near & agree & (small | large)


def _between(large: pd.Series, small: pd.Series) -> pd.Series:
    low, high = _TENFOLD
    return (large >= small * low) & (large <= small * high)


def judge_twins(evidence: Evidence) -> Iterator[Finding]:
    """The same exact number in the next segment, the next region or the next month: copied, perhaps."""
    counts = evidence.counts
    large = counts[(counts["precision"] == "exact") & (counts["number"] >= _LEAST)].reset_index(names="line")
    parts = large[large["segment"] != "total"]
    members = large[large["region"].isin([member.code for member in evidence.province.members])]
    measured = {indicator.numerator for indicator in evidence.catalogue.indicators.values()}
    moving = large[large["measure"].isin(measured)]
    twins = pd.concat(
        [
            _next_is_same(parts, ["day", "region", "measure"], "line"),
            _next_is_same(members, ["day", "measure", "segment"], "region"),
            _copied_months(moving),
        ]
    ).drop_duplicates("line")
    for row in rows_of(twins):
        reason = message(
            "{value} stands in {place} too; was it copied?",
            value=int(row.number),
            place=evidence.places["figures"](int(row.line_other), "value").place,
        )
        yield evidence.figure("twins", Severity.WARNING, row.line, reason)


def _next_is_same(figures: pd.DataFrame, key: list[str], order: str) -> pd.DataFrame:
    """The rows whose neighbour before, within `key` and by `order`, holds the same number."""
    ordered = figures.sort_values([*key, order], kind="stable")
    before = ordered.groupby(key, sort=False)[["number", "line"]].shift()
    return ordered.assign(line_other=before["line"])[ordered["number"] == before["number"]]


def _copied_months(moving: pd.DataFrame) -> pd.DataFrame:
    """The first row of each month in which half of a region's figures or more are those of its month before."""
    month = ["day", "region"]
    same = _next_is_same(moving, SERIES, "day")
    sizes = same.groupby(month, as_index=False).agg(same=("line", "count"))
    sizes = sizes.merge(moving.groupby(month, as_index=False).agg(all=("line", "count")), on=month)
    copied = sizes[sizes["same"] * 2 >= sizes["all"]]
    return same.drop_duplicates(month).merge(copied, on=month)


DIGITS = (
    Rule(
        "digit",
        Severity.HOLD,
        message(
            "Is no digit lost or added (a tenth or ten times the neighbours, a hundredth or a hundred times the one "
            "before, or one digit from the fitting sum)?"
        ),
        message("Look up the number in its source, digit by digit."),
        judge_digits,
    ),
    Rule(
        "twins",
        Severity.WARNING,
        message("Does no number stand in the neighbouring segment, region or month as well?"),
        message("Look up both cells in their source; one may be a copy of the other."),
        judge_twins,
    ),
)
