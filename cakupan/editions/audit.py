"""Look through the whole store: what is damaged, and what does not belong there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cakupan.editions.names import MANIFEST, NEW, NUMBER, OBJECT, OBJECTS, PROVINCE, period_of
from cakupan.editions.store import Store
from cakupan.errors import DataError
from cakupan.message import Message, message
from cakupan.model import Edition


@dataclass(frozen=True)
class Audit:
    """All editions that can be read, by province, month and number; a line for each damage, for each strange file."""

    editions: tuple[Edition, ...]
    damage: tuple[Message, ...]
    strange: tuple[Message, ...]


def audit(store: Store) -> Audit:
    """Every manifest and every input of every edition, read and compared with its hash."""
    editions: list[Edition] = []
    damage: list[Message] = []
    for province in store.provinces():
        for period in store.periods(province):
            for number in store.numbers(province, period):
                try:
                    edition = store.edition(province, period, number)
                    editions.append(edition)
                    store.inputs(edition)
                except DataError as error:
                    damage += error.messages
    strange = tuple(map(_strange, sorted(_strangers(store.root))))
    return Audit(tuple(editions), tuple(damage), strange)


def _strangers(root: Path) -> Iterator[Path]:
    """What the program has not put there, or has not finished."""
    for path in _inside(root):
        if path.name == OBJECTS and path.is_dir():
            yield from (p for p in path.rglob("*") if p.is_file() and not OBJECT.fullmatch(_below(p, path)))
        elif path.is_dir() and PROVINCE.fullmatch(path.name):
            yield from _strangers_of_province(path)
        else:
            yield path


def _strangers_of_province(province: Path) -> Iterator[Path]:
    for month in _inside(province):
        if not (month.is_dir() and period_of(month.name)):
            yield month
            continue
        for edition in _inside(month):
            if edition.is_dir() and NUMBER.fullmatch(edition.name):
                yield from (p for p in _inside(edition) if p.name != MANIFEST)
            else:
                yield edition


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _strange(path: Path) -> Message:
    if path.name.startswith(NEW) or path.name.endswith(".part"):
        return message("{path}: left by a run that was stopped; nothing needs it, it may be deleted", path=str(path))
    return message("{path}: does not belong to the store; move it elsewhere", path=str(path))
