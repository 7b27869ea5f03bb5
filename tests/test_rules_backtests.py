"""Mistakes that were really published, or made with these tables elsewhere, are each caught by the name of a rule."""

import pytest

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.errors import DataError
from cakupan.language import Language
from cakupan.model import Figures, Severity
from cakupan.read import read
from tests.provinces import DATA, DESCRIPTION, sheet


def told(figures: Figures, rule: str, region: str) -> list[str]:
    findings = (*figures.holds, *figures.warnings)
    return [Language("en").tell(f.told) for f in findings if (f.rule, f.region) == (rule, region)]


def test_the_lost_digit_of_the_muara_bungo_branch() -> None:
    jambi = check(read(DATA / "jambi"), catalogue())
    (digit,) = told(jambi, "digit", "kacab-muara-bungo")
    assert "931 is one digit away from 9,631, with which the segments give their total of 118,235" in digit
    (segments,) = told(jambi, "segments", "kacab-muara-bungo")
    assert "add up to 109,535, the total is 118,235; 8,700 apart" in segments


def test_the_lost_digit_in_a_regency_holds_its_report() -> None:
    rows = "\n".join(
        f"2018-12,15.01,active,{segment},{value}"
        for segment, value in {"PU": 47781, "BPU": 931, "Jakon": 60823, "total": 118235}.items()
    )
    holds = check(sheet(rows), catalogue()).holds
    assert {(f.rule, f.region) for f in holds} == {("digit", "15.01"), ("segments", "15.01")}


def test_the_number_that_stands_twice_in_sulawesi_tenggara() -> None:
    sultra = check(read(DATA / "sultra"), catalogue())
    (twins,) = told(sultra, "twins", "74")
    assert "66,647 stands in figures.csv, row" in twins
    (segments,) = told(sultra, "segments", "74")
    assert "284,707, the total is 284,207; 500 apart (0.18%)" in segments


def test_without_its_tolerance_the_doubled_number_would_hold_the_province() -> None:
    rows = "\n".join(
        f"2023-12-05,15,active,{segment},{value}"
        for segment, value in {"PU": 151413, "BPU": 66647, "Jakon": 66647, "total": 284207}.items()
    )
    assert [f.rule for f in check(sheet(rows), catalogue()).holds] == ["segments"]


@pytest.mark.parametrize("cell", ["18.8662", "18.866"])
def test_a_digit_too_many_is_no_count(cell: str) -> None:
    with pytest.raises(DataError) as caught:
        check(sheet(f"2024-12,15.01,active,total,{cell}"), catalogue())
    (line,) = caught.value.messages
    said = Language("en").tell(line)
    assert said.startswith("figures.csv, row 2, column value: expected a whole number")
    assert f'"{cell}"' in said


def test_the_782_thousand_that_are_not_55_per_cent() -> None:
    lines = told(check(read(DATA / "jambi"), catalogue()), "target", "15")
    assert any(
        "782,000 workers is 59.59% of the potential of 1,312,370; the target of 55% is 721,804" in x for x in lines
    )
    assert any("674,000 workers is 51.36%" in line for line in lines)


SAKERNAS = {
    "2019": (1691782, 119958, 186863, 134967, 114399, 183418, 165862, 112079, 166055, 175417, 283575, 40982),
    "2020": (1740020, 127187, 190731, 141752, 128274, 194705, 179842, 119896, 168517, 180517, 265205, 42377),
    "2021": (1746840, 130965, 192138, 137204, 132611, 202878, 179622, 115517, 168355, 181524, 262974, 43052),
}
CODES = ("15", *(f"15.{number:02}" for number in range(1, 10)), "15.71", "15.72")


def sakernas(year: str, tolerance: str = "") -> Figures:
    """Employed persons by regency, in the place of the potential, as they were published against the total."""
    rows = "\n".join(f"{year}-08,{c},potential,total,{v}" for c, v in zip(CODES, SAKERNAS[year], strict=True))
    regions = (DATA / "jambi" / "regions.csv").read_text("utf-8")
    return check(sheet(rows, regions=regions, province=DESCRIPTION + tolerance), catalogue())


def test_regencies_of_sakernas_miss_their_province_in_2019_and_2020_and_give_it_in_2021() -> None:
    said = {year: told(sakernas(year), "regencies", "15") for year in SAKERNAS}
    assert "11 regencies and cities add up to 1,683,575" in said["2019"][0]
    assert "8,207 apart (0.49%)" in said["2019"][0]
    assert "1,017 apart (0.06%)" in said["2020"][0]
    assert not said["2021"]


def test_a_tolerance_tells_the_small_difference_from_the_large_one() -> None:
    tolerance = "[tolerance]\npress = 0.1\n"
    assert [f.severity for f in sakernas("2019", tolerance).holds] == [Severity.HOLD]
    assert [f.severity for f in sakernas("2020", tolerance).warnings] == [Severity.WARNING]


BARAT, TIMUR = "15.06,1507,Tanjung Jabung Barat", "15.07,1506,Tanjung Jabung Timur"


@pytest.mark.parametrize(
    ("barat", "timur", "held"),
    [
        ("15.07,1507,Tanjung Jabung Barat", "15.06,1506,Tanjung Jabung Timur", {"15.06", "15.07"}),  # BPS's as ours
        ("15.07,1506,Tanjung Jabung Barat", "15.06,1507,Tanjung Jabung Timur", {"15.06", "15.07"}),  # the names only
        ("15.06,1506,Tanjung Jabung Barat", "15.07,1507,Tanjung Jabung Timur", {"15.06", "15.07"}),  # ours as BPS's
        (BARAT, TIMUR, set()),
    ],
)  # fmt: skip
def test_swapped_codes_of_the_two_tanjung_jabung_hold_both(barat: str, timur: str, held: set[str]) -> None:
    regions = (DATA / "jambi" / "regions.csv").read_text("utf-8")
    regions = regions.replace(BARAT, barat).replace(TIMUR, timur)
    figures = check(sheet(regions=regions), catalogue())
    assert {f.region for f in figures.holds if f.rule == "code"} == held


def test_figures_joined_on_the_code_of_the_wrong_office_hold_both_regencies() -> None:
    regions = (DATA / "jambi" / "regions.csv").read_text("utf-8")
    rows = "2020-08,15.06,active,total,59842\n2020-08,15.07,active,total,39896\n"
    rows += "2021-08,15.06,active,total,39517\n2021-08,15.07,active,total,59622\n"
    holds = check(sheet(rows, regions=regions), catalogue()).holds
    assert {(f.rule, f.region) for f in holds} == {("swapped", "15.06"), ("swapped", "15.07")}
