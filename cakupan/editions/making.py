"""What the bytes of a report come from besides its data: the program's own files, and the libraries under it."""

import hashlib
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from cakupan.assets import TEMPLATES
from cakupan.message import Message, message
from cakupan.model import Making

_ROOT = TEMPLATES.parent
_FOLDERS = ("templates", "charts", "cakupan")
_LIBRARIES = (
    "babel", "brotli", "cffi", "contourpy", "cssselect2", "cycler", "font-source-sans-pro", "fonttools", "jinja2",
    "kiwisolver", "markupsafe", "matplotlib", "numpy", "pandas", "pillow", "pydyf", "pyparsing", "pyphen", "tinycss2",
    "tinyhtml5", "weasyprint", "zopfli",
)  # fmt: skip


def made_with(pango: str, root: Path = _ROOT) -> Making:
    """The program at `root` and the libraries of this Python; Pango's version comes from whoever loads it."""
    libraries = {"python": platform.python_version(), "pango": pango} | {name: version(name) for name in _LIBRARIES}
    return Making({name: _hash(root / name) for name in _FOLDERS}, libraries, _commit(root))


def differences(then: Making, now: Making) -> tuple[Message, ...]:
    """A line for each part that is another one now; the commit does not matter where the files are the same."""
    lines = [message("{folder}/ is not what it was", folder=name) for name, _, _ in _pairs(then.code, now.code)]
    lines += [
        message("{library} was {then}, is {now}", library=name, then=before or "-", now=after or "-")
        for name, before, after in _pairs(then.libraries, now.libraries)
    ]
    return tuple(lines)


def _pairs(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in sorted(then.keys() | now.keys()):
        before, after = then.get(name, ""), now.get(name, "")
        if before != after:
            yield name, before, after


def _hash(folder: Path) -> str:
    """SHA-256 over the names and contents of all files, without what Python compiled and editors hide."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = path.relative_to(folder)
        if "__pycache__" not in inside.parts and not path.name.startswith("."):
            content = path.read_bytes()
            digest.update(f"{inside.as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def _commit(root: Path) -> str:
    """The git commit of the clone at `root`; "" where it is none, or without git."""
    git = shutil.which("git")
    if git is None:
        return ""
    asked = [git, "-C", str(root), "rev-parse", "HEAD", "--show-toplevel"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603  # nothing of a user's in it
    commit, _, top = done.stdout.strip().partition("\n")
    return commit if done.returncode == 0 and Path(top) == root else ""
