"""What is believed of a month, measured: what holds is taken out, what somebody let through stays in."""

from collections.abc import Mapping, Sequence

from cakupan.catalogue import catalogue
from cakupan.check.hold import accept, held, without
from cakupan.indicators import measure
from cakupan.model import Acceptance, Figures, Finding, Indicators, Limits, Vintage
from cakupan.vintage import as_known, hold_stale

Holding = Mapping[str, tuple[Finding, ...]]


def measure_month(
    figures: Figures, vintage: Vintage, accepted: Sequence[Acceptance], limits: Limits
) -> tuple[Figures, dict[str, Indicators], Holding]:
    """The figures as they were known, the indicators of each region that may have a report, and what holds the others.

    RequestError for what is let through and is not there.
    """
    known = accept(hold_stale(as_known(figures, vintage), vintage, limits.stale_months), accepted)
    holding = held(known)
    measured = measure(without(known, holding), vintage, catalogue())
    return known, {code: found for code, found in measured.items() if code not in holding}, holding
