"""Data of persons are refused by the heads of their columns and by numbers of identity, and never repeated."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.model import Finding, Grid, Severity, Value
from cakupan.read.child import read_grids
from cakupan.read.grids import grids_of
from cakupan.read.personal import head_kind, refuse_personal
from tests.provinces import DATA
from tests.test_workbook import workbook

NIK = "1571012345678901"  # made up: there is no such person


def findings(*rows: list[Value]) -> list[Finding]:
    return refuse_personal(Grid("rekap.xlsx", "TK", rows))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        *[(head, "KTP") for head in ("NIK", "N.I.K.", "NO KTP", "No. KTP", "NO_IDENTITAS", "Nomor Induk Kependudukan")],
        *[(head, "KTP") for head in ("E-KTP", "NIK Pekerja", "No KK", "JENIS_IDENTITAS", "NIK/KTP", "Nomor\nNIK")],
        *[(head, "KPJ") for head in ("NO KPJ", "No. KPJ", "No_KPJ", "Nomor_KPJ", "KPJ", " kpj ", "No Peserta")],
        *[(head, "name") for head in ("NAMA", "Nama Lengkap", "NAMA_LENGKAP", "Nama Pekerja", "Nama Tenaga Kerja")],
        *[(head, "birth") for head in ("TANGGAL LAHIR", "Tgl. Lahir", "TEMPAT_LAHIR", "Tempat/Tgl Lahir", "TTL")],
        *[(head, "mother") for head in ("NAMA IBU KANDUNG", "NAMA_IBU_KANDUNG", "Ibu Kandung")],
        *[(head, "address") for head in ("ALAMAT", "Alamat Rumah", "Alamat KTP")],
        *[(head, "telephone") for head in ("TELEPON_AREA_RUMAH", "No. HP", "HP/WA", "TELEPON_EXT_KANTOR", "No Telp")],
        *[(head, "e-mail") for head in ("EMAIL", "E-mail", "Alamat Email", "Surel")],
        *[(head, "NPWP") for head in ("NPWP", "No. NPWP")],
        *[(head, "wage") for head in ("UPAH", "Gaji Pokok", "Upah Sebulan", "Upah Tenaga Kerja")],
        *[(head, "person") for head in ("GOLONGAN_DARAH", "STATUS_KAWIN", "NO_PEGAWAI", "Status Perkawinan")],
        *[(head, "KTP") for head in ("Nama/NIK", "Nama (NIK)", "Nama dan NIK")],
    ],
)
def test_a_head_of_data_of_persons_is_known_however_it_is_written(head: str, kind: str) -> None:
    assert kind in str(head_kind(head))


@pytest.mark.parametrize(
    "head",
    [
        *["Nama Kabupaten", "nama wilayah", "NAMA DAERAH", "Kode/Nama Kabupaten", "Nama Desa", "Nama / Kode Wilayah"],
        *["Kabupaten (Nama)", "Nama Perusahaan", "Jumlah Peserta", "Jumlah NIK", "Rata-rata Upah", "Total Upah"],
        *[
            "Peserta Aktif",
            "Penduduk Lahir",
            "Tenaga Kerja",
            "Kepesertaan Aktif",
            "Nama Cabang",
            "KK Miskin",
            "KK",
            "Peserta",
            "Penerima Upah (PU)",
            "",
            "-",
        ],
        *["Kelompok Umur", "Jenis Kelamin", "Alamat: Jl. Jenderal Sudirman 1", "Jambi", "TK", "No", "NAMA " * 20],
    ],
)
def test_a_head_of_figures_is_none(head: str) -> None:
    assert head_kind(head) is None


@pytest.mark.parametrize(
    "cell",
    [
        *[NIK, f"'{NIK}", f"{NIK}.0", "1571 0123 4567 8901", "157101.234567.8901", "15-71-01-2345678901"],
        *["1.57101E+15", "1,57e+15", f"NIK {NIK} (Jambi)"],
    ],
)
def test_text_of_sixteen_digits_is_a_number_of_identity(cell: str) -> None:
    [finding] = findings(["Wilayah", "Nomor"], ["Jambi", cell])
    assert (finding.rule, finding.severity) == ("personal", Severity.ERROR)
    assert (finding.where.sheet, finding.where.row, finding.where.column) == ("TK", 2, "B")


@pytest.mark.parametrize("number", [int, float])
def test_a_number_of_sixteen_digits_is_one_of_identity(number: type) -> None:
    assert [finding.where.column for finding in findings(["Wilayah"], [None, number(NIK)])] == ["B"]


@pytest.mark.parametrize("cell", [592806, 45.17, 1.5e15 + 0.5, 10**16, -1e300, "1.312.370", "123456789012345", True])
def test_other_numbers_are_figures(cell: Value) -> None:
    assert not findings(["Wilayah", "Aktif"], ["Jambi", cell])


def test_every_column_is_named_once_at_its_first_cell_and_no_value_is_told() -> None:
    told = findings(["NO", "NIK", "Nama", None], [1, NIK, "Budi", None], [2, NIK, "Siti", NIK])
    assert [(finding.where.row, finding.where.column) for finding in told] == [(1, "B"), (1, "C"), (3, "D")]
    assert not any(secret in repr(told) for secret in (NIK, "Budi", "Siti"))
    assert 'headed "Nama Kabupaten/Kota"' in str(told[1].message)


def test_nothing_of_the_sheet_is_handed_on_and_other_sheets_are(tmp_path: Path) -> None:
    def write(book: object) -> None:
        book.add_worksheet("Rekap").write_row(0, 0, ["Kabupaten", "Aktif"])  # type: ignore[attr-defined]
        book.add_worksheet("TK").write_column(0, 0, ["NIK", NIK, "@SUM(A1)"])  # type: ignore[attr-defined]

    path = tmp_path / "rekap.xlsx"
    path.write_bytes(workbook(write))
    grids, told = grids_of(path)
    assert [grid.sheet for grid in grids] == ["Rekap"]
    assert [(finding.rule, finding.where.sheet) for finding in told] == [("personal", "TK")]
    assert NIK not in repr((grids, told))


def test_a_number_of_identity_in_the_name_of_a_sheet_refuses_the_sheet_and_is_not_repeated(tmp_path: Path) -> None:
    def write(book: object) -> None:
        book.add_worksheet(f"Budi {NIK}").write_column(0, 0, ["Aktif", "=1+1"])  # type: ignore[attr-defined]
        book.add_worksheet("Rekap").write_row(0, 0, ["Kabupaten", "Aktif"])  # type: ignore[attr-defined]

    path = tmp_path / "rekap.xlsx"
    path.write_bytes(workbook(write))
    grids, told = grids_of(path)
    assert [grid.sheet for grid in grids] == ["Rekap"]
    assert {(finding.rule, finding.where.sheet) for finding in told if finding.rule == "personal"} == {
        ("personal", "Budi ****************")
    }
    assert NIK not in repr((grids, told))


def test_a_number_of_identity_in_the_name_of_a_file_refuses_the_file_and_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / f"{NIK}.csv"
    path.write_text("kabupaten,aktif\nTebo,5\n", "utf-8")
    for answer in (grids_of(path), read_grids([path], tmp_path)):
        grids, [finding] = answer
        assert (list(grids), finding.rule) == ([], "personal")
        assert NIK not in repr(finding)


def test_the_published_figures_hold_no_data_of_persons() -> None:
    for path in DATA.glob("*/figures.csv"):
        grids, told = grids_of(path)
        assert grids, path
        assert not told, path


@given(st.lists(st.lists(st.text() | st.integers() | st.floats() | st.booleans() | st.none())))
def test_any_cells_are_looked_through(rows: list[list[Value]]) -> None:
    assert all(finding.rule == "personal" for finding in findings(*rows))
