"""Slides of the province: the report's sentences and figures, drawn for the back of a room."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest

from cakupan.assets import HOUSE_COLOURS, TEMPLATES
from cakupan.errors import PrintError
from cakupan.illustrate import illustrate_slides
from cakupan.illustrate.slides import HEIGHT, WIDTH
from cakupan.language import Language
from cakupan.model import Format, Imprint, Indicators, Report, Style
from cakupan.pages import set_slides
from cakupan.pdf import print_pdf
from cakupan.pipeline import formats
from cakupan.pipeline.formats import make_formats
from cakupan.pipeline.one import compose, warm_up
from cakupan.pipeline.order import Made, Order
from cakupan.proof import prove_slides
from cakupan.sections import SLIDES, parts, slides, without
from cakupan.sentences import write_slides
from gallery.numbers import MANY, rates
from tests.drawings import cut, overlaps, said
from tests.provinces import REGIONS, measured, pages_of, real
from tests.test_pages import NASTY, Reader, nasty

LEAST = 12.0  # points
KERINCI = "2024-12-02,15.01,coverage_rate,total,40"


def shown(known: Indicators, language: str = "id", imprint: Imprint | None = None) -> Report:
    warm_up("A4")
    order = Order(known, language, "A4", Path("unused.pdf"), imprint)
    return compose(order, illustrate_slides, write_slides)


def printed(report: Report) -> list[str]:
    return pages_of(print_pdf(set_slides(report), "slides", "x").content)


@cache
def pages(name: str, period: str, code: str = "15", language: str = "id") -> list[str]:
    return printed(shown(real(name, period)[code], language))


def many(count: int = 38, rate: str = "") -> Indicators:
    """A province of so many members, on a map of seven columns, each with coverage and village institutions.

    With a `rate` all have that one, and in their villages 40%.
    """
    codes = [f"15.{number:02}" for number in range(1, count + 1)]
    regions = REGIONS.splitlines()[:2] + [
        f"{code},{1500 + at},{name},regency,15,,{at % 7},{at // 7},"
        for at, (code, name) in enumerate(zip(codes, MANY, strict=False))
    ]
    figures = "2024-12-02,15,coverage_rate,total,45.17\n" + "".join(
        f"2024-12-02,{code},coverage_rate,total,{rate}\n2024-12-02,{code},village_active,total,{at + 10}\n"
        f"2024-12-02,{code},village_potential,total,{3 * at + 90}\n"
        for at, (code, rate) in enumerate(zip(codes, rates(count), strict=True))
    )
    if rate:
        figures = "2024-12-02,15,coverage_rate,total,45.17\n" + "".join(
            f"2024-12-02,{code},coverage_rate,total,{rate}\n2024-12-02,{code},village_active,total,40\n"
            f"2024-12-02,{code},village_potential,total,100\n"
            for code in codes
        )
    targets = "2024-01-01,2025-12-31,15,target_rate,total,55\n"
    return measured(figures, targets, regions="\n".join(regions) + "\n")["15"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_sample_has_all_eight_and_each_says_what_it_is_of(language: str) -> None:
    found = pages("contoh", "2025-03", language=language)
    assert len(found) == len(SLIDES) == 8
    foot = {
        "id": ("DATA CONTOH", "paparan {} dari 8", "Maret 2025", "data per 31 Maret 2025", "data 4716ba29", "Sumber: "),
        "en": ("SAMPLE DATA", "slide {} of 8", "March 2025", "data as of 31 March 2025", "data 4716ba29", "Source: "),
    }[language]
    for number, page in enumerate(found, 1):
        for words in foot:
            assert words.format(number) in page


def test_the_figures_are_those_of_the_report_and_every_title_says_something() -> None:
    first, way, ranking, place, villages, cost = pages("jambi", "2024-12")
    assert "Cakupan naik ke 45,17%, masih 7,83 poin di bawah target 53%" in first
    assert "102.751" in first
    assert "dengan laju kini 55% tercapai Mei 2025, tepat waktu" in way
    assert "perlu 0,76 poin per bulan" in way
    assert "60,71%" in ranking
    assert "Dari 6 yang memiliki angka, 3 di bawah angka provinsi (45,17%)" in place
    assert "Yang terjauh lebih dahulu, diukur dari target provinsi" in place
    assert "Tanpa angka: Kerinci" in place
    assert "65.875 orang belum" in villages
    assert "Menutup kekurangan ke 53% memerlukan Rp1.726.216.800 per bulan" in cost
    assert "Menutup kekurangan terhadap 55%, yaitu 128.998 pekerja" in cost
    assert "CONTOH" not in first


def test_who_pays_is_drawn_and_decisions_begin_with_the_longest_overdue() -> None:
    *_, funds, decisions = pages("contoh", "2025-03")
    assert "6 dari 17 sumber dana" in funds
    assert "s.d. Mei 2025" in funds
    assert "per pekerja" in funds
    assert re.findall(r"▲ lewat (\d+) hari", decisions) == ["274", "182", "121", "106", "90"]
    alt = shown(real("contoh", "2025-03")["15"], "en").charts["funding"].alt
    assert "These are 6 of 17: those that end soon, then the largest" in alt


def test_a_slide_without_figures_is_left_out_and_told_by_its_number() -> None:
    report = shown(real("jambi", "2024-12")["15"])
    assert [slide.key for slide in slides(report)] == ["title", "path", "ranking", "map", "villages", "funding"]
    assert [Language("en").tell(one) for one in without(report)] == ["5 (Segments)", "8 (Follow-up matrix)"]


def test_what_the_province_leaves_out_of_its_report_is_left_out_and_not_told() -> None:
    known = real("contoh", "2025-03")["15"]
    style = replace(known.province.style, sections=("path", "activity", "notes"))
    report = shown(replace(known, province=replace(known.province, style=style)))
    assert [slide.key for slide in slides(report)] == ["title", "path", "activity"]
    assert without(report) == ()


def test_without_village_figures_members_are_shown() -> None:
    figures = "".join(
        f"2024-{month:02}-02,15,{name},total,{count + month}\n"
        for month in (10, 11, 12)
        for name, count in (("active", 400), ("registered", 500), ("potential", 1000))
    )
    report = shown(measured(figures)["15"])
    assert [slide.key for slide in slides(report)] == ["title", "path", "activity"]
    assert "yang terdaftar aktif" in printed(report)[2]


def test_38_members_take_as_many_slides_as_they_need_and_none_is_lost() -> None:
    known = many()
    report = shown(known)
    keys = [slide.key for slide in slides(report)]
    parts = [name for kind in ("ranking", "villages") for name in (kind, f"{kind}.2", f"{kind}.3", f"{kind}.4")]
    assert keys == ["title", "path", *parts[:4], "wide", "table", *parts[4:]]
    found = printed(report)
    assert len(found) == len(keys)
    for kind in ("ranking", "villages"):
        words = [one.words for key in parts if key.startswith(kind) for one in said(report.charts[key])]
        assert {name for name in words if name in MANY} == set(MANY)
        assert all(not overlaps(report.charts[key]) and not cut(report.charts[key]) for key in (kind, f"{kind}.4"))
    drawn = [max(one.words for one in said(report.charts[key]) if one.words.endswith("%")) for key in parts[:4]]
    assert drawn == sorted(drawn, reverse=True)
    assert "Peringkat 11 sampai 20: dari " in found[3]
    assert "Kelembagaan desa, peringkat 1 sampai 10: dari " in found[8]
    assert "11 dari 38" in found[7]
    assert "paling jauh dari targetnya" in found[7]


def test_bars_of_all_parts_have_one_scale() -> None:
    charts = shown(many()).charts

    def place(key: str) -> float:
        return next(one.left for one in said(charts[key]) if one.words.startswith("provinsi"))

    assert place("ranking") == pytest.approx(place("ranking.4"), abs=0.5)


def test_twelve_members_are_shared_evenly() -> None:
    charts = shown(many(12)).charts
    assert [sum(one.words in MANY for one in said(charts[key])) for key in ("ranking", "ranking.2")] == [6, 6]


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        (KERINCI, "Hanya Kerinci (40%) yang memiliki angka"),
        (KERINCI + "\n2024-12-02,15.02,coverage_rate,total,50",
         "Dari Merangin (50%) hingga Kerinci (40%)"),
        (f"{KERINCI}\n2024-12-02,15,coverage_rate,total,45\n2024-12-02,15.02,coverage_rate,total,50",
         "Dari 2 yang memiliki angka, 1 di bawah angka provinsi (45%); terendah Kerinci (40%)"),
        (f"{KERINCI}\n2024-12-02,15,coverage_rate,total,40\n2024-12-02,15.02,coverage_rate,total,50",
         "Dari 2 yang memiliki angka tidak ada yang di bawah angka provinsi (40%); terendah Kerinci (40%)"),
        (f"{KERINCI}\n2024-12-02,15,coverage_rate,total,45\n2024-12-02,15.02,coverage_rate,total,40",
         "2 kabupaten/kota yang memiliki angka setara, 40%"),
    ],
)  # fmt: skip
def test_the_title_of_the_map_says_who_is_where(figures: str, title: str) -> None:
    known = measured(figures + "\n2024-12-02,15,enrolled,total,5", period="2024-12")["15"]
    assert Language("id").tell(write_slides(known).titles["map"]) == title


def test_equals_are_told_as_equals_on_every_slide() -> None:
    level = many(24, "40")
    titles = {key: Language("en").tell(one) for key, one in write_slides(level).titles.items()}
    assert titles["ranking"] == "24 regencies and cities with a figure are level, at 40%"
    assert titles["ranking.2"] == "Places 9 to 16: all at 40%"
    assert titles["villages.2"] == "Village institutions, places 9 to 16: all at 40.00%"
    assert titles["table"] == "24 regencies and cities are farthest from their target: 15 points missing each"


def test_equals_are_drawn_in_the_order_their_slide_names_them() -> None:
    known = many(24, "40")
    names = [one.region.name for part in parts("ranking", known)[:1] for one in part.figures]
    bases = {one.words: one.base for one in said(shown(known).charts["ranking"])}
    assert [bases[name] for name in names] == sorted(bases[name] for name in names)


@pytest.mark.parametrize(
    ("rates", "title"),
    [
        (("40", "50"), "Kerinci is farthest from its target: 13 points missing"),
        (("40", "40"), "2 regencies and cities are farthest from their target: 13 points missing each"),
        (("60", "70"), None),
    ],
)
def test_who_is_farthest_is_named_where_one_is(rates: tuple[str, str], title: str | None) -> None:
    figures = "2024-12-02,15,coverage_rate,total,45\n" + "".join(
        f"2024-12-02,{code},coverage_rate,total,{rate}\n" for code, rate in zip(("15.01", "15.02"), rates, strict=True)
    )
    found = write_slides(measured(figures, "2024-01-01,2024-12-31,15,target_rate,total,53\n")["15"]).titles.get("table")
    assert (found and Language("en").tell(found)) == title


def test_costs_of_several_sectors_are_told_from_the_least_to_the_most() -> None:
    known = real("jambi", "2024-12")["15"]
    cost = known.costs[0]
    dear = replace(cost, monthly=replace(cost.monthly, value=cost.monthly.value * 2))
    title = Language("en").tell(write_slides(replace(known, costs=(dear, cost))).titles["funding"])
    assert title == "Closing the gap to 53% costs Rp1,726,216,800 to Rp3,452,433,600 a month, by sector"


@pytest.mark.parametrize(("name", "period", "code"), [("contoh", "2025-03", "15"), ("sultra", "2025-06", "74")])
def test_no_type_is_smaller_than_twelve_points_and_every_drawing_has_its_own_size(
    name: str, period: str, code: str
) -> None:
    for key, chart in shown(real(name, period)[code]).charts.items():
        assert min(one.size for one in said(chart)) >= LEAST
        assert not overlaps(chart)
        assert not cut(chart)
        width, height = (float(side) / 72 * 25.4 for side in re.findall(r'\s(?:width|height)="([\d.]+)pt"', chart.svg))
        assert width <= WIDTH + 0.01
        assert height <= (HEIGHT if key != "wide" else 84) + 0.01
    styles = (TEMPLATES / "slides.css").read_text("utf-8")
    points = [float(size) for size in re.findall(r"font(?:-size)?: ([\d.]+)pt", styles)]
    assert min(points) >= LEAST
    titles = re.findall(r"^h[12] {.*?font-size: ([\d.]+)pt", styles, re.MULTILINE)
    assert [24 <= float(size) <= 28 for size in titles] == [True, True]


def test_what_a_clerk_writes_arrives_as_text_and_an_edition_is_named() -> None:
    page = Reader(set_slides(shown(nasty("15"), imprint=Imprint(3, 2, (), ()))))
    assert NASTY in page.text
    assert "Edisi 3" in page.text
    images = [attributes for tag, attributes in page.tags if tag == "img"]
    assert images
    assert all((image.get("alt") or "").strip() for image in images)


def test_colours_logo_and_templates_of_the_province_apply(tmp_path: Path) -> None:
    logo = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA5IDkiLz4="
    own = (("slide-drawing.html.j2", "{{ drawing(slide) }}<p>halaman kami</p>"),)
    style = Style(colours=((HOUSE_COLOURS["accent"], "#123456"),), logo=logo, templates=own)
    known = real("jambi", "2024-12")["15"]
    known = replace(known, province=replace(known.province, style=style))
    assert logo in set_slides(shown(known))
    assert made(tmp_path, known).exit_code == 0
    content = (tmp_path / "a-paparan.pdf").read_bytes()
    assert "halaman kami" in pages_of(content)[1]
    colours = {tuple(round(part * 255) for part in found) for found in fills(content)}
    assert (0x12, 0x34, 0x56) in colours
    assert (0x07, 0x51, 0x5E) not in colours


def fills(content: bytes) -> list[tuple[float, ...]]:
    """The colours that are set on the pages and in the drawings on them."""
    document: Any = pypdf.PdfReader(io.BytesIO(content))
    streams = [page.get_contents().get_data() for page in document.pages]
    drawings = (found for page in document.pages for found in page["/Resources"].get("/XObject", {}).values())
    streams.extend(drawing.get_object().get_data() for drawing in drawings)
    number = rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b"
    return [tuple(map(float, found)) for stream in streams for found in re.findall(number, stream)]


def made(path: Path, known: Indicators) -> Made:
    warm_up("A4")
    return make_formats(Order(known, "id", "A4", path / "a.pdf", formats=(Format.SLIDES,)))


def test_slides_are_wide_tagged_and_the_same_each_time(tmp_path: Path) -> None:
    known = real("contoh", "2025-03")["15"]
    first = made(tmp_path, known)
    assert (first.pages, first.formats, first.remarks) == (8, {Format.SLIDES: 8}, ())
    content = (tmp_path / "a-paparan.pdf").read_bytes()
    document: Any = pypdf.PdfReader(io.BytesIO(content))
    box = document.pages[0].mediabox
    assert float(box.width) / float(box.height) == pytest.approx(16 / 9, abs=1e-4)
    assert document.root_object["/MarkInfo"]["/Marked"]
    assert document.root_object["/Lang"] == "id"
    made(tmp_path, known)
    assert (tmp_path / "a-paparan.pdf").read_bytes() == content


def test_a_clerk_is_told_what_is_left_out_and_that_a_regency_has_none(tmp_path: Path) -> None:
    (remark,) = made(tmp_path, real("jambi", "2024-12")["15"]).remarks
    assert "5 (Segments)" in Language("en").tell(remark)
    regency = made(tmp_path, real("jambi", "2024-12")["15.08"])
    assert (regency.formats, regency.exit_code) == ({}, 0)
    assert "province only" in str(regency.remarks[0])


def test_of_long_decisions_fewer_are_shown(tmp_path: Path) -> None:
    known = real("contoh", "2025-03")["15"]
    wordy = tuple(
        replace(one, action=replace(one.action, text=f"{one.action.text} " + "dengan semua pihak terkait " * 9))
        for one in known.followed
    )
    assert made(tmp_path, replace(known, followed=wordy)).pages == 8
    last = pages_of((tmp_path / "a-paparan.pdf").read_bytes())[-1]
    assert re.search(r"dahulu: [1-4] dari 14", last)


def test_what_finds_no_room_or_cannot_be_drawn_is_an_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = real("jambi", "2024-12")["15"]
    owl = replace(known, rows=tuple(replace(r, region=replace(r.region, name="\N{OWL}")) for r in known.rows))
    (tmp_path / "a-paparan.pdf").write_bytes(b"old")
    assert made(tmp_path, owl).exit_code == 6
    assert not list(tmp_path.iterdir())

    def longer(report: Report, fewer: int = 0) -> str:
        return set_slides(report, fewer).replace("</h2>", "</h2>" + "<p>a</p>" * 20, 1)

    monkeypatch.setattr(formats, "set_slides", longer)
    full = made(tmp_path, known)
    assert "6 slides take 8 pages" in Language("en").tell(full.problems[0])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda html: html.replace("<h2>Of 11", "<h2>None of 11"), 'the section "Of 11 regencies and cities'),
        (lambda html: html.replace("</h2>", "</h2><p>nan</p>", 1), 'says "nan", as only a program does'),
        (lambda html: html.replace("<title>Slides", "<title>Deck"), 'title is "Deck'),
        (lambda html: html.replace('lang="en"', 'lang="id"'), 'language is "id"'),
        (lambda html: html.replace("</h2>", '</h2><p style="font-family: monospace">a</p>', 1), "is not of the house"),
        (lambda html: re.sub(r"<img [^>]*>", "<p>a</p>", html, count=1), "the chart path is missing"),
    ],
)
def test_slides_that_are_not_those_composed_are_told(change: Callable[[str], str], problem: str) -> None:
    report = shown(real("jambi", "2024-12")["15"], "en")
    content, count = print_pdf(change(set_slides(report)), "slides", "x")
    with pytest.raises(PrintError) as caught:
        prove_slides(content, count, report)
    (message,) = caught.value.messages
    assert problem in Language("en").tell(message)
