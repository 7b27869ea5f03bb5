"""Ink: in every picture of a page something is to be seen. Asked by tags: to draw the pages would take longer."""

import ctypes
from collections.abc import Iterator
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


def blank_pictures(page: Any) -> Iterator[str]:
    """The alternative texts of the pictures on a page in which there is next to no ink."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    tops = (raw.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(raw.FPDF_StructTree_CountChildren(tree)))
    pictures = [picture for top in tops for picture in _pictures(top)]
    raw.FPDF_StructTree_Close(tree)
    inked = dict.fromkeys((content for _, contents in pictures for content in contents), 0)
    for n in range(raw.FPDFPage_CountObjects(page) if inked else 0):
        drawn = raw.FPDFPage_GetObject(page, n)
        content = raw.FPDFPageObj_GetMarkedContentID(drawn)
        if inked.get(content, _LEAST) < _LEAST:
            inked[content] += _is_seen(drawn)
    for words, contents in pictures:
        if sum(inked[content] for content in contents) < _LEAST:
            yield words


def _pictures(element: Any) -> Iterator[tuple[str, list[int]]]:
    """Every picture below a tag: its words, and the numbers of the marked contents it is drawn by."""
    kind = utf16(partial(raw.FPDF_StructElement_GetType, element))
    children = range(raw.FPDF_StructElement_CountChildren(element))
    if kind == "Figure":
        numbers = (raw.FPDF_StructElement_GetChildMarkedContentID(element, n) for n in children)
        yield utf16(partial(raw.FPDF_StructElement_GetAltText, element)), [number for number in numbers if number >= 0]
    elif kind not in _NO_PICTURES:
        for n in children:
            child = raw.FPDF_StructElement_GetChildAtIndex(element, n)
            if child:
                yield from _pictures(child)


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
