#!/usr/bin/env python3
"""The door to Cakupan: parses what is asked, hands it in, has printed what came of it.

Nothing heavy is imported at the top: each command imports what it needs.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

HERE = Path(__file__).resolve().parent


def use_own_environment() -> None:
    """Go on in the project's virtual environment, so that ./generate.py works in any shell."""
    own = HERE / ".venv"
    python = own / "bin" / "python"
    if Path(sys.prefix).resolve() != own.resolve() and python.exists():
        os.execv(python, [str(python), str(HERE / "generate.py"), *sys.argv[1:]])  # noqa: S606  # our own interpreter


if __name__ == "__main__":
    use_own_environment()

try:
    import click
except ModuleNotFoundError:
    sys.exit("generate.py: the packages it needs are missing; run `make setup`")

from cakupan import __version__
from cakupan.commands import clock, delivery, upkeep
from cakupan.commands.given import limits_of, now, seal_of, settings_of
from cakupan.commands.types import DayType, OccasionType, PeriodType, WordsType
from cakupan.errors import CakupanError, RequestError
from cakupan.message import message
from cakupan.terminal import (
    print_editions,
    print_outcomes,
    print_rules,
    print_verdict,
    progress,
    say_errors,
    say_watch,
    terminal_language,
)

if TYPE_CHECKING:
    import datetime as dt

    from cakupan.model import Acceptance, Format, Meeting
    from cakupan.period import Period
    from cakupan.pipeline.run import Outcome


class Door(click.Group):
    """The commands; what stops one is said in a line each and ends in the exit code of its cause."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; no traceback for what a user can mend."""
        try:
            return super().invoke(ctx)
        except CakupanError as error:
            say_errors(error.messages)
            ctx.exit(error.exit_code)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Cakupan")
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    default=HERE / "settings.toml",
    show_default="settings.toml beside generate.py",
    help="The settings file.",
)
@click.pass_context
def main(ctx: click.Context, settings: Path) -> None:
    """Reports on the coverage of employment social security, for a province and its regencies."""
    ctx.obj = settings


Command = TypeVar("Command", bound=Callable[..., object])


def accepting(command: Command) -> Command:
    """The options that let findings through; each --accept has a --reason and a --by of its own."""
    helps = {
        "--accept": ("RULE[:REGION]", "Let through one finding that holds a report."),
        "--reason": ("TEXT", "Why; stands in the report."),
        "--by": ("NAME", "Who signs for it; stands in the report."),
    }
    for name, (metavar, told) in reversed(helps.items()):
        kind = WordsType() if name == "--by" else None
        option = click.option(
            name, type=kind, multiple=True, metavar=metavar, help=told, expose_value=False, callback=_keep
        )
        command = option(command)
    return command


def _keep(ctx: click.Context, param: click.Parameter, values: object) -> None:
    ctx.meta[f"cakupan.{param.name}"] = values


def accepted(ctx: click.Context) -> "tuple[Acceptance, ...]":
    """What is let through, in the order it was asked for."""
    from cakupan.model import Acceptance

    rules, reasons, names = (ctx.meta[f"cakupan.{name}"] for name in ("accept", "reason", "by"))
    if not len(rules) == len(reasons) == len(names):
        raise click.UsageError("each --accept needs a --reason and a --by of its own")
    if not all(map(str.strip, (*rules, *reasons))):
        raise click.UsageError("--accept and --reason must not be empty")
    triples = zip(rules, reasons, names, strict=True)
    return tuple(Acceptance.parse(rule, reason.strip(), name) for rule, reason, name in triples)


def formats(ctx: click.Context, *, keep: bool) -> "tuple[Format, ...]":
    """What is to be made, each once; an edition is of PDF reports, so a run that is kept makes them."""
    from cakupan.model import Format

    asked = tuple(map(Format, dict.fromkeys(ctx.meta["cakupan.format"])))
    if keep and Format.PDF not in asked:
        raise click.UsageError("--keep keeps the PDF reports only; add --format pdf, or say --no-keep")
    return asked


