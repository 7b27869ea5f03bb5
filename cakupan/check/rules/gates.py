"""Rules about a month, not about a row: they are judged when the period is chosen."""

from cakupan.check.rules.rule import Rule
from cakupan.message import message
from cakupan.model import Severity

GATES = (
    Rule(
        "stale",
        Severity.HOLD,
        message("Is the newest figure of each region young enough for the month (rules.stale_months)?"),
        message("Ask the branch for the month's figures; where there are none, let the region through by name."),
    ),
    Rule(
        "published",
        Severity.HOLD,
        message("Is each headline what an edition said of the same day, but for rules.restated_percent of it?"),
        message("Find out which is right: correct the data, or let it through; the reason stands in its report."),
    ),
)
