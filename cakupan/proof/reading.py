"""A finished PDF as a reader's program finds it."""

import ctypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pypdfium2
from pypdfium2 import raw

from cakupan.proof.ink import blank_pictures
from cakupan.stated import PERIOD, REGION, said, spoken


@dataclass(frozen=True)
class Proof:
    """What a reader's program finds in a PDF; `fonts` with whether they are embedded, texts by page.

    `blank` are the words of pictures in which next to nothing is to be seen.
    """

    pages: tuple[str, ...]
    sections: tuple[str, ...]
    fonts: frozenset[tuple[str, bool]]
    says: Mapping[str, str]
    blank: frozenset[str]


def read_proof(content: bytes) -> Proof:
    """The PDF as PDFium reads it, the reader inside Chrome; PdfiumError where it cannot."""
    with pypdfium2.PdfDocument(content) as document:
        attached = [document.get_attachment(n).get_name() for n in range(document.count_attachments())]
        says = {
            "title": plain(said(document, "Title")),
            "language": spoken(document),
            "region": said(document, REGION),
            "period": said(document, PERIOD),
            "annex": ", ".join(attached),
        }
        pages = list(document)
        texts = tuple("\n".join(map(plain, page.get_textpage().get_text_range().splitlines())) for page in pages)
        sections = tuple(plain(entry.get_title()) for entry in document.get_toc())
        fonts: dict[int, tuple[str, bool]] = {}
        for page in pages:
            _gather(partial(raw.FPDFPage_GetObject, page), raw.FPDFPage_CountObjects(page), fonts)
        blank = frozenset(plain(words) for page in pages for words in blank_pictures(page))
        return Proof(texts, sections, frozenset(fonts.values()), says, blank)


def _gather(get: Callable[[int], Any], count: int, fonts: dict[int, tuple[str, bool]]) -> None:
    """The fonts of a page's texts, by their place in memory, and of the drawings on it."""
    for number in range(count):
        found = get(number)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            inside = partial(raw.FPDFFormObj_GetObject, found)
            _gather(inside, raw.FPDFFormObj_CountObjects(found), fonts)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            font = raw.FPDFTextObj_GetFont(found)
            place = ctypes.addressof(font.contents)
            if place not in fonts:
                name = ctypes.create_string_buffer(200)
                raw.FPDFFont_GetBaseFontName(font, name, len(name))
                fonts[place] = (name.value.decode(), raw.FPDFFont_GetIsEmbedded(font) == 1)


def plain(text: str) -> str:
    """Without the spaces that a page setter takes out too."""
    return " ".join(text.split())
