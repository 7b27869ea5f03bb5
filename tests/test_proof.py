"""A finished PDF is read again: each thing that can be wrong with it is seen."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path

import pypdf
import pytest

from cakupan.annex import annex
from cakupan.assets import font_files
from cakupan.errors import PrintError
from cakupan.fill import data_uri
from cakupan.language import Language
from cakupan.model import Planned, Report
from cakupan.pages import planned, set_pages
from cakupan.pdf import Printed, print_pdf
from cakupan.pipeline.one import compose, make
from cakupan.pipeline.order import Order
from cakupan.proof import MOST_BYTES, prove, read_proof
from cakupan.proof.reading import plain
from charts import Chart, use_house_style
from tests.provinces import measured, pdf, real
from tests.test_pipeline import FIGURES

SAMPLE = "15-2025-03.csv"


@cache
def report(code: str = "15") -> Report:
    use_house_style(font_files())
    return compose(Order(real("contoh", "2025-03")[code], "en", "A4", Path("unused.pdf")))


def printed(change: Callable[[str], str] = str, of: Report | None = None) -> Printed:
    """The sample's province report in English, its HTML changed."""
    composed = of or report()
    inside = annex(composed.indicators, (), Language("en"))
    return print_pdf(change(set_pages(composed)), "A4", "x", annex=inside)


@cache
def plan() -> tuple[Planned, ...]:
    return planned(report(), set_pages(report()))


def told(content: bytes, pages: int, of: Report | None = None, attached: str = SAMPLE) -> list[str]:
    with pytest.raises(PrintError) as caught:
        prove(content, pages, of or report(), attached, () if of else plan())
    said = [Language("en").tell(one) for one in caught.value.messages]
    assert all(line.startswith("proof-reading: ") for line in said)
    return [line.removeprefix("proof-reading: ") for line in said]


def changed(old: str, new: str, times: int = -1) -> Callable[[str], str]:
    def change(html: str) -> str:
        assert old in html
        return html.replace(old, new, times)

    return change


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (changed("<h2>Segments</h2>", "<h2>Parts</h2>"), ['the section "Segments" is missing']),
        (changed("<h2>The way to the target</h2>", ""), ['the section "The way to the target" is missing']),
        (changed('<tr><th scope="row">Tebo</th>', '<tr><th scope="row">Tebu</th>'),
         ["Tebo is missing from the table of regencies and cities"]),
        (changed("<h2>Segments</h2>", "<h2>Segments</h2><p>nan%</p>"), ['says "nan", as only a program does']),
        (changed("<h2>Segments</h2>", "<h2>Segments</h2><p>None</p>"), ['says "None", as only a program does']),
        (changed("<h2>Segments</h2>", "<h2>Segments</h2><p>{region} NaN</p>"),
         [f'says "{left}", as only a program does' for left in ("NaN", "{", "}")]),
        (changed("</body>", '<p style="break-before: page">\N{NO-BREAK SPACE}</p></body>'), ["is empty"]),
        (changed('lang="en"', 'lang="id"'), ['language is "id", not "en"']),
        (changed("<title>Coverage report", "<title>Report"),
         ['title is "Report · Jambi Province · March 2025", not "Coverage report · Jambi Province · March 2025"']),
        (changed('name="cakupan-region" content="15"', 'name="cakupan-region" content="15.71"'),
         ['region is "15.71", not "15"']),
        (changed('name="cakupan-period" content="2025-03"', 'name="cakupan-period" content="2025-02"'),
         ['period is "2025-02", not "2025-03"']),
        (changed("<h2>Segments</h2>", '<h2>Segments</h2><p style="font-family: monospace">a</p>'),
         ["is not of the house"]),
        (lambda html: re.sub(r"<figure>(?:(?!</figure>).)*Schematic.*?</figure>", "", html, flags=re.DOTALL),
         ["the chart tiles is missing"]),
        (changed("<caption>Every reading of the coverage</caption>", ""),
         ['the table "Every reading of the coverage" is missing']),
        (changed("<h1>", '<p style="height: 150mm">a</p><h1>'), ["page 1 runs on to page 2"]),
        (changed("<h1>", '<p style="height: 240mm">a</p><p style="height: 240mm">b</p><h1>'),
         ["page 1 runs on to page 3"]),
        (changed('<section id="segments"', '<h2 style="break-before: page">A</h2><p style="break-before: page">'
                 '<section id="segments"'), ["holds a heading and nothing else"]),
    ],
)  # fmt: skip
def test_a_pdf_that_is_not_the_report_is_told_with_the_reason(
    change: Callable[[str], str], problems: list[str]
) -> None:
    content, pages = printed(change)
    said = told(content, pages)
    assert len(said) == len(problems)
    for line, part in zip(said, problems, strict=True):
        assert part in line


def test_a_chart_is_found_in_a_table_too() -> None:
    picture = re.escape(f'<img src="{data_uri(report().charts["slope"].svg)}"') + "[^>]*>"
    content, pages = printed(lambda html: re.sub(picture, r"<table><tr><td>\g<0></table>", html))
    assert plain(report().charts["slope"].alt) not in chain.from_iterable(read_proof(content).pictures)
    prove(content, pages, report(), SAMPLE, plan())


def test_all_reasons_come_at_once() -> None:
    content, pages = printed(lambda html: changed("<h2>Segments</h2>", "<p>nan</p>")(html).replace('"en"', '"id"', 1))
    said = told(content, pages + 1, attached="15-2025-02.csv")
    (page,) = (number for number, text in enumerate(read_proof(content).pages, 1) if "nan" in text.split())
    assert said == [
        'language is "id", not "en"',
        'annex is "15-2025-03.csv", not "15-2025-02.csv"',
        'the section "Segments" is missing',
        f"there are {pages} pages, {pages + 1} were set",
        f'page {page} says "nan", as only a program does',
    ]


