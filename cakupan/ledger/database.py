"""The database under the ledger: SQLite beside the editions, or PostgreSQL for a team; its tables up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
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
        raise unreachable(error) from None
    except CommandError as error:
        raise LedgerError(
            message("the ledger is of another version of the program: {reason}", reason=str(error))
        ) from None
    return engine


def unreachable(error: DBAPIError | OSError) -> LedgerError:
    """What the database said, without addresses or passwords."""
    reason = str(error.orig if isinstance(error, DBAPIError) else error.strerror or error).strip().splitlines()
    return LedgerError(message("the ledger cannot be used: {reason}", reason=reason[0] if reason else "-"))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer runs beside: SQLite's by BEGIN IMMEDIATE, PostgreSQL's by the head's row."""
    try:
        with engine.begin() as connection:
            if engine.dialect.name != "sqlite":
                connection.execute(select(head.c.one).with_for_update())
            yield connection
    except DBAPIError as error:
        raise unreachable(error) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with."""
    try:
        with engine.connect().execution_options(cakupan_reads=True) as connection:
            yield connection
    except DBAPIError as error:
        raise unreachable(error) from None


def _sqlite(path: Path) -> Engine:
    if path.is_file() and path.stat().st_size == 0:
        raise LedgerError(
            message("the ledger {path} is empty; restore it from the backup, or delete it if nothing was ever sent",
                    path=str(path))
        )  # fmt: skip
    make_folder(path.parent)
    path.touch(0o600)  # it holds addresses; what SQLite puts beside it takes the same rights
    engine = create_engine(URL.create("sqlite", database=str(path)))

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
