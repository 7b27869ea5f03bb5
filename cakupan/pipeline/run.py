"""A period's reports, read aloud: read, check, choose, measure; then each report by a worker."""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.check.hold import accept, held, name_of, without
from cakupan.errors import HeldError
from cakupan.indicators import measure
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Acceptance, Figures, Finding, Indicators, Limits, Region, Vintage
from cakupan.period import Period
from cakupan.pipeline.order import Made, Order
from cakupan.pipeline.workers import make_all
from cakupan.read import read
from cakupan.shelf import clear, place, prepare
from cakupan.vintage import as_known, choose, pick_regions


@dataclass(frozen=True)
class Request:
    """What a user asks for; None and () mean the defaults."""

    data: Path
    out: Path
    period: Period | None
    regions: tuple[str, ...]
    as_of: dt.date | None
    language: str
    paper: str
    workers: int
    now: dt.datetime | None = None
    limits: Limits = field(default_factory=Limits)
    accepted: tuple[Acceptance, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What happened to one region: a report, or why there is none."""

    region: Region
    indicators: Indicators | None
    path: Path | None
    made: Made


def make_reports(
    request: Request, on_plan: Callable[[Vintage, int], None], on_made: Callable[[Region], None]
) -> list[Outcome]:
    """Every report asked for, in the order of the regions.

    `on_plan` hears the chosen period and how many reports there will be, `on_made`
    each region as it is done.
    """
    figures = check(read(request.data), catalogue(), request.now, request.limits)
    vintage = choose(figures, request.period, request.as_of, _last_day(request, figures))
    regions = pick_regions(figures, request.regions)
    known = accept(as_known(figures, vintage), request.accepted)
    holding = held(known)
    measured = measure(without(known, holding), vintage, catalogue())
    measured = {code: indicators for code, indicators in measured.items() if code not in holding}
    orders = {r.code: _order(request, measured[r.code]) for r in regions if r.code in measured}
    prepare(request.out / str(vintage.period))
    made = make_all(
        orders,
        request.workers,
        lambda: on_plan(vintage, len(orders)),
        lambda code: on_made(figures.province.regions[code]),
    )
    for region in regions:
        if region.code not in measured:
            clear(_path(request, vintage, region))
    made |= {code: _held(findings) for code, findings in holding.items()}
    return [_outcome(region, measured, orders, made) for region in regions]


def _last_day(request: Request, figures: Figures) -> dt.date | None:
    """Today, where the province is: a figure of a later day chooses no period, unless it was let through."""
    if request.now is None or any(one.rule == "future" for one in request.accepted):
        return None
    return request.now.astimezone(zoneinfo.ZoneInfo(figures.province.timezone)).date()


def _held(findings: Iterable[Finding]) -> Made:
    """No report, and why; what to do stands beside each reason."""
    reasons = (
        message("held: {finding} (correct it, or --accept {name})", finding=finding.told, name=name_of(finding))
        for finding in findings
    )
    return Made(problems=tuple(reasons), exit_code=HeldError.exit_code)


def _order(request: Request, indicators: Indicators) -> Order:
    vintage_path = place(request.out, indicators.period, indicators.region, Language(request.language))
    return Order(indicators, request.language, request.paper, vintage_path)


def _path(request: Request, vintage: Vintage, region: Region) -> Path:
    return place(request.out, vintage.period, region, Language(request.language))


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
    yield from outcome.made.problems
