"""What a backup says of itself: its files with their hashes, when it was made, by which version of the program."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter, ValidationError

from cakupan.editions import belongs

FORMAT = 1  # another one is not read
NAME = "manifest.json"
LEDGER = "ledger.db"
EDITIONS = "editions/"
MOST_BYTES = 64_000_000  # of a manifest: half a million files
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Manifest:
    """`made` is the moment the copy of the ledger is of; `files`: SHA-256 by name below `var`."""

    format: int
    version: str
    made: dt.datetime
    files: Mapping[str, str]

    @property
    def has_ledger(self) -> bool:
        """Whether the ledger is in it; not where it is a database, or nothing was ever sent."""
        return LEDGER in self.files


def written(manifest: Manifest) -> bytes:
    """As it stands in the file."""
    return _adapter().dump_json(manifest, indent=1) + b"\n"


def read(content: bytes) -> Manifest | None:
    """None where it is not one of ours, or names what does not belong into `var`."""
    try:
        manifest = _adapter().validate_json(content)
    except ValidationError:
        return None
    names = all(may_lie_in_var(name) and _HASH.fullmatch(sha256) for name, sha256 in manifest.files.items())
    return manifest if names and manifest.format == FORMAT and manifest.made.tzinfo else None


def may_lie_in_var(name: str) -> bool:
    """Whether a name is one of those that a backup has, and of no other place."""
    return name == LEDGER or (name.startswith(EDITIONS) and belongs(name.removeprefix(EDITIONS)))


@cache
def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)
