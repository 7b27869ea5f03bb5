"""Judge what was handed in; only what passes becomes Figures."""

from cakupan.check.folder import check

__all__ = ["check"]
