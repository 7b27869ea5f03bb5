"""The rules: each speaks just outside its limit and is silent just inside it."""

import ast
import datetime as dt

import pytest

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.check.rules import BY_ID, RULES
from cakupan.check.rules.form import FORM
from cakupan.check.rules.gates import GATES
from cakupan.check.rules.handed_in import HANDED_IN
from cakupan.check.rules.recipients import RECIPIENTS
from cakupan.check.rules.timetable import TIMETABLE
from cakupan.errors import DataError
from cakupan.language import Language
from cakupan.model import Figures, Finding, Limits, Severity
from tests.provinces import DESCRIPTION, REGIONS, ROOT, sheet

NOW = dt.datetime(2024, 12, 31, 12, tzinfo=dt.UTC)
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]


def judged(figures: str, targets: str = "", limits: Limits | None = None, **more: str) -> Figures:
    return check(sheet(figures, targets, **more), catalogue(), NOW, limits)


def found(
    rule: str, figures: str, targets: str = "", limits: Limits | None = None, **more: str
) -> list[tuple[Severity, str, int]]:
    """What one rule finds: severity, region and row, each said in both languages with what to do."""
    believed = judged(figures, targets, limits, **more)
    findings = [f for f in (*believed.holds, *believed.warnings) if f.rule == rule]
    for finding in findings:
        assert said(finding, "id") != said(finding, "en")
    return [(finding.severity, finding.region, finding.where.row) for finding in findings]


def said(finding: Finding, language: str) -> str:
    return Language(language).tell(finding.told)


def words(rule: str, figures: str, targets: str = "", **more: str) -> str:
    """The one finding of a rule in English."""
    believed = judged(figures, targets, None, **more)
    (finding,) = (f for f in (*believed.holds, *believed.warnings) if f.rule == rule)
    return said(finding, "en")


