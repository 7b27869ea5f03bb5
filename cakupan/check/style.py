"""A province's own style: which sections in which order, its colours, its logo, its type, its templates."""

import base64
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from cakupan.assets import HOUSE_COLOURS, TEMPLATES
from cakupan.check.fonts import FontsTable, Problem, read_typeface
from cakupan.message import message
from cakupan.model import Style
from cakupan.nearest import did_you_mean
from cakupan.sections import SECTIONS
from cakupan.strict_toml import Strict

_FOLDER = "templates/"
_DESCRIPTION = "province.toml"
_NEVER_LEFT_OUT = "notes"  # where a reader finds out whether to believe it
_LEAST_CONTRAST = 4.5  # of small type on white: WCAG 2.2, 1.4.3
_LEAST_APART = 1.5  # contrast of the two colours with each other: those of the house have 1.9
_KINDS = {"svg": "image/svg+xml", "png": "image/png"}
_PNG = b"\x89PNG"

Hex = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Colours(Strict):
    """Colours of a province's own, by what they are for."""

    accent: Hex | None = None
    miss: Hex | None = None


class StyleTable(Strict):
    """What a province changes of the house style."""

    logo: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+\.(svg|png)$")] | None = None
    sections: list[str] | None = None
    colours: Colours = Colours()
    fonts: FontsTable | None = None


def read_style(table: StyleTable, inputs: Mapping[str, bytes]) -> tuple[Style, list[Problem]]:
    """The style, and all that is wrong with it; `inputs` are the files of the province folder by name."""
    problems = [*_sections(table), *_colours(table), *_logo(table, inputs), *_templates(inputs)]
    typeface, wrong = read_typeface(table.fonts, inputs, _DESCRIPTION) if table.fonts else (None, [])
    problems += wrong
    if problems:
        return Style(), problems
    chosen = table.colours.model_dump(exclude_none=True)
    own = sorted(name for name in inputs if name.startswith(_FOLDER))
    return Style(
        sections=tuple(table.sections or ()),
        colours=tuple((HOUSE_COLOURS[name], colour) for name, colour in chosen.items()),
        logo=_address(table.logo, inputs[table.logo]) if table.logo else "",
        templates=tuple((name.removeprefix(_FOLDER), inputs[name].decode("utf-8")) for name in own),
        typeface=typeface,
    ), []


def _sections(table: StyleTable) -> Iterator[Problem]:
    known = [section.name for section in SECTIONS]
    names = known if table.sections is None else table.sections
    for name in names:
        if name not in known:
            advice, came = did_you_mean(name, known), f'"{name}"'
            yield _DESCRIPTION, message("style.sections: {came} is no section; {advice}", came=came, advice=advice)
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _DESCRIPTION, message("style.sections: {came} stands there twice", came=f'"{name}"')
    if _NEVER_LEFT_OUT not in names:
        yield _DESCRIPTION, message("style.sections: {name} cannot be left out", name=f'"{_NEVER_LEFT_OUT}"')


def _colours(table: StyleTable) -> Iterator[Problem]:
    for name, colour in table.colours.model_dump(exclude_none=True).items():
        contrast = 1.05 / (_luminance(colour) + 0.05)
        if contrast < _LEAST_CONTRAST:
            yield _DESCRIPTION, message(
                "style.colours.{name}: {came} is too light on white: its contrast is {contrast}, 4.5 is needed",
                name=name, came=colour, contrast=f"{contrast:.1f}",
            )  # fmt: skip
    accent, miss = (getattr(table.colours, name) or HOUSE_COLOURS[name] for name in ("accent", "miss"))
    dark, light = sorted(_luminance(colour) + 0.05 for colour in (accent, miss))
    if light / dark < _LEAST_APART:
        yield _DESCRIPTION, message(
            "style.colours: accent {accent} and miss {miss} are so alike that a black-and-white copy makes them one",
            accent=accent, miss=miss,
        )  # fmt: skip


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it: 0 black, 1 white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _logo(table: StyleTable, inputs: Mapping[str, bytes]) -> Iterator[Problem]:
    if table.logo is None:
        return
    content = inputs.get(table.logo)
    if content is None:
        yield _DESCRIPTION, message("style.logo: no file {file} of at most 1 MB lies beside it", file=table.logo)
    elif content.startswith(_PNG) is not table.logo.endswith(".png"):
        yield table.logo, message("it is not what its name says, a picture of kind {kind}", kind=table.logo[-3:])


def _address(name: str, content: bytes) -> str:
    return f"data:{_KINDS[name[-3:]]};base64," + base64.b64encode(content).decode("ascii")


def _templates(inputs: Mapping[str, bytes]) -> Iterator[Problem]:
    known = sorted(path.name for path in TEMPLATES.iterdir() if path.suffix in (".j2", ".css"))
    for name in sorted(name for name in inputs if name.startswith(_FOLDER)):
        own = name.removeprefix(_FOLDER)
        if own not in known:
            yield name, message("the house has no template of this name; {advice}", advice=did_you_mean(own, known))
            continue
        try:
            inputs[name].decode("utf-8")
        except UnicodeDecodeError:
            yield name, message("it is not UTF-8")
