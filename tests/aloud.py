"""What a program that reads aloud says of a page: its tag tree from first to last, not the order of drawing."""

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2
from pypdfium2 import raw


def read_aloud(content: bytes, number: int) -> list[str]:
    """The page by its tags, a line each with its kind: "H1 ...", "P ..."; a picture by the words that stand for it."""
    with pypdfium2.PdfDocument(content) as document:
        page = document[number]
        texts = _texts(page)
        tree = raw.FPDF_StructTree_GetForPage(page)
        try:
            tops = range(raw.FPDF_StructTree_CountChildren(tree))
            lines = [line for n in tops for line in _lines(raw.FPDF_StructTree_GetChildAtIndex(tree, n), texts)]
        finally:
            raw.FPDF_StructTree_Close(tree)
    return [" ".join(line.split()) for line in lines]


_BLOCKS = ("H1", "H2", "H3", "P", "LBody", "Lbl", "TH", "TD", "Caption")  # said in one breath


def _lines(element: Any, texts: dict[int, str]) -> Iterator[str]:
    kind = _said(raw.FPDF_StructElement_GetType, element)
    if kind == "Figure":
        yield f"Figure {_said(raw.FPDF_StructElement_GetAltText, element)}"
    elif kind in _BLOCKS:
        if text := "".join(_words(element, texts)).strip():
            yield f"{kind} {text}"
    else:
        for part in _parts(element):
            if isinstance(part, int):
                yield f"{kind} {texts.get(part, '')}"
            else:
                yield from _lines(part, texts)


def _words(element: Any, texts: dict[int, str]) -> Iterator[str]:
    for part in _parts(element):
        if isinstance(part, int):
            yield texts.get(part, "")
        else:
            yield from _words(part, texts)


def _parts(element: Any) -> Iterator[Any]:
    """What an element holds, in its order: elements, and numbers of what is drawn on this page."""
    for n in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, n)
        if child:
            yield child
        elif (mcid := raw.FPDF_StructElement_GetChildMarkedContentID(element, n)) >= 0:
            yield mcid


def _texts(page: Any) -> dict[int, str]:
    """What is drawn, by the number of its marked content; a new line is a space, as readers hear it."""
    texts: dict[int, str] = {}
    reader, line = page.get_textpage(), 0.0
    for n in range(raw.FPDFPage_CountObjects(page)):
        found = raw.FPDFPage_GetObject(page, n)
        mcid = raw.FPDFPageObj_GetMarkedContentID(found)
        if mcid >= 0 and raw.FPDFPageObj_GetType(found) == raw.FPDF_PAGEOBJ_TEXT:
            place = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(found, place)
            between, line = ("" if abs(place.f - line) < 1 else " "), place.f
            text = _utf16(partial(raw.FPDFTextObj_GetText, found, reader))
            texts[mcid] = texts.get(mcid, "") + between + text
    return texts


def _said(ask: Callable[..., int], element: Any) -> str:
    return _utf16(lambda place, size: ask(element, place, size))


def _utf16(ask: Callable[[Any, int], int]) -> str:
    size = ask(None, 0)
    place = (ctypes.c_ushort * (size // 2 + 1))()
    ask(place, size)
    return bytes(place).decode("utf-16-le").split("\0")[0]
