"""An SVG as small as its picture: what matplotlib writes for editors and style sheets costs the page setter time."""

import xml.etree.ElementTree as ET

_SVG = "{http://www.w3.org/2000/svg}"
_EVERYWHERE = {"stroke-linejoin": "round", "stroke-linecap": "butt"}  # matplotlib's rule for `*`, said once at the root
_HREF = "{http://www.w3.org/1999/xlink}href"
_NAMES = {"xmlns": "http://www.w3.org/2000/svg"}


def slim(svg: str) -> str:
    """The same picture without metadata, style sheet, references and empty groups."""
    root = ET.fromstring(svg)  # noqa: S314  # matplotlib wrote it a moment ago
    root.attrib |= _NAMES | _EVERYWHERE
    marks = {f"#{mark.get('id')}": mark for mark in root.iter(_SVG + "path") if mark.get("id")}
    for element in root.iter():
        _state(element)
    for use in root.iter("use"):
        _stamp(use, marks[use.attrib.pop(_HREF)])
    _unwrap(root)
    return ET.tostring(root, encoding="unicode")


def _stamp(use: ET.Element, mark: ET.Element) -> None:
    """A mark drawn where it was only referred to: the page setter copies the whole of it each time."""
    place = f"{use.get('transform', '')} translate({use.attrib.pop('x', '0')} {use.attrib.pop('y', '0')})"
    use.tag = "path"
    use.attrib |= {name: value for name, value in mark.attrib.items() if name != "id" and name not in use.attrib}
    use.set("transform", place.strip())


def _unwrap(parent: ET.Element) -> None:
    """Groups that say nothing give way to what they hold; so do marks, which stand where they were referred to."""
    kept: list[ET.Element] = []
    for child in parent:
        _unwrap(child)
        child.tail = None
        if child.tag == "g" and child.attrib.keys() <= {"id"}:
            kept += child
        elif child.tag != "metadata" and not (
            child.tag == "defs" and {mark.tag for mark in child} <= {"path", "style"}
        ):
            kept.append(child)
    parent[:] = kept
    if parent.tag != "text":
        parent.text = None


def _state(element: ET.Element) -> None:
    """Styles as attributes, which need no parser of their own; names without their space.

    `ET.register_namespace` would do for the names too, but it holds for the whole
    process and any library may register otherwise.
    """
    element.tag = element.tag.removeprefix(_SVG)
    style = element.attrib.pop("style", "")
    for declaration in filter(None, style.split(";")):
        name, _, value = declaration.partition(":")
        element.set(name.strip(), value.strip().strip("'"))
