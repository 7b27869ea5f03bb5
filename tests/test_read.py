"""What was handed in is taken in as it is, or refused whole."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.errors import DataError, RequestError
from cakupan.model import Table
from cakupan.read import folder as reader
from cakupan.read import read
from cakupan.read.tidy import read_csv
from tests.provinces import folder


def problems(path: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read(path)
    return [str(line) for line in caught.value.messages]


def test_a_folder_is_read_with_every_cell_as_text(tmp_path: Path) -> None:
    sheet = read(folder(tmp_path, "2024-12-02,15,active,total,007"))
    assert sheet.description["code"] == "15"
    assert set(sheet.tables) == {"regions", "sources", "figures", "targets"}
    assert sheet.tables["figures"].rows.to_dict("records")[0]["value"] == "007"


def test_the_lists_are_read_where_there_are_any(tmp_path: Path) -> None:
    assert "register" in read(folder(tmp_path, register="name,kind,region,since,source\n")).tables


def test_the_fingerprint_tells_two_contents_apart(tmp_path: Path) -> None:
    one = read(folder(tmp_path / "a")).fingerprint
    assert read(folder(tmp_path / "b")).fingerprint == one
    assert read(folder(tmp_path / "c", province='code = "16"\ntimezone = "Asia/Jakarta"\n')).fingerprint != one
    seven, eight = (read(folder(tmp_path / v, f"2024-12-02,15,active,total,{v}")).fingerprint for v in ("7", "8"))
    assert len({one, seven, eight}) == 3


def test_a_missing_folder_is_answered_with_those_there_are(tmp_path: Path) -> None:
    folder(tmp_path / "jambi")
    folder(tmp_path / "sultra")
    with pytest.raises(RequestError, match=r"jamby.*holds: jambi, sultra"):
        read(tmp_path / "jamby")


@pytest.mark.parametrize("missing", ["nothing", "nothing/below/nothing"])
def test_a_missing_folder_without_neighbours_says_what_a_province_folder_is(tmp_path: Path, missing: str) -> None:
    with pytest.raises(RequestError, match=r"province\.toml"):
        read(tmp_path / missing)


def test_all_missing_files_are_named_at_once(tmp_path: Path) -> None:
    assert [line.split(":")[0] for line in problems(tmp_path)] == [
        "province.toml",
        "regions.csv",
        "sources.csv",
        "figures.csv",
        "targets.csv",
    ]


def written(path: Path, content: bytes) -> tuple[Table | None, list[str]]:
    file = path / "figures.csv"
    file.write_bytes(content)
    table, mistakes = read_csv(file)
    return table, [str(mistake.told) for mistake in mistakes]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b\n1,2\n1,2,3\n4\n", ["row 3", "row 4"]),  # ragged: every row is named
        (b"a,b\n1,\xe9\n", ["row 2"]),  # Latin-1
        ("a,b\n1,2\n".encode("utf-16"), ["row 1"]),  # as spreadsheets save "Unicode text"
        (b"a,b\n1,\0\n", ["NUL"]),
        (b"", ["empty"]),
        (b"\n", ["empty"]),
        (b" , \n", ["empty"]),
        (b'a,b\n1,"2\n', ["row 2"]),  # a quote that never ends
        (b'a,b\n1,"2"x\n', ["row 2"]),
        (b"a;b\n1;2,5\n", ["commas"]),  # as spreadsheets save where the comma is the decimal mark
        (b"a\tb\n1\t2\n", ["commas"]),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_refused_with_its_rows(
    tmp_path: Path, content: bytes, told: list[str]
) -> None:
    table, mistakes = written(tmp_path, content)
    assert table is None
    assert len(mistakes) == len(told)
    for mistake, part in zip(mistakes, told, strict=True):
        assert mistake.startswith("figures.csv")
        assert part in mistake


def test_blank_lines_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    table, _ = written(tmp_path, b"\xef\xbb\xbfa,b\r\n1, 2 \r\n\r\n3,NA\r\n")
    assert table is not None
    assert list(table.rows.columns) == ["a", "b"]
    assert table.rows.to_numpy().tolist() == [["1", "2"], ["3", "NA"]]
    assert list(table.rows.index) == [2, 4]  # lines of the file


def test_a_table_that_cannot_be_opened_is_said_so(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "figures.csv").unlink()
    (path / "figures.csv").mkdir()
    assert problems(path)[0].startswith("figures.csv")


@given(st.binary(max_size=200))
def test_any_bytes_are_taken_in_or_refused_in_words(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    table, mistakes = written(tmp_path_factory.getbasetemp(), content)
    assert (table is None) == bool(mistakes)


def test_files_that_change_while_they_are_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of an old table and half of a new one would be figures that nobody handed in."""
    province = folder(tmp_path / "data", "2024-12-02,15,active,total,450\n")

    def read_late(path: Path) -> object:
        if path.name == "targets.csv":
            (province / "figures.csv").write_bytes((province / "figures.csv").read_bytes() + b"\n")
        return read_csv(path)

    monkeypatch.setattr(reader, "read_csv", read_late)
    with pytest.raises(DataError, match="changed while they were read"):
        read(province)


def handed_in(tmp_path: Path) -> Path:
    """A province folder with an empty folder for what is handed in."""
    province = folder(tmp_path / "data")
    (province / "handed_in").mkdir()
    return province


def findings(province: Path) -> list[str]:
    return [f"{found.rule} {found.told}" for found in read(province).findings]


def test_a_pipe_and_a_socket_hold_nothing_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    province = handed_in(tmp_path)
    os.mkfifo(province / "handed_in" / "pipe.csv")
    monkeypatch.chdir(province / "handed_in")  # an address of a socket may be 107 letters long
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("socket.csv")
        pipe, other = findings(province)
    assert pipe == "hostile handed_in/pipe.csv: is not a plain file but a folder, a pipe or a device"
    assert other.startswith("file handed_in/socket.csv: cannot be read")


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    province = handed_in(tmp_path)
    (province / "handed_in" / "a.csv").write_text("kabupaten,aktif\nTebo,5\n", "utf-8")
    plain = Path.read_bytes

    def forbidden(path: Path) -> bytes:
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert read(province).inputs["handed_in/a.csv"] == b""


def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    province = folder(tmp_path / "data")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.csv").write_text("kabupaten,aktif\nTebo,5\n", "utf-8")
    (province / "handed_in").symlink_to(tmp_path / "elsewhere")
    [said] = findings(province)
    assert said.startswith("hostile handed_in: is a link to another file")


def test_what_systems_leave_in_a_folder_is_not_read(tmp_path: Path) -> None:
    province = handed_in(tmp_path)
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "README.md", "~$rekap.xlsx"):
        (province / "handed_in" / name).write_bytes(b"\0\1")
    assert findings(province) == []
