"""A run of delivery, read aloud: intend, write, plan, release, recover, settle, send; and what became of each."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from cakupan.imap import NotRead
from cakupan.ledger import Step, is_gone
from cakupan.message import Message
from cakupan.model import Delivery, Edition, State
from cakupan.post.approve import release
from cakupan.post.in_doubt import ask_archive
from cakupan.post.office import Office
from cakupan.post.plan import Intent, Skipped, Wanted, intend, key_of, write_letters
from cakupan.post.shelved import Wrong

_DONE = (State.SENT, State.REPLACED)


@dataclass(frozen=True)
class Delivered:
    """What a run came to: every row of the edition that was asked for, who got none, and why it stopped early."""

    edition: Edition
    rows: tuple[Delivery, ...]
    skipped: tuple[Skipped, ...]
    stopped: Message | None

    @property
    def unserved(self) -> tuple[Skipped, ...]:
        """Who should have a letter and has none, and no row that says so."""
        return tuple(one for one in self.skipped if one.advice)

    @property
    def open(self) -> tuple[Delivery, ...]:
        """The rows somebody has to look at: all that are not done and not only waiting for their hour."""
        return tuple(row for row in self.rows if row.state not in _DONE and not _waits(row))


def _waits(row: Delivery) -> bool:
    return row.state is State.APPROVED and row.attempts == 0 and row.due is not None


@dataclass(frozen=True)
class Asked:
    """What is to be sent: of which edition, to which regions (none: all), only what failed, and as a correction."""

    edition: Edition
    regions: tuple[str, ...] = ()
    only_failed: bool = False
    corrected: bool = False

    def takes(self, region: str) -> bool:
        """Whether a region is asked for."""
        return not self.regions or region in self.regions


def deliver(office: Office, asked: Asked) -> Delivered:
    """Send what may go now; every row ends in a state that says where it is.

    Regions are independent: where a PDF is not there as it was kept its letters are not
    written, and the others go. DataError for a list of recipients with errors.
    """
    outbox, ledger, now = office.outbox(), office.ledger, office.now
    intent = intention(office, asked)
    if not asked.only_failed:
        intent = plan(office, asked.edition, intent, outbox.owner)
    release(ledger, rows_of(office, asked, (State.PLANNED,)), office.guard, now(), outbox.owner)
    ledger.recover(now(), outbox.owner, is_gone)
    settle_doubts(office, asked, outbox.owner)
    if asked.only_failed:
        reopen(office, asked, outbox.owner)
    older = older_rows(office, asked)
    due = [row.number for row in (*older, *rows_of(office, asked)) if row.state is State.APPROVED]
    stopped = outbox.send(due)
    left = tuple(ledger.delivery(row.number) for row in older)
    return Delivered(asked.edition, (*left, *rows_of(office, asked)), intent.skipped, stopped)


def intention(office: Office, asked: Asked) -> Intent:
    """Who is to get a letter of what was asked for, and who is not."""
    those = [one for one in office.recipients if asked.takes(one.region)]
    return intend(office.store, office.ledger, asked.edition, those, office.today, corrected=asked.corrected)


def objections(office: Office, edition: Edition, intent: Intent) -> tuple[Intent, dict[str, Message | None]]:
    """The intent as `plan` would leave it, and what is against a letter on each region that is not written yet."""
    left, pdfs = _printed(office, edition, intent)
    given, now = office.approvals(edition), office.now()
    return left, {
        region: office.guard.objection_to(given, region, sha256(content).hexdigest(), now)
        for region, content in pdfs.items()
    }


def rows_of(office: Office, asked: Asked, states: Collection[State] = ()) -> list[Delivery]:
    """The rows of the edition that was asked for."""
    edition = asked.edition
    rows = office.ledger.deliveries(edition.province, str(edition.period), edition.number, None, tuple(states))
    return [row for row in rows if asked.takes(row.key.region)]


def older_rows(office: Office, asked: Asked) -> list[Delivery]:
    """What an older edition of the month still has to do: no newer one has replaced it, as that has no such report."""
    edition = asked.edition
    rows = office.ledger.deliveries(edition.province, str(edition.period))
    open_ = (row for row in rows if row.key.edition < edition.number and row.state not in (*_DONE, State.RETURNED))
    return [row for row in open_ if asked.takes(row.key.region)]


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
    there = {row.key for row in office.ledger.deliveries(edition.province, str(edition.period), edition.number)}
    return tuple(one for one in intent.wanted if key_of(edition, one.recipient) not in there)


def settle_doubts(office: Office, asked: Asked, by: str) -> None:
    """By the archive where it is the rule; else they wait for a person."""
    rows = rows_of(office, asked, (State.IN_DOUBT,))
    if rows and office.settings.mail.in_doubt == "archive":
        with suppress(NotRead), office.mailbox("archive") as archive:  # unknown is not "not there": they stay in doubt
            ask_archive(office.ledger, rows, archive.holds, office.now(), by)


def reopen(office: Office, asked: Asked, by: str) -> None:
    """What failed or was held is tried again, as somebody asks for it."""
    for row in rows_of(office, asked, (State.FAILED, State.HELD, State.RETURNED)):
        step = Step(State.APPROVED, "asked for again", fresh=True)
        office.ledger.move(row.number, (row.state,), step, office.now(), by)
