"""Print: HTML becomes PDF bytes; whatever WeasyPrint only logs is a failure here."""

import base64
import contextlib
import datetime as dt
import io
import logging
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2

from cakupan.assets import FACES, TEMPLATES
from cakupan.errors import MachineError, PrintError
from cakupan.message import message
from cakupan.model import Annex, Typeface
from cakupan.typeface import fonts

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

_OPTIONS: Mapping[str, Any] = {"pdf_variant": "pdf/a-3a", "custom_metadata": True}  # tagged; region and period inside
_WEIGHTS = {"Regular": (400, "normal"), "It": (400, "italic"), "Semibold": (600, "normal"), "Bold": (700, "normal")}


class Printed(NamedTuple):
    """A finished document."""

    content: bytes
    pages: int


class Press(NamedTuple):
    """What is costly and the same for every document of a process: type and style, and what is wrong with the style."""

    stylesheets: tuple["CSS", ...]
    fonts: "FontConfiguration"
    fetcher: "URLFetcher"
    complaints: tuple[str, ...]


def print_pdf(
    html: str,
    paper: str,
    identifier: str,
    css: str = "",
    annex: Annex | None = None,
    typeface: Typeface | None = None,
) -> Printed:
    """The document as PDF/A-3a and PDF/UA-1, with the annex inside; the same of all give the same bytes.

    PrintError when anything went wrong that WeasyPrint would only log: a missing
    image or glyph, an unknown anchor, a forbidden address.
    """
    weasyprint = load_weasyprint()
    tools = press(paper, css, typeface)
    try:
        with _complaints() as lines:
            source = weasyprint.HTML(string=html, url_fetcher=tools.fetcher)
            document = source.render(stylesheets=list(tools.stylesheets), font_config=tools.fonts, **_OPTIONS)
            _claim_both(document.metadata)
            inside = [_attachment(weasyprint, annex, tools.fetcher)] if annex else None
            content = document.write_pdf(
                None, 1, _once, pdf_identifier=identifier.encode(), attachments=inside, **_OPTIONS
            )
    except weasyprint.urls.FatalURLFetchingError as error:
        raise PrintError(message("{reason}", reason=str(error))) from None
    if complaints := dict.fromkeys((*tools.complaints, *lines)):
        raise PrintError(*(message("{reason}", reason=line) for line in complaints))
    return Printed(content, len(document.pages))


def print_picture(svg: str, pixels: int, typeface: Typeface | None = None) -> bytes:
    """A drawing as PNG so many pixels wide, on white: mail programs show no SVG. The same drawing gives the same bytes.

    It goes the way of a page, so that type and colours are those of the report.
    """
    width, height = _size(svg)
    css = (
        f"@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0 }} img {{ display: block; width: 100% }}"
    )
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
    html = f'<html lang="id"><title>-</title><img alt="-" src="{address}"></html>'
    printed = print_pdf(html, "A4", "picture", css, typeface=typeface)
    assert printed.pages == 1, "the page is as large as the drawing"
    picture = io.BytesIO()
    with pypdfium2.PdfDocument(printed.content) as document:
        page = document[0].render(scale=(pixels - 0.5) / width)  # what is left of a pixel counts as a whole one
        page.to_pil().quantize(_COLOURS).save(picture, "PNG", optimize=True)
    return picture.getvalue()


_COLOURS = 64  # of a drawing of few, with the shades at their edges: a third of the bytes


def _size(svg: str) -> tuple[float, float]:
    """Width and height of a drawing of ours, in points."""
    root = ET.fromstring(svg)  # noqa: S314  # charts wrote it
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    return width, height


def _claim_both(metadata: Any) -> None:
    """The metadata say PDF/A; here they say PDF/UA-1 too, with the description that PDF/A asks for of such a word."""
    generate = metadata.generate_rdf_metadata

    def both(*variant: Any) -> bytes:
        described, end, _ = generate(*variant).rpartition(b"</rdf:RDF>")
        return bytes(described + _UA.encode() + end)

    metadata.generate_rdf_metadata = both


