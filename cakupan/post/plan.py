"""Who is to get which report of an edition, each with the letter as it will go out, and who is not, and why."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cakupan.address import domain_of
from cakupan.editions import Store, differing
from cakupan.excel import write_workbook
from cakupan.ledger import Ledger
from cakupan.letter import LetterHead, Sender, write_letter
from cakupan.message import Message, message
from cakupan.model import DeliveryKey, Edition, Imprint, PlannedLetter, Reason, Recipient, State
from cakupan.pipeline.again import orders_again
from cakupan.pipeline.letters import told_to
from cakupan.pipeline.order import Order

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


def intend(
    store: Store, ledger: Ledger, edition: Edition, recipients: Iterable[Recipient], day: dt.date, *, corrected: bool
) -> Intent:
    """Who gets a letter: those who have nothing of the month; with `corrected`, those who have what was wrong.

    Who has an older edition of a report that has changed gets the new one only where somebody
    asks for it: a second letter without a word is as bad as none.
    """
    wanted: list[Wanted] = []
    skipped: list[Skipped] = []
    for one in recipients:
        older = _older(ledger, edition, one)
        imprint = _imprint(store, edition, one, older)
        why = _why_not(edition, one, imprint, day, corrected=corrected)
        if why and not (imprint and _has_this(ledger, edition, one)):
            skipped.append(Skipped(one, why))
        else:
            assert imprint, "where nothing is against it there is a report"
            wanted.append(Wanted(one, imprint))
    return Intent(tuple(wanted), tuple(skipped))


def _has_this(ledger: Ledger, edition: Edition, one: Recipient) -> bool:
    """Whether a letter of this very edition is there for them."""
    rows = ledger.deliveries(edition.province, str(edition.period), edition.number, one.region, address=one.address)
    return bool(rows)


def _older(ledger: Ledger, edition: Edition, one: Recipient) -> int | None:
    """The newest edition of the month whose letter about the region left for this address, older than this one."""
    rows = ledger.deliveries(edition.province, str(edition.period), None, one.region, _LEFT, address=one.address)
    return max((row.key.edition for row in rows if row.key.edition < edition.number), default=None)


def _imprint(store: Store, edition: Edition, one: Recipient, older: int | None) -> Imprint | None:
    """The edition as this recipient sees it: what it replaces is what they have; None where there is no report."""
    report = edition.report_of(one.region)
    if report is None:
        return None
    if older is None:
        return Imprint(edition.number)
    if older == report.imprint.replaces:
        return report.imprint
    before = store.edition(edition.province, edition.period, older)
    then = before.report_of(one.region)
    assert then, "a letter was sent of it"
    found = differing(before, then.figures, report.figures, None, Reason.UNSURE)
    told = tuple(change for change in found if change.old and change.new)  # what is withheld now is not told again
    return Imprint(edition.number, older, told)


def _why_not(
    edition: Edition, one: Recipient, imprint: Imprint | None, day: dt.date, *, corrected: bool
) -> Message | None:
    if imprint is None:
        return message("edition {number} has no report on this region", number=edition.number)
    if not one.is_valid(day):
        return message("not valid on {day}", day=day)
    if imprint.replaces is None:
        return message("has no older edition that could be superseded") if corrected else None
    if not imprint.changes:
        return message("has edition {number}, whose figures are the same", number=imprint.replaces)
    if corrected:
        return None
    return message(
        "has edition {number}, which differs in {count} figures; `supersede` sends the new one",
        number=imprint.replaces,
        count=len(imprint.changes),
    )


def key_of(edition: Edition, one: Recipient) -> DeliveryKey:
    """What makes the letter of an edition to a recipient one."""
    return DeliveryKey(edition.province, str(edition.period), edition.number, one.region, one.address)


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
