"""All drawings of one report."""

from collections.abc import Mapping

import charts
from cakupan.illustrate.members import activity, multiples, segments, villages
from cakupan.illustrate.path import path, summary
from cakupan.illustrate.regions import ranking, sparklines, tiles
from cakupan.illustrate.slope import slope
from cakupan.illustrate.timeline import timeline
from cakupan.language import Language
from cakupan.model import Indicators, Sentences


def illustrate(indicators: Indicators, sentences: Sentences, language: Language) -> Mapping[str, charts.Chart]:
    """Every chart there are figures for, by name; sparklines as "spark.CODE"."""
    alts = {name: language.tell(alt) for name, alt in sentences.alts.items()}
    makers = {
        "summary": summary,
        "path": path,
        "ranking": ranking,
        "slope": slope,
        "tiles": tiles,
        "segments": segments,
        "multiples": multiples,
        "activity": activity,
        "villages": villages,
        "timeline": timeline,
    }
    drawn = {name: make(indicators, language, alts) for name, make in makers.items()}
    return {name: chart for name, chart in (drawn | sparklines(indicators, language)).items() if chart}
