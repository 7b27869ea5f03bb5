"""The server the printing processes are forked from: started before anything else, with all they need to load."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, get_all_start_methods
from pathlib import Path

from cakupan.errors import MachineError
from cakupan.message import message

_ROOT = Path(__file__).parents[2]


def start_method() -> str:
    """How processes are started on this system: by the server, or, where there is none (Windows), each by itself."""
    return "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


def load_ahead() -> None:
    """Have the libraries of the processes loaded, once for all, on another core; it does not wait for them.

    Call it first of all: a report's first page waits for this. Without a fork server
    each process loads them for itself, later.
    """
    if start_method() == "forkserver":
        with starting(), _importable():
            forkserver.set_forkserver_preload(["cakupan.pipeline.ahead"])
            forkserver.ensure_running()


@contextmanager
def starting() -> Iterator[None]:
    """MachineError where the machine starts no processes: /dev/shm is not there or not writable, for one."""
    try:
        yield
    except OSError as error:
        raise MachineError(message("cannot start printing processes: {reason}", reason=str(error))) from None


@contextmanager
def _importable() -> Iterator[None]:
    """The server finds our modules from any folder, and never takes what lies in the one it is started from.

    Before Python 3.14 it is not told where its parent found them, and it looks in the current folder first.
    """
    ours = {
        "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))),
        "PYTHONSAFEPATH": "1",
    }
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
