"""The database under the ledger: SQLite beside the editions, or PostgreSQL for a team; its tables up to date."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from cakupan.durable import make_folder
from cakupan.errors import LedgerError, SettingsError
from cakupan.ledger.tables import head
from cakupan.message import message

_WAIT = 30_000  # milliseconds for another process to finish what it writes
_DRIVER = "postgresql+psycopg"
_EXAMPLE = "postgresql://cakupan@db.example/cakupan"
_MIGRATION = 0x43414B55  # the key of PostgreSQL's lock while tables are changed


def place_of(var: Path, url: str, password: str) -> Path | URL:
    """Where the ledger is: a file in `var`, or the database that is named; SettingsError for no such address."""
    if not url:
        return var / "ledger.db"
    try:
        place = make_url(url)
    except (ArgumentError, ValueError):
        place = None
    if place is None or place.get_backend_name() != "postgresql":
        raise SettingsError(message("ledger.url: expected an address like {example}", example=_EXAMPLE))
    if place.password is not None or "password" in place.query:
        raise SettingsError(message("ledger.url: holds a password; set the environment variable of ledger.password"))
    return place.set(drivername=_DRIVER, password=password or None)


def engine_for(place: Path | URL) -> Engine:
    """An engine whose tables are those this program knows.

    LedgerError where the database cannot be reached or written, or is of a newer program.
    """
    try:
        engine = _sqlite(place) if isinstance(place, Path) else _postgresql(place)
        with engine.connect() as connection:
            _migrate(connection)
    except (DBAPIError, OSError) as error:
        raise unreachable(error, _address(place)) from None
    except CommandError as error:
        raise LedgerError(
            message("the ledger {place} is of another version of the program ({reason}); use that one, or a newer one",
                    place=_named(_address(place)), reason=str(error))
        ) from None  # fmt: skip
    return engine


def unreachable(error: DBAPIError | OSError, url: URL) -> LedgerError:
    """Which ledger it is, without its password, what the database said, and what to do."""
    reason = str(error.orig if isinstance(error, DBAPIError) else error.strerror or error).strip().splitlines()
    told = {"place": _named(url), "reason": reason[0] if reason else "-"}
    if url.get_backend_name() == "sqlite":
        return LedgerError(
            message("the ledger {place} cannot be used: {reason}; see that you may write to it and its folder, and "
                    "that the disk has room; if it is damaged, restore it from the backup", **told)
        )  # fmt: skip
    return LedgerError(
        message("the ledger {place} cannot be used: {reason}; see that the database is up, and look at ledger.url and "
                "ledger.password", **told)
    )  # fmt: skip


def _address(place: Path | URL) -> URL:
    return URL.create("sqlite", database=str(place)) if isinstance(place, Path) else place


def _named(url: URL) -> str:
    """As messages name it: a path, or an address without a password and what stands behind it."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(drivername="postgresql", query={}).render_as_string()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer runs beside: SQLite's by BEGIN IMMEDIATE, PostgreSQL's by the head's row."""
    try:
        with engine.begin() as connection:
            if engine.dialect.name != "sqlite":
                connection.execute(select(head.c.one).with_for_update())
            yield connection
    except DBAPIError as error:
        raise unreachable(error, engine.url) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with."""
    try:
        with engine.connect().execution_options(cakupan_reads=True) as connection:
            yield connection
    except DBAPIError as error:
        raise unreachable(error, engine.url) from None


def _sqlite(path: Path) -> Engine:
    if path.is_file() and path.stat().st_size == 0:
        raise LedgerError(
            message("the ledger {path} is empty; restore it from the backup, or delete it if nothing was ever sent",
                    path=str(path))
        )  # fmt: skip
    make_folder(path.parent)
    path.touch(0o600)  # it holds addresses; what SQLite puts beside it takes the same rights
    for file in (path, *(path.with_name(path.name + beside) for beside in ("-wal", "-shm"))):
        with suppress(FileNotFoundError):  # what is beside it comes and goes
            _shut(file)
    engine = create_engine(_address(path))

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_WAIT}", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("cakupan_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _shut(file: Path) -> None:
    """Let nobody but its owner read it, however it came here; LedgerError where that is for somebody else to do."""
    if not file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return
    try:
        file.chmod(0o600)
    except PermissionError:
        raise LedgerError(
            message("others may read the ledger {path}, and it is not yours; have its owner call chmod 600 {path}",
                    path=str(file))
        ) from None  # fmt: skip


def _postgresql(url: URL) -> Engine:
    return create_engine(url, pool_pre_ping=True)


def _migrate(connection: Connection) -> None:
    """Step the tables forward, one process at a time; nothing is done where they are up to date."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION})
    there = MigrationContext.configure(connection).get_current_revision()
    if there != ScriptDirectory.from_config(config).get_current_head():
        command.upgrade(config, "head")
    connection.commit()
