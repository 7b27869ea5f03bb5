"""Draw: the one room that knows both the indicators and the charts."""

from cakupan.illustrate.draw import illustrate

__all__ = ["illustrate"]
