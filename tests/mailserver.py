"""A real mail server on the loopback that keeps what it takes before it says so, and fails where a test wants it to.

For the tests of other processes:

    python -m tests.mailserver FOLDER [FAULT ...] [--port N] [--security starttls] [--login USER PASSWORD] [--size N]

It prints its port, and ends when its standard input does. Each FAULT stands right behind FOLDER, before any
option: it is VERB=DOES[*TIMES], such as "RCPT=451*1" or "DOT=vanish"; VERB is one of CONNECT EHLO STARTTLS AUTH MAIL
RCPT DATA BODY DOT, or RCPT@ADDRESS. DOES is

    an answer     "451", "550 5.1.1 nobody of that name": said instead of doing it; BODY: unasked, within the letter
    drop          the connection is closed instead of doing it
    vanish        (DOT) the letter is kept, and then the connection is closed instead of an answer
    mute          nothing is answered, ever; at DOT the letter is kept
    slow:SECONDS  it is done, and answered so much later
    gush          (DOT) it is answered twice

Without TIMES it is so each time. With "~" for "*" it is counted for each address ("RCPT=451~1" is greylisting).
"""

import argparse
import asyncio
import json
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from cakupan.durable import settle, write_whole
from tests.certificates import Papers, papers

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Accepted:
    """A letter the server took: its envelope, and its bytes as they were meant."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


def accepted(folder: Path) -> list[Accepted]:
    """All that a server took into a folder, in its order; this is the truth that ledgers are held against."""
    letters = []
    for file in sorted(folder.glob("*.letter")):
        envelope, _, content = file.read_bytes().partition(b"\n")
        told = json.loads(envelope)
        letters.append(Accepted(told["sender"], tuple(told["recipients"]), content))
    return letters


@dataclass(frozen=True)
class Fault:
    """What a server does at a verb instead of what it should; `times` -1: always."""

    verb: str
    does: str
    address: str = ""
    times: int = -1
    by_address: bool = False

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """One as it stands on the command line."""
        place, _, does = text.partition("=")
        verb, _, address = place.partition("@")
        for mark in "*~":
            what, found, times = does.rpartition(mark)
            if found:
                return cls(verb, what, address, int(times), mark == "~")
        return cls(verb, does, address)


@dataclass
class Box:
    """What all connections of a server share: where letters are kept, whom it lets in, what has been said to it."""

    folder: Path
    faults: list[Fault]
    login: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    happened: Counter[tuple[Fault, str]] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)
    live: set[Any] = field(default_factory=set)

    def fault(self, verb: str, address: str = "") -> str:
        """What goes wrong at this verb now, "" for nothing."""
        for fault in self.faults:
            if fault.verb == verb and fault.address in {"", address}:
                key = (fault, address if fault.by_address else "")
                if fault.times < 0 or self.happened[key] < fault.times:
                    self.happened[key] += 1
                    return fault.does
        return ""

    def keep(self, envelope: Any) -> None:
        """On the disk, name and all, before anybody is told."""
        told = json.dumps({"sender": envelope.mail_from, "recipients": envelope.rcpt_tos})
        place = self.folder / f"{time.time_ns():020}-{threading.get_ident()}.letter"
        write_whole(told.encode() + b"\n" + envelope.content, place)
        settle(self.folder)


class _Handler:
    """What aiosmtpd calls once a letter is whole."""

    def __init__(self, box: Box) -> None:
        self.box = box

    async def handle_DATA(self, server: "_Server", _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's
        self.box.said.append("DOT")
        does = self.box.fault("DOT")
        if does == "drop" or does[:1].isdigit():
            return await server.instead(does)
        self.box.keep(envelope)
        if does == "vanish":
            return await server.instead("drop")
        if does == "mute":
            await asyncio.Event().wait()
        await server.late(does)
        return "250 2.0.0 queued" + ("\r\n250 2.0.0 queued again" if does == "gush" else "")


class _Server(SMTP):
    """aiosmtpd with a fault before each verb."""

    def __init__(self, box: Box, covered: bool, size: int | None) -> None:
        super().__init__(
            _Handler(box),
            hostname="mail.test",
            data_size_limit=size,
            tls_context=box.tls if not covered else None,
            auth_require_tls=not covered,
            authenticator=self._let_in,
            auth_exclude_mechanism=[],
        )
        self.box = box

    def _let_in(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        known = self.box.login and (data.login, data.password) == tuple(text.encode() for text in self.box.login)
        return AuthResult(success=bool(known), handled=False)

    def connection_made(self, transport: Any) -> None:
        self.box.live.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.box.live.discard(self.transport)
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        if not await self._failed("CONNECT"):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if not await self._failed("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        if not await self._failed("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._failed("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        if self.box.login and not getattr(self.session, "authenticated", False):
            await self.push("530 5.7.0 Authentication required")
        elif not await self._failed("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        address = str(arg).partition("<")[2].partition(">")[0]
        if not await self._failed("RCPT", address):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self._failed("DATA"):
            return
        if does := self.box.fault("BODY"):
            await self.push("354 go on")
            await self._reader.readline()
            await self.push(await self.instead(does))
        else:
            await super().smtp_DATA(arg)

    async def smtp_RSET(self, arg: str) -> None:  # noqa: N802
        if not await self._failed("RSET"):
            await super().smtp_RSET(arg)

    async def _failed(self, verb: str, address: str = "") -> bool:
        """Whether something else was done instead."""
        self.box.said.append(verb)
        does = self.box.fault(verb, address)
        if does == "mute":
            await asyncio.Event().wait()
        if does == "drop" or does[:1].isdigit():
            await self.push(await self.instead(does))
            return True
        await self.late(does)
        return False

    async def late(self, does: str) -> None:
        """Wait, if that is the fault."""
        if does.startswith("slow:"):
            await asyncio.sleep(float(does.partition(":")[2]))

    async def instead(self, does: str) -> str:
        """The answer that is given instead; it does not return when the connection is closed instead."""
        if not does[:1].isdigit():
            assert self.transport
            self.transport.close()
            await asyncio.Event().wait()
        return does if " " in does else f"{does} a fault that was asked for"


@dataclass(frozen=True)
class Running:
    """A server that runs: its port, where it keeps letters, what was said to it, and the papers it shows."""

    port: int
    folder: Path
    said: list[str]
    papers: Papers | None

    @property
    def letters(self) -> list[Accepted]:
        return accepted(self.folder)


def covering(shown: Papers) -> ssl.SSLContext:
    """TLS as a server speaks it that shows these papers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown.chain, shown.key)
    return context


