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
from cakupan.errors import DataError, OutputError, PrintError
from cakupan.language import Language
from cakupan.message import message
from cakupan.model import Figures, Format, Limits, Style, Where
from cakupan.pages import set_pages, stylesheet
from cakupan.pipeline.formats import make_formats
from cakupan.pipeline.logo import draw_logo
from cakupan.pipeline.one import compose, make
from cakupan.pipeline.order import Made, Order
from cakupan.pipeline.own_templates import placed_in_templates
from cakupan.pipeline.verdict import check_folder
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
    (place / "templates" / "path.html.j2").write_bytes(b" " * 1_000_001)
    (place / "templates" / "regions.html.j2").mkdir()
    sheet = read(place)
    assert not [name for name in sheet.inputs if name.startswith("templates/")]
    names = [f"templates/{name}.html.j2" for name in ("notes", "path", "regions")]
    assert [finding.where.file for finding in sheet.findings] == names
    with pytest.raises(DataError, match="not a link or a folder"):
        check(sheet, catalogue())


def draw(tmp: Path, name: str, content: bytes) -> list[str]:
    place = folder(tmp, ROWS, TARGET, province=f'{DESCRIPTION}[style]\nlogo = "{name}"\n')
    (place / name).write_bytes(content)
    found = draw_logo(read(place)).findings
    assert all(one.where.file == name for one in found)
    return [str(one.message) for one in found]


def test_a_logo_is_drawn_when_the_folder_is_checked(tmp_path: Path) -> None:
    assert draw(tmp_path / "a", "crest.svg", SVG) == []
    assert draw(tmp_path / "b", "crest.png", PNG.ljust(80)) == []
    assert draw(tmp_path / "c", "crest.gif", SVG) == []
    plain = folder(tmp_path / "d", ROWS, TARGET)
    assert draw_logo(read(plain)).findings == read(plain).findings


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("crest.svg", SVG[:-9], "cannot be drawn"),
        ("crest.svg", SVG.replace(b"<rect", b'<image href="file:///etc/passwd"/><rect'), "cannot be drawn"),
        ("crest.png", PNG[:40], "cannot be drawn"),
        ("crest.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "nothing of the picture is to be seen"),
        ("crest.svg", SVG.replace(b"<rect", b'<rect fill="white"'), "nothing of the picture is to be seen"),
        ("crest.svg", SVG.replace(b"</svg>", b'<text y="8">A</text></svg>'), "has letters that need a font"),
    ],
)  # fmt: skip
def test_a_logo_that_cannot_be_printed_is_found_with_its_name(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (told,) = draw(tmp_path, name, content)
    assert said in told
    verdict = check_folder(tmp_path, None, Limits())
    assert [(one.finding.where.file, str(one.finding.message)) for one in verdict.findings] == [(name, told)]


def problems(figures: Figures, tmp: Path, *formats: Format) -> list[str]:
    made = make_formats(replace(order(figures, tmp / "15.pdf"), formats=formats or (Format.PDF,)))
    return [Language("en").tell(one) for one in made.problems]


def test_what_an_own_template_leaves_out_is_told_with_its_file(tmp_path: Path) -> None:
    said = problems(styled(tmp_path, templates_path__html__j2=""), tmp_path)
    assert "proof-reading: the chart path is missing: templates/path.html.j2 leaves it out" in said
    assert any("the table" in line and line.endswith("templates/path.html.j2 leaves it out") for line in said)
    assert said[-1] == "files of the province's own that were in use: templates/path.html.j2"


def test_links_to_what_is_not_there_are_told_with_their_template(tmp_path: Path) -> None:
    own = '<p>\n<a href="#nowhere">a</a> <a href="#nowhere">b</a></p>'
    summary = "<html lang='en'><title>a</title><p><a href='#b'>x</a></p>"
    figures = styled(tmp_path, templates_notes__html__j2=own, templates_phone__html__j2=summary)
    used = "files of the province's own that were in use: templates/"
    lacking, linking, files = problems(figures, tmp_path)
    assert lacking.startswith("templates/notes.html.j2: links lead to anchors that are not there: #figure-2, ")
    assert linking == "templates/notes.html.j2:2: links lead to anchors that are not there: #nowhere"
    assert files == used + "notes.html.j2"
    assert problems(figures, tmp_path, Format.SUMMARY) == [
        "templates/phone.html.j2:1: links lead to anchors that are not there: #b",
        used + "phone.html.j2",
    ]


def test_a_link_no_template_of_its_own_makes_has_no_place() -> None:
    style = Style(templates=(("parts.html.j2", ""),))
    error = PrintError(message("No anchor #{name} for internal URI reference", name="nowhere-1"))
    told = placed_in_templates(error, style, Format.SLIDES).messages
    assert str(told[0]) == "links lead to anchors that are not there: #nowhere-1"
    assert placed_in_templates(error, style, Format.SUMMARY) is error
    other = OutputError(message("full"))
    assert placed_in_templates(other, style, Format.PDF) is other


def test_a_stylesheet_is_named_with_the_line(tmp_path: Path) -> None:
    css = 'body { font-family: "Source Sans Pro" }\np { color: ; }\n'
    first, _ = problems(styled(tmp_path / "a", templates_house__css=css), tmp_path)
    assert first == "templates/house.css, line 2: Ignored `color: ` (no value.)"
    *fonts, files = problems(styled(tmp_path / "b", templates_house__css="p { margin: 0 }"), tmp_path)
    assert any(line.endswith("is not of the house") for line in fonts)
    assert files.endswith(": templates/house.css")


def test_the_same_is_told_once_for_all_formats(tmp_path: Path) -> None:
    figures = styled(tmp_path)
    province = replace(figures.province, letterhead="\N{OWL}")
    asked = order(replace(figures, province=province), tmp_path / "15.pdf")
    where = {"\N{OWL}": Where("province.toml", 7)}
    made = make_formats(replace(asked, formats=(Format.PDF, Format.SLIDES, Format.SUMMARY), written=where))
    assert [str(problem.values["place"]) for problem in made.problems] == ["province.toml, row 7"]


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
