"""Take in what was handed in, as it is, believing nothing of it yet."""

from cakupan.read.folder import read

__all__ = ["read"]
