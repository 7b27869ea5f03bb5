"""One run, walked: figures, edition, letters; and what comes of it.

    figures in? ─► edition ─► letters ─► done
         └ no: the branches are asked, and it waits; from its last useful moment on, with the gap or not at all

Each stage finds what was done before it was killed and goes on behind it: an edition that is
there is not made again, and a letter that left is not sent again.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from cakupan.message import Message, message
from cakupan.model import Due, RunState, Task, WhenLate
from cakupan.timetable.gaps import Gap

LOOK = dt.timedelta(hours=1)  # between two looks whether figures have come


@dataclass(frozen=True)
class Sent:
    """How far the letters of an edition are: sent, of all, to be looked at by a person.

    `again`: when it is worth coming back, None where nothing is left that happens by itself;
    `stopped`: the mail server let nobody in, so not even the operator could be told.
    """

    sent: int
    all: int
    open: int
    again: dt.datetime | None
    stopped: bool = False


@dataclass(frozen=True)
class Outcome:
    """Where a run stands: its state, why, and when it is looked at again (only while it waits).

    `tell`: the operator is to hear of it; `look`: a person has to see to it, and has heard so.
    """

    state: RunState
    why: Message
    next: dt.datetime | None = None
    tell: bool = False
    look: bool = False


class Hands(Protocol):
    """What a run is walked with: the real reports and letters, or those of a rehearsal."""

    def edition(self, due: Due) -> int | None:
        """The edition that is there for it, by its number; None: it has to be made."""

    def gaps(self, due: Due) -> tuple[Gap, ...]:
        """The figures that are not in."""

    def make(self, due: Due) -> int:
        """Judge, print and keep; CakupanError where there is no report at all."""

    def send(self, due: Due, number: int) -> Sent:
        """Send what may go."""

    def remind(self, due: Due, found: tuple[Gap, ...]) -> int:
        """Ask the branches that are late, each once for a due; how many letters left."""


def walk(due: Due, hands: Hands, now: dt.datetime, look: dt.timedelta = LOOK) -> Outcome:
    """Go as far as can be gone now; CakupanError where something is wrong that a person has to mend.

    `look`: how long it waits between two looks whether figures have come.
    """
    if due.task is Task.REMIND:
        return _remind(due, hands)
    number = hands.edition(due)
    if number is None:
        waits = _wait(due, hands, now, look)
        if waits:
            return waits
        number = hands.make(due)
    return _sent(hands.send(due, number))


def _remind(due: Due, hands: Hands) -> Outcome:
    found = hands.gaps(due)
    if not found:
        return Outcome(RunState.DONE, message("all figures are in"))
    return Outcome(RunState.DONE, message("letters to branches that are late: {count}", count=hands.remind(due, found)))


def _wait(due: Due, hands: Hands, now: dt.datetime, look: dt.timedelta) -> Outcome | None:
    """Why it cannot go yet; None where it can, with the gap if there is one."""
    found = hands.gaps(due)
    if not found:
        return None
    late = ", ".join(gap.region.code for gap in found)
    if now < due.last:
        hands.remind(due, found)
        why = message("waits for figures of {regions}, at the latest until {time}", regions=late, time=due.last)
        return Outcome(RunState.WAITING, why, min(now + look, due.last))
    if due.late is WhenLate.HOLD:
        why = message("held: no figures of {regions}; it goes when they are in", regions=late)
        return Outcome(RunState.WAITING, why, now + look, tell=True)
    return None


def _sent(sent: Sent) -> Outcome:
    why = message("{sent} of {all} letters sent, {open} to be looked at", sent=sent.sent, all=sent.all, open=sent.open)
    if sent.again:
        return Outcome(RunState.WAITING, why, sent.again, look=sent.stopped)
    return Outcome(RunState.DONE, why, look=bool(sent.open))


def in_one(messages: tuple[Message, ...]) -> Message:
    """The first of some reasons, and how many there are more: they may be one for each cell of a table."""
    first, *more = messages
    return message("{why} (and {count} more)", why=first, count=len(more)) if more else first
