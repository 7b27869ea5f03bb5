"""Back up, restore."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cakupan.commands.given import now, settings_of
from cakupan.errors import DataError, LedgerError
from cakupan.message import message
from cakupan.terminal import say_errors, terminal_language

if TYPE_CHECKING:
    from sqlalchemy import URL

    from cakupan.settings import Settings

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=_FILE)
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Write all that must not be lost, the editions and the ledger, into one file; others may go on meanwhile."""
    settings = settings_of(ctx)
    from cakupan.backup import back_up

    made = back_up(Path(settings.var), _place(settings), file, now())
    language = terminal_language()
    click.echo(language.tell(message("{file}: {count} files of {folder}", file=str(file), count=len(made.files),
                                     folder=settings.var)))  # fmt: skip
    if settings.ledger.url:
        click.echo(
            language.tell(
                message("the ledger is a database and not in it; back it up too: {command}",
                        command=f"pg_dump --format=custom --file={file}.pgdump {settings.ledger.url}")
            )
        )  # fmt: skip


@click.command()
@click.argument("file", type=_FILE)
@click.option("--keep-ledger", is_flag=True, help="The ledger is a database that was not lost: nothing is in doubt.")
@click.pass_context
def restore(ctx: click.Context, file: Path, keep_ledger: bool) -> None:
    """Put a backup in its place, which must be empty; what may have left since it was made is in doubt."""
    settings = settings_of(ctx)
    if keep_ledger and not settings.ledger.url:
        raise click.UsageError("--keep-ledger is for a ledger in a database; the other one is in the backup")
    from cakupan.backup import restore as put_back

    found = put_back(file, Path(settings.var), _place(settings), now(), keep_ledger=keep_ledger)
    language = terminal_language()
    click.echo(
        language.tell(
            message("{folder}: as it was at {time} UTC, {count} files",
                    folder=settings.var, time=f"{found.manifest.made:%Y-%m-%d %H:%M}", count=len(found.manifest.files))
        )
    )  # fmt: skip
    if not keep_ledger:
        doubt = message(
            "{count} letters are in doubt, as they may have left since; so will be what is planned from now on "
            "for months up to this one: docs/running.md says what to do",
            count=found.in_doubt,
        )
        click.echo(language.tell(doubt))
    ctx.exit(_verify(settings))


COMMANDS = (backup, restore)


def _place(settings: "Settings") -> "Path | URL":
    from cakupan.ledger import place_of

    return place_of(Path(settings.var), settings.ledger.url, os.environ.get(settings.ledger.password, ""))


def _verify(settings: "Settings") -> int:
    """Say whether the ledger and the editions are as they were written."""
    from cakupan.editions import Store, audit
    from cakupan.ledger import open_ledger

    ledger = open_ledger(_place(settings))
    newest, wrong = ledger.verify()
    ledger.engine.dispose()
    damage = audit(Store(Path(settings.var))).damage
    say_errors((*wrong, *damage))
    if not wrong:
        line = message("the ledger is as it was written; its newest line is {hash}", hash=newest)
        click.echo(terminal_language().tell(line))
    if not damage:
        click.echo(terminal_language().tell(message("the editions are as they were kept")))
    return LedgerError.exit_code if wrong else DataError.exit_code if damage else 0
