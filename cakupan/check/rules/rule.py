"""What a rule is, and what it sees when it judges."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cakupan.catalogue import Catalogue
from cakupan.message import Message
from cakupan.model import Finding, Limits, Province, Severity, Where

KEY = ["day", "region", "measure", "segment"]  # a month and its last day are the same day
SERIES = ["region", "measure", "segment"]
PERSONS_AND_THINGS = ("persons", "firms", "permits")  # units that add up; ranks do not


@dataclass(frozen=True)
class Evidence:
    """All that rules may see.

    `figures` are the believed rows with a day, by their line in figures.csv: day, as_of,
    region, measure, segment, value (Decimal), unit, precision, source; besides `number`,
    the value as float, and `slack`, by how much the truth may lie beside it. `targets`
    are the believed rows of targets.csv, with `due`; `regions` is regions.csv as it was
    handed in. `today` is None when no day is to be called the future.
    """

    figures: pd.DataFrame
    targets: pd.DataFrame
    regions: pd.DataFrame
    province: Province
    catalogue: Catalogue
    today: dt.date | None
    limits: Limits
    places: Mapping[str, Callable[[int, str], Where]]

    @property
    def counts(self) -> pd.DataFrame:
        """The figures that count persons, firms or permits."""
        return self.figures[self.figures["unit"].isin(PERSONS_AND_THINGS)]

    def label(self, measure: str) -> Message:
        """What a measure or a target is called."""
        kinds = {**self.catalogue.measures, **self.catalogue.targets}
        return Message(kinds[measure].label)

    def tolerance(self, source: str) -> float:
        """The share of a total, as a fraction, by which sums of this source may miss it."""
        return self.province.tolerance.get(source, 0) / 100

    def figure(self, rule: str, severity: Severity, line: int, reason: Message) -> Finding:
        """A finding about the value in a line of figures.csv."""
        where = self.places["figures"](line, "value")
        measure = str(self.figures.loc[line, "measure"])
        return Finding(rule, severity, where, reason, *_whose(self.figures, line), measure=measure)

    def target(self, rule: str, severity: Severity, line: int, column: str, reason: Message) -> Finding:
        """A finding about a cell in a line of targets.csv."""
        where = self.places["targets"](line, column)
        return Finding(rule, severity, where, reason, *_whose(self.targets, line), stated=True)


def _whose(rows: pd.DataFrame, line: int) -> tuple[str, dt.date]:
    stamp: Any = rows.loc[line, "as_of"]
    return str(rows.loc[line, "region"]), stamp.day


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Its rows, each cell by the name of its column."""
    return iter(frame.itertuples())


Judge = Callable[[Evidence], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """A small named thing: what it asks, how severe its findings are at most, and what to do about one.

    Without `judge` it is a rule of form, and is judged while cells are read.
    """

    id: str
    severity: Severity
    asks: Message
    remedy: Message
    judge: Judge | None = None
