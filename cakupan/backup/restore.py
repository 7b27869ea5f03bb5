"""Restore: every name and hash is checked before anything is in its place, and what may have left since is in doubt."""

import datetime as dt
import hashlib
import shutil
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from cakupan.backup.manifest import LEDGER, MOST_BYTES, NAME, Manifest, may_lie_in_var, read
from cakupan.durable import make_folder, settle, writing_whole
from cakupan.errors import DataError, OutputError, RequestError
from cakupan.ledger import open_ledger, this_process
from cakupan.message import Message, message

_CHUNK = 1 << 20


WATCH = "watch.json"  # what the watch remembers, beside the ledger


@dataclass(frozen=True)
class Restored:
    """What was put in place, and how many letters are in doubt since."""

    manifest: Manifest
    in_doubt: int


def restore(file: Path, var: Path, ledger: Path | URL, now: dt.datetime, *, keep_ledger: bool = False) -> Restored:
    """Put a backup in the place of `var`, whole or not at all.

    `keep_ledger`: the ledger is a database that was not lost, so it knows what left. RequestError
    where there is something in `var`, or no such file; DataError with what is wrong with the
    file; OutputError where `var` cannot be written.
    """
    if var.exists() and (not var.is_dir() or any(path.name != WATCH for path in var.iterdir())):
        raise RequestError(message("{folder} is not empty; nothing was restored over it", folder=str(var)))
    try:
        make_folder(var.parent)
        new = Path(tempfile.mkdtemp(prefix=f".{var.name}.", dir=var.parent))
        try:
            manifest = _unpack(file, new)
            inside = new / LEDGER if isinstance(ledger, Path) else ledger
            doubted = 0 if keep_ledger else _doubt(inside, manifest, now)
            new.chmod(0o755)
            (var / WATCH).unlink(missing_ok=True)  # the watch saw the loss, and wrote down whom it told
            new.rename(var)  # over a folder only where that is empty
            settle(var.parent)
        finally:
            shutil.rmtree(new, ignore_errors=True)  # where it has not become `var`
    except OSError as error:
        raise OutputError(
            message("cannot write {path}: {reason}", path=str(var), reason=error.strerror or str(error))
        ) from None
    return Restored(manifest, doubted)


def _doubt(place: Path | URL, manifest: Manifest, now: dt.datetime) -> int:
    """Before it is in its place, so that no process ever finds a ledger that believes it knows all."""
    ledger = open_ledger(place)
    try:
        return ledger.restore(manifest.made, now, this_process())
    finally:
        ledger.engine.dispose()


def _unpack(file: Path, folder: Path) -> Manifest:
    """All of a backup, below a folder."""
    try:
        content = file.open("rb")
    except OSError as error:
        told = message("{path}: cannot be read: {reason}", path=str(file), reason=error.strerror or str(error))
        raise RequestError(told) from None
    try:
        with content, tarfile.open(fileobj=content, mode="r:") as tar:
            entries, wrong = _entries(file, tar)
            manifest = None if wrong else _manifest(tar, entries)
            if manifest is None:
                raise DataError(*(wrong or [_is_none(file)]))
            wrong = [*_apart(file, manifest, entries), *_put(file, tar, manifest, entries, folder)]
    except (tarfile.TarError, ValueError):  # a head that is no number is a ValueError
        raise DataError(_is_none(file)) from None
    if wrong:
        raise DataError(*wrong)
    return manifest


def _is_none(file: Path) -> Message:
    return message("{file}: is no backup, or not a whole one", file=str(file))


def _entries(file: Path, tar: tarfile.TarFile) -> tuple[dict[str, tarfile.TarInfo], list[Message]]:
    """The plain files of names that a backup has, and a line for each entry that is something else."""
    entries: dict[str, tarfile.TarInfo] = {}
    wrong = []
    for entry in tar:
        plain = entry.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not entry.issparse()
        known = entry.name == NAME or may_lie_in_var(entry.name)
        if not (plain and known) or entry.name in entries:
            wrong.append(message("{file}: {name} does not belong into a backup", file=str(file), name=repr(entry.name)))
        entries[entry.name] = entry
    return entries, wrong


def _manifest(tar: tarfile.TarFile, entries: dict[str, tarfile.TarInfo]) -> Manifest | None:
    entry = entries.pop(NAME, None)
    content = tar.extractfile(entry) if entry and entry.size <= MOST_BYTES else None
    return read(content.read()) if content else None


def _apart(file: Path, manifest: Manifest, entries: Mapping[str, tarfile.TarInfo]) -> list[Message]:
    """What the manifest names and the file lacks, or the other way round."""
    names = sorted(manifest.files.keys() ^ entries.keys())
    return [message("{file}: {name} is missing, or not in its manifest", file=str(file), name=name) for name in names]


def _put(
    file: Path, tar: tarfile.TarFile, manifest: Manifest, entries: Mapping[str, tarfile.TarInfo], folder: Path
) -> list[Message]:
    """Write what is in both; a line for each that is not what was put in."""
    return [
        message("{file}: {name} is not what was put in", file=str(file), name=name)
        for name in sorted(manifest.files.keys() & entries.keys())
        if _copied(tar, entries[name], folder / name) != manifest.files[name]
    ]


def _copied(tar: tarfile.TarFile, entry: tarfile.TarInfo, path: Path) -> str:
    """The SHA-256 of what was written."""
    make_folder(path.parent)
    content, digest = tar.extractfile(entry), hashlib.sha256()
    assert content, "it is a plain file"
    with writing_whole(path, 0o600 if path.name == LEDGER else 0o644) as target:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    settle(path.parent)
    return digest.hexdigest()
