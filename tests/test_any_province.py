"""Whatever figures are believed, a report can be made of them, and it says nothing absurd."""

import re

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cakupan.assets import font_files
from cakupan.catalogue import catalogue
from cakupan.errors import DataError
from cakupan.model import Indicators
from cakupan.vintage import periods
from charts import use_house_style
from tests.provinces import SOURCES as PRESS
from tests.provinces import believed, measured_of, set_html

REGIONS = ("15", "15.01", "15.02", "15.71", "kacab-jambi")
SEGMENTS = ("total", "total", "total", "PU", "BPU", "Jakon", "PMI")
DAYS = ("2023-11-30", "2024-10-01", "2024-10", "2024-12-02", "2024-12", "2025-03-17")
MEASURES = (
    "potential", "active", "registered", "coverage_rate", "village_potential", "village_active", "village_rate",
    "rank", "rank_base", "gap_to_target", "coverage_change", "kemnaker_active", "firms_registered", "enrolled",
)  # fmt: skip
RATES = ("0", "0.01", "44", "44.4", "45.17", "99.99", "100")
COUNTS = ("0", "1", "7", "100", "450", "1000", "580000", "1300000", "1312370")


def rows(days: tuple[str, ...], measures: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Rows as a clerk may write them: day, region, measure, segment, value, precision."""
    kinds = {**catalogue().measures, **catalogue().targets}

    def row(day: str, region: str, measure: str, segment: str) -> st.SearchStrategy[str]:
        values = st.sampled_from(RATES if kinds[measure].unit == "percent" else COUNTS)
        head = st.just(f"{day},{region},{measure},{segment}")
        unit = st.just(kinds[measure].unit)
        return st.tuples(head, values, unit, st.sampled_from(PRECISIONS), st.sampled_from(SOURCES)).map(",".join)

    columns = (days, REGIONS, measures, SEGMENTS)
    return st.tuples(*map(st.sampled_from, columns)).flatmap(lambda cells: row(*cells))


SOURCES = ("press", "radio", "letter")
PRECISIONS = ("exact", "exact", "rounded", "implied", "rate", "undated")
FIGURES = st.lists(rows(DAYS, MEASURES), min_size=2, max_size=25)
DUE = tuple(
    f"{stated},{due}" for stated in ("2023-01-01", "2025-12-31") for due in ("2024-12-31", "2025-12-31", "2060-01-01")
)
TARGETS = st.lists(rows(DUE, ("target_rate", "target_active", "target_members", "target_firms")), max_size=5)


@settings(max_examples=15, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(FIGURES, TARGETS, st.sampled_from(["id", "en"]))
def test_whatever_is_believed_makes_a_report(figures: list[str], targets: list[str], language: str) -> None:
    use_house_style(font_files())
    try:
        held = believed("\n".join(figures), "\n".join(targets), sources=PRESS + "radio,R,,,\nletter,L,,,\n")
    except DataError:
        assume(False)
    assume(periods(held))
    found = measured_of(held, str(periods(held)[-1]))
    assume(not any(map(exceeded, found.values())))
    for indicators in found.values():
        text = re.sub(r"<[^>]*>", " ", set_html(indicators, language))
        assert not re.search(r"\b(nan|NaN|inf|Infinity|Undefined)\b|\bNone\b(?! of)", text)
        assert not re.search(r"[-−]\d", re.sub(r"SHA-256|\d{4}-\d\d", "", text))  # the words say which way, not a sign


def exceeded(indicators: Indicators) -> bool:
    """Whether a round part is above its whole: the check lets it pass, for rounding may have done it."""
    segments = (*indicators.segments.values(), *indicators.activity_by_segment.values())
    totals = (indicators.coverage, indicators.registered, indicators.activity, indicators.villages)
    readings = (reading for known in (*segments, *totals) if known for reading in known.readings)
    return any(reading.rest and reading.rest.value < 0 for reading in readings)
