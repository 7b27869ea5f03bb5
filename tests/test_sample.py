"""The sample province: twelve whole reports, marked on every page; and the script that invents its figures."""

import csv
import io
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.provinces import DATA, pages_of, pdf

PERIOD = "2025-03"
CODES = ["15", *(f"15.0{n}" for n in range(1, 10)), "15.71", "15.72"]
each_report = pytest.mark.parametrize("code", CODES)


@cache
def reader(code: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf("contoh", PERIOD, code)))


@cache
def pages(code: str) -> list[str]:
    return pages_of(pdf("contoh", PERIOD, code))


@each_report
def test_every_page_is_marked_as_a_sample(code: str) -> None:
    for page in reader(code).pages:
        text = page.extract_text()
        assert "DATA CONTOH" in text
        assert "angka buatan" in text  # the line above the page, besides the mark behind it


@each_report
def test_every_page_is_numbered(code: str) -> None:
    total = len(pages(code))
    assert [re.findall(r"Halaman (\d+) dari (\d+)", page) for page in pages(code)] == [
        [(str(number), str(total))] for number in range(1, total + 1)
    ]


def sections(code: str) -> list[tuple[int, str]]:
    """The bookmarks below the headline's that lie after page 1, each with its page, counted from 0."""
    _, below = reader(code).outline
    found = [(reader(code).get_destination_page_number(entry), str(entry.title)) for entry in _flat(below)]
    return [(page, title) for page, title in found if page]


def _flat(outline: Any) -> list[Any]:
    return [entry for entry in outline if not isinstance(entry, list)]


@each_report
def test_page_1_stands_alone(code: str) -> None:
    assert sections(code)[0] == (1, "Lintasan menuju target")  # the second page begins with the second section
    assert "Yang perlu diketahui" in pages(code)[0]
    assert "Lintasan menuju target" not in pages(code)[0]
    assert pages(code)[1].startswith("DATA CONTOH")
    assert pages(code)[1].index("Daftar isi") < 60


@each_report
def test_every_section_has_its_bookmark(code: str) -> None:
    assert [title for _, title in sections(code)] == [
        "Lintasan menuju target",
        "Kabupaten/kota",
        "Segmen",
        "Aktif dan tidak aktif",
        "Kelembagaan desa",
        "Kepatuhan badan usaha dan PTSP",
        "Pekerja rentan: siapa yang membayar, dan sampai kapan",
        *(["Matriks tindak lanjut"] if code not in {"15.03", "15.72"} else []),
        "Catatan data",
        "Lampiran",
    ]


@each_report
def test_a_report_is_small_enough_to_mail(code: str) -> None:
    assert len(pdf("contoh", PERIOD, code)) < (1_000_000 if code == "15" else 500_000)


@each_report
def test_no_page_says_what_only_a_program_says(code: str) -> None:
    for page in pages(code):
        assert not re.search(r"\b(None|nan|NaN|Undefined|Infinity|Decimal)\b|[{}]", page)


@each_report
def test_a_report_says_what_it_is_and_in_which_language(code: str) -> None:
    metadata = reader(code).metadata
    assert metadata
    title = str(metadata.title)
    assert title.startswith("Laporan Cakupan")
    assert title.endswith("Maret 2025")
    assert str(root(code)["/Lang"]) == "id"


def root(code: str) -> Any:
    """The document's own dictionary; pypdf has no types for what is in it."""
    return reader(code).root_object


@each_report
def test_every_font_is_embedded(code: str) -> None:
    fonts = [font for page in reader(code).pages for font in _fonts(page["/Resources"])]
    assert fonts
    for font in fonts:
        below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = below["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), font["/BaseFont"]
        assert "Source-Sans-Pro" in font["/BaseFont"]


def _fonts(resources: Any) -> Iterator[Any]:
    """The fonts of a page and of the drawings on it."""
    found = resources.get_object()
    yield from (font.get_object() for font in found.get("/Font", {}).values())
    for drawing in found.get("/XObject", {}).values():
        if "/Resources" in drawing.get_object():
            yield from _fonts(drawing.get_object()["/Resources"])


@each_report
def test_a_report_is_tagged_and_every_figure_has_its_words(code: str) -> None:
    assert root(code)["/MarkInfo"]["/Marked"]
    figures = [element for element in _elements(root(code)["/StructTreeRoot"]) if element.get("/S") == "/Figure"]
    assert len(figures) >= 5
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)


def test_a_report_carries_its_region_period_and_data() -> None:
    metadata = reader("15.71").metadata
    assert metadata
    assert {"15.71", PERIOD} <= set(map(str, metadata.values()))


def _elements(node: Any) -> Iterator[Any]:
    """The tags of a document, from the top down."""
    found = node.get_object()
    if isinstance(found, list):
        for child in found:
            yield from _elements(child)
    elif isinstance(found, dict):
        yield found
        if "/K" in found:
            yield from _elements(found["/K"])


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 210, 297), ("F4", 215, 330)])
@pytest.mark.parametrize("code", ["15", "15.04"])
def test_every_page_is_of_the_paper_asked_for(code: str, paper: str, width: int, height: int) -> None:
    printed = pypdf.PdfReader(io.BytesIO(pdf("contoh", PERIOD, code, paper=paper)))
    for page in printed.pages:
        assert float(page.mediabox.width) == pytest.approx(width / 25.4 * 72, abs=0.01)
        assert float(page.mediabox.height) == pytest.approx(height / 25.4 * 72, abs=0.01)
    assert "Lintasan menuju target" not in pages_of(pdf("contoh", PERIOD, code, paper=paper))[0]


# --- the figures ------------------------------------------------------------------------------------------------------


def test_the_sample_comes_out_of_its_script_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "jambi").mkdir()
    shutil.copy(DATA / "jambi" / "regions.csv", tmp_path / "jambi")
    (tmp_path / "contoh").mkdir()
    shutil.copy(DATA / "contoh" / "make_sample.py", tmp_path / "contoh")
    script = [sys.executable, "make_sample.py"]
    subprocess.run(script, cwd=tmp_path / "contoh", check=True, capture_output=True, timeout=60)
    committed = {file.name: file.read_bytes() for file in (DATA / "contoh").iterdir() if file.is_file()}
    assert {file.name: file.read_bytes() for file in (tmp_path / "contoh").iterdir() if file.is_file()} == committed


def sums() -> tuple[dict[tuple[str, ...], int], dict[tuple[str, ...], int]]:
    """By measure and day: regencies against their province, and segments against their total."""
    stated: dict[tuple[str, ...], int] = {}
    added: dict[tuple[str, ...], int] = defaultdict(int)
    with (DATA / "contoh" / "figures.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            region, measure, segment, day = row["region"], row["measure"], row["segment"], row["as_of"]
            stated[region, measure, segment, day] = int(row["value"])
            if region != "15":
                added["15", measure, segment, day] += int(row["value"])
            if segment != "total":
                added[region, measure, "total", day] += int(row["value"])
    return stated, added


def test_every_sum_of_the_sample_agrees() -> None:
    stated, added = sums()
    both = {
        key
        for key in stated
        if key[0] == "15" and key[2] == "total" and key[1] in ("active", "potential", "registered")
    }
    assert both
    for key, total in added.items():
        twice = 2 if key in both else 1  # a province's total is the sum of its regencies and of its segments
        assert stated[key] * twice == total, key


def test_nobody_is_active_without_being_registered() -> None:
    stated, _ = sums()
    for (region, measure, segment, day), value in stated.items():
        if measure == "active":
            registered = stated[region, "registered", segment, day]
            assert value <= registered <= stated[region, "potential", segment, day]
