"""A run: what the clock did, or is to do, about one thing that is due."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class RunState(StrEnum):
    """How far a run has come.

    WAITING: for figures, for somebody's yes, or for another try; HELD waits for a person.
    MISSED was not done, and is of no use any more.
    """

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    HELD = "held"
    MISSED = "missed"


@dataclass(frozen=True)
class Run:
    """A row of the ledger; times are UTC. `key` names what is due and stays when it moves, `at` is when it is due.

    `next` is the moment of the next try (None: at once), `owner` the process that holds the
    row until `lease`, `settled` when it last came to a state, `told` the last word about it.
    """

    number: int
    province: str
    key: str
    occasion: str
    at: dt.datetime
    state: RunState
    attempts: int
    next: dt.datetime | None
    owner: str
    lease: dt.datetime | None
    settled: dt.datetime | None
    told: str

    def is_over(self, now: dt.datetime) -> bool:
        """Whether nothing is left to do; what was not done, but settled at a moment that has not come yet, is void."""
        if self.state in (RunState.HELD, RunState.MISSED):
            return self.settled is None or self.settled <= now
        return self.state is RunState.DONE

    def waits(self, now: dt.datetime) -> bool:
        """Whether its next try lies ahead, and was not set down by a clock that was ahead."""
        ahead = self.settled is not None and self.settled > now
        return self.state is RunState.WAITING and self.next is not None and self.next > now and not ahead

    def is_held(self, now: dt.datetime) -> bool:
        """Whether a process has it in hand, as far as its lease says."""
        return self.state is RunState.RUNNING and self.lease is not None and self.lease > now
