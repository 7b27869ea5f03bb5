"""Why did, or didn't, they get it: one region of one month, from its figures to the server's answer."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress

from cakupan.errors import CakupanError
from cakupan.ledger import is_process
from cakupan.message import Message, message
from cakupan.model import Approval, Delivery, Edition, Entry, Recipient, State, Task
from cakupan.period import Period
from cakupan.pipeline.imprints import store_key
from cakupan.post.bounces import EVENT
from cakupan.post.moments import clock
from cakupan.post.office import Office
from cakupan.post.states import RUNS, STATES, why_of
from cakupan.timetable import dues

_AHEAD = dt.timedelta(days=400)
_MOST_STEPS = 3  # of a letter of the newest edition; those before have one: it is all to fit on a screen
_ON_THE_WAY = (State.SENDING, State.COMMITTING)  # what came of it stands in the next step
_EVENTS = {**{str(state): told for state, told in STATES.items()}, EVENT: message("a report of non-delivery came")}


def explain(office: Office, named: Period | str, region: str) -> Iterator[Message]:
    """A line for each thing that decides, from the edition to the mail server; RequestError for an unknown region."""
    known = office.region(region)
    yield message("{code} {region}, {period}", code=known.code, region=known.full, period=named)
    occasion = office.occasion(named)
    yield from _calendar(office, occasion)
    editions = office.store.of_occasion(store_key(office.province), occasion)
    if not editions:
        yield _none_kept(named, occasion)
    yield from _editions(editions, known.code, office)
    for edition in editions[:1]:
        yield from _approvals(edition, office.approvals(edition), office)
    yield from _recipients(office, known.code)
    rows = office.ledger.deliveries(store_key(office.province), occasion, None, known.code)
    if not rows:
        yield message("ledger: no letter was planned")
    newest = max((row.key.edition for row in rows), default=0)
    for row in rows:
        yield from _row(row, office, _MOST_STEPS if row.key.edition == newest else 1)


def _calendar(office: Office, occasion: str) -> Iterator[Message]:
    """When it was due by the calendar, and what the clock did; nothing without a calendar that can be read."""
    with suppress(CakupanError):
        table, zone = office.timetable, office.zone
        start = dt.datetime.combine(table.since, dt.time(), zone)
        runs = office.ledger.runs.of(store_key(office.province))
        for due in dues(table, zone, start, office.now() + _AHEAD):
            if due.task is Task.REPORT and due.occasion == occasion:
                run = runs.get(due.key)
                did = message("{state}: {why}", state=RUNS[run.state], why=run.told) if run else message("not begun")
                yield message("calendar: {run}, due {time}; {did}", run=due.key, time=clock(due.at, zone), did=did)


def _none_kept(named: Period | str, occasion: str) -> Message:
    if isinstance(named, Period):
        return message("edition: none is kept; `report --keep` makes one")
    return message("edition: none is kept; `report --meeting {key}` makes one", key=occasion)


def _editions(editions: list[Edition], code: str, office: Office) -> Iterator[Message]:
    for edition in reversed(editions):
        told = {"number": edition.number, "option": edition.option, "code": code}
        if edition.report_of(code):
            yield message("edition {number}: has the report", number=edition.number)
        elif not office.was_asked(edition, code):
            yield message("edition {number}: was not asked for this region; "
                          "`report {option} --region {code} --keep` makes its report", **told)  # fmt: skip
        else:
            yield message("edition {number}: has no report; `report {option} --region {code}` says why", **told)


def _approvals(edition: Edition, given: list[Approval], office: Office) -> Iterator[Message]:
    for one in given:
        told = message("approval of edition {number}: {name}, {time}",
                       number=edition.number, name=one.by, time=clock(one.at, office.zone))  # fmt: skip
        if one.not_before:
            told = message("{told}; not before {time}", told=told, time=clock(one.not_before, office.zone))
        if one.not_after:
            told = message("{told}; not after {time}", told=told, time=clock(one.not_after, office.zone))
        yield told
    if left := office.guard.missing(given):
        yield message("approval of edition {number}: still needed: {count}", number=edition.number, count=left)


def _recipients(office: Office, code: str) -> Iterator[Message]:
    try:
        known = [one for one in office.recipients if one.region == code]
        held = [one for one in office.listed.held if not one.regions or code in one.regions]
    except CakupanError as error:
        yield from (message("recipients: {why}", why=why) for why in error.messages)
        return
    if not known and not held:
        yield message("recipients: nobody stands in the list")
    for row in held:
        yield message("recipient {agency}, {address}: {why}", agency=row.row.agency, address=row.row.address,
                      why=row.reasons[0])  # fmt: skip
    for one in known:
        yield message("recipient {agency}, {address}: {why}", agency=one.agency, address=one.address,
                      why=_standing(office, one))  # fmt: skip


def _standing(office: Office, one: Recipient) -> Message:
    return office.objection_to_address(one.region, one.address) or message("may be written to")


def _row(row: Delivery, office: Office, most: int) -> Iterator[Message]:
    """A letter, and the last steps it came."""
    yield message(
        "letter {number}, edition {edition}, to {address}: {state}",
        number=str(row.number), edition=row.key.edition, address=row.key.address, state=STATES[row.state],
    )  # fmt: skip
    *entries, last = office.ledger.history([row.number])
    steps = [*(entry for entry in entries if entry.event not in _ON_THE_WAY), last]
    if (left := len(steps) - most) > 0:
        yield message("  ... {count} steps before", count=left)
    yield from (_step(entry, office) for entry in steps[-most:])


def _step(entry: Entry, office: Office) -> Message:
    event = _EVENTS[entry.event]
    if due := entry.detail.get("due"):
        time = clock(dt.datetime.fromisoformat(due), office.zone)
        event = message("{event}, not before {time}", event=event, time=time)
    at = clock(entry.at, office.zone)
    why = why_of(entry)
    if why and not is_process(entry.by):
        return message("  {time} {event}, as {who} said: {detail}", time=at, event=event, who=entry.by, detail=why)
    if why:
        return message("  {time} {event}: {detail}", time=at, event=event, detail=why)
    return message("  {time} {event}", time=at, event=event)
