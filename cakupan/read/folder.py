"""A province folder: its description and its tables."""

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from cakupan.errors import DataError, RequestError
from cakupan.message import Message, message
from cakupan.model import Finding, Severity, Sheet, Table, Where
from cakupan.read.child import read_grids
from cakupan.read.tidy import read_csv
from cakupan.strict_toml import load

DESCRIPTION = "province.toml"
REQUIRED = ("regions", "sources", "figures", "targets")
QUERY = "figures.sql"  # may stand in place of figures.csv, with database.toml
DESCRIBING = ("regions", "sources")
OPTIONAL = ("register", "funding", "actions", "contributions", "laws")
HANDED_IN = "handed_in"
TEMPLATES = "templates"  # a province's own, in the place of the house's
_LARGEST_STYLE = 1_000_000  # bytes of a logo or a template
_LARGEST_FONT = 2_000_000
_LEFT = ("readme.md", "thumbs.db", "desktop.ini")  # by us, and by systems for themselves


def read(folder: Path, alone: Path | None = None, environ: Mapping[str, str] | None = None) -> Sheet:
    """What `open_folder` gives; DataError when a file is missing or cannot be taken in at all, naming every one."""
    sheet, wrong = open_folder(folder, alone, environ)
    if sheet is None:
        raise DataError(*(finding.told for finding in wrong))
    return sheet


def read_description(folder: Path) -> Sheet:
    """The folder as far as it says what the province is: no figures, and nothing that branches handed in.

    So it can be asked every minute. DataError naming every file that is missing or cannot be
    taken in, RequestError when there is no such folder.
    """
    description, problems = load(_there(folder) / DESCRIPTION)
    wrong = [Finding("description", Severity.ERROR, Where(DESCRIPTION), problem) for problem in problems]
    tables, mistakes = _tables(folder, {}, DESCRIBING)
    if wrong := wrong + mistakes:
        raise DataError(*(finding.told for finding in wrong))
    inputs = _inputs(folder, tables, ()) | _style(folder, description) | _fonts(folder, description)
    return Sheet(folder, description, tables, _fingerprint(inputs), inputs=inputs)


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise RequestError(message("no folder {folder}; {advice}", folder=str(folder), advice=_beside(folder)))
    return folder


