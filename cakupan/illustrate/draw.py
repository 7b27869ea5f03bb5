"""All drawings of one report."""

from collections.abc import Callable, Mapping
from functools import partial

import charts
from cakupan.illustrate.members import activity, multiples, segments, villages
from cakupan.illustrate.path import letter, path, summary
from cakupan.illustrate.regions import ranking, sparklines, tiles
from cakupan.illustrate.slope import slope
from cakupan.illustrate.timeline import timeline
from cakupan.language import Language
from cakupan.model import Indicators, Sentences


def illustrate(
    indicators: Indicators, sentences: Sentences, language: Language, *, low: bool = False
) -> Mapping[str, charts.Chart]:
    """Every chart there are figures for, by name; sparklines as "spark.CODE". `low`: page 1 has less room."""
    alts = _alts(sentences, language)
    makers: Mapping[str, Callable[..., charts.Chart | None]] = {
        "summary": partial(summary, low=low),
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


def illustrate_letter(indicators: Indicators, sentences: Sentences, language: Language) -> charts.Chart | None:
    """The one chart of a letter, in the letter's language; None where there is nothing to draw."""
    return letter(indicators, language, _alts(sentences, language))


def _alts(sentences: Sentences, language: Language) -> Mapping[str, str]:
    return {name: language.tell(alt) for name, alt in sentences.alts.items()}
