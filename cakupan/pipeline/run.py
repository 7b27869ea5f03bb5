"""A period's reports, read aloud: read, check, choose, measure; then each report by a worker."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.check.hold import name_of
from cakupan.disclosure import withhold
from cakupan.editions import Store, reported
from cakupan.errors import HeldError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Figures, Finding, Format, Indicators, Region, Vintage, Where, occasion_of
from cakupan.period import Period
from cakupan.pipeline.imprints import Run, Watch, watch
from cakupan.pipeline.kept import keep
from cakupan.pipeline.logo import draw_logo
from cakupan.pipeline.measured import measure_month
from cakupan.pipeline.order import Made, Order, Request
from cakupan.pipeline.placed import PrintAll, print_sealed
from cakupan.pipeline.workers import make_all
from cakupan.read import read
from cakupan.read.characters import written
from cakupan.shelf import clear, folder_of, place, places, prepare
from cakupan.vintage import choose, newer, pick_regions


@dataclass(frozen=True)
class Outcome:
    """What happened to one region: a report, or why there is none."""

    region: Region
    indicators: Indicators | None
    path: Path | None
    made: Made


def make_reports(
    request: Request,
    on_plan: Callable[[Vintage, int], None],
    on_made: Callable[[Region], None],
    on_watch: Callable[[Watch], None],
) -> list[Outcome]:
    """Every report asked for, in the order of the regions; kept as an edition where that is asked.

    `on_plan` hears the chosen period and how many reports there will be, `on_made`
    each region as it is done, `on_watch`, before anything is printed, what earlier
    editions reported otherwise.
    """
    sheet = draw_logo(read(request.data))
    figures = check(sheet, catalogue(), request.now, request.limits)
    vintage = choose(figures, request.period, request.until, _last_day(request, figures))
    regions = pick_regions(figures.province, request.regions)
    seen = watch(Store(request.var), withhold(figures, request.limits.small_cell), vintage.period)
    chosen_by_itself = request.period is None and request.until is None
    on_watch(replace(seen, newer=newer(figures, vintage)) if chosen_by_itself else seen)
    known, measured, holding = measure_month(figures, vintage, seen.restated, request.accepted, request.limits)
    handed_in = written(sheet)
    orders = {r.code: _order(request, known, measured[r.code], handed_in) for r in regions if r.code in measured}
    prepare(folder_of(request.out, occasion_of(vintage.period, request.meeting)))

    def print_all(asked: Mapping[str, Order]) -> dict[str, Made]:
        return make_all(
            asked,
            request.workers,
            lambda: on_plan(vintage, len(orders)),
            lambda code: on_made(figures.province.regions[code]),
        )

    made = _make(Run(request, sheet, known, vintage, measured, seen), orders, print_all)
    for region in regions:
        if region.code not in measured:
            _clear_all(_path(request, vintage.period, region), Language(request.language))
    made |= {code: _held(findings) for code, findings in holding.items()}
    return [_outcome(region, measured, orders, made) for region in regions]


def _make(run: Run, orders: Mapping[str, Order], print_all: PrintAll) -> dict[str, Made]:
    """Kept, sealed, or put in their place as they are printed."""
    if run.request.keep and orders:
        return keep(run, orders, print_all)
    if run.request.seal:
        return print_sealed(orders, run.request.seal, print_all)
    return print_all(orders)


def _last_day(request: Request, figures: Figures) -> dt.date | None:
    """Today, where the province is: a figure of a later day chooses no period, unless it was let through."""
    if request.now is None or any(one.rule == "future" for one in request.accepted):
        return None
    return figures.province.today(request.now)


def _held(findings: Iterable[Finding]) -> Made:
    """No report, and why; what to do stands beside each reason."""
    reasons = (
        message("held: {finding} (correct it, or --accept {name})", finding=finding.told, name=name_of(finding))
        for finding in findings
    )
    return Made(problems=tuple(reasons), exit_code=HeldError.exit_code)


def _order(request: Request, known: Figures, indicators: Indicators, handed_in: Mapping[str, Where]) -> Order:
    figures = reported(known, indicators)
    return Order(
        indicators,
        request.language,
        request.paper,
        _path(request, indicators.period, indicators.region),
        figures=figures,
        formats=request.formats,
        written=handed_in,
        meeting=request.meeting,
    )


def _clear_all(path: Path, language: Language) -> None:
    """What an earlier run made of a region that has no report now, in whatever format."""
    for form in Format:
        for file in places(path, form, language):
            clear(file)


def _path(request: Request, period: Period, region: Region) -> Path:
    return place(request.out, occasion_of(period, request.meeting), region, Language(request.language))


def _outcome(
    region: Region, measured: dict[str, Indicators], orders: dict[str, Order], made: dict[str, Made]
) -> Outcome:
    order = orders.get(region.code)
    return Outcome(region, measured.get(region.code), order.path if order else None, made.get(region.code, Made()))


def notes(outcome: Outcome) -> Iterable[Message]:
    """What a clerk should know of an outcome."""
    if outcome.indicators is None:
        yield from outcome.made.problems or (message("no figure, so no report"),)
        return
    coverage = outcome.indicators.coverage
    if coverage is None:
        yield message("no coverage figure")
    elif coverage.carried:
        yield message("figure of {date}, carried forward", date=coverage.current.as_of)
    yield from outcome.made.remarks
    yield from outcome.made.problems
