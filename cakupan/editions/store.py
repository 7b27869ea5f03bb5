"""The store of editions: inputs by their SHA-256, and a manifest for each edition, written last.

    editions/objects/ab/cdef...              an input, shared by all editions that had it
    editions/15/2024-12/1/edition.json       edition 1 of province 15 for December 2024

An edition is there once its folder has its name. Before that it is a folder called
`.new-...`, which nobody reads.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from operator import attrgetter
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from cakupan.durable import make_folder, settle, write_whole
from cakupan.editions.names import (
    FORMAT,
    HASH,
    MANIFEST,
    MEETING,
    NEW,
    NUMBER,
    OBJECT,
    OBJECTS,
    PROVINCE,
    period_of,
)
from cakupan.errors import DataError, OutputError
from cakupan.message import Message, message
from cakupan.model import Edition, Meeting
from cakupan.period import Period


class Store:
    """All editions below `var`. A damaged one is a DataError; one that cannot be written, an OutputError."""

    def __init__(self, var: Path) -> None:
        self.root = var / "editions"

    def provinces(self) -> list[str]:
        """The keys of the provinces that have editions."""
        return sorted(p.name for p in _folders(self.root) if PROVINCE.fullmatch(p.name))

    def periods(self, province: str) -> list[Period]:
        """The months a province has editions of, oldest first."""
        return sorted(period for p in _folders(self.root / province) if (period := period_of(p.name)))

    def numbers(self, province: str, period: Period) -> list[int]:
        """The editions of a month, oldest first, whole or damaged."""
        names = (p.name for p in _folders(self.root / province / str(period)))
        return sorted(int(name) for name in names if NUMBER.fullmatch(name))

    def free_number(self, province: str, period: Period, meeting: Meeting | None = None) -> int:
        """The number the next edition takes: above everything that has a number for its name, edition or not.

        No two editions for a meeting have one number, whatever months they lie under; one that
        cannot be read may be for it.
        """
        folder = self.root / province / str(period)
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        taken = [int(name) for name in names if NUMBER.fullmatch(name)]
        if meeting:
            taken += (number for _, number, one in self._all(province) if one is None or _is_for(one, meeting.key))
        return 1 + max(taken, default=0)

    def editions(self, province: str, period: Period) -> list[Edition]:
        """The editions of a month, newest first; DataError with every damaged one."""
        found: list[Edition] = []
        wrong: list[Message] = []
        for number in reversed(self.numbers(province, period)):
            try:
                found.append(self.edition(province, period, number))
            except DataError as error:
                wrong += error.messages
        if wrong:
            raise DataError(*wrong)
        return found

    def occasions(self, province: str) -> list[str]:
        """The months and meetings there are editions for; a damaged edition counts for its month."""
        found = ((period, one) for period, _, one in self._all(province))
        return list(dict.fromkeys(one.occasion if one else str(period) for period, one in found))

    def of_meeting(self, province: str, key: str) -> list[Edition]:
        """The editions for a meeting, the one that was made last first; a damaged one is none of them."""
        return [one for one in reversed(self._made(province)) if _is_for(one, key)]

    def of_occasion(self, province: str, occasion: str) -> list[Edition]:
        """The editions for a month itself, or for a meeting by its key, newest first; DataError as for `editions`."""
        try:
            period = Period.parse(occasion)
        except ValueError:
            return self.of_meeting(province, occasion)
        return [one for one in self.editions(province, period) if one.meeting is None]

    def meetings(self, province: str) -> list[Meeting]:
        """The meetings there are editions for, each as the edition that was made last has it."""
        return list({one.meeting.key: one.meeting for one in self._made(province) if one.meeting}.values())

    def _made(self, province: str) -> list[Edition]:
        """Every edition that can be read, as they were made."""
        return sorted((one for _, _, one in self._all(province) if one), key=attrgetter("turn"))

    def _all(self, province: str) -> Iterator[tuple[Period, int, Edition | None]]:
        """Every edition with its month and number; None where it cannot be read."""
        for period in self.periods(province):
            for number in self.numbers(province, period):
                try:
                    yield period, number, self.edition(province, period, number)
                except DataError:
                    yield period, number, None

    def place(self, province: str, period: Period, number: int) -> Path:
        """Where an edition lies, or would."""
        return self.root / province / str(period) / str(number)

    def edition(self, province: str, period: Period, number: int) -> Edition:
        """One edition, as its manifest has it."""
        path = self.place(province, period, number) / MANIFEST
        try:
            edition = _manifest().validate_json(path.read_bytes())
        except FileNotFoundError:
            raise DataError(
                message("{path}: the manifest is missing; restore it from a backup", path=str(path))
            ) from None
        except OSError as error:
            raise DataError(message("{path}: cannot be read: {reason}", path=str(path), reason=str(error))) from None
        except ValidationError as error:
            raise DataError(_damaged(path, *error.errors()[0]["loc"])) from None
        here = (FORMAT, province, period, number)
        if (edition.format, edition.province, edition.period, edition.number) != here or not _plausible(edition):
            raise DataError(_damaged(path))
        return edition

    def inputs(self, edition: Edition) -> dict[str, bytes]:
        """The files an edition was made from, by name; DataError with every one that is missing or changed."""
        found: dict[str, bytes] = {}
        wrong: list[Message] = []
        for name, sha256 in edition.inputs.items():
            path = self.object(sha256)
            content = _read(path)
            if content is None or hashlib.sha256(content).hexdigest() != sha256:
                wrong.append(_lost(path, content is None, name, edition))
            else:
                found[name] = content
        if wrong:
            raise DataError(*wrong)
        return found

    def object(self, sha256: str) -> Path:
        """Where a content lies."""
        return self.root / OBJECTS / sha256[:2] / sha256[2:]

    def put(self, content: bytes) -> str:
        """Keep a content, once; one that was damaged since is made whole again. Returns its SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.object(sha256)
        try:
            make_folder(path.parent)
            if _read(path) != content:
                write_whole(content, path)
            settle(path.parent)
        except OSError as error:
            raise _refused(path, error) from None
        return sha256

    def files(self) -> Iterator[Path]:
        """Every file an edition consists of, manifests first: what those name is there before them."""
        for province in self.provinces():
            for period in self.periods(province):
                for number in self.numbers(province, period):
                    yield from (p for p in [self.place(province, period, number) / MANIFEST] if p.is_file())
        for path in sorted((self.root / OBJECTS).glob("*/*")):
            if OBJECT.fullmatch(f"{path.parent.name}/{path.name}"):
                yield path

    def add(self, edition: Edition) -> bool:
        """Keep an edition, its inputs being kept; False when its number was taken meanwhile. It is whole or absent."""
        place = self.place(edition.province, edition.period, edition.number)
        try:
            make_folder(place.parent)
            return _add(_manifest().dump_json(edition, indent=1) + b"\n", place)
        except OSError as error:
            raise _refused(place, error) from None


