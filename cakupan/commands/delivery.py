"""Approve, send, supersede, settle, history, explain."""

import os
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import click

from cakupan.commands.given import now, settings_of
from cakupan.commands.types import DayType, MomentType, OccasionType, WordsType
from cakupan.errors import CakupanError, DeliveryError, LedgerError, RequestError
from cakupan.message import message
from cakupan.terminal import print_table, say_errors, terminal_language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from cakupan.model import Delivery
    from cakupan.period import Period
    from cakupan.post.deliver import Asked
    from cakupan.post.office import Office


_edition = click.option("--edition", "number", type=click.IntRange(min=1), help="Its number.  [default: the newest]")
_regions = click.option(
    "--region", "regions", multiple=True, metavar="CODE", help="Only these regions; again for more."
)


@click.command()
@click.argument("period", type=OccasionType())
@_edition
@click.option("--by", type=WordsType(), required=True, metavar="NAME", help="Who says yes; stands in the ledger.")
@click.option("--send-at", type=MomentType(), help="Not before this moment of the province's clock.")
@click.option("--not-after", type=MomentType(), help="Nor after this one, as when the meeting has begun.")
@click.pass_context
def approve(
    ctx: click.Context,
    period: "Period | str",
    number: int | None,
    by: str,
    send_at: "dt.datetime | None",
    not_after: "dt.datetime | None",
) -> None:
    """Say yes to an edition: to its PDFs as they lie in the output folder, and to no others."""
    office = _office(ctx)
    from cakupan.post.say_yes import say_yes

    moments = [moment.replace(tzinfo=office.zone) if moment else None for moment in (send_at, not_after)]
    for line in say_yes(office, office.edition(period, number), by, *moments):
        click.echo(terminal_language().tell(line))


@click.command()
@click.argument("period", type=OccasionType(), required=False)
@_edition
@_regions
@click.option("--dry-run", is_flag=True, help="Say who gets what and why, and send nothing.")
@click.option("--to", "trial", metavar="ADDRESS", help="Send a trial, marked UJI COBA, to this address alone.")
@click.option("--only-failed", is_flag=True, help="Try again what failed or was held.")
@click.pass_context
def send(
    ctx: click.Context,
    period: "Period | str | None",
    number: int | None,
    regions: tuple[str, ...],
    dry_run: bool,
    trial: str | None,
    only_failed: bool,
) -> None:
    """Send what is approved and due, each report to those it is for; what was sent before is not sent again."""
    if trial is not None and (dry_run or only_failed):
        raise click.UsageError(f"--to sends a trial; leave out {'--dry-run' if dry_run else '--only-failed'}, or --to")
    office = _office(ctx)
    with nullcontext() if trial is not None or dry_run else _operator_hears(office, RequestError):
        asked = _asked(office, period, number, regions, only_failed=only_failed, on_its_own=True)
    if trial is not None:
        from cakupan.post.trial import send_trial

        for line in send_trial(office, asked, trial):
            click.echo(terminal_language().tell(line))
    elif dry_run:
        _print_intention(office, asked)
    else:
        _deliver(ctx, office, asked)


@click.command()
@click.argument("period", type=OccasionType())
@_edition
@_regions
@click.option("--dry-run", is_flag=True, help="Say who gets what and why, and send nothing.")
@click.pass_context
def supersede(
    ctx: click.Context, period: "Period | str", number: int | None, regions: tuple[str, ...], dry_run: bool
) -> None:
    """Send the corrected edition to those who have an older one whose figures were others, saying what has changed."""
    office = _office(ctx)
    with nullcontext() if dry_run else _operator_hears(office, RequestError):
        asked = _asked(office, period, number, regions, corrected=True)
    if dry_run:
        _print_intention(office, asked)
    else:
        _deliver(ctx, office, asked)


@click.command()
@click.argument("row", type=click.IntRange(min=1), metavar="NUMBER")
@click.argument("outcome", type=click.Choice(["sent", "again", "failed"]))
@click.option("--by", type=WordsType(), required=True, metavar="NAME", help="Who knows it; stands in the ledger.")
@click.option("--reason", type=WordsType(), required=True, help="How; stands in the ledger.")
@click.pass_context
def settle(ctx: click.Context, row: int, outcome: str, by: str, reason: str) -> None:
    """Say of a letter in doubt, by the number `history` gives it, whether it arrived, goes again, or is given up."""
    office = _office(ctx)
    from cakupan.post.in_doubt import settle as decide

    click.echo(terminal_language().tell(decide(office.ledger, row, outcome, by, reason, now())))


@click.command()
@click.argument("period", type=OccasionType(), required=False)
@_regions
@click.option("--verify", is_flag=True, help="Only say whether the ledger is as it was written.")
@click.pass_context
def history(ctx: click.Context, period: "Period | str | None", regions: tuple[str, ...], verify: bool) -> None:
    """List the deliveries with their states, or verify the whole ledger."""
    office = _office(ctx)
    language = terminal_language()
    if verify:
        from cakupan.ledger.chain import START

        newest, wrong = office.ledger.verify()
        say_errors(tuple(wrong))
        if wrong:
            ctx.exit(LedgerError.exit_code)
        told = message("the ledger is as it was written; its newest line is {hash}", hash=newest)
        click.echo(language.tell(told if newest != START else message("the ledger is empty: nothing was ever planned")))
        return
    from cakupan.post.tables import deliveries_table

    rows = office.ledger.deliveries(occasion=office.occasion(period) if period else None)
    codes = [office.region(name).code for name in regions]
    chosen = [row for row in rows if not codes or row.key.region in codes]
    if not chosen:
        asked = period or codes
        click.echo(
            language.tell(message("the ledger has no such letter") if asked else message("the ledger has no letter"))
        )
        return
    print_table(*deliveries_table(chosen, office.zone, language), right=(0,))


