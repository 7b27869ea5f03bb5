"""A period's reports, read aloud: read, check, choose, measure; then each report by a worker."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.errors import CakupanError, MachineError, PrintError
from cakupan.indicators import measure
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Figures, Indicators, Region, Vintage
from cakupan.period import Period
from cakupan.pipeline.one import Made, Order, failed, make, warm_up
from cakupan.read import read
from cakupan.shelf import clear, place, prepare
from cakupan.vintage import as_known, choose, pick_regions

MEMORY_FLAT = 100  # reports a worker makes before a fresh one takes its place


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


@dataclass(frozen=True)
class Outcome:
    """What happened to one region: a report, or why there is none."""

    region: Region
    indicators: Indicators | None
    path: Path | None
    made: Made


def check_folder(data: Path) -> Figures:
    """The figures of a province folder, or every reason why they cannot be believed."""
    return check(read(data), catalogue())


def make_reports(
    request: Request, on_plan: Callable[[Vintage, int], None], on_made: Callable[[Region], None]
) -> list[Outcome]:
    """Every report asked for, in the order of the regions.

    `on_plan` hears the chosen period and how many reports there will be, `on_made`
    each region as it is done.
    """
    number = request.workers or os.cpu_count() or 1
    with _workers(number, request.paper) as (workers, ready):
        figures = check_folder(request.data)
        vintage = choose(figures, request.period, request.as_of)
        regions = pick_regions(figures, request.regions)
        measured = measure(as_known(figures, vintage), vintage, catalogue())
        orders = {r.code: _order(request, measured[r.code]) for r in regions if r.code in measured}
        prepare(request.out / str(vintage.period))
        _see_to(ready)
        on_plan(vintage, len(orders))

        def told(code: str) -> None:
            on_made(figures.province.regions[code])

        made = _make_all(workers, orders, told)
    left = {code: order for code, order in orders.items() if code not in made}
    if left:  # a worker was stopped from outside: once more, with fresh ones
        with _workers(number, request.paper) as (workers, _):
            made |= _make_all(workers, left, told)
        made |= {code: failed(order, _stopped()) for code, order in left.items() if code not in made}
    for region in regions:
        if region.code not in measured:
            clear(_path(request, vintage, region))
    return [_outcome(region, measured, orders, made) for region in regions]


@contextmanager
def _workers(number: int, paper: str) -> Iterator[tuple[Executor, Future[None]]]:
    """Processes that load their libraries while the figures are read, and whether the first found all it needs."""
    with _pool(number) as workers:
        try:
            ready = [workers.submit(warm_up, paper) for _ in range(number)]
            yield workers, ready[0]
        finally:
            workers.shutdown(cancel_futures=True)


def _see_to(ready: Future[None]) -> None:
    """Whether the first worker has all it needs; its MachineError is ours."""
    try:
        ready.result()
    except BrokenProcessPool:
        raise _stopped() from None


def _pool(number: int) -> ProcessPoolExecutor:
    try:
        return ProcessPoolExecutor(number, get_context("spawn"), max_tasks_per_child=MEMORY_FLAT)
    except OSError as error:  # no semaphores: /dev/shm is not there or not writable
        raise MachineError(message("cannot start printing processes: {reason}", reason=str(error))) from None


def _make_all(workers: Executor, orders: Mapping[str, Order], on_made: Callable[[str], None]) -> dict[str, Made]:
    """What came of each order; those whose worker was stopped are not in it."""
    made: dict[str, Made] = {}
    try:
        futures: dict[Future[Made], str] = {workers.submit(make, order): code for code, order in orders.items()}
        for future in as_completed(futures):
            code = futures[future]
            made[code] = _result(future, orders[code])
            on_made(code)
    except BrokenProcessPool:
        pass  # one stopped worker takes all waiting orders with it; the caller sees which are missing
    return made


def _result(future: Future[Made], order: Order) -> Made:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:  # noqa: BLE001  # a mistake of ours in one report must not take the others along
        reason = f"{type(error).__name__}: {error}"
        return failed(
            order, CakupanError(message("a mistake of the program: {reason}; please report it", reason=reason))
        )


def _stopped() -> PrintError:
    return PrintError(message("the printing process was stopped from outside; run again"))


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
        yield message("no figure, so no report")
        return
    coverage = outcome.indicators.coverage
    if coverage is None:
        yield message("no coverage figure")
    elif coverage.carried:
        yield message("figure of {date}, carried forward", date=coverage.current.as_of)
    yield from outcome.made.problems
