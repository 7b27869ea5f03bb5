"""A wide table: a row a region, heads above that name measure and segment, a title that names the day."""

from cakupan.layout.wide.table import wide

__all__ = ["wide"]
