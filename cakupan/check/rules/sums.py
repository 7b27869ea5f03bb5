"""Rules of sums: segments make their total, regencies and cities their province."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from cakupan.check.rules.rule import KEY, Evidence, Rule, rows_of
from cakupan.message import message
from cakupan.model import Finding, Severity
from cakupan.quantity import Percent

_MAIN = ("PU", "BPU", "Jakon")  # with one of these missing, a sum may well be too small
_NO_SUM = ("gap_to_target",)  # each region has a gap of its own, to a target of its own
_SAME = ["day", "region", "measure"]


def unequal_segments(evidence: Evidence) -> pd.DataFrame:
    """The totals that their segments do not give: line, number, added, slack, exact, source.

    A sum that is too large always counts; one that is too small only where every
    segment is there that this region ever tells of this measure.
    """
    counts = evidence.counts
    in_total = counts["segment"] == "total"
    parts = counts[~in_total]
    parts = parts.assign(
        main=parts["segment"].isin(_MAIN), pmi=parts["segment"] == "PMI", exact=parts["precision"] == "exact"
    )
    added = parts.groupby(_SAME, as_index=False).agg(
        added=("number", "sum"), add_slack=("slack", "sum"), main=("main", "sum"), pmi=("pmi", "sum"),
        all_exact=("exact", "all"),
    )  # fmt: skip
    tells_pmi = parts.groupby(["region", "measure"], as_index=False).agg(tells_pmi=("pmi", "any"))
    totals = counts[in_total].reset_index(names="line").merge(added, on=_SAME)
    totals = totals.merge(tells_pmi, on=["region", "measure"])
    complete = (totals["main"] == len(_MAIN)) & (totals["pmi"].astype(bool) | ~totals["tells_pmi"].astype(bool))
    totals["slack"] += totals["add_slack"]
    totals["exact"] = totals["all_exact"].astype(bool) & (totals["precision"] == "exact")
    return totals[_apart(totals, complete)]


def _apart(totals: pd.DataFrame, complete: pd.Series) -> pd.Series:
    over = totals["added"] - totals["number"]
    return (over > totals["slack"]) | (complete & (-over > totals["slack"]))


def judge_segments(evidence: Evidence) -> Iterator[Finding]:
    """Exact segments give their exact total; within the source's tolerance, or where one is not exact, it is told."""
    for row in rows_of(unequal_segments(evidence)):
        reason = message(
            "{measure}: the segments add up to {added}, the total is {total}; {apart} apart ({share})",
            measure=evidence.label(row.measure),
            added=int(row.added),
            total=int(row.number),
            apart=_distance(row),
            share=_share(row),
        )
        severity = Severity.HOLD if row.exact and not _within(evidence, row) else Severity.WARNING
        yield evidence.figure("segments", severity, row.line, reason)


def judge_regencies(evidence: Evidence) -> Iterator[Finding]:
    """All regencies and cities give their province; some of them never more than it."""
    for row in rows_of(_unequal_regencies(evidence)):
        reason = message(
            "{measure}, {segment}: {number} regencies and cities add up to {added}, the province has {total}; "
            "{apart} apart ({share})",
            measure=evidence.label(row.measure),
            segment=row.segment,
            number=int(row.members),
            added=int(row.added),
            total=int(row.number),
            apart=_distance(row),
            share=_share(row),
        )
        severity = Severity.WARNING if _within(evidence, row) else Severity.HOLD
        yield evidence.figure("regencies", severity, row.line, reason)


def _unequal_regencies(evidence: Evidence) -> pd.DataFrame:
    counts = evidence.counts[~evidence.counts["measure"].isin(_NO_SUM)]
    codes = [member.code for member in evidence.province.members]
    key = [name for name in KEY if name != "region"]
    added = counts[counts["region"].isin(codes)].groupby(key, as_index=False)
    sums = added.agg(added=("number", "sum"), add_slack=("slack", "sum"), members=("number", "count"))
    totals = counts[counts["region"] == evidence.province.region.code].reset_index(names="line")
    totals = totals.merge(sums, on=key)
    totals["slack"] += totals["add_slack"]
    return totals[_apart(totals, totals["members"] == len(codes))]


def _distance(row: Any) -> int:
    return int(abs(row.added - row.number))


def _share(row: Any) -> Percent:
    """How far a sum is from its total, in per cent of the total."""
    return Percent(Decimal(_distance(row)) / max(int(row.number), 1) * 100)


def _within(evidence: Evidence, row: Any) -> bool:
    return bool(_distance(row) - row.slack <= evidence.tolerance(row.source) * row.number)


SUMS = (
    Rule(
        "segments",
        Severity.HOLD,
        message("Do the segments add up to their total?"),
        message(
            "Look for a lost digit or a number copied twice. A source that is known to be off gets a [tolerance] in "
            "province.toml."
        ),
        judge_segments,
    ),
    Rule(
        "regencies",
        Severity.HOLD,
        message("Do the regencies and cities add up to their province?"),
        message(
            "Look for a region that is missing, doubled or of another day. A source that is known to be off gets a "
            "[tolerance] in province.toml."
        ),
        judge_regencies,
    ),
)
