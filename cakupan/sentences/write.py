"""All the words of one report."""

from collections.abc import Iterator

from cakupan.message import Message, message
from cakupan.model import Action, Indicators, Sentences
from cakupan.sentences.alts import alts
from cakupan.sentences.follow_up import cost_sentences, funding_now, overdue, permits_now
from cakupan.sentences.headline import headline, key_figures, lede
from cakupan.sentences.highlights import highlights
from cakupan.sentences.titles import titles
from cakupan.sentences.words import short_names, yardstick


def write_sentences(indicators: Indicators) -> Sentences:
    """Everything computed that a reader reads, in no language yet."""
    decisions = _decisions(indicators)
    return Sentences(
        headline=headline(indicators),
        lede=lede(indicators),
        key_figures=key_figures(indicators),
        highlights=highlights(indicators),
        decisions=decisions,
        registered=_registered(indicators),
        villages=_villages(indicators),
        titles=titles(indicators),
        alts=alts(indicators),
        missing=tuple(_missing(indicators)),
        costs=cost_sentences(indicators),
        permits=permits_now(indicators),
        funding=funding_now(indicators),
        overdue=overdue(indicators, decisions),
        yardstick=yardstick(indicators),
    )


def _decisions(indicators: Indicators) -> tuple[Action, ...]:
    """What the follow-up matrix asks the meeting to decide: not done yet, longest due first."""
    waiting = (a for a in indicators.actions if a.status != "done" and a.region == indicators.region.code)
    return tuple(sorted(waiting, key=lambda a: (a.due, a.number)))[:3]


def _registered(indicators: Indicators) -> Message | None:
    """Registered and active of the potential workers; side by side only where both are of one day."""
    registered, coverage = indicators.registered, indicators.coverage
    if registered is None:
        return None
    values = {"registered": registered.current.rate, "date": registered.current.as_of}
    if coverage is None or coverage.current.as_of.day != registered.current.as_of.day:
        return message("Of the potential workers {registered} were registered on {date}.", **values)
    return message(
        "Of the potential workers {registered} were registered and {active} active on {date}.",
        **values,
        active=coverage.current.rate,
    )


def _villages(indicators: Indicators) -> Message | None:
    """The day and the wholeness of the village figures."""
    villages = indicators.villages
    if villages is None:
        return None
    reading = villages.current
    values = {"rate": reading.rate, "date": reading.as_of}
    if reading.numerator is None or reading.denominator is None:
        return message("{rate} on {date}; the counts were not published.", **values)
    template = _CARRIED if villages.carried else _NEW
    return Message(template, {**values, "covered": reading.numerator.count, "total": reading.denominator.count})


_NEW = message("{covered} of {total} people in village institutions were covered on {date} ({rate}).").template
_CARRIED = message(
    "{covered} of {total} people in village institutions were covered on {date} ({rate}); no newer figure."
).template


def _missing(indicators: Indicators) -> Iterator[Message]:
    """What the report would show if it were known, a line each."""
    yield from _unmeasured(indicators)
    if indicators.is_province and indicators.silent:
        names = short_names(indicators.silent)
        yield message("Regencies and cities without a coverage figure: {names}.", names=names)
    if indicators.withheld:
        yield message(
            "Village institutions of {names}: withheld, as a count is so small that it could be about persons one "
            "knows, or would give such a count back.",
            names=short_names(indicators.withheld),
        )
    if indicators.withheld_funds:
        names = short_names(indicators.withheld_funds)
        yield message("Funds of {names} that pay for very few workers: not shown.", names=names)
    if absent := tuple(_absent(indicators)):
        yield message("No figures on {subjects}.", subjects=absent)


def _unmeasured(indicators: Indicators) -> Iterator[Message]:
    """Why there is no coverage, or none that is held against a target."""
    coverage = indicators.coverage
    if coverage is None:
        yield message("Coverage of {region}: no figure.", region=indicators.region.full)
    elif coverage.absent:
        yield message(
            "{names} are not in the total; it is compared with earlier months without them, and with no target.",
            names=short_names(coverage.absent),
        )
    elif coverage.gap is None:
        yield message("Target: none is known for a day after {date}.", date=indicators.cutoff)


def _absent(indicators: Indicators) -> Iterator[Message]:
    """The sections that have nothing to show."""
    if not indicators.segments:
        yield message("coverage by segment")
    if indicators.activity is None:
        yield message("registered beside active")
    if indicators.villages is None and indicators.region not in indicators.withheld:
        yield message("village institutions")
    if indicators.permits is None:
        yield message("permits and who of their holders is registered")
    if not indicators.funded:
        yield message("funds that pay contributions")
    if not indicators.followed:
        yield message("decisions of the meetings")
