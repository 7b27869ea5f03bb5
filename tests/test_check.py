"""What was handed in is judged: every mistake at once, each with its file, row and column."""

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.check import cells
from cakupan.errors import DataError
from cakupan.language import Language
from cakupan.layout.refusal import Refusal
from cakupan.message import message
from cakupan.model import Finding, Grid, Severity
from cakupan.period import Period
from tests.provinces import FIGURES_HEAD, REGIONS, SOURCES, TARGETS_HEAD, believed


def mistakes(figures: str = "", targets: str = "", **more: str) -> list[str]:
    """What is said of a province that is refused, the same number of lines in both languages."""
    with pytest.raises(DataError) as caught:
        believed(figures, targets, **more)
    assert all(Language("id").tell(line) for line in caught.value.messages)
    return [Language("en").tell(line) for line in caught.value.messages]


def only(lines: list[str]) -> str:
    assert len(lines) == 1, lines
    return lines[0]


ROW = ("2024-12-02", "15", "active", "total", "592806", "persons", "exact", "press")
COLUMNS = ("as_of", "region", "measure", "segment", "value", "unit", "precision", "source")


@pytest.mark.parametrize(
    ("column", "cell", "advice"),
    [
        ("as_of", "2 Des 2024", "2024-12-02"),
        ("as_of", "2024-02-30", "2024-12-02"),
        ("as_of", "", "2024-12-02"),
        ("region", "15.10", "15"),
        ("region", "Kerincy", "15.01"),
        ("region", "kab. kerinci", "15.01"),
        ("region", "zzzz", "15, 15.01, 15.02, 15.71, kacab-jambi"),
        ("measure", "aktive", "active"),
        ("segment", "Jakonn", "Jakon"),
        ("segment", "zzzz", "total, PU, BPU, Jakon, PMI"),
        ("value", "1.312.370", "without separators"),
        ("value", "1,312,370", "without separators"),
        ("value", "45,17", "without separators"),
        ("value", "45%", "without separators"),
        ("value", "abc", "a number"),
        ("value", "1e9", "a number"),
        ("value", "", "a number"),
        ("value", "NaN", "a number"),
        ("value", "٤٥", "a number"),
        ("value", "+5", "a number"),
        ("value", "5.", "without separators"),
        ("value", "45.17", "whole number"),
        ("value", "580.000", "whole number"),
        ("value", "-5", "whole number"),
        ("unit", "person", "persons"),
        ("unit", "percent", "persons"),
        ("precision", "exakt", "exact"),
        ("source", "pres", "press"),
    ],
)
def test_a_cell_that_cannot_be_believed_is_named(column: str, cell: str, advice: str) -> None:
    cells_ = dict(zip(COLUMNS, ROW, strict=True)) | {column: cell}
    text = ",".join(f'"{c}"' for c in cells_.values()) + "\n"
    said = only(mistakes(text))
    assert said.startswith(f"figures.csv, row 2, column {column}: ")
    assert advice in said
    assert cell in said


def test_every_mistake_of_every_file_is_told_at_once() -> None:
    said = mistakes(
        "2024-12,15,active,all,12\n2024-12,15,potential,total,x",
        "2024-12,2024-13,15,target_rate,total,150",
        register="name,kind,region,since,source\n,town,15,,press\n",
        funding="region,fund,segment,workers,starts,ends,contribution,source\n15,A,BPU,5,2024-05,2024-04,1,press\n",
    )
    assert [line.split(":")[0] for line in said] == [
        "figures.csv, row 2, column segment",
        "figures.csv, row 3, column value",
        "funding.csv, row 2, column ends",
        "register.csv, row 2, column name",
        "register.csv, row 2, column kind",
        "targets.csv, row 2, column due",
    ]


@pytest.mark.parametrize("value", ["4517", "100.01"])
def test_a_rate_beyond_a_hundred_is_a_lost_decimal_mark(value: str) -> None:
    said = only(mistakes(f"2024-12-02,15,coverage_rate,total,{value}"))
    assert "column value" in said
    assert f'"{value}"' in said
    assert "between 0 and 100" in said


