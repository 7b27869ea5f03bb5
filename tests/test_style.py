"""A province's own style: sections, colours, logo and templates; what is wrong in it is named, never printed."""

import base64
import ctypes
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from cakupan.assets import HOUSE_COLOURS, TEMPLATES
from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.errors import DataError, PrintError
from cakupan.language import Language
from cakupan.model import Figures, Format, Style
from cakupan.pages import set_pages, stylesheet
from cakupan.pipeline.formats import make_formats
from cakupan.pipeline.one import compose, make
from cakupan.pipeline.order import Made, Order
from cakupan.read import read
from charts import palette
from tests.provinces import DESCRIPTION, folder, measured_of, pages_of

ROWS = "2024-12-02,15,active,total,450\n2024-12-02,15,potential,total,1000\n"
TARGET = "2024-01-01,2025-12-31,15,target_rate,total,53\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def styled(tmp: Path, toml: str = "", **files: bytes | str) -> Figures:
    """The believed figures of a province with a [style] and the files of it; "__" in a name stands for a point."""
    place = folder(tmp / "data", ROWS, TARGET, province=DESCRIPTION + "[style]\n" + toml)
    (place / "templates").mkdir(exist_ok=True)
    for name, content in files.items():
        path = place / name.replace("__", ".").replace("templates_", "templates/", 1)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return check(read(place), catalogue())


def order(figures: Figures, path: Path = Path("unused.pdf")) -> Order:
    return Order(measured_of(figures)["15"], "id", "A4", path)


def html(figures: Figures) -> str:
    return set_pages(compose(order(figures)))


def refused(tmp: Path, toml: str = "", **files: bytes | str) -> str:
    with pytest.raises(DataError) as caught:
        styled(tmp, toml, **files)
    said = {code: "\n".join(map(Language(code).tell, caught.value.messages)) for code in ("id", "en")}
    assert said["id"] != said["en"]
    return said["en"]


def test_without_a_style_nothing_is_another() -> None:
    assert stylesheet(Style()) == ""
    assert Style().paint("#07515e") == "#07515e"


def test_the_colours_that_may_be_changed_are_those_of_the_house() -> None:
    assert (HOUSE_COLOURS["accent"], HOUSE_COLOURS["miss"]) == (palette.ACCENT, palette.MISS)
    assert all(colour in (TEMPLATES / "house.css").read_text() for colour in HOUSE_COLOURS.values())


def test_colours_reach_page_and_drawings(tmp_path: Path) -> None:
    figures = styled(tmp_path, 'colours = { accent = "#123456" }\n')
    css = stylesheet(figures.province.style)
    assert "#123456" in css
    assert HOUSE_COLOURS["accent"] not in css
    assert HOUSE_COLOURS["miss"] in css
    drawings = b"".join(base64.b64decode(found) for found in re.findall(r"svg\+xml;base64,([^\"]+)", html(figures)))
    assert b"#123456" in drawings
    assert HOUSE_COLOURS["accent"].encode() not in drawings


def test_sections_come_in_the_provinces_order_and_choice(tmp_path: Path) -> None:
    page = html(styled(tmp_path, 'sections = ["notes", "regions", "path"]\n'))
    assert re.findall(r'<section id="(\w+)"', page) == ["notes", "regions", "path"]
    assert re.findall(r'<a href="#(\w+)">', page) == ["notes", "regions", "path"]


@pytest.mark.parametrize(("name", "content", "kind"), [("crest.svg", SVG, "svg+xml"), ("crest.png", PNG, "png")])
def test_a_logo_stands_on_page_1_and_is_printed(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    figures = styled(tmp_path, f'logo = "{name}"\n', **{name.replace(".", "__"): content})
    assert f'<div class="crest"><img src="data:image/{kind};base64,' in html(figures)
    made = make(order(figures, tmp_path / "15.pdf"))
    assert made.problems == ()
    assert made.pages


def test_a_template_of_the_provinces_own_stands_in_the_place_of_the_houses(tmp_path: Path) -> None:
    css = 'body { font-family: "Source Sans Pro" }'
    own = "<p>{{ report.indicators.region.full | show }}: halaman kami</p>"
    figures = styled(tmp_path, templates_regions__html__j2=own, templates_house__css=css)
    assert "<p>Provinsi Jambi: halaman kami</p>" in html(figures)
    assert stylesheet(figures.province.style) == css
    made = make(order(figures, tmp_path / "15.pdf"))
    assert made.pages
    assert "halaman kami" in " ".join(pages_of((tmp_path / "15.pdf").read_bytes()))


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("<p>\n{{ report.nothing }}</p>", "templates/regions.html.j2, line 2: UndefinedError: "),
        ("<p>\n\n{% if %}</p>", "templates/regions.html.j2, line 3: TemplateSyntaxError: "),
        ("{{ ''.__class__.__mro__ }}", "templates/regions.html.j2, line 1: SecurityError: "),
        ("{{ 1 | nothing }}", "templates/regions.html.j2, line 1: TemplateAssertionError: "),
    ],
)
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, template: str, place: str) -> None:
    figures = styled(tmp_path, templates_regions__html__j2=template)
    with pytest.raises(PrintError) as caught:
        html(figures)
    assert str(caught.value.messages[0]).startswith(place)
    made = make(order(figures, tmp_path / "15.pdf"))
    assert (made.pages, made.exit_code) == (0, PrintError.exit_code)
    assert not (tmp_path / "15.pdf").exists()


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('sections = ["path", "vilages", "notes"]\n', '"vilages" is no section; did you mean villages?'),
        ('sections = ["path", "path", "notes"]\n', '"path" stands there twice'),
        ('sections = ["path"]\n', '"notes" cannot be left out'),
        ('colours = { accent = "#99ccff" }\n', "is too light on white: its contrast is 1.7, 4.5 is needed"),
        ('colours = { accent = "#7a1f5c", miss = "#7a1f5c" }\n', "accent #7a1f5c and miss #7a1f5c are so alike"),
        ('colours = { accent = "#c0392b" }\n', "accent #c0392b and miss #c4522f are so alike"),
        ('colours = { accent = "teal" }\n', "accent"),
        ('colours = { acent = "#123456" }\n', "acent"),
        ('logo = "../crest.svg"\n', "logo"),
        ('logo = "crest.svg"\n', "no file crest.svg of at most 1 MB lies beside it"),
    ],
)
def test_what_is_wrong_in_a_style_is_said(tmp_path: Path, toml: str, said: str) -> None:
    assert said in refused(tmp_path, toml)


