"""The loop: `schedule` knocks, again and again, until somebody asks it to stop."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

import schedule

from cakupan.message import Message, message

_NAP = 1.0  # seconds between two looks at the time
_JUMP = 60.0  # seconds by which the clock may drift from the time that passed


@dataclass
class Stop:
    """Whether the loop was asked to end. A letter in hand is finished first; whatever else is in hand is let go.

    Ending in the middle of a stage is safe, as each is whole or absent; a letter that is
    being handed over is the one thing that would be in doubt.
    """

    asked: bool = False
    in_hand: bool = False

    def listen(self) -> None:
        """Hear SIGTERM and SIGINT from now on."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)

    def step(self, name: str) -> None:
        """A step of the outbox: from "claimed" to "settled" a letter is in hand."""
        self.in_hand = name != "settled"
        if self.asked and not self.in_hand:
            raise Stopped

    def _hear(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # as signal hands it in
        first, self.asked = not self.asked, True
        if first and not self.in_hand:  # a second time it would come into the tidying up
            raise Stopped


class Stopped(BaseException):
    """Somebody asked the process to end; like KeyboardInterrupt it is no error that anything should catch."""


@dataclass
class Drift:
    """How far the clock of the wall runs away from the time that passes."""

    wall: Callable[[], float] = time.time
    passed: Callable[[], float] = time.monotonic
    _between: float = field(init=False)

    def __post_init__(self) -> None:
        self._between = self.wall() - self.passed()

    def jumped(self) -> float:
        """The seconds by which the clock was set forward (back: negative) since the last time; 0 where it was not."""
        between = self.wall() - self.passed()
        jump, self._between = between - self._between, between
        return jump if abs(jump) > _JUMP else 0.0


def serve(
    knock: Callable[[], None], alive: Callable[[], None], every: int, stop: Stop, log: Callable[[Message], None]
) -> None:
    """Knock now and then every so many minutes, until `stop` is asked, which raises Stopped.

    `knock` raises nothing that we could mend; `alive` is told of every turn of the loop.
    """
    drift = Drift()
    while not stop.asked:
        scheduler = schedule.Scheduler()  # it would wait for a time it once set down, whatever the clock says now
        scheduler.every(every).minutes.do(knock)
        scheduler.run_all()
        _until_it_jumps(scheduler, drift, alive, stop, log)


def _until_it_jumps(
    scheduler: schedule.Scheduler,
    drift: Drift,
    alive: Callable[[], None],
    stop: Stop,
    log: Callable[[Message], None],
) -> None:
    while not stop.asked:
        alive()
        time.sleep(_NAP)
        scheduler.run_pending()
        if jump := drift.jumped():
            log(message("the clock was set by {seconds} seconds, or the machine slept", seconds=round(jump)))
            return
