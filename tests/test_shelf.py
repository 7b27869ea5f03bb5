"""A finished report gets its place, whole or not at all."""

from pathlib import Path

import pytest

from cakupan.errors import OutputError
from cakupan.language import Language
from cakupan.shelf import clear, place, prepare, shelve
from tests.provinces import REGIONS, believed


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("15", "id", "15-provinsi-jambi.pdf"),
        ("15.71", "id", "15.71-kota-jambi.pdf"),
        ("15.71", "en", "15.71-jambi-city.pdf"),
        ("15.01", "id", "15.01-kabupaten-x-y-z.pdf"),
    ],
)
def test_a_report_is_named_by_occasion_code_and_name(code: str, language: str, name: str) -> None:
    region = believed(regions=REGIONS.replace("Kerinci,", "../X: 'Y' /Z!,")).province.regions[code]
    assert place(Path("out"), "2024-12", region, Language(language)) == Path("out/2024-12") / name


def test_a_report_replaces_an_older_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "2024-12" / "a.pdf"
    prepare(path.parent)
    shelve(b"one", path)
    with path.open("rb") as reading:
        shelve(b"two", path)
        assert reading.read() == b"one"  # who reads the old one reads it to its end
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OutputError, match="out"):
        prepare(tmp_path / "out" / "2024-12")
    with pytest.raises(OutputError, match="out"):
        prepare(tmp_path / "out")
    with pytest.raises(OutputError, match="out"):
        shelve(b"pdf", tmp_path / "out" / "a.pdf")


def test_a_place_that_is_taken_by_a_folder_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OutputError, match=r"a\.pdf"):
        shelve(b"pdf", tmp_path / "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    with pytest.raises(OutputError, match=r"a\.pdf"):
        clear(tmp_path / "a.pdf")


def test_an_older_report_is_cleared_away_once_or_more(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    clear(tmp_path / "a.pdf")
    clear(tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())
