"""The published figures: they check clean, every source is used, and their precision is what it says."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.model import Figures
from cakupan.quantity import rounding_step
from cakupan.read import read
from tests.provinces import DATA

each_folder = pytest.mark.parametrize("name", ["jambi", "sultra"])


def rows(name: str, table: str) -> list[dict[str, str]]:
    path = DATA / name / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def believed(name: str) -> Figures:
    return check(read(DATA / name), catalogue())


@pytest.mark.parametrize("name", ["jambi", "sultra", "contoh"])
def test_no_report_of_a_folder_is_held(name: str) -> None:
    assert not believed(name).holds


def test_what_was_published_wrongly_is_told_by_the_name_of_its_rule() -> None:
    told = {name: sorted({(f.rule, f.region) for f in believed(name).warnings}) for name in ("jambi", "sultra")}
    assert told == {
        "jambi": [("digit", "kacab-muara-bungo"), ("segments", "kacab-muara-bungo"), ("target", "15")],
        "sultra": [("segments", "74"), ("twins", "74")],
    }


def test_the_sample_only_jumps() -> None:
    assert {finding.rule for finding in believed("contoh").warnings} == {"jump"}


@each_folder
def test_a_published_folder_is_no_sample(name: str) -> None:
    assert not believed(name).province.sample


@each_folder
def test_every_source_is_used_and_says_in_both_languages_what_it_says(name: str) -> None:
    tables = ("figures", "targets", "register", "funding", "actions", "contributions")
    used = {row["source"] for table in tables for row in rows(name, table)}
    for source in rows(name, "sources"):
        assert source["source"] in used
        assert bool(source["note_id"]) == bool(source["note_en"])


@each_folder
def test_every_name_of_a_region_is_one_regions_own(name: str) -> None:
    known: dict[str, str] = {}
    for region in rows(name, "regions"):
        for variant in filter(None, region["variants"].split("|")):
            assert known.setdefault(variant.casefold(), region["code"]) == region["code"], variant


@each_folder
def test_a_round_figure_is_round_and_a_rate_is_a_rate(name: str) -> None:
    for row in rows(name, "figures"):
        value = Decimal(row["value"])
        if row["precision"] == "rounded":
            assert rounding_step(value) >= 1000, row
        if row["precision"] == "rate":
            assert row["unit"] == "percent", row
        if row["unit"] != "percent":
            assert value == int(value), row


@each_folder
def test_an_exact_rate_is_what_its_counts_give_within_a_hundredth(name: str) -> None:
    parts = {"coverage_rate": ("active", "potential"), "village_rate": ("village_active", "village_potential")}
    stated = {(r["as_of"], r["region"], r["measure"], r["segment"]): r for r in rows(name, "figures")}
    held = 0
    for (day, region, measure, segment), row in stated.items():
        if measure in parts and row["precision"] == "exact":
            part, whole = (Decimal(stated[day, region, count, segment]["value"]) for count in parts[measure])
            assert abs(part / whole * 100 - Decimal(row["value"])) < Decimal("0.01"), row
            held += 1
    assert held


@pytest.mark.parametrize(
    ("name", "key", "value", "precision"),
    [
        ("jambi", ("2024-12-02", "15", "active", "total"), "592806", "exact"),
        ("jambi", ("2024-10-01", "15", "active", "total"), "543059", "implied"),  # 41,38% of 1.312.370
        ("jambi", ("2024-10-01", "15", "coverage_rate", "total"), "41.38", "rate"),
        ("jambi", ("2024-11-05", "15", "active", "total"), "568373", "undated"),
        ("jambi", ("2025-03-17", "15", "active", "total"), "580000", "rounded"),
        ("jambi", ("2025-03-17", "15", "coverage_rate", "total"), "44", "rate"),
        ("jambi", ("2024-12-02", "15", "village_potential", "total"), "98350", "implied"),
        ("jambi", ("2024-12-02", "15", "gap_to_target", "total"), "102750", "exact"),
        ("jambi", ("2024-12-31", "15.08", "potential", "total"), "130263", "implied"),
        ("sultra", ("2018-06", "74", "potential", "total"), "1200000", "rounded"),
        ("sultra", ("2023-12-05", "74", "active", "total"), "284207", "exact"),
    ],
)
def test_each_figure_is_as_sure_as_its_source(name: str, key: tuple[str, ...], value: str, precision: str) -> None:
    (row,) = (r for r in rows(name, "figures") if (r["as_of"], r["region"], r["measure"], r["segment"]) == key)
    assert (row["value"], row["precision"]) == (value, precision)


def test_what_is_implied_can_be_worked_out() -> None:
    assert 79_077 + 51_186 == 130_263  # Bungo: covered and not yet
    assert round(65_875 / 0.6698, -1) == 98_350  # the villages: 65.875 are 66,98%
    assert 98_350 - 65_875 == 32_475


def test_the_tables_are_plain_text(tmp_path: Path) -> None:
    for file in DATA.rglob("*.csv"):
        content = file.read_bytes()
        assert b"\r" not in content
        assert not content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\n")
