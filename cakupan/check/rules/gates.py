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
)
