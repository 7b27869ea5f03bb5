"""What holds a region's report back, and what of it somebody lets through by name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from cakupan.check.rules import BY_ID, RULES
from cakupan.errors import RequestError
from cakupan.message import Message, message
from cakupan.model import Acceptance, Accepted, Figures, Finding, Severity
from cakupan.nearest import did_you_mean

_HOLDING = [rule.id for rule in RULES if rule.severity is Severity.HOLD]


def held(figures: Figures) -> Mapping[str, tuple[Finding, ...]]:
    """By region, what holds its report."""
    by_region: dict[str, tuple[Finding, ...]] = {}
    for finding in figures.holds:
        by_region[finding.region] = (*by_region.get(finding.region, ()), finding)
    return by_region


def without(figures: Figures, codes: Collection[str]) -> Figures:
    """The figures and targets of all other regions: what is held in one report stands in no other."""
    return replace(
        figures,
        series={key: series for key, series in figures.series.items() if key[0] not in codes},
        undated={key: series for key, series in figures.undated.items() if key[0] not in codes},
        targets={code: targets for code, targets in figures.targets.items() if code not in codes},
    )


def accept(figures: Figures, asked: Sequence[Acceptance]) -> Figures:
    """The figures with what was let through no longer holding, and recorded.

    RequestError names every one that matches nothing, with the nearest that is there, and
    every one that leaves open which region is meant.
    """
    problems = [problem for one in asked for problem in _problems(figures, one)]
    if problems:
        raise RequestError(*problems)
    signed = [(finding, next((one for one in asked if _matches(one, finding)), None)) for finding in figures.holds]
    return replace(
        figures,
        holds=tuple(finding for finding, one in signed if one is None),
        accepted=tuple(Accepted(finding, one.reason, one.by) for finding, one in signed if one),
    )


def _matches(one: Acceptance, finding: Finding) -> bool:
    return one.rule == finding.rule and one.region in ("", finding.region)


def name_of(finding: Finding) -> str:
    """By what a finding is let through: RULE:REGION."""
    return f"{finding.rule}:{finding.region}"


def _problems(figures: Figures, one: Acceptance) -> list[Message]:
    asked = f"{one.rule}:{one.region}" if one.region else one.rule
    if one.rule not in BY_ID:
        advice = did_you_mean(one.rule, _HOLDING)
        return [message("--accept {asked}: no such rule; {advice}", asked=asked, advice=advice)]
    holding = list(dict.fromkeys(map(name_of, figures.holds)))
    if not holding:
        return [message("--accept {asked}: no report is held, so there is nothing to let through", asked=asked)]
    matching = {name_of(finding) for finding in figures.holds if _matches(one, finding)}
    if not matching:
        return [
            message("--accept {asked}: holds no report; {advice}", asked=asked, advice=did_you_mean(asked, holding))
        ]
    if len(matching) > 1:
        names = ", ".join(name for name in holding if name in matching)
        return [message("--accept {asked}: several regions are held; name one of: {names}", asked=asked, names=names)]
    return []
