"""The control panel: settings.toml, read strictly; relative paths start at its folder."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from cakupan.address import is_address, is_domain, is_host, is_loopback
from cakupan.errors import SettingsError
from cakupan.message import message
from cakupan.strict_toml import Strict, load, validate, wrong


class Page(Strict):
    """How the paper looks."""

    paper: Literal["A4", "F4"] = "A4"


class Run(Strict):
    """How the work is done: `workers` = 0 means one a processor core; `keep` makes an edition of every run."""

    workers: Annotated[int, Field(ge=0, le=64)] = 0
    keep: bool = False


class Rules(Strict):
    """How far figures may go before a rule speaks."""

    jump_factor: Annotated[int, Field(ge=2, le=100)] = 3
    unchanged_months: Annotated[int, Field(ge=1, le=120)] = 12
    complete: Annotated[int, Field(ge=1, le=100)] = 100
    restated_percent: Annotated[float, Field(ge=0, le=100)] = 0.5
    small_cell: Annotated[int, Field(ge=0, le=100)] = 5
    stale_months: Annotated[int, Field(ge=0, le=120)] = 0


class Seal(Strict):
    """Who signs the reports: `pkcs12` = "" means nobody; `passphrase` names an environment variable."""

    pkcs12: str = ""
    passphrase: Annotated[str, Field(min_length=1)] = "CAKUPAN_SEAL_PASSPHRASE"  # noqa: S105  # where it is found
    timestamp: str = ""


_NO_PASSWORD = message("expected the NAME of an environment variable in capitals, not the password itself")
_LOCAL = message('"local" is for a mail server on this machine; any other needs "starttls" or "tls"')
_CLEAR = message('with mail.security "local" nobody logs in, as a password would be sent in the clear')


def _address(text: str) -> str:
    if text and not is_address(text):
        raise wrong(message("expected one address, like laporan@dinas.example.go.id"))
    return text


def _domain(text: str) -> str:
    if not is_domain(text.removeprefix(".")):
        raise wrong(message("expected a domain in lower case, like dinas.example.go.id, or all below one, like .go.id"))
    return text


def _host(text: str) -> str:
    if text and not is_host(text):
        raise wrong(message("expected the name or the IP address of one machine"))
    return text


def _header(text: str) -> str:
    if not text.isprintable() or "=?" in text:
        raise wrong(message('expected plain text without control characters and without "=?"'))
    return text


def _variable(text: str) -> str:
    if not re.fullmatch("[A-Z_][A-Z0-9_]*", text):
        raise wrong(_NO_PASSWORD, told=False)
    return text


def _covered(security: str, info: ValidationInfo) -> str:
    """Nothing goes over a wire in the clear; `host` is known by then."""
    host = info.data.get("host", "")
    if security == "local" and host and not is_loopback(host):
        raise wrong(_LOCAL, told=False)
    return security


Address = Annotated[str, AfterValidator(_address)]  # "" for none
Host = Annotated[str, AfterValidator(_host)]  # "" for none
Plain = Annotated[str, AfterValidator(_header)]  # fit for a header
Variable = Annotated[str, AfterValidator(_variable)]


class Mail(Strict):
    """Who sends letters, by which server, to whom and how often; `host` = "" means nothing is sent.

    `password` names an environment variable. Fields that others depend on come first.
    """

    host: Host = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "local"] = "starttls"
    ca_file: str = ""
    user: Plain = ""
    password: Variable = "CAKUPAN_MAIL_PASSWORD"  # noqa: S105  # where it is found
    password_file: str = ""
    sender: Annotated[Address, Field(validate_default=True)] = ""
    sender_name: Annotated[str, Field(max_length=100), AfterValidator(_header)] = ""
    reply_to: Address = ""
    operator: Address = ""
    archive: Address = ""
    allow: tuple[Annotated[str, AfterValidator(_domain)], ...] = ()
    annex: bool = False
    most_bytes: Annotated[int, Field(ge=100_000, le=50_000_000)] = 7_000_000
    approvals: Annotated[int, Field(ge=0, le=2)] = 1
    in_doubt: Literal["hold", "archive"] = "hold"
    tries: Annotated[int, Field(ge=1, le=100)] = 5
    first_wait_minutes: Annotated[int, Field(ge=1, le=1440)] = 5
    stop_after_days: Annotated[int, Field(ge=1, le=30)] = 2
    stop_after_returns: Annotated[int, Field(ge=1, le=100)] = 2

    _only_here_in_the_clear = field_validator("security")(_covered)

    @field_validator("user")
    @classmethod
    def _no_password_in_the_clear(cls, user: str, info: ValidationInfo) -> str:
        if user and info.data.get("security") == "local":
            raise wrong(_CLEAR, told=False)
        return user

    @field_validator("sender")
    @classmethod
    def _somebody_writes(cls, sender: str, info: ValidationInfo) -> str:
        if not sender and info.data.get("host"):
            raise wrong(message("is required where mail.host is set"), told=False)
        return sender

    @field_validator("in_doubt")
    @classmethod
    def _an_archive_to_look_into(cls, in_doubt: str, info: ValidationInfo) -> str:
        if in_doubt == "archive" and info.data.get("archive") == "":
            raise wrong(message('"archive" needs an address in mail.archive'), told=False)
        return in_doubt


class Ledger(Strict):
    """Where deliveries are written down: `url` = "" means a file in `var`; `password` names an environment variable."""

    url: str = ""
    password: Variable = "CAKUPAN_LEDGER_PASSWORD"  # noqa: S105  # where it is found


class Mailbox(Strict):
    """A mailbox that is read; `host` = "" means there is none. Fields that others depend on come first."""

    host: Host = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    security: Literal["tls", "starttls", "local"] = "tls"
    ca_file: str = ""
    user: Annotated[Plain, Field(validate_default=True)] = ""
    password_file: str = ""
    folder: Annotated[str, Field(pattern="^[ -~]+$")] = "INBOX"

    _only_here_in_the_clear = field_validator("security")(_covered)

    @field_validator("user")
    @classmethod
    def _somebody_reads(cls, user: str, info: ValidationInfo) -> str:
        if not user and info.data.get("host"):
            raise wrong(message("is required where a host is set"), told=False)
        return user


class Archive(Mailbox):
    """Where a copy of each letter lies."""

    password: Variable = "CAKUPAN_ARCHIVE_PASSWORD"  # noqa: S105  # where it is found


class Returns(Mailbox):
    """Where letters come back to."""

    password: Variable = "CAKUPAN_RETURNS_PASSWORD"  # noqa: S105  # where it is found


def _heartbeat(text: str) -> str:
    if "://" in text and not text.startswith("https://"):
        raise wrong(message("expected a file, or an address that begins with https://"))
    return text


class Clock(Strict):
    """What runs by itself: how often it looks, where it leaves signs of life, and when it is an alarm that it does not.

    `watcher` = "" means the operator of [mail] hears of alarms.
    """

    knock_minutes: Annotated[int, Field(ge=1, le=60)] = 1
    heartbeat: Annotated[str, AfterValidator(_heartbeat)] = ""
    alarm_hours_before: Annotated[int, Field(ge=1, le=168)] = 20
    alarm_hours_after: Annotated[int, Field(ge=1, le=168)] = 24
    silent_minutes: Annotated[int, Field(ge=5, le=10080)] = 60
    watcher: Address = ""


class Settings(Strict):
    """All settings; each has a default, so an empty file is a valid one."""

    data: Annotated[str, Field(min_length=1)] = "data/jambi"
    out: Annotated[str, Field(min_length=1)] = "output"
    var: Annotated[str, Field(min_length=1)] = "var"
    language: Literal["id", "en"] = "id"
    page: Page = Page()
    run: Run = Run()
    rules: Rules = Rules()
    seal: Seal = Seal()
    mail: Mail = Mail()
    ledger: Ledger = Ledger()
    archive: Archive = Archive()
    returns: Returns = Returns()
    clock: Clock = Clock()


def read_settings(path: Path) -> Settings:
    """The settings in `path`; SettingsError names every mistake at once."""
    data, problems = load(path)
    settings, mistakes = validate(data, Settings) if not problems else (None, [])
    if settings is None:
        raise SettingsError(*(message("{file}: {problem}", file=path.name, problem=p) for p in problems + mistakes))
    here = path.resolve().parent
    paths: dict[str, object] = {name: str(here / getattr(settings, name)) for name in ("data", "out", "var")}
    paths["seal"] = _from(here, settings.seal, "pkcs12")
    for name in ("mail", "archive", "returns"):
        paths[name] = _from(here, getattr(settings, name), "ca_file", "password_file")
    if "://" not in settings.clock.heartbeat:
        paths["clock"] = _from(here, settings.clock, "heartbeat")
    return settings.model_copy(update=paths)


def _from(here: Path, table: Strict, *names: str) -> Strict:
    """The table with these of its paths, where they are set, started at a folder."""
    return table.model_copy(update={name: str(here / getattr(table, name)) for name in names if getattr(table, name)})
