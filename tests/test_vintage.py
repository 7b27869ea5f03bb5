"""Which period, which day, which regions."""

import datetime as dt

import pytest

from cakupan.errors import RequestError
from cakupan.model import Figures
from cakupan.period import Period
from cakupan.vintage import as_known, choose, newer, periods, pick_regions
from tests.provinces import believed, measured

FIGURES = """\
2024-10-01,15,coverage_rate,total,41
2024-12-02,15,active,total,592806
2025-02-02,15.01,coverage_rate,total,30
2025-03-01,kacab-jambi,coverage_rate,total,30
2025-04-01,15,potential,total,1312370
2025-05,15,coverage_rate,total,50,undated
"""


def figures() -> Figures:
    return believed(FIGURES)


def test_a_period_is_a_month_with_a_dated_coverage_figure_of_a_region_that_is_reported_on() -> None:
    assert [str(p) for p in periods(figures())] == ["2024-10", "2024-12", "2025-02"]


def test_the_newest_month_of_the_province_is_taken_when_none_is_asked_for() -> None:
    vintage = choose(figures(), None, None)
    assert (str(vintage.period), vintage.cutoff, vintage.hindsight) == ("2024-12", dt.date(2024, 12, 31), True)


def test_a_day_that_is_asked_for_ends_what_is_known() -> None:
    vintage = choose(figures(), Period(2024, 12), dt.date(2024, 12, 10))
    assert (vintage.cutoff, vintage.hindsight) == (dt.date(2024, 12, 10), False)
    assert choose(figures(), Period(2024, 10), dt.date(2025, 1, 1)).cutoff == dt.date(2024, 10, 31)
    assert str(choose(figures(), None, dt.date(2024, 11, 30)).period) == "2024-10"


@pytest.mark.parametrize(
    ("period", "as_of", "told"),
    [
        (Period(2024, 11), None, "2024-11.*2024-10, 2024-12, 2025-02"),
        (Period(2024, 12), dt.date(2024, 11, 30), "2024-11-30.*2024-12"),
        (None, dt.date(2024, 9, 30), "Jambi"),
    ],
)
def test_what_is_not_there_is_refused(period: Period | None, as_of: dt.date | None, told: str) -> None:
    with pytest.raises(RequestError, match=told):
        choose(figures(), period, as_of)


def test_a_province_without_coverage_figures_asks_for_a_period() -> None:
    with pytest.raises(RequestError, match="--period"):
        choose(believed("2025-02-02,15.01,coverage_rate,total,30"), None, None)
    with pytest.raises(RequestError, match="2024-12"):
        choose(believed(), Period(2024, 12), None)


REGISTER = "name,kind,region,since,source\n"
FUNDING = "region,fund,segment,workers,starts,ends,contribution,source\n"
ACTIONS = "number,decided,region,action,agency,due,status,indicator,obstacle,evidence,source\n"


def test_nothing_later_than_the_day_is_known() -> None:
    later = believed(
        FIGURES,
        "2024-12-15,2024-12-31,15,target_rate,total,53\n2025-01-15,2025-12-31,15,target_rate,total,55",
        actions=ACTIONS + "1,2024-12-15,15,Do it,Bappeda,2025-01-31,open,,,,press\n",
        register=REGISTER
        + "A,village,15.01,2024-12-15,press\nB,village,15.01,,press\nC,village,15.01,2024-12-10,press\n",
        funding=FUNDING + "15.01,APBD,BPU,5,2025-01,2025-12,1,press\n15.01,APBD,BPU,6,2024-12,2025-12,1,press\n",
    )
    known = as_known(later, choose(later, Period(2024, 12), dt.date(2024, 12, 10)))
    assert set(known.series) == {("15", "coverage_rate", "total"), ("15", "active", "total")}
    assert not known.undated
    assert not known.targets["15"]
    assert not known.actions
    assert [entry.name for entry in known.register] == ["B", "C"]
    assert [fund.workers for fund in known.funding] == [6]
    hindsight = as_known(later, choose(later, Period(2024, 12), None))
    assert len(hindsight.targets["15"]) == 2  # also the one that was stated after the period
    assert len(hindsight.actions) == 1
    assert [entry.name for entry in hindsight.register] == ["A", "B", "C"]


def test_the_day_itself_is_known() -> None:
    known = as_known(figures(), choose(figures(), None, dt.date(2024, 12, 2)))
    assert ("15", "active", "total") in known.series


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ((), ["15", "15.01", "15.02", "15.71"]),
        (("15.71", "15"), ["15", "15.71"]),
        (("kab. kerinci", "KOTA JAMBI"), ["15.01", "15.71"]),
        (("Kabupaten Merangin", "15.02"), ["15.02"]),
        (("Provinsi Jambi",), ["15"]),
    ],
)
def test_regions_are_named_by_code_full_name_or_variant(asked: tuple[str, ...], codes: list[str]) -> None:
    assert [region.code for region in pick_regions(figures().province, asked)] == codes


def test_every_unknown_region_is_told_with_its_nearest() -> None:
    with pytest.raises(RequestError) as caught:
        pick_regions(figures().province, ("Kerinchi", "15", "zzzz", "15.72"))
    said = [str(line) for line in caught.value.messages]
    assert len(said) == 3
    assert "15.01" in said[0]
    assert "15, 15.01, 15.02, 15.71" in said[1]
    assert "did you mean 15.7" in said[2]


def test_a_regency_with_the_newest_figures_is_reported_on_when_asked() -> None:
    later = measured(FIGURES, period="2025-02")
    assert later["15"].coverage
    assert later["15"].coverage.carried
    assert later["15.01"].coverage
    assert not later["15.01"].coverage.carried


def test_regions_with_figures_of_a_later_month_are_known() -> None:
    rows = "2024-12-02,15,active,total,450\n2025-01-01,15.01,active,total,4\n2024-12-31,15.02,active,total,5\n"
    figures = believed(rows)
    assert [region.code for region in newer(figures, choose(figures, None, None))] == ["15.01"]
    assert newer(figures, choose(figures, Period(2025, 1), None)) == ()
