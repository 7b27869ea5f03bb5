"""What comes of a sheet: tidy rows, each with its place, and what was found on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from cakupan.message import Message
from cakupan.model import Finding, Severity, Where
from cakupan.period import AsOf

COLUMNS = ("as_of", "region", "measure", "segment", "value", "unit", "precision", "source")
FIRST_LINE = 1_000_000  # lines of workbooks are counted from here, so that none is taken for one of figures.csv


@dataclass(frozen=True)
class Shown:
    """A figure that is shown for comparison, as of before the day of its table; `alone` where none stands beside it."""

    where: Where
    as_of: AsOf
    region: str
    measure: str
    segment: str
    value: Decimal
    alone: bool


@dataclass
class LaidOut:
    """Tidy rows in the order of COLUMNS, all text as a tidy table holds it; findings that are errors end the run."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    places: list[Where] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)

    def add(self, where: Where, row: tuple[str, ...]) -> None:
        """A figure and where it stands."""
        self.rows.append(row)
        self.places.append(where)

    def refuse(self, where: Where, reason: Message, rule: str) -> None:
        """A place that cannot be read."""
        self.findings.append(Finding(rule, Severity.ERROR, where, reason))

    def note(self, where: Where, what: Message, rule: str) -> None:
        """A repair, or something that was left."""
        self.findings.append(Finding(rule, Severity.NOTE, where, what))

    def warn(self, where: Where, what: Message, rule: str, measure: str = "") -> None:
        """Something that does not agree, of a measure where it has figures in it."""
        self.findings.append(Finding(rule, Severity.WARNING, where, what, measure=measure))

    def extend(self, others: Iterable["LaidOut"]) -> None:
        """Take over what other sheets gave."""
        for other in others:
            self.rows += other.rows
            self.places += other.places
            self.findings += other.findings
            self.shown += other.shown
