"""Signs of life: to systemd by its socket, to a file or an address by whoever watches from outside."""

import datetime as dt
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cakupan.durable import write_whole
from cakupan.message import Message, message

_EVERY = 10.0  # seconds between two signs, however often something is done
_WAIT = 10.0  # seconds an address may take to answer


def notify(environ: Mapping[str, str], words: str) -> None:
    """Tell systemd, as sd_notify(3) says: a datagram to the socket it named; nothing where it named none."""
    name = environ.get("NOTIFY_SOCKET", "")
    if not name.startswith(("/", "@")):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to:
        try:
            to.connect("\0" + name[1:] if name.startswith("@") else name)
            to.sendall(words.encode())
        except OSError:
            return  # systemd is gone or restarts: that ends us if it wants to


@dataclass
class Heartbeat:
    """Signs that the clock is alive; `beat` may be called as often as anything is done.

    `place` is a file, whose text is the moment, an address (https) that is asked, or "" for none.
    """

    environ: Mapping[str, str]
    place: str
    now: Callable[[], dt.datetime]
    _last: float = field(default=-_EVERY, init=False)

    def alive(self) -> None:
        """The process gets on: for systemd's watchdog."""
        tick = time.monotonic()
        if tick - self._last >= _EVERY:
            self._last = tick
            notify(self.environ, "WATCHDOG=1")

    def knocked(self) -> Message | None:
        """A knock came to its end; why that could not be said where it is listened for, None where it was."""
        if not self.place:
            return None
        try:
            if self.place.startswith("https://"):
                with urllib.request.urlopen(self.place, timeout=_WAIT):  # noqa: S310  # https alone
                    return None
            write_whole(f"{self.now().isoformat(timespec='seconds')}\n".encode(), Path(self.place))
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            return message("the heartbeat could not be left: {reason}", reason=str(reason))
        return None