def test_every_rule_has_a_name_a_question_and_a_remedy_of_its_own() -> None:
    assert len(BY_ID) == len(RULES)
    assert len({str(rule.asks) for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert Language("id").tell(rule.asks).endswith("?") or "Jasa" in Language("id").tell(rule.asks)
        assert str(rule.remedy).endswith(".")
        assert (rule.judge is None) == (rule in (*FORM, *HANDED_IN, *GATES, *RECIPIENTS, *TIMETABLE))


# --- parts and ranks --------------------------------------------------------------------------------------------------


def test_active_may_not_exceed_registered() -> None:
    rows = "2024-12,15.01,active,total,{}\n2024-12,15.01,registered,total,100"
    assert found("part", rows.format(101)) == [(Severity.HOLD, "15.01", 2)]
    assert not found("part", rows.format(100))


def test_an_implied_whole_may_be_off_by_a_thousandth() -> None:
    rows = "2024-12,15,active,total,{}\n2024-12,15,potential,total,100000,implied"
    assert not found("part", rows.format(100100))
    assert found("part", rows.format(100101))


def test_a_whole_older_than_two_years_is_held_against_nothing() -> None:
    rows = "{},15,potential,total,10\n2024-12-02,15,active,total,11"
    assert found("part", rows.format("2022-12-02"))
    assert not found("part", rows.format("2022-12-01"))


@pytest.mark.parametrize(("rank", "speaks"), [(0, True), (1, False), (34, False), (35, True)])
def test_a_rank_lies_inside_its_base(rank: int, speaks: bool) -> None:
    rows = f"2024-12,15,rank,total,{rank}\n2024-12,15,rank_base,total,34"
    assert found("rank", rows) == ([(Severity.HOLD, "15", 2)] if speaks else [])
    assert not found("part", rows)


def test_a_rank_without_a_base_is_a_rank_from_one_on() -> None:
    assert "the first place is 1" in words("rank", "2024-12,15,rank,total,0")
    assert not found("rank", "2024-12,15,rank,total,99")


# --- sums -------------------------------------------------------------------------------------------------------------

PARTS = "2024-12,15,active,PU,60\n2024-12,15,active,BPU,30\n2024-12,15,active,Jakon,10\n"
TOLERANT = DESCRIPTION + "[tolerance]\npress = 1\n"


@pytest.mark.parametrize(("total", "speaks"), [(99, True), (100, False), (101, True)])
def test_exact_segments_give_their_total(total: int, speaks: bool) -> None:
    rows = f"{PARTS}2024-12,15,active,total,{total}"
    assert found("segments", rows) == ([(Severity.HOLD, "15", 5)] if speaks else [])


def test_it_is_said_by_how_much_a_sum_is_off() -> None:
    assert "add up to 100, the total is 125; 25 apart (20.00%)" in words(
        "segments", f"{PARTS}2024-12,15,active,total,125"
    )


def test_within_the_tolerance_of_its_source_a_sum_is_told_and_holds_nothing() -> None:
    assert found("segments", f"{PARTS}2024-12,15,active,total,101", province=TOLERANT)[0][0] is Severity.WARNING
    assert found("segments", f"{PARTS}2024-12,15,active,total,102", province=TOLERANT)[0][0] is Severity.HOLD


def test_a_tolerance_for_no_source_is_refused_with_the_nearest() -> None:
    with pytest.raises(DataError, match=r'"pres" is no source; did you mean press\?'):
        judged("", province=DESCRIPTION + "[tolerance]\npres = 1\n")


def test_a_sum_that_is_too_small_may_lack_a_segment() -> None:
    two = PARTS.replace("2024-12,15,active,Jakon,10\n", "")
    assert not found("segments", f"{two}2024-12,15,active,total,100")
    assert found("segments", f"{two}2024-12,15,active,total,89")


def test_a_sum_that_is_too_small_may_lack_the_migrants_where_there_ever_were_some() -> None:
    rows = f"{PARTS}2024-12,15,active,total,101\n2024-11,15,active,PMI,1"
    assert not found("segments", rows)
    assert found("segments", f"{rows}\n2024-12,15,active,PMI,2")


def test_round_segments_may_be_off_by_half_their_last_digit() -> None:
    rows = "2024-12,15,active,PU,60000,rounded\n2024-12,15,active,BPU,30000,rounded\n2024-12,15,active,Jakon,1\n"
    assert not found("segments", rows + "2024-12,15,active,total,100001")
    assert found("segments", rows + "2024-12,15,active,total,100002") == [(Severity.WARNING, "15", 5)]


REGENCIES = "2024-12,15.01,active,total,40\n2024-12,15.02,active,total,50\n2024-12,15.71,active,total,10\n"


@pytest.mark.parametrize(("total", "speaks"), [(99, True), (100, False), (101, True)])
def test_the_regencies_give_their_province_and_else_hold_it(total: int, speaks: bool) -> None:
    rows = f"{REGENCIES}2024-12,15,active,total,{total}"
    assert found("regencies", rows) == ([(Severity.HOLD, "15", 5)] if speaks else [])


def test_within_the_tolerance_the_regencies_hold_nothing() -> None:
    rows = f"{REGENCIES}2024-12,15,active,total,101"
    assert found("regencies", rows, province=TOLERANT) == [(Severity.WARNING, "15", 5)]


def test_some_of_the_regencies_may_be_less_than_the_province_but_never_more() -> None:
    some = REGENCIES.splitlines()[0]
    assert not found("regencies", f"{some}\n2024-12,15,active,total,40")
    assert found("regencies", f"{some}\n2024-12,15,active,total,39")


SOME = "".join(REGENCIES.splitlines(keepends=True)[:2])


def test_of_a_month_that_is_nearly_in_the_missing_are_named() -> None:
    assert found("incomplete", SOME) == [(Severity.WARNING, "15", 3)]
    assert "December 2024: 2 of 3 regencies and cities are in, Jambi City are missing" in words("incomplete", SOME)


@pytest.mark.parametrize(
    "rows",
    [REGENCIES, SOME + "2024-12,15,active,total,100", REGENCIES.splitlines()[0], SOME.replace("total", "PU"), ""],
    ids=["all", "the province", "a single one", "a segment", "nothing"],
)
def test_a_month_that_is_whole_or_given_or_hardly_begun_is_not_incomplete(rows: str) -> None:
    assert not found("incomplete", f"{rows.rstrip()}\n2024-11,15,active,total,100\n".lstrip())


def test_where_fewer_make_a_total_none_is_missing() -> None:
    assert not found("incomplete", SOME, limits=Limits(complete=66))
    assert found("incomplete", SOME, limits=Limits(complete=67))


@pytest.mark.parametrize("measure", ["coverage_rate", "gap_to_target", "rank"])
def test_rates_ranks_and_gaps_are_never_added(measure: str) -> None:
    rows = f"2024-12,15.01,{measure},total,40\n2024-12,15.02,{measure},total,50\n2024-12,15,{measure},total,5"
    assert not found("regencies", rows)


# --- rates and targets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "speaks"), [("45.16", True), ("45.17", False), ("45.18", True), ("45", False)])
def test_a_published_rate_is_what_its_counts_give(rate: str, speaks: bool) -> None:
    rows = f"2024-12,15,active,total,592806\n2024-12,15,potential,total,1312370\n2024-12,15,coverage_rate,total,{rate}"
    assert found("recomputed", rows) == ([(Severity.WARNING, "15", 4)] if speaks else [])


def test_round_counts_leave_a_rate_its_room() -> None:
    rows = "2024-12,15,active,total,580000,rounded\n2024-12,15,potential,total,1300000,rounded\n"
    assert not found("recomputed", rows + "2024-12,15,coverage_rate,total,46,rate")
    assert found("recomputed", rows + "2024-12,15,coverage_rate,total,48,rate")


def test_nothing_is_divided_by_nobody() -> None:
    rows = "2024-12,15,active,total,0\n2024-12,15,potential,total,0\n2024-12,15,coverage_rate,total,0"
    assert not judged(rows).warnings


@pytest.mark.parametrize(("count", "speaks"), [(549, False), (550, False), (551, False), (548, True), (552, True)])
def test_a_target_in_workers_is_its_rate_of_the_potential(count: int, speaks: bool) -> None:
    targets = f"2024-12-01,2025-12-31,15,target_rate,total,55\n2024-12-01,2025-12-31,15,target_active,total,{count}"
    assert found("target", "2024-11,15,potential,total,1000", targets) == (
        [(Severity.WARNING, "15", 3)] if speaks else []
    )


def test_a_round_potential_says_nothing_of_a_target() -> None:
    targets = "2024-12-01,2025-12-31,15,target_rate,total,55\n2024-12-01,2025-12-31,15,target_active,total,100"
    assert not found("target", "2024-11,15,potential,total,1000,rounded", targets)
    assert "potential of 0" in words("target", "2024-11,15,potential,total,0", targets)


# --- codes ------------------------------------------------------------------------------------------------------------

CROSSED = """\
code,bps,name,kind,parent,branch,tile_column,tile_row,variants
15,15,Jambi,province,,,,,
15.06,1507,Tanjung Jabung Barat,regency,15,,,,
15.07,1506,Tanjung Jabung Timur,regency,15,,,,
"""


def test_the_official_codes_and_names_are_let_be_however_they_are_spelt() -> None:
    assert not found("code", "", regions=CROSSED)
    assert not found("code", "", regions=CROSSED.replace("Tanjung Jabung Barat", "TanjungJabung barat"))
    assert not found("code", "", regions=CROSSED.replace("Tanjung Jabung Barat", "Tanjab Barat"))
    assert not found("code", "", regions=CROSSED.replace("1507", ""))


def test_a_name_under_the_code_of_another_region_is_held() -> None:
    swapped = CROSSED.replace("15.06,1507", "15.xx,1507").replace("15.07,", "15.06,").replace("15.xx", "15.07")
    swapped = swapped.replace("1507", "").replace("1506", "")
    assert found("code", "", regions=swapped) == [(Severity.HOLD, "15.07", 3), (Severity.HOLD, "15.06", 4)]


def test_a_code_that_is_not_listed_is_let_be() -> None:
    assert not found("code", "", regions=CROSSED.replace("15.06,1507,Tanjung Jabung Barat", "15.99,1599,Baru"))
    assert not found("code", "", regions=REGIONS)


SWAP = """\
2024-10,15.06,active,total,{a}
2024-10,15.07,active,total,1000
2024-11,15.06,active,total,{b}
2024-11,15.07,active,total,{a}
"""


@pytest.mark.parametrize(
    ("a", "b", "speaks"),
    [(2000, 1050, True), (2000, 1051, False), (2000, 2000, False), (1150, 1000, False), (1151, 1000, True)],
)
def test_figures_of_two_regions_that_are_numbered_crosswise_do_not_change_places(a: int, b: int, speaks: bool) -> None:
    expected = [(Severity.HOLD, "15.06", 4), (Severity.HOLD, "15.07", 5)] if speaks else []
    assert found("swapped", SWAP.format(a=a, b=b), regions=CROSSED) == expected


def test_regions_that_are_not_numbered_crosswise_may_change_places() -> None:
    straight = CROSSED.replace("15.06,1507", "15.06,1508")
    assert not found("swapped", SWAP.format(a=2000, b=1000), regions=straight)


# --- digits -----------------------------------------------------------------------------------------------------------


def series(*values: object, measure: str = "active", code: str = "15.01", segment: str = "total") -> str:
    """One figure a month from January on."""
    stamps = zip(MONTHS, values, strict=False)
    return "\n".join(f"{month},{code},{measure},{segment},{value}" for month, value in stamps)


@pytest.mark.parametrize(("value", "speaks"), [(714, False), (715, True), (1428, True), (1429, False), (70000, True)])
def test_a_value_a_tenth_or_ten_times_its_neighbours_is_held(value: int, speaks: bool) -> None:
    assert found("digit", series(10000, value, 10000)) == ([(Severity.HOLD, "15.01", 3)] if speaks else [])


def test_a_lost_digit_is_found_in_the_first_and_in_the_last_month_too() -> None:
    assert found("digit", series(1000, 10000, 10100)) == [(Severity.HOLD, "15.01", 2)]
    assert found("digit", series(10000, 10100, 1010)) == [(Severity.HOLD, "15.01", 4)]


def test_two_readings_are_no_neighbours_enough() -> None:
    assert not found("digit", series(10000, 1000))


def test_neighbours_that_do_not_agree_say_nothing() -> None:
    assert found("digit", series(10000, 1400, 15000))
    assert not found("digit", series(10000, 1400, 15001))


def test_neighbours_a_year_away_are_neighbours_and_no_further() -> None:
    rows = "{},15,active,total,10000\n2024-01-02,15,active,total,1000\n2024-02-02,15,active,total,10000"
    assert found("digit", rows.format("2023-01-01"))
    assert not found("digit", rows.format("2022-12-31"))


def test_small_counts_may_grow_tenfold() -> None:
    assert not found("digit", series(999, 100, 999))
    assert found("digit", series(1000, 100, 1000))


def test_a_rate_loses_its_decimal_mark_too_and_changes_and_ranks_do_not() -> None:
    assert found("digit", series("45.1", "4.52", "45.3", measure="coverage_rate"))
    assert not found("digit", series("45.1", "4.52", "45.3", measure="coverage_change"))
    assert not found("digit", series(34, 3, 34, measure="rank"))


def test_what_is_counted_anew_each_year_starts_small() -> None:
    rows = "2023-11,15,members_new,total,10000\n2023-12,15,members_new,total,10100\n2024-01,15,members_new,total,1000"
    assert not found("digit", rows)
    assert found("digit", rows.replace("members_new", "active"))


def test_a_count_that_collapses_or_rises_a_hundredfold_holds_and_its_way_back_does_not() -> None:
    assert found("digit", series(33250, 332)) == [(Severity.HOLD, "15.01", 3)]
    assert not found("digit", series(33250, 333))
    assert found("digit", series(33250, 0)) == [(Severity.HOLD, "15.01", 3)]
    assert not found("digit", series(999, 0))
    assert found("digit", series(33, 33250, 33)) == [(Severity.HOLD, "15.01", 3)]
    assert not found("digit", series(9, 33250))
    assert found("digit", series(10, 1000))
    assert not found("digit", series(10, 999))
    assert found("digit", series(33250, 33, 33250)) == [(Severity.HOLD, "15.01", 3)]
    assert "from 33,250 to 33; is it in thousands" in words("digit", series(33250, 33))
    assert not found("digit", "2022-12-30,15.01,active,total,33250\n2024-01-01,15.01,active,total,33")


def test_a_segment_one_digit_away_from_what_its_total_leaves_is_named() -> None:
    rows = (
        "2024-12,15,active,PU,600\n2024-12,15,active,BPU,31\n2024-12,15,active,Jakon,100\n2024-12,15,active,total,1013"
    )
    assert "31 is one digit away from 313, with which the segments give their total of 1,013" in words("digit", rows)
    assert not found("digit", rows.replace(",1013", ",1024"))


def test_a_digit_too_many_is_named_too_and_once() -> None:
    other = "\n" + "\n".join(f"2024-{m},15,active,BPU,3130" for m in ("09", "10", "11"))
    rows = "2024-12,15,active,PU,6000\n2024-12,15,active,BPU,31310\n2024-12,15,active,total,{}"
    assert not found("digit", rows.format(9132))
    assert found("digit", rows.format(9131) + other) == [(Severity.HOLD, "15", 3)]


@pytest.mark.parametrize(("value", "speaks"), [(999, False), (1000, True)])
def test_the_same_number_in_the_next_segment_is_told(value: int, speaks: bool) -> None:
    rows = f"2024-12,15,active,BPU,{value}\n2024-12,15,active,Jakon,{value}\n2024-12,15,active,PU,5"
    assert found("twins", rows) == ([(Severity.WARNING, "15", 3)] if speaks else [])


def test_a_total_may_be_its_only_segment_and_a_round_number_its_neighbour() -> None:
    assert not found("twins", "2024-12,15,active,PU,5000\n2024-12,15,active,total,5000")
    assert not found("twins", "2024-12,15,active,PU,5000,rounded\n2024-12,15,active,BPU,5000,rounded")


def test_the_same_number_in_the_next_region_is_told_and_in_one_further_down_is_not() -> None:
    rows = "2024-12,15.01,active,total,5000\n2024-12,15.02,active,total,{}\n2024-12,15.71,active,total,{}"
    assert found("twins", rows.format(5000, 7000)) == [(Severity.WARNING, "15.02", 3)]
    assert not found("twins", rows.format(7000, 5000))


def test_a_month_that_is_a_copy_of_the_one_before_is_told_once() -> None:
    two = series(5000, 5000) + "\n" + series(6000, 6000, measure="registered")
    assert found("twins", two) == [(Severity.WARNING, "15.01", 3)]
    half = series(5000, 5000) + "\n" + series(6000, 6001, measure="registered")
    assert found("twins", half) == [(Severity.WARNING, "15.01", 3)]
    assert not found("twins", half + "\n" + series(1000, 1001, segment="PU"))


def test_potentials_may_stay_the_same() -> None:
    assert not found("twins", series(5000, 5000, measure="potential"))


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "speaks"), [("2024-12-31", False), ("2025-01-01", True), ("2024-12", False), ("2025-01", True)]
)
def test_a_figure_of_a_day_to_come_is_held(day: str, speaks: bool) -> None:
    assert found("future", f"{day},15,active,total,5") == ([(Severity.HOLD, "15", 2)] if speaks else [])


