"""Page 1 as a screen reader reads it: in the order a person would read it aloud, with words for the picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cakupan.language import Language
from cakupan.model import Report
from cakupan.pipeline.one import compose
from cakupan.pipeline.order import Order
from tests.aloud import read_aloud
from tests.provinces import pdf, real

LANGUAGE = Language("id")


def aloud(report: Report) -> Iterator[str]:
    """What is to be heard of page 1 up to the findings."""
    known, said = report.indicators, report.sentences
    show, sentence = LANGUAGE.show, LANGUAGE.sentence
    province = known.province
    assert province.decree
    assert province.letterhead
    yield f"P {province.letterhead}".upper()
    yield f"P {show(province.region.full)} · {province.decree.short}"
    yield "P DATA CONTOH: angka buatan, bukan untuk dipakai"
    yield "P Laporan Cakupan"
    yield f"P {show(known.region.full)} · {show(known.period)}"
    yield f"H1 {sentence(said.headline)}"
    yield "P " + " ".join(map(sentence, said.lede))
    for key in said.key_figures:
        yield f"P {LANGUAGE.compact(key.figure)}"
        yield f"P {show(key.label)}"
        yield from (f"P {show(note)}" for note in key.notes)
    yield f"H2 {sentence(said.titles['path'])}"
    yield f"Figure {report.charts['summary'].alt}"
    yield "Caption Potensi pekerja: "
    yield "H2 Yang perlu diketahui"
    for number, finding in enumerate(said.highlights, 1):
        yield f"Lbl {number}."
        yield f"LBody {sentence(finding)}"


@pytest.mark.parametrize("code", ["15", "15.07"])
def test_page_1_is_read_from_the_letterhead_to_the_findings(code: str) -> None:
    heard = [line.replace("/ ", "/") for line in read_aloud(pdf("contoh", "2025-03", code), 0)]  # lines break there
    report = compose(Order(real("contoh", "2025-03")[code], "id", "A4", Path("unused.pdf")))
    expected = [" ".join(line.split()) for line in aloud(report)]
    caption = next(n for n, line in enumerate(expected) if line.startswith("Caption"))
    assert heard[caption].startswith(expected[caption])
    assert heard[caption].endswith("Sumber: catatan data.")
    assert heard[:caption] + heard[caption + 1 : len(expected)] == expected[:caption] + expected[caption + 1 :]


def test_the_province_hears_who_decides_and_where_each_regency_stands() -> None:
    heard = read_aloud(pdf("contoh", "2025-03"), 0)
    decisions, standings = heard.index("H2 Keputusan yang diminta"), heard.index("P Bungo 62,01% ▲ naik 0,50")
    assert heard[decisions + 2].startswith(
        "LBody Siapkan rancangan pergub perlindungan pekerja rentan Biro Hukum Setda"
    )
    assert decisions < standings
    assert heard[standings - 1].startswith("H2 Bungo dan Kerinci terpaut")
    assert heard[-1] == "P Kerinci 34,98% ▲ naik 0,52"
