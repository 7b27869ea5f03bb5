"""Write to a disk so that a file is whole or absent, whatever ends the program or the power."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def write_whole(content: bytes, path: Path) -> None:
    """Write beside and move into place; who reads an older file reads it to its end. OSError when that fails."""
    with writing_whole(path) as file:
        file.write(content)


@contextlib.contextmanager
def writing_whole(path: Path, mode: int = 0o644) -> Iterator[BinaryIO]:
    """The same for what is written bit by bit; where that is broken off, nothing was written."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each on the disk before the next; it may be there. OSError when that fails."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        settle(folder.parent)


def settle(folder: Path) -> None:
    """Have the names in a folder on the disk, not only in memory, where the system can do that (Windows cannot)."""
    if hasattr(os, "O_DIRECTORY"):  # pragma: no branch  # the other way is Windows
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
