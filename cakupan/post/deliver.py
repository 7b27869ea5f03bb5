"""A run of delivery, read aloud: intend, write, plan, release, recover, settle, send; and what became of each."""

from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from cakupan.check.recipients import HeldRow
from cakupan.imap import NotRead
from cakupan.ledger import Step, is_gone
from cakupan.message import Message, message
from cakupan.model import Delivery, Edition, State
from cakupan.post.approve import release
from cakupan.post.in_doubt import ask_archive
from cakupan.post.office import Office
from cakupan.post.outbox import Outbox
from cakupan.post.plan import Intent, Month, Skipped, Wanted, gone_from_list, intend, key_of, write_letters
from cakupan.post.shelved import Wrong
from cakupan.post.unfinished import hold_outdated, of_older_editions, of_other_months, served, to_go

_DONE = (State.SENT, State.REPLACED)
ON_THE_WAY = (State.SENDING, State.COMMITTING)
AGAIN = (State.FAILED, State.HELD, State.RETURNED)


@dataclass(frozen=True)
class Delivered:
    """What a run came to: its letters, those of earlier months that went on, who got none, why it stopped early.

    `stopped` is told, too, where nobody was to be written to. `left` counts the letters of earlier months that it
    did not touch and that somebody has to look at. `aside` are the numbers of those that nobody has to: the agency
    was served at another address, or another process has the letter in hand.
    """

    edition: Edition
    rows: tuple[Delivery, ...]
    skipped: tuple[Skipped, ...]
    stopped: Message | None
    earlier: tuple[Delivery, ...] = ()
    left: int = 0
    aside: frozenset[int] = frozenset()

    @property
    def open(self) -> tuple[Delivery, ...]:
        """The rows somebody has to look at: all that are not done and not only waiting for their hour."""
        return open_of((*self.rows, *self.earlier), self.aside)

    @property
    def unserved(self) -> tuple[Skipped, ...]:
        """Who should have a letter and has none, and no row that says so."""
        told = {(row.key.region, row.key.address) for row in self.open}
        return tuple(
            one for one in self.skipped if one.advice and (one.recipient.region, one.recipient.address) not in told
        )


def open_of(rows: Iterable[Delivery], aside: Container[int]) -> tuple[Delivery, ...]:
    """Those of the rows that somebody has to look at; not those that are set `aside`, by their number."""
    return tuple(row for row in rows if row.state not in _DONE and not _waits(row) and row.number not in aside)


def _waits(row: Delivery) -> bool:
    return row.state is State.APPROVED and row.attempts == 0 and row.due is not None


@dataclass(frozen=True)
class Asked:
    """What is to be sent: of which edition, to which regions (none: all), only what failed, and as a correction.

    `every_month`: what is still to go of earlier months goes on, too.
    """

    edition: Edition
    regions: tuple[str, ...] = ()
    only_failed: bool = False
    corrected: bool = False
    every_month: bool = False

    def takes(self, region: str) -> bool:
        """Whether a region is asked for."""
        return not self.regions or region in self.regions


def deliver(office: Office, asked: Asked) -> Delivered:
    """Send what may go now; every row ends in a state that says where it is.

    Regions are independent: where a PDF is not there as it was kept its letters are not
    written, and the others go. DataError for a list of recipients that cannot be read.
    """
    outbox = office.outbox()
    intent = intention(office, asked)  # a list that cannot be read stops all, before a row is touched
    if asked.only_failed:
        return _send_again(office, asked, outbox)
    intent = plan(office, asked.edition, intent, outbox.owner)
    older, other = left_behind(office, asked)
    _make_ready(office, (*older, *rows_of(office, asked), *to_go(other)), outbox.owner)
    hold_outdated(office.store, office.ledger, now_of(office, (*older, *other)), office.now(), outbox.owner)
    going = (*now_of(office, (*older, *other)), *rows_of(office, asked))
    stopped = outbox.send([row.number for row in going if row.state is State.APPROVED])
    rows = (*now_of(office, older), *rows_of(office, asked))
    aside = _aside(office, (*rows, *now_of(office, other)))
    earlier, left = _since_then(other, now_of(office, other), aside)
    return Delivered(asked.edition, rows, intent.skipped, stopped or nobody(office, asked), earlier, left, aside)


