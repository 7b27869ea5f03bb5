"""What a run would do about a letter, and why, without doing it."""

import datetime as dt
from dataclasses import dataclass

from cakupan.message import Message, message
from cakupan.model import Approval, Delivery, State, hour_of
from cakupan.post.guard import Guard
from cakupan.post.moments import clock
from cakupan.post.states import STATES


@dataclass(frozen=True)
class Outlook:
    """What is known before a run: the guard, now, the clock hours are told by, who said yes to the edition."""

    guard: Guard
    now: dt.datetime
    zone: dt.tzinfo
    given: tuple[Approval, ...]

    def of(self, row: Delivery) -> Message:
        """About a letter that is written."""
        if row.state not in (State.PLANNED, State.APPROVED):
            return message("nothing: {state}", state=STATES[row.state])
        return self._against(row) or self._from(
            row.due if row.state is State.APPROVED else hour_of(self.guard.approved(row))
        )

    def of_again(self, row: Delivery) -> Message:
        """About one that somebody asks for again."""
        return self._against(row) or message("would be tried again")

    def of_unwritten(self, against: Message | None) -> Message:
        """About one that is not written yet."""
        if against:
            return message("a letter would be written, and not be sent: {why}", why=against)
        hour = hour_of(self.given)
        if hour and hour > self.now:
            return message("a letter would be written, and be sent from {time} on", time=self._told(hour))
        return message("a letter would be written and sent")

    def _against(self, row: Delivery) -> Message | None:
        guard = self.guard
        against = (
            guard.objection_to_address(row.key.region, row.key.address)
            or guard.objection_to_moment(row.key.province, row.key.occasion, self.now)
            or guard.objection_to_approval(row, self.now)
        )
        return message("would not be sent: {why}", why=against) if against else None

    def _from(self, hour: dt.datetime | None) -> Message:
        if hour and hour > self.now:
            return message("would be sent from {time} on", time=self._told(hour))
        return message("would be sent")

    def _told(self, hour: dt.datetime) -> str:
        return clock(hour, self.zone)
