"""Letters: a report's key figures become the bytes of a mail, and such bytes are read back."""

from cakupan.letter.head import LetterHead, Sender
from cakupan.letter.opened import Inspected, inspect_letter
from cakupan.letter.write import write_letter

__all__ = ["Inspected", "LetterHead", "Sender", "inspect_letter", "write_letter"]