def test_a_month_that_has_begun_is_not_in_the_future() -> None:
    figures = sheet("2024-12,15,active,total,5")
    assert not check(figures, catalogue(), dt.datetime(2024, 12, 1, tzinfo=dt.UTC)).holds
    assert check(figures, catalogue(), dt.datetime(2024, 11, 30, 16, 59, tzinfo=dt.UTC)).holds


def test_today_is_the_day_of_the_province() -> None:
    figures = sheet("2025-01-01,15,active,total,5")
    assert not check(figures, catalogue(), dt.datetime(2024, 12, 31, 17, 0, tzinfo=dt.UTC)).holds  # midnight in Jambi
    assert check(figures, catalogue(), dt.datetime(2024, 12, 31, 16, 59, tzinfo=dt.UTC)).holds


def test_a_target_stated_on_a_day_to_come_is_held_and_one_without_a_day_is_not() -> None:
    assert found("future", "", "2025-01-01,2025-12-31,15,target_rate,total,55") == [(Severity.HOLD, "15", 2)]
    assert not found("future", "", "2025-01-01,2025-12-31,15,target_rate,total,55,percent,undated,press")


# --- history ----------------------------------------------------------------------------------------------------------


def test_a_jump_is_told_against_the_largest_change_before() -> None:
    calm = (1000, 1020, 1040, 1060)  # 2 per cent a month at most; three times that is 6
    assert found("jump", series(*calm, 1125)) == [(Severity.WARNING, "15.01", 6)]
    assert not found("jump", series(*calm, 1123))
    assert not found("jump", series(*calm, 1125), limits=Limits(jump_factor=4))


