"""Delivery: who is to get which report, and how far that has come."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cakupan.period import Period


class State(StrEnum):
    """How far a letter has come; docs/delivery.md draws the ways between them.

    Until COMMITTING nothing has left the house that a server could keep; from then on,
    without its answer, nobody can know: IN_DOUBT. HELD waits for a person.
    """

    PLANNED = "planned"
    APPROVED = "approved"
    SENDING = "sending"
    COMMITTING = "committing"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in doubt"
    HELD = "held"
    REPLACED = "replaced"  # by a newer edition before it left
    RETURNED = "returned"  # it was taken, and came back


@dataclass(frozen=True)
class Recipient:
    """An agency's address for the reports of a region; both days are included, None: no end, or not known.

    `line` is its line in recipients.csv.
    """

    agency: str
    region: str
    role: str
    address: str
    language: str
    since: dt.date | None
    until: dt.date | None
    reviewed: dt.date | None
    line: int = 0

    def is_valid(self, day: dt.date) -> bool:
        """Whether it may be written to on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def message_id_of(text: str, domain: str) -> str:
    """The Message-ID of what a text names: the same for the same text."""
    return f"<{hashlib.sha256(text.encode()).hexdigest()[:40]}@{domain}>"


@dataclass(frozen=True)
class DeliveryKey:
    """What makes a delivery one: `province` is the store's key, `occasion` the month or a meeting's day (ISO 8601)."""

    province: str
    occasion: str
    edition: int
    region: str
    address: str

    def message_id(self, domain: str) -> str:
        """The letter's Message-ID: the same for the same key, another for another edition.

        Exchange throws away a second message with the same Message-ID and date, so a
        corrected edition must not have that of the first.
        """
        parts = (self.province, self.occasion, str(self.edition), self.region, self.address)
        return message_id_of(chr(31).join(parts), domain)


@dataclass(frozen=True)
class PlannedLetter:
    """A delivery that is to be: whose, the PDF it carries and the letter as the bytes that will go out."""

    key: DeliveryKey
    period: Period
    agency: str
    role: str
    language: str
    pdf_sha256: str
    message_id: str
    letter: bytes


@dataclass(frozen=True)
class Delivery:
    """A row of the ledger. Times are UTC; `due` is the earliest moment of the next attempt.

    `reply` is the last answer of a server, `owner` the process that holds the row.
    """

    number: int
    key: DeliveryKey
    period: Period
    agency: str
    role: str
    language: str
    pdf_sha256: str
    letter_sha256: str
    message_id: str
    state: State
    attempts: int
    due: dt.datetime | None
    owner: str
    lease: dt.datetime | None
    reply: str


@dataclass(frozen=True)
class Entry:
    """A line of the history: what happened to a delivery (None: to none), when, by whom, and the chain it hangs in."""

    number: int
    delivery: int | None
    at: dt.datetime
    by: str
    event: str
    detail: Mapping[str, str]
    hash: str


@dataclass(frozen=True)
class Approval:
    """A person's yes to an edition: bound to the SHA-256 of each region's PDF; `not_before` and `not_after` are UTC."""

    province: str
    occasion: str
    edition: int
    by: str
    at: dt.datetime
    pdfs: Mapping[str, str]
    not_before: dt.datetime | None = None
    not_after: dt.datetime | None = None


def hour_of(given: Iterable[Approval]) -> dt.datetime | None:
    """Before which nothing leaves: the latest that anybody named, None where nobody did."""
    return max((one.not_before for one in given if one.not_before), default=None)
