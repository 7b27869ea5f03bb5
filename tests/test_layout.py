"""Tables as people lay them out: what comes of each is the figure that stands there, or a finding."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.catalogue import catalogue
from cakupan.layout import lay_out
from cakupan.layout.days import find_day, is_serial, read_day
from cakupan.layout.heads import read_head
from cakupan.layout.numbers import is_blank, looks_like_number, read_count, read_rate, separator
from cakupan.layout.refusal import Refusal
from cakupan.layout.regions import Regions
from cakupan.model import Finding, Grid, Value
from tests.provinces import real_regions

JAMBI = real_regions("jambi")
SULTRA = real_regions("sultra")


def laid_out(rows: Sequence[Sequence[Value]], **more: object) -> tuple[list[str], list[Finding]]:
    """The figures of one sheet and what was found."""
    grid = Grid("rekap.xlsx", str(more.pop("sheet", "Data")), rows, **more)  # type: ignore[arg-type]
    table, findings, _ = lay_out([grid], JAMBI, catalogue(), {"rekap.xlsx": "rekap"})
    columns = ["as_of", "region", "measure", "segment", "value", "precision"]
    return [" ".join(row) for row in table.rows[columns].itertuples(index=False, name=None)], findings


def refused(read: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        read()
    return str(caught.value.reason)


# --- numbers ----------------------------------------------------------------------------------------------------------


def spelt(number: int, thousands: str) -> str:
    return f"{number:,}".replace(",", thousands)


@given(st.integers(0, 10**12), st.sampled_from([".", ",", " ", "\u00a0", ""]))
def test_a_count_comes_back_from_every_spelling(number: int, thousands: str) -> None:
    text = spelt(number, thousands)
    assert read_count(text, thousands if thousands in {".", ","} and thousands else None) == number


@given(st.integers(0, 10**12), st.booleans())
def test_a_typed_count_is_what_it_is(number: int, as_float: bool) -> None:
    assert read_count(float(number) if as_float else number, None) == number


@given(st.decimals(0, 100, places=2), st.sampled_from([",", "."]), st.sampled_from(["%", " %"]))
def test_a_rate_comes_back_from_every_spelling(rate: Decimal, mark: str, sign: str) -> None:
    assert read_rate(f"{rate}".replace(".", mark) + sign, None, percent=False) == rate


@given(st.decimals(0, 1, places=4))
def test_a_share_in_a_percent_cell_is_its_rate(share: Decimal) -> None:
    assert read_rate(float(share), None, percent=True) == share * 100


@given(st.text(max_size=12), st.sampled_from([None, ".", ","]))
def test_any_text_is_a_number_or_refused(text: str, thousands: str | None) -> None:
    with suppress(Refusal):
        assert read_count(text, thousands) == read_count(text, thousands).to_integral_value()


def test_a_dot_is_settled_by_its_column_or_by_nothing() -> None:
    assert separator(["1.312", "1.312.370"]) == "."
    assert separator(["1,312", "1,312,370"]) == ","
    assert separator(["1.312.370", "1,312,370"]) is None
    assert separator(["1.312", "950"]) is None
    assert separator(["1.312", "2.045"], whole=True) == "."
    assert separator(["1.312", "2,045"], whole=True) is None
    assert separator(["1.312", "2.045", "1500"], whole=True) is None
    assert separator([1312, None, "1.312"], whole=True) is None
    assert "its column does not tell" in refused(lambda: read_count("1.312", None))
    assert read_count("1.312", ".") == 1312
    assert "whole number" in refused(lambda: read_count("1.312", ","))


@pytest.mark.parametrize(
    "value", ["1.31.370", "12e3", "1e999", "\u0661\u0662", "NaN", "580 ribu", "1..2", "--5", "=1+1"]
)
def test_what_is_no_number_is_refused(value: str) -> None:
    assert "expected a number" in refused(lambda: read_count(value, "."))


def test_a_count_has_no_sign_of_a_rate_no_fraction_and_no_day() -> None:
    assert "a count" in refused(lambda: read_count("45%", None))
    assert "whole number" in refused(lambda: read_count(1.312, None))
    assert "the day" in refused(lambda: read_count(dt.date(2024, 12, 2), None))
    assert "a number" in refused(lambda: read_count(True, None))
    assert "a number" in refused(lambda: read_count(float("inf"), None))
    assert "formula" in refused(lambda: read_count("#REF!", None))


def test_a_bare_share_is_refused_and_a_round_rate_is_not() -> None:
    assert "share" in refused(lambda: read_rate(0.4517, None, percent=False))
    assert "share" in refused(lambda: read_rate("1", None, percent=False))
    assert read_rate("0", None, percent=False) == 0
    assert read_rate("0,45%", None, percent=False) == Decimal("0.45")
    assert read_rate("45.170", None, percent=False) == Decimal("45.17")
    assert read_rate(45.170645123456, None, percent=False) == Decimal("45.170645")


def test_strokes_and_footnotes_are_no_numbers() -> None:
    assert all(is_blank(value) for value in (None, "", " - ", "–", "n/a", "*"))
    assert not any(is_blank(value) for value in (0, "0", False))
    assert read_count("49803*)", None) == 49803
    assert read_count("49803²", None) == 49803
    assert all(looks_like_number(value) for value in (5, 5.5, "1.312", "45%"))
    assert not any(looks_like_number(value) for value in (True, None, "Bungo"))


# --- days -------------------------------------------------------------------------------------------------------------

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni"]
MONTHS += ["Juli", "Agustus", "September", "Oktober", "November", "Desember"]
SHORT = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]


@given(DAYS, st.integers(0, 7))
def test_a_day_comes_back_from_every_spelling(day: dt.date, form: int) -> None:
    forms = (
        day,
        dt.datetime(day.year, day.month, day.day, 13),  # noqa: DTZ001  # as a workbook gives it
        day.isoformat(),
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"Posisi {day.day} {SHORT[day.month - 1]}. {day.year}",
        (day - dt.date(1899, 12, 30)).days,
    )
    assert read_day(forms[form]).day == day


@pytest.mark.parametrize(
    "text", ["Desember 2024", "Des 2024", "2024-12", "12-2024", "DECEMBER 2024", "Posisi bulan Desember 2024"]
)
def test_a_month_is_its_last_day(text: str) -> None:
    found = find_day(text)
    assert found is not None
    assert (found.day, found.whole_month) == (dt.date(2024, 12, 31), True)


@pytest.mark.parametrize("text", ["12/25/2024", "31-02-2024", "2024-13", "32 Mei 2025"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    assert "no day of the calendar" in refused(lambda: read_day(text))


def test_what_names_no_day_is_refused() -> None:
    assert "expected a day" in refused(lambda: read_day("kemarin"))
    assert "expected a day" in refused(lambda: read_day(12))
    assert find_day("Rekap 2024") is None
    assert [is_serial(v) for v in (45628, 45628.0, "45628", 45628.5, True, 7, "x", None)] == [True] * 3 + [False] * 5


# --- regions ----------------------------------------------------------------------------------------------------------


@given(st.sampled_from(sorted(JAMBI)), st.data())
def test_every_name_of_a_region_finds_it_in_any_case_and_spacing(code: str, data: st.DataObject) -> None:
    region = JAMBI[code]
    names = [name for name in region.variants if name != region.name] or [f"Provinsi {region.name}"]
    name = data.draw(st.sampled_from(names))
    spellings = [name, name.upper(), name.lower(), name.replace(" ", "  "), name.replace(" ", "")]
    spelt_name = data.draw(st.sampled_from(spellings))
    assert Regions(JAMBI).find(spelt_name, None).code == code


@given(st.sampled_from(sorted(c for c, r in JAMBI.items() if "." in c)))
def test_a_code_with_its_point_is_one_region(code: str) -> None:
    assert Regions(JAMBI).find(None, code).code == code
    assert Regions(JAMBI).find(None, float(code)).code == code


def test_codes_of_two_schemes_are_never_mixed() -> None:
    """The four swapped ones: 1506 and 1507, 1508 and 1509 are each other's region for BPS and for Kemendagri."""
    regions = Regions(JAMBI)
    for code in (1506, 1507, 1508, 1509):
        assert "one region for Kemendagri and another for BPS" in refused(lambda c=code: regions.find(None, c))  # type: ignore[misc]
    assert regions.find("Tanjung Jabung Barat", 1507).code == "15.06"
    assert regions.find("Tanjung Jabung Timur", "1507").code == "15.07"
    assert "different regions" in refused(lambda: regions.find("Tebo", "15.08"))
    assert regions.find(None, 1503).repair
    assert regions.find(None, "1503.0").code == "15.03"


