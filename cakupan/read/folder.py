"""A province folder: its description and its tables."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from cakupan.errors import DataError, RequestError
from cakupan.message import Message, message
from cakupan.model import Sheet, Table
from cakupan.read.child import read_grids
from cakupan.read.tidy import read_csv
from cakupan.strict_toml import load

DESCRIPTION = "province.toml"
REQUIRED = ("regions", "sources", "figures", "targets")
OPTIONAL = ("register", "funding", "actions")
HANDED_IN = "handed_in"


def read(folder: Path, alone: Path | None = None) -> Sheet:
    """All that `folder` holds, every cell as text; `alone` is a file to take in instead of those handed in there.

    RequestError when there is no such folder; DataError when a file is missing or
    cannot be taken in at all, naming every one.
    """
    if not folder.is_dir():
        raise RequestError(message("no folder {folder}; {advice}", folder=str(folder), advice=_beside(folder)))
    description, problems = load(folder / DESCRIPTION)
    wrong = [_in_file(DESCRIPTION, problem) for problem in problems]
    tables: dict[str, Table] = {}
    for name in (*REQUIRED, *OPTIONAL):
        path = folder / f"{name}.csv"
        if name in OPTIONAL and not path.exists():
            continue
        table, mistakes = read_csv(path)
        wrong += mistakes
        if table is not None:
            tables[name] = table
    if wrong:
        raise DataError(*wrong)
    files = [alone] if alone else _handed_in(folder)
    grids, findings = read_grids(files, alone.parent if alone else folder) if files else ((), ())
    inputs = [folder / DESCRIPTION, *(tables[name].path for name in sorted(tables)), *files]
    return Sheet(folder, description, tables, _fingerprint(inputs), grids, findings)


def _handed_in(folder: Path) -> list[Path]:
    """The files of the branches, in the order of their names; what systems and programs leave there is none of them."""
    files = (path for path in (folder / HANDED_IN).rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(path for path in files if not path.name.startswith((".", "~$")) and path.name != "README.md")


def _beside(folder: Path) -> Message:
    """The province folders that do exist where one was looked for."""
    parent = folder.parent
    known = sorted(p.parent.name for p in parent.glob(f"*/{DESCRIPTION}")) if parent.is_dir() else []
    if known:
        return message("{parent} holds: {names}", parent=str(parent), names=", ".join(known))
    return message("a province folder holds a file {file}", file=DESCRIPTION)


def _in_file(file: str, problem: Message) -> Message:
    return message("{file}: {problem}", file=file, problem=problem)


def _fingerprint(inputs: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in inputs:
        content = b"" if path.is_symlink() else path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
