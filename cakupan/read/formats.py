"""Which number formats of a workbook show per cent; the reader does not tell."""

import re

from cakupan.read.archive import Archive

_STYLES = "xl/styles.xml"
_BUILT_IN = {9, 10}  # 0% and 0.00%
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # text, escapes, gaps, fillers and colours of a format


def percent_formats(archive: Archive) -> frozenset[int]:
    """The numbers of the cell formats that show 0.4517 as 45.17 %."""
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
    return frozenset(number for number, key in enumerate(formats) if key in percent)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else -1