def test_all_may_be_covered_and_none() -> None:
    assert believed("2024-12-02,15,coverage_rate,total,100\n2024-12-03,15,coverage_rate,total,0").rows == 2


@pytest.mark.parametrize("measure", ["coverage_rate", "village_rate", "registered_rate"])
def test_no_share_is_negative(measure: str) -> None:
    assert "column value" in only(mistakes(f"2024-12-02,15,{measure},total,-5"))


def test_a_change_may_be_negative() -> None:
    assert believed("2024-12-02,15,coverage_change,total,-3.79").rows == 1


def test_a_unit_that_is_not_its_measures_is_refused() -> None:
    said = only(mistakes("2024-12-02,15,coverage_rate,total,45,persons,exact,press"))
    assert said.startswith("figures.csv, row 2, column unit: ")
    for part in ("percent", "coverage_rate", "persons"):
        assert part in said


def test_the_same_figure_twice_is_refused() -> None:
    said = only(mistakes("2024-12-02,15,active,total,5\n2024-12-01,15,active,total,5\n2024-12-02,15,active,total,6"))
    assert said.startswith("figures.csv, row 4, ")
    assert "row 2" in said


def test_the_same_target_twice_is_refused() -> None:
    row = "2024-12-04,2025-12-31,15,target_rate,total,55\n"
    assert only(mistakes("", row + row)).startswith("targets.csv, row 3, ")


def test_two_undated_figures_of_one_measure_may_stand_side_by_side() -> None:
    sources = SOURCES + "other,Koran Lain,,,\n"
    rows = "2024-12,15,active,total,5,persons,undated,press\n2024-12,15,active,total,6,persons,undated,other\n"
    figures = believed(rows, sources=sources)
    assert [int(m.value) for m in figures.undated["15", "active", "total"]] == [5, 6]
    assert not figures.series
    assert "row 2" in only(mistakes(rows.replace("other", "press")))


def holding(figures: str) -> str:
    """The one thing that holds a report."""
    return only([Language("en").tell(finding.told) for finding in believed(figures).holds])


def test_a_part_above_its_whole_holds_the_report() -> None:
    said = holding("2024-12-02,15,active,total,11\n2024-12-02,15,potential,total,10")
    assert said.startswith("figures.csv, row 2, column value: ")
    for part in ("Active participants 11", "Potential workers 10", "row 3"):
        assert part in said


def test_a_part_above_the_whole_it_will_be_divided_by_is_not_passed_over() -> None:
    assert "row 2" in holding("2024-12-02,15,active,total,5928060\n2024-10-01,15,potential,total,1312370")


def test_a_part_may_equal_its_whole() -> None:
    assert believed("2024-12-02,15,active,total,10\n2024-12-02,15,potential,total,10").rows == 2


def test_construction_may_exceed_its_potential_with_a_warning() -> None:
    figures = believed("2024-12-02,15,active,Jakon,11\n2024-12-02,15,potential,Jakon,10")
    (warning,) = figures.warnings
    assert warning.severity is Severity.WARNING
    assert (warning.where.file, warning.where.row, warning.where.column) == ("figures.csv", 2, "value")


def test_round_figures_are_not_held_against_each_other() -> None:
    rows = "2024-12-02,15,active,total,1300000,rounded\n2024-12-02,15,potential,total,1299999"
    assert believed(rows).rows == 2


def test_a_round_part_that_no_rounding_explains_holds_the_report() -> None:
    rows = "2025-03-17,15,active,total,5800000,rounded\n2025-03-17,15,potential,total,1312370"
    assert "row 2" in holding(rows)


def test_other_days_are_not_held_against_each_other() -> None:
    assert believed("2024-12-02,15,active,total,11\n2024-12-03,15,potential,total,10").rows == 2


def test_other_segments_and_regions_are_not_held_against_each_other() -> None:
    rows = "2024-12-02,15,active,PU,11\n2024-12-02,15,potential,BPU,10\n2024-12-02,15.01,potential,PU,10"
    assert believed(rows).rows == 3


def test_figures_are_in_the_order_of_their_days() -> None:
    figures = believed("2024-12-02,15,active,total,2\n2024-10,15,active,total,1\n2025-01-01,15,active,total,3")
    assert [int(m.value) for m in figures.series["15", "active", "total"]] == [1, 2, 3]


