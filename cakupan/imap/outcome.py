"""How a look into a mailbox ends that brings no answer."""

from cakupan.message import Message


class NotRead(Exception):  # noqa: N818  # an outcome, no error of the program: what was asked stays unknown
    """A mailbox that could not be read, so nothing may be concluded from it; `reason` is for a reader.

    It stands beside the tree of errors.py, not in it: doubts stay doubts, and nothing stops.
    """

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason
