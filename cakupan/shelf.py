"""Shelve: what is finished gets its place in the output folder, whole or not at all."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from cakupan.durable import write_whole
from cakupan.errors import OutputError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Format, Region


def folder_of(out: Path, occasion: str) -> Path:
    """Where the reports for a month or a meeting belong: a meeting's never take the place of the month's."""
    return out / occasion


def place(out: Path, occasion: str, region: Region, language: Language) -> Path:
    """Where a report belongs: OUT/2024-12/15.71-kota-jambi.pdf, named in the report's language."""
    return folder_of(out, occasion) / f"{region.code}-{language.slug(region.full)}.pdf"


def places(path: Path, form: Format, language: Language) -> tuple[Path, ...]:
    """The files of a format, beside the PDF at `path`: 15.71-kota-jambi-ringkasan.pdf and .txt."""
    if form is Format.PDF:
        return (path,)
    name, kinds = _BESIDE[form]
    return tuple(path.with_name(f"{path.stem}-{language.slug(name)}.{kind}") for kind in kinds)


_BESIDE: Mapping[Format, tuple[Message, tuple[str, ...]]] = {
    Format.SLIDES: (message("slides"), ("pdf",)),
    Format.XLSX: (message("annex"), ("xlsx",)),
    Format.SUMMARY: (message("summary"), ("pdf", "txt")),
}


def prepare(folder: Path) -> None:
    """Make the folder of an occasion, and see that it can be written before any work is done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _refused(folder, error) from None


def shelve(content: bytes, path: Path) -> None:
    """Write beside and move into place, so that no half-written report is ever seen.

    OutputError when the folder cannot be written.
    """
    try:
        write_whole(content, path)
    except OSError as error:
        raise _refused(path, error) from None


def clear(path: Path) -> None:
    """Take an older report from its place, and what a killed writer left of a new one.

    Where a new report failed, the old one would be taken for it.
    """
    try:
        for left in (path, *path.parent.glob(f".{path.name}.*.part")):
            left.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(path, error) from None


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(message("cannot write {path}: {reason}", path=str(path), reason=error.strerror or str(error)))
