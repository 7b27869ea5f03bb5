"""Two branches, one province: what they hand in becomes one report, and every total says what it is made of."""

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.check.totals import add_totals
from cakupan.errors import DataError
from cakupan.form import _columns
from cakupan.illustrate import illustrate
from cakupan.language import Language
from cakupan.model import SUM_OF_MEMBERS, Figures, Limits
from cakupan.period import Period
from cakupan.pipeline.hand_out import hand_out
from cakupan.read import read
from cakupan.sentences import write_sentences
from tests.provinces import DATA, believed, measured_of, pages_of, print_report, sheet

APRIL = Period(2025, 4)
FIRST_ROW, FIRST_ENTRY = 8, 5


def province(tmp_path: Path) -> Path:
    """The sample without its own figures of April."""
    folder = tmp_path / "contoh"
    shutil.copytree(DATA / "contoh", folder)
    return folder


def fill(folder: Path, branch: str, name: str) -> tuple[Path, Counter[str]]:
    """Hand in a branch's form, a little above the month before; the sums of what was written in all segments."""
    path = folder / "handed_in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    count = hand_out(DATA / "contoh", APRIL, branch, "id", path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sums: Counter[str] = Counter()
    for row in range(FIRST_ROW, FIRST_ROW + count):
        own: Counter[str] = Counter()
        for number, column in enumerate(_columns(catalogue())):
            place = FIRST_ENTRY + 2 * number
            before = sheet.cell(row, place - 1).value
            if column.measure in ("potential", "registered", "active") and isinstance(before, int):
                value = own[column.measure] if column.segment == "total" else before * 1005 // 1000
                own[column.measure] += value
                (sums if column.segment == "total" else Counter())[column.measure] += value
                sheet.cell(row, place, value)
    book.save(path)
    return path, sums


def test_two_forms_make_one_province(tmp_path: Path) -> None:
    folder = province(tmp_path)
    _, one = fill(folder, "kacab-jambi", "2025-04/jambi.xlsx")
    _, two = fill(folder, "kacab-muara-bungo", "2025-04/bungo.xlsx")
    figures = check(read(folder), catalogue())
    total = figures.series["15", "active", "total"][-1]
    assert (int(total.value), total.as_of.day) == (one["active"] + two["active"], dt.date(2025, 4, 30))
    assert (total.precision, total.source) == ("implied", SUM_OF_MEMBERS)
    report = " ".join(pages_of(print_report(measured_of(figures, "2025-04")["15"])))
    assert f"{int(total.value):,}".replace(",", ".") in report
    assert "Jumlah kabupaten/kota" in report
    assert figures.province.sources["handed_in/2025-04/jambi.xlsx"].publisher == "Kantor Cabang Jambi"


def test_one_form_of_two_makes_no_total(tmp_path: Path) -> None:
    folder = province(tmp_path)
    fill(folder, "kacab-jambi", "jambi.xlsx")
    figures = check(read(folder), catalogue())
    assert figures.series["15", "active", "total"][-1].as_of.day == dt.date(2025, 3, 31)
    assert figures.series["15.71", "active", "total"][-1].as_of.day == dt.date(2025, 4, 30)


def test_a_file_is_judged_alone_before_it_is_sent(tmp_path: Path) -> None:
    folder = province(tmp_path)
    fill(folder, "kacab-jambi", "jambi.xlsx")
    alone, _ = fill(tmp_path / "elsewhere", "kacab-muara-bungo", "bungo.xlsx")
    figures = check(read(folder, alone), catalogue())
    assert "bungo.xlsx" in figures.province.sources
    assert figures.series["15.71", "active", "total"][-1].as_of.day == dt.date(2025, 3, 31)


def test_the_fingerprint_covers_what_was_handed_in(tmp_path: Path) -> None:
    folder = province(tmp_path)
    before = read(folder).fingerprint
    fill(folder, "kacab-jambi", "jambi.xlsx")
    assert read(folder).fingerprint != before


