"""What one region's report may show, cut once."""

import datetime as dt

from cakupan.language import Language
from tests.provinces import SOURCES, measured

COUNTS = """\
2024-10-01,15,active,total,400
2024-10-01,15,potential,total,1000
2024-12-02,15,active,total,450
2024-12-02,15.01,active,total,45
2024-12-02,15.01,potential,total,100
"""


def test_each_region_with_a_figure_has_its_indicators() -> None:
    assert list(measured(COUNTS)) == ["15", "15.01"]
    assert "15" in measured("2024-12-02,15.01,coverage_rate,total,30", period="2024-12")


def test_the_province_sees_all_regencies_and_those_without_a_figure() -> None:
    province = measured(COUNTS)["15"]
    assert province.is_province
    assert [row.region.code for row in province.reporting] == ["15.01"]
    assert [region.code for region in province.silent] == ["15.02", "15.71"]


def test_a_regency_sees_the_province_as_its_yardstick() -> None:
    regency = measured(COUNTS)["15.01"]
    assert not regency.is_province
    assert regency.province_coverage
    assert regency.province_coverage.current.rate.value == 45


DECREE = SOURCES + "decree,Gubernur,2024-06-01,,\n"
TARGETS = """\
2024-01-01,2024-12-31,15,target_rate,total,53
2024-01-01,2025-12-31,15,target_rate,total,55
2024-06-01,2025-12-31,15,target_rate,total,56,percent,exact,decree
2024-01-01,2024-12-31,15,target_rate,PU,70
2024-01-01,2023-12-31,15,target_rate,total,50
"""


def test_the_target_stated_last_counts_and_the_next_due_comes_first() -> None:
    coverage = measured(COUNTS, TARGETS, sources=DECREE)["15"].coverage
    assert coverage
    assert [(t.due.year, int(t.value.value)) for t in coverage.targets] == [(2023, 50), (2024, 53), (2025, 56)]
    assert [g.target.due.year for g in coverage.gaps] == [2024, 2025]
    assert coverage.gap
    assert coverage.missing is coverage.gap


def test_a_target_that_is_only_stated_again_keeps_its_first_source() -> None:
    again = "2024-06-01,2024-12-31,15,target_rate,total,53,percent,exact,decree\n"
    coverage = measured(COUNTS, "2024-01-01,2024-12-31,15,target_rate,total,53\n" + again, sources=DECREE)[
        "15"
    ].coverage
    assert coverage
    assert [t.value.source for t in coverage.targets] == ["press"]


def test_a_target_stated_on_an_unknown_day_is_not_used() -> None:
    coverage = measured(COUNTS, "2024-12,2024-12-31,15,target_rate,total,53,percent,undated,press")["15"].coverage
    assert coverage
    assert not coverage.targets


def test_a_pace_over_a_year_is_not_told_twice() -> None:
    """Of two readings a year apart there is one pace."""
    two = "2023-12-02,15,coverage_rate,total,40\n2024-12-02,15,coverage_rate,total,45\n"
    coverage = measured(two)["15"].coverage
    assert coverage
    assert coverage.pace
    assert coverage.year is None


def test_a_regency_without_a_target_is_held_to_the_provinces() -> None:
    coverage = measured(COUNTS, TARGETS, sources=DECREE)["15.01"].coverage
    assert coverage
    assert coverage.gap
    assert coverage.gap.target.inherited
    own = measured(COUNTS, TARGETS + "2024-01-01,2025-12-31,15.01,target_rate,total,40", sources=DECREE)[
        "15.01"
    ].coverage
    assert own
    assert own.gap
    assert not own.gap.target.inherited
    assert own.gap.reached
    assert own.missing is None


def test_a_target_due_on_the_last_day_is_still_to_come() -> None:
    coverage = measured(COUNTS, "2024-01-01,2024-12-30,15,target_rate,total,53")["15"].coverage
    assert coverage
    assert not coverage.gaps
    assert coverage.gap is None
    assert coverage.missing is None


def test_a_figure_of_an_earlier_month_is_carried_forward() -> None:
    regency = measured(COUNTS + "2025-03-01,15,active,total,460")["15.01"].coverage
    assert regency
    assert regency.carried
    assert regency.previous is None
    assert regency.change is None


def test_days_left_run_from_the_end_of_the_period_where_the_figure_is_old() -> None:
    coverage = measured(COUNTS + "2025-03-01,15,active,total,460", TARGETS, sources=DECREE)["15.01"].coverage
    assert coverage
    assert coverage.gap
    assert coverage.gap.days_left == (dt.date(2025, 12, 31) - dt.date(2025, 3, 31)).days


def test_a_row_keeps_a_year_and_a_report_keeps_all() -> None:
    many = "".join(f"20{22 + m // 12}-{m % 12 + 1:02d}-15,15.01,coverage_rate,total,{m + 10}\n" for m in range(20))
    found = measured(many, period="2023-08")
    (row,) = found["15"].reporting
    assert row.coverage
    assert len(row.coverage.readings) == 13
    assert found["15.01"].coverage
    assert len(found["15.01"].coverage.readings) == 20


