"""An SVG as small as its picture: what matplotlib writes for editors and style sheets costs the page setter time."""

import xml.etree.ElementTree as ET

_SVG = "{http://www.w3.org/2000/svg}"
_EVERYWHERE = {"stroke-linejoin": "round", "stroke-linecap": "butt"}  # matplotlib's rule for `*`, said once at the root
_HREF = "{http://www.w3.org/1999/xlink}href"
_NAMES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}


def slim(svg: str) -> str:
    """The same picture without metadata, style sheet, empty groups and rotations by nothing; styles as attributes."""
    root = ET.fromstring(svg)  # noqa: S314  # matplotlib wrote it a moment ago
    root.attrib |= _NAMES | _EVERYWHERE
    _unwrap(root)
    for element in root.iter():
        _state(element)
    return ET.tostring(root, encoding="unicode")


def _unwrap(parent: ET.Element) -> None:
    """Groups that say nothing give way to what they hold; ids that nothing refers to go."""
    kept: list[ET.Element] = []
    for child in parent:
        _unwrap(child)
        child.tail = None
        if child.tag == _SVG + "g":
            child.attrib.pop("id", None)
        if child.tag == _SVG + "g" and not child.attrib:
            kept += child
        elif child.tag not in (_SVG + "metadata", _SVG + "style") and (child.tag != _SVG + "defs" or len(child)):
            kept.append(child)
    parent[:] = kept
    if parent.tag != _SVG + "text":
        parent.text = None


def _state(element: ET.Element) -> None:
    """Styles as attributes, which need no parser of their own; no rotation by zero; names as matplotlib wrote them.

    `ET.register_namespace` would do for the names too, but it holds for the whole
    process and any library may register otherwise.
    """
    element.tag = element.tag.removeprefix(_SVG)
    if href := element.attrib.pop(_HREF, ""):
        element.set("xlink:href", href)
    style = element.attrib.pop("style", "")
    for declaration in filter(None, style.split(";")):
        name, _, value = declaration.partition(":")
        element.set(name.strip(), value.strip().strip("'"))
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
