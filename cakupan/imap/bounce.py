"""Letters that came back: what a report of non-delivery says of whom, in the standard's form or in a usual one.

Anybody can write such a letter. What is made of it is only what it claims; that it names
the Message-ID of a letter of ours and that letter's address is for the ledger to see.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from cakupan.address import is_address
from cakupan.connection import heard
from cakupan.imap.letter import MESSAGE_ID, Letter, fields_of, open_letter

_MOST_LEAVES = 50
_MOST_RECIPIENTS = 100
_MOST_TEXT = 100_000  # characters of a letter in words
_STATUSES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ORIGINALS = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
_CODE = re.compile(r"(?im)(?:^|[:;(#]|\bsaid|\berror|\bcode|\bwith)[ \t]?([45][0-5]\d)(?=[ \t:#-])")
_COPY = re.compile(r"(?im)^[> \t]{0,8}message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{3,250}>)")
_NAMED = re.compile(r"(?m)^[ \t]{0,8}<([^<>\s@]{1,64}@[^<>\s@]{1,253})>:?")
_ANGLED = re.compile(r"<([^<>\s]{1,64}@[^<>\s@]{1,253})>")
_BARE = re.compile(r"([^\s<>()\",;:@]{1,64}@[^\s<>()\",;:@]{1,253})")
_MACHINES = re.compile(r"(?i)(?:mailer-daemon|mail-daemon|mdaemon|microsoftexchange[0-9a-f]*)@")
_SAYS_SO = re.compile(
    r"(?i)undeliver|not delivered|could ?n[o']t be delivered|delivery (?:status notification|fail|has failed)|"
    r"mail delivery|returned mail|returned to sender|failure notice|tidak terkirim|gagal|dikembalikan"
)
_STILL_TRYING = re.compile(r"(?i)\bdelay|\bwarning\b|still being retried|tertunda")
_REPLIES = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply")


@dataclass(frozen=True)
class Returned:
    """A letter that did not arrive, as a report says; all of it is claimed, and cleaned.

    `message_id`: the letter's own, "" where the report names none. `address`: to whom it
    was written, "" where that cannot be read. `permanent`: the address will not take the
    next one either (a 5 was said). `status`: RFC 3463 ("5.1.1"), or "". `text`: the reason
    in the words of a server, at most 500 characters. `notice`: the report's own Message-ID,
    or one made of its content.
    """

    message_id: str
    address: str
    permanent: bool
    status: str
    text: str
    notice: str


def returns_in(content: bytes) -> list[Returned]:
    """What a letter says came back; nothing when it is none of those: a reply, a receipt, a delay, a success."""
    letter = open_letter(content)
    leaves = list(islice(letter.leaves(), _MOST_LEAVES))
    reports = [leaf for leaf in leaves if leaf.kind in _STATUSES]
    notice = _message_id(letter.first("message-id")) or f"<{hashlib.sha256(content).hexdigest()[:40]}@none.invalid>"
    if reports:
        return list(islice(_reported(letter, leaves, reports, notice), _MOST_RECIPIENTS))
    return _in_words(letter, leaves, notice) if _came_back(letter) else []


def _reported(letter: Letter, leaves: Sequence[Letter], reports: Sequence[Letter], notice: str) -> Iterator[Returned]:
    """RFC 3464: a group of fields for each recipient; only what failed came back."""
    groups = [fields_of(group) for report in reports for group in re.split(r"\n[ \t]*\r?\n", report.text)]
    named = [value for group in groups for value in group.get("x-original-message-id", ())]
    original = _original(letter, leaves, named)
    for group in groups:
        if _said(group, "action").lower() == "failed":
            diagnosis = _said(group, "diagnostic-code")
            status = _status(_said(group, "status")) or _status(diagnosis)
            address = _address(_said(group, "original-recipient")) or _address(_said(group, "final-recipient"))
            permanent = _is_permanent(status, diagnosis)
            yield Returned(original, address, permanent, status, heard(_untyped(diagnosis)), notice)


def _came_back(letter: Letter) -> bool:
    """Whether a letter without a report in the standard's form says that one of ours came back.

    Exim marks its own as automatic replies (and so does Postfix), as the answer of
    somebody on leave is; so a sender that is a machine counts more than that mark.
    """
    subject, sender = letter.first("subject"), _plain(letter.first("from"))
    if any(name in letter.fields for name in _REPLIES) or _STILL_TRYING.search(subject):
        return False
    if "x-failed-recipients" in letter.fields or "x-ms-exchange-message-is-ndr" in letter.fields:
        return True
    if _MACHINES.match(sender):
        return True
    replied = letter.first("auto-submitted").lower().startswith("auto-replied")
    nobody = letter.first("return-path").strip() == "<>" or sender.lower().startswith("postmaster@")
    return nobody and not replied and bool(_SAYS_SO.search(subject))


def _in_words(letter: Letter, leaves: Sequence[Letter], notice: str) -> list[Returned]:
    """What a report in words says, if it can be told of which letter."""
    original = _original(letter, leaves, [])
    if not original:
        return []
    text = next((leaf.text for leaf in leaves if leaf.kind == "text/plain"), letter.text)[:_MOST_TEXT]
    copy = _COPY.search(text)
    said = text[: copy.start()] if copy else text
    found = _STATUS.search(said) or _CODE.search(said)
    status = _status(said)
    return [
        Returned(original, address, _is_permanent(status, said), status, heard(_line(said, found)), notice)
        for address in _addresses(letter, leaves, said)
    ]


def _addresses(letter: Letter, leaves: Sequence[Letter], said: str) -> list[str]:
    """To whom the letter was: as the report's head says, its text, or the letter itself; [""] for nobody."""
    head = [_address(one) for value in letter.all_of("x-failed-recipients") for one in value.split(",")]
    body = [_address(found) for found in islice(_NAMED.findall(said), _MOST_RECIPIENTS)]
    original = [_address(open_letter(leaf.content).first("to")) for leaf in leaves if leaf.kind in _ORIGINALS]
    for addresses in (head, body, original):
        known = [address for address in dict.fromkeys(addresses) if address]
        if known:
            return known[:_MOST_RECIPIENTS]
    return [""]


