"""A report becomes HTML: everything escaped, nothing undefined, no picture without words."""

import base64
import re
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from cakupan import pages
from cakupan.fill import _environment
from cakupan.model import Indicators, Style
from tests.provinces import REGIONS, SOURCES, measured, real, set_html

NASTY = "<b>&''\"{{ 7 * 7 }}"
QUOTED = '"<b>&\'\'""{{ 7 * 7 }}"'  # in CSV


class Reader(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def nasty(code: str) -> Indicators:
    """Wherever a clerk may write a word, there is markup."""
    description = f"code = '15'\ntimezone = 'Asia/Jakarta'\nletterhead = '''{NASTY}'''\n[decree]\n" + "".join(
        f"{key} = '''{NASTY}'''\n" for key in ("number", "title", "short")
    )
    figures = """\
2024-10-01,15,active,total,400
2024-12-02,15,active,total,450
2024-12-02,15,potential,total,1000
2024-12-02,15.01,coverage_rate,total,40
2024-12-02,15.02,coverage_rate,total,50
2024-12-02,15,village_active,total,33
2024-12-02,15,village_potential,total,100
2024-12-02,15,active,Jakon,11
2024-12-02,15,potential,Jakon,10
"""
    return measured(
        figures,
        "2024-01-01,2024-12-31,15,target_rate,total,53\n",
        province=description,
        regions=REGIONS.replace(",Kerinci,", f",{QUOTED},").replace(",Jambi,province", f",{QUOTED},province"),
        sources=SOURCES.replace("Koran Jambi", QUOTED).replace("Catatan koran.", QUOTED),
        register=f"name,kind,region,since,source\n{QUOTED},village,15.01,,press\n",
        funding="region,fund,segment,workers,starts,ends,contribution,source\n"
        f"15.01,{QUOTED},BPU,5000,2024-01,2024-12,1,press\n",
        actions="number,decided,region,action,agency,due,status,indicator,obstacle,evidence,source\n"
        f"1,2024-01-01,15,{QUOTED},{QUOTED},2024-12-31,open,,,,press\n",
    )[code]


@pytest.mark.parametrize("code", ["15", "15.01"])
def test_what_a_clerk_writes_arrives_as_text(code: str) -> None:
    html = set_html(nasty(code))
    page = Reader(html)
    assert NASTY in page.text
    assert "49" not in page.text  # 7 * 7: nothing handed in is a template
    assert html.count("<b>") == html.count("</b>")  # the house's own


def test_markup_in_a_drawing_is_text_too() -> None:
    for image in re.findall(r"base64,([A-Za-z0-9+/=]+)", set_html(nasty("15"))):
        assert "<b>" not in base64.b64decode(image).decode()


@pytest.mark.parametrize(
    "template", ["{{ report.nothing }}", "{{ nothing }}", "{{ report.indicators.coverge.current }}"]
)
def test_an_unknown_name_in_a_template_is_an_error(template: str) -> None:
    with pytest.raises(UndefinedError):
        _environment("id", Style()).from_string(template).render(report=nasty("15"))


FOLDERS = [
    ("contoh", "2025-03", "15"),
    ("contoh", "2025-03", "15.71"),
    ("jambi", "2024-12", "15"),
    ("jambi", "2024-12", "15.09"),
    ("jambi", "2025-05", "15.71"),
    ("sultra", "2018-06", "74"),
    ("sultra", "2023-12", "74"),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("name", "period", "code"), FOLDERS)
def test_every_page_is_whole(name: str, period: str, code: str, language: str) -> None:
    html = set_html(real(name, period)[code], language)
    page = Reader(html)
    assert not re.search(r"\b(None|nan|NaN|Undefined)\b", page.text.replace("None of the", ""))
    assert not re.search(r"Message\(|Count\(|Percent\(|\{[a-z_]+\}", page.text)
    assert ("html", {"lang": language}) in page.tags
    images = [attributes for tag, attributes in page.tags if tag == "img"]
    assert all(str(image["src"]).startswith("data:image/svg+xml;base64,") for image in images)
    assert all((image.get("alt") or "").strip() for image in images)
    headings = [tag for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        assert "<caption" in table
        assert 'scope="col"' in table


def test_the_title_names_report_region_and_month() -> None:
    html = set_html(real("jambi", "2024-12")["15.71"])
    assert re.search(r"<title>.*Kota Jambi.*Desember 2024</title>", html)


def test_a_sample_is_marked_and_the_real_is_not() -> None:
    assert "DATA CONTOH" in Reader(set_html(real("contoh", "2025-03")["15"])).text
    assert "SAMPLE DATA" in Reader(set_html(real("contoh", "2025-03")["15"], "en")).text
    assert "CONTOH" not in Reader(set_html(real("jambi", "2024-12")["15"])).text


def test_numbers_are_written_in_the_language_of_the_page() -> None:
    assert "1.312.370" in Reader(set_html(real("jambi", "2024-12")["15"])).text
    english = Reader(set_html(real("jambi", "2024-12")["15"], "en")).text
    assert "1,312,370" in english
    assert "1.312.370" not in english


def test_a_region_without_coverage_still_has_its_report() -> None:
    page = Reader(
        set_html(measured("2024-12-02,15.01,enrolled,total,5\n2024-12-02,15,coverage_rate,total,40")["15.01"])
    )
    assert "Belum ada angka cakupan" in page.text
    assert "Desember 2024" in page.text


@pytest.mark.parametrize(
    ("name", "period", "code", "part"),
    [
        ("contoh", "2025-03", "15.08", "reached"),
        ("jambi", "2025-03", "15.71", "province's target"),
        ("jambi", "2024-12", "15", "no figure"),
        ("sultra", "2025-06", "74.71", "35.05%"),
        ("jambi", "2025-03", "15", "▼ ±1"),
    ],
)
def test_what_is_special_is_said(name: str, period: str, code: str, part: str) -> None:
    assert part in Reader(set_html(real(name, period)[code], "en")).text


def test_warnings_that_were_let_through_are_in_the_notes() -> None:
    assert "figures.csv" in Reader(set_html(nasty("15"))).text


def test_an_overdue_action_is_marked() -> None:
    assert "<b>overdue</b>" in set_html(real("contoh", "2025-03")["15"], "en")
    assert "<b>overdue</b>" not in set_html(nasty("15"), "en")  # due on the last day that is known, as in the matrix


def test_a_broken_template_of_the_house_is_a_mistake_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise UndefinedError("no such thing")

    monkeypatch.setattr(pages, "sections", lambda _: [broken])
    with pytest.raises(UndefinedError):
        set_html(measured("2024-12-02,15,coverage_rate,total,40")["15"])
