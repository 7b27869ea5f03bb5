"""A session with a mail server: a letter is offered, and only then, after a word to the ledger, committed."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cakupan.address import is_address
from cakupan.message import Message, message
from cakupan.smtp.greeting import greet, reach
from cakupan.smtp.outcome import Reply, unfit
from cakupan.smtp.server import MailServer
from cakupan.smtp.talk import Talk

_BLOCK = 65536
_MOST_LINE = 998  # octets without CRLF, RFC 5322 2.1.1
_NO_LINE = re.compile(rb"\r(?!\n)|(?<!\r)\n|\0")


class Session:
    """A server that is who it should be and has let us in."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._begun = False  # MAIL was said, and no answer to a dot has ended that
        self._in_body = False  # whatever is said now becomes text of the letter

    @property
    def size(self) -> int | None:
        """The largest letter it takes, in octets, as EHLO says; None when there is no limit, or none is told."""
        told = self._talk.wire.esmtp_features.get("size", "")
        return (int(told) or None) if re.fullmatch("[0-9]{1,18}", told) else None

    @property
    def is_open(self) -> bool:
        """Whether another letter may be offered: not after Dropped, nor after a server that has closed."""
        return self._talk.wire.sock is not None

    def offer(self, sender: str, recipients: Sequence[str], content: bytes) -> None:
        """Say the whole letter but its final dot: whatever breaks now, there is no letter.

        The bytes go out as they are. All recipients must be taken or nothing is sent.
        Refused, or Dropped (not after the dot), when it comes to nothing.
        """
        assert not (self._in_body and self.is_open), "what was offered is committed, or the session left"
        self._check(sender, recipients, content)
        talk, seconds = self._talk, self._talk.seconds
        if self._begun:
            talk.say("RSET", "RSET", seconds.mail)
        self._begun, self._in_body = True, False
        talk.say("MAIL", f"MAIL FROM:<{sender}>{self._declared(content)}", seconds.mail)
        for recipient in recipients:
            talk.say("RCPT", f"RCPT TO:<{recipient}>", seconds.rcpt, recipient=recipient)
        talk.say("DATA", "DATA", seconds.data, yes=(354,))
        self._in_body = True
        stuffed = re.sub(rb"(?m)^\.", b"..", content)
        for start in range(0, len(stuffed), _BLOCK):
            talk.listen("BODY")
            with talk.lost("BODY"):
                talk.wire.timeout = seconds.block
                talk.wire.send(stuffed[start : start + _BLOCK])
        talk.listen("BODY")

    def commit(self) -> Reply:
        """The final dot, and the yes that makes the letter the server's; waits for it up to ten minutes.

        Refused, or Dropped before the dot: it is not there. Dropped after the dot: nobody can know.
        """
        assert self._in_body, "first offered, then committed"
        self._talk.listen("DOT")
        with self._talk.lost("DOT", after_dot=True):
            self._talk.wire.timeout = self._talk.seconds.dot
            self._talk.wire.send(b".\r\n")
        self._in_body = self._begun = False
        return self._talk.answer("DOT", after_dot=True)

    def leave(self) -> None:
        """Say goodbye; who is in the middle of a letter goes without a word, as any word would be part of it."""
        if self._in_body:
            self._talk.wire.close()
        else:
            self._talk.leave()

    def _declared(self, content: bytes) -> str:
        """What MAIL says of the letter's size and octets, to a server that wants to know."""
        size = f" SIZE={len(content)}" if self._talk.wire.has_extn("size") else ""
        return size if content.isascii() else f"{size} BODY=8BITMIME"

    def _check(self, sender: str, recipients: Sequence[str], content: bytes) -> None:
        """Refused when anything that is to be said must not be said."""
        if not is_address(sender):
            raise unfit(
                "MAIL", message("{address} is no address to write from", address=repr(sender)), whole_server=True
            )
        if not recipients:
            raise unfit("RCPT", message("the letter is to nobody"))
        for recipient in recipients:
            if not is_address(recipient):
                reason = message("{address} is no address to write to", address=repr(recipient))
                raise unfit("RCPT", reason, recipient=recipient)
        flaw = self._flaw(content)
        if flaw:
            raise unfit("DATA", flaw)

    def _flaw(self, content: bytes) -> Message | None:
        """Why this server could not take the letter as it is: it is sent so, or not at all."""
        if not content.endswith(b"\r\n") or _NO_LINE.search(content):
            return message("the letter has lines that do not end as lines of a mail do (CRLF)")
        if max(map(len, content.split(b"\r\n"))) > _MOST_LINE:
            return message("the letter has a line of more than {most} octets", most=_MOST_LINE)
        if not content.isascii() and not self._talk.wire.has_extn("8bitmime"):
            return message("the letter has octets beyond ASCII, which the mail server does not take")
        if self.size is not None and len(content) > self.size:
            return message(
                "the letter has {size} octets, and the mail server takes {most}; lower mail.most_bytes",
                size=len(content), most=self.size,
            )  # fmt: skip
        return None


@contextmanager
def connect(server: MailServer, helo: str) -> Iterator[Session]:
    """A session for as long as the block lasts; `helo` is the name of this machine.

    Refused (whole_server) when the server is not who it should be, or does not let us in;
    Dropped when it cannot be reached. Neither goes with a letter. What leaves the block
    by an exception leaves without a goodbye.
    """
    talk = reach(server)
    try:
        greet(talk, server, helo)
        session = Session(talk)
        yield session
        session.leave()
    finally:
        talk.wire.close()
