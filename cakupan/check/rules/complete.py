"""The rule of completeness: a month in which some are missing and nobody gave the province's figure."""

from collections.abc import Iterator
from dataclasses import replace

from cakupan.check.rules.rule import Evidence, Rule
from cakupan.message import message
from cakupan.model import Finding, Severity
from cakupan.period import Period

COUNTED = "active"  # whoever hands in a month, hands in this
_MOST = 0.5  # of the regencies and cities; with fewer in, nobody is gathering a month, somebody published a figure


def judge_incomplete(evidence: Evidence) -> Iterator[Finding]:
    """Most regencies and cities are in for a month, too few for a total; said where the newest of them stands."""
    figures, members, province = evidence.figures, evidence.province.members, evidence.province.region.code
    rows = figures[(figures["measure"] == COUNTED) & (figures["segment"] == "total")]
    for _, handed_in in rows.groupby([rows["day"].dt.year, rows["day"].dt.month]):
        codes = set(handed_in["region"])
        absent = tuple(member.short for member in members if member.code not in codes)
        number = len(members) - len(absent)
        given = province in codes or number * 100 >= evidence.limits.complete * len(members)
        if given or number <= _MOST * len(members):
            continue
        reason = message(
            "{period}: {number} of {all} regencies and cities are in, {names} are missing; no total is made",
            period=Period.of(handed_in["day"].max().date()),
            number=number,
            all=len(members),
            names=absent,
        )
        told = evidence.figure("incomplete", Severity.WARNING, int(handed_in.index.max()), reason)
        yield replace(told, region=province)


COMPLETE = (
    Rule(
        "incomplete",
        Severity.WARNING,
        message("Are all regencies and cities in, where a month is gathered and nobody gave the province's figure?"),
        message("Ask those that are missing, or make the total of fewer (rules.complete); every page then names them."),
        judge_incomplete,
    ),
)
