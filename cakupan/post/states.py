"""The states of a delivery in words, and why it is in one."""

from cakupan.message import message
from cakupan.model import Entry, RunState, State

RUNS = {
    RunState.WAITING: message("waits"),
    RunState.RUNNING: message("under way"),
    RunState.DONE: message("done"),
    RunState.HELD: message("held"),
    RunState.MISSED: message("missed"),
}
STATES = {
    State.PLANNED: message("waits for approval"),
    State.APPROVED: message("approved"),
    State.SENDING: message("is being sent"),
    State.COMMITTING: message("is being handed over"),
    State.SENT: message("sent"),
    State.FAILED: message("failed"),
    State.IN_DOUBT: message("in doubt"),
    State.HELD: message("held"),
    State.REPLACED: message("replaced by a newer edition"),
    State.RETURNED: message("came back"),
}


def why_of(entry: Entry) -> str:
    """Why a step was taken, and what a server answered where that does not say it already; "" for neither."""
    why, reply = entry.detail.get("why", ""), entry.detail.get("reply", "")
    return why if reply in why else "; ".join(filter(None, (why, reply)))
