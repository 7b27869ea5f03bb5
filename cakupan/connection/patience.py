"""Patience that ends: a time-out holds for a whole answer, however slowly its bytes come, and so does a size."""

import socket
import ssl
import time


class Answers:
    """What a server says, read as from a file; OSError when it takes too long, or has no end."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._heard = b""
        self._ended = False
        self._until = 0.0
        self._left = 0

    def begin(self, seconds: float, most: int = 65536) -> None:
        """From now on an answer may take so many seconds, and have so many bytes."""
        self._until = time.monotonic() + seconds
        self._left = most

    def readline(self, limit: int) -> bytes:
        """The next line, at most `limit` bytes of it; b"" at the end, where half a line is none."""
        while b"\n" not in self._heard and len(self._heard) < limit and not self._ended:
            self._wait()
        line, newline, _ = self._heard[:limit].partition(b"\n")
        if not newline and len(line) < limit:
            return b""
        self._allow(len(line) + len(newline))
        return self._taken(len(line) + len(newline))

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        self._allow(size)
        while len(self._heard) < size and not self._ended:
            self._wait()
        return self._taken(size)

    def seconds(self) -> float:
        """How long is left; TimeoutError when nothing is."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left

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

    def close(self) -> None:
        """Nothing: the socket is the connection's."""

    def _allow(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise OSError("the answer has no end")

    def _taken(self, size: int) -> bytes:
        taken, self._heard = self._heard[:size], self._heard[size:]
        return taken

    def _wait(self) -> None:
        self._sock.settimeout(self.seconds())
        self._hear()

    def _hear(self) -> None:
        more = self._sock.recv(65536)
        self._heard += more
        self._ended = not more
