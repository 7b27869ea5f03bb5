"""Glyphs: before anything is printed, every character of pages and drawings is one the house's type has."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from fontTools.ttLib import TTFont

from cakupan.errors import PrintError
from cakupan.message import Message, message
from cakupan.model import Typeface, Where
from cakupan.typeface import fonts

_AROUND = 30  # characters told before and after the one that is missing
_NOT_DRAWN = ("Cc", "Cf", "Zl", "Zp")  # line ends, joiners, hints where to break
_SILENT = ("title", "style", "script")


def see_to_glyphs(
    html: str,
    drawings: Mapping[str, str],
    typeface: Typeface | None = None,
    written: Mapping[str, Where] | None = None,
) -> None:
    """PrintError with each character without a glyph, where it stands, what to do; drawings are SVGs by name.

    `typeface` is what the report is set in, None for the house's. Without this a font of
    the machine might step in, and the same data would look otherwise elsewhere. `written` is
    where characters were handed in: those of one place are told together.
    """
    texts = [("", html), *drawings.items()]
    strange = {character for _, text in texts for character in set(text) - _drawable(typeface) if _drawn(character)}
    if not strange:
        return
    told: dict[str, Message] = {}
    for name, text in texts:
        for words in _words(text):
            for character in strange & set(words):
                told.setdefault(character, _missing(character, words, name))
    if told:
        places = {character: place for character, place in (written or {}).items() if character in told}
        elsewhere = (told[character] for character in sorted(told) if character not in places)
        raise PrintError(*_handed_in(places), *elsewhere)


def _handed_in(places: Mapping[str, Where]) -> Iterator[Message]:
    """One line a place, with all that it has."""
    for where in dict.fromkeys(places.values()):
        there = sorted(character for character, place in places.items() if place == where)
        names = ", ".join(f'"{one}" (U+{ord(one):04X}, {_name(one)})' for one in there)
        yield message(
            "{place}: the type of the reports has no {characters}; write it otherwise there",
            place=where.place,
            characters=names,
        )


@cache
def _drawable(typeface: Typeface | None) -> frozenset[str]:
    """The characters of all upright faces; the slanted one sets words of ours only."""
    upright, _, *bolder = fonts(typeface).files
    return frozenset.intersection(*map(_characters, (upright, *bolder)))


def _characters(file: Path) -> frozenset[str]:
    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _drawn(character: str) -> bool:
    return unicodedata.category(character) not in _NOT_DRAWN


def _name(character: str) -> str:
    return unicodedata.name(character, "?").lower()


def _missing(character: str, words: str, drawing: str) -> Message:
    place = words.index(character)
    start, end = max(0, place - _AROUND), place + 1 + _AROUND
    around = ("…" if start else "") + words[start:end] + ("…" if end < len(words) else "")
    where = message(", in the chart {chart}", chart=drawing) if drawing else ""
    return message(
        'the type of the reports has no "{character}" (U+{code}, {name}), which stands in "{around}"{where}; '
        "write it otherwise where it was handed in",
        character=character,
        code=f"{ord(character):04X}",
        name=_name(character),
        around=around,
        where=where,
    )


class _Words(HTMLParser):
    """The texts of a page or a drawing that are drawn, without what only programs read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # its signature
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in _SILENT:
            self.found.append(" ".join(data.split()))


def _words(text: str) -> Iterator[str]:
    reader = _Words()
    reader.feed(text)
    reader.close()
    yield from reader.found
