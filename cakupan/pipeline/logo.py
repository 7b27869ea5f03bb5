"""A province's logo, drawn once before anything is made with it: a broken one is found with its file."""

import base64
from collections.abc import Iterator
from dataclasses import replace

from cakupan.errors import PrintError
from cakupan.message import Message, message
from cakupan.model import Finding, Severity, Sheet, Where

_KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def draw_logo(sheet: Sheet) -> Sheet:
    """The sheet with what is wrong with its logo among its findings; one that was not read is found by the check.

    MachineError when a font or Pango is missing.
    """
    style = sheet.description.get("style")
    name = style.get("logo") if isinstance(style, dict) else None
    if not isinstance(name, str) or name not in sheet.inputs or name[-3:] not in _KINDS:
        return sheet
    found = (
        Finding("description", Severity.ERROR, Where(name), told) for told in _faults(name[-3:], sheet.inputs[name])
    )
    return replace(sheet, findings=(*sheet.findings, *found))


def _faults(kind: str, content: bytes) -> Iterator[Message]:
    """Printed as on page 1, and opened and drawn again."""
    from cakupan.pdf import print_pdf
    from cakupan.proof import is_paper, read_proof

    address = f"data:{_KINDS[kind]};base64,{base64.b64encode(content).decode('ascii')}"
    picture = f'<img alt="logo" style="width: 60mm; max-height: 60mm" src="{address}">'
    try:
        printed = print_pdf(f'<!doctype html><html lang="en"><title>logo</title>{picture}</html>', "phone", "logo")
    except PrintError:
        yield message(
            "the picture cannot be drawn: it is damaged, or names pictures or addresses outside of it; "
            "save it anew with all it shows inside"
        )
        return
    if is_paper(printed.content):
        yield message("nothing of the picture is to be seen on white paper; give one that shows something")
    if read_proof(printed.content).fonts:
        yield message("the picture has letters that need a font; save them as outlines")
