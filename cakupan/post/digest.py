"""One digest a run for whoever operates it: what did not leave, why, and what to do; never the same one twice a day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from cakupan.errors import CakupanError, LedgerError, SettingsError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Delivery, State
from cakupan.post.deliver import Delivered
from cakupan.post.guard import hours_are_over
from cakupan.post.notice import tell_once
from cakupan.post.office import Office
from cakupan.post.plan import Skipped
from cakupan.post.states import STATES, why_of

_VARYING = re.compile(r"\S*\d\S*")  # times, and the numbers servers give to what they say

_ADVICE = {
    State.PLANNED: message("./generate.py approve {period} --by NAME, when the PDFs are right"),
    State.APPROVED: message("nothing: it is tried again by the next `send {period}`"),
    State.SENDING: message("nothing: another process has it in hand"),
    State.COMMITTING: message("nothing: another process has it in hand"),
    State.FAILED: message("correct the address or the letter, then ./generate.py send {period} --only-failed"),
    State.HELD: message("mend what is told, then ./generate.py send {period} --only-failed"),
    State.RETURNED: message("ask the agency for its address, correct recipients.csv, then ./generate.py send {period}"),
    State.IN_DOUBT: message(
        "ask the agency whether it came, then ./generate.py settle NUMBER sent|again --by NAME --reason HOW"
    ),
}

_OTHER_HOURS = message(
    "./generate.py approve {period} --by NAME with other hours, then ./generate.py send {period} --only-failed"
)


def digest(done: Delivered, whys: Mapping[int, str], language: Language) -> str:
    """What is to be looked at: for each state its letters, and once what to do about them.

    `whys` says by its number why a letter is where it is.
    """
    return _text(_paragraphs(done, whys), language)


def _text(paragraphs: Iterator[list[Message]], language: Language) -> str:
    return "\n\n".join("\n".join(map(language.tell, lines)) for lines in paragraphs) + "\n"


def _paragraphs(done: Delivered, whys: Mapping[int, str]) -> Iterator[list[Message]]:
    edition = done.edition
    if done.stopped:
        yield [message("The run stopped: {why}", why=done.stopped)]
    count = len(done.open) + len(done.unserved)
    yield [message("{period}, edition {number}: {count} letters to be looked at",
                   period=edition.named, number=edition.number, count=count)]  # fmt: skip
    groups: dict[tuple[str, State, str], list[Delivery]] = {}
    for row in done.open:
        advice = _advice(row, whys.get(row.number, ""))
        groups.setdefault((row.key.occasion, row.state, advice.template), []).append(row)
    for (period, state, template), rows in groups.items():
        advice = Message(template, {"period": period})
        letters = [line for row in rows for line in _of_row(row, whys.get(row.number, ""))]
        head = message("{state}: {count}", state=STATES[state], count=len(rows))
        yield [head, *letters, message("  what to do: {advice}", advice=advice)]
    for one in done.unserved:
        yield list(_of_unserved(one))


def _advice(row: Delivery, why: str) -> Message:
    return _OTHER_HOURS if row.state is State.HELD and hours_are_over(why) else _ADVICE[row.state]


def _of_row(row: Delivery, why: str) -> Iterator[Message]:
    known = {"region": row.key.region, "agency": row.agency, "address": row.key.address}
    yield message("  {number}: {region}, {agency}, {address}", number=str(row.number), **known)
    if why:
        yield message("     {why}", why=why)


def _of_unserved(one: Skipped) -> Iterator[Message]:
    yield message("{region}, {agency}, {address}: gets none: {why}", region=one.recipient.region,
                  agency=one.recipient.agency, address=one.recipient.address, why=one.why)  # fmt: skip
    yield message("  {advice}", advice=one.advice)


def tell_operator(office: Office, done: Delivered, language: Language) -> Message | None:
    """Mail the digest to the operator; why that came to nothing, None where it did not or nobody is set.

    The same digest is not mailed again for a day, however often a run is tried.
    """
    whys = {e.delivery: why_of(e) for e in office.ledger.history([row.number for row in done.open]) if e.delivery}
    stopped = done.stopped and message("{why}", why=_VARYING.sub("", str(done.stopped)))
    gist = digest(replace(done, stopped=stopped), {}, language)
    subject = language.tell(message("Cakupan: letters to be looked at"))
    return tell_once(office, subject, digest(done, whys, language), gist)


def tell_failure(office: Office, error: CakupanError, language: Language) -> Message | None:
    """Mail to the operator why a run ended before any letter; the rest as for `tell_operator`.

    Without the ledger nobody could know what was mailed today, and without settings
    nothing can be mailed: whoever called hears of these alone.
    """
    if isinstance(error, LedgerError | SettingsError):
        return None
    text = _text(iter([[message("No letter was sent:"), *error.messages]]), language)
    try:
        return tell_once(office, language.tell(message("Cakupan: no letter was sent")), text)
    except CakupanError as another:
        return message("the digest did not reach the operator: {why}", why=another.messages[0])
