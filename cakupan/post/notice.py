"""A few plain lines by mail: to the operator, a watcher, or a branch that is late; to the operator once a day."""

import datetime as dt
import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from cakupan.address import domain_of
from cakupan.message import Message, message
from cakupan.model import message_id_of
from cakupan.post.office import Office
from cakupan.smtp import NotTaken

_QUIET = dt.timedelta(hours=24)
_EVENT = "digest"


def notice(office: Office, to: str, subject: str, text: str) -> bytes:
    """The letter as it will go out."""
    letter = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    letter["From"] = office.mail.sender
    letter["To"] = to
    letter["Reply-To"] = office.mail.reply_to or office.mail.sender
    letter["Subject"] = subject
    letter["Date"] = format_datetime(office.now())
    letter["Message-ID"] = message_id_of(f"{office.now()} {to} {text}", domain_of(office.mail.sender))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text, cte="quoted-printable")
    return letter.as_bytes()


def tell_once(office: Office, subject: str, text: str, gist: str = "") -> Message | None:
    """Mail something to the operator; why that came to nothing, None where it did not or nobody is set.

    The same is not mailed again for a day; `gist` is what makes it the same, its text if "".
    """
    operator = office.mail.operator
    sha256, now = hashlib.sha256((gist or text).encode()).hexdigest(), office.now()
    told = (entry for entry in office.ledger.history() if entry.event == _EVENT and entry.detail["sha256"] == sha256)
    if not operator or any(dt.timedelta() <= now - entry.at < _QUIET for entry in told):
        return None
    try:
        with office.connect() as session:
            session.offer(office.mail.sender, [operator], notice(office, operator, subject, text))
            session.commit()
    except NotTaken as error:
        return message("the digest did not reach the operator: {why}", why=error.reason)
    office.ledger.note(None, _EVENT, now, "digest", sha256=sha256, to=operator)
    return None
