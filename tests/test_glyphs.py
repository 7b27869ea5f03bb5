"""Before anything is printed: a character without a glyph is named, with its place and what to do."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from cakupan.assets import font_files
from cakupan.errors import PrintError
from cakupan.glyphs import see_to_glyphs
from cakupan.language import Language
from cakupan.model import Grid, Sheet, Where
from cakupan.pages import set_pages
from cakupan.pipeline.one import compose
from cakupan.pipeline.order import Order
from cakupan.read import read
from cakupan.read.characters import written
from tests.provinces import DESCRIPTION, folder, real


def told(html: str, drawings: Mapping[str, str] | None = None, language: str = "en") -> list[str]:
    with pytest.raises(PrintError) as caught:
        see_to_glyphs(html, drawings or {})
    return [Language(language).tell(one) for one in caught.value.messages]


def test_a_missing_glyph_is_told_with_its_name_and_the_text_around_it() -> None:
    line = "the figures of Kabupaten Kerinci are those of the morning \N{OWL} and not those of the evening of that day"
    assert told(f"<html><head><title>\N{OWL}</title></head><p>Jambi</p><p>\n {line}\n</p></html>") == [
        (
            'the type of the reports has no "\N{OWL}" (U+1F989, owl), which stands in '
            '"…inci are those of the morning \N{OWL} and not those of the evening …"; '
            "write it otherwise where it was handed in"
        )
    ]
    (said,) = told("<p>\N{OWL} Kerinci</p>", language="id")
    assert said.startswith('huruf laporan tidak memiliki "\N{OWL}"')
    assert '"\N{OWL} Kerinci"' in said


def test_in_a_drawing_it_is_told_with_the_name_of_the_chart() -> None:
    (said,) = told(
        "<p>a</p>", {"path": '<svg><g><text x="1">a</text></g></svg>', "tiles": "<svg><text>\u4e2d</text></svg>"}
    )
    assert '"\u4e2d" (U+4E2D, cjk unified ideograph-4e2d), which stands in "\u4e2d", in the chart tiles;' in said


def test_characters_that_were_handed_in_are_told_with_their_place_a_line_each() -> None:
    page = "<p>\N{OWL} \N{CAT}</p><p>\N{OWL} \u4e2d</p>"
    row = Where("regions.csv", 3)
    with pytest.raises(PrintError) as caught:
        see_to_glyphs(page, {}, None, {"\N{OWL}": row, "\N{CAT}": row, "\N{DOG}": row})
    first, second = map(Language("en").tell, caught.value.messages)
    assert first == (
        'regions.csv, row 3: the type of the reports has no "\N{CAT}" (U+1F408, cat), "\N{OWL}" (U+1F989, owl); '
        "write it otherwise there"
    )
    assert '"\u4e2d" (U+4E2D' in second


def test_where_a_character_was_handed_in(tmp_path: Path) -> None:
    province = DESCRIPTION + "letterhead = '\N{OWL}'\n"
    where = written(read(folder(tmp_path, "2024-12-02,15,coverage_rate,total,40", province=province)))
    assert where["\N{OWL}"].file == "province.toml"
    assert where["\N{OWL}"].row == len(province.splitlines())
    assert "a" not in where
    sheet = Sheet(
        tmp_path, {}, {}, "", (Grid("a.xlsx", "Isi", [[None, 1], ["x", "\N{CAT}"]]),), (), {"a.xlsx": b"\xff"}
    )
    assert written(sheet) == {"\N{CAT}": Where("a.xlsx", 2, "B", "Isi")}


def test_every_character_is_told_once() -> None:
    said = told("<p>\N{OWL}\N{CAT}</p><p>\N{OWL}</p>", {"path": "<svg><text>\N{OWL}</text></svg>"})
    assert [line.split('"')[1] for line in said] == ["\N{CAT}", "\N{OWL}"]
    (unnamed,) = told("<p>\ue123</p>")
    assert "(U+E123, ?)" in unnamed


@pytest.mark.parametrize(
    "html",
    [
        "<p>Source Sans Pro: ▲ ▼ ■ ± – − · … “a” ≥</p>",
        "<p>no\u00adbreak, or\u200bhere,\u00a0and\n\there\u2028</p>",
        "<head><title>\N{OWL}</title><meta name='a' content='\N{OWL}'><style>a { content: '\N{OWL}' }</style></head>",
        "<p><img alt='\N{OWL}' src='data:,'></p>",
    ],
)
def test_what_is_not_drawn_needs_no_glyph(html: str) -> None:
    see_to_glyphs(html, {})


def test_the_upright_faces_have_the_same_characters() -> None:
    regular, _, semibold, bold = (frozenset(TTFont(file).getBestCmap()) for file in font_files())
    assert regular == semibold == bold


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("name", "period", "code"), [("contoh", "2025-03", "15"), ("jambi", "2024-12", "15.71")])
def test_our_own_words_need_nothing_else(name: str, period: str, code: str, language: str) -> None:
    report = compose(Order(real(name, period)[code], language, "A4", Path("unused.pdf")))
    see_to_glyphs(set_pages(report), {name: chart.svg for name, chart in report.charts.items()})
