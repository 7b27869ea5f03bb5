"""Plan: what is due when, by the province's calendar."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cakupan.commands.given import now, settings_of
from cakupan.commands.types import DayType
from cakupan.terminal import print_table, terminal_language

if TYPE_CHECKING:
    import datetime as dt


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


COMMANDS = (plan,)
