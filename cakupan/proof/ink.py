"""Ink: whether something is to be seen. In a report asked by tags: to draw its pages would take longer."""

import ctypes
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from pypdfium2 import raw

from cakupan.stated import utf16

_LEAST = 2  # strokes, areas or words: one may be the line along its foot
_NO_PICTURES = (
    "Table",
    "P",
    "L",
    "H1",
    "H2",
    "H3",
)  # nor is a sparkline: its drawing is judged
_WHITE = 250  # of 255: paler than that is paper


def pictures_of(page: Any, objects: Sequence[Any], *, everywhere: bool = False) -> Iterator[tuple[str, bool]]:
    """The pictures of a page by their alternative texts, and whether there is more than next to no ink in them.

    `objects` are all that is drawn on the page. Those in tables, lists and paragraphs only where they are looked for
    `everywhere`, which takes longer.
    """
    tree = raw.FPDF_StructTree_GetForPage(page)
    tops = (raw.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(raw.FPDF_StructTree_CountChildren(tree)))
    pictures = [picture for top in tops for picture in _pictures(top, () if everywhere else _NO_PICTURES)]
    raw.FPDF_StructTree_Close(tree)
    inked = dict.fromkeys((content for _, contents in pictures for content in contents), 0)
    for drawn in objects if inked else ():
        content = raw.FPDFPageObj_GetMarkedContentID(drawn)
        if inked.get(content, _LEAST) < _LEAST:
            inked[content] += _is_seen(drawn)
    for words, contents in pictures:
        yield words, sum(inked[content] for content in contents) >= _LEAST


def is_blank(page: Any) -> bool:
    """Whether a page that is drawn, at two dots a point, is as white as paper everywhere."""
    return min(bytes(page.render(scale=2, grayscale=True).buffer)) >= _WHITE


def _pictures(element: Any, skipped: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """Every picture below a tag: its words, and the numbers of the marked contents it is drawn by."""
    kind = utf16(partial(raw.FPDF_StructElement_GetType, element))
    children = range(raw.FPDF_StructElement_CountChildren(element))
    if kind == "Figure":
        numbers = (raw.FPDF_StructElement_GetChildMarkedContentID(element, n) for n in children)
        yield utf16(partial(raw.FPDF_StructElement_GetAltText, element)), [number for number in numbers if number >= 0]
    elif kind not in skipped:
        for n in children:
            child = raw.FPDF_StructElement_GetChildAtIndex(element, n)
            if child:
                yield from _pictures(child, skipped)


def _is_seen(drawn: Any) -> bool:
    """Whether it leaves ink: a word, or a stroke or an area that is neither white nor clear."""
    kind = raw.FPDFPageObj_GetType(drawn)
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
    filled = bool(fill.value) and _is_coloured(raw.FPDFPageObj_GetFillColor, drawn)
    return filled or (bool(stroke.value) and _is_coloured(raw.FPDFPageObj_GetStrokeColor, drawn))


def _is_coloured(ask: Any, drawn: Any) -> bool:
    *colour, opacity = (ctypes.c_uint() for _ in range(4))
    ask(drawn, *colour, opacity)
    return opacity.value > 0 and min(part.value for part in colour) < _WHITE
