"""A kept run for the tests: a province on disk, measured as the pipeline does, printed by a press that only writes."""

import datetime as dt
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.editions import Store, made_with, reported
from cakupan.indicators import measure
from cakupan.message import message
from cakupan.pdf import pango_version
from cakupan.period import Period
from cakupan.pipeline import kept as kept_runs
from cakupan.pipeline.imprints import Run, watch
from cakupan.pipeline.kept import keep
from cakupan.pipeline.order import Made, Order, Request
from cakupan.read import read
from cakupan.vintage import as_known, choose
from tests.provinces import folder

FIGURES = """\
2024-10-01,15,active,total,400
2024-10-01,15,potential,total,1000
2024-12-02,15,active,total,450
2024-11-02,15.01,coverage_rate,total,40
"""
TARGETS = "2024-01-01,2025-12-31,15,target_rate,total,53\n"


def prepared(
    tmp: Path,
    figures: str = FIGURES,
    period: str = "2024-12",
    as_of: dt.date | None = None,
    language: str = "id",
    **more: str,
) -> tuple[Run, dict[str, Order]]:
    """What `keep` is given for the province with these figures, and the reports to be made into tmp/out."""
    data = folder(tmp / "data", figures, TARGETS, **more)
    asked = Request(data, tmp / "out", tmp / "var", Period.parse(period), (), as_of, language, "A4", 1, keep=True)
    sheet = read(data)
    believed = check(sheet, catalogue())
    vintage = choose(believed, asked.period, as_of)
    known = as_known(believed, vintage)
    measured = measure(known, vintage, catalogue())
    seen = watch(Store(asked.var), believed, vintage.period)
    asked.out.mkdir(exist_ok=True)
    orders = {
        code: Order(i, language, "A4", asked.out / f"{code}.pdf", figures=reported(known, i))
        for code, i in measured.items()
    }
    return Run(asked, sheet, believed, vintage, measured, seen), orders


def press(orders: Mapping[str, Order]) -> dict[str, Made]:
    """Writes what edition a report is of instead of the report."""
    for code, order in orders.items():
        assert order.imprint
        order.path.write_text(f"{code} {order.imprint.title}")
    return {code: Made(4, 1) for code in orders}


def broken_press(*broken: str) -> Callable[[Mapping[str, Order]], dict[str, Made]]:
    """Prints all but some."""

    def print_others(orders: Mapping[str, Order]) -> dict[str, Made]:
        made = press({code: order for code, order in orders.items() if code not in broken})
        return made | dict.fromkeys(broken, Made(problems=(message("no"),), exit_code=6))

    return print_others


def kept(tmp: Path, figures: str = FIGURES, **how: object) -> Store:
    """A kept run."""
    run, orders = prepared(tmp, figures, **how)  # type: ignore[arg-type]  # passed on
    keep(run, orders, press)
    return Store(tmp / "var")


WRITES = ("fsync", "replace", "rename", "mkdir", "chmod", "open", "unlink", "rmdir")


def die_before(number: int) -> None:
    """From now on this process is killed before that call to the system which writes, counted from 1."""
    seen = count(1)

    def dying(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            if next(seen) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return counted

    for name in WRITES:
        setattr(os, name, dying(getattr(os, name)))


def keep_on(own: Path, var: Path, times: int) -> None:
    """When a line comes, keep runs of a province of one's own in a store that others use too."""
    run, orders = prepared(own)
    run = replace(run, request=replace(run.request, var=var))
    sys.stdin.readline()
    for _ in range(times):
        keep(run, orders, press)


def main(tmp: Path) -> None:
    """Keep a run again and again, each time killed before a later write, until one is not; say its number."""
    run, orders = prepared(tmp / "once")
    making = made_with(pango_version())  # what takes long, once for all
    vars(kept_runs)["made_with"] = lambda _: making  # in this process only
    for number in count(1):
        place = tmp / str(number)
        (place / "out").mkdir(parents=True)
        request = replace(run.request, var=place / "var", out=place / "out")
        moved = {code: replace(order, path=place / "out" / order.path.name) for code, order in orders.items()}
        pid = os.fork()
        if pid == 0:
            tempfile.tempdir = str(place)  # the killed tidy nothing up
            die_before(number)
            keep(replace(run, request=request), moved, press)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status):
            sys.stdout.write(f"{number} {os.WEXITSTATUS(status)}")
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