@main.command()
@click.option("--data", type=click.Path(path_type=Path), help="The province folder.  [default: from the settings]")
@click.option(
    "--period", type=PeriodType(), help="The month to report on.  [default: the newest with province figures]"
)
@click.option("--region", "regions", multiple=True, metavar="CODE ...", help="Only these regions, by code or name.")
@click.option("--as-of", type=DayType(), help="Use only figures up to this day.")
@click.option(
    "--meeting",
    metavar="DAY|KEY",
    expose_value=False,
    callback=_keep,
    help="For this meeting of the calendar: the newest figures up to its day, kept as an edition of its own.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The output folder.  [default: from the settings]")
@click.option(
    "--language", type=click.Choice(["id", "en"]), help="Language of the reports.  [default: from the settings]"
)
@click.option(
    "--format",
    type=click.Choice(["pdf", "slides", "xlsx", "summary"]),
    multiple=True,
    default=["pdf"],
    show_default="pdf",
    expose_value=False,
    callback=_keep,
    help="What is made; again for more than one.",
)
@accepting
@click.option(
    "--keep/--no-keep",
    default=None,
    help="Keep the run as the next edition of its month.  [default: from the settings: not]",
)
@click.argument("more", nargs=-1, metavar="")
@click.pass_context
def report(
    ctx: click.Context,
    data: Path | None,
    period: "Period | None",
    regions: tuple[str, ...],
    as_of: "dt.date | None",
    out: Path | None,
    language: str | None,
    keep: bool | None,
    more: tuple[str, ...],
) -> None:
    """Make the reports of a period, or for a meeting: the province's and each regency's."""
    meeting: str | None = ctx.meta["cakupan.meeting"]
    if meeting and (period or as_of):
        raise click.UsageError(
            "--meeting says itself which figures are used, the newest up to its day; leave out --period and --as-of"
        )
    if more and not regions:
        raise click.UsageError(f"unexpected argument {more[0]!r}; regions are named with --region")
    from cakupan.pipeline.fork_server import load_ahead

    signal.signal(signal.SIGTERM, _stop)  # so that the workers end with us
    load_ahead()  # what the workers need, while all that follows is loaded and read
    settings = settings_of(ctx)
    keep = (settings.run.keep or bool(meeting)) if keep is None else keep
    asked = formats(ctx, keep=keep)
    folder = data or Path(settings.data)
    from cakupan.pipeline.order import Request
    from cakupan.pipeline.run import make_reports

    request = Request(
        data=folder,
        out=out or Path(settings.out),
        var=Path(settings.var),
        period=period,
        regions=regions + more,
        as_of=as_of,
        language=language or settings.language,
        paper=settings.page.paper,
        workers=settings.run.workers,
        now=now(),
        limits=limits_of(settings),
        accepted=accepted(ctx),
        keep=keep,
        seal=seal_of(settings),
        formats=asked,
        meeting=_appointed(folder, meeting) if meeting else None,
    )
    with progress() as (start, advance):
        outcomes = make_reports(request, start, advance, say_watch)
    print_outcomes(outcomes)
    ctx.exit(exit_code(outcomes))


def _appointed(folder: Path, word: str) -> "Meeting":
    """The meeting of the province's calendar that is meant."""
    from cakupan.pipeline.meetings import appointed
    from cakupan.pipeline.timetable import needed_timetable, province_in

    province = province_in(folder)
    return appointed(needed_timetable(folder, province), word, province.today(now()))


@main.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--rules", "list_rules", is_flag=True, help="List the rules instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "html"]),
    default="table",
    help="How it is said.",
    show_default=True,
)
@click.option("--language", type=click.Choice(["id", "en"]), help="Its language.  [default: the terminal's]")
@click.option(
    "--marked",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a copy of the file with its cells marked, to send back.",
)
@click.pass_context
def check(
    ctx: click.Context, path: Path | None, list_rules: bool, form: str, language: str | None, marked: Path | None
) -> None:
    """Check a province folder, or one file handed in for it, and say all that is wrong, what blocks first."""
    from cakupan.language import Language

    spoken = Language(language) if language else terminal_language()
    if list_rules:
        if form == "html":
            raise click.UsageError("--rules has no html; docs/rules.md lists the rules")
        print_rules(form, spoken)
        return
    settings = settings_of(ctx)
    from cakupan.pipeline.verdict import check_folder, exit_code

    alone = path if path and path.is_file() else None
    if marked and not alone:
        raise click.UsageError("--marked needs the file that is to be sent back")
    folder = Path(settings.data) if alone or path is None else path
    verdict = check_folder(folder, now(), limits_of(settings), alone, settings.mail.allow or None)
    print_verdict(verdict, form, spoken)
    if marked and alone and verdict.grids is not None:
        from cakupan.pipeline.send_back import send_back

        count = send_back(alone, verdict, spoken, marked)
        click.echo(spoken.tell(message("{file}: {count} findings marked", file=str(marked), count=count)), err=True)
    ctx.exit(exit_code(verdict))


