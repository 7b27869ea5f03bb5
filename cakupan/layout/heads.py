"""What a head means: a measure and a segment, a column with a part of its own, or nothing that is known."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cakupan.layout.days import find_day
from cakupan.layout.refusal import Refusal
from cakupan.period import AsOf

_FILE = Path(__file__).parent / "heads.toml"
_ANYWHERE = ("before", "left")  # these words decide wherever they stand in a head


@dataclass(frozen=True)
class Head:
    """What a column holds: `part` is "figure", "unknown", or one of the `columns` of heads.toml.

    `measure` and `segment` are None where the head itself does not say; the title may.
    """

    part: str
    measure: str | None = None
    segment: str | None = None
    as_of: AsOf | None = None


def read_head(text: str) -> Head:
    """The meaning of a head, the rows of a tall one joined by spaces."""
    as_of = _day(text)
    words = _words(_without_days(text) if as_of else text)
    for part, phrases in _vocabulary()["columns"].items():
        if part not in _ANYWHERE and " ".join(words) in phrases:
            return Head(part)
    aside, words = _take(words, {part: _vocabulary()["columns"][part] for part in _ANYWHERE})
    measure, words = _take(words, _vocabulary()["measures"])
    segment, words = _take(words, _vocabulary()["segments"], least="total")
    unknown = [word for word in words if word not in _vocabulary()["words"]["filler"]]
    if unknown or (measure is None and segment is None):
        return Head(aside or "unknown")
    return Head(aside or "figure", measure, segment, as_of)


def is_head(text: str) -> bool:
    """Whether a text is the head of a column that is known."""
    return read_head(text).part != "unknown"


def measure_in(text: str) -> str | None:
    """The one measure a title names; None when it names none."""
    return _take(_words(text), _vocabulary()["measures"])[0]


def is_sum(text: str) -> bool:
    """Whether a row's name says that it adds up the others."""
    return " ".join(_words(text)) in _vocabulary()["words"]["sums"]


def is_doubtful(text: str) -> bool:
    """Whether a remark says that the figures beside it may be others than their column says."""
    return _find(_words(text), _vocabulary()["words"]["doubts"])


def is_note(text: str) -> bool:
    """Whether a line under a table is a footnote."""
    words = _words(text)
    return text.lstrip().startswith("*") or any(
        words[: phrase.count(" ") + 1] == phrase.split() for phrase in _vocabulary()["words"]["notes"]
    )


@cache
def markers() -> Mapping[str, str]:
    """The words before a day that tell what it is of, and their kind: position, until, weak or aside."""
    return {word: kind for kind, words in _vocabulary()["days"].items() if kind != "title" for word in words}


@cache
def title_words() -> frozenset[str]:
    """The single words of which a title is made."""
    phrases = [*_vocabulary()["days"]["title"], *_vocabulary()["words"]["filler"]]
    phrases += [
        phrase for part in ("measures", "segments") for words in _vocabulary()[part].values() for phrase in words
    ]
    return frozenset(word for phrase in phrases for word in re.findall("[a-z]+", phrase))


@cache
def _vocabulary() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _day(text: str) -> AsOf | None:
    try:
        return find_day(text)
    except Refusal:
        return None


_DAYS = re.compile(
    r"\(?\b[0-9]{0,2}[ ./-]*(?:[a-z]{3,9}|[0-9]{1,2})?[ ./-]*[0-9]{4}\b(?:[-/.][0-9]{1,2}){0,2}\)?", re.IGNORECASE
)


def _without_days(text: str) -> str:
    return _DAYS.sub(" ", text)


def _words(text: str) -> list[str]:
    """Small letters without punctuation, but / inside a word and %."""
    plain = re.sub(r"\s*/\s*", "/", text.casefold())
    return [
        word.strip("/") for word in re.sub(r"[^a-z0-9/% ]+", " ", plain.replace("%", " % ")).split() if word.strip("/")
    ]


def _take(words: list[str], meanings: Mapping[str, Iterable[str]], least: str = "") -> tuple[str | None, list[str]]:
    """The meaning with the longest phrase among the words, and the words without it; `least` gives way to any other."""
    found = [
        (meaning == least, -len(phrase.split()), meaning, phrase.split())
        for meaning, phrases in meanings.items()
        for phrase in phrases
        if _at(words, phrase.split()) is not None
    ]
    if not found:
        return None, words
    *_, meaning, phrase = min(found)
    start = _at(words, phrase) or 0
    return meaning, words[:start] + words[start + len(phrase) :]


def _find(words: list[str], phrases: Iterable[str]) -> bool:
    return any(_at(words, phrase.split()) is not None for phrase in phrases)


def _at(words: list[str], phrase: list[str]) -> int | None:
    """Where a phrase begins among the words."""
    spans = range(len(words) - len(phrase) + 1)
    return next((start for start in spans if words[start : start + len(phrase)] == phrase), None)
