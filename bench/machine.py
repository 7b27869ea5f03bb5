"""What the numbers were measured on: processors, memory, Python and libraries; no names of machines or folders."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from notebooks import browser
from timing import PYTHON, call

SHARED = ("matplotlib", "pandas", "weasyprint", "jinja2")
NOTEBOOK = ("papermill", "nbconvert", "ipykernel")
_MODEL = r"model name\s*: (.+)"
_ASK = "import importlib.metadata as m, sys; print(*(f'{name} {m.version(name)}' for name in sys.argv[1:]), sep=', ')"


def describe() -> list[str]:
    """A line each: machine, system, libraries."""
    shared = versions(PYTHON, SHARED)
    if shared != versions(sys.executable, SHARED):
        raise SystemExit("the reports and bench/ run on different libraries; `make setup bench` installs the same")
    chromium = subprocess.run([browser(), "--version"], capture_output=True, text=True, check=True).stdout
    return [
        f"{os.cpu_count()} cores ({_found('cpuinfo', _MODEL)}), {_memory()} GiB of memory",
        f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Python {platform.python_version()}",
        shared,
        f"{versions(sys.executable, NOTEBOOK)}, {' '.join(chromium.split()[:2])}",
    ]


def versions(python: str, names: Sequence[str]) -> str:
    """What an interpreter would load."""
    return call([python, "-c", _ASK, *names]).strip()


def _memory() -> int:
    return round(int(_found("meminfo", r"MemTotal:\s*(\d+)")) / 1024**2)


def _found(file: str, pattern: str) -> str:
    """The first match in a file of /proc; "unknown" on processors that do not say."""
    found = re.search(pattern, (Path("/proc") / file).read_text(encoding="ascii"))
    return found[1] if found else "unknown"
