"""The dead man's switch: is there a delivered edition for everything that needs one? Asked of the ledger alone."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cakupan.ledger import Ledger
from cakupan.message import Message, message
from cakupan.model import Delivery, Due, Recipient, State, Task

_LOOK_BACK = dt.timedelta(days=14)  # what lies further back was told often enough


@dataclass(frozen=True)
class Hours:
    """When it is an alarm that something is not delivered.

    So long before a meeting begins, so long after a routine waits no more for figures; and so
    long after the clock knocked for the last time.
    """

    before_meeting: dt.timedelta
    after_due: dt.timedelta
    silent: dt.timedelta

    def alarm(self, due: Due) -> dt.datetime:
        """The moment from which a report that is not delivered is an alarm.

        Before a meeting never before it was due; a routine may wait for late figures first.
        """
        if due.meeting:
            return max(due.at, due.meeting.begins - self.before_meeting)
        return due.last + self.after_due


def alarms(
    ledger: Ledger,
    province: str,
    dues: Iterable[Due],
    recipients: Sequence[Recipient],
    hours: Hours,
    now: dt.datetime,
    zone: dt.tzinfo,
) -> Iterator[Message]:
    """What is not as it should be by now, a line each; nothing where all is well.

    `dues` are those up to now, `recipients` those that may be written to.
    """
    last = ledger.runs.last_knock(province)
    if last is None:
        yield message("the clock has never knocked; is `serve` or `run-due` set up?")
    elif now - last > hours.silent:
        yield message("the clock has not knocked since {time}", time=last.astimezone(zone))
    for due in dues:
        if due.task is Task.REPORT and hours.alarm(due) <= now < due.not_after + _LOOK_BACK:
            yield from _undelivered(ledger, province, due, recipients)


def _undelivered(ledger: Ledger, province: str, due: Due, recipients: Sequence[Recipient]) -> Iterator[Message]:
    rows = ledger.deliveries(province, due.occasion)
    if not rows:
        yield message("{run}: no edition was delivered; it was due {time}", run=due.key, time=due.at)
        return
    lacking = [one for one in recipients if one.is_valid(due.at.date()) and not _has(rows, one)]
    if lacking:
        names = tuple(f"{one.agency} ({one.region})" for one in lacking)
        yield message("{run}: {count} have no report: {agencies}", run=due.key, count=len(lacking), agencies=names)


def _has(rows: Iterable[Delivery], one: Recipient) -> bool:
    """Whether a letter about the region has left for them, in any edition, at this address or a former one."""
    left = (row for row in rows if row.state is State.SENT and row.key.region == one.region)
    return any(one.address == row.key.address or one.agency == row.agency for row in left)