def test_two_changes_are_no_history() -> None:
    assert not found("jump", series(1000, 1020, 1040, 2000))


def test_a_change_of_five_per_cent_is_no_jump_however_calm_the_past() -> None:
    assert not found("jump", series(1000, 1000, 1000, 1000, 1050, measure="potential"))
    assert found("jump", series(1000, 1000, 1000, 1000, 1051, measure="potential"))


def test_a_handful_may_double() -> None:
    assert not found("jump", series(99, 99, 99, 99, 200))
    assert found("jump", series(100, 100, 100, 100, 200))


def test_a_change_over_months_is_measured_by_the_month() -> None:
    calm = series(1000, 1020, 1040, 1060)
    assert not found("jump", calm + "\n2024-06,15.01,active,total,1180")
    assert found("jump", calm + "\n2024-06,15.01,active,total,1200")


@pytest.mark.parametrize(("until", "speaks"), [("2024-11", False), ("2024-12", True)])
def test_a_denominator_that_stays_the_same_for_months_is_told(until: str, speaks: bool) -> None:
    rows = f"2023-12,15,potential,total,1000\n2024-01,15,potential,total,1000\n{until},15,potential,total,1000"
    assert found("unchanged", rows) == ([(Severity.WARNING, "15", 4)] if speaks else [])


