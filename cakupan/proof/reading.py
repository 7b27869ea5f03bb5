"""A finished PDF as a reader's program finds it."""

import ctypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from cakupan.proof.ink import is_blank, pictures_of
from cakupan.stated import OCCASION, PERIOD, REGION, said, spoken


@dataclass(frozen=True)
class Proof:
    """What a reader's program finds in a PDF; `fonts` with whether they are embedded, texts by page.

    `pictures` are their words by page, `blank` the words of those in which next to nothing is to be seen.
    """

    pages: tuple[str, ...]
    sections: tuple[str, ...]
    fonts: frozenset[tuple[str, bool]]
    says: Mapping[str, str]
    pictures: tuple[tuple[str, ...], ...]
    blank: frozenset[str]


def read_proof(content: bytes, *, everywhere: bool = False) -> Proof:
    """The PDF as PDFium reads it, the reader inside Chrome; PdfiumError where it cannot.

    Pictures in tables, lists and paragraphs are looked for where it is asked for `everywhere`.
    """
    with pypdfium2.PdfDocument(content) as document:
        attached = [document.get_attachment(n).get_name() for n in range(document.count_attachments())]
        says = {
            "title": plain(said(document, "Title")),
            "language": spoken(document),
            "region": said(document, REGION),
            "period": said(document, PERIOD),
            "occasion": said(document, OCCASION),
            "annex": ", ".join(attached),
        }
        pages = list(document)
        texts = tuple("\n".join(map(plain, page.get_textpage().get_text_range().splitlines())) for page in pages)
        sections = tuple(plain(entry.get_title()) for entry in document.get_toc())
        fonts: dict[int, tuple[str, bool]] = {}
        pictures = []
        for page in pages:
            drawn = [raw.FPDFPage_GetObject(page.raw, n) for n in range(raw.FPDFPage_CountObjects(page))]
            _gather(drawn, fonts)
            pictures.append([(plain(words), ink) for words, ink in pictures_of(page, drawn, everywhere=everywhere)])
        named = tuple(tuple(words for words, _ in there) for there in pictures)
        blank = frozenset(words for there in pictures for words, inked in there if not inked)
        return Proof(texts, sections, frozenset(fonts.values()), says, named, blank)


def is_paper(content: bytes) -> bool:
    """Whether a PDF is drawn as blank pages; PdfiumError where it cannot be opened."""
    with pypdfium2.PdfDocument(content) as document:
        return all(map(is_blank, document))


def _gather(drawn: Iterable[Any], fonts: dict[int, tuple[str, bool]]) -> None:
    """The fonts of a page's texts, by their place in memory, and of the drawings on it."""
    for found in drawn:
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            _gather((raw.FPDFFormObj_GetObject(found, n) for n in range(raw.FPDFFormObj_CountObjects(found))), fonts)
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
