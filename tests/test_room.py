"""What finds no room on a page gives way: page 1 stays one page, a list tells how many more there are."""

import re
from dataclasses import replace

from cakupan.model import Indicators
from tests.provinces import measured, pages_of, print_report, real, set_html
from tests.test_slides import many

HEAD = "number,decided,region,action,agency,due,status,indicator,obstacle,evidence,source\n"
FIGURES = """\
2024-10-01,15,active,total,400
2024-12-02,15,active,total,450
2024-12-02,15,potential,total,1000
"""
LONG = "Susun rencana perluasan kepesertaan pekerja rentan bersama camat dan lurah di semua wilayah provinsi, " * 4


def deciding() -> Indicators:
    """Three decisions, each as long as a paragraph."""
    rows = "".join(
        f'{n},2024-01-01,15,"{LONG}{n}","{"Dinas Tenaga Kerja " * 5}",2024-06-30,open,,{"Kendala " * 20},'
        f"https://example.go.id/{'a' * 150},press\n"
        for n in (1, 2, 3)
    )
    targets = "2024-01-01,2024-12-31,15,target_rate,total,53\n"
    return measured(FIGURES, targets, period="2024-12", actions=HEAD + rows)["15"]


def test_of_many_regencies_page_1_shows_both_ends_and_where_all_of_them_are() -> None:
    first, second, *_ = pages_of(print_report(many()))
    assert "Lima tertinggi" in first
    assert re.search(r"Lima terendah · semuanya: halaman \d", first)
    assert "Daftar isi" in second
    few = pages_of(print_report(real("contoh", "2025-03")["15"]))[0]
    assert "Lima tertinggi" not in few


def test_the_page_is_named_only_where_the_province_prints_the_section() -> None:
    known = many(13)
    style = replace(known.province.style, sections=("path", "notes"))
    page = set_html(replace(known, province=replace(known.province, style=style)))
    assert "Lima terendah" in page
    assert "semuanya: halaman" not in page


def test_a_long_decision_is_cut_on_page_1_and_whole_in_the_matrix() -> None:
    page = set_html(deciding())
    summary, rest = page.split('<nav class="contents">')
    assert LONG[:60] in summary
    assert LONG not in summary
    assert summary.count("…") == 6  # decisions and agencies
    assert rest.count(LONG) == 3
    assert "Daftar isi" in pages_of(print_report(deciding()))[1]


def test_what_stands_out_is_told_five_times_a_rule() -> None:
    known = real("contoh", "2025-03")["15"]
    one = known.warnings[0]
    page = set_html(replace(known, warnings=(one,) * 5))
    assert "lagi sejenis" not in page
    page = set_html(replace(known, warnings=(one,) * 17 + (replace(one, rule="another"),)))
    assert page.count("12 lagi sejenis") == 1
    assert page.count(one.where.file) >= 6


def test_a_section_without_figures_is_left_out_and_told_as_missing() -> None:
    page = set_html(real("jambi", "2024-12")["15.71"])
    assert re.findall(r'<section id="(\w+)"', page) == ["path", "regions", "notes", "appendix"]
    assert "Tidak ada angka tentang cakupan menurut segmen, terdaftar di samping aktif" in page
