"""Days that follow each other, and the silence between those that do not."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

_FOLLOWS = 62  # days: readings further apart are not joined by a full line


def follows(one: dt.date, two: dt.date) -> bool:
    """Whether the later of two readings is near enough to be joined to the earlier: no month lies silent between."""
    return (two - one).days <= _FOLLOWS


def stretches(days: Sequence[dt.date]) -> list[slice]:
    """The days cut where a month is missing, as slices of them."""
    breaks = [at for at, (one, two) in enumerate(pairwise(days), 1) if not follows(one, two)]
    return [slice(start, end) for start, end in pairwise([0, *breaks, len(days)])]
