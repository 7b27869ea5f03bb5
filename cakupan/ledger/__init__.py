"""The ledger: every letter that was to go out, how far it came, and a history that cannot be rewritten unseen."""

from cakupan.ledger.copied import copy_of
from cakupan.ledger.database import place_of
from cakupan.ledger.owner import is_gone, is_process, this_process
from cakupan.ledger.runs import Runs
from cakupan.ledger.store import Ledger, Step, open_ledger

__all__ = ["Ledger", "Runs", "Step", "copy_of", "is_gone", "is_process", "open_ledger", "place_of", "this_process"]
