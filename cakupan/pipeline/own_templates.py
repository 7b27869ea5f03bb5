"""Where a report with templates of a province's own cannot be printed: which of its files, and where in it."""

import re
from collections.abc import Iterator, Mapping

from cakupan.assets import TEMPLATES
from cakupan.errors import CakupanError, PrintError
from cakupan.message import Message, message
from cakupan.model import Format, Style

_SHEETS = {Format.PDF: "house.css", Format.SLIDES: "slides.css", Format.SUMMARY: "phone.css"}
_ANCHOR = re.compile(r"No anchor #(\S+) for internal URI reference")
_CSS = re.compile(r"(?P<what>.*) at (?P<line>\d+):(?P<column>\d+), (?P<reason>.*)", re.DOTALL)


def placed_in_templates(error: CakupanError, style: Style, form: Format) -> CakupanError:
    """The same with the file, and the line where it is known, and below it all own files that were in use."""
    own = {name: text for name, text in style.templates if _is_of(name, form)}
    if not own or not isinstance(error, PrintError):
        return error
    told, sheet = _without_anchors(error.messages, own), _SHEETS[form]
    if sheet in own:
        told = (_in_stylesheet(line, sheet) for line in told)
    files = ", ".join(f"templates/{name}" for name in own)
    return PrintError(*told, message("files of the province's own that were in use: {files}", files=files))


def _is_of(name: str, form: Format) -> bool:
    """Whether a template or stylesheet belongs to a format; the report and the slides share one."""
    if name == "parts.html.j2":
        return form in (Format.PDF, Format.SLIDES)
    prefixes = {"phone": Format.SUMMARY, "slide": Format.SLIDES}
    return prefixes.get(name[:5], Format.PDF) is form


def _without_anchors(messages: tuple[Message, ...], own: Mapping[str, str]) -> Iterator[Message]:
    """All other messages, and one for each template of what anchors it lacks or leads to."""
    lacking: dict[str, list[str]] = {}
    for line in messages:
        anchor = _ANCHOR.fullmatch(str(line))
        if not anchor:
            yield line
            continue
        lacking.setdefault(_lacking(anchor[1], own), []).append(f"#{anchor[1]}")
    for place, anchors in lacking.items():
        told = message("links lead to anchors that are not there: {anchors}", anchors=", ".join(dict.fromkeys(anchors)))
        yield message("{place}: {what}", place=place, what=told) if place else told


def _lacking(anchor: str, own: Mapping[str, str]) -> str:
    """The own template that stands in the place of the one with the anchor, else the line with the link; or ""."""
    begins = re.match(r"\D*", anchor)
    made = f'id="{begins[0] if begins else anchor}'
    for name in own:
        house = TEMPLATES / name
        if made in house.read_text("utf-8") and made not in own[name]:
            return f"templates/{name}"
    for name, text in own.items():
        for number, line in enumerate(text.splitlines(), 1):
            if f"#{anchor}" in line:
                return f"templates/{name}:{number}"
    return ""


def _in_stylesheet(line: Message, sheet: str) -> Message:
    """What is wrong in a stylesheet, with its line; that of a font that is not the house's is not known."""
    found = _CSS.fullmatch(str(line))
    if not found:
        return line
    return message(
        "templates/{file}, line {line}: {reason}",
        file=sheet,
        line=found["line"],
        reason=f"{found['what']} ({found['reason']})",
    )
