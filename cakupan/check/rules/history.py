"""Rules of history: what a region's own past makes unlikely. Two readings are no history."""

from collections.abc import Iterator

import pandas as pd

from cakupan.check.rules.rule import SERIES, Evidence, Rule, rows_of
from cakupan.message import message
from cakupan.model import Finding, Severity
from cakupan.quantity import Percent

_LEAST_CHANGES = 3  # so many changes are a past to compare the next one with
_LEAST = 100  # a handful may double
_LEAST_JUMP = 0.05 + 1e-9  # a change below 5 per cent is no jump, however calm the past
_DAYS_A_MONTH = 365.25 / 12


def judge_jumps(evidence: Evidence) -> Iterator[Finding]:
    """A change a month may be so many times the largest one before, by share of the figure."""
    changes = _changes(evidence)
    too_far = (changes["size"] > evidence.limits.jump_factor * changes["largest"]) & (changes["share"] > _LEAST_JUMP)
    for row in rows_of(changes[too_far & (changes["past"] >= _LEAST_CHANGES)]):
        reason = message(
            "{measure}, {segment}: from {before} to {value} is {share}; the largest a month before was {largest}",
            measure=evidence.label(row.measure),
            segment=row.segment,
            before=int(row.before),
            value=int(row.number),
            share=Percent(round(row.share * 100, 1), 1),
            largest=Percent(round(row.largest * 100, 1), 1),
        )
        yield evidence.figure("jump", Severity.WARNING, row.line, reason)


def _changes(evidence: Evidence) -> pd.DataFrame:
    """Each count beside the one before: `share` of change, `size` a month, the `largest` size before, `past` sizes."""
    counts = evidence.counts
    yearly = [name for name, kind in evidence.catalogue.measures.items() if kind.yearly]
    steady = counts[(counts["precision"] != "rounded") & ~counts["measure"].isin(yearly)]
    ordered = steady.reset_index(names="line").sort_values([*SERIES, "day"], kind="stable")
    before = ordered.groupby(SERIES, sort=False)[["number", "day"]].shift()
    ordered = ordered.assign(before=before["number"], since=before["day"])
    changes = ordered[ordered["before"] >= _LEAST]
    share = (changes["number"] / changes["before"] - 1).abs()
    months = ((changes["day"] - changes["since"]).dt.days / _DAYS_A_MONTH).clip(lower=1)
    changes = changes.assign(share=share, size=share / months)
    largest = changes.groupby(SERIES, sort=False)["size"].cummax()
    past = changes.groupby(SERIES, sort=False)
    return changes.assign(
        largest=largest.groupby([changes[k] for k in SERIES], sort=False).shift(), past=past.cumcount()
    )


def judge_unchanged(evidence: Evidence) -> Iterator[Finding]:
    """A denominator that the newest figures repeat for months is told; it may well be right."""
    wholes = {indicator.denominator for indicator in evidence.catalogue.indicators.values() if indicator.published}
    figures = evidence.figures
    of_interest = (
        figures["measure"].isin(wholes) & (figures["segment"] == "total") & (figures["precision"] != "rounded")
    )
    ordered = figures[of_interest].reset_index(names="line").sort_values([*SERIES, "day"], kind="stable")
    last = ordered.groupby(SERIES, sort=False)["number"].transform("last")
    others = ordered[ordered["number"] != last].groupby(SERIES, as_index=False)
    ordered = ordered.merge(others.agg(changed=("day", "max")), on=SERIES, how="left")
    same = ordered[ordered["changed"].isna() | (ordered["day"] > ordered["changed"])].groupby(SERIES, as_index=False)
    for row in rows_of(same.agg(line=("line", "last"), first=("day", "first"), newest=("day", "last"))):
        months = (row.newest.year - row.first.year) * 12 + row.newest.month - row.first.month
        if months >= evidence.limits.unchanged_months:
            reason = message(
                "{measure} stays the same from {first} to {newest}, {months} months",
                measure=evidence.label(row.measure),
                first=row.first.date(),
                newest=row.newest.date(),
                months=months,
            )
            yield evidence.figure("unchanged", Severity.WARNING, int(row.line), reason)


def judge_falls(evidence: Evidence) -> Iterator[Finding]:
    """What is counted from the first of January on only grows until the year ends."""
    yearly = [name for name, kind in evidence.catalogue.measures.items() if kind.yearly]
    figures = evidence.figures[evidence.figures["measure"].isin(yearly)]
    ordered = figures.reset_index(names="line").sort_values([*SERIES, "day"], kind="stable")
    before = ordered.groupby([*SERIES, ordered["day"].dt.year], sort=False)[["number", "slack"]].shift()
    falls = ordered["number"] + ordered["slack"] < before["number"] - before["slack"]
    for row in rows_of(ordered.assign(before=before["number"])[falls]):
        reason = message(
            "{measure}, {segment}: falls from {before} to {value} within the year",
            measure=evidence.label(row.measure),
            segment=row.segment,
            before=int(row.before),
            value=int(row.number),
        )
        yield evidence.figure("falls", Severity.WARNING, row.line, reason)


HISTORY = (
    Rule(
        "jump",
        Severity.WARNING,
        message("Does no count jump beyond its region's own past?"),
        message("Ask the source what happened: funds that end, a campaign, another way of counting."),
        judge_jumps,
    ),
    Rule(
        "unchanged",
        Severity.WARNING,
        message("Is no denominator the same for many months?"),
        message("Ask for the newer potential; until then say that it is an old one."),
        judge_unchanged,
    ),
    Rule(
        "falls",
        Severity.WARNING,
        message("Does no count of the year so far fall before the year ends?"),
        message("Ask whether it counts the year or the month, and which of the two numbers was corrected."),
        judge_falls,
    ),
)
