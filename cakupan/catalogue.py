"""The catalogue: which measures, targets and indicators there are. Read once a process."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "catalogue.toml"


@dataclass(frozen=True)
class MeasureKind:
    """What a measure counts: its unit, and the message id of its label.

    For a counted target, `reached` is the measure that tells how much of it was reached.
    `signed`: it may be below zero. `yearly`: it is counted from the first of January on,
    so it only grows until the year ends.
    """

    unit: str
    label: str
    reached: str | None = None
    signed: bool = False
    yearly: bool = False


@dataclass(frozen=True)
class IndicatorKind:
    """A rate: numerator / denominator x 100.

    `published` is the measure that carries the rate where its counts were not
    published. `exceeds` lists the segments whose numerator may be above the denominator.
    """

    numerator: str
    denominator: str
    exceeds: tuple[str, ...]
    label: str
    published: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """All of catalogue.toml."""

    segments: tuple[str, ...]
    precisions: tuple[str, ...]
    units: Mapping[str, str]
    measures: Mapping[str, MeasureKind]
    targets: Mapping[str, MeasureKind]
    indicators: Mapping[str, IndicatorKind]


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships with the program."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Catalogue(
        segments=tuple(data["segments"]),
        precisions=tuple(data["precisions"]),
        units=data["units"],
        measures={name: MeasureKind(**row) for name, row in data["measures"].items()},
        targets={name: MeasureKind(**row) for name, row in data["targets"].items()},
        indicators={
            name: IndicatorKind(**{**row, "exceeds": tuple(row["exceeds"])}) for name, row in data["indicators"].items()
        },
    )
