"""What a finished PDF states of itself in its metadata, as PDFium reads it."""

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

REGION, PERIOD, EDITION, OCCASION = "cakupanregion", "cakupanperiod", "cakupanedition", "cakupanoccasion"


class Stated(NamedTuple):
    """Whose report of which month and edition a PDF is by its own words; "" where it does not say.

    `occasion` is what it is for: the meeting's key, or its month.
    """

    region: str
    period: str
    edition: str
    occasion: str


def stated(content: bytes) -> Stated:
    """What a PDF says it is; what cannot be opened says nothing."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            region, period, edition, meeting = (said(document, key) for key in (REGION, PERIOD, EDITION, OCCASION))
            return Stated(region, period, edition, meeting or period)
    except pypdfium2.PdfiumError:
        return Stated("", "", "", "")


def said(document: Any, key: str) -> str:
    """An entry of an opened PDF's metadata; "" where there is none."""
    return utf16(lambda place, size: raw.FPDF_GetMetaText(document, key.encode(), place, size))


def spoken(document: Any) -> str:
    """The language an opened PDF says it is in."""
    return utf16(lambda place, size: raw.FPDFCatalog_GetLanguage(document, place, size))


def utf16(ask: Callable[[Any, int], int]) -> str:
    """Text that PDFium writes into a place of so many bytes, its end included."""
    size = ask(None, 0)
    place = (ctypes.c_ushort * (size // 2))()
    ask(place, size)
    return bytes(place).decode("utf-16-le").rstrip("\0")
