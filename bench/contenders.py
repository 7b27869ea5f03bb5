"""Who is compared: the command of each, how often it runs, and what is said of it."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
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
    cwd: Path = ROOT
    other: bool = False  # makes other pages, so it may differ in their number


def contenders(data: Path, regions: Sequence[str], before: Path | None = None) -> list[Contender]:
    """Ours first; `regions` are all codes, for the one that has to be told them; `before` is an older checkout."""
    bench = environment(PYTHONPATH=str(ROOT))

    def ours(only: Sequence[str], out: Path, checkout: Path = ROOT, own: Path = data) -> list[str]:
        chosen = [word for code in only for word in ("--region", code)]
        return [PYTHON, str(checkout / "generate.py"), "report", "--data", str(own), "--out", str(out), *chosen]

    def older(checkout: Path) -> Contender:
        command = partial(ours, checkout=checkout, own=checkout / "data" / "contoh")
        remark = "`generate.py report` of an older commit, on its own sample"
        return Contender("before", remark, command, environment(), cwd=checkout, other=True)

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
        *([older(before)] if before else []),
    ]
