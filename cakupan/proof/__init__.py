"""Proof: a finished PDF is opened again and read before it counts as made."""

from cakupan.proof.judge import MOST_BYTES, prove
from cakupan.proof.reading import read_proof

__all__ = ["MOST_BYTES", "prove", "read_proof"]
