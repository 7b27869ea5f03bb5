"""The guard at the door: what is about to leave is read once more, and held against what the ledger and people said."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cakupan.letter import inspect_letter
from cakupan.message import Message, message
from cakupan.model import Approval, Delivery
from cakupan.post.moments import clock
from cakupan.post.persons import person
from cakupan.stated import stated

_OVER = message("too late: it was not to be sent after {time}")


def hours_are_over(why: str) -> bool:
    """Whether this is why a letter was held: the hours that people named are over, and they may name others."""
    return why.startswith(_OVER.template.partition("{")[0])


@dataclass(frozen=True)
class Guard:
    """What must be so when a letter leaves.

    `approvals` persons have to say yes; `objection_to_address` says of a region and an address
    why they must not be written to, as they are not on the list or their domain is not allowed.
    `zone` is the clock by which moments are told, `begins` says when the meeting does
    that letters are for, by the store's key of their province and their occasion.
    """

    approvals: int
    approved: Callable[[Delivery], list[Approval]]
    objection_to_address: Callable[[str, str], Message | None]
    zone: dt.tzinfo = dt.UTC
    begins: Callable[[str, str], dt.datetime | None] = lambda *_: None

    def objection(self, row: Delivery, letter: bytes, now: dt.datetime) -> Message | None:
        """Why this letter must not leave now; None where nothing speaks against it."""
        return (
            self._to_the_letter(row, letter)
            or self.objection_to_address(row.key.region, row.key.address)
            or self.objection_to_moment(row.key.province, row.key.occasion, now)
            or self.objection_to_approval(row, now)
        )

    def objection_to_moment(self, province: str, occasion: str, now: dt.datetime) -> Message | None:
        """Whether the meeting has begun that letters are for."""
        begins = self.begins(province, occasion)
        if begins and now >= begins:
            return message("too late: the meeting began {time}", time=clock(begins, self.zone))
        return None

    def missing(self, given: Iterable[Approval]) -> int:
        """How many persons more have to say yes; one who writes the name otherwise is still one."""
        return max(0, self.approvals - len({person(one.by) for one in given}))

    def objection_to_approval(self, row: Delivery, now: dt.datetime) -> Message | None:
        """Whether enough people said yes to this very PDF, and whether it is their hour."""
        return self.objection_to(self.approved(row), row.key.region, row.pdf_sha256, now)

    def objection_to(self, given: list[Approval], region: str, pdf_sha256: str, now: dt.datetime) -> Message | None:
        """The same of what is not yet a row."""
        of_this = [one for one in given if one.pdfs.get(region) == pdf_sha256]
        if left := self.missing(of_this):
            given_by = self.approvals - left
            return message("approved by {given} of {needed}", given=given_by, needed=self.approvals)
        ends = [one.not_after for one in of_this if one.not_after]
        if ends and now > min(ends):
            return Message(_OVER.template, {"time": clock(min(ends), self.zone)})
        return None

    def _to_the_letter(self, row: Delivery, letter: bytes) -> Message | None:
        """Whether it is the letter that was planned, to whom it was, with the PDF of that region, month and edition."""
        if hashlib.sha256(letter).hexdigest() != row.letter_sha256:
            return message("the letter is not the one that was planned")
        found = inspect_letter(letter)
        pdf = hashlib.sha256(found.pdf).hexdigest()
        said = stated(found.pdf)
        pairs = (
            ("recipient", found.recipient, row.key.address),
            ("Message-ID", found.message_id, row.message_id),
            ("SHA-256", pdf, row.pdf_sha256),
            ("region", said.region, row.key.region),
            ("period", said.period, str(row.period)),
            ("edition", said.edition, str(row.key.edition)),
            ("occasion", said.occasion, row.key.occasion),
        )
        for what, there, expected in pairs:
            if there != expected:
                return message('the {what} of the letter is "{found}", not "{expected}"',
                               what=what, found=there, expected=expected)  # fmt: skip
        return None
