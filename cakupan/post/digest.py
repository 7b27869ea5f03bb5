"""One digest a run for whoever operates it: what did not leave, why, and what to do; never the same one twice a day."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from cakupan.address import domain_of
from cakupan.errors import CakupanError, LedgerError, SettingsError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Delivery, State, message_id_of
from cakupan.post.deliver import Delivered
from cakupan.post.office import Office
from cakupan.post.plan import Skipped
from cakupan.post.states import STATES, why_of
from cakupan.smtp import NotTaken

_QUIET = dt.timedelta(hours=24)
_EVENT = "digest"
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
                   period=edition.period, number=edition.number, count=count)]  # fmt: skip
    groups: dict[tuple[str, State], list[Delivery]] = {}
    for row in done.open:
        groups.setdefault((str(row.period), row.state), []).append(row)
    for (period, state), rows in groups.items():
        advice = Message(_ADVICE[state].template, {"period": period})
        letters = [line for row in rows for line in _of_row(row, whys.get(row.number, ""))]
        head = message("{state}: {count}", state=STATES[state], count=len(rows))
        yield [head, *letters, message("  what to do: {advice}", advice=advice)]
    for one in done.unserved:
        yield list(_of_unserved(one))


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
    return _mail(office, message("Cakupan: letters to be looked at"), digest(done, whys, language), gist, language)


def tell_failure(office: Office, error: CakupanError, language: Language) -> Message | None:
    """Mail to the operator why a run ended before any letter; the rest as for `tell_operator`.

    Without the ledger nobody could know what was mailed today, and without settings
    nothing can be mailed: whoever called hears of these alone.
    """
    if isinstance(error, LedgerError | SettingsError):
        return None
    text = _text(iter([[message("No letter was sent:"), *error.messages]]), language)
    try:
        return _mail(office, message("Cakupan: no letter was sent"), text, text, language)
    except CakupanError as another:
        return message("the digest did not reach the operator: {why}", why=another.messages[0])


def _mail(office: Office, subject: Message, text: str, gist: str, language: Language) -> Message | None:
    """`gist` is what makes a digest the same as another."""
    operator = office.mail.operator
    sha256, now = hashlib.sha256(gist.encode()).hexdigest(), office.now()
    told = (entry for entry in office.ledger.history() if entry.event == _EVENT and entry.detail["sha256"] == sha256)
    if not operator or any(now - entry.at < _QUIET for entry in told):
        return None
    try:
        with office.connect() as session:
            session.offer(office.mail.sender, [operator], _letter(office, language.tell(subject), text))
            session.commit()
    except NotTaken as error:
        return message("the digest did not reach the operator: {why}", why=error.reason)
    office.ledger.note(None, _EVENT, now, "digest", sha256=sha256, to=operator)
    return None


def _letter(office: Office, subject: str, text: str) -> bytes:
    letter = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    letter["From"] = office.mail.sender
    letter["To"] = office.mail.operator
    letter["Subject"] = subject
    letter["Date"] = format_datetime(office.now())
    letter["Message-ID"] = message_id_of(f"{office.now()} {text}", domain_of(office.mail.sender))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text, cte="quoted-printable")
    return letter.as_bytes()