def open_folder(
    folder: Path, alone: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[Sheet | None, list[Finding]]:
    """All that `folder` holds, every cell as text, or every reason why it cannot be taken in.

    Figures may come from a database, whose password is in `environ`; none given stands
    for the environment of the program. `alone` is a file to take in instead of those
    handed in there. RequestError when there is no such folder.
    """
    before = _stamps(_there(folder))
    description, problems = load(folder / DESCRIPTION)
    wrong = [Finding("description", Severity.ERROR, Where(DESCRIPTION), problem) for problem in problems]
    tables, mistakes = _tables(folder, os.environ if environ is None else environ)
    if wrong := wrong + mistakes:
        return None, wrong
    files = [alone] if alone else _handed_in(folder)
    grids, findings = read_grids(files, alone.parent if alone else folder) if files else ((), ())
    inputs = _inputs(folder, tables, files) | _style(folder, description) | _fonts(folder, description)
    if _stamps(folder) != before:
        told = message("its files changed while they were read; run again")
        return None, [Finding("changed", Severity.ERROR, Where(str(folder)), told)]
    found = (*findings, *_unread(folder))
    return Sheet(folder, description, tables, _fingerprint(inputs), grids, found, inputs), []


def _tables(
    folder: Path, environ: Mapping[str, str], names: Iterable[str] = (*REQUIRED, *OPTIONAL)
) -> tuple[dict[str, Table], list[Finding]]:
    """Tables by their names, and what is wrong with those that cannot be taken in."""
    tables: dict[str, Table] = {}
    wrong: list[Finding] = []
    for name in names:
        path = folder / f"{name}.csv"
        if name in OPTIONAL and not path.exists():
            continue
        table, mistakes = _read(folder, path, environ)
        wrong += mistakes
        if table is not None:
            tables[name] = table
    return tables, wrong


def _stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    """When each file was written, and its size: what is read at different moments must be of one state."""
    stamps = {}
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            stamps[path] = (path.lstat().st_mtime_ns, path.lstat().st_size)
    return stamps


def _handed_in(folder: Path) -> list[Path]:
    """The files of the branches, in the order of their names; what systems and programs leave there is none of them."""
    root = folder / HANDED_IN
    if root.is_symlink():
        return [root]
    files = (path for path in root.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(path for path in files if not path.name.startswith((".", "~$")) and path.name.lower() not in _LEFT)


def _read(folder: Path, path: Path, environ: Mapping[str, str]) -> tuple[Table | None, list[Finding]]:
    """The table of a file, or where a query stands in place of figures.csv, what it answers."""
    if path.stem != Path(QUERY).stem or not (folder / QUERY).exists():
        return read_csv(path)
    if path.exists():
        told = message("{file} stands beside it; keep one", file=path.name)
        return None, [Finding("query", Severity.ERROR, Where(QUERY), told)]
    from cakupan.read.query import read_query

    return read_query(folder, environ)


def _beside(folder: Path) -> Message:
    """The province folders that do exist where one was looked for."""
    parent = folder.parent
    known = sorted(p.parent.name for p in parent.glob(f"*/{DESCRIPTION}")) if parent.is_dir() else []
    if known:
        return message("{parent} holds: {names}", parent=str(parent), names=", ".join(known))
    return message("a province folder holds a file {file}", file=DESCRIPTION)


def _inputs(folder: Path, tables: Mapping[str, Table], files: Iterable[Path]) -> dict[str, bytes]:
    """The bytes of all files that were read, by name; the answer of a query as the table it stands for."""
    inputs = {DESCRIPTION: (folder / DESCRIPTION).read_bytes()}
    for name, table in tables.items():
        asked = table.path.name == QUERY
        answer = table.rows.to_csv(index=False, lineterminator="\n").encode() if asked else table.path.read_bytes()
        inputs[f"{name}.csv"] = answer
    for path in files:
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
        inputs[name] = _content(path)
    return inputs


def _style(folder: Path, description: Mapping[str, object]) -> dict[str, bytes]:
    """The files of a province's own style: its logo, as it is described, and its templates; what is no file is none."""
    style = description.get("style")
    logo = style.get("logo") if isinstance(style, dict) else None
    names = [logo] if isinstance(logo, str) and Path(logo).name == logo else []
    paths = [folder / name for name in names] + _templates(folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if _is_small_file(path)}


def _templates(folder: Path) -> list[Path]:
    """What lies among a province's own templates, in the order of the names."""
    own = sorted((folder / TEMPLATES).iterdir()) if (folder / TEMPLATES).is_dir() else []
    return [path for path in own if not path.name.startswith(".")]


def _is_small_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST_STYLE


def _unread(folder: Path) -> list[Finding]:
    """The templates that were not read: the house's would stand there without a word."""
    return [
        Finding(
            "description",
            Severity.ERROR,
            Where(path.relative_to(folder).as_posix()),
            message("a template is a file of at most 1 MB in the folder itself, not a link or a folder"),
        )
        for path in _templates(folder)
        if not _is_small_file(path)
    ]


def _fonts(folder: Path, description: Mapping[str, object]) -> dict[str, bytes]:
    """The font files of a province's own type that lie in its folder themselves; the check misses the others."""
    style = description.get("style")
    named = style.get("fonts") if isinstance(style, dict) else None
    files = [file for file in named.values() if isinstance(file, str)] if isinstance(named, dict) else []
    root = folder.resolve()
    paths = [root / file for file in files if "\0" not in file]
    own = [path for path in paths if path.is_relative_to(root) and path.resolve() == path]  # not through a link
    there = [path for path in own if path.is_file() and path.stat().st_size <= _LARGEST_FONT]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in there}


def _content(path: Path) -> bytes:
    """The bytes of a file that was handed in; none where it is not plain or cannot be read, which is found anyway."""
    with suppress(OSError):
        if stat.S_ISREG(path.lstat().st_mode):
            return path.read_bytes()
    return b""


def _fingerprint(inputs: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(inputs.items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
