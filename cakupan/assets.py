"""What every page is made with: the templates, and the type family that a package brings."""

import importlib.util
import string
from pathlib import Path

from cakupan.errors import MachineError
from cakupan.message import message

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_PACKAGE = "font_source_sans_pro"
HOUSE_COLOURS = {"accent": "#07515e", "miss": "#c4522f"}  # as in templates/house.css and charts/palette.py
FACES = ("Regular", "It", "Semibold", "Bold")
HOUSE_FAMILY = "Source Sans Pro"  # as in templates/*.css, templates/sample.svg and charts/finish.py
HOUSE_CHARACTERS = (  # what pages and drawings say by themselves, whatever is handed in
    string.digits + string.ascii_letters + string.punctuation + " \N{NO-BREAK SPACE}±·×–—’“”…•→−■▲▼"
)


def font_files() -> tuple[Path, ...]:
    """The TTF files of FACES, in that order; MachineError when the package is missing or broken."""
    spec = importlib.util.find_spec(_PACKAGE)
    folder = Path(spec.origin).parent / "files" if spec and spec.origin else Path()
    files = tuple(folder / f"SourceSansPro-{face}.ttf" for face in FACES)
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise MachineError(
            message(
                "the fonts {files} are missing; run `make distclean setup`, which installs the package {package} anew",
                files=", ".join(missing),
                package="font-source-sans-pro",
            )
        )
    return files
