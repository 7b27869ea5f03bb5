"""Seals: electronic signatures over finished PDFs, set and held against what they should be."""

from cakupan.seal.sign import Seal, open_seal
from cakupan.seal.validate import Signatory, open_signatory

__all__ = ["Seal", "Signatory", "open_seal", "open_signatory"]
