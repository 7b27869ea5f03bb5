"""The rule of days: nothing is known of a day that has not come."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from cakupan.check.rules.rule import Evidence, Rule, rows_of
from cakupan.message import Message, message
from cakupan.model import Finding, Severity
from cakupan.period import AsOf


def judge_days(evidence: Evidence) -> Iterator[Finding]:
    """No figure and no stated target is of a day after today; a month that has begun is not after it.

    The day is wrong, so nobody knows which period it is of: the finding is of every day.
    """
    today = evidence.today
    if today is None:
        return
    for line, stamp in _after(evidence.figures, today):
        finding = evidence.figure("future", Severity.HOLD, line, _not_yet(stamp, today))
        yield replace(finding, day=None)
    dated = evidence.targets[evidence.targets["precision"] != "undated"]
    for line, stamp in _after(dated, today):
        finding = evidence.target("future", Severity.HOLD, line, "as_of", _not_yet(stamp, today))
        yield replace(finding, day=None)


def _after(rows: pd.DataFrame, today: dt.date) -> Iterator[tuple[int, AsOf]]:
    for row in rows_of(rows[rows["day"] > pd.Timestamp(today)]):
        first = row.as_of.day.replace(day=1) if row.as_of.whole_month else row.as_of.day
        if first > today:
            yield row.Index, row.as_of


def _not_yet(stamp: AsOf, today: dt.date) -> Message:
    return message("{day} lies in the future; today is {today}", day=stamp, today=today)


DAYS = (
    Rule(
        "future",
        Severity.HOLD,
        message("Is no figure of a day that has not come yet?"),
        message("Correct the year or the month; day and month may be swapped."),
        judge_days,
    ),
)
