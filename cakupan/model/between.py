"""What happened among the regencies from the reading before to the newest one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.period import AsOf

if TYPE_CHECKING:
    from cakupan.model.indicators import Indicator


@dataclass(frozen=True)
class Between:
    """The regencies' coverage at the reading before and now.

    `before` and `now` are the days most of them have; a reading may be of another. `both` have a new figure
    and one before it, `alone` have one of the two only. `overtaker` passed the `overtaken` (highest first), told
    only of those with figures of the same two days and beyond what rounding hides. `foremost` rose the most, or fell
    the most where none rose: equals share it, and of more than three it is nobody.
    """

    before: AsOf
    now: AsOf
    both: tuple["Indicator", ...]
    alone: tuple["Indicator", ...]
    rising: int
    falling: int
    overtaker: "Indicator | None"
    overtaken: tuple["Indicator", ...]
    foremost: tuple["Indicator", ...]

    @property
    def told(self) -> tuple["Indicator", ...]:
        """Those the title names as the ones that moved: who overtakes, else the foremost."""
        return (self.overtaker,) if self.overtaker else self.foremost
