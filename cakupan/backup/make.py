"""Make a backup: first the ledger, then the editions, as there is none in a ledger that is not in the store."""

import datetime as dt
import hashlib
import io
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL

from cakupan import __version__
from cakupan.backup.manifest import FORMAT, LEDGER, NAME, Manifest, written
from cakupan.durable import settle, writing_whole
from cakupan.editions import Store
from cakupan.errors import OutputError, RequestError
from cakupan.ledger import copy_of
from cakupan.message import message


def back_up(var: Path, ledger: Path | URL, file: Path, now: dt.datetime) -> Manifest:
    """Write all of `var` that must not be lost into `file`, whole or not at all; others may go on meanwhile.

    Only its owner may read it, as it holds addresses and letters. A ledger that is a database
    is not in it. RequestError where `file` would be lost with `var`; OutputError where it
    cannot be written; LedgerError where the ledger cannot be read.
    """
    if file.resolve().is_relative_to(var.resolve()):
        raise RequestError(
            message("{file} lies in {folder}, and would be lost with it", file=str(file), folder=str(var))
        )
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder:
            return _write(list(_kept(var, ledger, Path(folder))), file, now)
    except OSError as error:
        raise OutputError(
            message("cannot write {path}: {reason}", path=str(file), reason=error.strerror or str(error))
        ) from None


def _kept(var: Path, ledger: Path | URL, folder: Path) -> Iterator[tuple[str, Path]]:
    """Names below `var`, and where their bytes are."""
    if isinstance(ledger, Path) and ledger.is_file():
        copy_of(ledger, folder / LEDGER)
        yield LEDGER, folder / LEDGER
    yield from ((path.relative_to(var).as_posix(), path) for path in Store(var).files())


def _write(kept: list[tuple[str, Path]], file: Path, now: dt.datetime) -> Manifest:
    with writing_whole(file, 0o600) as part, tarfile.open(fileobj=part, mode="w", format=tarfile.PAX_FORMAT) as tar:
        files = {name: _add(tar, name, path, now) for name, path in kept}
        manifest = Manifest(FORMAT, __version__, now, files)
        content = written(manifest)
        tar.addfile(_entry(NAME, len(content), now), io.BytesIO(content))
    settle(file.parent)
    return manifest


def _add(tar: tarfile.TarFile, name: str, path: Path, now: dt.datetime) -> str:
    """The SHA-256 of what was put in: of one open file, whatever takes its name meanwhile."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        tar.addfile(_entry(name, size, now), file)
    return sha256


def _entry(name: str, size: int, now: dt.datetime) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, int(now.timestamp()), 0o600
    return entry
