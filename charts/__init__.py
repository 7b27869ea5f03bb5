"""Pictures from numbers: sequences and strings in, a Chart out. A leaf: it knows nothing of cakupan."""

from charts.activity import activity
from charts.bullets import Bullet, bullets
from charts.finish import Chart, use_house_style
from charts.multiples import Panel, multiples
from charts.path import Dot, Line, path
from charts.ranking import Bar, ranking
from charts.scale import larger_type
from charts.slope import Slope, slope
from charts.sparkline import sparkline
from charts.stacked import Stack, stacked
from charts.tiles import Tile, tiles
from charts.timeline import Span, Steps, timeline

__all__ = [
    "Bar",
    "Bullet",
    "Chart",
    "Dot",
    "Line",
    "Panel",
    "Slope",
    "Span",
    "Stack",
    "Steps",
    "Tile",
    "activity",
    "bullets",
    "larger_type",
    "multiples",
    "path",
    "ranking",
    "slope",
    "sparkline",
    "stacked",
    "tiles",
    "timeline",
    "use_house_style",
]
