"""HTML becomes a PDF, and what WeasyPrint would only log is a failure."""

import base64
import io
import logging
import sys
from pathlib import Path

import pypdf
import pytest

from cakupan import assets, pdf
from cakupan.assets import font_files
from cakupan.errors import MachineError, PrintError
from cakupan.pdf import print_pdf
from tests.provinces import pages_of


def page(body: str) -> str:
    return f'<!doctype html><html lang="id"><head><title>T</title></head><body class="real">{body}</body></html>'


def printed(body: str, paper: str = "A4") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(print_pdf(page(body), paper, "x").content))


def test_a_page_is_printed() -> None:
    content, pages = print_pdf(page("<h1>Cakupan</h1>"), "A4", "x")
    assert pages == 1
    assert "Cakupan" in pages_of(content)[0]


def test_the_same_page_gives_the_same_bytes() -> None:
    assert print_pdf(page("<p>a</p>"), "A4", "x") == print_pdf(page("<p>a</p>"), "A4", "x")
    assert print_pdf(page("<p>a</p>"), "A4", "x") != print_pdf(page("<p>a</p>"), "A4", "y")


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 210, 297), ("F4", 215, 330)])
def test_the_paper_is_the_one_asked_for(paper: str, width: int, height: int) -> None:
    box = printed("<p>a</p>", paper).pages[0].mediabox
    assert float(box.width) == pytest.approx(width / 25.4 * 72, abs=0.01)
    assert float(box.height) == pytest.approx(height / 25.4 * 72, abs=0.01)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<img alt="a" src="http://example.org/a.png">', "http://example.org/a.png"),
        ('<img alt="a" src="https://example.org/a.png">', "https://example.org"),
        ('<img alt="a" src="ftp://example.org/a.png">', "ftp://example.org"),
        ('<img alt="a" src="file:///etc/passwd">', "file:///etc/passwd"),
        ('<img alt="a" src="file:///etc/../etc/passwd">', "/etc/passwd"),
        ('<link rel="stylesheet" href="file:///etc/passwd">', "file:///etc/passwd"),
        ("<style>@import url(http://example.org/a.css);</style>", "http://example.org/a.css"),
        ('<p style="background: url(file:///etc/hostname)">a</p>', "/etc/hostname"),
        ('<a rel="attachment" href="file:///etc/passwd">a</a>', "/etc/passwd"),
        ('<img alt="a" src="data:image/png;base64,AAAA">', "image"),
        ("<p>\N{OWL}</p>", "1F989"),
        ('<a href="#nowhere">a</a>', "nowhere"),
    ],
)  # fmt: skip
def test_what_would_only_be_logged_is_a_failure(body: str, told: str) -> None:
    with pytest.raises(PrintError) as caught:
        print_pdf(page(body), "A4", "x")
    assert told.lower() in str(caught.value).lower()


def test_why_a_drawing_fails_is_told() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g transform="rotate(a)"><rect/></g></svg>'
    with pytest.raises(PrintError, match=r"Failed to render SVG.*ValueError: could not convert"):
        printed(f"<img alt='a' src='data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}'>")


def test_a_failure_leaves_no_ear_behind() -> None:
    print_pdf(page("<p>a</p>"), "A4", "x")
    before = list(logging.getLogger("weasyprint").handlers)
    with pytest.raises(PrintError):
        print_pdf(page('<a href="#nowhere">a</a>'), "A4", "x")
    assert logging.getLogger("weasyprint").handlers == before
    assert print_pdf(page("<p>a</p>"), "A4", "x").pages == 1


def test_the_fonts_are_those_of_the_house() -> None:
    assert [file.name for file in font_files()] == [f"SourceSansPro-{face}.ttf" for face in assets.FACES]


@pytest.mark.parametrize("package", ["no_such_package_anywhere", "pandas"])
def test_missing_fonts_are_named(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setattr(assets, "_PACKAGE", package)
    with pytest.raises(MachineError, match=r"SourceSansPro-Regular\.ttf.*make "):
        font_files()


def test_a_missing_pango_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        """What importing WeasyPrint does where its library is not."""

        def find_spec(self, name: str, *_: object) -> None:
            if name.startswith("weasyprint"):
                raise OSError("cannot load library 'libpango-1.0-0': no such file")

    monkeypatch.setattr("sys.meta_path", [NoPango()])
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    with pytest.raises(MachineError, match=r"Pango.*libpango-1\.0-0.*make "):
        pdf.load_weasyprint()


def test_templates_lie_where_they_are_looked_for() -> None:
    assert (assets.TEMPLATES / "house.css").is_file()
    assert Path(__file__).parent.parent == assets.TEMPLATES.parent
