"""A process that knocks at a moment it is told, and kills itself where a test wants it to.

    python -m tests.clockwork SETTINGS MOMENT [POINT]
    python -m tests.clockwork SETTINGS MOMENT --months NUMBER LEAK

The first knocks once, and dies at the first POINT it comes to as kill -9 kills: one of POINTS, or a step of the outbox.
It ends with 10 where a person has to see to something. The second knocks for so many months, the stages of a run
done by nobody, keeping LEAK kilobytes at each; it prints its memory after the first month and at the end, in megabytes.
"""

import datetime as dt
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from cakupan.clock import round as clock_round
from cakupan.clock.notify import Heartbeat
from cakupan.clock.round import Round
from cakupan.clock.serve import Stop
from cakupan.clock.walk import Sent
from cakupan.message import Message
from cakupan.model import Due
from cakupan.settings import read_settings
from cakupan.timetable.gaps import Gap

POINTS = {  # where it dies: what is called there, and whether that is still done
    "reading": ("cakupan.clock.hands", "read", True),
    "figures": ("cakupan.clock.hands", "gaps", True),
    "printing": ("cakupan.clock.hands", "RealHands._made", True),  # the first of two reports is printed
    "kept": ("cakupan.editions", "Store.add", True),  # and nothing is in its place
    "planned": ("cakupan.ledger", "Ledger.plan", True),
    "unsettled": ("cakupan.ledger", "Runs.settle", False),
}
_BETWEEN = dt.timedelta(hours=18)  # knocks of the many


def main() -> None:
    """Knock once, or for months."""
    file, moment, *how = sys.argv[1:]
    start = dt.datetime.fromisoformat(moment)
    if how[:1] == ["--months"]:
        _for_months(Path(file), start, int(how[1]), int(how[2]))
        return
    began = time.monotonic()
    rounds = _round(Path(file), lambda: start + dt.timedelta(seconds=time.monotonic() - began))
    if how:
        _die_at(how[0])
    sys.exit(10 if rounds.knock() else 0)


def _round(file: Path, now: Callable[[], dt.datetime]) -> Round:
    heartbeat = Heartbeat({}, "", now)
    return Round(read_settings(file), {}, now, Stop(), heartbeat, lambda: None, _log, _crash)


def _die_at(point: str) -> None:
    if point in POINTS:
        module, path, done = POINTS[point]
        *owners, name = path.split(".")
        place: Any = import_module(module)
        for owner in owners:
            place = getattr(place, owner)
        setattr(place, name, _last(getattr(place, name), done))
        return
    step = Round._step

    def until(self: Round, name: str) -> None:
        step(self, name)
        if name == point:
            _die()

    Round._step = until  # type: ignore[method-assign]


def _last(call: Callable[..., object], done: bool) -> Callable[..., None]:
    def dies(*words: Any, **named: Any) -> None:
        if done:
            call(*words, **named)
        _die()

    return dies


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class _Nobody:
    """Hands of a run that do nothing."""

    def __init__(self, *_: object) -> None:
        pass

    def edition(self, _: Due) -> int | None:
        return None

    def gaps(self, _: Due) -> tuple[Gap, ...]:
        return ()

    def make(self, _: Due) -> int:
        return 1

    def send(self, _: Due, __: int) -> Sent:
        return Sent(3, 3, 0, None)

    def remind(self, _: Due, __: tuple[Gap, ...]) -> int:
        return 0


def _for_months(file: Path, start: dt.datetime, months: int, leak: int) -> None:
    setattr(clock_round, "RealHands", _Nobody)  # noqa: B010  # mypy would have it exported
    moment, kept, after_a_month = start, [], 0.0
    rounds = _round(file, lambda: moment)
    while moment < start + months * dt.timedelta(days=30):
        rounds.knock()
        kept.append(bytearray(os.urandom(leak << 10)))
        moment += _BETWEEN
        if not after_a_month and moment >= start + dt.timedelta(days=30):
            after_a_month = _memory()
    print(after_a_month, _memory())  # noqa: T201  # whoever started it reads it


def _memory() -> float:
    """What of this process is in memory, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def _log(told: Message) -> None:
    sys.stderr.write(f"{told}\n")


def _crash(error: Exception) -> None:
    traceback.print_exception(error)


if __name__ == "__main__":
    main()
