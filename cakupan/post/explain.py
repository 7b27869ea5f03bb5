"""Why did, or didn't, they get it: one region of one month, from its figures to the server's answer."""

from collections.abc import Iterator

from cakupan.errors import CakupanError
from cakupan.message import Message, message
from cakupan.model import Approval, Delivery, Edition, Recipient
from cakupan.period import Period
from cakupan.pipeline.imprints import store_key
from cakupan.post.office import Office
from cakupan.post.states import STATES


def explain(office: Office, period: Period, region: str) -> Iterator[Message]:
    """A line for each thing that decides, from the edition to the mail server; RequestError for an unknown region."""
    known = office.region(region)
    yield message("{code} {region}, {period}", code=known.code, region=known.full, period=period)
    editions = office.store.editions(store_key(office.province), period)
    yield from _editions(editions, known.code)
    for edition in editions[:1]:
        yield from _approvals(edition, office.approvals(edition), office)
    yield from _recipients(office, known.code)
    rows = office.ledger.deliveries(store_key(office.province), str(period), None, known.code)
    if not rows:
        yield message("ledger: no letter was planned")
    for row in rows:
        yield from _row(row, office)


def _editions(editions: list[Edition], code: str) -> Iterator[Message]:
    if not editions:
        yield message("edition: none is kept; `report --keep` makes one")
    for edition in reversed(editions):
        number = edition.number
        if edition.report_of(code):
            yield message("edition {number}: has the report", number=number)
            continue
        yield message("edition {number}: has no report; `report --region {code}` says why", number=number, code=code)


def _approvals(edition: Edition, given: list[Approval], office: Office) -> Iterator[Message]:
    for one in given:
        at = f"{one.at.astimezone(office.zone):%Y-%m-%d %H:%M}"
        yield message("approval of edition {number}: {name}, {time}", number=edition.number, name=one.by, time=at)
        for told, moment in ((_NOT_BEFORE, one.not_before), (_NOT_AFTER, one.not_after)):
            if moment:
                yield Message(told, {"time": f"{moment.astimezone(office.zone):%Y-%m-%d %H:%M}"})
    if left := office.guard.missing(given):
        yield message(
            "approval of edition {number}: {count} more persons are needed", number=edition.number, count=left
        )


_NOT_BEFORE = message("  not before {time}").template
_NOT_AFTER = message("  not after {time}").template


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


def _row(row: Delivery, office: Office) -> Iterator[Message]:
    yield message(
        "letter {number}, edition {edition}, to {address}: {state}",
        number=str(row.number), edition=row.key.edition, address=row.key.address, state=STATES[row.state],
    )  # fmt: skip
    for entry in office.ledger.history([row.number]):
        time = f"{entry.at.astimezone(office.zone):%Y-%m-%d %H:%M:%S}"
        told = "; ".join(entry.detail[key] for key in ("why", "reply", "due") if entry.detail.get(key))
        yield message("  {time} {event} {detail}", time=time, event=entry.event, detail=told)
