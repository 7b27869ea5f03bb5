"""Figures out of a database: a query in place of figures.csv, its rows as text like those of a file.

The query runs in a transaction that only reads, for a limited time.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from cakupan.message import Message, message
from cakupan.model import Finding, Severity, Table, Where
from cakupan.read.database import SETTINGS, address
from cakupan.read.limits import MAX_ROWS

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine
    from sqlalchemy.exc import DBAPIError

QUERY = "figures.sql"
CONNECT_SECONDS = 10
QUERY_SECONDS = 30  # a month's figures are a few thousand rows; longer means that an index or a condition is missing
_TOO_SLOW = "57014"  # what PostgreSQL calls a query that was cancelled
_AT_HOME = {None, "", "localhost", "127.0.0.1", "::1"}

Answer = tuple[Table | None, list[Finding]]


def read_query(folder: Path, environ: Mapping[str, str]) -> Answer:
    """The rows of the query, sorted, or everything that keeps them from being taken in; never a password."""
    url, mistakes = address(folder, environ)
    query, wrong = _text(folder / QUERY)
    if mistakes := [*mistakes, *wrong]:
        return None, mistakes
    assert url, "without an address there are mistakes"
    return _run(folder / QUERY, url, query)


def _text(path: Path) -> tuple[str, list[Finding]]:
    try:
        query = path.read_text("utf-8-sig").strip().rstrip(";")
    except UnicodeDecodeError:
        return "", [_wrong(QUERY, message("expected text in UTF-8; save the file in that encoding"))]
    except OSError as error:
        return "", [_wrong(QUERY, message("cannot be read: {reason}", reason=error.strerror or str(error)))]
    if not query or "\0" in query:
        return "", [_wrong(QUERY, message("expected a query that begins with SELECT or WITH"))]
    return query, []


def _wrong(file: str, problem: Message, row: int = 0) -> Finding:
    """Row 0 means the whole file."""
    return Finding("query", Severity.ERROR, Where(file, row), problem)


def _engine(url: "URL") -> "Engine":
    """Where the server is another machine it must prove who it is, unless the address says otherwise."""
    from sqlalchemy import NullPool, create_engine

    read_only = f"-c default_transaction_read_only=on -c statement_timeout={QUERY_SECONDS * 1000}"
    safely = {} if secure(url) else {"sslmode": "verify-full", "sslrootcert": "system"}
    arguments = {"connect_timeout": CONNECT_SECONDS, "options": read_only, "application_name": "cakupan", **safely}
    return create_engine(url, poolclass=NullPool, connect_args=arguments, isolation_level="REPEATABLE READ")


def secure(url: "URL") -> bool:
    """Whether nothing more is to be asked: this very machine, or the address says how the server is proved."""
    host = url.host or url.query.get("host")
    return "sslmode" in url.query or host in _AT_HOME or str(host).startswith("/")


def _run(path: Path, url: "URL", query: str) -> Answer:
    from sqlalchemy.exc import DBAPIError

    # Inside another query it can be one only, and one row more than is allowed shows that there are too many.
    sql = f"SELECT * FROM (\n{query}\n) AS figures LIMIT {MAX_ROWS + 1}"  # noqa: S608  # the folder's owner wrote it
    try:
        with _engine(url).connect() as connection:
            result = connection.exec_driver_sql(sql, execution_options={"no_parameters": True})
            head, rows = list(result.keys()), result.fetchall()
    except DBAPIError as error:
        return None, [_explain(error, sql, url)]
    except UnicodeError:
        return None, [_unreachable(message("the name of the host cannot be right"))]
    if len(rows) > MAX_ROWS:
        return None, [
            _wrong(path.name, message("more than {limit} rows; hand in the summary by region", limit=MAX_ROWS))
        ]
    texts = sorted([cell_text(value) for value in row] for row in rows)
    frame = pd.DataFrame(texts, columns=head, index=range(2, len(texts) + 2), dtype="str")
    return Table(path, frame), []


def cell_text(value: object) -> str:
    """A value as it would stand in figures.csv."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value).strip()


def _explain(error: "DBAPIError", sql: str, url: "URL") -> Finding:
    """What the server or the way to it said, in one line."""
    from psycopg import OperationalError

    said: Any = error.orig
    reason = (said.diag.message_primary or str(said)).splitlines()[0].removeprefix("connection failed: ")
    if url.password:
        reason = reason.replace(str(url.password), "***")
    if said.sqlstate is None and isinstance(said, OperationalError):
        if "password" in reason:
            return _wrong(SETTINGS, message("the server does not let this user in; check user and password"))
        return _unreachable(reason)
    if said.sqlstate == _TOO_SLOW:
        return _wrong(QUERY, message("the query took longer than {limit} seconds", limit=QUERY_SECONDS))
    row = sql[: int(said.diag.statement_position or 0)].count("\n")
    return _wrong(QUERY, Message("{reason}", {"reason": reason}), row)


def _unreachable(reason: Message | str) -> Finding:
    return _wrong(SETTINGS, message("the database cannot be reached: {reason}", reason=reason))
