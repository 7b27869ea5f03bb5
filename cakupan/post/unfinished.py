"""What earlier runs left behind: letters of older editions of a month, and of earlier months, that still are to go."""

import datetime as dt
from collections.abc import Callable, Iterable

from cakupan.editions import Store
from cakupan.errors import DataError
from cakupan.ledger import Ledger, Step
from cakupan.message import Message, message
from cakupan.model import Delivery, Edition, State

_OPEN = tuple(state for state in State if state not in (State.SENT, State.REPLACED))
_CAME_TO_NOTHING = (State.FAILED, State.HELD, State.RETURNED)
_TO_GO = (State.PLANNED, State.APPROVED, State.SENDING, State.COMMITTING, State.IN_DOUBT)


def of_older_editions(ledger: Ledger, edition: Edition, takes: Callable[[str], bool]) -> list[Delivery]:
    """What an older edition of the month has not done: no newer letter about the region is there for the address."""
    rows = ledger.deliveries(edition.province, edition.occasion)
    return [row for row in _open(rows) if row.key.edition < edition.number and takes(row.key.region)]


def of_other_months(ledger: Ledger, edition: Edition, takes: Callable[[str], bool]) -> list[Delivery]:
    """What is not done of all months but that of an edition."""
    months = {row.key.occasion for row in ledger.deliveries(edition.province, states=_OPEN)} - {edition.occasion}
    rows = [row for month in sorted(months) for row in _open(ledger.deliveries(edition.province, month))]
    return [row for row in rows if takes(row.key.region)]


def served(rows: Iterable[Delivery], stands: Callable[[str, str], bool]) -> frozenset[int]:
    """The numbers of letters of one month that came to nothing, and that nobody lacks.

    The address is not on the list any more (`stands` says so of a region and an address), and the
    same agency and role was sent another letter of the month about the region, of this edition or a newer one.
    """
    rows = tuple(rows)
    sent: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if row.state is State.SENT:
            sent[_whose(row)] = max(sent.get(_whose(row), 0), row.key.edition)
    return frozenset(
        row.number
        for row in rows
        if row.state in _CAME_TO_NOTHING
        and row.key.edition <= sent.get(_whose(row), 0)
        and not stands(row.key.region, row.key.address)
    )


def _whose(row: Delivery) -> tuple[str, str, str]:
    return row.key.region, row.agency.casefold(), row.role.casefold()


def _open(rows: list[Delivery]) -> list[Delivery]:
    """Rows that are not done, unless a newer edition's letter is there for the same recipient."""
    newest: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.key.region, row.key.address)
        newest[key] = max(newest.get(key, 0), row.key.edition)
    return [
        row
        for row in rows
        if row.state in _OPEN
        and (row.state is State.IN_DOUBT or row.key.edition == newest[row.key.region, row.key.address])
    ]


def to_go(rows: Iterable[Delivery]) -> list[Delivery]:
    """Those that may still leave by themselves: once approved, at their hour, or when the archive is asked."""
    return [row for row in rows if row.state in _TO_GO]


def hold_outdated(store: Store, ledger: Ledger, rows: Iterable[Delivery], now: dt.datetime, by: str) -> None:
    """What somebody said yes to, and that a newer edition has meanwhile, does not leave by itself any more."""
    for row in rows:
        if row.state is State.APPROVED and (why := _outdated(store, row)):
            ledger.move(row.number, (State.APPROVED,), Step(State.HELD, str(why)), now, by)


def _outdated(store: Store, row: Delivery) -> Message | None:
    """The edition that has another report of the region; or that this cannot be known, as one is damaged."""
    occasion = row.key.occasion
    try:
        for one in store.of_occasion(row.key.province, occasion):
            if one.number > row.key.edition and one.report_of(row.key.region):
                return message("edition {number} has a newer report on this region; `send {period}` is about that one",
                               number=one.number, period=occasion)  # fmt: skip
    except DataError as error:
        return error.messages[0]
    return None