def test_a_code_of_another_region_is_told_by_its_name_once() -> None:
    said = refused(lambda: Regions(JAMBI).find("Tebo", "15.08"))
    assert said.count("15.08") == 1


def test_a_lost_zero_is_mended_where_only_one_code_fits() -> None:
    regions = Regions(SULTRA)
    mended = regions.find(None, 74.1)
    assert (mended.code, str(mended.repair)) == ("74.10", "code 74.1 read as 74.10 (Buton Utara Regency)")
    assert "two" not in refused(lambda: regions.find(None, "74.1"))
    assert regions.find("Buton Utara", 74.1).code == "74.10"


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("Jambi", None, "may be"),
        ("Palembang", None, "is not known"),
        ("Kerinchi", None, "did you mean"),
        (None, "99.99", "is not known"),
        (None, True, "is not known"),
        (None, None, "the row has figures and no region"),
        ("Kerinci", "99.99", "the code"),
        ("zzzzzz", "x", "known are"),
    ],
)
def test_a_region_nobody_knows_is_refused(name: Value, code: Value, said: str) -> None:
    assert said in refused(lambda: Regions(JAMBI).find(name, code))


# --- heads ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "measure", "segment"),
    [
        ("Peserta Aktif", "active", None),
        ("Penerima Upah (PU) Potensi", "potential", "PU"),
        ("BPU Terdaftar (orang)", "registered", "BPU"),
        ("Jumlah PU Aktif", "active", "PU"),
        ("Jumlah Peserta Aktif", "active", "total"),
        ("%", "coverage_rate", None),
        ("Bukan Penerima Upah Aktif", "active", "BPU"),
        ("Mei 2025 Aktif", "active", None),
    ],
)
def test_a_head_says_measure_and_segment(text: str, measure: str, segment: str | None) -> None:
    head = read_head(text)
    assert (head.part, head.measure, head.segment) == ("figure", measure, segment)


