"""What was handed in and what was found in it; nothing here is believed yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan.message import Message

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Table:
    """One file as it was handed in: every cell is text, the index is the line in the file."""

    path: Path
    rows: "pd.DataFrame"


@dataclass(frozen=True)
class Sheet:
    """A province folder as it was handed in, not yet believed.

    `fingerprint` is the SHA-256 of all its files, so that two prints can be told apart.
    """

    folder: Path
    description: Mapping[str, Any]
    tables: Mapping[str, Table]
    fingerprint: str


class Severity(StrEnum):
    """An error stops the run; a warning is printed in the data notes."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Where:
    """A place in a file; row counts lines from 1, the head included. 0 means the whole file."""

    file: str
    row: int = 0
    column: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing wrong, in a clerk's words: what was expected, what came, what to do."""

    rule: str
    severity: Severity
    where: Where
    message: Message


def findings_of(findings: Iterable[Finding], severity: Severity) -> tuple[Finding, ...]:
    """Those of one severity, in the order of file and row."""
    return tuple(sorted((f for f in findings if f.severity is severity), key=lambda f: (f.where.file, f.where.row)))
