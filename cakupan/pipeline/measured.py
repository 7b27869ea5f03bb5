"""What is believed of a month, measured: what holds is taken out, what somebody let through stays in."""

from collections.abc import Iterable, Mapping, Sequence

from cakupan.catalogue import catalogue
from cakupan.check.hold import accept, held, without
from cakupan.disclosure import is_shown, withhold
from cakupan.editions import hold_restated
from cakupan.indicators import measure
from cakupan.model import Acceptance, FigureChange, Figures, Finding, Indicators, Limits, Vintage
from cakupan.vintage import as_known, hold_stale

Holding = Mapping[str, tuple[Finding, ...]]


def measure_month(
    figures: Figures,
    vintage: Vintage,
    restated: Iterable[FigureChange],
    accepted: Sequence[Acceptance],
    limits: Limits,
) -> tuple[Figures, dict[str, Indicators], Holding]:
    """The figures as they were known, the indicators of each region that may have a report, and what holds the others.

    `restated` are the figures that are not what an edition last said of them; what is withheld now needs no reason.
    RequestError for what is let through and is not there.
    """
    known = hold_stale(as_known(figures, vintage), vintage, limits.stale_months)
    known = withhold(known, limits.small_cell)
    shown = (change for change in restated if is_shown(known, change.region, change.measure))
    known = accept(hold_restated(known, shown, vintage.cutoff, limits.restated_percent), accepted)
    holding = held(known)
    measured = measure(without(known, holding), vintage, catalogue())
    return known, {code: found for code, found in measured.items() if code not in holding}, holding
