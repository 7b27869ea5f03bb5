"""Proof: a finished PDF is opened again and read before it counts as made."""

from cakupan.proof.judge import MOST_BYTES, prove, prove_slides, runs_on
from cakupan.proof.reading import is_paper, read_proof

__all__ = ["MOST_BYTES", "is_paper", "prove", "prove_slides", "read_proof", "runs_on"]