def test_only_the_newest_stretch_counts_and_the_limit_is_a_setting() -> None:
    rows = series(*[1000] * 11, 1001, measure="potential")
    assert not found("unchanged", rows, limits=Limits(unchanged_months=1))
    assert found("unchanged", series(999, 1000, 1000, measure="potential"), limits=Limits(unchanged_months=1))


def test_a_count_of_the_year_so_far_only_falls_when_the_year_ends() -> None:
    rows = "2023-11,15,firms_new,total,{}\n2023-12,15,firms_new,total,100\n2024-01,15,firms_new,total,5"
    assert found("falls", rows.format(101)) == [(Severity.WARNING, "15", 3)]
    assert not found("falls", rows.format(100))


# --- all together -----------------------------------------------------------------------------------------------------


def test_of_a_branch_there_is_no_report_to_hold() -> None:
    rows = "2024-12,{0},active,total,11\n2024-12,{0},potential,total,10"
    assert found("part", rows.format("kacab-jambi")) == [(Severity.WARNING, "kacab-jambi", 2)]
    assert found("part", rows.format("15.01")) == [(Severity.HOLD, "15.01", 2)]


def test_a_code_of_the_statistics_office_is_refused_with_whose_it_is() -> None:
    with pytest.raises(DataError) as caught:
        judged("2024-12,1507,active,total,5", regions=CROSSED)
    (line,) = caught.value.messages
    assert Language("en").tell(line).endswith("the Kemendagri code of Tanjung Jabung Barat Regency is 15.06")


def test_figures_without_a_day_are_held_against_nothing() -> None:
    rows = "2024-12,15,active,total,11,persons,undated,press\n2024-12,15,potential,total,10,persons,exact,press"
    assert not judged(rows).holds


def test_an_empty_table_is_judged_too() -> None:
    believed = judged("")
    assert not (*believed.holds, *believed.warnings)


def ids_of(source: str) -> set[str]:
    """The rules that a module names where it makes findings."""
    places = {"Finding": 0, "figure": 0, "target": 0, "refuse": 2, "note": 2, "warn": 2, "Refusal": 0}
    ids = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            args = node.args[places.get(name, len(node.args)) :]
            ids |= (
                {args[0].value}
                if args and isinstance(args[0], ast.Constant) and isinstance(args[0].value, str)
                else set()
            )
    return {str(found) for found in ids}


def test_every_finding_is_of_a_rule_of_the_catalogue_and_every_rule_finds_something() -> None:
    files = (ROOT / "cakupan").rglob("*.py")
    assert {found for file in files for found in ids_of(file.read_text("utf-8"))} == set(BY_ID)


def test_a_planted_finding_is_seen() -> None:
    assert ids_of('table.refuse(line, "value", "planted", reason)\nFinding("other", x)') == {"planted", "other"}
