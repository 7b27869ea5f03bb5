"""The catalogue of rules: small named things that judge the believed rows of a province, each other and their past."""

from collections.abc import Iterator
from dataclasses import replace

from cakupan.check.rules.complete import COMPLETE
from cakupan.check.rules.days import DAYS
from cakupan.check.rules.digits import DIGITS
from cakupan.check.rules.form import FORM
from cakupan.check.rules.gates import GATES
from cakupan.check.rules.handed_in import HANDED_IN
from cakupan.check.rules.history import HISTORY
from cakupan.check.rules.parts import PARTS
from cakupan.check.rules.places import PLACES
from cakupan.check.rules.rates import RATES
from cakupan.check.rules.recipients import RECIPIENTS
from cakupan.check.rules.rule import Evidence, Rule
from cakupan.check.rules.sums import SUMS
from cakupan.check.rules.timetable import TIMETABLE
from cakupan.model import Finding, Kind, Severity

RULES = (
    *FORM, *HANDED_IN, *PARTS, *SUMS, *PLACES, *DIGITS, *DAYS, *RATES, *HISTORY, *COMPLETE, *GATES, *RECIPIENTS,
    *TIMETABLE,
)  # fmt: skip
BY_ID = {rule.id: rule for rule in RULES}


def judge(evidence: Evidence) -> Iterator[Finding]:
    """What every rule finds. Of a branch there is no report to hold, so its findings are told only."""
    for rule in RULES:
        for finding in rule.judge(evidence) if rule.judge else ():
            region = evidence.province.regions[finding.region]
            told = finding.severity is Severity.HOLD and region.kind is Kind.BRANCH
            yield replace(finding, severity=Severity.WARNING) if told else finding


__all__ = ["BY_ID", "RULES", "Evidence", "Rule", "judge"]