def test_what_is_no_pdf_any_more_is_told() -> None:
    with pytest.raises(PrintError, match="cannot be opened again"):
        prove(b"%PDF-1.7 and no more", 1, report(), SAMPLE)


@pytest.mark.parametrize(
    "svg",
    [
        '<svg><path d="M 0 9 L 9 9"/></svg>',  # the line along its foot
        '<svg><polyline points="2.0,nan 3.0,nan"/><circle cx="1" cy="2"/></svg>',
        '<svg><text x="1">a</text><circle cx="1" cy="nan"/></svg>',
    ],
)
def test_an_empty_chart_is_told(svg: str) -> None:
    content, pages = printed()
    empty = replace(report(), charts={**report().charts, "path": Chart(svg, "words")})
    assert told(content, pages, empty) == ["the chart path is empty"]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<path d="M 0 9 L 90 9" stroke="#000000"/>',
        '<rect width="90" height="90" fill="#ffffff"/>' * 9,
        '<rect width="90" height="90" fill="none" stroke="none"/>' * 9,
        '<rect width="90" height="90" fill-opacity="0"/>' * 9,
    ],
)
def test_a_chart_that_leaves_no_ink_on_its_page_is_told(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99">{inside}</svg>'

    def blank(html: str) -> str:
        return html.replace(data_uri(report().charts["slope"].svg), data_uri(svg))

    assert told(*printed(blank)) == ["the chart slope is empty"]


@pytest.mark.parametrize(
    "ink",
    [
        '<rect width="9" height="9" fill="#fffff0"/>',
        '<path d="M0 9H9" stroke="#00f"/>',
        '<text y="9" font-family="Source Sans Pro">a</text>',
    ],
)
def test_a_little_ink_is_enough(ink: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99">{ink * 2}</svg>'
    content, _ = printed(lambda html: html.replace(data_uri(report().charts["slope"].svg), data_uri(svg)))
    assert read_proof(content).blank == frozenset()


def test_a_word_beside_a_number_that_is_none_is_no_empty_chart() -> None:
    content, pages = printed()
    whole = Chart('<svg><text x="1">Pasar nan Elok</text><path d="M 1 2"/></svg>', "words")
    prove(content, pages, replace(report(), charts={"path": whole}), SAMPLE)


@pytest.mark.parametrize("code", ["15", "15.04"])
def test_a_pdf_too_large_to_mail_is_told(code: str) -> None:
    content, pages = printed(of=report(code))
    limit = MOST_BYTES[code == "15"]
    larger = content + b"\n% and more" + b" " * limit
    (said,) = told(larger, pages, report(code), f"{code}-2025-03.csv")
    assert said == f"the PDF has {len(larger):,} bytes, more than {limit:,}"


def test_a_font_that_is_not_embedded_is_told() -> None:
    content, pages = printed()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for made in writer._objects:
        if isinstance(made, pypdf.generic.DictionaryObject) and made.get("/Type") == "/FontDescriptor":
            made.pop("/FontFile2", None)
            made.pop("/FontFile3", None)
    without = io.BytesIO()
    writer.write(without)
    said = told(without.getvalue(), pages)
    assert said
    assert all(line.startswith("the font ") and line.endswith(" is not embedded") for line in said)


def test_what_a_clerk_wrote_is_not_taken_for_something_left_over(tmp_path: Path) -> None:
    register = "name,kind,region,since,source\nPasar nan Elok {None},village,15.01,,press\n"
    made = make(Order(measured(FIGURES, register=register)["15"], "id", "A4", tmp_path / "a.pdf"))
    assert made.problems == ()
    assert "nan Elok {None}" in " ".join(read_proof((tmp_path / "a.pdf").read_bytes()).pages)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("name", "period", "code"), [("jambi", "2024-12", "15"), ("sultra", "2018-06", "74")])
def test_what_is_right_passes(name: str, period: str, code: str, language: str) -> None:
    composed = compose(Order(real(name, period)[code], language, "A4", Path("unused.pdf")))
    content = pdf(name, period, code, language)
    shown = planned(composed, set_pages(composed))
    assert set(composed.charts) - {"summary"} <= {
        name for name, chart in composed.charts.items() if any(chart.alt in part.pictures for part in shown[1:])
    }
    prove(content, len(pypdf.PdfReader(io.BytesIO(content)).pages), composed, f"{code}-{period}.csv", shown)


def test_a_report_without_coverage_has_no_way_to_a_target(tmp_path: Path) -> None:
    known = measured("2024-12-02,15.01,enrolled,total,5\n2024-12-02,15,coverage_rate,total,40")["15.01"]
    assert make(Order(known, "id", "A4", tmp_path / "a.pdf")).problems == ()


def test_a_page_with_nothing_at_all_is_told() -> None:
    content, pages = printed()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.add_blank_page(100, 100)
    more = io.BytesIO()
    writer.write(more)
    assert told(more.getvalue(), pages + 1) == [f"page {pages + 1} is empty"]


def test_what_does_not_pass_is_not_shelved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    monkeypatch.setitem(MOST_BYTES, True, 1000)
    made = make(Order(measured(FIGURES)["15"], "id", "A4", tmp_path / "a.pdf"))
    assert made.exit_code == 6
    assert "more than" in str(made.problems[0])
    assert not list(tmp_path.iterdir())
