"""What judging goes by, and what was let through by somebody who signs for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cakupan.message import Message, message
from cakupan.model.handed_in import Finding, Grid, Severity


@dataclass(frozen=True)
class Limits:
    """How far figures may go before a rule speaks.

    `jump_factor`: so many times the largest monthly change of a region's own past.
    `unchanged_months`: a denominator that stays the same for so long is told.
    `complete`: per cent of the regencies and cities of which a total is made.
    `restated_percent`: a headline that differs by more than so much of what was published holds.
    `small_cell`: a count of persons in village institutions below it is withheld; 0: none is.
    `stale_months`: a region whose newest figure is older than so many months before the
    period is held; 0: none is.
    """

    jump_factor: int = 3
    unchanged_months: int = 12
    complete: int = 100
    restated_percent: float = 0.5
    small_cell: int = 5
    stale_months: int = 0


@dataclass(frozen=True)
class Acceptance:
    """What somebody lets through: one finding that holds, of a rule and a region ("" where there is but one)."""

    rule: str
    region: str
    reason: str
    by: str

    @classmethod
    def parse(cls, name: str, reason: str, by: str) -> "Acceptance":
        """From "part:15.01", or "part" where there is but one."""
        rule, _, region = name.partition(":")
        return cls(rule, region, reason, by)


@dataclass(frozen=True)
class Accepted:
    """A finding that held and was let through, with the reason and the name of who signs for it."""

    finding: Finding
    reason: str
    by: str

    @property
    def signature(self) -> Message:
        """Who signs for it, and why."""
        return message("let through by {name}: {reason}", name=self.by, reason=self.reason)


@dataclass(frozen=True)
class Advised:
    """A finding and what to do about it."""

    finding: Finding
    remedy: Message


@dataclass(frozen=True)
class Verdict:
    """What was found in a province folder, what blocks first; `rows` figures were read and believed.

    `grids` are what was read of the files that were handed in; None where the folder itself could not be read.
    """

    folder: str
    rows: int
    findings: tuple[Advised, ...]
    grids: Sequence[Grid] | None = ()

    def count(self, severity: Severity) -> int:
        """How many findings are of one severity."""
        return sum(advised.finding.severity is severity for advised in self.findings)

    @property
    def summary(self) -> Message:
        """How many figures, and how many findings of each severity."""
        return message(
            "{rows} figures, {errors} errors, {holds} held, {warnings} warnings, {notes} notes",
            rows=self.rows,
            errors=self.count(Severity.ERROR),
            holds=self.count(Severity.HOLD),
            warnings=self.count(Severity.WARNING),
            notes=self.count(Severity.NOTE),
        )

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity, the weightiest first."""
        return {severity: self.count(severity) for severity in Severity}