def test_a_head_that_is_not_understood_is_unknown() -> None:
    parts = {"Iuran": "unknown", "Aktif Iuran": "unknown", "Tidak Aktif": "left", "No.": "skipped", "Kode BPS": "code"}
    assert {text: read_head(text).part for text in parts} == parts
    assert read_head("Potensi sebelumnya").part == "before"
    assert read_head("31-02-2025").part == "unknown"


# --- sheets -----------------------------------------------------------------------------------------------------------

HEAD: list[list[Value]] = [["Posisi 31 Mei 2025"], [], ["Kabupaten/Kota", "Potensi", "Aktif"]]


def test_a_column_may_name_its_own_day() -> None:
    head: list[Value] = ["Kabupaten/Kota", "Aktif 30 April 2025", "Aktif 31 Mei 2025"]
    rows: list[list[Value]] = [["Rekap"], [], head, ["Bungo", 5, 6], ["Tebo", 7, 8]]
    figures, findings = laid_out(rows)
    assert figures[0] == "2025-04-30 15.08 active total 5 exact"
    assert figures[-1] == "2025-05-31 15.09 active total 8 exact"
    assert not findings


def test_a_precision_is_taken_from_its_column() -> None:
    head: list[Value] = ["Kabupaten/Kota", "Aktif", "Sifat angka"]
    rows: list[list[Value]] = [["Posisi 31 Mei 2025"], [], head, ["Bungo", 5000, "dibulatkan"], ["Tebo", 7, None]]
    figures, _ = laid_out(rows)
    assert [line.split()[-1] for line in figures] == ["rounded", "exact"]