def test_targets_are_in_the_order_of_their_days() -> None:
    targets = believed(
        "", "2024-01-01,2025-12-31,15,target_rate,total,55\n2024-01-01,2024-12-31,15,target_rate,total,53"
    ).targets["15"]
    assert [t.due.year for t in targets] == [2024, 2025]


# --- heads -----------------------------------------------------------------------------------------------------------

HEADS = {
    "figures": FIGURES_HEAD,
    "targets": TARGETS_HEAD,
    "regions": REGIONS.splitlines()[0] + "\n",
    "sources": SOURCES.splitlines()[0] + "\n",
    "register": "name,kind,region,since,source\n",
    "funding": "region,fund,segment,workers,starts,ends,contribution,source\n",
    "actions": "number,decided,region,action,agency,due,status,indicator,obstacle,evidence,source\n",
}


@pytest.mark.parametrize("name", HEADS)
def test_an_unknown_column_is_refused_with_the_nearest(name: str) -> None:
    first = HEADS[name].split(",")[0]
    said = mistakes(**{name: HEADS[name].replace(first, first + "x", 1)})
    assert all(line.startswith(f"{name}.csv, row 1, column ") for line in said)
    assert [line for line in said if f"column {first}: " in line and "missing" in line]
    assert [line for line in said if f"column {first}x: " in line and f"did you mean {first}?" in line]


@pytest.mark.parametrize("name", HEADS)
def test_a_doubled_column_is_refused(name: str) -> None:
    first = HEADS[name].split(",")[0]
    said = only(mistakes(**{name: f"{first},{HEADS[name]}"}))
    assert said.startswith(f"{name}.csv, row 1, column {first}: ")
    assert "twice" in said


# --- the province itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("province", "parts"),
    [
        ('timezone = "Asia/Jakarta"\n', ["code", "required"]),
        ('code = 15\ntimezone = "Asia/Jakarta"\n', ["code", "text"]),
        ('code = "15"\ntimezone = "WIB"\n', ["timezone", '"WIB"', "Asia/Jakarta"]),
        ('code = "16"\ntimezone = "Asia/Jakarta"\n', ["code", "16", "15"]),
        ('code = "15"\ntimezone = "Asia/Jakarta"\nsampel = true\n', ["sampel", "sample"]),
        ('code = "15"\ntimezone = "Asia/Jakarta"\n[decree]\nnumber = "1"\ntitle = "T"\n', ["decree.short", "required"]),
    ],
)
def test_a_wrong_description_is_refused(province: str, parts: list[str]) -> None:
    said = only(mistakes(province=province))
    assert said.startswith("province.toml: ")
    for part in parts:
        assert part in said


def test_a_decree_is_optional_and_kept() -> None:
    text = 'code = "15"\ntimezone = "Asia/Jakarta"\n[decree]\nnumber = "1"\ntitle = "T"\nshort = "S"\n'
    decree = believed(province=text).province.decree
    assert decree
    assert (decree.number, decree.title, decree.short) == ("1", "T", "S")
    assert believed().province.decree is None


def test_a_province_without_its_own_row_is_refused() -> None:
    said = only(mistakes(regions=REGIONS.splitlines()[0] + "\n"))
    assert said.startswith("province.toml: code")
    assert said.endswith("0")


