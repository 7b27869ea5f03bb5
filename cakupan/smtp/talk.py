"""Something said, something answered: every word of a session goes through here, and every answer is judged here."""

import smtplib
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from cakupan.connection import traces
from cakupan.smtp.outcome import Reply, dropped, refused
from cakupan.smtp.server import MailServer
from cakupan.smtp.wire import Wire

_YES = range(200, 300)


class Talk:
    """A wire to a server, which says how long to wait on it; an answer that repeats its password is not kept."""

    def __init__(self, wire: Wire, server: MailServer) -> None:
        self.wire = wire
        self.seconds = server.seconds
        self._server = server
        self._secrets = traces(server.user, server.password)

    def say(self, verb: str, line: str, seconds: float, *, yes: Collection[int] = _YES, recipient: str = "") -> Reply:
        """A command, and the yes to it within so many seconds; Refused, or Dropped, when there is none."""
        self.listen(verb)
        with self.lost(verb):
            self.wire.timeout = seconds
            self.wire.putcmd(line)
        return self.answer(verb, yes=yes, recipient=recipient)

    def answer(self, verb: str, *, yes: Collection[int] = _YES, recipient: str = "", after_dot: bool = False) -> Reply:
        """The answer to what was said; Refused, or Dropped, when it is no yes."""
        with self.lost(verb, after_dot=after_dot):
            code, text = self.wire.getreply()
        return self.judge(verb, code, text, yes=yes, recipient=recipient, after_dot=after_dot)

    def judge(
        self,
        verb: str,
        code: int,
        text: bytes | str,
        *,
        yes: Collection[int] = _YES,
        recipient: str = "",
        after_dot: bool = False,
    ) -> Reply:
        """The answer when it is a yes; what is neither yes nor no is none, and nothing more is said then."""
        reply = Reply.heard(code, text, self._secrets)
        if code in yes:
            return reply
        if 400 <= code <= 599 and code != 421:
            raise refused(self._server, verb, reply, recipient)
        self.wire.close()
        if code == 421:
            raise refused(self._server, verb, reply, recipient)
        raise dropped(self._server, verb, f"{code} {reply.text}", after_dot=after_dot)

    def listen(self, verb: str) -> None:
        """Hear a server that spoke or hung up before it was asked; then nothing more is said to it.

        What came too early is the answer to nothing: taken for one, a letter could count as
        sent that is not there.
        """
        if not self.wire.spoke_unasked():
            return
        try:
            self.wire.timeout = self.seconds.quit
            reply = self.answer(verb)
            raise dropped(self._server, verb, f"{reply.code} {reply.text}")
        finally:
            self.wire.close()

    @contextmanager
    def lost(self, verb: str, *, after_dot: bool = False) -> Iterator[None]:
        """Whatever smtplib or the system say of a connection is an outcome."""
        try:
            yield
        except (smtplib.SMTPException, OSError) as error:
            self.wire.close()
            raise dropped(self._server, verb, error, after_dot=after_dot) from None

    def leave(self) -> None:
        """Say goodbye, for which nobody waits long."""
        try:
            self.wire.timeout = self.seconds.quit
            self.wire.docmd("QUIT")
        except (smtplib.SMTPException, OSError):
            pass
        finally:
            self.wire.close()