def test_an_unknown_precision_is_refused_once_a_row_and_never_taken_for_exact() -> None:
    head: list[Value] = ["Kabupaten/Kota", "Potensi", "Aktif", "Sifat angka"]
    rows: list[list[Value]] = [
        ["Posisi 31 Mei 2025"],
        [],
        head,
        ["Bungo", 9, 5, "Kira-kira "],
        ["Tebo", 7, 6, " Pasti"],
    ]
    figures, [finding] = laid_out(rows)
    assert {line.split()[1] for line in figures} == {"15.09"}
    assert (finding.severity, finding.rule, finding.where.row, finding.where.column) == ("error", "cell", 4, "D")
    assert str(finding.message) == '"Kira-kira" is not known; known are: pasti, dibulatkan, exact, rounded'


def test_a_number_as_a_precision_is_refused_and_a_stroke_is_a_blank() -> None:
    head: list[Value] = ["Kabupaten/Kota", "Aktif", "Sifat angka"]
    figures, [finding] = laid_out([["Posisi 31 Mei 2025"], [], head, ["Bungo", 5, 1], ["Tebo", 7, "-"]])
    assert figures == ["2025-05-31 15.09 active total 7 exact"]
    assert '"1" is not known' in str(finding.message)


def test_two_days_above_a_table_of_one_month_are_one() -> None:
    figures, findings = laid_out([["Mei 2025"], ["Posisi 28 Mei 2025"], [], *HEAD[2:], ["Bungo", 5, 4], ["Tebo", 5, 4]])
    assert figures[0].startswith("2025-05-28")
    assert not findings


def test_a_sheet_of_a_region_without_columns_of_figures_is_told() -> None:
    _, findings = laid_out([["Posisi 31 Mei 2025"], [], ["Kabupaten/Kota", "Iuran"], ["Bungo", 5]])
    assert {f.rule for f in findings} == {"head", "layout"}


def test_numbers_without_regions_are_told_as_left() -> None:
    _, findings = laid_out([["Rekap"], [5, 6]])
    assert [f.rule for f in findings] == ["left", "layout"]


def test_a_region_that_is_only_a_name_has_no_figures() -> None:
    figures, findings = laid_out([*HEAD, ["Bungo", None, None], ["Tebo", None, 4], ["Wilayah timur", None, None]])
    assert figures == ["2025-05-31 15.09 active total 4 exact"]
    assert not findings


def test_a_sum_that_cannot_be_read_is_left_alone() -> None:
    figures, findings = laid_out([*HEAD, ["Bungo", 5, 4], ["Tebo", 5, "x"], ["Jumlah", "?", "y"]])
    assert len(figures) == 3
    assert [f.rule for f in findings] == ["cell"]


def test_a_sum_of_rates_is_not_held_against_them() -> None:
    head: list[Value] = ["Kabupaten/Kota", "Cakupan"]
    rows: list[list[Value]] = [["Posisi 31 Mei 2025"], [], head, ["Bungo", 60], ["Tebo", 31], ["Jumlah", 45.5]]
    assert laid_out(rows)[1] == []


def test_a_tidy_row_may_be_shorter_than_its_head() -> None:
    head: list[Value] = ["as_of", "region", "measure", "value", "source"]
    rows: list[list[Value]] = [head, ["2024-12-02", "15", "active", 5], [None], ["2024-12-02", "15"]]
    figures, findings = laid_out(rows)
    assert figures == ["2024-12-02 15 active total 5 exact"]
    assert [f.rule for f in findings] == ["cell"]
    rows[1] = ["2024-12-02", "15", "active", None]
    assert [f.rule for f in laid_out(rows)[1]] == ["cell", "cell", "layout"][:2]


def test_a_tidy_code_is_mended_and_told() -> None:
    rows: list[list[Value]] = [["as_of", "region", "measure", "value"], ["2024-12-02", 1503, "coverage_rate", 0.5]]
    figures, findings = laid_out(rows, percent=frozenset({(1, 3)}))
    assert figures == ["2024-12-02 15.03 coverage_rate total 50 exact"]
    assert [f.rule for f in findings] == ["repair"]


WORDS = st.sampled_from(["Bungo", "Jumlah", "Aktif", "PU", "1.312", "31 Mei 2025"])
CELLS = st.one_of(st.none(), st.text(max_size=8), st.integers(-5, 10**7), st.floats(), st.booleans(), st.dates(), WORDS)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=8))
def test_any_sheet_gives_figures_or_findings_and_no_traceback(rows: list[list[Value]]) -> None:
    figures, findings = laid_out(rows)
    assert figures or findings


