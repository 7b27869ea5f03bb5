"""A cell that can be read in no way, or in more than one."""

from cakupan.message import Message


class Refusal(ValueError):  # noqa: N818  # a cell is refused; nothing went wrong with the program
    """Why a cell is not believed, in a clerk's words."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason
