"""A trial: the letters of an edition, each page and subject marked UJI COBA, to one address that was named."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cakupan.address import domain_of, is_address, is_allowed
from cakupan.errors import DeliveryError, PrintError, RequestError
from cakupan.language import NOTHING
from cakupan.letter import LetterHead, write_letter
from cakupan.message import Message, message
from cakupan.model import Imprint, Recipient, message_id_of
from cakupan.pipeline.again import orders_again
from cakupan.pipeline.letters import told_to
from cakupan.pipeline.order import Order
from cakupan.pipeline.workers import make_all
from cakupan.post.deliver import Asked
from cakupan.post.office import Office
from cakupan.smtp import NotTaken


def send_trial(office: Office, asked: Asked, address: str) -> Iterator[Message]:
    """A line for each letter that was sent: one a report of the edition, in the language of its first recipient.

    No row of the ledger is touched; that it happened stands in its history. RequestError
    for an address that must not be written to, DeliveryError where the server takes none.
    """
    if not is_address(address) or not is_allowed(address, office.settings.mail.allow):
        raise RequestError(message("{address} is no address at a domain that may be written to", address=repr(address)))
    letters = dict(_letters(office, asked, address))
    try:
        with office.connect() as session:
            for region, letter in letters.items():
                session.offer(office.mail.sender, [address], letter)
                session.commit()
                office.ledger.note(None, "trial", office.now(), "trial", region=region, to=address)
                yield message("trial of {region} sent to {address}", region=region, address=address)
    except NotTaken as error:
        raise DeliveryError(error.reason) from None


def _letters(office: Office, asked: Asked, address: str) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory(prefix="cakupan-") as aside:
        orders = {
            code: replace(order, trial=True)
            for code, order in orders_again(office.store, asked.edition, Path(aside)).items()
            if asked.takes(code)
        }
        made = make_all(orders, office.settings.run.workers, lambda: None, lambda _: None)
        for code, order in orders.items():
            if made[code].problems:
                raise PrintError(*made[code].problems)
            yield code, _letter(office, asked, order, address)


def _letter(office: Office, asked: Asked, order: Order, address: str) -> bytes:
    code, writing = order.indicators.region.code, office.writing
    known = [one for one in office.recipients if one.region == code]
    model = known[0] if known else Recipient(NOTHING, code, "", address, order.language, None, None, None)
    imprint = order.imprint or Imprint(asked.edition.number)
    now = office.now()
    message_id = message_id_of(f"trial {code} {address} {now.isoformat()}", domain_of(writing.sender.address))
    head = LetterHead(
        writing.sender, writing.reply_to, replace(model, address=address), message_id, now, imprint, trial=True
    )
    report, picture = told_to(order, model.language)
    return write_letter(head, report, order.path.read_bytes(), picture, None, writing.most_bytes)