GOOD: list[list[Value]] = [
    ["Posisi 31 Mei 2025"],
    [],
    ["Kode", "Kabupaten/Kota", "Potensi", "Aktif"],
    ["15.08", "Bungo", "130.263", "79.077"],
    ["15.09", "Tebo", "126.400", "39.800"],
    ["15.04", "Batanghari", "98.206", "49.803"],
    [None, "Jumlah", "354.869", "168.680"],
]


HARMS = st.sampled_from(["swap", "drop", "double", "blank", "letter", "comma"])


@given(st.integers(3, 5), st.integers(0, 3), HARMS, st.integers(0, 6))
def test_damage_to_a_good_sheet_never_gives_another_figure_without_a_finding(
    row: int, column: int, harm: str, at: int
) -> None:
    """The sum in the sheet, the code beside the name, the marks in the numbers: each damage meets one of them."""
    before, _ = laid_out(GOOD)
    text = str(GOOD[row][column])
    at %= len(text)
    harmed = {
        "swap": text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        "drop": text[:at] + text[at + 1 :],
        "double": text[:at] + text[at] + text[at:],
        "blank": "",
        "letter": text[:at] + "x" + text[at + 1 :],
        "comma": text.replace(".", ","),
    }[harm]
    rows = [list(cells) for cells in GOOD]
    rows[row][column] = harmed
    after, findings = laid_out(rows)
    assert set(after) <= set(before) or findings


def test_a_hidden_sheet_is_told_and_not_read() -> None:
    figures, findings = laid_out([*HEAD, ["Bungo", 5, 4]], hidden=True)
    assert not figures
    assert [f.rule for f in findings] == ["left", "layout"]


def test_a_tidy_table_with_columns_nobody_knows_or_measures_is_refused() -> None:
    head: list[Value] = ["as_of", "region", "measure", "value"]
    assert [f.rule for f in laid_out([[*head, "segmen"], ["2024-12-02", "15", "active", 5, "PU"]])[1]] == ["columns"]
    assert [f.rule for f in laid_out([head, ["2024-12-02", "15", "activ", 5]])[1]] == ["cell"]


def test_a_serial_day_is_mended_and_told() -> None:
    rows: list[list[Value]] = [["as_of", "region", "measure", "value"], [45628, "15", "active", 5]]
    figures, findings = laid_out(rows)
    assert figures == ["2024-12-02 15 active total 5 exact"]
    assert [f.rule for f in findings] == ["repair"]


def test_a_note_with_a_number_in_it_is_no_region() -> None:
    figures, findings = laid_out([*HEAD, ["Bungo", 5, 4], [None, "Catatan: dihitung dua kali", 7]])
    assert len(figures) == 2
    assert not findings


def test_numbers_of_nobody_are_told() -> None:
    _, findings = laid_out([*HEAD, ["Bungo", 5, 4], [None, 7, 8]])
    assert [(f.rule, f.where.row) for f in findings] == [("name", 5)]


def test_a_title_with_a_day_that_does_not_exist_names_none() -> None:
    _, findings = laid_out([["Posisi 31-02-2025"], [], *HEAD[2:], ["Bungo", 5, 4]])
    assert [f.rule for f in findings] == ["day"]


def test_a_truth_value_in_a_head_is_a_word_nobody_understands() -> None:
    rows: list[list[Value]] = [["Posisi 31 Mei 2025"], [], ["Kabupaten/Kota", "Aktif", True], ["Bungo", 5, 4]]
    assert [f.rule for f in laid_out(rows)[1]] == ["head"]


def test_one_month_of_two_years_is_two_days() -> None:
    _, findings = laid_out([["Mei 2024"], ["Posisi 28 Mei 2025"], [], *HEAD[2:], ["Bungo", 5, 4], ["Tebo", 5, 4]])
    assert [f.rule for f in findings] == ["layout"]


def test_a_name_with_a_day_that_does_not_exist_names_none() -> None:
    figures, findings = laid_out([*HEAD, ["Bungo", 5, 4]], sheet="31-02-2025")
    assert len(figures) == 2
    assert not findings
