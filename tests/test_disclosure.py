"""Small counts: what could be about a person one knows is not shown, nor what gives it back."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.disclosure import is_shown, too_small, withhold
from cakupan.indicators import measure
from cakupan.language import Language
from cakupan.message import message
from cakupan.model import Accepted, Figures, Finding, Funding, Indicators, Severity, Where
from cakupan.pages import set_pages
from cakupan.period import Period
from cakupan.pipeline.one import compose
from cakupan.pipeline.order import Order
from cakupan.read import read
from cakupan.sentences import write_sentences
from cakupan.vintage import as_known, choose
from tests.provinces import folder

DAY = "2024-12-02"
REGIONS = """\
code,bps,name,kind,parent,branch,tile_column,tile_row,variants
15,15,Jambi,province,,,,,
15.01,1501,Kerinci,regency,15,,0,0,
15.02,1502,Merangin,regency,15,,1,0,
15.03,1503,Sarolangun,regency,15,,2,0,
15.04,1504,Batanghari,regency,15,,3,0,
"""


def believed(tmp_path: Path, covered: Mapping[str, int], whole: int = 1000, more: str = "") -> Figures:
    """Village figures of the province and of regencies, whose sum the province has."""
    counts = {"15": sum(covered.values()), **covered}
    rows = f"{DAY},15,active,total,450\n{DAY},15,potential,total,1000\n" + more
    for code, count in counts.items():
        total = whole * len(covered) if code == "15" else whole
        rows += f"{DAY},{code},village_active,total,{count}\n{DAY},{code},village_potential,total,{total}\n"
    return check(read(folder(tmp_path / "data", rows, regions=REGIONS)), catalogue())


def shown(figures: Figures) -> dict[str, int]:
    """The regions whose village figures are left."""
    return {code: int(past[-1].value) for (code, name, _), past in figures.series.items() if name == "village_active"}


def measured(figures: Figures, region: str = "15") -> Indicators:
    vintage = choose(figures, None, None)
    return measure(as_known(figures, vintage), vintage, catalogue())[region]


@pytest.mark.parametrize(("count", "left"), [(0, True), (1, False), (4, False), (5, True), (6, True)])
def test_from_one_to_one_below_the_limit_is_withheld_and_nought_is_not(tmp_path: Path, count: int, left: bool) -> None:
    figures = withhold(believed(tmp_path, {"15.01": count, "15.02": 70, "15.03": 80}), 5)
    assert ("15.01" in shown(figures)) is left
    assert ("15.02" in shown(figures)) is left  # the smallest other goes too, as the total would give the first back
    assert "15.03" in shown(figures)


@pytest.mark.parametrize(("count", "left"), [(1000, True), (999, False), (996, False), (995, True)])
def test_those_not_covered_are_persons_too(tmp_path: Path, count: int, left: bool) -> None:
    figures = withhold(believed(tmp_path, {"15.01": count, "15.02": 70, "15.03": 80}), 5)
    assert ("15.01" in shown(figures)) is left


def test_at_nought_nothing_is_withheld(tmp_path: Path) -> None:
    figures = believed(tmp_path, {"15.01": 1, "15.02": 70})
    assert withhold(figures, 0) is figures


def test_two_that_are_small_together_take_a_third_along() -> None:
    table = {"a": [1], "b": [2], "c": [50], "d": [60]}
    assert too_small(table, 5) == {"a", "b", "c"}
    assert too_small({"a": [2], "b": [3], "c": [50]}, 5) == {"a", "b"}
    assert too_small({"a": [1], "b": [0], "c": [50]}, 5) == {"a", "b", "c"}


def test_with_no_other_left_all_go() -> None:
    assert too_small({"a": [1]}, 5) == {"a"}
    assert too_small({}, 5) == frozenset()


@given(
    st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.tuples(*[st.integers(0, 30)] * 2), max_size=8),
    st.integers(0, 8),
)
def test_nothing_small_can_be_seen_or_subtracted(table: dict[str, tuple[int, int]], below: int) -> None:
    gone = too_small(table, below)
    left = [count for row, counts in table.items() if row not in gone for count in counts]
    assert not any(0 < count < below for count in left)
    sums = [sum(column) for column in zip(*(table[row] for row in gone), strict=True)]
    assert not gone or gone == table.keys() or (len(gone) > 1 and not any(0 < count < below for count in sums))
    assert bool(gone) is any(0 < count < below for counts in table.values() for count in counts)


def test_the_provinces_own_small_count_is_withheld_too(tmp_path: Path) -> None:
    assert shown(withhold(believed(tmp_path, {"15.01": 3}), 5)) == {}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("region", ["15", "15.01", "15.02"])
def test_no_page_shows_it_and_each_says_that_it_is_withheld(tmp_path: Path, region: str, language: str) -> None:
    counts = {"15.01": 3, "15.02": 173, "15.03": 280}
    more = "".join(f"{DAY},{code},coverage_rate,total,40\n" for code in counts)
    figures = withhold(believed(tmp_path, counts, 1919, more), 5)
    known = measured(figures, region)
    report = compose(Order(known, language, "A4", Path()))
    html = re.sub(r'src="data:[^"]*"', "", set_pages(report))
    for text in (html, *(chart.svg for chart in report.charts.values())):
        said = set(re.findall(r"[0-9][0-9.,]*[0-9]", text))
        assert not said & {"1.916", "1,916", "173", "1.746", "1,746", "0,16", "0.16", "9,01", "9.01"}
    assert Language(language).tell(message("Withheld, see the data notes")) in html
    assert [r.code for r in known.withheld] == (["15.01", "15.02"] if region == "15" else [region])
    lines = [str(line) for line in write_sentences(known).missing]
    assert any("withheld" in line for line in lines)
    assert (known.villages is None) is (region != "15")


def test_a_month_before_the_newest_is_withheld_as_a_change_gives_it_back(tmp_path: Path) -> None:
    before = "".join(
        f"2024-11-02,{code},village_active,total,{count}\n2024-11-02,{code},village_potential,total,1000\n"
        for code, count in {"15.01": 3, "15.02": 60, "15.03": 70}.items()
    )
    figures = withhold(believed(tmp_path, {"15.01": 300, "15.02": 70, "15.03": 80}, more=before), 5)
    assert sorted(shown(figures)) == ["15", "15.03"]


def test_a_small_count_of_long_ago_withholds_nothing_but_what_was_found_in_it(tmp_path: Path) -> None:
    past = {"2024-09-02": 3, "2024-10-02": 30, "2024-11-02": 40}
    before = "".join(f"{day},15.01,village_active,total,{count}\n" for day, count in past.items())
    figures = believed(tmp_path, {"15.01": 50, "15.02": 70}, more=before)
    small = Finding(
        "jump", Severity.WARNING, Where("figures.csv", 3), message("from 50 to 3"), "15.01", measure="village_active"
    )
    summed = replace(small, region="", rule="sheet-sum")
    other = replace(small, region="15.02")
    found = withhold(replace(figures, warnings=(small, summed, other)), 5)
    assert [str(finding.message)[:5] for finding in found.warnings] == ["about", "about", "from "]
    assert sorted(shown(found)) == ["15", "15.01", "15.02"]


def test_what_an_edition_said_before_is_not_told_of_what_is_withheld_now(tmp_path: Path) -> None:
    figures = withhold(believed(tmp_path, {"15.01": 3, "15.02": 70, "15.03": 80}), 5)
    told = [(code, name) for code in ("15", "15.01", "15.03") for name in ("village_active", "rate.villages", "active")
            if is_shown(figures, code, name)]  # fmt: skip
    assert told == [("15", "active"), ("15.01", "active"),
                    ("15.03", "village_active"), ("15.03", "rate.villages"), ("15.03", "active")]  # fmt: skip
    assert is_shown(believed(tmp_path, {"15.01": 30, "15.02": 70}), "15", "village_active")


def test_what_was_found_in_it_is_told_without_its_numbers(tmp_path: Path) -> None:
    figures = believed(tmp_path, {"15.01": 3, "15.02": 70, "15.03": 80})
    told = message("3 are fewer than 4")
    small = Finding("jump", Severity.WARNING, Where("figures.csv", 3), told, "15.01", measure="village_active")
    other = replace(small, measure="active")
    figures = replace(figures, warnings=(small, other), holds=(small,), accepted=(Accepted(small, "why", "who"),))
    found = withhold(figures, 5)
    veiled = replace(small, message=message("about a figure that is withheld, as a count is very small"))
    assert found.warnings == (veiled, other)
    assert found.holds == (veiled,)
    assert [accepted.finding for accepted in found.accepted] == [veiled]


def test_a_fund_of_few_workers_is_not_shown_and_said_not_to_be(tmp_path: Path) -> None:
    figures = believed(tmp_path, {"15.01": 300, "15.02": 70})
    few, many = (Funding("15.01", "CSR", "BPU", n, Period(2024, 1), Period(2025, 6), 16800, "press") for n in (4, 5))
    found = withhold(replace(figures, funding=(few, many)), 5)
    assert found.funding == (many,)
    known = measured(found)
    assert [region.code for region in known.withheld_funds] == ["15.01"]
    assert known.withheld == ()
    assert any("Funds of Kerinci" in line for line in map(Language("en").tell, write_sentences(known).missing))
    assert is_shown(found, "15.01", "village_active")
