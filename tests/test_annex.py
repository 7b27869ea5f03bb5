"""The figures inside a PDF: all that it rests on, nothing that is withheld, nothing a spreadsheet would compute."""

import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest

from cakupan.annex import COLUMNS, annex
from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.disclosure import withhold
from cakupan.editions import reported
from cakupan.indicators import measure
from cakupan.language import Language
from cakupan.model import Annex, Figures, Indicators, KeptFigure, Measure
from cakupan.pdf import print_pdf
from cakupan.period import AsOf, Period
from cakupan.read import read
from cakupan.vintage import as_known, choose
from tests.provinces import DATA, believed, folder, measured, pdf

FIGURES = """\
2024-10-01,15,active,total,400
2024-10-01,15,potential,total,1000
2024-12-02,15,active,total,450
2024-11-02,15.01,coverage_rate,total,40.5
2024-06,15.02,coverage_rate,total,41,rounded
2024-12-02,15,enrolled,total,7
"""
TARGETS = "2024-01-01,2025-12-31,15,target_rate,total,53\n"
ENGLISH = Language("en")


def rows(found: Annex) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.content.decode(), newline="")))


def known(figures: Figures, period: str | None = None) -> tuple[Figures, dict[str, Indicators]]:
    vintage = choose(figures, Period.parse(period) if period else None, None)
    figures = as_known(figures, vintage)
    return figures, measure(figures, vintage, catalogue())


def annexes(figures: Figures, period: str | None = None) -> dict[str, Annex]:
    figures, found = known(figures, period)
    return {code: annex(i, reported(figures, i), ENGLISH) for code, i in found.items()}


def test_it_has_every_figure_once_in_the_columns_of_the_tidy_table() -> None:
    found = annexes(believed(FIGURES, TARGETS))["15"]
    assert (found.name, found.about, found.day) == (
        "15-2024-12.csv", "The figures this report rests on", dt.date(2024, 12, 31)
    )  # fmt: skip
    head, *lines = found.content.decode().splitlines()
    assert head == ",".join(COLUMNS) == "as_of,region,measure,segment,value,unit,precision,source"
    assert lines == [
        "2024-10-01,15,active,total,400,persons,exact,press",
        "2024-12-02,15,active,total,450,persons,exact,press",
        "2024-12-02,15,enrolled,total,7,persons,exact,press",
        "2024-12-02,15,missing,total,80,persons,exact,press",
        "2024-10-01,15,potential,total,1000,persons,exact,press",
        "2024-12-02,15,rate.coverage,total,45.00,percent,exact,press",
        "2024-11-02,15.01,coverage_rate,total,40.5,percent,exact,press",
        "2024-06,15.02,coverage_rate,total,41,percent,rounded,press",
    ]


def test_a_regency_has_its_own_and_what_it_is_held_against() -> None:
    found = rows(annexes(believed(FIGURES, TARGETS))["15.01"])
    assert {(row["region"], row["measure"]) for row in found} == {
        ("15", "active"), ("15", "potential"), ("15.01", "coverage_rate"), ("15.02", "coverage_rate")
    }  # fmt: skip


@pytest.mark.parametrize(("name", "period"), [("jambi", "2024-12"), ("contoh", "2025-03"), ("sultra", "2023-12")])
def test_every_published_row_stands_in_the_tables_that_were_handed_in(name: str, period: str) -> None:
    with (DATA / name / "figures.csv").open(encoding="utf-8") as file:
        handed_in = {tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)}
    for code, found in annexes(check(read(DATA / name), catalogue()), period).items():
        published = {tuple(row.values()) for row in rows(found) if row["measure"] in catalogue().measures}
        assert published <= handed_in, code
        assert published


@pytest.mark.parametrize("code", ["15", "15.01", "15.02", "15.03"])
def test_what_is_withheld_is_not_in_it(tmp_path: Path, code: str) -> None:
    day = "2024-12-02"
    text = f"{day},15,active,total,450\n{day},15,potential,total,1000\n"
    for region, count in {"15": 456, "15.01": 3, "15.02": 173, "15.71": 280}.items():
        total = 5757 if region == "15" else 1919
        text += f"{day},{region},village_active,total,{count}\n{day},{region},village_potential,total,{total}\n"
        text += f"{day},{region},coverage_rate,total,40\n" if region != "15" else ""
    figures = check(read(folder(tmp_path / "data", text)), catalogue())
    open_, closed = annexes(figures), annexes(withhold(figures, 5))
    shown = {row["region"] for row in rows(closed.get(code, closed["15"])) if row["measure"].startswith("village")}
    assert not shown & {"15.01", "15.02"}
    assert {"3", "173"} <= {row["value"] for row in rows(open_["15"])}  # it is seen where nothing is withheld
    assert not {"3", "173", "0.16", "9.01"} & {row["value"] for found in closed.values() for row in rows(found)}


def test_small_counts_of_earlier_months_are_not_in_it_either() -> None:
    text = "2024-12-02,15,active,total,450\n2024-12-02,15,potential,total,1000\n"
    for month, count in {"09": 3, "10": 70, "11": 80, "12": 90}.items():
        text += (
            f"2024-{month}-02,15.01,village_active,total,{count}\n2024-{month}-02,15.01,village_potential,total,100\n"
        )
        text += f"2024-{month}-02,15.01,coverage_rate,total,40\n"
    for found in annexes(withhold(believed(text), 5)).values():
        villages = [row["value"] for row in rows(found) if row["measure"] == "village_active"]
        assert villages in ([], ["90"])


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(bad: str) -> None:
    figure = Measure(Decimal("-1.50"), "persons", AsOf(dt.date(2024, 12, 2)), "exact", bad)
    found = annex(measured(FIGURES)["15"], [KeptFigure("15", "active", bad, figure)], ENGLISH)
    (row,) = [row for row in rows(found) if row["value"] == "-1.50"]  # a number is no formula, whatever its sign
    assert row["segment"] == row["source"] == f"'{bad.strip()}"


def test_it_lies_in_the_pdf_as_the_source_of_the_document_at_the_cutoff() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf("jambi", "2024-12")))
    (attached,) = reader.attachment_list
    assert attached.name == "15-2024-12.csv"
    assert attached.content.startswith(b"as_of,region,measure")
    catalog: Any = reader.root_object
    (file,) = catalog["/AF"]  # once, not twice
    specification = file.get_object()
    assert specification["/AFRelationship"] == "/Source"
    assert specification["/Desc"] == "Angka yang menjadi dasar laporan ini"
    inside = specification["/EF"]["/F"]
    assert inside["/Subtype"] == "/text/csv"
    assert inside["/Params"]["/CreationDate"] == inside["/Params"]["/ModDate"] == "D:20241231000000Z"


def test_a_page_without_figures_has_no_annex() -> None:
    page = '<!doctype html><html lang="id"><head><title>T</title></head><body class="real"><p>a</p></body></html>'
    reader = pypdf.PdfReader(io.BytesIO(print_pdf(page, "A4", "x").content))
    assert not list(reader.attachment_list)
