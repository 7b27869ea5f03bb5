"""Everything that can go wrong, as one tree; each leaf carries the exit code of its cause.

CakupanError
├── RequestError    2   asked for what is not there: a folder, a period, a region, a day
├── DataError       3   a table or a province's description is wrong
├── SettingsError   4   the settings file is wrong
├── MachineError    5   a font, a system library or a package is missing
├── PrintError      6   a page could not be printed as it was set
├── OutputError     7   the output folder cannot be written
├── HeldError       8   a region's figures contradict each other, its report is held; the others are made
├── LedgerError     9   the ledger cannot be used, or is not as it was written
└── DeliveryError   10  letters did not leave, or nobody knows whether they did

An error carries all its messages at once, never one a run. Exit code 1 is left to
our own mistakes and to the user's Ctrl-C.
"""

from typing import ClassVar

from cakupan.message import Message


class CakupanError(Exception):
    """What stops a command, in the reader's words; one message a line."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *messages: Message) -> None:
        super().__init__("; ".join(map(str, messages)))
        self.messages = messages

    def __reduce__(self) -> tuple[type["CakupanError"], tuple[Message, ...]]:
        """An error that happened in a worker process arrives with its messages."""
        return type(self), self.messages


class RequestError(CakupanError):
    """What was asked for is not there."""

    exit_code = 2


class DataError(CakupanError):
    """What was handed in cannot be believed."""

    exit_code = 3


class SettingsError(CakupanError):
    """The settings file has mistakes."""

    exit_code = 4


class MachineError(CakupanError):
    """The machine lacks something the program needs."""

    exit_code = 5


class PrintError(CakupanError):
    """A report could not be printed as it was set; nothing of it is kept."""

    exit_code = 6


class OutputError(CakupanError):
    """The output folder cannot be written."""

    exit_code = 7


class HeldError(CakupanError):
    """A region's figures contradict each other, so its report is held."""

    exit_code = 8


class LedgerError(CakupanError):
    """The ledger cannot be used, or is not as it was written."""

    exit_code = 9


class DeliveryError(CakupanError):
    """Letters did not leave, or nobody knows whether they did."""

    exit_code = 10
