"""Data of persons are refused at the door: told by their heads and by numbers of identity, never repeated.

Heads are those of the upload form of participants and of what offices make of it;
they are compared without case, spaces and signs, so NO_KPJ, No. KPJ and Nomor KPJ are one.
"""

import re
from collections.abc import Iterator

from cakupan.message import Message, message
from cakupan.model import Finding, Grid, Severity, Value

_WHOSE = "(pekerja|peserta|tenagakerja|tk|karyawan|pegawai|anggota|pribadi|penerima|lengkap)?"
_NUMBER_OF = "(no|nomor|nomer|nmr)"  # must be there where the word alone may head a count: KK, Peserta, Pegawai
_NUMBER = f"{_NUMBER_OF}?"
_PLACE = "(rumah|kantor|area|ext|tinggal|domisili|ktp|lengkap|arearumah|areakantor|extkantor)?"

_IDENTITY = message("number of identity (NIK, KTP, KK)")
_CARD = message("number of membership (KPJ)")
_NAME = message("name")
_BIRTH = message("day or place of birth")
_MOTHER = message("name of the mother")
_ADDRESS = message("address")
_CONTACT = message("telephone or e-mail")
_TAX = message("tax number (NPWP)")
_WAGE = message("wage")
_OTHER = message("other data of a person")

_HEADS = {
    re.compile(pattern): kind
    for pattern, kind in {
        f"{_NUMBER}(nik|e?ktp|nikktp|ktpnik|indukkependudukan|identitas){_WHOSE}": _IDENTITY,
        f"{_NUMBER_OF}(kk|kartukeluarga){_WHOSE}": _IDENTITY,
        "(jenis|masalaku)identitas": _IDENTITY,
        f"{_NUMBER}kpj(lama|baru|bpjs|bpjstk|jamsostek)?{_WHOSE}": _CARD,
        f"{_NUMBER_OF}(kartu|kartupeserta|peserta|kepesertaan)(bpjs|bpjstk|jamsostek)?{_WHOSE}": _CARD,
        f"(nama|namalengkap){_WHOSE}": _NAME,
        "(nama|namagadis)ibu(kandung)?|ibukandung": _MOTHER,
        f"nama(anak|istri|suami|ayah|orangtua|pasangan|ahliwaris){_WHOSE}": _NAME,
        f"(tanggal|tgl|tempat|tmp|tpt|tempattanggal|tempattgl|tempatdantanggal|tempatdantgl)lahir{_WHOSE}|ttl": _BIRTH,
        f"alamat{_PLACE}{_WHOSE}": _ADDRESS,
        f"{_NUMBER}(telepon|telpon|telp|tlp|tel|hp|handphone|ponsel|wa|whatsapp|hpwa|telphp){_PLACE}{_WHOSE}": _CONTACT,
        f"(alamat)?(email|surel){_WHOSE}": _CONTACT,
        f"{_NUMBER}npwp{_WHOSE}": _TAX,
        f"(upah|gaji|gajipokok|penghasilan)(terakhir|sebulan|perbulan|bulanan)?{_WHOSE}": _WAGE,
        f"{_NUMBER_OF}(pegawai|karyawan|paspor|rekening)|golongandarah|status(per)?kawin(an)?": _OTHER,
    }.items()
}
_SIGNS = re.compile(r"[^a-z0-9]+")
_PARTS = re.compile(r"[/,;&()|\n]| dan ")
_LONGEST_HEAD = 60

_SIXTEEN = re.compile(r"[0-9]{16}")
_SPACED = re.compile(r"[\s.\-'’`_]+")
_AMONG_WORDS = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")
_ROUNDED = re.compile(r"[1-9][.,][0-9]+E\+15", re.IGNORECASE)  # as a spreadsheet writes one into CSV


def refuse_personal(grid: Grid) -> list[Finding]:
    """A finding for each column that holds data of persons, at its first such cell; none where the grid may be used."""
    first: dict[int, tuple[int, Message]] = {}
    known: dict[str, Message | None] = {}
    for row, column, value in _cells(grid):
        if column not in first and (kind := _kind(value, known)):
            first[column] = row, kind
    return [_finding(grid, row, column, kind) for column, (row, kind) in sorted(first.items())]


def _cells(grid: Grid) -> Iterator[tuple[int, int, str | int | float]]:
    """Those that could give somebody away: text, and numbers of sixteen digits."""
    for row, cells in enumerate(grid.rows):
        for column, value in enumerate(cells):
            if isinstance(value, str) or (isinstance(value, int | float) and value >= 10**15):
                yield row, column, value


def _kind(value: Value, known: dict[str, Message | None]) -> Message | None:
    if not isinstance(value, str):
        return _IDENTITY if isinstance(value, int | float) and value < 10**16 and value == int(value) else None
    if value not in known:
        known[value] = _IDENTITY if _is_identity(value) else head_kind(value)
    return known[value]


def _is_identity(text: str) -> bool:
    """Sixteen digits, however they are spaced or whatever a spreadsheet made of them."""
    plain = _SPACED.sub("", re.sub(r"\.0+$", "", text.strip()))
    return bool(_SIXTEEN.fullmatch(plain) or _AMONG_WORDS.search(text) or _ROUNDED.fullmatch(text.strip()))


def head_kind(text: str) -> Message | None:
    """Which data of persons stand under a head like this; None where it is no such head.

    A head of several words counts as each of them too, but for a bare "nama", which
    regions have as well: "Kode/Nama Kabupaten" is none, "NIK/Nama" is one.
    """
    if len(text) > _LONGEST_HEAD:
        return None
    text = text.casefold()
    kinds = [_kind_of_words(text), *filter(lambda kind: kind is not _NAME, map(_kind_of_words, _PARTS.split(text)))]
    return next((kind for kind in kinds if kind), None)


def _kind_of_words(text: str) -> Message | None:
    squeezed = _SIGNS.sub("", text)
    return next((kind for pattern, kind in _HEADS.items() if pattern.fullmatch(squeezed)), None) if squeezed else None


def _finding(grid: Grid, row: int, column: int, kind: Message) -> Finding:
    told = message("data of persons ({kind}); nothing of the sheet is read. Hand in the summary by region", kind=kind)
    if kind is _NAME:
        told = message(
            'data of persons ({kind}); nothing of the sheet is read. Regions are headed "Nama Kabupaten/Kota"',
            kind=kind,
        )
    return Finding("personal", Severity.ERROR, grid.where(row, column), told)
