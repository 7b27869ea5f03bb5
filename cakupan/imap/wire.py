"""imaplib's connection, with patience that ends and answers that cannot grow without limit."""

import imaplib
import socket

from cakupan.connection import Answers

_MOST_LINE = 1_000_000  # as imaplib has it
_MOST_BYTES = 2_000_000  # of all that answers one command


class Wire(imaplib.IMAP4):
    """A connection in the clear, which STARTTLS may cover; its `timeout` is for the greeting."""

    _heard_on: socket.socket | None = None
    _answers: Answers
    _seconds: float

    def begin(self, seconds: float) -> None:
        """What is said next, and the whole answer to it, may take so long."""
        self._seconds = seconds
        self._listening().begin(seconds, _MOST_BYTES)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        assert timeout, "nobody is waited for without end"
        self._seconds = timeout
        super().open(host, port, timeout)

    def read(self, size: int) -> bytes:
        return self._listening().read(size)

    def readline(self) -> bytes:
        return self._listening().readline(_MOST_LINE)

    def send(self, data: bytes) -> None:  # type: ignore[override]  # nothing else is ever sent
        self.sock.settimeout(self._listening().seconds())
        super().send(data)

    def _listening(self) -> Answers:
        """What is said on this socket: whatever came before STARTTLS covered it, and was not read yet, is forgotten."""
        if self._heard_on is not self.sock:
            self._heard_on, self._answers = self.sock, Answers(self.sock)
            self._answers.begin(self._seconds, _MOST_BYTES)
        return self._answers


class CoveredWire(Wire, imaplib.IMAP4_SSL):  # type: ignore[misc]  # its open() knows another port
    """A connection that is covered from its first byte on."""
