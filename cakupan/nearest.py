"""The known name nearest to a mistyped one."""

import difflib
from collections.abc import Iterable

from cakupan.message import Message, message


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The best match, letter case aside, or None when nothing is near; `cutoff` is the least share in common."""
    by_fold = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=cutoff)
    return by_fold[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """What to do about an unknown word: the nearest known one, or the list of all."""
    names = tuple(known)
    near = nearest(word, names)
    if near:
        return message("did you mean {name}?", name=near)
    return message("known are: {names}", names=", ".join(names))