def test_a_file_that_is_not_what_it_says_is_refused(tmp_path: Path) -> None:
    assert "crest.png: it is not what its name says" in refused(tmp_path, 'logo = "crest.png"\n', crest__png=SVG)
    large = b"<svg>" + b" " * 1_000_000
    assert "at most 1 MB" in refused(tmp_path / "b", 'logo = "crest.svg"\n', crest__svg=large)


def test_a_template_the_house_does_not_have_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, templates_vilages__html__j2="x")
    assert "templates/vilages.html.j2: the house has no template of this name; did you mean villages.html.j2?" in said
    assert "templates/notes.html.j2: it is not UTF-8" in refused(tmp_path / "b", templates_notes__html__j2=b"\xff")


def test_links_and_hidden_files_are_no_templates(tmp_path: Path) -> None:
    place = folder(tmp_path / "data", ROWS, TARGET)
    (place / "templates").mkdir()
    (place / "templates" / ".notes.html.j2.swp").write_text("x")
    (tmp_path / "else.j2").write_text("x")
    (place / "templates" / "notes.html.j2").symlink_to(tmp_path / "else.j2")
    sheet = read(place)
    assert not [name for name in sheet.inputs if name.startswith("templates/")]


def test_the_style_is_part_of_what_a_report_is_made_of(tmp_path: Path) -> None:
    plain = styled(tmp_path / "a").fingerprint
    assert styled(tmp_path / "b", templates_villages__html__j2="x").fingerprint != plain


def summary_of(figures: Figures, path: Path) -> Made:
    return make_formats(replace(order(figures, path), formats=(Format.SUMMARY,)))


def test_colours_and_a_stylesheet_of_its_own_reach_the_summary(tmp_path: Path) -> None:
    figures = styled(tmp_path / "a", 'colours = { accent = "#123456" }\n')
    css = stylesheet(figures.province.style, "phone.css")
    assert "#123456" in css
    assert HOUSE_COLOURS["accent"] not in css
    assert summary_of(figures, tmp_path / "15.pdf").problems == ()
    assert (0x12, 0x34, 0x56) in colours_of(tmp_path / "15-ringkasan.pdf")
    own = '@page { margin: 5mm } body { font-family: "Source Sans Pro"; color: #07515e } .note { color: #ab1234 }'
    figures = styled(tmp_path / "b", 'colours = { accent = "#123456" }\n', templates_phone__css=own)
    assert summary_of(figures, tmp_path / "15.pdf").problems == ()
    assert {(0x12, 0x34, 0x56), (0xAB, 0x12, 0x34)} == colours_of(tmp_path / "15-ringkasan.pdf")


def colours_of(path: Path) -> set[tuple[int, ...]]:
    """The colours of the words on the first page."""
    found = set()
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        page = document[0]
        for number in range(raw.FPDFPage_CountObjects(page)):
            drawn = raw.FPDFPage_GetObject(page, number)
            if raw.FPDFPageObj_GetType(drawn) == raw.FPDF_PAGEOBJ_TEXT:
                parts = [ctypes.c_uint() for _ in range(4)]
                raw.FPDFPageObj_GetFillColor(drawn, *parts)
                found.add(tuple(part.value for part in parts[:3]))
    return found


def test_a_character_without_a_glyph_is_told_of_the_summary_too(tmp_path: Path) -> None:
    figures = styled(tmp_path, templates_phone__html__j2="<html lang='id'><title>a</title><p>\N{OWL} kami</p>")
    made = summary_of(figures, tmp_path / "15.pdf")
    assert (made.exit_code, made.formats) == (PrintError.exit_code, {})
    assert 'no "\N{OWL}" (U+1F989, owl), which stands in "\N{OWL} kami"' in str(made.problems[0])
    assert not list(tmp_path.glob("15*"))


def test_a_summary_of_its_own_that_breaks_is_named_with_its_line(tmp_path: Path) -> None:
    made = summary_of(styled(tmp_path, templates_phone__html__j2="<p>\n{{ report.nothing }}"), tmp_path / "15.pdf")
    assert str(made.problems[0]).startswith("templates/phone.html.j2, line 2: UndefinedError")
