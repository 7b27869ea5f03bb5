"""Rules of parts: nothing is larger than what it is a part of."""

from collections.abc import Iterator

import pandas as pd

from cakupan.catalogue import IndicatorKind
from cakupan.check.rules.rule import Evidence, Rule
from cakupan.message import message
from cakupan.model import Finding, Severity

_OLDEST = pd.Timedelta(days=731)  # two years: nothing is divided by an older whole


def judge_parts(evidence: Evidence) -> Iterator[Finding]:
    """A part may not exceed its whole of the same day or the newest before: active, for one, its potential."""
    for indicator in evidence.catalogue.indicators.values():
        if not _ranks(evidence, indicator):
            yield from _exceeding(evidence, indicator)


def _ranks(evidence: Evidence, indicator: IndicatorKind) -> bool:
    return evidence.catalogue.measures[indicator.numerator].unit == "rank"


def _exceeding(evidence: Evidence, indicator: IndicatorKind) -> Iterator[Finding]:
    pairs = _pairs(evidence, indicator)
    too_large = pairs[pairs["number"] - pairs["slack"] > pairs["number_whole"] + pairs["slack_whole"]]
    names = ("line", "number", "line_whole", "number_whole", "segment")
    for line, value, other, limit, segment in zip(*(too_large[name].tolist() for name in names), strict=True):
        reason = message(
            "{part} {value} exceeds {whole} {limit} of {place}; correct the one that is wrong",
            part=evidence.label(indicator.numerator),
            value=int(value),
            whole=evidence.label(indicator.denominator),
            limit=int(limit),
            place=evidence.places["figures"](int(other), "value").place,
        )
        severity = Severity.WARNING if segment in indicator.exceeds else Severity.HOLD
        yield evidence.figure("part", severity, line, reason)


def _pairs(evidence: Evidence, indicator: IndicatorKind) -> pd.DataFrame:
    """Each part beside the whole of its day, or the newest before."""
    columns = ["day", "region", "segment", "line", "number", "slack"]
    figures = evidence.figures[evidence.figures["measure"].isin([indicator.numerator, indicator.denominator])]
    dated = figures.reset_index(names="line").sort_values("day", kind="stable")
    part = dated.loc[dated["measure"] == indicator.numerator, columns]
    whole = dated.loc[dated["measure"] == indicator.denominator, columns]
    pairs = pd.merge_asof(part, whole, on="day", by=["region", "segment"], suffixes=("", "_whole"), tolerance=_OLDEST)
    return pairs.dropna(subset=["number_whole"])


def judge_ranks(evidence: Evidence) -> Iterator[Finding]:
    """A place from 1 to the number of provinces ranked that day."""
    for indicator in evidence.catalogue.indicators.values():
        if _ranks(evidence, indicator):
            yield from _outside(evidence, indicator)


def _outside(evidence: Evidence, indicator: IndicatorKind) -> Iterator[Finding]:
    figures = evidence.figures
    places = figures[figures["measure"] == indicator.numerator].reset_index(names="line")
    bases = figures[figures["measure"] == indicator.denominator]
    pairs = places.merge(bases, on=["day", "region", "segment"], how="left", suffixes=("", "_base"))
    outside = pairs[(pairs["number"] < 1) | (pairs["number"] > pairs["number_base"])]
    for line, place, base in zip(outside["line"], outside["number"], outside["number_base"], strict=True):
        if pd.isna(base):
            reason = message("rank {place} is none; the first place is 1", place=int(place))
        else:
            reason = message("rank {place} lies outside 1 to {base}", place=int(place), base=int(base))
        yield evidence.figure("rank", Severity.HOLD, line, reason)


PARTS = (
    Rule(
        "part",
        Severity.HOLD,
        message("Is no part larger than its whole (active and registered, active and potential)? Construction may be."),
        message("Look up both numbers in their source; correct the one that is wrong."),
        judge_parts,
    ),
    Rule(
        "rank",
        Severity.HOLD,
        message("Does each rank lie between 1 and the number of provinces ranked?"),
        message("Look up the rank and its base."),
        judge_ranks,
    ),
)
