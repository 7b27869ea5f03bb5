"""The inside of the child process: limits itself, then answers one file after another until its input ends."""

import json
import pickle
import sys
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import IO

from cakupan.read.grids import grids_of
from cakupan.read.limits import MAX_ADDRESS_BYTES, MAX_DATA_BYTES, MAX_SECONDS

READY = b"ready\n"
LENGTH = 8  # bytes that say how long an answer is


def answer(questions: IO[bytes], answers: IO[bytes], limits: ModuleType | None) -> None:
    """Read the path on each line of `questions`, JSON text; `limits` is the module `resource`, None on Windows."""
    if limits:
        _limit_memory(limits)
    _say(answers, READY)
    for line in questions:
        if limits:
            _limit_time(limits)
        content = pickle.dumps(grids_of(Path(json.loads(line))), pickle.HIGHEST_PROTOCOL)
        _say(answers, len(content).to_bytes(LENGTH, "big") + content)


def _say(answers: IO[bytes], content: bytes) -> None:
    answers.write(content)
    answers.flush()


def _limit_memory(limits: ModuleType) -> None:
    """What is asked for beyond it fails here, so that the machine does not begin to swap; a death leaves no core."""
    _limit(limits, limits.RLIMIT_AS, MAX_ADDRESS_BYTES)
    _limit(limits, limits.RLIMIT_DATA, MAX_DATA_BYTES)
    _limit(limits, limits.RLIMIT_CORE, 0)


def _limit_time(limits: ModuleType) -> None:
    """Processor seconds from now on; the parent's clock ends what only sleeps."""
    used = limits.getrusage(limits.RUSAGE_SELF)
    _limit(limits, limits.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + MAX_SECONDS + 1)


def _limit(limits: ModuleType, which: int, value: int) -> None:
    """The soft limit, which may be moved again; macOS knows some limits only by name, and others are lower already."""
    with suppress(ValueError, OSError):
        limits.setrlimit(which, (value, limits.getrlimit(which)[1]))


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer, import_module("resource") if find_spec("resource") else None)