@main.command()
@click.pass_context
def editions(ctx: click.Context) -> None:
    """List the editions, and say of the whole store what is damaged."""
    settings = settings_of(ctx)
    from cakupan.editions import Store, audit
    from cakupan.errors import DataError

    found = audit(Store(Path(settings.var)))
    print_editions(found.editions)
    say_errors(found.strange + found.damage)
    ctx.exit(DataError.exit_code if found.damage else 0)


@main.command()
@click.argument("period", type=OccasionType())
@click.option("--edition", "number", type=click.IntRange(min=1), help="Its number.  [default: the newest]")
@click.option("--province", metavar="KEY", help="As `editions` lists it.  [default: the only one with editions]")
@click.option("--verify", is_flag=True, help="Only compare: print nothing, unless --out is named.")
@click.option("--out", type=click.Path(path_type=Path), help="The output folder.  [default: from the settings]")
@click.pass_context
def rerun(
    ctx: click.Context,
    period: "Period | str",
    number: int | None,
    province: str | None,
    verify: bool,
    out: Path | None,
) -> None:
    """Make the reports of an edition again, from what was kept alone, and compare the bytes.

    PERIOD is its month, or the meeting it is for: its key or its day.
    """
    from cakupan.pipeline.fork_server import load_ahead

    signal.signal(signal.SIGTERM, _stop)
    load_ahead()
    settings = settings_of(ctx)
    from cakupan.editions import Store
    from cakupan.pipeline.again import changed_parts, find, print_again

    store = Store(Path(settings.var))
    edition = find(store, period, number, province)
    language = terminal_language()
    for line in changed_parts(edition):
        click.echo(language.tell(message("not as it was kept: {part}", part=line)))
    folder = out or (None if verify else Path(settings.out))
    copies = print_again(store, edition, folder, settings.run.workers, lambda *_: None, lambda _: None)
    for copy in copies:
        click.echo(language.tell(copy.verdict))
    worst = max(copy.exit_code for copy in copies)
    ctx.exit(worst if verify or not all(copy.made.pages for copy in copies) else 0)


@main.command()
@click.option("--period", type=PeriodType(), required=True, help="The month the form is for.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The workbook to write.")
@click.option("--data", type=click.Path(path_type=Path), help="The province folder.  [default: from the settings]")
@click.option("--branch", metavar="CODE", help="Only the regencies of this branch.  [default: all of the province]")
@click.option("--language", type=click.Choice(["id", "en"]), help="Language of the form.  [default: from the settings]")
@click.pass_context
def template(
    ctx: click.Context, period: "Period", out: Path, data: Path | None, branch: str | None, language: str | None
) -> None:
    """Write the form a branch fills in for a month, the figures before beside the empty cells."""
    settings = settings_of(ctx)
    from cakupan.pipeline.hand_out import hand_out

    regions = hand_out(data or Path(settings.data), period, branch, language or settings.language, out)
    done = message("{file}: the form for {period}, {count} regions", file=str(out), period=period, count=regions)
    click.echo(terminal_language().tell(done))


def _stop(number: int, _: object) -> None:
    """End in order: what holds the workers lets them go."""
    sys.exit(128 + number)


def exit_code(outcomes: "list[Outcome]") -> int:
    """The worst that happened; asking only for regions without figures is asking for what is not there."""
    worst = max(outcome.made.exit_code for outcome in outcomes)
    return worst or (0 if any(outcome.made.formats for outcome in outcomes) else RequestError.exit_code)


for command in (*delivery.COMMANDS, *clock.COMMANDS, *upkeep.COMMANDS):
    main.add_command(command)


if __name__ == "__main__":
    main(prog_name="generate.py")
