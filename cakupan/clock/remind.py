"""A word to the branches that are late: what is missing, of which regencies, and until when it is of use."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from cakupan.errors import DeliveryError
from cakupan.language import Language
from cakupan.ledger import Ledger
from cakupan.message import Message, message
from cakupan.model import Due, Entry, Recipient, Task, WhenLate
from cakupan.post.notice import notice
from cakupan.post.office import Office
from cakupan.smtp import Dropped, NotTaken
from cakupan.timetable.gaps import Gap

_QUIET = dt.timedelta(hours=20)
_EVENT, _REFUSED = "reminder", "reminder refused"


def remind(
    office: Office, due: Due, found: Iterable[Gap], log: Callable[[Message], None], say: Callable[[Message], None]
) -> int:
    """Write to each branch whose regencies are late, once for a due; how many letters left.

    It is noted before the letter leaves: killed behind that nobody writes again, as one word
    too few is better here than two. `say` hears of a branch that nobody can write to.
    DeliveryError where the mail server does not take it; then it is written another time.
    """
    by_branch: dict[str, list[Gap]] = {}
    for gap in found:
        by_branch.setdefault(gap.region.branch or gap.region.code, []).append(gap)
    left = 0
    for branch, gaps in by_branch.items():
        for one in _of(office, branch, say):
            key = f"{due.key} {branch} {one.address}"
            written = _written(office.ledger)
            if key not in written and not _lately(written.values(), due, one, office.now()):
                _send(office, due, gaps, one, key)
                left += 1
                log(message("{run}: {agency} was asked for its figures", run=due.key, agency=one.agency))
    return left


def _written(ledger: Ledger) -> dict[str, Entry]:
    """What was written, or may have been, by its key; what the mail server refused was not."""
    written: dict[str, Entry] = {}
    for entry in ledger.history():
        if entry.event == _EVENT:
            written[entry.detail["key"]] = entry
        elif entry.event == _REFUSED:
            written.pop(entry.detail["key"], None)
    return written


def _lately(written: Iterable[Entry], due: Due, one: Recipient, now: dt.datetime) -> bool:
    """Whether the same was asked of them within a day, for whatever: two runs that are caught up ask at one time."""
    asked = (entry.detail for entry in written if dt.timedelta() <= now - entry.at < _QUIET)
    return any((detail["to"], detail["period"]) == (one.address, str(due.expected)) for detail in asked)


def _of(office: Office, branch: str, say: Callable[[Message], None]) -> Iterator[Recipient]:
    found = [one for one in office.recipients if one.region == branch and one.is_valid(office.today)]
    if not found:
        say(message("nobody stands in recipients.csv for {branch}, so nobody is asked for its figures", branch=branch))
    for one in found:
        objection = office.objection_to_address(one.region, one.address)
        if objection:
            say(message("{address}: {why}", address=one.address, why=objection))
        else:
            yield one


def _send(office: Office, due: Due, gaps: Iterable[Gap], one: Recipient, key: str) -> None:
    language = Language(one.language)
    subject = language.tell(message("Figures of {period} are missing", period=due.expected))
    letter = notice(office, one.address, subject, _text(due, gaps, language))
    period = str(due.expected)
    office.ledger.note(None, _EVENT, office.now(), "clock", key=key, to=one.address, period=period)
    try:
        with office.connect() as session:
            session.offer(office.mail.sender, [one.address], letter)
            session.commit()
    except NotTaken as error:
        if not (isinstance(error, Dropped) and error.after_dot):
            office.ledger.note(None, _REFUSED, office.now(), "clock", key=key, why=str(error.reason))
        raise DeliveryError(error.reason) from None


def _text(due: Due, gaps: Iterable[Gap], language: Language) -> str:
    ends = due.not_after if due.task is Task.REMIND else due.last
    what = _MEETING if due.meeting else _MONTH
    after = _HELD if due.late is WhenLate.HOLD else _GOES
    lines = [
        language.tell(Message(what, {"period": due.expected, "begins": due.meeting and due.meeting.begins})),
        language.tell(Message(after, {"time": ends})),
        "",
        language.tell(message("Not handed in so far:")),
        *(f"- {language.tell(_missing(gap))}" for gap in gaps),
        "",
        language.tell(message("Please hand them in on the monthly form.")),
    ]
    return "\n".join(lines) + "\n"


def _missing(gap: Gap) -> Message:
    if gap.all_:
        return message("{region}: all figures of the month", region=gap.region.full)
    return message("{region}: {figures}", region=gap.region.full, figures=gap.missing)


_MEETING = message("For the follow-up meeting of {begins} the figures of {period} are needed.").template
_MONTH = message("For the report on {period} its figures are needed.").template
_GOES = message("It goes out on {time} at the latest; what has not come by then is missing in it.").template
_HELD = message("It waits for them; {time} is the last useful moment.").template