def nobody(office: Office, asked: Asked) -> Message | None:
    """That nobody could get a report of what was asked for, as else silence might be taken for success."""
    edition = asked.edition
    if any(edition.report_of(region) and asked.takes(region) for region, _ in office.standing):
        return None
    return message("nobody is written to: recipients.csv has no row that is valid today for a region of edition "
                   "{number} of {period}", number=edition.number, period=edition.named)  # fmt: skip


def _aside(office: Office, rows: Sequence[Delivery]) -> frozenset[int]:
    """The letters that are not done and that nobody has to look at."""
    now, standing = office.now(), office.standing
    in_hand = {row.number for row in rows if row.state in ON_THE_WAY and row.lease and row.lease > now}
    months = {(row.key.province, row.key.occasion) for row in rows if row.state in AGAIN}
    found = (served(office.ledger.deliveries(*month), lambda *one: one in standing) for month in months)
    return frozenset(in_hand).union(*found)


def _send_again(office: Office, asked: Asked, outbox: Outbox) -> Delivered:
    """What failed, was held or came back is tried again, as somebody asks for it; nothing else is touched."""
    rows = to_try_again(office, asked)
    for row in rows:
        step = Step(State.APPROVED, "asked for again", fresh=True)
        office.ledger.move(row.number, (row.state,), step, office.now(), outbox.owner)
    older = [row for row in now_of(office, rows) if row.key.edition < asked.edition.number]
    hold_outdated(office.store, office.ledger, older, office.now(), outbox.owner)
    stopped = outbox.send([row.number for row in now_of(office, rows) if row.state is State.APPROVED])
    rows = now_of(office, rows)
    return Delivered(asked.edition, tuple(rows), (), stopped, aside=_aside(office, rows))


def to_try_again(office: Office, asked: Asked) -> list[Delivery]:
    """The letters of the month that failed, were held or came back."""
    older, _ = left_behind(office, asked)
    rows = [row for row in (*older, *rows_of(office, asked)) if row.state in AGAIN]
    aside = _aside(office, rows)
    return [row for row in rows if row.number not in aside]


def left_behind(office: Office, asked: Asked) -> tuple[list[Delivery], list[Delivery]]:
    """What is not done of older editions of the month, and, where that is asked for, of other months."""
    older = of_older_editions(office.ledger, asked.edition, asked.takes)
    return older, of_other_months(office.ledger, asked.edition, asked.takes) if asked.every_month else []


def going_on(office: Office, asked: Asked) -> list[Delivery]:
    """What is left of older editions and, where that is asked for, earlier months, and may leave by itself."""
    older, other = left_behind(office, asked)
    return to_go((*older, *other))


def _make_ready(office: Office, rows: Iterable[Delivery], by: str) -> None:
    """Let go what people said yes to, take back what a process held that is gone, and ask about what is in doubt."""
    rows = tuple(rows)
    release(office.ledger, (row for row in rows if row.state is State.PLANNED), office.guard, office.now(), by)
    office.ledger.recover(office.now(), by, is_gone)
    settle_doubts(office, now_of(office, rows), by)


def _since_then(
    before: Sequence[Delivery], after: Sequence[Delivery], aside: Container[int]
) -> tuple[tuple[Delivery, ...], int]:
    """The letters that went on or are still to go, and how many are left that somebody has to look at."""
    moved = {now.number for then, now in zip(before, after, strict=True) if then.state is not now.state}
    shown = tuple(row for row in after if row.number in moved or row.state is State.APPROVED)
    return shown, len(open_of((row for row in after if row not in shown), aside))


