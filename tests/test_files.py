"""A file is opened with care and told by what is in it, whatever its name."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from cakupan.model import Where
from cakupan.read.files import Kind, content_of, kind_of
from cakupan.read.limits import MAX_FILE_BYTES
from cakupan.read.refusal import Refusal, shown

HERE = Where("rekap.xlsx")


def archive(*names: str) -> bytes:
    """A zip archive of empty parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, "")
    return file.getvalue()


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        content_of(path)
    assert caught.value.finding.where.file == path.name
    return f"{caught.value.finding.rule}: {caught.value}"


def test_text_is_text_and_a_workbook_a_workbook_whatever_the_name_says() -> None:
    assert kind_of(b"kabupaten;aktif\n", HERE) is Kind.TEXT
    assert kind_of(archive("xl/workbook.xml", "xl/worksheets/sheet1.xml"), HERE) is Kind.WORKBOOK
    assert kind_of(archive("XL/Workbook.XML"), HERE) is Kind.WORKBOOK


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"\xff\xd8\xff\xe0", "is a picture"),
        (b"\x1f\x8b\x08\0", "is an archive"),
        (b"Rar!\x1a\x07", "is an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), r"old Office formats \(\.xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xef\xbb\xbf\n <HTML><table><tr><td>1</td></tr></table>", "is a page"),
        (b'<?xml version="1.0"?><Workbook/>', "is a page or a document"),
        (b"{\\rtf1", "is a page or a document"),
        (archive("word/document.xml"), "is a text document"),
        (archive("ppt/presentation.xml"), "presentation"),
        (archive("xl/workbook.bin"), r"\.xlsb"),
        (archive("mimetype", "content.xml"), "OpenDocument"),
        (archive("a.csv"), "unpack it"),
        (archive(), "unpack it"),
        (b"PK\x03\x04 and nothing more", "damaged"),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(content: bytes, told: str) -> None:
    with pytest.raises(Refusal, match=told) as caught:
        kind_of(content, HERE)
    assert (caught.value.finding.rule, caught.value.finding.where) == ("file", HERE)


def test_a_plain_file_is_taken_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n")
    assert content_of(tmp_path / "a.csv") == b"a,b\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has neither")
def test_links_pipes_and_folders_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "true.csv").write_text("a,b\n", "utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "true.csv")
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    assert "hostile: is a link" in refused(tmp_path / "link.csv")
    assert "hostile: is not a plain file" in refused(tmp_path / "pipe.csv")
    assert "file: cannot be read" in refused(tmp_path / "folder.csv")


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refused(tmp_path / "nowhere.csv")


def test_no_more_of_a_file_is_read_than_is_allowed(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(MAX_FILE_BYTES * 1000)
    assert "hostile: is larger than 25 MB" in refused(tmp_path / "large.csv")


def test_a_name_is_shown_without_what_cannot_be_printed() -> None:
    assert shown("rekap\x1b[31m\n.csv") == "rekap\\x1b[31m\\x0a.csv"
    assert shown("rekap\udce9.csv") == "rekap\\udce9.csv"
    assert shown("Muaro Jambi – März.csv") == "Muaro Jambi – März.csv"


@pytest.mark.parametrize("number", ["1571012345678901", "1571-0123-4567-8901", "157101 010190 0001"])
def test_a_number_of_identity_in_a_name_is_not_shown(number: str) -> None:
    assert shown(f"Budi {number}.xlsx") == "Budi ****************.xlsx"


@pytest.mark.parametrize(
    "name", ["rekap 2025-04-30.xlsx", "20250101-20250430.csv", "08123456789.csv", "12345678901234567"]
)
def test_days_and_other_numbers_in_a_name_are_shown(name: str) -> None:
    assert shown(name) == name
