"""Time on the wall and on the processors that a command takes from its start to its end."""

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The interpreter generate.py picks for itself; without one, the one that runs this.
PYTHON = str(ROOT / ".venv" / "bin" / "python") if (ROOT / ".venv" / "bin" / "python").exists() else sys.executable
_PR_SET_CHILD_SUBREAPER = 36
_FOREIGN = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "MPLBACKEND")


@dataclass(frozen=True)
class Run:
    """One cold run: seconds on the wall, and of all processors together."""

    seconds: float
    cpu: float


def environment(**extra: str) -> dict[str, str]:
    """What children see: bytecode is written, and nothing of this shell's Python changes what they load."""
    return {key: value for key, value in os.environ.items() if key not in _FOREIGN} | extra


def call(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Run a command, in the project's root; its output, or the end of the whole measurement when it fails."""
    done = subprocess.run(
        command, cwd=cwd, env=environment() if env is None else env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done.stdout


def call_part(name: str, *arguments: str) -> str:
    """Run a module of bench/ with the interpreter of the reports."""
    return call(part(name, *arguments), environment(PYTHONPATH=str(ROOT)))


def part(name: str, *arguments: str) -> list[str]:
    """The command for a module of bench/; its environment needs the root in PYTHONPATH."""
    return [PYTHON, str(ROOT / "bench" / name), *arguments]


def clock(command: Sequence[str], env: Mapping[str, str], cwd: Path = ROOT) -> Run:
    """A cold run of a command, its children and their children included."""
    _adopt()
    before, start = _cpu(), time.perf_counter()
    call(command, env, cwd)
    seconds = time.perf_counter() - start
    _bury()
    return Run(seconds, _cpu() - before)


def best(runs: Iterable[Run]) -> Run:
    """The fastest run: what else ran on the machine only ever adds time."""
    return min(runs, key=lambda run: run.seconds)


def _adopt() -> None:
    """Grandchildren whose parent is gone become ours (Linux), so that their processor time is counted."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _bury() -> None:
    """Wait for every child there is."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
