"""Every file of tests/handed_in is a shape that tables really arrive in, with what must come of it."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from cakupan.catalogue import catalogue
from cakupan.layout import lay_out
from cakupan.read.child import read_grids
from tests.handed_in import write
from tests.provinces import real_regions

SHAPES = {shape.name: shape for shape in write.SHAPES}


def test_there_are_many_and_what_lies_there_is_what_the_script_writes(tmp_path: Path) -> None:
    write.write(tmp_path, lambda _: None)
    names = {path.name for path in tmp_path.iterdir()}
    assert len(SHAPES) >= 40
    assert names == {path.name for path in write.HERE.iterdir() if path.suffix not in (".py", "") and path.is_file()}
    assert all(parts(tmp_path / name) == parts(write.HERE / name) for name in names)


def parts(path: Path) -> dict[str, bytes]:
    """A file by its parts: the compression of a workbook may differ between versions of zlib."""
    content = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_of_each_comes_what_is_expected(name: str) -> None:
    expected = json.loads(write.EXPECTED.read_text("utf-8"))[name]
    grids, opened = read_grids([write.HERE / name])
    table, found, _ = lay_out(grids, real_regions("jambi"), catalogue(), {grid.file: "file" for grid in grids})
    columns = ["as_of", "region", "measure", "segment", "value"]
    figures = [" ".join(row) for row in table.rows[columns].itertuples(index=False, name=None)]
    findings = [f"{f.severity} {f.rule} {f.where.sheet}!{f.where.column}{f.where.row}" for f in [*opened, *found]]
    assert sorted(figures) == sorted(expected["figures"])
    assert sorted(findings) == sorted(expected["findings"])
