"""Strangers' files are opened in a child process that may die without taking the run along."""

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Timer

from cakupan.errors import MachineError
from cakupan.message import Message, message
from cakupan.model import Finding, Grid, Severity, Where
from cakupan.read.inside import LENGTH, READY
from cakupan.read.limits import MAX_ADDRESS_BYTES, MAX_SECONDS, MAX_START_SECONDS
from cakupan.read.refusal import shown

_ROOT = Path(__file__).parents[2]
Answer = tuple[list[Grid], list[Finding]]


def read_grids(paths: Sequence[Path], root: Path | None = None) -> Answer:
    """The grids of all files in their order, and what is wrong with them; files are named from `root` on.

    Errors are of the rules "file" (cannot be read as it is), "personal" (data of
    persons; that grid is left out) and "hostile" (beyond what a table of figures
    is, or made to do harm); of a file that is refused there is no grid. One child
    process reads all, and another the rest where it dies. MachineError when the
    machine starts none.
    """
    grids: list[Grid] = []
    findings: list[Finding] = []
    left = list(paths)
    while left:
        with _child() as child:
            while left and child.lives:
                path = left.pop(0)
                name = shown(path.relative_to(root).as_posix() if root else path.name)
                more, told = _named(child.read(path), name)
                grids += more
                findings += told
    return grids, findings


def _named(answer: Answer, name: str) -> Answer:
    """The same under the name by which the reader knows the file: two folders may hold files of one name."""
    grids, findings = answer
    places = (replace(finding.where, file=name) for finding in findings)
    named = [replace(finding, where=where) for finding, where in zip(findings, places, strict=True)]
    return [replace(grid, file=name) for grid in grids], named


class _Child:
    """A running child process; it lives until a file kills it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin, "asked for as a pipe"
        assert process.stdout, "asked for as a pipe"
        self._process, self._questions, self._answers = process, process.stdin, process.stdout
        self.lives = True

    def ready(self) -> bool:
        """Whether it comes to life in time."""
        with self._within(MAX_START_SECONDS):
            return self._answers.readline() == READY

    def read(self, path: Path) -> Answer:
        """What the child says of the file, or that it died of it."""
        start = time.monotonic()
        with self._within(MAX_SECONDS):
            self._ask(path)
            length = int.from_bytes(self._answers.read(LENGTH), "big")
            content = self._answers.read(length) if length < MAX_ADDRESS_BYTES else b""
        if content and len(content) == length:
            answer: Answer = pickle.loads(content)  # noqa: S301  # our own child wrote it; the file had no say in its form
            return answer
        self.lives = False
        told = _too_slow() if time.monotonic() - start >= MAX_SECONDS else _died()
        return [], [Finding("hostile", Severity.ERROR, Where(shown(path.name)), told)]

    def _ask(self, path: Path) -> None:
        with suppress(OSError):  # of one that is dead; its answer will be empty
            self._questions.write(json.dumps(os.fspath(path.absolute())).encode("ascii") + b"\n")
            self._questions.flush()

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Kill the child when it takes longer; what is read from it then ends."""
        clock = Timer(seconds, self._process.kill)
        clock.start()
        try:
            yield
        finally:
            clock.cancel()


@contextmanager
def _child() -> Iterator[_Child]:
    """A child that is ready, and gone afterwards."""
    command = [sys.executable, "-m", "cakupan.read.inside"]
    try:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT
        )
    except OSError as error:
        raise _no_child(error.strerror or str(error)) from None
    with process:
        try:
            child = _Child(process)
            if not child.ready():
                raise _no_child("python -m cakupan.read.inside")
            yield child
            _let_go(process)
        finally:
            process.kill()


def _let_go(process: "subprocess.Popen[bytes]") -> None:
    """Let it end by itself, for it has nothing left to do; who calls kills it where it does not."""
    with suppress(OSError, subprocess.TimeoutExpired):
        process.communicate(timeout=MAX_SECONDS)


def _no_child(reason: str) -> MachineError:
    return MachineError(message("cannot start the process that reads files: {reason}", reason=reason))


def _too_slow() -> Message:
    return message("was not read within {limit} seconds; hand in the summary by region", limit=MAX_SECONDS)


def _died() -> Message:
    return message("ended the process that read it; open it in a spreadsheet and save it anew, or leave it out")
