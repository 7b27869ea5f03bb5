"""All the words of one report."""

from collections.abc import Iterator

from cakupan.message import Message, message
from cakupan.model import Action, Indicators, Sentences
from cakupan.sentences.alts import alts
from cakupan.sentences.follow_up import cost_sentences, funding_now, permits_now
from cakupan.sentences.headline import headline, key_figures, lede
from cakupan.sentences.highlights import highlights
from cakupan.sentences.titles import titles


def write_sentences(indicators: Indicators) -> Sentences:
    """Everything computed that a reader reads, in no language yet."""
    return Sentences(
        headline=headline(indicators),
        lede=lede(indicators),
        key_figures=key_figures(indicators),
        highlights=highlights(indicators),
        decisions=_decisions(indicators),
        registered=_registered(indicators),
        villages=_villages(indicators),
        titles=titles(indicators),
        alts=alts(indicators),
        missing=tuple(_missing(indicators)),
        costs=cost_sentences(indicators),
        permits=permits_now(indicators),
        funding=funding_now(indicators),
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


def _missing(indicators: Indicators) -> list[Message]:
    """What the report would show if it were known, a line each."""
    found = []
    if indicators.coverage is None:
        found.append(message("Coverage of {region}: no figure.", region=indicators.region.full))
    elif indicators.coverage.absent:
        names = tuple(r.short for r in indicators.coverage.absent)
        found.append(
            message(
                "{names} are not in the total; it is compared with earlier months without them, and with no target.",
                names=names,
            )
        )
    elif indicators.coverage.gap is None:
        found.append(message("Target: none is known for a day after {date}.", date=indicators.cutoff))
    if indicators.is_province and indicators.silent:
        found.append(
            message(
                "Regencies and cities without a coverage figure: {names}.",
                names=tuple(r.short for r in indicators.silent),
            )
        )
    if indicators.withheld:
        found.append(
            message(
                "Village institutions of {names}: withheld, as a count is so small that it could be about persons one "
                "knows, or would give such a count back.",
                names=tuple(r.short for r in indicators.withheld),
            )
        )
    if indicators.withheld_funds:
        names = tuple(r.short for r in indicators.withheld_funds)
        found.append(message("Funds of {names} that pay for very few workers: not shown.", names=names))
    absent = tuple(_absent(indicators))
    if absent:
        found.append(message("No figures on {subjects}.", subjects=absent))
    return found


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
