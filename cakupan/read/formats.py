"""What number formats of a workbook make of numbers: per cent, or thousands; the reader does not tell."""

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
    """By their numbers, the cell formats that show 0.4517 as 45.17 %, and those that show 33 as 33 thousand."""

    percent: frozenset[int]
    scaled: frozenset[int]


def read_formats(archive: Archive) -> Formats:
    """The cell formats of a workbook that change what a number says."""
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            formats.append(_number(attributes.get("numFmtId")))
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = name

    if archive.has(_STYLES):
        archive.elements(_STYLES, start)
    percent = _BUILT_IN - set(codes) | {key for key, code in codes.items() if "%" in _ASIDE.sub("", code)}
    scaled = {key for key, code in codes.items() if _is_scaled(code)}
    return Formats(
        frozenset(number for number, key in enumerate(formats) if key in percent),
        frozenset(number for number, key in enumerate(formats) if key in scaled),
    )


def _is_scaled(code: str) -> bool:
    words = (found.strip('"\\') for found in _ASIDE.findall(code) if found[0] in '"\\')
    return bool(_THOUSANDS.search(_ASIDE.sub("", code))) or any(map(_IN_WORDS.search, words))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else -1
