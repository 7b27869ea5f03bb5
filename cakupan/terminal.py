"""What the terminal sees: findings, outcomes and editions as tables, progress as a bar, mistakes as lines.

Nothing heavy is imported at the top: each function imports what it needs.
"""

import os
import sys
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

import click

from cakupan.message import Message, message

if TYPE_CHECKING:
    from rich.console import Console

    from cakupan.language import Language
    from cakupan.model import Edition, Region, Verdict, Vintage
    from cakupan.pipeline.imprints import Watch
    from cakupan.pipeline.run import Outcome


def terminal_language() -> "Language":
    """The language the terminal asks for."""
    from cakupan.language import Language

    return Language.of_environment(os.environ)


def say_errors(messages: tuple[Message, ...]) -> None:
    """One line a mistake, on standard error."""
    language = terminal_language()
    for line in messages:
        click.echo(f"generate.py: {language.tell(line)}", err=True)


def print_table(*rows: Sequence[str], right: Collection[int] = ()) -> None:
    """A head and rows, as wide as the terminal; what does not fit is folded, never cut. `right`: columns of numbers."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in rows[:1]:
        for number, name in enumerate(head):
            table.add_column(name, overflow="fold", justify="right" if number in right else "left")
    for row in rows[1:]:
        table.add_row(*row)
    if rows:
        _console().print(table)


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 160)


def print_verdict(verdict: "Verdict", form: str, language: "Language") -> None:
    """What was found: a table with a line of sums below, JSON, or a page."""
    from cakupan.pipeline.verdict import findings_json, findings_table

    if form == "html":
        from cakupan.pages import set_findings

        click.echo(set_findings(verdict, language.code))
    elif form == "json":
        click.echo(findings_json(verdict, language))
    else:
        print_table(*findings_table(verdict, language))
        click.echo(f"{verdict.folder}: {language.tell(verdict.summary)}")


def print_rules(form: str, language: "Language") -> None:
    """The catalogue of rules: what each asks, and what to do; as a table or JSON."""
    from cakupan.pipeline.verdict import rules_json, rules_table

    if form == "json":
        click.echo(rules_json(language))
    else:
        print_table(*rules_table(language))


class progress:  # noqa: N801  # used like the function it stands for
    """A bar by region on a terminal, a line a region elsewhere."""

    def __enter__(self) -> tuple[Callable[["Vintage", int], None], Callable[["Region"], None]]:
        """The two callbacks the pipeline wants."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._language = terminal_language()
        self._console = Console(stderr=True, highlight=False)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._bar.start()
        return self._start, self._advance

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self._bar.stop()

    def _start(self, vintage: "Vintage", total: int) -> None:
        title = message("Reports for {period}, figures up to {day}", period=vintage.period, day=vintage.cutoff)
        self._task = self._bar.add_task(self._language.tell(title), total=total)
        if not self._console.is_terminal:
            click.echo(self._language.tell(title), err=True)

    def _advance(self, region: "Region") -> None:
        self._bar.advance(self._task)
        if not self._console.is_terminal:
            click.echo(f"  {region.code} {self._language.tell(region.full)}", err=True)


def print_outcomes(outcomes: "Sequence[Outcome]") -> None:
    """The table of what happened: region, what was made, pages, size, coverage, note."""
    language = terminal_language()
    heads = [message("region"), message("made"), message("pages"), message("size"), message("coverage")]
    rows = (_outcome_row(outcome, language) for outcome in outcomes)
    print_table([language.tell(head) for head in (*heads, message("note"))], *rows, right=(2, 3, 4))
    printed = [outcome for outcome in outcomes if outcome.made.formats]
    if printed and printed[0].path:
        folder = str(printed[0].path.parent)
        if len(printed) == 1:
            done = message("1 report in {folder}", folder=folder)
        else:
            done = message("{count} reports in {folder}", count=len(printed), folder=folder)
        _console().print(language.tell(done), soft_wrap=True)


def _outcome_row(outcome: "Outcome", language: "Language") -> Sequence[str]:
    from cakupan.pipeline.run import notes

    coverage = outcome.indicators.coverage if outcome.indicators else None
    made = outcome.made
    return (
        f"{outcome.region.code} {language.tell(outcome.region.full)}",
        ", ".join(made.formats) or "–",
        str(made.pages or "–"),
        f"{made.size / 1000:.0f} kB" if made.formats else "–",
        language.show(coverage.current.rate if coverage else None),
        "; ".join(map(language.tell, notes(outcome))),
    )


def say_watch(watch: "Watch") -> None:
    """Before anything is printed: what is not as earlier editions reported it, a line each on standard error."""
    language = terminal_language()
    for line in watch.damage:
        click.echo(language.tell(message("warning: {finding}", finding=line)), err=True)
    if watch.restated:
        click.echo(language.tell(message("Changed since it was reported:")), err=True)
    for change in watch.restated:
        line = message(
            "  {period}, edition {number}, {region}, {figure}: was {old}, is now {new}",
            period=change.period,
            number=change.edition,
            region=watch.name(change.region),
            figure=change.name,
            old=change.before,
            new=change.after,
        )
        click.echo(language.tell(line), err=True)
    if watch.newer:
        names = tuple(region.short for region in watch.newer)
        line = message("Not in these reports: newer figures of {names}; name their month with --period", names=names)
        click.echo(language.tell(line), err=True)


def print_editions(editions: "tuple[Edition, ...]") -> None:
    """The table of what is kept."""
    heads = [message("province"), message("period"), message("edition"), message("meeting"), message("figures up to")]
    heads += [message("language"), message("reports"), message("replaces"), message("data")]
    print_table([terminal_language().tell(head) for head in heads], *map(_edition_row, editions))


def _edition_row(edition: "Edition") -> Sequence[str]:
    replaced = {report.imprint.replaces for report in edition.reports} - {None}
    return (
        edition.province,
        str(edition.period),
        str(edition.number),
        f"{edition.meeting.key} ({edition.meeting.day.isoformat()})" if edition.meeting else "–",
        edition.cutoff.isoformat(),
        edition.language,
        str(len(edition.reports)),
        ", ".join(map(str, sorted(filter(None, replaced)))) or "–",
        edition.fingerprint[:8],
    )
