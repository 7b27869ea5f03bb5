"""The timeline of the funds: what is drawn, and what its title says, in both languages."""

import pytest

from cakupan.assets import font_files
from cakupan.illustrate import illustrate
from cakupan.language import Language
from cakupan.model import Indicators
from cakupan.sentences import write_sentences
from charts import Chart, use_house_style
from tests.drawings import cut, overlaps, said
from tests.provinces import measured, real

ENGLISH, INDONESIAN = Language("en"), Language("id")
HEAD = "region,fund,segment,workers,starts,ends,contribution,source\n"
FIGURES = "2024-12-02,15,coverage_rate,total,45\n2024-12-02,15.01,coverage_rate,total,45\n"


def province(*funds: tuple[int, str, str], code: str = "15", segment: str = "BPU") -> Indicators:
    """Funds of Kerinci by workers, first and last month, seen from December 2024."""
    rows = "".join(f"15.01,APBD,{segment},{workers},{starts},{ends},16800,press\n" for workers, starts, ends in funds)
    return measured(FIGURES, period="2024-12", funding=HEAD + rows)[code]


def drawn(indicators: Indicators, language: Language = ENGLISH) -> Chart:
    use_house_style(font_files())
    return illustrate(indicators, write_sentences(indicators), language)["timeline"]


def words(chart: Chart) -> list[str]:
    return [s.words for s in said(chart)]


@pytest.mark.parametrize(
    ("funds", "english", "indonesian"),
    [
        (
            [(100, "2024-01", "2024-11")],
            "No fund pays for anybody in December 2024; the last one ended in November 2024",
            "Tidak ada sumber dana yang membayar iuran pada Desember 2024; yang terakhir berakhir November 2024",
        ),
        (
            [(100, "2024-01", "2025-04"), (50, "2024-01", "2024-11")],
            "Funds pay for 100 workers in December 2024; none of them ends within 3 months",
            "Iuran 100 pekerja dibayarkan sumber dana pada Desember 2024; tidak ada yang berakhir dalam 3 bulan",
        ),
        (
            [(100, "2024-01", "2025-03"), (1000, "2024-12", "2024-12")],
            "Funds pay for 1,100 workers in December 2024; for all of them this ends by March 2025",
            "Iuran 1.100 pekerja dibayarkan sumber dana pada Desember 2024; semuanya berakhir paling lambat Maret 2025",
        ),
        (
            [(100, "2024-01", "2025-04"), (1000, "2024-12", "2024-12")],
            "Funds pay for 1,100 workers in December 2024; for 1,000 of them this ends by December 2024",
            (
                "Iuran 1.100 pekerja dibayarkan sumber dana pada Desember 2024; "
                "untuk 1.000 di antaranya berakhir paling lambat Desember 2024"
            ),
        ),
        (
            [(0, "2024-01", "2025-04")],
            "Funds pay for 0 workers in December 2024; none of them ends within 3 months",
            "Iuran 0 pekerja dibayarkan sumber dana pada Desember 2024; tidak ada yang berakhir dalam 3 bulan",
        ),
    ],
)  # fmt: skip
def test_the_title_says_for_how_many_it_ends(funds: list[tuple[int, str, str]], english: str, indonesian: str) -> None:
    title = write_sentences(province(*funds)).titles["timeline"]
    assert ENGLISH.sentence(title) == english
    assert INDONESIAN.sentence(title) == indonesian


def test_without_funds_there_is_no_timeline() -> None:
    indicators = measured(FIGURES, period="2024-12")["15"]
    told = write_sentences(indicators)
    assert "timeline" not in {**told.titles, **told.alts, **illustrate(indicators, told, ENGLISH)}


def test_the_provinces_bars_name_the_region_and_a_regencys_the_segment() -> None:
    fund = (4100, "2024-01", "2025-03")
    assert "APBD · Kerinci" in words(drawn(province(fund)))
    assert "APBD · BPU" in words(drawn(province(fund, code="15.01")))
    assert "APBD" in words(drawn(province(fund, code="15.01", segment="total")))
    assert {"4.100", "s.d. Mar 2025", "31 Desember 2024", "Pekerja, semua dana"} <= set(
        words(drawn(province(fund), INDONESIAN))
    )


def test_the_twenty_largest_are_drawn_and_all_are_in_the_sum() -> None:
    indicators = province(*((100 + n, "2024-01", "2024-12") for n in range(22)))
    chart = drawn(indicators)
    assert "20 of 22 funds" in words(chart)
    assert "101" not in words(chart)
    assert "121" in words(chart)
    assert "2,431" in words(chart)  # 100 + 101 + ... + 121
    assert "These are 20 of 22: those that end soon" in chart.alt
    assert "Ini 20 dari 22: yang segera berakhir" in drawn(indicators, INDONESIAN).alt
    few = drawn(province((100, "2024-01", "2024-12")))
    assert "These are" not in few.alt
    assert "1 of 1 funds" not in words(few)
    assert (
        few.alt == "Funds that pay contributions: APBD in Kerinci for 100 workers from January 2024 to December 2024."
    )


def test_those_that_end_soon_come_before_larger_ones_and_those_before_what_has_ended() -> None:
    indicators = province(
        (9000, "2020-01", "2023-11"),  # over a year ago
        (800, "2023-01", "2024-01"),
        (700, "2023-01", "2024-10"),
        (600, "2024-01", "2025-12"),
        (500, "2024-01", "2025-06"),
        (20, "2024-01", "2025-03"),
        (10, "2024-01", "2024-12"),
    )

    def workers(most: int) -> list[int]:
        return [fund.workers for fund in indicators.drawn_funding(most)]

    assert workers(1) == [20]
    assert workers(3) == [10, 20, 600]
    assert workers(4) == [10, 20, 500, 600]
    assert workers(5) == [10, 20, 500, 600, 700]
    assert workers(20) == [10, 20, 500, 600, 800, 700]  # as in the table below


@pytest.mark.parametrize("code", ["15", "15.02", "15.04", "15.71"])
@pytest.mark.parametrize("period", ["2024-01", "2024-07", "2025-03"])
def test_the_timeline_of_the_sample_is_legible(code: str, period: str) -> None:
    indicators = real("contoh", period)[code]
    if indicators.funding:
        chart = drawn(indicators, INDONESIAN)
        assert not overlaps(chart)
        assert not cut(chart)