_UA = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the document keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def _attachment(weasyprint: Any, annex: Annex, fetcher: "URLFetcher") -> Any:
    """The annex as the data behind the document; its times are given, as the clock would be read for them."""
    day = dt.datetime.combine(annex.day, dt.time(), dt.UTC)
    address = "data:text/csv;base64," + base64.b64encode(annex.content).decode("ascii")
    told = {"name": annex.name, "description": annex.about, "created": day, "modified": day, "relationship": "Source"}
    return weasyprint.Attachment(url=address, url_fetcher=fetcher, **told)


def _once(_: Any, pdf: Any) -> None:
    """Each associated file is named once; WeasyPrint names one it finds in two lists twice."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


@contextlib.contextmanager
def _complaints() -> Iterator[list[str]]:
    """Every warning and error of WeasyPrint meanwhile."""
    handler, log = _Complaints(), logging.getLogger("weasyprint")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)  # why a drawing failed is said there alone
    try:
        yield handler.lines
    finally:
        log.setLevel(level)
        log.removeHandler(handler)


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self.lines.append(record.getMessage())
        elif record.exc_info and record.exc_info[1] and self.lines:
            self.lines[-1] += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"


def load_weasyprint() -> Any:
    """The library; MachineError when Pango, which it needs, is not on the machine (it prints a notice of its own)."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            import weasyprint
            import weasyprint.text.fonts
            import weasyprint.urls
    except OSError as error:
        raise MachineError(
            message("Pango is missing ({reason}); run `make setup`, which installs it", reason=str(error).split(":")[0])
        ) from None
    return weasyprint


def pango_version() -> str:
    """The version of the library that sets the text, as "1.50.12"; MachineError when it is not there."""
    load_weasyprint()
    from weasyprint.text.ffi import pango

    number = int(pango.pango_version())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


@cache
def press(paper: str, css: str = "", typeface: Typeface | None = None) -> Press:
    """Stylesheets and fonts, parsed once a process; `css` and `typeface` stand in the place of the house's own."""
    weasyprint = load_weasyprint()
    known = weasyprint.text.fonts.FontConfiguration()
    type_ = fonts(typeface)
    fetcher = _fetcher(weasyprint, type_.files)
    faces = zip(FACES, type_.files, strict=True)
    rules = [_font_face(type_.family, *_WEIGHTS[face], file) for face, file in faces]
    texts = (
        "\n".join(rules),
        f"@page {{ size: {_PAPERS[paper]} }}",
        css or (TEMPLATES / _STYLES.get(paper, "house.css")).read_text("utf-8"),
    )
    base = TEMPLATES.as_uri() + "/"
    with _complaints() as lines:
        sheets = [weasyprint.CSS(string=text, base_url=base, font_config=known, url_fetcher=fetcher) for text in texts]
    return Press(tuple(sheets), known, fetcher, tuple(lines))


_PAPERS: Mapping[str, str] = {
    "A4": "210mm 297mm",
    "F4": "215mm 330mm",
    "phone": "100mm 178mm",
    "slides": "254mm 142.875mm",  # 16:9, as wide as the programs for slides make them
}
_STYLES: Mapping[str, str] = {"phone": "phone.css", "slides": "slides.css"}  # what is not a page of the report


def _font_face(family: str, weight: int, style: str, file: Path) -> str:
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{file.as_uri()}") }}'
    )


def _fetcher(weasyprint: Any, type_: tuple[Path, ...]) -> "URLFetcher":
    """Opens the fonts, the house's pictures and data: addresses; anything else ends the rendering."""
    allowed = {*type_, *TEMPLATES.glob("*.svg")}

    class OwnAssets(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:") and _file(url) not in allowed:
                raise weasyprint.urls.FatalURLFetchingError(f"not an asset of ours: {url[:80]}")
            return super().fetch(url, headers)

    return OwnAssets(allowed_protocols=("file", "data"), allow_redirects=False, timeout=1)


def _file(url: str) -> Path:
    parts = urllib.parse.urlsplit(url)
    return Path(urllib.parse.unquote(parts.path)) if parts.scheme == "file" else Path()
