"""A mailbox that is looked into, and left as it was: EXAMINE and BODY.PEEK only, so nothing is ever marked as read."""

import contextlib
import datetime as dt
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cakupan.address import is_loopback
from cakupan.connection import heard, not_proven, traces
from cakupan.imap.bounce import Returned, returns_in
from cakupan.imap.letter import MESSAGE_ID, open_letter
from cakupan.imap.outcome import NotRead
from cakupan.imap.server import MailboxServer
from cakupan.imap.wire import CoveredWire, Wire
from cakupan.message import message

_NEWEST = 500  # letters whose Message-ID is read where the search finds nothing: it may lag behind
_MOST_FOUND = 100  # of a search for one Message-ID
_MOST_LETTERS = 20_000  # since a day
_MOST_BYTES = 524_288  # of a letter that came back; what it says stands at its beginning
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WHICH = "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"


class Mailbox:
    """A folder that may be looked into; NotRead from anything here means that nothing is known."""

    def __init__(self, wire: Wire, server: MailboxServer) -> None:
        self._wire = wire
        self._server = server

    def holds(self, message_id: str) -> bool:
        """Whether a letter with exactly this Message-ID, in its angle brackets, lies here now.

        What a server finds is read again and compared. What it does not find is looked
        for among the newest letters too, as an index may not know yet what has just come.
        """
        assert MESSAGE_ID.fullmatch(message_id), "it is one of ours"
        there = self._look_in()
        found = self._searched("HEADER", "Message-ID", _quoted(message_id))[-_MOST_FOUND:]
        if found and message_id in self._named(",".join(found), "UID"):
            return True
        return there > 0 and message_id in self._named(f"{max(1, there - _NEWEST + 1)}:*")

    def returned(self, since: dt.date) -> Iterator[Returned]:
        """Every letter of ours that came back since that day, by the server's clock, oldest first.

        The day before is looked at too, as servers tell days by clocks of their own.
        Letters that were seen before come again: whoever asks knows them by `notice`.
        """
        self._look_in()
        day = since - dt.timedelta(days=1)
        found = self._searched("SINCE", f"{day.day}-{_MONTHS[day.month - 1]}-{day.year:04}")
        if len(found) > _MOST_LETTERS:
            raise NotRead(
                message("the folder {folder} on {host} has {count} letters since {day}, more than {most} are not "
                        "read; move the older ones to another folder",
                        folder=self._server.folder, host=self._server.host, count=len(found), day=day,
                        most=_MOST_LETTERS)
            )  # fmt: skip
        for uid in found:
            for content in self._fetched(uid, f"(BODY.PEEK[]<0.{_MOST_BYTES}>)", "UID"):
                yield from returns_in(content)

    def _look_in(self) -> int:
        """How many letters lie there now; the folder is opened anew, read-only."""
        (there, *_) = self._ask("EXAMINE", lambda: self._wire.select(_quoted(self._server.folder), readonly=True))
        return int(there) if isinstance(there, bytes) and re.fullmatch(b"[0-9]{1,9}", there) else 0

    def _searched(self, *criteria: str) -> list[str]:
        """The UIDs of what a search finds, smallest first."""
        answers = self._ask("SEARCH", lambda: self._wire.uid("SEARCH", *criteria))
        words = b" ".join(answer for answer in answers if isinstance(answer, bytes)).split()
        return [str(uid) for uid in sorted({int(word) for word in words if re.fullmatch(b"[0-9]{1,10}", word)})]

    def _named(self, letters: str, by: str = "") -> set[str]:
        """The Message-IDs of these letters."""
        contents = self._fetched(letters, _WHICH, by)
        return {name.strip() for content in contents for name in open_letter(content).all_of("message-id")}

    def _fetched(self, letters: str, what: str, by: str = "") -> list[bytes]:
        """What was asked of each letter that is still there."""
        wire = self._wire
        answers = self._ask("FETCH", lambda: wire.uid("FETCH", letters, what) if by else wire.fetch(letters, what))
        return [bytes(answer[1]) for answer in answers if isinstance(answer, tuple)]

    def _ask(self, verb: str, command: Callable[[], tuple[str, list[Any]]]) -> list[Any]:
        """What a command answers; NotRead when it is not OK."""
        with _read(self._server):
            self._wire.begin(self._server.seconds.answer)
            code, answers = command()
            if code == "OK":
                return answers
        said = heard(b" ".join(filter(None, answers)), traces(self._server.user, self._server.password))
        raise NotRead(
            message("the folder {folder} on {host} cannot be read: {verb} was answered with {reason}",
                    folder=self._server.folder, host=self._server.host, verb=verb, reason=said)
        )  # fmt: skip


@contextmanager
def open_mailbox(server: MailboxServer) -> Iterator[Mailbox]:
    """The mailbox, for as long as the block lasts; NotRead when nobody lets us in."""
    wire = _reached(server)
    try:
        _log_in(wire, server)
        yield Mailbox(wire, server)
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError, ValueError):
            wire.begin(server.seconds.goodbye)
            wire.logout()
        _hang_up(wire)


def _reached(server: MailboxServer) -> Wire:
    """A server that is who it should be, and has greeted us; nothing secret was said until here."""
    seconds = server.seconds.greeting
    with _read(server):
        if server.security == "tls":
            return CoveredWire(server.host, server.port, ssl_context=server.context(), timeout=seconds)
        wire = Wire(server.host, server.port, seconds)
        try:
            if server.security == "starttls":
                wire.starttls(server.context())
            elif not is_loopback(str(wire.sock.getpeername()[0])):
                raise NotRead(message("{host} does not lead to this machine itself", host=server.host))
        except BaseException:
            _hang_up(wire)
            raise
        return wire


def _hang_up(wire: Wire) -> None:
    """Without a word; a connection that broke while TLS was made is gone already."""
    with contextlib.suppress(OSError):
        wire.shutdown()


def _log_in(wire: Wire, server: MailboxServer) -> None:
    """One try, in one way: with every further one an account comes nearer to being locked."""
    user, password = server.user, server.password.get_secret_value()
    with _read(server):
        wire.begin(server.seconds.login)
        if "AUTH=PLAIN" in wire.capabilities:
            wire.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        elif "LOGINDISABLED" in wire.capabilities or not (user + password).isascii():
            raise NotRead(message("the mailbox server {host} takes no login by PLAIN", host=server.host))
        else:
            wire.login(_quoted(user), password)


@contextmanager
def _read(server: MailboxServer) -> Iterator[None]:
    """Whatever imaplib, TLS or the system say is one outcome; an answer that repeats the password is not told."""
    try:
        yield
    except ssl.SSLError as error:
        raise NotRead(not_proven(server.table, server.host, error)) from None
    except (imaplib.IMAP4.error, OSError, ValueError) as error:  # ValueError: what imaplib makes of nonsense
        said = error.args[0] if error.args and isinstance(error.args[0], bytes) else str(error)
        reason = heard(said, traces(server.user, server.password))
        raise NotRead(
            message("the mailbox on {host} cannot be read: {reason}", host=server.host, reason=reason)
        ) from None


def _quoted(text: str) -> str:
    """A word of a command; no control character gets this far."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
