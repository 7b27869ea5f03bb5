"""The alarm: what the watch found is said by mail, once a day, and by whoever called it."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from cakupan.backup.restore import WATCH  # beside the ledger, not in it: the ledger may be what is away
from cakupan.clock.watch import Hours, alarms
from cakupan.durable import make_folder, write_whole
from cakupan.errors import CakupanError, LedgerError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.pipeline.imprints import store_key
from cakupan.post.notice import notice
from cakupan.post.office import Office
from cakupan.settings import Settings
from cakupan.smtp import NotTaken
from cakupan.timetable import dues

_QUIET = dt.timedelta(hours=24)


def sound(
    settings: Settings, environ: Mapping[str, str], now: Callable[[], dt.datetime]
) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """What is not as it should be, and why nobody could be told by mail; both empty where all is well."""
    office = Office(settings, environ, now)
    found = _found(office)
    if not found:
        return (), ()
    try:
        _tell(office, found)
    except NotTaken as error:
        return found, (message("nobody could be told by mail: {why}", why=error.reason),)
    except CakupanError as error:
        return found, error.messages
    return found, ()


def _found(office: Office) -> tuple[Message, ...]:
    """The alarms; what keeps the watch from looking is one, too."""
    told = office.settings.clock
    hours = Hours(
        dt.timedelta(hours=told.alarm_hours_before),
        dt.timedelta(hours=told.alarm_hours_after),
        dt.timedelta(minutes=told.silent_minutes),
    )
    try:
        _there(office)
        table, now = office.timetable, office.now()
        due = dues(table, office.zone, dt.datetime.combine(table.since, dt.time(), office.zone), now)
        key = store_key(office.province)
        return tuple(alarms(office.ledger, key, due, office.readers, hours, now, office.zone))
    except CakupanError as error:
        return error.messages


def _there(office: Office) -> None:
    """LedgerError where there is no ledger: one must not be made by looking for it."""
    place = office.ledger_place
    if isinstance(place, Path) and not place.is_file():
        raise LedgerError(message("there is no ledger {path}, so nobody knows what was delivered", path=str(place)))


def _tell(office: Office, found: tuple[Message, ...]) -> None:
    """To the watcher, or the operator; what was told is not told again for a day. NotTaken by the mail server."""
    to = office.settings.clock.watcher or office.settings.mail.operator
    language = Language(office.settings.language)
    lines = [language.tell(one) for one in found]
    memory, now = Path(office.settings.var) / WATCH, office.now()
    told = _told(memory, now)
    if not to or not office.settings.mail.host or set(lines) <= told.keys():
        return
    subject = language.tell(message("Cakupan: reports that should be delivered are not"))
    with office.connect() as session:
        session.offer(office.mail.sender, [to], notice(office, to, subject, "\n".join(lines) + "\n"))
        session.commit()
    make_folder(memory.parent)
    write_whole(json.dumps(told | dict.fromkeys(lines, now.isoformat())).encode(), memory)


def _told(memory: Path, now: dt.datetime) -> dict[str, str]:
    """The lines that were mailed within a day, each with its moment; none where that cannot be read."""
    try:
        kept = json.loads(memory.read_bytes()).items()
        return {line: at for line, at in kept if dt.timedelta() <= now - dt.datetime.fromisoformat(at) < _QUIET}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
