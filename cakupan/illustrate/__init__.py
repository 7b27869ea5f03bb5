"""Draw: the one room that knows both the indicators and the charts."""

from cakupan.illustrate.draw import illustrate, illustrate_letter
from cakupan.illustrate.slides import illustrate_slides

__all__ = ["illustrate", "illustrate_letter", "illustrate_slides"]
