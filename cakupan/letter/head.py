"""The head of a letter: whose it is, for whom, and its lines, which nothing that was handed in can break out of.

The lines are written here and not by Python's email package: that of 3.11 loses spaces
between encoded words, and how it folds differs from version to version (CVE-2024-6923).
"""

import base64
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import format_datetime

from cakupan.address import fits_head, is_address
from cakupan.errors import DataError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Imprint, Recipient, Report

_LINE = 76
_ENCODED = 39  # bytes of UTF-8 that make an encoded word of 64 characters: with the name of any header it fits a line
_WORD = 60  # a word that is longer is encoded, so that it can be split
_MESSAGE_ID = re.compile(r"<[0-9a-zA-Z._+-]+@[0-9a-zA-Z.-]+>")


@dataclass(frozen=True)
class Sender:
    """Who writes: the name beside the address, and the address."""

    name: str
    address: str


@dataclass(frozen=True)
class LetterHead:
    """All of a letter that does not come from the report.

    `date` bears its zone. `imprint` is the edition as this recipient sees it: what it
    replaces is what they have got before. A `trial` goes to somebody else and says so,
    with the agency named in its text alone.
    """

    sender: Sender
    reply_to: str
    recipient: Recipient
    message_id: str
    date: dt.datetime
    imprint: Imprint
    trial: bool = False

    @property
    def language(self) -> str:
        """The recipient's."""
        return self.recipient.language


def subject_of(head: LetterHead, report: Report) -> str:
    """What is in the letter, as a list of mails shows it; trials and samples say so first."""
    language, known = Language(head.language), report.indicators
    parts = [message("TRIAL")] if head.trial else []
    parts += [message("SAMPLE DATA")] if known.province.sample else []
    if report.briefing:
        parts.append(message("Meeting of {day}", day=report.briefing.meeting.day))
    parts.append(
        message(
            "Coverage report on {region}, {period} (edition {number})",
            region=known.region.full,
            period=known.period,
            number=head.imprint.number,
        )
    )
    return _spaced(": ".join(map(language.tell, parts)))


def head_of(head: LetterHead, report: Report) -> dict[str, str]:
    """The headers by name, as they are meant to be read; DataError with every text that no header may hold."""
    known, to = report.indicators, head.recipient
    told = [
        *_strange({"agency": to.agency, "sender": head.sender.name, "region": known.region.name}),
        *_no_address({"recipient": to.address, "sender": head.sender.address, "reply-to": head.reply_to}),
    ]
    if told:
        raise DataError(*told)
    assert _MESSAGE_ID.fullmatch(head.message_id), "made of a delivery's key"
    assert head.date.tzinfo, "a letter's date bears its zone"
    return {
        "From": f"{_spaced(head.sender.name)} <{head.sender.address}>",
        "To": to.address if head.trial else f"{_spaced(to.agency)} <{to.address}>",
        "Reply-To": head.reply_to,
        "Subject": subject_of(head, report),
        "Date": format_datetime(head.date),
        "Message-ID": head.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": head.language,
        "X-Cakupan-Region": known.region.code,
        "X-Cakupan-Period": str(known.period),
        "X-Cakupan-Edition": str(head.imprint.number),
        "MIME-Version": "1.0",
    }


def _spaced(text: str) -> str:
    """With one space between words and none at the ends: readers of mail make no more of them."""
    return " ".join(text.split())


def _strange(texts: dict[str, str]) -> Iterator[Message]:
    for what, text in texts.items():
        if not text.strip() or not fits_head(text):
            yield message("{what}: {text} cannot stand in the head of a letter", what=what, text=ascii(text[:80]))


def _no_address(addresses: dict[str, str]) -> Iterator[Message]:
    for what, address in addresses.items():
        if not is_address(address):
            yield message("{what}: {text} is no mail address", what=what, text=ascii(address[:80]))


def lines_of(headers: dict[str, str]) -> bytes:
    """The headers as they are sent: ASCII, folded, each line with its end."""
    return b"".join(_header(name, value).encode("ascii") + b"\r\n" for name, value in headers.items())


def _header(name: str, value: str) -> str:
    """A header with its lines; names and subjects are encoded (RFC 2047) where they are not plain ASCII."""
    if name in ("From", "To") and " " in value:
        shown, _, address = value.rpartition(" ")
        return _folded([f"{name}:", *_phrase(shown), address])
    if name == "Subject":
        return _folded([f"{name}:", *(value.split(" ") if _is_plain(value) else _encoded_words(value))])
    return f"{name}: {value}"


def _phrase(shown: str) -> Iterable[str]:
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", shown) + '"'
    return [quoted] if _is_plain(shown) and len(quoted) < _LINE else _encoded_words(shown)


def _is_plain(text: str) -> bool:
    """Whether it is ASCII with single spaces between words that fit a line: it can be folded at each of them."""
    return text.isascii() and all(0 < len(word) < _WORD for word in text.split(" "))


def _folded(words: Iterable[str]) -> str:
    """The words with a space between them, or the end of a line and a space where it would grow too long."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append(f" {word}")
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return "\r\n".join(lines)


def _encoded_words(text: str) -> Iterator[str]:
    """Each at most 64 characters, split between characters and not inside one."""
    word = b""
    for sign in [*text, ""]:
        more = sign.encode()
        if word and (not more or len(word) + len(more) > _ENCODED):
            yield f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?="
            word = b""
        word += more
