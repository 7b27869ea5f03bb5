"""The states of a delivery in words."""

from cakupan.message import message
from cakupan.model import State

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
