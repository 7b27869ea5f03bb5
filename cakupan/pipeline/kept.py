"""A run that is kept: printed and sealed aside, kept as the next edition of its occasion, then put in place."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from cakupan.editions import Store, made_with
from cakupan.editions.names import FORMAT
from cakupan.model import Accepted, Edition, Finding, KeptReport, LetThrough, Making
from cakupan.pdf import pango_version
from cakupan.pipeline.imprints import Run, imprints, store_key
from cakupan.pipeline.inputs import put_inputs
from cakupan.pipeline.order import Made, Order
from cakupan.pipeline.placed import PrintAll, put_in_place, seal_report


def keep(run: Run, orders: Mapping[str, Order], print_all: PrintAll) -> dict[str, Made]:
    """Print and keep; when another process takes the number meanwhile, print again with the next.

    A report lies in its place only when its edition is kept. One that cannot be printed or
    sealed is not in the edition; without any there is no edition. Its other formats are
    put in their places all the same.
    """
    store = Store(run.request.var)
    inputs = put_inputs(store, run.sheet)
    making = made_with(pango_version())
    while True:
        said, number = imprints(run, store, making, orders)
        with tempfile.TemporaryDirectory(prefix="cakupan-") as aside:
            staged = {
                code: replace(order, path=Path(aside) / order.path.name, imprint=said[code])
                for code, order in orders.items()
            }
            made = print_all(staged)
            printed = {code: _kept_report(code, order) for code, order in staged.items() if order.path.exists()}
            made = {code: seal_report(made[code], order, run.request.seal) for code, order in staged.items()}
            reports = tuple(report for code, report in printed.items() if staged[code].path.exists())
            if not reports or store.add(_edition(run, inputs, making, number, reports)):
                return {code: put_in_place(made[code], staged[code], order) for code, order in orders.items()}


def _kept_report(code: str, order: Order) -> KeptReport:
    """A report as it was printed, not yet sealed."""
    assert order.imprint, "a kept run has imprints"
    digest = sha256(order.path.read_bytes()).hexdigest()
    return KeptReport(code, order.path.name, digest, order.imprint, order.figures)


def _edition(
    run: Run, inputs: Mapping[str, str], making: Making, number: int, reports: tuple[KeptReport, ...]
) -> Edition:
    return Edition(
        format=FORMAT,
        province=store_key(run.figures.province),
        period=run.vintage.period,
        number=number,
        cutoff=run.vintage.cutoff,
        as_of=run.request.until,
        regions=run.request.regions,
        language=run.request.language,
        paper=run.request.paper,
        fingerprint=run.figures.fingerprint,
        inputs=inputs,
        making=making,
        findings=(*map(_told, run.figures.warnings), *map(_signed, run.figures.accepted)),
        reports=reports,
        now=run.request.now,
        limits=run.request.limits,
        accepted=run.request.accepted,
        meeting=run.request.meeting,
    )


def _told(finding: Finding) -> LetThrough:
    return LetThrough(finding.rule, finding.region, str(finding.told))


def _signed(accepted: Accepted) -> LetThrough:
    return replace(_told(accepted.finding), reason=accepted.reason, name=accepted.by)