@pytest.mark.parametrize(
    ("old", "new", "column", "parts"),
    [
        ("15.02,1502", "15.01,1502", "code", ['"15.01"', "row 3"]),
        ("15.02,1502", "15.02,1501", "bps", ['"1501"', "row 3"]),
        ("15.02,1502", "15-02!,1502", "code", ['"15-02!"', "15.71"]),
        ("Merangin,regency", ",regency", "name", ["empty"]),
        ("15.02,1502,Merangin,regency,15", "15.02,1502,Merangin,regency,16", "parent", ['"16"']),
        ("15.02,1502,Merangin,regency,15,kacab-jambi", "15.02,1502,Merangin,regency,15,kacab", "branch", ['"kacab"']),
        ("kacab-jambi,1,0,", "kacab-jambi,0,0,", "tile_column", ["row 3"]),
        ("kacab-jambi,1,0,", "kacab-jambi,-1,0,", "tile_column", ['"-1"', "0 or more"]),
        ("kacab-jambi,1,0,", "kacab-jambi,1,,", "tile_row", ["column"]),
        ("kacab-jambi,1,0,", "kacab-jambi,,1,", "tile_row", ["column"]),
        ("15.02,1502,Merangin,regency,15", "15.02,1502,Merangin,regency,", "parent", ['""']),
        ("15.02,1502,Merangin,regency,15", "15.02,1502,Merangin,regency,15.01", "parent", ['"15.01"']),
        ("15.02,1502,Merangin,regency,15,kacab-jambi", "15.02,1502,Merangin,regency,15,15.01", "branch", ['"15.01"']),
        ("kacab-jambi,1,0,", "kacab-jambi,1,0.5,", "tile_row", ['"0.5"', "whole number"]),
    ],
)  # fmt: skip
def test_a_wrong_region_is_refused(old: str, new: str, column: str, parts: list[str]) -> None:
    said = only(mistakes(regions=REGIONS.replace(old, new)))
    assert said.startswith(f"regions.csv, row 4, column {column}: ")
    for part in parts:
        assert part in said


def test_branches_may_go_without_a_code_of_the_statistics_office() -> None:
    assert len(believed(regions=REGIONS + "kacab-bungo,,Bungo,branch,15,,,,\n").province.regions) == 6


def test_a_name_that_no_table_has_room_for_is_refused() -> None:
    said = only(mistakes(regions=REGIONS.replace("Merangin,regency", "M" * 61 + ",regency")))
    assert "at most 60 characters" in said


def test_a_wrong_kind_of_region_is_refused_with_the_nearest() -> None:
    said = only(mistakes(regions=REGIONS.replace("Merangin,regency", "Merangin,regencyy")))
    assert said.startswith("regions.csv, row 4, column kind: ")
    assert "regency?" in said


def test_a_region_may_go_without_a_tile() -> None:
    regions = believed(regions=REGIONS.replace("kacab-jambi,1,0,", "kacab-jambi,,,")).province.regions
    assert regions["15.01"].tile == (0, 0)
    assert regions["15.02"].tile is None


def test_names_for_tables_keep_what_a_city_is() -> None:
    regions = believed().province.regions
    say = Language("id").tell
    assert [say(regions[c].full) for c in regions] == [
        "Provinsi Jambi", "Kabupaten Kerinci", "Kabupaten Merangin", "Kota Jambi", "Kantor Cabang Jambi",
    ]  # fmt: skip
    assert [say(regions[c].short) for c in ("15.01", "15.71")] == ["Kerinci", "Kota Jambi"]


@pytest.mark.parametrize(
    ("sources", "column", "part"),
    [
        (SOURCES + "press,Koran,,,\n", "source", "row 2"),
        (SOURCES + "other,,,,\n", "publisher", "empty"),
        (SOURCES + "other,Koran,4 Des,,\n", "published", '"4 Des"'),
    ],
)
def test_a_wrong_source_is_refused(sources: str, column: str, part: str) -> None:
    said = only(mistakes(sources=sources))
    assert said.startswith(f"sources.csv, row 3, column {column}: ")
    assert part in said


# --- the lists --------------------------------------------------------------------------------------------------------


def test_the_lists_are_kept_as_they_stand() -> None:
    figures = believed(
        register=HEADS["register"] + "Talang Duku,village,15.01,2018-03,press\nPasar Baru,market,15.71,,press\n",
        funding=HEADS["funding"] + "15.01,APBD,BPU,4100,2024-03,2024-12,16800,press\n",
        actions=HEADS["actions"] + "1,2024-03-05,15,Do it,Bappeda,2024-04-30,open,,Rain,Minutes,press\n",
    )
    assert [(e.name, e.kind, str(e.since)) for e in figures.register] == [
        ("Talang Duku", "village", "2018-03"),
        ("Pasar Baru", "market", "None"),
    ]
    (fund,) = figures.funding
    assert (fund.workers, fund.starts, fund.ends, fund.contribution) == (
        4100, Period(2024, 3), Period(2024, 12), 16800,
    )  # fmt: skip
    (action,) = figures.actions
    assert (action.number, action.text, action.status, action.obstacle) == ("1", "Do it", "open", "Rain")


