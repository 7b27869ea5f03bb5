"""One digest a run for whoever operates it: what did not leave, why, and what to do; never the same one twice a day."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from cakupan.address import domain_of
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Delivery, State, message_id_of
from cakupan.post.deliver import Delivered
from cakupan.post.office import Office
from cakupan.post.plan import Skipped
from cakupan.post.states import STATES
from cakupan.smtp import NotTaken

_QUIET = dt.timedelta(hours=24)
_EVENT = "digest"

_ADVICE = {
    State.PLANNED: message("./generate.py approve {period} --by NAME, when the PDFs are right"),
    State.APPROVED: message("nothing: it is tried again by the next `send {period}`"),
    State.SENDING: message("nothing: another process has it in hand"),
    State.COMMITTING: message("nothing: another process has it in hand"),
    State.FAILED: message("correct the address or the letter, then ./generate.py send {period} --only-failed"),
    State.HELD: message("mend what is told, then ./generate.py send {period} --only-failed"),
    State.RETURNED: message("ask the agency for its address, correct recipients.csv, then ./generate.py send {period}"),
    State.IN_DOUBT: message(
        "ask the agency whether it came, then ./generate.py settle {number} sent|again --by NAME --reason HOW"
    ),
}


def digest(done: Delivered, language: Language) -> str:
    """What is to be looked at, a paragraph each."""
    return "\n\n".join("\n".join(map(language.tell, lines)) for lines in _paragraphs(done)) + "\n"


def _paragraphs(done: Delivered) -> Iterator[list[Message]]:
    edition = done.edition
    if done.stopped:
        yield [message("The run stopped: {why}", why=done.stopped)]
    count = len(done.open) + len(done.unserved)
    yield [message("{period}, edition {number}: {count} letters to be looked at",
                   period=edition.period, number=edition.number, count=count)]  # fmt: skip
    for row in done.open:
        yield list(_of_row(row))
    for one in done.unserved:
        yield list(_of_unserved(one))


def _of_row(row: Delivery) -> Iterator[Message]:
    yield message("{number}: {region}, {agency}, {address}: {state}", number=str(row.number), region=row.key.region,
                  agency=row.agency, address=row.key.address, state=STATES[row.state])  # fmt: skip
    if row.reply:
        yield message("  the server said: {reply}", reply=row.reply)
    yield Message("  " + _ADVICE[row.state].template, {"period": str(row.period), "number": str(row.number)})


def _of_unserved(one: Skipped) -> Iterator[Message]:
    yield message("{region}, {agency}, {address}: gets none: {why}", region=one.recipient.region,
                  agency=one.recipient.agency, address=one.recipient.address, why=one.why)  # fmt: skip
    yield message("  {advice}", advice=one.advice)


def tell_operator(office: Office, done: Delivered, language: Language) -> Message | None:
    """Mail the digest to the operator; why that came to nothing, None where it did not or nobody is set.

    The same digest is not mailed again for a day, however often a run is tried.
    """
    operator = office.mail.operator
    text = digest(done, language)
    sha256, now = hashlib.sha256(text.encode()).hexdigest(), office.now()
    told = (entry for entry in office.ledger.history() if entry.event == _EVENT and entry.detail["sha256"] == sha256)
    if not operator or any(now - entry.at < _QUIET for entry in told):
        return None
    try:
        with office.connect() as session:
            session.offer(office.mail.sender, [operator], _letter(office, operator, text, language))
            session.commit()
    except NotTaken as error:
        return message("the digest did not reach the operator: {why}", why=error.reason)
    office.ledger.note(None, _EVENT, now, "digest", sha256=sha256, to=operator)
    return None


def _letter(office: Office, operator: str, text: str, language: Language) -> bytes:
    letter = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    letter["From"] = office.mail.sender
    letter["To"] = operator
    letter["Subject"] = language.tell(message("Cakupan: letters to be looked at"))
    letter["Date"] = format_datetime(office.now())
    letter["Message-ID"] = message_id_of(f"{office.now()} {text}", domain_of(office.mail.sender))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text, cte="quoted-printable")
    return letter.as_bytes()
