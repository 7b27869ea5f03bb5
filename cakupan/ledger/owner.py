"""Who holds a row: a process by its machine, its number and the moment it began, and whether it is still there."""

import os
import re
import socket
from pathlib import Path

_PROC = Path("/proc")
_NAMED = re.compile(r"[^/]*/[^/]+:[0-9]+:[0-9]*")  # as `this_process` makes them


def this_process() -> str:
    """The name of this process, which no other process, now or later, has."""
    return f"{_machine()}:{os.getpid()}:{_began(os.getpid())}"


def is_process(owner: str) -> bool:
    """Whether it is the name of a process, not of a person."""
    return _NAMED.fullmatch(owner) is not None


def is_gone(owner: str) -> bool:
    """Whether a process has ended for certain; False where that cannot be known from here."""
    machine, number, began = owner.rsplit(":", 2)
    return machine == _machine() and _PROC.is_dir() and _began(int(number)) != began and not _is_hidden(int(number))


def _is_hidden(number: int) -> bool:
    """Whether a process is there whose folder we may not see (hidepid): then nothing is known of it."""
    if _began(number):
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _machine() -> str:
    """The machine since it was started: after a restart nothing runs that ran before it."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        boot = "-"
    return f"{socket.gethostname()}/{boot}"


def _began(number: int) -> str:
    """When a process began, in ticks since the machine did; "" where there is none."""
    try:
        text = (_PROC / str(number) / "stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[19]  # field 22; the name before it may hold anything
