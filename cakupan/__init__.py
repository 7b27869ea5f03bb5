"""Cakupan turns coverage figures of employment social security into reports that can be trusted."""

__version__ = "0.1.0"
