"""Plan, serve, run-due, watch, simulate: what is due when by the province's calendar, and what comes of it."""

import os
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cakupan.commands.given import now, seal_of, settings_of
from cakupan.commands.types import DayType, PeriodType, SeedsType
from cakupan.errors import DeliveryError
from cakupan.message import Message, message
from cakupan.terminal import print_table, say_errors, terminal_language

if TYPE_CHECKING:
    import datetime as dt

    from cakupan.clock.notify import Heartbeat
    from cakupan.clock.round import Round
    from cakupan.clock.serve import Stop
    from cakupan.period import Period
    from cakupan.settings import Settings


@click.command()
@click.option("--months", type=click.IntRange(1, 60), default=12, show_default=True, help="How many months from there.")
@click.option("--from", "start", type=DayType(), help="The first day.  [default: today, by the province's clock]")
@click.option("--data", type=click.Path(path_type=Path), help="The province folder.  [default: from the settings]")
@click.pass_context
def plan(ctx: click.Context, months: int, start: "dt.date | None", data: Path | None) -> None:
    """List the next dates of the province's calendar, with the reason for each."""
    settings = settings_of(ctx)
    import datetime
    import zoneinfo

    from cakupan.period import Period
    from cakupan.pipeline.timetable import needed_timetable, province_in
    from cakupan.timetable import dues, skipped
    from cakupan.timetable.listed import dues_table, skipped_table, told_of_holidays

    folder = data or Path(settings.data)
    province = province_in(folder)
    timetable = needed_timetable(folder, province)
    zone = zoneinfo.ZoneInfo(province.timezone)
    first = start or province.today(now())
    month = Period.of(first).shift(months)
    last = min(month.first_day + datetime.timedelta(days=first.day - 1), month.last_day)
    span = [datetime.datetime.combine(day, datetime.time(), zone) for day in (first, last)]
    language = terminal_language()
    print_table(*dues_table(dues(timetable, zone, *span), language))
    print_table(*skipped_table(skipped(timetable, zone, *span), language))
    click.echo(language.tell(told_of_holidays(timetable, first, last)))


@click.command()
@click.pass_context
def serve(ctx: click.Context) -> None:
    """Look at the calendar every minute, and make and send what is due, until asked to stop."""
    settings = settings_of(ctx)
    from cakupan.clock.notify import Heartbeat, notify
    from cakupan.clock.serve import Stop, Stopped
    from cakupan.clock.serve import serve as loop

    stop, heartbeat = Stop(), Heartbeat(os.environ, settings.clock.heartbeat, now)
    rounds = _rounds(settings, stop, heartbeat)
    rounds.open()
    every = settings.clock.knock_minutes
    with suppress(Stopped):
        stop.listen()
        notify(os.environ, "READY=1")
        _log(message("the clock runs; it looks at the calendar every {count} minutes", count=every))
        loop(rounds.knock_on, heartbeat.alive, every, stop, _log)
    notify(os.environ, "STOPPING=1")
    _log(message("the clock was stopped"))


@click.command("run-due")
@click.pass_context
def run_due(ctx: click.Context) -> None:
    """Look at the calendar once, and make and send what is due: for cron, or a timer of systemd."""
    settings = settings_of(ctx)
    from cakupan.clock.notify import Heartbeat
    from cakupan.clock.serve import Stop, Stopped

    stop = Stop()
    rounds = _rounds(settings, stop, Heartbeat(os.environ, settings.clock.heartbeat, now))
    count = 0
    with suppress(Stopped):
        stop.listen()
        count = rounds.knock_alone()
    ctx.exit(DeliveryError.exit_code if count else 0)


@click.command()
@click.pass_context
def watch(ctx: click.Context) -> None:
    """Say what should have been delivered by now and was not; by mail, too, once a day."""
    settings = settings_of(ctx)
    from cakupan.clock.alarm import sound

    found, unheard = sound(settings, os.environ, now)
    say_errors(found + unheard)
    if not found:
        click.echo(terminal_language().tell(message("all that should be delivered by now is")))
    ctx.exit(DeliveryError.exit_code if found or unheard else 0)


@click.command()
@click.option("--from", "start", type=PeriodType(), required=True, help="The first month.")
@click.option("--to", "end", type=PeriodType(), required=True, help="The last month.")
@click.option("--seeds", type=SeedsType(), default="1", show_default=True, help="Luck is drawn from them, each a run.")
@click.option(
    "--meetings", type=click.IntRange(0, 600), default=60, show_default=True, help="Invented, beside its own."
)
@click.option("--restarts", type=click.IntRange(0, 5000), default=200, show_default=True, help="Kills of the process.")
@click.option("--outages", type=click.IntRange(0, 500), default=40, show_default=True, help="Of the machine.")
@click.option("--jumps", type=click.IntRange(0, 500), default=20, show_default=True, help="Of its clock.")
@click.option("--data", type=click.Path(path_type=Path), help="The province folder.  [default: from the settings]")
@click.pass_context
def simulate(
    ctx: click.Context,
    start: "Period",
    end: "Period",
    seeds: range,
    meetings: int,
    restarts: int,
    outages: int,
    jumps: int,
    data: Path | None,
) -> None:
    """Run the calendar through years in which much goes wrong, and count: no letter leaves, nothing is printed."""
    if end < start:
        raise click.UsageError("--to lies before --from")
    settings = settings_of(ctx)
    from cakupan.clock.simulate import Luck, rehearse_all, tallies_table
    from cakupan.pipeline.timetable import needed_timetable, province_in

    folder = data or Path(settings.data)
    province = province_in(folder)
    table = needed_timetable(folder, province)
    luck = Luck(meetings=meetings, restarts=restarts, outages=outages, jumps=jumps)
    tallies = rehearse_all(province, table, start.first_day, end.last_day, luck, seeds)
    print_table(*tallies_table(tallies, terminal_language()), right=range(20))
    say_errors(tuple(line for tally in tallies for line in tally.wrong))
    bad = any(tally.silent or tally.doubled or tally.wrong for tally in tallies)
    ctx.exit(DeliveryError.exit_code if bad else 0)


def _rounds(settings: "Settings", stop: "Stop", heartbeat: "Heartbeat") -> "Round":
    """What knocks; before it prints for the first time the printing processes' libraries are not loaded."""
    from cakupan.clock.round import Round

    return Round(settings, os.environ, now, stop, heartbeat, lambda: seal_of(settings), _log, _crash)


def _log(told: Message) -> None:
    """A line on standard error, which journald or cron keeps, with the moment by the machine's clock."""
    click.echo(f"{now().astimezone():%Y-%m-%d %H:%M:%S%z} {terminal_language().tell(told)}", err=True)


def _crash(error: Exception) -> None:
    """What is our own mistake, with where it happened."""
    lines = "".join(traceback.format_exception(error))
    click.echo(f"{now().astimezone():%Y-%m-%d %H:%M:%S%z} {lines}", err=True)


COMMANDS = (plan, serve, run_due, watch, simulate)
