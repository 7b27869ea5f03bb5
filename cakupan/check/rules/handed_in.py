"""Rules for what branches hand in: they are judged while files are opened and sheets are laid out."""

from cakupan.check.rules.rule import Rule
from cakupan.message import message
from cakupan.model import Severity

HANDED_IN = (
    Rule(
        "personal",
        Severity.ERROR,
        message("Is what was handed in free of data of persons?"),
        message("Hand in counts by region only, and delete the file with the persons wherever it lies."),
    ),
    Rule(
        "hostile",
        Severity.ERROR,
        message("Is each file that was handed in a plain table of a sensible size?"),
        message("Ask for the table anew; do not open the file."),
    ),
    Rule(
        "file",
        Severity.ERROR,
        message("Can each file that was handed in be opened as a table?"),
        message("Save it as .xlsx or .csv, as the message says."),
    ),
    Rule(
        "layout",
        Severity.ERROR,
        message("Does each file hold a table with a row a region?"),
        message("Use the form that `template` writes."),
    ),
    Rule(
        "head",
        Severity.ERROR,
        message("Is the head of each column that is filled in understood?"),
        message("Use the words of the form, or take the column out."),
    ),
    Rule(
        "day",
        Severity.ERROR,
        message("Is the day of the figures named above their table?"),
        message("Write Posisi and the day above the table."),
    ),
    Rule(
        "scale",
        Severity.ERROR,
        message("Is every number written in full, not in thousands or millions, and none of them money?"),
        message("Write counts of persons in full, take the words out, and format the cells as plain numbers."),
    ),
    Rule(
        "name",
        Severity.ERROR,
        message("Is each row about one region, by name and code?"),
        message("Correct the name or the code of the region, as the message says."),
    ),
    Rule(
        "before",
        Severity.ERROR,
        message("Do the figures before, which the form shows beside the empty cells, stand as they were?"),
        message("Write into the white cells only and leave each region in its row, or fetch a new form."),
    ),
    Rule(
        "sheet-sum",
        Severity.WARNING,
        message("Do the rows of a sheet add up to its own sum?"),
        message("Look for the row that is wrong, or correct the sum."),
    ),
    Rule(
        "remark",
        Severity.WARNING,
        message(
            "Does no remark say that the figures beside it are others than their column says (target, last month)?"
        ),
        message("Ask the branch; take out figures that are not counted, or not of the day."),
    ),
    Rule(
        "repair",
        Severity.NOTE,
        message("Was anything mended while a file was read?"),
        message("Nothing where it is right; else correct the file."),
    ),
    Rule(
        "unseen",
        Severity.NOTE,
        message("Does no figure stand in a hidden row or column, or struck through?"),
        message("Nothing where they count; else delete them, for they are taken."),
    ),
    Rule(
        "left",
        Severity.NOTE,
        message("Was anything seen and not taken?"),
        message("Nothing where it is not needed."),
    ),
)
