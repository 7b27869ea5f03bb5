"""The summary for a phone: one narrow page, and the same as plain text."""

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from cakupan.model import Format, Imprint, Indicators, Report
from cakupan.pages import set_phone
from cakupan.pdf import print_pdf
from cakupan.phone import MOST, named, text_message
from cakupan.pipeline import formats
from cakupan.pipeline.formats import make_formats
from cakupan.pipeline.one import warm_up
from cakupan.pipeline.order import Order
from cakupan.sentences import write_sentences
from tests.provinces import measured, pages_of, real
from tests.test_pages import NASTY, Reader, nasty


def summary(known: Indicators, language: str = "id", imprint: Imprint | None = None) -> Report:
    return Report(known, write_sentences(known), {}, language, "A4", imprint)


def html_of(report: Report) -> str:
    return set_phone(report, report.pace, named(report, "15-provinsi-jambi.pdf"))


def test_the_text_says_what_page_one_says() -> None:
    text = text_message(summary(real("jambi", "2024-12")["15"]), "15-provinsi-jambi.pdf")
    lines = text.splitlines()
    assert lines[0] == "Cakupan naik ke 45,17%, masih 7,83 poin di bawah target 53%"
    assert lines[2] == "45,17% cakupan peserta aktif (▲ naik 3,79 poin sejak 1 Oktober 2024; per 2 Desember 2024)"
    assert lines[3].startswith("102.751 pekerja lagi ke target 53%")
    assert "0,76 poin per bulan" in text
    assert [line[0] for line in lines if re.match(r"\d\. ", line)] == ["1", "2", "3"]
    assert lines[-1] == "Laporan lengkap: 15-provinsi-jambi.pdf (data e04aa11a)"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("name", "period"), [("jambi", "2024-12"), ("jambi", "2025-05"), ("contoh", "2025-03")])
def test_every_text_fits_a_message_and_every_summary_a_page(name: str, period: str, language: str) -> None:
    for known in real(name, period).values():
        report = summary(known, language)
        text = text_message(report, "15.07-kabupaten-tanjung-jabung-timur.pdf")
        assert len(text) <= MOST
        assert not re.search(r"[<>{}]|&\w+;|\bNone\b", text)
        assert print_pdf(html_of(report), "phone", "x").pages == 1


def test_what_is_too_much_goes_from_the_end() -> None:
    report = summary(real("jambi", "2024-12")["15"])
    many = replace(report.sentences, highlights=report.sentences.highlights * 4)
    text = text_message(replace(report, sentences=many), "a.pdf")
    assert "\n4. " not in text
    assert "\n1. " in text
    figures = replace(many, key_figures=many.key_figures * 9)
    text = text_message(replace(report, sentences=figures), "a.pdf")
    assert "\n1. " not in text
    assert text.startswith("Cakupan naik")
    assert "0,76 poin per bulan" in text
    assert text.endswith("(data e04aa11a)\n")
    assert len(text) <= MOST


@pytest.mark.parametrize("code", [f"15.{number:02}" for number in range(1, 10)] + ["15"])
def test_no_figure_of_the_pace_is_told_twice_and_three_findings_have_room(code: str) -> None:
    report = summary(real("contoh", "2025-03")[code])
    text = text_message(report, "15-provinsi-jambi.pdf")
    assert "\n3. " in text or len(report.sentences.highlights) < 3
    assert text.count("menuntut") <= 1
    assert html_of(report).count("menuntut") <= 1
    assert "per bulan" in text


def test_the_pace_stands_by_itself_where_no_finding_that_is_left_tells_it() -> None:
    report = summary(real("contoh", "2025-03")["15"])
    assert report.sentences.titles["pace"].values["needed"] == report.sentences.highlights[0].values["needed"]
    assert report.pace is None
    assert report.pace_beside(0) == report.sentences.titles["pace"]
    text = text_message(replace(report, sentences=replace(report.sentences, highlights=())), "a.pdf")
    assert "\n\nBertambah 0,69 poin per bulan sejak 31 Januari 2025;" in text
    far = summary(real("jambi", "2024-12")["15"])  # the finding is about this year's target, the pace about the last
    assert far.pace == far.sentences.titles["pace"]


