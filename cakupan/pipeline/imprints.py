"""What a report says of its edition: its number, what it replaces, what has changed since."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.disclosure import is_shown
from cakupan.editions import Store, differing, reported, restated
from cakupan.errors import CakupanError, DataError
from cakupan.message import Message, message
from cakupan.model import (
    Edition,
    FigureChange,
    Figures,
    Imprint,
    Indicators,
    KeptFigure,
    Making,
    Province,
    Reason,
    Region,
    Sheet,
    Vintage,
)
from cakupan.period import Period
from cakupan.pipeline.inputs import put_back
from cakupan.pipeline.measured import measure_month
from cakupan.pipeline.order import Order, Request

Remade = Mapping[str, tuple[KeptFigure, ...]]


@dataclass(frozen=True)
class Watch:
    """Figures that are not what an edition last reported of their day, and editions that could not be read for it.

    `newer` are regions with figures of a later month than the one that was chosen.
    """

    restated: tuple[FigureChange, ...]
    damage: tuple[Message, ...]
    regions: Mapping[str, Region]
    newer: tuple[Region, ...] = ()

    def name(self, code: str) -> Message | str:
        """A region by code and name; one that is no longer there by its code."""
        region = self.regions.get(code)
        return message("{code} {region}", code=code, region=region.full) if region else code


@dataclass(frozen=True)
class Run:
    """What a kept run stands on."""

    request: Request
    sheet: Sheet
    figures: Figures
    vintage: Vintage
    measured: Mapping[str, Indicators]
    watch: Watch


def store_key(province: Province) -> str:
    """The name of a province in the store; invented figures have one of their own, and never replace real ones."""
    return province.region.code + ("-sample" if province.sample else "")


def watch(store: Store, figures: Figures, period: Period) -> Watch:
    """What has changed in the source since editions of this month and earlier ones reported it."""
    key = store_key(figures.province)
    editions: list[Edition] = []
    damage: list[Message] = []
    for earlier in (known for known in store.periods(key) if known <= period):
        try:
            editions += store.editions(key, earlier)
        except DataError as error:
            damage += error.messages
    changed = (change for change in restated(figures, editions) if _is_shown(change, figures))
    return Watch(tuple(changed), tuple(damage), figures.province.regions)


def imprints(run: Run, store: Store, making: Making, orders: Mapping[str, Order]) -> tuple[dict[str, Imprint], int]:
    """What each report says of its edition, and the number that is free now.

    It replaces one for the same meeting, or for the same month, and tells what has changed since that one.
    """
    key, period, meeting = store_key(run.figures.province), run.vintage.period, run.request.meeting
    number = store.free_number(key, period, meeting)  # before the others are read: it is refused if one comes
    month = store.editions(key, period)
    earlier = store.of_meeting(key, meeting.key) if meeting else [one for one in month if one.meeting is None]
    again: dict[int, Remade | None] = {}
    found = {}
    for code, order in orders.items():
        past = (e for e in earlier if e.language == order.language and e.report_of(code))
        replaced = next(past, None)
        changes: tuple[FigureChange, ...] = ()
        if replaced:
            if replaced.number not in again:
                again[replaced.number] = _made_anew(run, store, making, replaced)
            changes = _changes(run, replaced, again[replaced.number], order)
        told = tuple(c for c in run.watch.restated if _concerns(c, order.indicators) and _is_shown(c, run.figures))
        found[code] = Imprint(number, replaced.number if replaced else None, changes, told)
    return found, number


def _concerns(change: FigureChange, indicators: Indicators) -> bool:
    """A regency's report tells of its own figures, the province's of all whose region is still there."""
    known = change.region in indicators.province.regions
    return known and (indicators.is_province or change.region == indicators.region.code)


def _changes(run: Run, replaced: Edition, again: Remade | None, order: Order) -> tuple[FigureChange, ...]:
    code = order.indicators.region.code
    then = replaced.report_of(code)
    assert then, "an edition is replaced where it has a report of the region"
    between = None if again is None else again.get(code, ())
    shift = Reason.METHOD if vintage_of(replaced) == run.vintage else Reason.CUTOFF
    found = differing(replaced, then.figures, order.figures, between, shift)
    known = (change for change in found if change.region in run.figures.province.regions)
    return tuple(change for change in known if _is_shown(change, run.figures))


def _is_shown(change: FigureChange, figures: Figures) -> bool:
    return is_shown(figures, change.region, change.measure)


def vintage_of(edition: Edition) -> Vintage:
    """The period and cutoff an edition was made with."""
    return Vintage(edition.period, edition.cutoff, hindsight=edition.as_of is None)


def _made_anew(run: Run, store: Store, making: Making, edition: Edition) -> Remade | None:
    """What today's program makes of an edition's own data; None where it cannot."""
    if vintage_of(edition) == run.vintage and edition.making.code == making.code:
        return {report.region: report.figures for report in edition.reports}
    try:
        with tempfile.TemporaryDirectory(prefix="cakupan-") as folder:
            sheet = put_back(store.inputs(edition), Path(folder))
            figures = check(sheet, catalogue(), edition.now, edition.limits)
            known, measured, _ = measure_month(figures, run.vintage, edition.restated, edition.accepted, edition.limits)
    except CakupanError:
        return None
    return {code: reported(known, indicators) for code, indicators in measured.items()}
