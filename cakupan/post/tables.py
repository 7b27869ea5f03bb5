"""Deliveries as a terminal lists them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cakupan.language import NOTHING, Language
from cakupan.message import Message, message
from cakupan.model import Delivery, State
from cakupan.post.deliver import AGAIN, ON_THE_WAY, Delivered, open_of
from cakupan.post.moments import clock
from cakupan.post.outlook import Outlook
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
            state += f" ({clock(row.due, zone)})"
        edition = f"{row.key.occasion} / {row.key.edition}"
        yield (str(row.number), edition, row.key.region, row.agency, row.key.address, state, row.reply or NOTHING)


def skipped_table(skipped: Iterable[Skipped], language: Language) -> Rows:
    """Who gets none, why, and what is to be done about it; nothing where there is nobody."""
    skipped = tuple(skipped)
    heads = (message("region"), message("agency"), message("address"), message("gets none"), message("what to do"))
    width = len(heads) if any(one.advice for one in skipped) else len(heads) - 1
    if skipped:
        yield [language.tell(head) for head in heads[:width]]
    for one in skipped:
        told = (language.tell(one.why), language.tell(one.advice) if one.advice else NOTHING)
        yield (one.recipient.region, one.recipient.agency, one.recipient.address, *told)[:width]


def intention_table(
    intent: Intent, rows: Iterable[Delivery], unwritten: Mapping[str, Message | None], outlook: Outlook,
    language: Language,
) -> Rows:  # fmt: skip
    """What a run would do about each recipient, and why.

    `unwritten` says of each region what is against a letter that is not written yet.
    """
    there = {(row.key.region, row.key.address): row for row in rows}
    yield [language.tell(head) for head in _would_heads()]
    for one in (wanted.recipient for wanted in intent.wanted):
        row = there.get((one.region, one.address))
        told = outlook.of(row) if row else outlook.of_unwritten(unwritten.get(one.region))
        yield (one.region, one.agency, one.address, language.tell(told))
    for skip in intent.skipped:
        one = skip.recipient
        yield (one.region, one.agency, one.address, language.tell(_none(skip)))


def _none(skip: Skipped) -> Message:
    if skip.advice:
        return message("gets none: {why}; {advice}", why=skip.why, advice=skip.advice)
    return message("gets none: {why}", why=skip.why)


def going_table(rows: Iterable[Delivery], outlook: Outlook, language: Language) -> Rows:
    """What a run would do about letters that are there; nothing where there are none."""
    for number, row in enumerate(rows):
        if number == 0:
            yield [language.tell(head) for head in (message("edition"), *_would_heads())]
        told = language.tell(outlook.of_again(row) if row.state in AGAIN else outlook.of(row))
        yield (f"{row.key.occasion} / {row.key.edition}", row.key.region, row.agency, row.key.address, told)


def _would_heads() -> tuple[Message, ...]:
    return message("region"), message("agency"), message("address"), message("what would happen")


def summary(done: Delivered) -> Iterator[Message]:
    """How many are sent, counted from the rows that have a server's 250, and how many have to be looked at."""
    count = len(open_of(done.rows, done.aside)) + len(done.unserved)
    yield message(
        "{period}, edition {number}: {sent} of {all} letters sent, {open} to be looked at",
        period=done.edition.named, number=done.edition.number, sent=_sent(done.rows), all=len(done.rows), open=count,
    )  # fmt: skip
    if done.earlier:
        left = len(open_of(done.earlier, done.aside))
        yield message("earlier months: {sent} of {all} letters sent, {open} to be looked at",
                      sent=_sent(done.earlier), all=len(done.earlier), open=left)  # fmt: skip
    if in_hand := sum(row.state in ON_THE_WAY and row.number in done.aside for row in (*done.rows, *done.earlier)):
        yield message("letters that another process has in hand: {count}", count=in_hand)
    if done.left:
        yield message("letters of earlier months that are still to be looked at: {count}; `history` lists them",
                      count=done.left)  # fmt: skip


def _sent(rows: Iterable[Delivery]) -> int:
    return sum(row.state is State.SENT for row in rows)