def test_a_cell_that_cannot_be_read_is_named_by_file_sheet_and_letter(tmp_path: Path) -> None:
    folder = province(tmp_path)
    path, _ = fill(folder, "kacab-jambi", "jambi.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["E8"] = "sekitar 500"
    book.save(path)
    with pytest.raises(DataError) as caught:
        check(read(folder), catalogue())
    (line,) = [Language("id").tell(m) for m in caught.value.messages]
    assert line.startswith('handed_in/jambi.xlsx, lembar "Formulir", baris 8, kolom E: ')


MEMBERS = "2025-04-30,15.01,active,total,{0}\n2025-04-28,15.02,active,total,{1}\n2025-04-30,15.71,active,total,{2}\n"


def totals(figures: str, complete: int = 100) -> tuple[Figures, dict[str, tuple[int, str]], dict[str, list[str]]]:
    found = believed(figures)
    series, _, partial = add_totals(found.series, found.province, catalogue(), complete)
    own = {str(m.as_of): (int(m.value), m.precision) for m in series.get(("15", "active", "total"), ())}
    return found, own, {str(period): [r.code for r in absent] for (_, _, period), absent in partial.items()}


def test_a_total_is_as_old_as_its_newest_and_as_coarse_as_its_coarsest_part() -> None:
    assert totals(MEMBERS.format(1, 2, 3))[1] == {"2025-04-30": (6, "implied")}
    _, own, _ = totals(MEMBERS.format("5000,rounded", 123, 4))
    assert own == {"2025-04-30": (5000, "rounded")}


def test_a_total_that_was_given_stands() -> None:
    _, own, _ = totals(MEMBERS.format(1, 2, 3) + "2025-04-01,15,active,total,10\n")
    assert own == {"2025-04-01": (10, "exact")}


def test_an_incomplete_total_is_made_only_when_asked_for_and_says_who_is_missing() -> None:
    two = "\n".join(MEMBERS.format(1, 2, 3).splitlines()[:2]) + "\n"
    assert totals(two)[1] == {}
    _, own, partial = totals(two, complete=60)
    assert own == {"2025-04-30": (3, "implied")}
    assert partial == {"2025-04": ["15.71"]}
    assert totals(two.splitlines()[0] + "\n", complete=1)[1] == {}


def test_a_member_that_is_in_and_never_had_a_measure_has_none_of_it() -> None:
    rows = (
        MEMBERS.format(1, 2, 3) + "2025-04-30,15.01,village_active,total,5\n2025-04-30,15.02,village_active,total,6\n"
    )
    found = believed(rows)
    assert int(found.series["15", "village_active", "total"][-1].value) == 11
    assert not found.partial
    before = believed(rows + "2025-03-31,15.71,village_active,total,7\n")
    assert ("15", "village_active", "total") not in before.series
    not_in = believed("\n".join(line for line in rows.splitlines() if "15.71" not in line) + "\n")
    assert ("15", "village_active", "total") not in not_in.series


LIKE = """\
2025-03-31,15.01,active,total,100
2025-03-31,15.02,active,total,300
2025-03-31,15.71,active,total,900
2025-03-31,15.01,potential,total,1000
2025-03-31,15.02,potential,total,1000
2025-03-31,15.71,potential,total,1000
2025-04-30,15.01,active,total,110
2025-04-30,15.02,active,total,330
2025-04-30,15.01,potential,total,1000
2025-04-30,15.02,potential,total,1000
"""


def test_an_incomplete_total_is_compared_with_the_same_members_and_with_no_target() -> None:
    target = "2025-01-01,2025-12-31,15,target_rate,total,55\n"
    figures = check(sheet(LIKE, target), catalogue(), limits=Limits(complete=60))
    indicators = measured_of(figures, "2025-04")["15"]
    coverage = indicators.coverage
    assert coverage
    assert coverage.change
    assert coverage.change.persons
    assert [str(r.rate.value) for r in coverage.readings] == [
        "20.0",
        "22.00",
    ]  # 400 and 440 of 2,000, not 1,300 of 3,000
    assert coverage.change.persons.value == 40
    assert (coverage.gaps, [r.code for r in coverage.absent]) == ((), ["15.71"])
    sentences = write_sentences(indicators)
    english = Language("en")
    assert english.sentence(sentences.headline) == "Coverage without Jambi City rises to 22.00%"
    assert "440 of 2,000 workers in Jambi Province without Jambi City" in english.sentence(sentences.lede[0])
    assert english.sentence(sentences.titles["path"]) == (
        "22.00% on 30 April 2025 without Jambi City; the targets are for all"
    )
    assert english.sentence(sentences.alts["path"]).startswith("Coverage without Jambi City: 20.00%")
    assert any("Jambi City are not in the total" in english.tell(line) for line in sentences.missing)
    regency = measured_of(figures, "2025-04")["15.01"]
    assert regency.province_coverage is None
    assert "target 2025" not in illustrate(indicators, sentences, english)["path"].svg


def test_without_the_same_members_before_the_total_stands_alone() -> None:
    rows = LIKE.replace("2025-03-31,15.02,active,total,300\n", "")
    figures = check(sheet(rows), catalogue(), limits=Limits(complete=60))
    coverage = measured_of(figures, "2025-04")["15"].coverage
    assert coverage
    assert (len(coverage.readings), coverage.change, coverage.pace) == (1, None, None)


def test_rates_and_ranks_are_never_added() -> None:
    found = believed(MEMBERS.replace("active", "coverage_rate").format(10, 20, 30))
    assert ("15", "coverage_rate", "total") not in found.series


def test_of_an_incomplete_total_every_page_says_who_is_missing(tmp_path: Path) -> None:
    folder = province(tmp_path)
    fill(folder, "kacab-muara-bungo", "bungo.xlsx")
    figures = check(read(folder), catalogue(), limits=Limits(complete=50))
    measured = measured_of(figures, "2025-04")
    pages = pages_of(print_report(measured["15"]))
    assert all("belum termasuk: Batanghari, Muaro Jambi" in page for page in pages)
    assert not any("belum termasuk" in page for page in pages_of(print_report(measured["15.01"])))


def test_what_is_held_is_in_no_total() -> None:
    found = believed(MEMBERS.format(1, 2, 3))
    members = {key: series for key, series in found.series.items() if key[0] != "15"}
    series, _, partial = add_totals(members, found.province, catalogue(), 60, {"15.71"})
    assert [int(m.value) for m in series["15", "active", "total"]] == [3]
    assert [region.code for region in partial["active", "total", APRIL]] == ["15.71"]
    given = believed(MEMBERS.format(1, 2, 3) + "2025-04-01,15,active,total,10\n")
    series, _, _ = add_totals(given.series, given.province, catalogue(), 100, {"15"})
    assert [int(m.value) for m in series["15", "active", "total"]] == [10]