def test_a_rank_stands_beside_its_base_or_not_at_all() -> None:
    ranks = "2024-10-01,15,rank,total,16\n2024-10-01,15,rank_base,total,34\n2024-12-02,15,rank,total,15\n"
    rank = measured(COUNTS + ranks)["15"].rank
    assert rank
    assert (rank.place, rank.base, rank.carried) == (16, 34, True)
    assert measured(COUNTS + "2024-12-02,15,rank,total,15\n")["15"].rank is None


def test_counted_targets_of_the_year_stand_beside_what_was_reached() -> None:
    figures = COUNTS + "2024-11-01,15,firms_registered,total,900\n2024-12-01,15,firms_registered,total,950\n"
    targets = """\
2024-01-01,2024-12-31,15,target_firms,total,1000
2024-01-01,2024-12-31,15,target_firms_new,total,50
2024-01-01,2025-12-31,15,target_firms,total,1100
2024-01-01,2024-11-30,15,target_firms,total,990
2024-01-01,2024-12-31,15,target_active,total,600
"""
    counted = measured(figures, targets)["15"].counted
    assert [(int(c.target.value.value), c.reached and int(c.reached.value)) for c in counted] == [
        (1000, 950),
        (50, None),
    ]


def test_segments_and_their_parts_are_shown_in_one_order() -> None:
    figures = (
        COUNTS
        + """\
2024-12-02,15,active,BPU,50
2024-12-02,15,potential,BPU,500
2024-12-02,15,active,PU,400
2024-12-02,15,potential,PU,500
2024-12-02,15,active,Jakon,20
2024-12-02,15,registered,PU,410
"""
    )
    province = measured(figures)["15"]
    assert list(province.segments) == ["PU", "BPU"]
    assert list(province.parts) == ["PU", "BPU", "Jakon"]
    assert list(province.activity_by_segment) == ["PU"]


def test_the_main_figures_begin_with_the_denominator_that_is_used() -> None:
    figures = COUNTS + "2025-03-17,15,potential,total,1000,rounded\n2025-03-17,15,active,total,440\n"
    names = [(Language("en").tell(name), str(m.as_of)) for name, m in measured(figures)["15"].main_figures]
    assert names[0] == ("Potential workers, used as denominator", "2024-10-01")
    assert ("Potential workers", "2025-03-17") in names
    assert ("Active participants", "2025-03-17") in names


REGISTER = "name,kind,region,since,source\n"
FUNDING = "region,fund,segment,workers,starts,ends,contribution,source\n"
ACTIONS = "number,decided,region,action,agency,due,status,indicator,obstacle,evidence,source\n"


def test_a_regency_sees_only_its_own_lists() -> None:
    found = measured(
        COUNTS,
        register=REGISTER + "A,village,15.01,,press\nB,village,15.02,,press\n",
        funding=FUNDING + "15.01,APBD,BPU,5,2024-01,2024-12,1,press\n15.02,APBD,BPU,6,2024-01,2024-12,1,press\n",
        actions=ACTIONS
        + "1,2024-01-01,15.01,X,A,2024-12-31,open,,,,press\n2,2024-01-01,15,Y,A,2024-12-31,open,,,,press\n",
    )
    assert [e.name for e in found["15.01"].register] == ["A"]
    assert [e.name for e in found["15"].register] == ["A", "B"]
    assert [f.workers for f in found["15.01"].funding] == [5]
    assert [f.workers for f in found["15"].funding] == [5, 6]
    assert [a.number for a in found["15.01"].actions] == ["1"]
    assert [a.number for a in found["15"].actions] == ["1", "2"]


def test_the_sources_are_those_of_what_is_shown() -> None:
    sources = SOURCES + "".join(
        f"{key},{key},{day},,\n"
        for key, day in (
            ("targets", "2024-01"),
            ("village", ""),
            ("member", "2023-05-01"),
            ("branch", ""),
            ("unused", ""),
        )
    )
    found = measured(
        COUNTS
        + "2024-12-02,15.02,coverage_rate,total,30,percent,rate,member\n"
        + "2024-12-02,kacab-jambi,active,total,30,persons,exact,branch\n",
        "2024-01-01,2025-12-31,15,target_rate,total,55,percent,exact,targets",
        register=REGISTER + "A,village,15.01,,village\n",
        sources=sources,
    )  # fmt: skip
    assert [s.key for s in found["15"].sources] == ["village", "member", "targets", "press"]
    assert [s.key for s in found["15.02"].sources] == ["member", "targets"]
    assert [s.key for s in found["15.01"].sources] == ["village", "targets", "press"]


def test_a_source_is_cited_by_its_place_in_the_list() -> None:
    province = measured(COUNTS, TARGETS, sources=DECREE)["15"]
    assert [s.key for s in province.sources] == ["decree", "press"]
    assert (province.number_of("decree"), province.number_of("press")) == (1, 2)
