"""Deliveries as a terminal lists them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cakupan.language import NOTHING, Language
from cakupan.message import Message, message
from cakupan.model import Delivery, State
from cakupan.post.deliver import Delivered
from cakupan.post.guard import Guard
from cakupan.post.plan import Intent, Skipped
from cakupan.post.states import STATES

Rows = Iterator[Sequence[str]]


def deliveries_table(rows: Iterable[Delivery], zone: dt.tzinfo, language: Language) -> Rows:
    """Number, month and edition, region, agency, address, state, and the last word of the server."""
    heads = (message("number"), message("edition"), message("region"), message("agency"), message("address"),
             message("state"), message("last answer"))  # fmt: skip
    yield [language.tell(head) for head in heads]
    for row in rows:
        state = language.tell(STATES[row.state])
        if row.due and row.state is State.APPROVED:
            state += f" ({row.due.astimezone(zone):%Y-%m-%d %H:%M})"
        edition = f"{row.key.occasion} / {row.key.edition}"
        yield (str(row.number), edition, row.key.region, row.agency, row.key.address, state, row.reply or NOTHING)


def skipped_table(skipped: Iterable[Skipped], language: Language) -> Rows:
    """Who gets none, and why; nothing where there is nobody."""
    heads = (message("region"), message("agency"), message("address"), message("gets none"))
    for number, one in enumerate(skipped):
        if number == 0:
            yield [language.tell(head) for head in heads]
        yield (one.recipient.region, one.recipient.agency, one.recipient.address, language.tell(_why(one)))


def _why(one: Skipped) -> Message:
    return message("{why}; {advice}", why=one.why, advice=one.advice) if one.advice else one.why


def intention_table(
    intent: Intent, rows: Iterable[Delivery], unwritten: Mapping[str, Message | None], guard: Guard, now: dt.datetime,
    language: Language,
) -> Rows:  # fmt: skip
    """What a run would do about each recipient, and why.

    `unwritten` says of each region what is against a letter that is not written yet.
    """
    there = {(row.key.region, row.key.address): row for row in rows}
    heads = (message("region"), message("agency"), message("address"), message("what would happen"))
    yield [language.tell(head) for head in heads]
    for one in (wanted.recipient for wanted in intent.wanted):
        row = there.get((one.region, one.address))
        told = _would(row, guard, now) if row else _would_write(unwritten.get(one.region))
        yield (one.region, one.agency, one.address, language.tell(told))
    for skip in intent.skipped:
        one = skip.recipient
        yield (one.region, one.agency, one.address, language.tell(message("gets none: {why}", why=_why(skip))))


def _would_write(against: Message | None) -> Message:
    if against:
        return message("a letter would be written, and not be sent: {why}", why=against)
    return message("a letter would be written and sent")


def _would(row: Delivery, guard: Guard, now: dt.datetime) -> Message:
    if row.state in (State.PLANNED, State.APPROVED):
        against = guard.objection_to_address(row.key.region, row.key.address) or guard.objection_to_approval(row, now)
        if against:
            return message("would not be sent: {why}", why=against)
        return message("would be sent")
    return message("nothing: {state}", state=STATES[row.state])


def summary(done: Delivered) -> Message:
    """How many of the edition are sent, counted from the rows that have a server's 250, and how many are open."""
    sent = sum(row.state is State.SENT for row in done.rows)
    open_ = len(done.open) + len(done.unserved)
    return message(
        "{period}, edition {number}: {sent} of {all} letters sent, {open} to be looked at",
        period=done.edition.period, number=done.edition.number, sent=sent, all=len(done.rows), open=open_,
    )  # fmt: skip
