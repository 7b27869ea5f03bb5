"""A word to the branches that are late: what is missing, of which regencies, and until when it is of use."""

from collections.abc import Callable, Iterable, Iterator

from cakupan.errors import DeliveryError
from cakupan.language import Language
from cakupan.ledger import Ledger
from cakupan.message import Message, message
from cakupan.model import Due, Recipient
from cakupan.post.notice import notice
from cakupan.post.office import Office
from cakupan.smtp import Dropped, NotTaken
from cakupan.timetable.gaps import Gap

_EVENT, _REFUSED = "reminder", "reminder refused"


def remind(office: Office, due: Due, found: Iterable[Gap], log: Callable[[Message], None]) -> int:
    """Write to each branch whose regencies are late, once for a due; how many letters left.

    It is noted before the letter leaves: killed behind that nobody writes again, as one word
    too few is better here than two. A branch nobody can write to is told in the log.
    DeliveryError where the mail server does not take it; then it is written another time.
    """
    by_branch: dict[str, list[Gap]] = {}
    for gap in found:
        by_branch.setdefault(gap.region.branch or gap.region.code, []).append(gap)
    told = _told(office.ledger)
    left = 0
    for branch, gaps in by_branch.items():
        for one in _of(office, branch, log):
            key = f"{due.key} {branch} {one.address}"
            if key not in told:
                _send(office, due, gaps, one, key)
                left += 1
                log(message("{run}: {agency} was asked for its figures", run=due.key, agency=one.agency))
    return left


def _told(ledger: Ledger) -> set[str]:
    """What was written, or may have been."""
    told: set[str] = set()
    for entry in ledger.history():
        if entry.event == _EVENT:
            told.add(entry.detail["key"])
        elif entry.event == _REFUSED:
            told.discard(entry.detail["key"])
    return told


def _of(office: Office, branch: str, log: Callable[[Message], None]) -> Iterator[Recipient]:
    found = [one for one in office.recipients if one.region == branch and one.is_valid(office.today)]
    if not found:
        log(message("nobody stands in recipients.csv for {branch}, so nobody is asked for its figures", branch=branch))
    for one in found:
        objection = office.objection_to_address(one.region, one.address)
        if objection:
            log(message("{address}: {why}", address=one.address, why=objection))
        else:
            yield one


def _send(office: Office, due: Due, gaps: Iterable[Gap], one: Recipient, key: str) -> None:
    language = Language(one.language)
    subject = language.tell(message("Figures of {period} are missing", period=due.expected))
    letter = notice(office, one.address, subject, _text(due, gaps, language))
    office.ledger.note(None, _EVENT, office.now(), "clock", key=key, to=one.address)
    try:
        with office.connect() as session:
            session.offer(office.mail.sender, [one.address], letter)
            session.commit()
    except NotTaken as error:
        if not (isinstance(error, Dropped) and error.after_dot):
            office.ledger.note(None, _REFUSED, office.now(), "clock", key=key, why=str(error.reason))
        raise DeliveryError(error.reason) from None


def _text(due: Due, gaps: Iterable[Gap], language: Language) -> str:
    what = _MEETING if due.meeting else _MONTH
    day = due.meeting.day if due.meeting else due.last.date()
    lines = [
        language.tell(Message(what, {"period": due.expected, "day": day})),
        language.tell(message("What has not come by {time} is missing in the report.", time=due.last)),
        "",
        language.tell(message("Not handed in so far:")),
        *(language.tell(message("- {region}: {figures}", region=gap.region.full, figures=gap.missing)) for gap in gaps),
    ]
    return "\n".join(lines) + "\n"


_MEETING = message("For the follow-up meeting of {day} the figures of {period} are needed.").template
_MONTH = message("For the report on {period} its figures are needed by {day}.").template