def _original(letter: Letter, leaves: Sequence[Letter], named: Sequence[str]) -> str:
    """The Message-ID of the letter that came back.

    From its copy, else from the report, else from a copy in the text, else from what the
    report answers. "" where there is none.
    """
    copies = [open_letter(leaf.content).first("message-id") for leaf in leaves if leaf.kind in _ORIGINALS]
    texts = [_COPY.search(leaf.text[:_MOST_TEXT]) for leaf in leaves if leaf.kind.startswith("text/")]
    answered = [letter.first("in-reply-to"), *reversed(letter.first("references").split())]
    for value in (*copies, *named, *(found[1] for found in texts if found), *answered):
        if _message_id(value):
            return _message_id(value)
    return ""


def _message_id(value: str) -> str:
    found = MESSAGE_ID.search(value)
    return found[0] if found else ""


def _said(group: Mapping[str, tuple[str, ...]], name: str) -> str:
    return group.get(name, ("",))[0].strip()


def _untyped(value: str) -> str:
    """Without the type before it: `rfc822; a@b.example`, `smtp; 550 no such user`."""
    return re.sub(r"\A[A-Za-z0-9_-]{1,20};\s*", "", value)


def _address(value: str) -> str:
    """One address as we write them, "" for anything else."""
    address = _plain(_untyped(value)).lower()
    return address if is_address(address) else ""


def _plain(value: str) -> str:
    """What looks like an address, in angle brackets or else first; the library's own reading recurses without end."""
    found = _ANGLED.search(value) or _BARE.search(value)
    return found[1] if found else ""


def _status(text: str) -> str:
    found = _STATUS.search(text)
    return found[1] if found else ""


def _is_permanent(status: str, said: str) -> bool:
    """Whether a 5 was said; without any code nobody said so, and an address is not given up."""
    code = _CODE.search(said)
    return (status or (code[1] if code else "")).startswith("5")


def _line(text: str, found: re.Match[str] | None) -> str:
    """The line of what was found, else the beginning of the text."""
    if not found:
        return text[:1000]
    end = text.find("\n", found.end())
    return text[text.rfind("\n", 0, found.start()) + 1 : end if end >= 0 else None]
