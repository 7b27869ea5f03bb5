"""The nouns: frozen values that walk from stage to stage."""

from cakupan.model.figures import Figures, Measure, Series, Target, Vintage, published_rate
from cakupan.model.handed_in import Finding, Grid, Severity, Sheet, Table, Value, Where, findings_of
from cakupan.model.indicators import (
    Change,
    CountedTarget,
    Direction,
    Gap,
    Indicator,
    Indicators,
    Pace,
    Rank,
    Reading,
    Row,
    Statement,
)
from cakupan.model.province import Action, Decree, Funding, Kind, Province, Region, RegisterEntry, Source
from cakupan.model.report import KeyFigure, Report, Sentences, Tone

__all__ = [
    "Action",
    "Change",
    "CountedTarget",
    "Decree",
    "Direction",
    "Figures",
    "Finding",
    "Funding",
    "Gap",
    "Grid",
    "Indicator",
    "Indicators",
    "KeyFigure",
    "Kind",
    "Measure",
    "Pace",
    "Province",
    "Rank",
    "Reading",
    "Region",
    "RegisterEntry",
    "Report",
    "Row",
    "Sentences",
    "Series",
    "Severity",
    "Sheet",
    "Source",
    "Statement",
    "Table",
    "Target",
    "Tone",
    "Value",
    "Vintage",
    "Where",
    "findings_of",
    "published_rate",
]
