"""The hash chain over the history: each line's hash holds the one before, so that no line can change unseen."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

START = "0" * 64


def link(before: str, number: int, delivery: int | None, at: dt.datetime, by: str, event: str, detail: str) -> str:
    """The hash of a line, from the one before it and all it says."""
    line = json.dumps([before, number, delivery, at.astimezone(dt.UTC).isoformat(), by, event, detail])
    return hashlib.sha256(line.encode()).hexdigest()


def canonical(detail: Mapping[str, str]) -> str:
    """A line's detail as the one text it can be."""
    return json.dumps(dict(detail), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
