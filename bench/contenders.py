"""Who is compared: the command of each, how often it runs, and what is said of it."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from timing import PYTHON, ROOT, environment, part


@dataclass(frozen=True)
class Contender:
    """A way of making the reports; `command` takes the regions (none: all) and the folder to fill."""

    name: str
    remark: str
    command: Callable[[Sequence[str], Path], list[str]]
    env: dict[str, str]
    slow: bool = False


def contenders(data: Path, regions: Sequence[str]) -> list[Contender]:
    """Ours first; `regions` are all codes, for the one that has to be told them."""
    bench = environment(PYTHONPATH=str(ROOT))

    def ours(only: Sequence[str], out: Path) -> list[str]:
        chosen = [word for code in only for word in ("--region", code)]
        return [PYTHON, "generate.py", "report", "--data", str(data), "--out", str(out), *chosen]

    def naive(only: Sequence[str], out: Path) -> list[str]:
        return part("naive.py", "--data", str(data), "--out", str(out), *only)

    def notebooks(at_once: int) -> Callable[[Sequence[str], Path], list[str]]:
        script = [sys.executable, str(ROOT / "bench" / "notebooks.py"), "--at-once", str(at_once)]
        return lambda only, out: [*script, "--data", str(data), "--out", str(out), *(only or regions)]

    return [
        Contender("cakupan", "`generate.py report`", ours, environment()),
        Contender("naive", "same pages, one process, pyplot with constrained layout", naive, bench),
        Contender(
            "notebooks", "papermill, nbconvert, Chromium; one region at a time", notebooks(1), environment(), True
        ),
        Contender("notebooks, 2 at once", "the same, two regions at a time", notebooks(2), environment(), True),
    ]
