"""Who is to get which report of an edition, each with the letter as it will go out, and who is not, and why."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cakupan.address import domain_of
from cakupan.editions import Store
from cakupan.excel import write_workbook
from cakupan.ledger import Ledger
from cakupan.letter import LetterHead, Sender, write_letter
from cakupan.message import Message, message
from cakupan.model import Delivery, DeliveryKey, Edition, Imprint, PlannedLetter, Recipient, State
from cakupan.pipeline.again import orders_again
from cakupan.pipeline.letters import told_to
from cakupan.pipeline.order import Order
from cakupan.post.since import imprint_since

_LEFT = (State.SENDING, State.COMMITTING, State.SENT, State.IN_DOUBT)


@dataclass(frozen=True)
class Writing:
    """How letters are written: who signs, where answers go, whether tables go along, how large one may be, in bytes."""

    sender: Sender
    reply_to: str
    annex: bool
    most_bytes: int


@dataclass(frozen=True)
class Skipped:
    """A recipient who gets nothing of this edition now, and why; `advice` where somebody has to look at it."""

    recipient: Recipient
    why: Message
    advice: Message | None = None


@dataclass(frozen=True)
class Wanted:
    """A recipient who is to be written to, and the edition as they see it."""

    recipient: Recipient
    imprint: Imprint


@dataclass(frozen=True)
class Intent:
    """Who is to be written to, and who is not."""

    wanted: tuple[Wanted, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True)
class Month:
    """What a recipient is held against: the edition, the letters of its month, who may be written to today.

    With `corrected` it is those who have what was wrong that are asked for.
    """

    store: Store
    ledger: Ledger
    edition: Edition
    day: dt.date
    listed: frozenset[tuple[str, str]]  # region and address of all who stand in the list and may be written to
    corrected: bool
    was_asked: Callable[[str], bool] = lambda _: True  # whether the edition was asked for a region

    @cached_property
    def newer(self) -> tuple[Delivery, ...]:
        """The letters of newer editions that left."""
        edition = self.edition
        rows = self.ledger.deliveries(edition.province, edition.occasion, states=_LEFT)
        return tuple(row for row in rows if row.key.edition > edition.number)

    def rows(self, region: str, states: Sequence[State] = (), *, address: str | None = None) -> list[Delivery]:
        """The letters of the month about a region, of all its editions."""
        edition = self.edition
        return self.ledger.deliveries(edition.province, edition.occasion, None, region, states, address=address)


def intend(month: Month, recipients: Iterable[Recipient]) -> Intent:
    """Who gets a letter: those who have nothing of the month; with `corrected`, those who have what was wrong.

    Who has an older edition of a report that has changed gets the new one only where somebody
    asks for it: a second letter without a word is as bad as none.
    """
    wanted: list[Wanted] = []
    skipped: list[Skipped] = []
    for one in recipients:
        older = _older(month, one)
        imprint = _imprint(month, one, older)
        skip = _against(month, one, imprint, older)
        if skip and not (imprint and _has_this(month, one)):
            skipped.append(skip)
        else:
            assert imprint, "where nothing is against it there is a report"
            wanted.append(Wanted(one, imprint))
    return Intent(tuple(wanted), tuple(skipped))


def _has_this(month: Month, one: Recipient) -> bool:
    """Whether a letter of this very edition is there for them."""
    return any(row.key.edition == month.edition.number for row in month.rows(one.region, address=one.address))


def _older(month: Month, one: Recipient) -> Delivery | None:
    """The letter of the newest older edition that left for this address, or for the one the agency had before.

    An address that has nothing yet takes the place of those of the same agency, region and role that are
    not on the list any more: what was wrong was told to the agency. It does where what they have is wrong now;
    else it is an address like any other that has nothing.
    """
    own = [row for row in month.rows(one.region, _LEFT, address=one.address) if row.key.edition < month.edition.number]
    if own:
        return _newest(own)
    former = _newest(row for row in month.rows(one.region, _LEFT) if _was(one, row) and not _is_listed(month, row))
    if former is None or former.key.edition >= month.edition.number:
        return None
    imprint = _imprint(month, one, former)
    return former if imprint and imprint.changes else None


def _newest(rows: Iterable[Delivery]) -> Delivery | None:
    return max(rows, key=lambda row: row.key.edition, default=None)


def _was(one: Recipient, row: Delivery) -> bool:
    return (row.agency.casefold(), row.role.casefold()) == (one.agency.casefold(), one.role.casefold())


def _has(one: Recipient, row: Delivery) -> bool:
    """Whether the letter is theirs: it went to them, or to another address of the same agency and role."""
    return row.key.region == one.region and (row.key.address == one.address or _was(one, row))


def _is_listed(month: Month, row: Delivery) -> bool:
    return (row.key.region, row.key.address) in month.listed


def _imprint(month: Month, one: Recipient, older: Delivery | None) -> Imprint | None:
    """The edition as this recipient sees it: what it replaces is what they have; None where there is no report."""
    report = month.edition.report_of(one.region)
    if report is None:
        return None
    if older is None:
        return Imprint(month.edition.number)
    return imprint_since(month.store, month.edition, report, older.key.edition)


def _against(month: Month, one: Recipient, imprint: Imprint | None, older: Delivery | None) -> Skipped | None:
    """What is against a letter."""
    number = month.edition.number
    if not one.is_valid(month.day):
        return Skipped(one, message("not valid on {day}", day=month.day))
    if newer := _newest(row for row in month.newer if _has(one, row)):
        why = message("has edition {number} already, which is newer", number=newer.key.edition)
        return Skipped(one, why)
    if imprint is None:
        why = message("edition {number} has no report on this region", number=number)
        return Skipped(one, why, None if month.corrected else _advice(month, one))
    if older is None:
        why = message("has no older edition that could be superseded")
        return Skipped(one, why) if month.corrected else None
    if not imprint.changes and not _moved(month, older):
        return Skipped(one, message("has edition {number}, whose figures are the same", number=older.key.edition))
    return None if month.corrected else _to_supersede(one, older, len(imprint.changes))


def _moved(month: Month, older: Delivery) -> bool:
    """Whether the meeting is at another hour or place than the letter that left says."""
    now = month.edition.meeting
    kept = month.store.of_occasion(month.edition.province, month.edition.occasion) if now else []
    then = next((one.meeting for one in kept if one.number == older.key.edition), None)
    return bool(now and then and (now.begins, now.place) != (then.begins, then.place))


def _to_supersede(one: Recipient, older: Delivery, count: int) -> Skipped:
    number, address, command = older.key.edition, older.key.address, f"./generate.py supersede {older.key.occasion}"
    if not count:
        why = message("has edition {number}, before the meeting was moved", number=number)
        return Skipped(one, why, message("{command} sends the new one", command=command))
    if address == one.address:
        why = message("has edition {number}, which differs in {count} figures", number=number, count=count)
        return Skipped(one, why, message("{command} sends the new one", command=command))
    why = message("had edition {number} at {address}, which differs in {count} figures",
                  number=number, address=address, count=count)  # fmt: skip
    return Skipped(one, why, message("{command} sends the new one here", command=command))


def _advice(month: Month, one: Recipient) -> Message | None:
    """What to do about who has no letter of the month at all; None where there is one, whatever its state."""
    gone = (State.REPLACED, State.RETURNED)
    if any(row.state not in gone for row in month.rows(one.region, address=one.address)):
        return None
    edition = month.edition
    if (number := _having(month, one.region)) is not None:
        command = f"./generate.py send {edition.occasion} --edition {number}"
        return message("edition {number} has it: {command}", number=number, command=command)
    command = f"./generate.py report {edition.option} --region {one.region} --keep"
    return message("{command} says why there is none, or makes one", command=command)


def _having(month: Month, region: str) -> int | None:
    """The newest edition with a report on a region that this one was not asked for.

    None where it was: who does not get what was asked for has to know why it is not there.
    """
    if month.was_asked(region):
        return None
    kept = month.store.of_occasion(month.edition.province, month.edition.occasion)
    return next((one.number for one in kept if one.report_of(region)), None)


def gone_from_list(month: Month, takes: Callable[[str], bool]) -> Iterator[Skipped]:
    """The addresses that have what is wrong now, and that may not be told: they are not on the list any more."""
    for report in month.edition.reports:
        rows = month.rows(report.region, _LEFT) if takes(report.region) else []
        newest = {row.key.address: row for row in sorted(rows, key=lambda row: row.key.edition)}
        for row in newest.values():
            older = row.key.edition < month.edition.number and not _is_listed(month, row)
            if older and imprint_since(month.store, month.edition, report, row.key.edition).changes:
                yield Skipped(_of_row(row), message("had edition {number}, and is not on the list any more",
                                                    number=row.key.edition))  # fmt: skip


def _of_row(row: Delivery) -> Recipient:
    return Recipient(row.agency, row.key.region, row.role, row.key.address, row.language, None, None, None)


def key_of(edition: Edition, one: Recipient) -> DeliveryKey:
    """What makes the letter of an edition to a recipient one."""
    return DeliveryKey(edition.province, edition.occasion, edition.number, one.region, one.address)


def write_letters(
    store: Store, edition: Edition, intent: Intent, pdfs: Mapping[str, bytes], writing: Writing, now: dt.datetime
) -> Iterator[PlannedLetter]:
    """The deliveries that are wanted, each with its letter; its figures are the edition's, from the inputs it kept."""
    orders = orders_again(store, edition, Path()) if intent.wanted else {}
    for one in intent.wanted:
        region = one.recipient.region
        yield _planned(edition, one, orders[region], pdfs[region], writing, now)


def _planned(
    edition: Edition, wanted: Wanted, order: Order, pdf: bytes, writing: Writing, now: dt.datetime
) -> PlannedLetter:
    one = wanted.recipient
    key = key_of(edition, one)
    message_id = key.message_id(domain_of(writing.sender.address))
    head = LetterHead(writing.sender, writing.reply_to, one, message_id, now, wanted.imprint)
    report, picture = told_to(order, one.language)
    annex = write_workbook(report) if writing.annex else None
    letter = write_letter(head, report, pdf, picture, annex, writing.most_bytes)
    digest = sha256(pdf).hexdigest()
    return PlannedLetter(key, edition.period, one.agency, one.role, one.language, digest, message_id, letter)
