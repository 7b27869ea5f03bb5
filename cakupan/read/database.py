"""The address of a database and its password, each from where it belongs.

`database.toml` holds the address; a password in it is refused. That comes from
the environment or a file of its own, or PostgreSQL finds it where it always looks.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from cakupan.message import Message, message
from cakupan.model import Finding, Severity, Where
from cakupan.strict_toml import Strict, load, validate

if TYPE_CHECKING:
    from sqlalchemy import URL

SETTINGS = "database.toml"
_DRIVER = "postgresql+psycopg"
_PARAMETERS = {"host", "port", "sslmode", "sslrootcert", "password"}  # others may hold secrets or change what is read


class Database(Strict):
    """The file `database.toml`; of the ways to a password none or one is used."""

    url: str = Field(min_length=1)
    password_env: str | None = None
    password_file: str | None = None


def address(folder: Path, environ: Mapping[str, str]) -> tuple["URL | None", list[Finding]]:
    """The address with its password, or all that is wrong with the file; never a word of a password."""
    data, mistakes = load(folder / SETTINGS)
    url = None
    if not mistakes:
        settings, mistakes = validate(data, Database)
        if settings:
            url, mistakes = _url(settings.url)
            password, wrong = _password(settings, folder, environ)
            mistakes += wrong
            url = url.set(drivername=_DRIVER, password=password) if url and not mistakes else None
    return url, [Finding("query", Severity.ERROR, Where(SETTINGS), mistake) for mistake in mistakes]


def _url(text: str) -> tuple["URL | None", list[Message]]:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    expected = message("expected an address like {example}", example=f"{_DRIVER}://user@host/database")
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        return None, [_of("url", expected)]
    mistakes = []
    if url.drivername not in ("postgresql", _DRIVER):
        mistakes.append(_of("url", expected))
    if url.password is not None or "password" in url.query:
        told = message("holds a password; name the variable that holds it as password_env, and change the password")
        mistakes.append(_of("url", told))
    strange = sorted({*url.query} - _PARAMETERS)
    return url, mistakes + [_of("url", message("unknown parameter {name}", name=name)) for name in strange]


def _of(key: str, problem: Message) -> Message:
    return message("{path}: {problem}", path=key, problem=problem)


def _password(settings: Database, folder: Path, environ: Mapping[str, str]) -> tuple[str | None, list[Message]]:
    """None where the server asks for none, or finds it where PostgreSQL itself looks (~/.pgpass)."""
    if settings.password_env and settings.password_file:
        return None, [_of("password_env", message("password_file stands beside it; keep one"))]
    if settings.password_env:
        password = environ.get(settings.password_env)
        told = message("there is no environment variable {name}", name=settings.password_env)
        return password, [] if password else [_of("password_env", told)]
    if settings.password_file:
        try:
            return (folder / settings.password_file).read_text("utf-8").rstrip("\r\n"), []
        except (OSError, UnicodeDecodeError):
            return None, [_of("password_file", message("the file is missing or cannot be read"))]
    return None, []
