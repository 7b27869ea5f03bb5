"""Where a character stands in what was handed in, so that one the type of the reports lacks can be found there."""

from collections.abc import Iterator

from cakupan.model import Sheet, Where

_TEXTS = (".csv", ".toml", ".j2")


def written(sheet: Sheet) -> dict[str, Where]:
    """The first place of each character beyond ASCII: tables and templates come before what branches handed in."""
    found: dict[str, Where] = {}
    for text, where in (*_lines(sheet), *_cells(sheet)):
        for character in text:
            if not character.isascii():
                found.setdefault(character, where)
    return found


def _lines(sheet: Sheet) -> Iterator[tuple[str, Where]]:
    files = {grid.file for grid in sheet.grids}
    for name, content in sheet.inputs.items():
        if name.endswith(_TEXTS) and name not in files and not content.isascii():
            for row, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
                if not line.isascii():
                    yield line, Where(name, row)


def _cells(sheet: Sheet) -> Iterator[tuple[str, Where]]:
    for grid in sheet.grids:
        for row, cells in enumerate(grid.rows):
            for column, value in enumerate(cells):
                if isinstance(value, str) and not value.isascii():
                    yield value, grid.where(row, column)
