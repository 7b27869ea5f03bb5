"""The drawings of the slides, each in the size it is shown in, with type that is read from the back of a room."""

from collections.abc import Iterator, Mapping

import charts
from cakupan.illustrate.axis import Size
from cakupan.illustrate.members import activity, segments, villages
from cakupan.illustrate.path import path
from cakupan.illustrate.regions import ranking, tiles
from cakupan.illustrate.timeline import timeline
from cakupan.language import Language
from cakupan.model import Indicators, Sentences
from cakupan.sections import FUNDS, parts, paying

WIDTH, HEIGHT = 230.0, 77.0  # mm beside the margins, below a title of three lines
_BESIDE: Size = (140.0, HEIGHT)  # where a table stands beside it
_ABOVE: Size = (WIDTH, 56.0)  # where sentences stand below it
_TYPE = 1.6  # the smallest type of a chart is 7.5 points on paper, 12 on a slide
_ALONE = 84.0  # mm: a map of many rows, below a title of two lines at most
_COLUMNS = 5  # tiles in a row that find room beside a table

_Drawn = Iterator[tuple[str, charts.Chart | None]]


def illustrate_slides(indicators: Indicators, sentences: Sentences, language: Language) -> Mapping[str, charts.Chart]:
    """Every chart there are figures for, by the key of its slide."""
    alts = {name: language.tell(alt) for name, alt in sentences.alts.items()}
    with charts.larger_type(_TYPE):
        drawn = {
            "path": path(indicators, language, alts, (WIDTH, HEIGHT)),
            **dict(_map(indicators, language, alts)),
            "segments": segments(indicators, language, alts, (WIDTH, HEIGHT)),
            "activity": activity(indicators, language, alts, (WIDTH, HEIGHT)),
            "funding": timeline(paying(indicators), language, alts, _ABOVE, FUNDS),
            **dict(_ranking(indicators, language, alts)),
            **dict(_villages(indicators, language, alts)),
        }
    return {name: chart for name, chart in drawn.items() if chart}


def _map(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> _Drawn:
    """Beside its table, or alone where it is too wide for that."""
    columns = max((row.region.tile[0] + 1 for row in indicators.rows if row.region.tile), default=0)
    key, size = ("map", _BESIDE) if columns <= _COLUMNS else ("wide", (WIDTH, _ALONE))
    yield key, tiles(indicators, language, alts, size)


def _ranking(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> _Drawn:
    rates = [one.current.rate for row in indicators.reporting if (one := row.coverage)]
    targets = [one.gap.target.rate for row in indicators.reporting if (one := row.coverage) and one.gap]
    reach = max((float(rate.value) for rate in (*rates, *targets)), default=0.0)
    for part in parts("ranking", indicators):
        own = {"ranking": alts.get(part.key, "")}
        yield part.key, ranking(part.indicators, language, own, (WIDTH, HEIGHT), reach)


def _villages(indicators: Indicators, language: Language, alts: Mapping[str, str]) -> _Drawn:
    wholes = [row.villages.current.denominator for row in indicators.rows if row.villages]
    reach = max((float(whole.value) for whole in wholes if whole), default=0.0)
    for part in parts("villages", indicators):
        own = {"villages": alts.get(part.key, "")}
        yield part.key, villages(part.indicators, language, own, (WIDTH, HEIGHT), reach)
