"""An IMAP server (pymap, in memory) on the loopback, and one that says what the test tells it to."""

import argparse
import asyncio
import contextlib
import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage

from tests.certificates import Papers

HOST = "127.0.0.1"
USER, PASSWORD = "arsip", 'rahasia "sekali" ünd gut'


@dataclass(frozen=True)
class Running:
    """A server with one mailbox, its INBOX."""

    port: int
    loop: asyncio.AbstractEventLoop
    login: Any

    def lay(self, *letters: bytes, day: dt.date | None = None) -> None:
        """Put letters in, received on that day at noon, UTC; today for None."""
        at = dt.datetime.combine(day, dt.time(12), dt.UTC) if day else dt.datetime.now(dt.UTC)
        asyncio.run_coroutine_threadsafe(self._lay(letters, at), self.loop).result(20)

    def flags(self) -> list[set[str]]:
        """What each letter is marked with."""
        return asyncio.run_coroutine_threadsafe(self._flags(), self.loop).result(20)

    async def _lay(self, letters: Sequence[bytes], at: dt.datetime) -> None:
        async with self.login.demo_user_identity.new_session() as session:
            box = await session.mailbox_set.get_mailbox("INBOX")
            for letter in letters:
                await box.append(AppendMessage(letter, at, frozenset()))

    async def _flags(self) -> list[set[str]]:
        async with self.login.demo_user_identity.new_session() as session:
            box = await session.mailbox_set.get_mailbox("INBOX")
            return [{str(flag) for flag in letter.permanent_flags} async for letter in box.messages()]


@contextmanager
def imapserver(shown: Papers | None = None, *, security: str = "local") -> Iterator[Running]:
    """One that serves as long as the block lasts; `shown`: its certificate, for "tls" and "starttls"."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        backend, server = asyncio.run_coroutine_threadsafe(_serve(shown, security), loop).result(20)
        yield Running(server.sockets[0].getsockname()[1], loop, backend.login)
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(20)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _serve(shown: Papers | None, security: str) -> tuple[Any, asyncio.Server]:
    args = argparse.Namespace(
        host=HOST, port=0, debug=False, tls=security == "starttls", demo_data=False, proxy_protocol=None,
        demo_user=USER, demo_password=PASSWORD, passlib_cfg=None,
        cert=str(shown.chain) if shown else None, key=str(shown.key) if shown else None,
    )  # fmt: skip
    backend, config = await DictBackend.init(args, reject_dnsbl=False, invalid_user_sleep=0)
    config.apply_context()
    answer = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
    cover = _cover(shown) if security == "tls" else None
    return backend, await asyncio.start_server(answer, host=HOST, port=0, ssl=cover)


async def _close(server: asyncio.Server) -> None:
    """Nobody new, and whoever is still here goes."""
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass
class Scripted:
    """A server that answers a command, known by its first word, with what stands in `answers`.

    TAG in an answer is the command's tag. An answer of None hangs up; no entry: OK.
    """

    port: int
    answers: dict[str, bytes | None]
    said: list[str] = field(default_factory=list)


GREETING = b"* OK IMAP4rev1 ready\r\n"
ORDINARY: dict[str, bytes | None] = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\nTAG OK done\r\n",
    "AUTHENTICATE": b"+ \r\n",
    "EXAMINE": b"* 1 EXISTS\r\nTAG OK done\r\n",
    "LOGOUT": b"* BYE\r\nTAG OK done\r\n",
}


@contextmanager
def scripted(
    answers: dict[str, bytes | None], greeting: bytes = GREETING, shown: Papers | None = None, security: str = "local"
) -> Iterator[Scripted]:
    """One that serves one client; `shown`: its certificate, for "tls" and "starttls"."""
    with socket.create_server((HOST, 0)) as door:
        made = Scripted(door.getsockname()[1], {**ORDINARY, **answers})
        thread = threading.Thread(target=_play, args=(door, made, greeting, _cover(shown), security))
        thread.start()
        try:
            yield made
        finally:
            thread.join(20)
            assert not thread.is_alive()


def _cover(shown: Papers | None) -> ssl.SSLContext | None:
    if not shown:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(shown.chain, shown.key)
    return context


def _play(door: socket.socket, made: Scripted, greeting: bytes, cover: ssl.SSLContext | None, security: str) -> None:
    door.settimeout(10)
    client, _ = door.accept()
    client.settimeout(10)
    with contextlib.suppress(OSError):  # the client has gone
        if cover and security == "tls":
            client = cover.wrap_socket(client, server_side=True)
        client.sendall(greeting)
        while line := _line(client):
            made.said.append(line.decode().strip())
            tag, verb, *more = line.split()
            answer = made.answers.get((more[0] if verb == b"UID" else verb).decode(), b"TAG OK done\r\n")
            if answer is None:
                break
            client.sendall(answer.replace(b"TAG", tag))
            if answer.startswith(b"+"):
                _line(client)
                client.sendall((made.answers.get("PLAIN") or b"TAG OK done\r\n").replace(b"TAG", tag))
            if cover and verb == b"STARTTLS":
                client = cover.wrap_socket(client, server_side=True)
    client.close()


def _line(client: socket.socket) -> bytes:
    """The next line, byte by byte: what comes after it may be TLS."""
    line = b""
    while not line.endswith(b"\n") and (more := client.recv(1)):
        line += more
    return line