@cache
def _manifest() -> TypeAdapter[Edition]:
    """Between a manifest and its noun; made when it is needed, as that takes time."""
    return TypeAdapter(Edition)


def _add(manifest: bytes, place: Path) -> bool:
    new = Path(tempfile.mkdtemp(prefix=NEW, dir=place.parent))
    try:
        write_whole(manifest, new / MANIFEST)
        new.chmod(0o755)
        settle(new)
        return _take(new, place)
    finally:
        shutil.rmtree(new, ignore_errors=True)  # where it has not become the edition


def _take(new: Path, place: Path) -> bool:
    """Give the folder its name; the system lets only one have it."""
    try:
        os.rename(new, place)  # noqa: PTH104  # Path.replace promises to overwrite, which is just what must not be
    except OSError:
        if place.exists():
            return False
        raise
    settle(place.parent)
    return True


def _folders(path: Path) -> list[Path]:
    return [p for p in path.iterdir() if p.is_dir() and not p.name.startswith(".")] if path.is_dir() else []


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _is_for(edition: Edition, key: str) -> bool:
    return edition.meeting is not None and edition.meeting.key == key


def _plausible(edition: Edition) -> bool:
    """Whether names stay in their folder and hashes are hashes: a manifest may have been edited."""
    names = (PurePosixPath(name) for name in (*edition.inputs, *(report.name for report in edition.reports)))
    hashes = all(HASH.fullmatch(sha256) for sha256 in edition.inputs.values())
    key = edition.meeting is None or MEETING.fullmatch(edition.meeting.key)
    stay = not any(name.is_absolute() or ".." in name.parts or "\\" in str(name) for name in names)
    return bool(hashes and key and stay)


def _damaged(path: Path, *place: int | str) -> Message:
    where = ".".join(map(str, place)) or "-"
    return message("{path}: the manifest is damaged ({where}); restore it from a backup", path=str(path), where=where)


def _lost(path: Path, missing: bool, name: str, edition: Edition) -> Message:
    values = {"path": str(path), "file": name, "number": edition.number, "period": str(edition.period)}
    template = _MISSING if missing else _CHANGED
    return Message(template, values)


_MISSING = message(
    "{path}: is missing; it is {file} of edition {number} of {period}; restore it from a backup"
).template
_CHANGED = message(
    "{path}: is not what was kept; it was {file} of edition {number} of {period}; restore it from a backup"
).template


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(message("cannot write {path}: {reason}", path=str(path), reason=error.strerror or str(error)))
