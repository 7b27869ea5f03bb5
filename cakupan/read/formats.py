"""What formats of a workbook make of its cells: per cent, thousands, struck through; the reader does not tell."""

import re
from dataclasses import dataclass

from cakupan.read.archive import Archive

_STYLES = "xl/styles.xml"
_BUILT_IN = {9, 10}  # 0% and 0.00%
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # text, escapes, gaps, fillers and colours of a format
_THOUSANDS = re.compile(r"[0#?],+(?:[^0#?,]|$)|[0#?]\.0{3}(?!0)")  # #,##0, shows 33250 as 33; 0.000 shows 33 as 33.000
_IN_WORDS = re.compile(r"\.?000|ribu|\brb\b|juta|\bjt\b|mil[iy]ar|thousand|million|^\W*[km]\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Formats:
    """The numbers of the cell formats that show 0.4517 as 45.17 %, of those that show 33 as 33.000, of those struck."""

    percent: frozenset[int]
    scaled: frozenset[int]
    struck: frozenset[int]


def read_formats(archive: Archive) -> Formats:
    """The cell formats of a workbook that change what a cell says."""
    styles = _Styles()
    if archive.has(_STYLES):
        archive.elements(_STYLES, styles.start)
    codes = styles.codes
    percent = _BUILT_IN - set(codes) | {key for key, code in codes.items() if "%" in _ASIDE.sub("", code)}
    scaled = {key for key, code in codes.items() if _is_scaled(code)}
    return Formats(
        frozenset(number for number, (key, _) in enumerate(styles.formats) if key in percent),
        frozenset(number for number, (key, _) in enumerate(styles.formats) if key in scaled),
        frozenset(number for number, (_, font) in enumerate(styles.formats) if font in styles.struck),
    )


class _Styles:
    """The part of a workbook that holds its formats, while it is read."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[tuple[int, int]] = []  # the number format and the font of each
        self.struck: set[int] = set()
        self._inside, self._fonts = "", 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """One more element begins."""
        if name == "numFmt":
            self.codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name in ("fonts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._inside = name
        elif name == "xf" and self._inside == "cellXfs":
            self.formats.append((_number(attributes.get("numFmtId")), _number(attributes.get("fontId"))))
        elif name == "font" and self._inside == "fonts":
            self._fonts += 1
        elif name == "strike" and self._inside == "fonts" and attributes.get("val", "1") in ("1", "true"):
            self.struck.add(self._fonts - 1)


def _is_scaled(code: str) -> bool:
    words = (found.strip('"\\') for found in _ASIDE.findall(code) if found[0] in '"\\')
    return bool(_THOUSANDS.search(_ASIDE.sub("", code))) or any(map(_IN_WORDS.search, words))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else -1
