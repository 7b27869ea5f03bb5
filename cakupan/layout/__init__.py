"""Tables as people lay them out: sheets become tidy rows, every repair told, nothing guessed."""

from cakupan.layout.laid_out import Shown
from cakupan.layout.sheets import lay_out

__all__ = ["Shown", "lay_out"]
