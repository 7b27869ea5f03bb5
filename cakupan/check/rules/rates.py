"""Rules of rates: a published rate is what its counts give, a target in workers what its rate gives."""

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from cakupan.catalogue import IndicatorKind
from cakupan.check.rules.rule import Evidence, Rule, rows_of
from cakupan.message import message
from cakupan.model import Finding, Severity
from cakupan.quantity import Count, Percent, rounding_step

_OLDEST = pd.Timedelta(days=731)  # as old as the whole of a rate may be
_HAIR = 1e-9  # binary fractions are not quite what they are written as
_DAY = ["day", "region", "segment"]


def judge_rates(evidence: Evidence) -> Iterator[Finding]:
    """A published rate lies within its last digit of what the counts of its day give."""
    for indicator in evidence.catalogue.indicators.values():
        if indicator.published:
            yield from _differing(evidence, indicator, indicator.published)


def _differing(evidence: Evidence, indicator: IndicatorKind, published: str) -> Iterator[Finding]:
    rates = _counted_rates(evidence, indicator, published)
    part, whole, off = rates["number_part"], rates["number_whole"], rates["value"].map(_half_a_digit)
    lowest = (part - rates["slack_part"]) / (whole + rates["slack_whole"]) * 100
    highest = (part + rates["slack_part"]) / (whole - rates["slack_whole"]) * 100
    wrong = (rates["number"] + off < lowest - _HAIR) | (rates["number"] - off > highest + _HAIR)
    for row in rows_of(rates[wrong]):
        reason = message(
            "{published} was published; {part} of {whole} is {computed}",
            published=_percent(row.value),
            part=int(row.number_part),
            whole=int(row.number_whole),
            computed=Percent(Decimal(int(row.number_part)) / int(row.number_whole) * 100),
        )
        yield evidence.figure("recomputed", Severity.WARNING, row.line, reason)


def _counted_rates(evidence: Evidence, indicator: IndicatorKind, published: str) -> pd.DataFrame:
    """The published rates whose two counts are known on the same day."""
    figures = evidence.figures
    numbers = figures[[*_DAY, "number", "slack"]]
    part = numbers[figures["measure"] == indicator.numerator]
    whole = numbers[(figures["measure"] == indicator.denominator) & (figures["number"] > 0)]
    rates = figures[figures["measure"] == published].reset_index(names="line")
    rates = rates.merge(part, on=_DAY, suffixes=("", "_part"))
    return rates.merge(whole, on=_DAY, suffixes=("", "_whole"))


def _percent(value: Decimal) -> Percent:
    """A rate with the decimals it was written with."""
    return Percent(value, len(str(value).partition(".")[2]))


def _half_a_digit(value: Decimal) -> float:
    return 0.5 * 10.0 ** -_percent(value).places


def judge_targets(evidence: Evidence) -> Iterator[Finding]:
    """A target in workers is its rate of the newest potential when it was stated."""
    targets = evidence.targets
    counts = targets[targets["measure"] == "target_active"].reset_index(names="line")
    rates = targets[targets["measure"] == "target_rate"]
    pairs = counts.merge(rates, on=["due", "region", "segment"], suffixes=("", "_rate"))
    pairs = pairs.drop_duplicates(["line", "value_rate"]).sort_values("day", kind="stable")
    figures = evidence.figures
    known = figures[(figures["measure"] == "potential") & (figures["precision"] != "rounded")]
    wholes = known[["day", "region", "segment", "number", "slack"]].sort_values("day", kind="stable")
    by = ["region", "segment"]
    beside = pd.merge_asof(pairs, wholes, on="day", by=by, suffixes=("", "_whole"), tolerance=_OLDEST)
    for row in rows_of(beside.dropna(subset=["number_whole"])):
        yield from _target(evidence, row)


def _target(evidence: Evidence, row: Any) -> Iterator[Finding]:
    expected = row.value_rate * int(row.number_whole) / 100
    step = rounding_step(row.value) / 2 if row.precision != "exact" else Decimal(1)
    if abs(row.value - expected) > step + Decimal(row.slack_whole) * row.value_rate / 100:
        reason = message(
            "a target of {count} workers is {share} of the potential of {whole}; the target of {rate} is {computed}",
            count=Count(int(row.value), int(step * 2) if step > 1 else 1),
            share=Percent(row.value / max(int(row.number_whole), 1) * 100),
            whole=int(row.number_whole),
            rate=_percent(row.value_rate),
            computed=math.ceil(expected),
        )
        yield evidence.target("target", Severity.WARNING, row.line, "value", reason)


RATES = (
    Rule(
        "recomputed",
        Severity.WARNING,
        message("Is each published rate what its own counts give, within its last digit?"),
        message("Compare the rate and both counts with their source."),
        judge_rates,
    ),
    Rule(
        "target",
        Severity.WARNING,
        message("Is each target in workers what its target rate gives?"),
        message("Ask which of the two was decided; both are kept, and the report computes from the rate."),
        judge_targets,
    ),
)
