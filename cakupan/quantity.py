"""Figures as they are written: a number together with how finely and how surely it is known."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


def rounding_step(value: Decimal) -> Decimal:
    """How coarse a round figure is: the place of its last digit that is not zero.

    580000 -> 10000 ("sekitar 580 ribu"), 44 -> 1, 41.38 -> 0.01, 0 -> 1.
    """
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "a figure is finite: the door of the tables sees to it"
    return Decimal(1).scaleb(exponent) if value else Decimal(1)


@dataclass(frozen=True)
class Percent:
    """A rate in per cent, written with `places` decimals."""

    value: Decimal
    places: int = 2
    about: bool = False


@dataclass(frozen=True)
class Points:
    """A difference between two rates in percentage points; the sign is left to the words."""

    value: Decimal
    places: int = 2
    about: bool = False

    @property
    def rounded(self) -> Decimal:
        """The size as it is written."""
        return abs(self.value).quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)


@dataclass(frozen=True)
class Count:
    """A whole number of persons, firms or villages.

    `step` > 1: known only to that step; written rounded to it, in words where a
    newspaper would ("580 ribu"). `about` puts "sekitar" before it.
    """

    value: int
    step: int = 1
    about: bool = False

    @property
    def size(self) -> "Count":
        """The number without its sign, for words that say the direction."""
        return Count(abs(self.value), self.step, self.about)

    @property
    def rounded(self) -> int:
        """The number as it is written."""
        return int((Decimal(self.value) / self.step).quantize(Decimal(1), ROUND_HALF_UP)) * self.step


@dataclass(frozen=True)
class Rupiah:
    """An amount of money, written in full: Rp16.800; `about` puts "sekitar" before it."""

    value: int
    about: bool = False


@dataclass(frozen=True)
class Month:
    """A day written as its month and year only: "Mei 2025"."""

    year: int
    month: int


@dataclass(frozen=True)
class Weekday:
    """A day written with its weekday: "Sel 1 Apr 2025"."""

    day: dt.date