@click.command()
@click.argument("period", type=OccasionType())
@click.argument("region", metavar="REGION")
@click.pass_context
def explain(ctx: click.Context, period: "Period | str", region: str) -> None:
    """Say why the agencies of a region did, or did not, get their report: gate, edition, approval, ledger, mail."""
    office = _office(ctx)
    from cakupan.post.explain import explain as tell

    language = terminal_language()
    for line in tell(office, period, region):
        click.echo(language.tell(line))


@click.command()
@click.option("--since", type=DayType(), help="Reports that came since this day.  [default: thirty days ago]")
@click.pass_context
def bounces(ctx: click.Context, since: "dt.date | None") -> None:
    """Read the mailbox that letters come back to, and settle those that did."""
    office = _office(ctx)
    from datetime import timedelta

    from cakupan.imap import NotRead
    from cakupan.ledger import this_process
    from cakupan.post.bounces import work_through

    language = terminal_language()
    try:
        with office.mailbox("returns") as mailbox:
            found = list(mailbox.returned(since or office.today - timedelta(days=30)))
    except NotRead as error:
        raise DeliveryError(error.reason) from None
    lines = list(work_through(office.ledger, found, now(), this_process()))
    for line in lines:
        click.echo(language.tell(line))
    click.echo(language.tell(message("letters that came back and were not known yet: {count}", count=len(lines))))


COMMANDS = (approve, send, supersede, settle, history, explain, bounces)


def _office(ctx: click.Context) -> "Office":
    settings = settings_of(ctx)
    from cakupan.post.office import Office

    return Office(settings, os.environ, now)


def _asked(
    office: "Office",
    period: "Period | str | None",
    number: int | None,
    regions: tuple[str, ...],
    *,
    only_failed: bool = False,
    corrected: bool = False,
    on_its_own: bool = False,
) -> "Asked":
    """What is to be sent; without a month, the newest that has an edition, and what is to go of earlier ones."""
    from cakupan.post.deliver import Asked

    edition = office.edition(period or office.newest_period(), number)
    every_month = on_its_own and period is None and number is None and not only_failed
    return Asked(edition, tuple(office.region(name).code for name in regions), only_failed, corrected, every_month)


def _print_intention(office: "Office", asked: "Asked") -> None:
    from cakupan.post.deliver import going_on, intention, nobody, objections, rows_of, to_try_again
    from cakupan.post.outlook import Outlook
    from cakupan.post.tables import going_table, intention_table

    language = terminal_language()
    outlook = Outlook(office.guard, now(), office.zone, tuple(office.approvals(asked.edition)))
    if asked.only_failed:
        rows = to_try_again(office, asked)
        print_table(*going_table(rows, outlook, language))
        _say_nothing_failed(rows)
    else:
        intent, against = objections(office, asked.edition, intention(office, asked))
        print_table(*intention_table(intent, rows_of(office, asked), against, outlook, language))
        print_table(*going_table(going_on(office, asked), outlook, language))
        if told := nobody(office, asked):
            click.echo(language.tell(told))
    click.echo(language.tell(message("nothing was sent")))


def _say_nothing_failed(rows: "Sequence[Delivery]") -> None:
    if not rows:
        click.echo(terminal_language().tell(message("nothing has failed, is held or came back")))


@contextmanager
def _operator_hears(office: "Office", *not_of: type[CakupanError]) -> "Iterator[None]":
    """An error that ends a run is mailed to the operator, too; not of what only whoever typed it can mend."""
    try:
        yield
    except CakupanError as error:
        from cakupan.post.digest import tell_failure

        if not isinstance(error, not_of) and (unheard := tell_failure(office, error, terminal_language())):
            say_errors((unheard,))
        raise


def _deliver(ctx: click.Context, office: "Office", asked: "Asked") -> None:
    from cakupan.post.deliver import deliver
    from cakupan.post.digest import tell_operator
    from cakupan.post.tables import deliveries_table, skipped_table, summary

    language = terminal_language()
    with _operator_hears(office):
        done = deliver(office, asked)
    if done.rows or done.earlier:
        print_table(*deliveries_table((*done.rows, *done.earlier), office.zone, language), right=(0,))
    print_table(*skipped_table(done.skipped, language))
    if asked.only_failed:
        _say_nothing_failed(done.rows)
    for line in summary(done):
        click.echo(language.tell(line))
    if done.stopped:
        say_errors((done.stopped,))
    if done.open or done.unserved or done.stopped:
        if unheard := tell_operator(office, done, language):
            say_errors((unheard,))
        ctx.exit(DeliveryError.exit_code)