@contextmanager
def mailserver(
    folder: Path,
    *faults: str,
    security: str = "local",
    shown: Papers | None = None,
    login: tuple[str, str] | None = None,
    size: int | None = None,
    port: int = 0,
) -> Iterator[Running]:
    """One that answers as long as the block lasts.

    `security`: as in the settings. `shown`: its certificate, else one of a new authority for
    127.0.0.1; its papers lie in the folder.
    """
    folder.mkdir(exist_ok=True)
    box = Box(folder, [Fault.parse(text) for text in faults], login)
    if security != "local":
        shown = shown or papers(folder)
        box.tls = covering(shown)
    covered = security == "tls"
    loop = asyncio.new_event_loop()
    made = loop.create_server(lambda: _Server(box, covered, size), HOST, port, ssl=box.tls if covered else None)
    server = loop.run_until_complete(made)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield Running(server.sockets[0].getsockname()[1], folder, box.said, shown)
    finally:
        asyncio.run_coroutine_threadsafe(_close(server, box), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server, box: Box) -> None:
    server.close()
    for transport in list(box.live):
        transport.abort()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)


def main() -> None:
    """Run until the standard input ends, which is when whoever started it does."""
    parser = argparse.ArgumentParser(prog="tests.mailserver")
    parser.add_argument("folder", type=Path)
    parser.add_argument("faults", nargs="*")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--security", choices=["local", "starttls", "tls"], default="local")
    parser.add_argument("--login", nargs=2)
    parser.add_argument("--size", type=int)
    told = parser.parse_args()
    login = tuple(told.login) if told.login else None
    with mailserver(
        told.folder, *told.faults, security=told.security, login=login, size=told.size, port=told.port
    ) as running:
        print(running.port, flush=True)  # noqa: T201  # whoever started it reads it
        sys.stdin.read()


if __name__ == "__main__":
    main()
