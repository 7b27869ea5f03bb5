"""smtplib's connection, with patience that ends: a time-out holds for a whole answer, however slowly its bytes come."""

import smtplib
import socket
import ssl
import time

_MOST_BYTES = 65536  # of one answer


class _Answers:
    """What a server says, line by line; smtplib reads from it as it would from a file."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._heard = b""
        self._ended = False
        self._until = 0.0
        self._left = 0

    def begin(self, seconds: float) -> None:
        """An answer may take so long from now."""
        self._until = time.monotonic() + seconds
        self._left = _MOST_BYTES

    def readline(self, limit: int) -> bytes:
        """The next line, at most `limit` bytes of it; b"" at the end, where half a line is none. OSError: no line."""
        while b"\n" not in self._heard and len(self._heard) < limit and not self._ended:
            seconds = self._until - time.monotonic()
            if seconds <= 0:
                raise TimeoutError("timed out")
            self._sock.settimeout(seconds)
            self._hear()
        line, newline, rest = self._heard[:limit].partition(b"\n")
        if not newline and len(line) < limit:
            return b""
        self._heard = rest + self._heard[limit:]
        self._left -= len(line)
        if self._left < 0:
            raise OSError("the answer has no end")
        return line + newline

    def spoke_unasked(self) -> bool:
        """Whether something is there that was not asked for: an answer, or the end. Never waits."""
        if not self._heard and not self._ended:
            self._sock.settimeout(0)
            try:
                self._hear()
            except (BlockingIOError, ssl.SSLWantReadError):
                return False
            except OSError:
                self._ended = True
        return True

    def _hear(self) -> None:
        more = self._sock.recv(8192)
        self._heard += more
        self._ended = not more

    def close(self) -> None:
        """Nothing: the socket is the connection's."""


class Wire(smtplib.SMTP):
    """A connection in the clear, which STARTTLS may cover; `timeout` is for what is said next, and for its answer."""

    file: _Answers | None

    def getreply(self) -> tuple[int, bytes]:
        """The next answer, whole within `timeout` seconds of now."""
        self._answers().begin(self.timeout)
        return super().getreply()

    def send(self, s: str | bytes) -> None:  # type: ignore[override]  # the rest of what could be sent never is
        """Say something, within `timeout` seconds. SMTPServerDisconnected gives the system's reason."""
        if self.sock:
            self.sock.settimeout(self.timeout)
        try:
            super().send(s)
        except smtplib.SMTPServerDisconnected as error:
            raise smtplib.SMTPServerDisconnected(str(error.__context__ or error)) from None

    def spoke_unasked(self) -> bool:
        """Whether the server said something unasked, or hung up. Never waits."""
        return self.sock is not None and self._answers().spoke_unasked()

    def _answers(self) -> _Answers:
        if self.file is None:
            assert self.sock, "there is an answer where something was said"
            self.file = _Answers(self.sock)
        return self.file


class CoveredWire(Wire, smtplib.SMTP_SSL):
    """A connection that is covered from its first byte on."""
