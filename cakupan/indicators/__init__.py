"""Measure: what a region's figures say, cut once to what its report may show."""

from cakupan.indicators.measure import measure

__all__ = ["measure"]
