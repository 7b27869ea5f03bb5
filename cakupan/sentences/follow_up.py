"""What is said of permits, funds, costs and decisions."""

from collections.abc import Iterator, Mapping, Sequence

from cakupan.labels import SECTORS
from cakupan.message import Message, message
from cakupan.model import Action, Cost, Followed, Funded, Indicators, Permits
from cakupan.quantity import Rupiah


def follow_up_titles(indicators: Indicators) -> Mapping[str, Message | None]:
    """By section, what it comes to."""
    return {
        "permits": _permits(indicators.permits) if indicators.permits else None,
        "actions": _actions(indicators) if indicators.followed else None,
    }


def _permits(permits: Permits) -> Message:
    values = {"open": permits.open, "issued": permits.year_issued, "year": str(permits.month.day.year)}
    if not permits.open:
        return message("All holders of the {issued} permits of {year} are registered", **values)
    return message("The holders of {open} of {issued} permits issued in {year} are not registered", **values)


def permits_now(indicators: Indicators) -> Message | None:
    """The newest month of the permits."""
    permits = indicators.permits
    if permits is None:
        return None
    values = {"month": permits.month, "issued": permits.issued, "registered": permits.registered}
    if permits.carried:
        return message(
            "{month}: {issued} permits, {registered} of their holders registered; no newer figure.", **values
        )
    return message("{month}: {issued} permits, {registered} of their holders registered.", **values)


def funding_now(indicators: Indicators) -> tuple[Message, ...]:
    """For how many contributions are paid and what it costs, and for how many they have stopped."""
    return tuple(_funding_now([f for f in indicators.funded if not f.ended], [f for f in indicators.funded if f.ended]))


def _funding_now(paying: list[Funded], ended: list[Funded]) -> Iterator[Message]:
    if paying:
        monthly = Rupiah(sum(one.monthly.value for one in paying))
        yield message(
            "Contributions are paid for {count} workers, {monthly} a month.", count=_workers(paying), monthly=monthly
        )
    if ended:
        template = _OTHERS_ENDED if paying else _ALL_ENDED
        yield Message(template, {"count": _workers(ended)})


_OTHERS_ENDED = message(
    "Those of {count} workers have ended within the last twelve months; who was taken on by no other fund and "
    "does not pay alone has lapsed."
).template
_ALL_ENDED = message(
    "The paid contributions of {count} workers have ended within the last twelve months; who was taken on by no other "
    "fund and does not pay alone has lapsed."
).template


def _workers(funds: "list[Funded] | tuple[Funded, ...]") -> int:
    return sum(one.fund.workers for one in funds)


def cost_sentences(indicators: Indicators) -> tuple[Message, ...]:
    """What closing the gap costs, a sentence a target and a sector where they differ."""
    return tuple(map(_cost, indicators.costs))


def _cost(cost: Cost) -> Message:
    values = {"target": cost.target, "persons": cost.persons, "rupiah": cost.rupiah, "monthly": cost.monthly}
    sector = SECTORS[cost.sector]
    if cost.until is None:
        return message(
            "Closing the gap to {target}, {persons} workers, costs {monthly} a month at {rupiah} a worker ({sector}).",
            **values, sector=sector,
        )  # fmt: skip
    return message(
        "Closing the gap to {target}, {persons} workers, costs {monthly} a month at {rupiah} a worker ({sector}), and "
        "{until} up to {last}.",
        **values, sector=sector, until=cost.until, last=cost.last,
    )  # fmt: skip


def _actions(indicators: Indicators) -> Message:
    waiting, late = _waiting(indicators), len(_late(indicators))
    values = {"late": late, "open": len(waiting), "all": len(indicators.followed)}
    if late:
        return message("{late} of {open} decisions that are still open are overdue", **values)
    if waiting:
        return message("{open} of {all} decisions are open, none is overdue", **values)
    return message("All decisions are done ({all})", **values)


def overdue(indicators: Indicators, shown: Sequence[Action]) -> Message | None:
    """How many decisions are overdue and for how long at most; None where those that are shown are all of them."""
    late = _late(indicators)
    if all(one.action in shown for one in late):
        return None
    values = {"late": len(late), "open": len(_waiting(indicators)), "days": max(one.late for one in late)}
    return message("{late} of {open} open decisions are overdue, the longest by {days} days.", **values)


def _waiting(indicators: Indicators) -> list[Followed]:
    return [one for one in indicators.followed if one.action.status != "done"]


def _late(indicators: Indicators) -> list[Followed]:
    return [one for one in _waiting(indicators) if one.late]
