"""Figures that a form shows for comparison: where they are not what the data say, somebody wrote over them."""

from collections.abc import Iterator, Sequence

import pandas as pd

from cakupan.check.rules.rule import SERIES, rows_of
from cakupan.layout import Shown
from cakupan.message import message
from cakupan.model import Finding, Severity
from cakupan.period import Period

Known = dict[tuple[str, str, str], list[tuple[pd.Timestamp, float]]]


def check_before(figures: pd.DataFrame, shown: Sequence[Shown]) -> Iterator[Finding]:
    """An error for each figure shown that is none of its region from before the month of its table.

    `figures` are the believed rows. Any earlier figure will do, for the form may be older than the newest of them.
    """
    known = _known(figures) if shown else {}
    for one in shown:
        first = pd.Timestamp(Period.of(one.as_of.day).first_day)
        past = known.get((one.region, one.measure, one.segment), ())
        earlier = [value for day, value in past if day < first]
        if earlier and not any(int(value) == int(one.value) for value in earlier):
            told = message(
                "{value} stands where the form shows the figure before, which was {before}; write into the white cell "
                "beside it, and leave each region in its row",
                value=format(one.value, "f"),
                before=f"{earlier[-1]:.15g}",
            )
            yield Finding("before", Severity.ERROR, one.where, told)
        elif not earlier and one.alone:
            told = message(
                "{value} stands where the form shows the figure before, and there is none; write it into the white "
                "cell beside it",
                value=format(one.value, "f"),
            )
            yield Finding("before", Severity.ERROR, one.where, told)


def _known(figures: pd.DataFrame) -> Known:
    """By series, all days and values, the earliest first."""
    known: Known = {}
    for row in rows_of(figures[figures["precision"] != "undated"].sort_values([*SERIES, "day"], kind="stable")):
        known.setdefault((row.region, row.measure, row.segment), []).append((row.day, row.number))
    return known
