"""Annex: the figures a report rests on, as the table that goes inside its PDF."""

import csv
import io
from collections.abc import Iterable, Iterator

from cakupan.catalogue import catalogue
from cakupan.language import Language
from cakupan.message import message
from cakupan.model import Annex, Indicator, Indicators, KeptFigure

COLUMNS = ("as_of", "region", "measure", "segment", "value", "unit", "precision", "source")
_FORMULA = ("=", "+", "-", "@")  # with these a spreadsheet takes a cell for one


def annex(indicators: Indicators, reported: Iterable[KeptFigure], language: Language) -> Annex:
    """What was `reported` of a region, and every reading that its report shows, in the columns of figures.csv.

    Computed rates are named `rate.` with their indicator, workers missing to the next
    target `missing`. What is withheld is neither in the one nor in the other.
    """
    found = {
        (*figure.key, str(figure.figure.as_of), figure.figure): None for figure in (*reported, *_shown(indicators))
    }
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(COLUMNS)
    for region, measure, segment, day, figure in sorted(found, key=lambda row: (row[:4], row[4].value, row[4].source)):
        words = (day, region, measure, segment)
        value = f"{figure.value:f}"
        writer.writerow([*map(_plain, words), value, *map(_plain, (figure.unit, figure.precision, figure.source))])
    name = f"{indicators.region.code}-{indicators.period}.csv"
    about = language.tell(message("The figures this report rests on"))
    return Annex(name, about, content.getvalue().encode(), indicators.cutoff)


def _plain(text: str) -> str:
    """Text on one line that no spreadsheet computes: an apostrophe says that it is text."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(_FORMULA) else text


def _shown(indicators: Indicators) -> Iterator[KeptFigure]:
    """The published figures behind every reading; of villages only the newest, which is seen to be no small one."""
    for indicator in _indicators(indicators):
        kind = catalogue().indicators[indicator.key]
        for reading in indicator.readings[-1:] if indicator.key == "villages" else indicator.readings:
            parts = (
                (kind.numerator, reading.numerator),
                (kind.denominator, reading.denominator),
                (kind.published, reading.published),
            )
            for name, figure in parts:
                if name and figure:
                    yield KeptFigure(indicator.region.code, name, indicator.segment, figure)


def _indicators(indicators: Indicators) -> Iterator[Indicator]:
    own = (indicators.coverage, indicators.province_coverage, indicators.registered, indicators.activity)
    yield from filter(None, (*own, indicators.villages))
    yield from indicators.segments.values()
    yield from indicators.activity_by_segment.values()
    for row in indicators.rows:
        yield from filter(None, (row.coverage, row.villages))
        yield from row.segments.values()