def now_of(office: Office, rows: Iterable[Delivery]) -> list[Delivery]:
    """The rows as they are now."""
    return [office.ledger.delivery(row.number) for row in rows]


def intention(office: Office, asked: Asked) -> Intent:
    """Who is to get a letter of what was asked for, and who is not."""
    listed, edition, day = office.listed, asked.edition, office.today
    held = [one for one in listed.held if not one.regions or any(map(asked.takes, one.regions))]
    was_asked = partial(office.was_asked, edition)
    month = Month(office.store, office.ledger, edition, day, office.standing, asked.corrected, was_asked)
    found = intend(month, [one for one in office.readers if asked.takes(one.region)])
    gone = gone_from_list(month, asked.takes) if asked.corrected else ()
    return Intent(found.wanted, (*found.skipped, *gone, *map(_of_held_row, held)))


def _of_held_row(held: HeldRow) -> Skipped:
    advice = message("mend row {row} of recipients.csv, and `check` it", row=str(held.row.line))
    return Skipped(held.row, held.reasons[0], advice)


def objections(office: Office, edition: Edition, intent: Intent) -> tuple[Intent, dict[str, Message | None]]:
    """The intent as `plan` would leave it, and what is against a letter on each region that is not written yet."""
    left, pdfs = _printed(office, edition, intent)
    given, now = office.approvals(edition), office.now()
    begun = office.guard.objection_to_moment(edition.province, edition.occasion, now)
    return left, {
        region: begun or office.guard.objection_to(given, region, sha256(content).hexdigest(), now)
        for region, content in pdfs.items()
    }


def rows_of(office: Office, asked: Asked) -> list[Delivery]:
    """The rows of the edition that was asked for."""
    edition = asked.edition
    rows = office.ledger.deliveries(edition.province, edition.occasion, edition.number)
    return [row for row in rows if asked.takes(row.key.region)]


def plan(office: Office, edition: Edition, intent: Intent, by: str) -> Intent:
    """Write the letters that are not written yet, and plan them; whose PDF is not right are skipped in what is left."""
    left, pdfs = _printed(office, edition, intent)
    if pdfs:
        fresh = Intent(_unwritten(office, edition, left), ())
        written = write_letters(office.store, edition, fresh, pdfs, office.writing, office.now())
        office.ledger.plan(tuple(written), office.now(), by)
    return left


def _printed(office: Office, edition: Edition, intent: Intent) -> tuple[Intent, Mapping[str, bytes]]:
    """What is left of the intent, and the PDFs for the letters that are not written yet: no others are looked at."""
    fresh = _unwritten(office, edition, intent)
    if not fresh:
        return intent, {}
    shelf = office.shelved(edition, {one.recipient.region for one in fresh})
    bad = [one for one in fresh if one.recipient.region in shelf.wrong]
    skipped = (_skip(one, shelf.wrong[one.recipient.region]) for one in bad)
    left = tuple(one for one in intent.wanted if one not in bad)
    return Intent(left, (*intent.skipped, *skipped)), shelf.pdfs


def _skip(one: Wanted, wrong: Wrong) -> Skipped:
    return Skipped(one.recipient, wrong.why, wrong.advice)


def _unwritten(office: Office, edition: Edition, intent: Intent) -> tuple[Wanted, ...]:
    there = {row.key for row in office.ledger.deliveries(edition.province, edition.occasion, edition.number)}
    return tuple(one for one in intent.wanted if key_of(edition, one.recipient) not in there)


def settle_doubts(office: Office, rows: Iterable[Delivery], by: str) -> None:
    """By the archive where it is the rule; else they wait for a person."""
    doubts = [row for row in rows if row.state is State.IN_DOUBT]
    if doubts and office.settings.mail.in_doubt == "archive":
        with suppress(NotRead), office.mailbox("archive") as archive:  # unknown is not "not there": they stay in doubt
            ask_archive(office.ledger, doubts, archive.holds, office.now(), by)