def test_one_figure_tells_no_pace_and_none_says_nothing() -> None:
    assert "tercapai" in text_message(summary(real("jambi", "2024-12")["15.08"]), "a.pdf")
    silent = measured("2024-12-02,15.01,enrolled,total,5\n2024-12-02,15,coverage_rate,total,40")["15.01"]
    text = text_message(summary(silent), "a.pdf")
    assert text.startswith("Belum ada angka cakupan")
    assert "pace" not in html_of(summary(silent))


def test_a_sample_says_so_first() -> None:
    report = summary(real("contoh", "2025-03")["15"])
    assert text_message(report, "a.pdf").startswith("DATA CONTOH")
    assert "DATA CONTOH" in Reader(html_of(report)).text
    assert "CONTOH" not in text_message(summary(real("jambi", "2024-12")["15"]), "a.pdf")


def test_a_figure_without_small_print_has_no_brackets() -> None:
    report = summary(real("jambi", "2024-12")["15"])
    bare = tuple(replace(one, notes=()) for one in report.sentences.key_figures)
    text = text_message(replace(report, sentences=replace(report.sentences, key_figures=bare)), "a.pdf")
    assert "45,17% cakupan peserta aktif\n" in text


def test_an_edition_is_named_and_markup_is_text() -> None:
    page = html_of(summary(nasty("15"), imprint=Imprint(3, 2, (), ())))
    assert "Edisi 3" in Reader(page).text
    assert NASTY in Reader(html_of(summary(nasty("15.01")))).text


def test_both_are_made_and_the_page_is_narrow_and_tagged(tmp_path: Path) -> None:
    folder = tmp_path
    warm_up("A4")
    order = Order(real("jambi", "2024-12")["15"], "id", "A4", folder / "15-a.pdf", formats=(Format.SUMMARY,))
    made = make_formats(order)
    assert (made.pages, made.formats, made.problems) == (1, {Format.SUMMARY: 1}, ())
    assert sorted(file.name for file in folder.iterdir()) == ["15-a-ringkasan.pdf", "15-a-ringkasan.txt"]
    assert "15-a.pdf" in (folder / "15-a-ringkasan.txt").read_text("utf-8")
    content = (folder / "15-a-ringkasan.pdf").read_bytes()
    assert "102.751" in pages_of(content)[0]
    document: Any = pypdf.PdfReader(io.BytesIO(content))
    assert float(document.pages[0].mediabox.width) == pytest.approx(100 / 25.4 * 72, abs=0.01)
    assert document.root_object["/MarkInfo"]["/Marked"]
    assert document.root_object["/Lang"] == "id"
    assert make_formats(order) == made
    assert (folder / "15-a-ringkasan.pdf").read_bytes() == content


def test_a_summary_of_two_pages_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path
    monkeypatch.setattr(formats, "set_phone", lambda *_: "<html lang='id'><title>a</title>" + "<p>a</p>" * 99)
    old = folder / "a-ringkasan.txt"
    old.write_text("old")
    order = Order(real("jambi", "2024-12")["15"], "id", "A4", folder / "a.pdf", formats=(Format.SUMMARY,))
    made = make_formats(order)
    assert (made.exit_code, made.formats) == (6, {})
    assert "pages, not one" in str(made.problems[0])
    assert not old.exists()


def test_findings_that_find_no_room_on_the_page_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wordy(report: Report, *_: object) -> str:
        return "<html lang='id'><title>a</title>" + "<p>finding</p>" * (40 * len(report.sentences.highlights) - 70)

    monkeypatch.setattr(formats, "set_phone", wordy)
    order = Order(real("jambi", "2024-12")["15"], "id", "A4", tmp_path / "a.pdf", formats=(Format.SUMMARY,))
    assert make_formats(order).pages == 1
    assert "finding" in pages_of((tmp_path / "a-ringkasan.pdf").read_bytes())[0]
