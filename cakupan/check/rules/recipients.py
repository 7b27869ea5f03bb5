"""Rules for the list of recipients: they are judged when it is read, and keep no report from being made."""

from cakupan.check.rules.rule import Rule
from cakupan.message import message
from cakupan.model import Severity

RECIPIENTS = (
    Rule(
        "address",
        Severity.ERROR,
        message("Is each address that of one agency only, and does it stand once for a region?"),
        message("Ask whose mailbox it is; take out the row that is wrong, or end the older one (valid_until)."),
    ),
    Rule(
        "domain",
        Severity.ERROR,
        message("Is each address at a domain that may be written to?"),
        message("Ask for the agency's own address; a new domain is added to the settings by whoever answers for it."),
    ),
    Rule(
        "reviewed",
        Severity.WARNING,
        message("Was each address reviewed within the last twelve months?"),
        message("Ask the agency whether it still is theirs, and write the day into reviewed_on."),
    ),
    Rule(
        "recipient",
        Severity.WARNING,
        message("Is there somebody for each region to be written to?"),
        message("Add a row to recipients.csv, or leave it where nobody is to get that report."),
    ),
    Rule(
        "valid",
        Severity.NOTE,
        message("Is each recipient valid today?"),
        message("Nothing where it is right; else correct valid_from or valid_until."),
    ),
)
