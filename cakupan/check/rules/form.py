"""Rules of form: they are judged while the folder is read, file by file, then cell by cell."""

from cakupan.check.rules.rule import Rule
from cakupan.message import message
from cakupan.model import Severity

FORM = (
    Rule(
        "table",
        Severity.ERROR,
        message("Is each table of the folder there, as text that can be read?"),
        message("Put it there as docs/data.md says: CSV in UTF-8, with commas, each row as long as the head."),
    ),
    Rule(
        "query",
        Severity.ERROR,
        message("Does the database answer the query that stands in place of figures.csv?"),
        message("Correct figures.sql or database.toml, as the message says."),
    ),
    Rule(
        "changed",
        Severity.ERROR,
        message("Did the folder stay as it was while it was read?"),
        message("Run again once nobody writes there any more."),
    ),
    Rule(
        "machine",
        Severity.ERROR,
        message("Can this machine start what opens strangers' files?"),
        message("Nothing is wrong with the files: mend the machine, as the message says, and run again."),
    ),
    Rule(
        "columns",
        Severity.ERROR,
        message("Are all columns there, each once, and none besides?"),
        message("Name the columns as docs/data.md does."),
    ),
    Rule(
        "description",
        Severity.ERROR,
        message("Does the province describe itself with known keys?"),
        message("Correct province.toml."),
    ),
    Rule(
        "cell",
        Severity.ERROR,
        message("Is each cell what its column expects?"),
        message("Write the cell as the message says; look up the number in its source."),
    ),
    Rule(
        "unit",
        Severity.ERROR,
        message("Is each figure in the unit of its measure?"),
        message("Firms are no persons: find out which is meant, then correct the unit or the measure."),
    ),
    Rule(
        "count",
        Severity.ERROR,
        message("Is each count a plain whole number?"),
        message("Look up the number in its source: a separator, or a digit too many, may have got in."),
    ),
    Rule(
        "rate",
        Severity.ERROR,
        message("Does each rate lie between 0 and 100?"),
        message("Look for a lost decimal mark."),
    ),
    Rule(
        "duplicate",
        Severity.ERROR,
        message("Does each figure stand only once?"),
        message("Keep one of the two rows."),
    ),
    Rule(
        "region",
        Severity.ERROR,
        message("Does each region belong to its province and its branch?"),
        message("Correct the codes in regions.csv."),
    ),
    Rule(
        "order",
        Severity.ERROR,
        message("Does everything end after it starts?"),
        message("Correct the month that is wrong."),
    ),
)
