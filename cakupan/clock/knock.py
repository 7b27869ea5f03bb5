"""One knock: everything that is due and not done is walked, what came too late is marked and told."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cakupan.clock.walk import LOOK, Hands, Outcome, in_one, walk
from cakupan.errors import CakupanError
from cakupan.ledger import Runs
from cakupan.message import Message, message
from cakupan.model import Due, Run, RunState, Task

LEASE = dt.timedelta(minutes=30)  # longer than any step between two renewals
_RETRY = dt.timedelta(minutes=30)  # after something a person has to mend
_LATE = dt.timedelta(hours=1)  # from then on it is called caught up


@dataclass(frozen=True)
class Desk:
    """What a knock stands on: the runs of a province, who is told, and whose hands do the work.

    `operator` hears, once a day, what a person has to see to, and says whether that was heard;
    `log` hears everything.
    `crash` is told of what is our own mistake, so that its traceback is kept; `hold` hears
    which run is in hand, None when it is let go; `look` is the wait between two looks
    for figures, `words` say what the ledger keeps of a run.
    """

    runs: Runs
    province: str
    owner: str
    is_gone: Callable[[str], bool]
    now: Callable[[], dt.datetime]
    hands: Hands
    operator: Callable[[Message], bool]
    log: Callable[[Message], None]
    crash: Callable[[Exception], None]
    hold: Callable[[int | None], None] = lambda _: None
    look: dt.timedelta = LOOK
    words: Callable[[Message], str] = str


def knock(desk: Desk, dues: Iterable[Due]) -> int:
    """Walk what is due of `dues`, one after the other in the order of their moments.

    What fails is tried again after a while and keeps nothing else from its turn. Returned is
    how many runs a person has to see to.
    """
    began = desk.runs.knock(desk.province, desk.now(), desk.owner)
    there = desk.runs.of(desk.province)
    runs = ((due, there.get(due.key)) for due in dues)
    left = ((due, run) for due, run in runs if not (run and _is_over(run, due, desk.now())))
    return sum(
        _give_up(desk, due, began) if run is None and began and due.at < began else _take(desk, due, run)
        for due, run in left
    )


def _give_up(desk: Desk, due: Due, began: dt.datetime) -> bool:
    """What was due before the ledger began: it may have been sent, and a lost ledger would know it."""
    why = message("it was due {time}, before this ledger began ({began}), which cannot know whether it was sent; "
                  "restore the ledger that was lost, or, if there was none, send it by hand",
                  time=due.at, began=began.astimezone(due.at.tzinfo))  # fmt: skip
    return _mark_missed(desk, due, why)


def _is_over(run: Run, due: Due, now: dt.datetime) -> bool:
    """Whether nothing is left to do; what was missed and has moved since may be of use again."""
    return run.is_over(now) and not (run.state is RunState.MISSED and now < due.not_after)


def _take(desk: Desk, due: Due, run: Run | None) -> bool:
    """Whether a person has to see to it."""
    now = desk.now()
    if due.at > now or (run and run.waits(now)):
        return False
    if due.not_after <= now:
        return _miss(desk, due, run, now)
    if run and run.is_over(now):
        _open_again(desk, due, now)
    taken = desk.runs.claim(due.key, desk.province, due.occasion, due.at, now, desk.owner, LEASE, desk.is_gone)
    if taken is None:
        return False
    if run is None and now - due.at > _LATE:
        desk.log(message("{run}: caught up, it was due {time}", run=due.key, time=due.at))
    desk.hold(taken.number)
    outcome = _attempt(desk, due)
    desk.hold(None)
    told, words = message("{run}: {why}", run=due.key, why=outcome.why), desk.words(outcome.why)
    settled = desk.runs.settle(taken.number, desk.owner, outcome.state, words, desk.now(), outcome.next)
    if settled and not (run and run.told == words):  # what waits on for the same reason is said once
        desk.log(told)
    if outcome.tell:
        desk.operator(told)
    return outcome.tell or outcome.look


def _open_again(desk: Desk, due: Due, now: dt.datetime) -> None:
    """What was missed is taken up again, as a meeting that was put off is still to come."""
    why = message("it has moved, and is of use until {time}", time=due.not_after)
    desk.runs.mark(due.key, desk.province, due.occasion, due.at, RunState.WAITING, desk.words(why), now, desk.owner)
    desk.log(message("{run}: {why}", run=due.key, why=why))


def _attempt(desk: Desk, due: Due) -> Outcome:
    try:
        return walk(due, desk.hands, desk.now(), desk.look)
    except CakupanError as error:
        return Outcome(RunState.WAITING, in_one(error.messages), desk.now() + _RETRY, tell=True)
    except Exception as error:  # noqa: BLE001  # a mistake of ours in one run must not end the clock
        desk.crash(error)
        return Outcome(RunState.WAITING, mistake(error), desk.now() + _RETRY, tell=True)


def mistake(error: Exception) -> Message:
    """What a person is told of a mistake of our own."""
    return message("our own mistake: {kind}; the log has the rest", kind=type(error).__name__)


def _miss(desk: Desk, due: Due, run: Run | None, now: dt.datetime) -> bool:
    """Too late to be of use."""
    if run and run.is_held(now) and not desk.is_gone(run.owner):
        return False
    last = run.told if run and run.told and run.state is not RunState.MISSED else "-"
    why = message("missed: it was of use until {time}; last: {last}", time=due.not_after, last=last)
    return _mark_missed(desk, due, why)


def _mark_missed(desk: Desk, due: Due, why: Message) -> bool:
    """Told, unless it was a reminder only, and then marked; whether a person has to see to it.

    In this order: what is marked is not looked at again, so it has to be told by then.
    """
    now, told = desk.now(), message("{run}: {why}", run=due.key, why=why)
    if due.task is Task.REMIND or desk.operator(told):
        desk.runs.mark(due.key, desk.province, due.occasion, due.at, RunState.MISSED, desk.words(why), now, desk.owner)
        desk.log(told)
    return due.task is Task.REPORT
