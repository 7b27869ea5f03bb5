"""Somebody says yes: to the PDFs as they lie there, so that what leaves is what was seen."""

import datetime as dt
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from cakupan.errors import RequestError
from cakupan.ledger import Ledger, Step
from cakupan.message import Message, message
from cakupan.model import Approval, Delivery, Edition, State, hour_of
from cakupan.post.guard import Guard

_END = re.compile(rb"%%EOF\r?\n?")


def approve(
    ledger: Ledger,
    edition: Edition,
    folder: Path,
    by: str,
    now: dt.datetime,
    not_before: dt.datetime | None = None,
    not_after: dt.datetime | None = None,
    *,
    sealed: bool = False,
) -> Approval:
    """Keep a person's yes to the PDFs of an edition, as they lie in `folder`; `sealed`: with what a seal adds.

    RequestError when one of them is missing or not the one that was kept, or the yes
    would come after its own end.
    """
    pdfs, wrong = shelved(edition, folder, sealed=sealed)
    if not_after and max(now, not_before or now) > not_after:
        wrong.append(message("it would be sent after {time}, and is not to be", time=not_after.isoformat()))
    if wrong:
        raise RequestError(*wrong)
    hashes = {region: sha256(content).hexdigest() for region, content in pdfs.items()}
    given = Approval(edition.province, str(edition.period), edition.number, by, now, hashes, not_before, not_after)
    ledger.approve(given)
    return given


def shelved(edition: Edition, folder: Path, *, sealed: bool) -> tuple[dict[str, bytes], list[Message]]:
    """The PDFs of an edition by region, as they lie in `folder`, and what is wrong with those that do not.

    Where reports are `sealed` a seal may stand behind the bytes that were kept; else nothing may.
    """
    pdfs: dict[str, bytes] = {}
    wrong = []
    again = f"./generate.py rerun {edition.period} --edition {edition.number}"
    for report in edition.reports:
        path = folder / report.name
        content = path.read_bytes() if path.is_file() else None
        if content is None:
            wrong.append(message("{path} is not there; {command} prints it", path=str(path), command=again))
        elif not _is(content, report.sha256, sealed=sealed):
            told = message("{path} is not the PDF of edition {number}; {command} prints that one",
                           path=str(path), number=edition.number, command=again)  # fmt: skip
            wrong.append(told)
        else:
            pdfs[report.region] = content
    return pdfs, wrong


def _is(content: bytes, kept: str, *, sealed: bool) -> bool:
    """Whether it is the report that was kept: a seal is written behind its bytes and leaves them as they are."""
    ends = (match.end() for match in _END.finditer(content)) if sealed else ()
    return any(sha256(content[:end]).hexdigest() == kept for end in (*ends, len(content)))


def release(ledger: Ledger, rows: Iterable[Delivery], guard: Guard, now: dt.datetime, by: str) -> None:
    """Let what enough people said yes to go, each row at the latest hour they named."""
    for row in rows:
        if guard.objection_to_approval(row, now) is None:
            ledger.move(row.number, (State.PLANNED,), Step(State.APPROVED, due=hour_of(guard.approved(row))), now, by)