def test_a_fund_may_pay_a_single_month() -> None:
    (fund,) = believed(funding=HEADS["funding"] + "15.01,APBD,BPU,4100,2024-03,2024-03,16800,press\n").funding
    assert fund.starts == fund.ends


@pytest.mark.parametrize(
    ("name", "row", "column", "part"),
    [
        ("register", "A,town,15,,press", "kind", "village, market"),
        ("register", "A,village,15,soon,press", "since", '"soon"'),
        ("funding", "15,A,BPU,1.000,2024-05,2024-06,1,press", "workers", '"1.000"'),
        ("funding", "15,A,BPU,1.5,2024-05,2024-06,1,press", "workers", '"1.5"'),
        ("funding", "15,A,BPU,5,2024-05-01,2024-06,1,press", "starts", "a month like 2024-12"),
        ("funding", "15,A,BPU,5,2024-05,2024-04,1,press", "ends", "2024-05"),
        ("actions", "1,2024-03,15,Do it,Bappeda,2024-04-30,open,,,,press", "decided", "a day like 2024-12-02"),
        ("actions", "1,2024-03-05,15,Do it,Bappeda,2024-04-30,opened,,,,press", "status", "open"),
        ("actions", "1,2024-03-05,15,Do it,Bappeda,2024-04-30,open,coverag,,,press", "indicator", "coverage"),
    ],
)
def test_a_wrong_row_of_a_list_is_refused(name: str, row: str, column: str, part: str) -> None:
    said = only(mistakes(**{name: f"{HEADS[name]}{row}\n"}))
    assert said.startswith(f"{name}.csv, row 2, column {column}: ")
    assert part in said


# --- cells ------------------------------------------------------------------------------------------------------------


@given(st.decimals(-999_999_999, 999_999_999, allow_nan=False, places=2))
def test_a_plain_number_is_read_exactly(value: Decimal) -> None:
    assert cells.number(f"{value:f}") == value


def attempt(parse: cells.Parser[object], cell: str) -> object:
    """The value, or the words of the refusal; anything else that is raised fails the test."""
    try:
        return parse(cell)
    except Refusal as refused:
        return Language("id").tell(refused.reason)


@given(st.text(max_size=8))
def test_any_cell_is_a_number_or_refused_in_words(cell: str) -> None:
    came = attempt(cells.number, cell)
    assert came.is_finite() if isinstance(came, Decimal) else came


@given(st.text(max_size=12))
def test_any_cell_is_a_known_region_or_refused_in_words(cell: str) -> None:
    assert attempt(known_region(), cell)


@cache
def known_region() -> cells.Parser[str]:
    return cells.region_code(believed().province.regions)


def test_a_place_in_a_workbook_is_told_by_sheet_row_and_letter() -> None:
    grid = Grid("rekap.xlsx", "Mei", [["a"]])
    assert [grid.where(0, column).column for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    finding = Finding("cell", Severity.ERROR, grid.where(6, 3), message("wrong"))
    assert str(finding.told) == 'rekap.xlsx, sheet "Mei", row 7, column D: wrong'


def test_a_duplicate_names_both_places_and_both_values() -> None:
    said = only(mistakes("2024-12-02,15,active,total,450\n2024-12-02,15,active,total,451"))
    assert said == (
        "figures.csv, row 3, column value: the same figure stands already in figures.csv, row 2, column value: "
        "450 there, 451 here; keep one of them"
    )


@pytest.mark.parametrize(("number", "lines"), [(5, 5), (6, 1)])
def test_many_duplicates_of_the_same_two_files_are_told_in_one_line(number: int, lines: int) -> None:
    months = [f"2024-{month:02},15,active,total,450" for month in range(1, number + 1)]
    said = mistakes("\n".join([*months, *months]))
    assert len(said) == lines
    assert said[0].startswith(f"figures.csv, row {number + 2}, column value: ")
    assert ("6 figures stand already in figures.csv, the first in figures.csv, row 2" in said[0]) == (number == 6)
