"""The gate of what was published: a headline that is not what an edition said of its day needs a written reason."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from cakupan.message import message
from cakupan.model import FigureChange, Figures, Finding, Severity, Where

HEADLINES = (
    "active", "potential", "registered", "coverage_rate", "rank",
    "village_active", "village_potential", "village_rate",
)  # fmt: skip


def hold_restated(figures: Figures, restated: Iterable[FigureChange], cutoff: dt.date, percent: float) -> Figures:
    """The figures with a hold for each headline that is gone, or further than `percent` of it from what was published.

    Of days after the cutoff nothing is said in this report, so nothing is held for them.
    """
    changes = (change for change in restated if change.old and change.old.as_of.day <= cutoff)
    return replace(figures, holds=(*figures.holds, *_apart(figures, changes, Decimal(str(percent)))))


def _apart(figures: Figures, changes: Iterable[FigureChange], limit: Decimal) -> Iterator[Finding]:
    for change in sorted(changes, key=lambda c: (c.period, c.region, c.measure, c.edition)):
        old, new = change.old, change.new
        known = change.region in figures.province.regions
        if not (old and known and change.measure in HEADLINES and change.segment == "total"):
            continue
        if new and abs(new.value - old.value) * 100 <= limit * abs(old.value):
            continue
        reason = message(
            "{figure}: edition {number} of {period} said {old}, the data now say {new}",
            figure=change.name,
            number=change.edition,
            period=change.period,
            old=change.before,
            new=change.after or message("nothing"),
        )
        yield Finding("published", Severity.HOLD, Where("var/editions"), reason, change.region, old.as_of.day)
