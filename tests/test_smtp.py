"""Sending: each fault of a server has its outcome, the certificate is always checked, the password is seen nowhere."""

import base64
import contextlib
import logging
import re
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from cakupan.address import domain_of, is_address, is_domain
from cakupan.connection import Answers, Security
from cakupan.errors import SettingsError
from cakupan.smtp import Dropped, MailServer, NotTaken, Refused, Reply, Seconds, Session, connect, open_server
from tests.certificates import Papers, papers
from tests.mailserver import HOST, Running, accepted, covering, mailserver
from tests.provinces import ROOT

PASSWORD = "rahasia sekali ünd gut"  # noqa: S105  # of a server that lives for some seconds
LOGIN = ("cakupan", PASSWORD)
SENDER, TO, OTHER = "laporan@dinas.example", "bappeda@jambi.example", "arsip@dinas.example"
LETTER = b"Subject: Laporan\r\n\r\n.\r\n..dua\r\n.tiga\r\nselesai\r\n"
HELO = "cakupan.test"
LOOK = "look at mail.host and mail.port"
LARGE = (b"x" * 900 + b"\r\n") * 20_000  # more than waits on its way
# Long enough for a machine that is shared; a fault that is only silence gets less.
SECONDS = Seconds(20, 20, 20, 20, 20, 20, 20, 20)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return papers(tmp_path_factory.mktemp("papers"))


def server_at(running: Running, security: Security = "local", user: str = "", seconds: Seconds = SECONDS) -> MailServer:
    root = str(running.papers.root) if running.papers else ""
    password = SecretStr(PASSWORD if user else "")
    return MailServer(HOST, running.port, security, user, password, root, seconds)


def send(session: Session, *recipients: str, content: bytes = LETTER) -> Reply:
    session.offer(SENDER, recipients or (TO,), content)
    return session.commit()


def outcome(server: MailServer, *recipients: str, content: bytes = LETTER) -> NotTaken:
    with pytest.raises(NotTaken) as caught, connect(server, HELO) as session:
        send(session, *recipients, content=content)
    assert PASSWORD not in repr(caught.value)
    return caught.value


def told(found: NotTaken) -> tuple[str, ...]:
    """An outcome in short."""
    if isinstance(found, Refused):
        marks = ("for good" if found.permanent else "for now", "all" if found.whole_server else "this letter")
        return ("refused", found.verb, *marks)
    assert isinstance(found, Dropped)
    return ("dropped", found.verb, "in doubt" if found.after_dot else "safe")


def test_a_letter_arrives_as_the_bytes_it_is(tmp_path: Path) -> None:
    with mailserver(tmp_path) as running, connect(server_at(running), HELO) as session:
        reply = send(session, TO, OTHER)
        assert reply == Reply(250, "2.0.0 queued")
        (letter,) = running.letters
    assert (letter.sender, letter.recipients, letter.content) == (SENDER, (TO, OTHER), LETTER)


def test_a_letter_offered_but_not_committed_is_none(tmp_path: Path) -> None:
    with mailserver(tmp_path) as running:
        with connect(server_at(running), HELO) as session:
            session.offer(SENDER, [TO], LETTER)
        with contextlib.suppress(KeyboardInterrupt), connect(server_at(running), HELO) as session:
            session.offer(SENDER, [TO], LETTER)
            raise KeyboardInterrupt
        with connect(server_at(running), HELO) as session:  # the server has read the end of the others by now
            send(session)
        assert len(running.letters) == 1
        assert running.said.count("DOT") == 1


def test_no_goodbye_becomes_part_of_a_letter_that_is_left() -> None:
    heard: list[bytes] = []
    with listening("220 x\r\n", *["250 x\r\n"] * 3, "354 x\r\n", heard=heard) as port:
        server = MailServer(HOST, port, "local", seconds=SECONDS)
        with connect(server, HELO) as session:
            session.offer(SENDER, [TO], b"..\r\n")
    assert b"".join(heard) == b"...\r\n"


def test_many_letters_go_through_one_session_with_a_reset_only_where_one_was_broken_off(tmp_path: Path) -> None:
    with mailserver(tmp_path, f"RCPT@{OTHER}=550") as running, connect(server_at(running), HELO) as session:
        send(session)
        send(session)
        assert "RSET" not in running.said
        with pytest.raises(Refused):
            send(session, OTHER)
        assert session.is_open
        send(session)
        assert running.said.count("RSET") == 1
        assert len(running.letters) == 3


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_covered_session_logs_in_and_sends(tmp_path: Path, trusted: Papers, security: Security) -> None:
    with mailserver(tmp_path, security=security, shown=trusted, login=LOGIN) as running:
        with connect(server_at(running, security, LOGIN[0]), HELO) as session:
            send(session, content=LETTER * 5000)
        assert running.letters[0].content == LETTER * 5000
        covering = ["EHLO", "STARTTLS"] if security == "starttls" else []
        assert running.said == ["CONNECT", *covering, "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "DOT"]


FAULTS = {
    "CONNECT=421": ("refused", "CONNECT", "for now", "all"),
    "CONNECT=554": ("refused", "CONNECT", "for good", "all"),
    "CONNECT=354": ("dropped", "CONNECT", "safe"),
    "CONNECT=drop": ("dropped", "CONNECT", "safe"),
    "EHLO=451": ("refused", "EHLO", "for now", "all"),
    "EHLO=550": ("refused", "EHLO", "for good", "all"),
    "EHLO=drop": ("dropped", "EHLO", "safe"),
    "MAIL=451": ("refused", "MAIL", "for now", "this letter"),
    "MAIL=421": ("refused", "MAIL", "for now", "all"),
    "MAIL=550": ("refused", "MAIL", "for good", "all"),
    "MAIL=530": ("refused", "MAIL", "for good", "all"),
    "MAIL=552": ("refused", "MAIL", "for good", "this letter"),
    "MAIL=drop": ("dropped", "MAIL", "safe"),
    "MAIL=354": ("dropped", "MAIL", "safe"),
    "RCPT=450": ("refused", "RCPT", "for now", "this letter"),
    "RCPT=550 5.1.1 unknown": ("refused", "RCPT", "for good", "this letter"),
    "RCPT=421": ("refused", "RCPT", "for now", "all"),
    "RCPT=drop": ("dropped", "RCPT", "safe"),
    "DATA=451": ("refused", "DATA", "for now", "this letter"),
    "DATA=554": ("refused", "DATA", "for good", "this letter"),
    "DATA=250": ("dropped", "DATA", "safe"),
    "DATA=drop": ("dropped", "DATA", "safe"),
    "DATA=354 go\r\n250 queued": ("dropped", "BODY", "safe"),
    "BODY=drop": ("dropped", "safe"),
    "BODY=552": ("refused", "for good", "this letter"),
    "BODY=421": ("refused", "for now", "all"),
    "DOT=451": ("refused", "DOT", "for now", "this letter"),
    "DOT=421": ("refused", "DOT", "for now", "all"),
    "DOT=552": ("refused", "DOT", "for good", "this letter"),
    "DOT=554": ("refused", "DOT", "for good", "this letter"),
    "DOT=drop": ("dropped", "DOT", "in doubt"),
    "DOT=vanish": ("dropped", "DOT", "in doubt"),
    "DOT=354": ("dropped", "DOT", "in doubt"),
    "DOT=2x0 what": ("dropped", "DOT", "in doubt"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_has_its_outcome(tmp_path: Path, fault: str) -> None:
    with mailserver(tmp_path, fault) as running:
        with pytest.raises(NotTaken) as caught:
            _send_slowly(server_at(running), unasked=fault.startswith("BODY"))
        found = told(caught.value)
        assert found == FAULTS[fault] or (found[0], *found[2:]) == FAULTS[fault]
        assert len(running.letters) == (fault == "DOT=vanish")
        assert (found[2] == "in doubt") is ("DOT" in running.said and found[0] == "dropped")


def _send_slowly(server: MailServer, *, unasked: bool) -> None:
    """A letter; before its dot a server that speaks unasked gets the time to: the loopback takes some, too."""
    with connect(server, HELO) as session:
        session.offer(SENDER, [TO], LETTER)
        if unasked and (sock := session._talk.wire.sock):
            sock.settimeout(10)
            with contextlib.suppress(ConnectionError):
                sock.recv(1, socket.MSG_PEEK)
        session.commit()


@contextmanager
def listening(
    *answers: str, shown: Papers | None = None, covered_after: int = 0, heard: list[bytes] | None = None
) -> Iterator[int]:
    """A server that says these lines whatever it hears, the first one unasked, and then hangs up.

    With papers it is covered, from the answer of that number on. With `heard` it goes on
    hearing to the end; with none it hears nothing more, and hangs up.
    """

    def answer(caller: socket.socket, number: int) -> None:
        for line in answers[number:]:
            if shown and number == covered_after and not isinstance(caller, ssl.SSLSocket):
                with covering(shown).wrap_socket(caller, server_side=True) as covered:
                    return answer(covered, number)
            if number:
                caller.recv(4096)
            caller.sendall(line.encode())
            number += 1
        while heard is not None and (more := caller.recv(4096)):
            heard.append(more)
        return None

    def serve() -> None:
        caller = door.accept()[0]
        with caller, contextlib.suppress(OSError):
            answer(caller, 0)

    with socket.create_server((HOST, 0)) as door:
        thread = threading.Thread(target=serve)
        thread.start()
        yield door.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("verb", "slow", "expected"),
    [
        ("CONNECT", "greeting", ("dropped", "CONNECT", "safe")),
        ("EHLO", "ehlo", ("dropped", "EHLO", "safe")),
        ("MAIL", "mail", ("dropped", "MAIL", "safe")),
        ("RCPT", "rcpt", ("dropped", "RCPT", "safe")),
        ("DATA", "data", ("dropped", "DATA", "safe")),
        ("DOT", "dot", ("dropped", "DOT", "in doubt")),
    ],
)
def test_silence_ends_each_verb_at_its_own_time(
    tmp_path: Path, verb: str, slow: str, expected: tuple[str, ...]
) -> None:
    with mailserver(tmp_path, f"{verb}=mute") as running:
        found = outcome(server_at(running, seconds=replace(SECONDS, **{slow: 0.1})))
        assert told(found) == expected
        assert "timed out" in found.reply.text
        assert len(running.letters) == (verb == "DOT")


def test_a_server_that_says_it_closes_is_not_spoken_to_again(tmp_path: Path) -> None:
    with mailserver(tmp_path, "RCPT=421*1") as running, connect(server_at(running), HELO) as session:
        with pytest.raises(Refused):
            send(session)
        assert not session.is_open
        assert "RSET" not in running.said


def test_a_slow_answer_within_its_time_is_an_answer(tmp_path: Path) -> None:
    with mailserver(tmp_path, "DOT=slow:0.2") as running, connect(server_at(running), HELO) as session:
        assert send(session).code == 250


def test_greylisting_is_for_now_and_once_for_each_address(tmp_path: Path) -> None:
    with mailserver(tmp_path, "RCPT=451 4.7.1 greylisted~1") as running, connect(server_at(running), HELO) as session:
        for address in (TO, OTHER):
            with pytest.raises(Refused) as caught:
                send(session, address)
            assert (told(caught.value), caught.value.recipient) == (
                ("refused", "RCPT", "for now", "this letter"),
                address,
            )
        assert [send(session, address).code for address in (TO, OTHER)] == [250, 250]


def test_one_refused_of_several_means_that_nobody_gets_it(tmp_path: Path) -> None:
    with mailserver(tmp_path, f"RCPT@{OTHER}=550 5.1.1 nobody") as running:
        found = outcome(server_at(running), TO, OTHER)
        assert told(found) == ("refused", "RCPT", "for good", "this letter")
        assert isinstance(found, Refused)
        assert found.recipient == OTHER
        assert found.reply == Reply(550, "5.1.1 nobody")
        assert str(found) == "the mail server answered RCPT with 550 5.1.1 nobody"
        assert running.letters == []


def test_a_second_answer_to_a_letter_is_not_taken_for_the_next_ones(tmp_path: Path) -> None:
    with mailserver(tmp_path, "DOT=gush") as running, connect(server_at(running), HELO) as session:
        assert send(session).code == 250
        with pytest.raises(Dropped) as caught:
            send(session)
        assert not caught.value.after_dot
        assert not session.is_open
        with pytest.raises(Dropped) as caught:  # and what is closed stays so
            send(session)
        assert not caught.value.after_dot
        assert len(running.letters) == 1


# The certificate, the login


def test_a_server_that_offers_no_starttls_is_told_nothing(tmp_path: Path) -> None:
    with mailserver(tmp_path, login=LOGIN) as running:
        found = outcome(replace(server_at(running), security="starttls", user=LOGIN[0], password=SecretStr(PASSWORD)))
        assert told(found) == ("refused", "STARTTLS", "for good", "all")
        assert "offers no STARTTLS" in str(found)
        assert 'mail.port and mail.security "tls"' in str(found)
        assert running.said == ["CONNECT", "EHLO"]


@pytest.mark.parametrize(("answer", "marks"), [("454", ("for now", "all")), ("501", ("for good", "all"))])
def test_a_starttls_that_is_refused_ends_it(
    tmp_path: Path, trusted: Papers, answer: str, marks: tuple[str, str]
) -> None:
    with mailserver(tmp_path, f"STARTTLS={answer}", security="starttls", shown=trusted) as running:
        assert told(outcome(server_at(running, "starttls", LOGIN[0]))) == ("refused", "STARTTLS", *marks)
        assert running.said == ["CONNECT", "EHLO", "STARTTLS"]


def test_a_connection_lost_in_the_handshake_is_dropped(tmp_path: Path, trusted: Papers) -> None:
    with mailserver(tmp_path, "STARTTLS=drop", security="starttls", shown=trusted) as running:
        assert told(outcome(server_at(running, "starttls"))) == ("dropped", "STARTTLS", "safe")
    with listening("220 hello\r\n", "250-hello\r\n250 STARTTLS\r\n", "220 go\r\n") as port:
        assert told(outcome(MailServer(HOST, port, "starttls", seconds=SECONDS))) == ("dropped", "STARTTLS", "safe")


def test_what_was_slipped_in_before_the_tls_is_no_answer_to_what_comes_after(trusted: Papers) -> None:
    """Command injection into STARTTLS: what came in the clear is thrown away, not read as said under cover."""
    before = ["220 x\r\n", "250-x\r\n250 STARTTLS\r\n", "220 go\r\n250-evil\r\n250 SIZE 1\r\n"]
    with listening(*before, "250-x\r\n250 SIZE 4000\r\n", "221 x\r\n", shown=trusted, covered_after=3) as port:
        server = MailServer(HOST, port, "starttls", ca_file=str(trusted.root), seconds=SECONDS)
        with connect(server, HELO) as session:
            assert session.size == 4000


def test_what_is_no_tls_is_refused(tmp_path: Path) -> None:
    with listening("220 hello, in the clear\r\n") as port:
        found = outcome(MailServer(HOST, port, "tls", seconds=SECONDS))
        assert told(found) == ("refused", "CONNECT", "for good", "all")
        assert "no TLS with the mail server" in str(found)
        assert str(found).endswith("look at mail.port and mail.security")


ADVICE = {
    "self-signed": "look at mail.ca_file",
    "of another host": "look at mail.host",
    "run out": "ask who runs it, and look at this machine's clock",
    "of an authority nobody trusts": "look at mail.ca_file",
}


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("wrong", ["self-signed", "of another host", "run out", "of an authority nobody trusts"])
def test_a_certificate_that_proves_nothing_ends_it_before_anything_is_said(
    tmp_path: Path, trusted: Papers, security: Security, wrong: str
) -> None:
    host = "mail.other.example" if wrong == "of another host" else HOST
    shown = papers(tmp_path, host, -1 if wrong == "run out" else 30, self_signed=wrong == "self-signed")
    with mailserver(tmp_path / "box", security=security, shown=shown, login=LOGIN) as running:
        server = server_at(running, security, LOGIN[0])
        if wrong == "of an authority nobody trusts":
            server = replace(server, ca_file=str(trusted.root))
        found = outcome(server)
        verb = "STARTTLS" if security == "starttls" else "CONNECT"
        assert told(found) == ("refused", verb, "for good", "all")
        assert "does not prove who it is, so nothing was sent: " in str(found)
        assert str(found).endswith(ADVICE[wrong])
        assert "AUTH" not in running.said
        assert running.letters == []


def test_the_system_s_authorities_are_trusted_where_no_other_is_named(tmp_path: Path) -> None:
    with mailserver(tmp_path, security="tls") as running:
        assert told(outcome(replace(server_at(running, "tls"), ca_file=""))) == (
            "refused",
            "CONNECT",
            "for good",
            "all",
        )


@pytest.mark.parametrize(
    ("answer", "marks"),
    [("535 5.7.8 bad", ("for good", "all")), ("454 4.7.0 later", ("for now", "all")), ("421", ("for now", "all"))],
)
def test_a_login_that_is_refused_is_about_the_server(
    tmp_path: Path, trusted: Papers, answer: str, marks: tuple[str, str]
) -> None:
    with mailserver(tmp_path, f"AUTH={answer}", security="starttls", shown=trusted, login=LOGIN) as running:
        assert told(outcome(server_at(running, "starttls", LOGIN[0]))) == ("refused", "AUTH", *marks)


def test_a_wrong_password_is_tried_once(tmp_path: Path, trusted: Papers) -> None:
    with mailserver(tmp_path, security="tls", shown=trusted, login=("cakupan", "another")) as running:
        found = outcome(server_at(running, "tls", LOGIN[0]))
        assert told(found) == ("refused", "AUTH", "for good", "all")
        assert found.reply.code == 535
        assert running.said.count("AUTH") == 1
        place = f"the mail server {HOST}:{running.port} refuses the login of cakupan (535 "
        assert str(found).startswith(place)
        assert str(found).endswith("; look at mail.user and its password")


def logging_in(trusted: Papers, *answers: str) -> tuple[str, ...]:
    """The outcome of a login with a server that says this after its greeting."""
    lines = ["220 hello", *answers]
    with listening(*(f"{line}\r\n" for line in lines), shown=trusted) as port:
        server = MailServer(HOST, port, "tls", LOGIN[0], SecretStr(PASSWORD), str(trusted.root), SECONDS)
        return told(outcome(server))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["250-x\r\n250 AUTH LOGIN", "334 VXNlcg==", "334 UGFzcw==", "235 in"], ("dropped", "MAIL", "safe")),
        (["250-x\r\n250 AUTH LOGIN", "334 VXNlcg==", "535 no"], ("refused", "AUTH", "for good", "all")),
        (["250-x\r\n250 AUTH LOGIN", "235 in"], ("dropped", "AUTH", "safe")),
        (["250-x\r\n250 AUTH PLAIN LOGIN", "334 more"], ("dropped", "AUTH", "safe")),
        (["250-x\r\n250 AUTH CRAM-MD5"], ("refused", "AUTH", "for good", "all")),
        (["250 x"], ("refused", "AUTH", "for good", "all")),
    ],
)
def test_a_login_goes_one_way_only(trusted: Papers, answers: list[str], expected: tuple[str, ...]) -> None:
    assert logging_in(trusted, *answers) == expected


# Answers that are none


@pytest.mark.parametrize(
    "greeting",
    ["", "220", "22\r\n", "hello\r\n", "-20 x\r\n", "220-" + "x" * 9000 + "\r\n", "220-x\r\n" * 20_000, "120 x\r\n"],
    ids=["nothing", "half", "short", "words", "negative", "long", "endless", "preliminary"],
)
def test_an_answer_that_is_none_is_dropped(greeting: str) -> None:
    with listening(greeting) as port:
        assert told(outcome(MailServer(HOST, port, "local", seconds=SECONDS))) == ("dropped", "CONNECT", "safe")


def test_an_answer_that_never_gets_whole_ends_in_its_time() -> None:
    """Each of its bytes comes in time; their sum does not."""
    with socket.create_server((HOST, 0)) as door:
        over = threading.Event()

        def dribble() -> None:
            caller = door.accept()[0]
            with caller, contextlib.suppress(OSError):
                while not over.wait(0.02):
                    caller.sendall(b"2")

        thread = threading.Thread(target=dribble)
        thread.start()
        found = outcome(MailServer(HOST, door.getsockname()[1], "local", seconds=replace(SECONDS, greeting=0.1)))
        over.set()
        thread.join()
    assert told(found) == ("dropped", "CONNECT", "safe")
    assert "timed out" in found.reply.text
    assert "does not greet (no answer in time); look at mail.host, mail.port and mail.security" in str(found)


def test_an_answer_is_not_waited_for_beyond_its_time_though_it_is_coming() -> None:
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"250 x\r\n")
        heard = Answers(here)
        heard.begin(0)
        with pytest.raises(TimeoutError):
            heard.readline(100)
        heard.begin(20)
        assert heard.readline(100) == b"250 x\r\n"
        assert not heard.spoke_unasked()


def test_a_connection_that_was_reset_speaks_unasked() -> None:
    with socket.create_server((HOST, 0)) as door, socket.create_connection(door.getsockname()) as here:
        there = door.accept()[0]
        there.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        there.close()
        heard = Answers(here)
        assert heard.spoke_unasked()
        heard.begin(20)
        assert heard.readline(100) == b""


def test_nobody_there_is_dropped() -> None:
    with socket.create_server((HOST, 0)) as door:
        port = door.getsockname()[1]
    found = outcome(MailServer(HOST, port, "local", seconds=SECONDS))
    assert told(found) == ("dropped", "CONNECT", "safe")
    assert str(found) == f"the mail server {HOST}:{port} cannot be reached (connection refused); {LOOK}"


def test_a_name_that_leads_nowhere_is_told_with_its_setting() -> None:
    found = outcome(MailServer("mail.invalid", 587, "starttls", seconds=SECONDS))
    assert told(found) == ("dropped", "CONNECT", "safe")
    assert str(found).startswith("the name of the mail server mail.invalid leads nowhere (")
    assert str(found).endswith("); look at mail.host and this machine's network")


def test_a_server_that_hangs_up_instead_of_greeting_is_told_with_its_settings(tmp_path: Path) -> None:
    with mailserver(tmp_path, "CONNECT=drop") as running:
        found = outcome(server_at(running))
        assert "does not greet (it closed the connection); look at mail.host, mail.port" in str(found)
    with mailserver(tmp_path, "RCPT=drop") as running:
        place = f"{HOST}:{running.port}"
        expected = f"the connection to the mail server {place} was lost at RCPT: it closed the connection"
        assert str(outcome(server_at(running))) == expected


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("MAIL=530 5.7.0 who are you", "wants a login (530 5.7.0 who are you); set mail.user"),
        ("MAIL=550 5.7.1 not you", "takes no letters from mail.sender (550 5.7.1 not you)"),
        ("EHLO=554 no", "answered EHLO with 554 no"),
    ],
)
def test_a_no_to_all_letters_names_the_server(tmp_path: Path, fault: str, expected: str) -> None:
    with mailserver(tmp_path, fault) as running:
        assert str(outcome(server_at(running))) == f"the mail server {HOST}:{running.port} {expected}"


def test_a_server_s_place_is_read_as_one() -> None:
    assert MailServer("mail.example", 587, "starttls").place == "mail.example:587"
    assert MailServer("::1", 25, "local").place == "[::1]:25"


def test_a_server_that_does_not_read_ends_the_letter(tmp_path: Path) -> None:
    greeting = ["220 x", "250 x", "250 x", "250 x", "354 x"]
    with listening(*(f"{line}\r\n" for line in greeting)) as port:
        server = MailServer(HOST, port, "local", seconds=SECONDS)
        found = told(outcome(server, content=LARGE))
        assert found == ("dropped", "BODY", "safe")


def test_a_server_that_says_no_and_reads_no_more_is_heard(tmp_path: Path) -> None:
    over = threading.Event()

    def answer() -> None:
        caller = door.accept()[0]
        with caller:
            caller.sendall(b"220 x\r\n")
            for line in (b"250 x\r\n", b"250 x\r\n", b"250 x\r\n", b"354 x\r\n"):
                caller.recv(4096)
                caller.sendall(line)
            caller.recv(1)
            caller.sendall(b"552 5.3.4 too much\r\n")
            over.wait()

    with socket.create_server((HOST, 0)) as door:
        thread = threading.Thread(target=answer)
        thread.start()
        server = MailServer(HOST, door.getsockname()[1], "local", seconds=replace(SECONDS, block=2))
        found = outcome(server, content=LARGE)
        over.set()
        thread.join()
    assert told(found) == ("refused", "BODY", "for good", "this letter")


def test_a_letter_refused_while_it_is_said_stops_there(tmp_path: Path) -> None:
    with mailserver(tmp_path, "BODY=552 5.3.4 too much") as running:
        found = outcome(server_at(running), content=LARGE)
        assert told(found) == ("refused", "BODY", "for good", "this letter")


def test_what_a_server_says_is_kept_short_and_plain() -> None:
    reply = Reply.heard(550, b"5.1.1 no\x1b[31m\nsuch\x00 user\xff \xe2\x80\xa8 here " + b"x" * 900)
    assert reply.text.startswith("5.1.1 no [31m such  user\ufffd   here xxx")
    assert len(reply.text) == 500
    assert Reply.heard(250, "ok") == Reply(250, "ok")


@given(st.binary(max_size=700))
def test_no_answer_can_break_a_line_of_what_keeps_it(said: bytes) -> None:
    text = Reply.heard(250, said).text
    assert len(text) <= 500
    assert len(text.splitlines()) <= 1
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", text)


# What may be said at all


@pytest.mark.parametrize(("size", "known"), [(None, None), (4000, 4000)], ids=["no limit", "a limit"])
def test_a_letter_larger_than_the_server_takes_is_not_begun(
    tmp_path: Path, size: int | None, known: int | None
) -> None:
    letter = b"x" * 98 + b"\r\n"
    with mailserver(tmp_path, size=size) as running, connect(server_at(running), HELO) as session:
        assert session.size == known
        assert send(session, content=letter * 40).code == 250
        if known:
            with pytest.raises(Refused, match="4100 octets, and the mail server takes 4000") as caught:
                send(session, content=letter * 41)
            assert told(caught.value) == ("refused", "DATA", "for good", "this letter")
            assert running.said.count("MAIL") == 1


@pytest.mark.parametrize("told_size", ["SIZE", "SIZE 0", "SIZE x", "SIZE " + "9" * 30])
def test_a_size_that_is_no_limit_is_none(told_size: str) -> None:
    with (
        listening("220 x\r\n", f"250-x\r\n250 {told_size}\r\n", "221 bye\r\n") as port,
        connect(MailServer(HOST, port, "local", seconds=SECONDS), HELO) as session,
    ):
        assert session.size is None


@pytest.mark.parametrize(
    "content",
    [b"", b"a", b"a\n", b"a\rb\r\n", b"a\nb\r\n", b"a\r\n.\nb\r\n", b"a\0\r\n", b"a\r", b"x" * 999 + b"\r\n"],
)
def test_a_letter_that_is_not_lines_is_not_sent(tmp_path: Path, content: bytes) -> None:
    with mailserver(tmp_path) as running:
        assert told(outcome(server_at(running), content=content)) == ("refused", "DATA", "for good", "this letter")
        assert "MAIL" not in running.said


def test_octets_beyond_ascii_are_declared_or_not_sent(tmp_path: Path) -> None:
    letter = "Yth. Bapak/Ibu – salam\r\n".encode()
    with mailserver(tmp_path) as running, connect(server_at(running), HELO) as session:
        send(session, content=letter)
        assert running.letters[0].content == letter
    with listening("220 x\r\n", "250 x\r\n") as port:
        found = outcome(MailServer(HOST, port, "local", seconds=SECONDS), content=letter)
        assert told(found) == ("refused", "DATA", "for good", "this letter")


WRONG = [
    "", "a", "@", "a@", "@b.id", "a@b", "a@b.id\r\nRCPT TO:<e@x.id>", "a@b.id>\r\nDATA", "a@b.id\n", "<a@b.id>",
    "a b@c.id", "a@b.id, e@x.id", "=?utf-8?q?a?=@b.id", "a..b@c.id", ".a@b.id", "a.@b.id", '"a"@b.id', "a@B.id",
    "a@b.123", "a@-b.id", "á@b.id", "a@bé.id", "a@b.id\0", "a@[127.0.0.1]", "a@b@c.id", "-a@b.id", "a@b..id",
    "x" * 65 + "@b.id", "a@" + "b." * 130 + "id", "x" * 64 + "@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + ".id",
    "a@b.id ", " a@b.id", "a(b)@c.id", "a@b.id;", "a@" + "b" * 64 + ".id",
]  # fmt: skip


@pytest.mark.parametrize("address", WRONG)
def test_what_is_no_address_never_reaches_the_wire(tmp_path: Path, address: str) -> None:
    assert not is_address(address)
    with mailserver(tmp_path) as running, connect(server_at(running), HELO) as session:
        with pytest.raises(Refused) as caught:
            send(session, TO, address)
        assert (told(caught.value), caught.value.recipient) == (("refused", "RCPT", "for good", "this letter"), address)
        with pytest.raises(Refused) as caught:
            session.offer(address, [TO], LETTER)
        assert told(caught.value) == ("refused", "MAIL", "for good", "all")
        with pytest.raises(Refused) as caught:
            session.offer(SENDER, [], LETTER)
        assert told(caught.value) == ("refused", "RCPT", "for good", "this letter")
        assert running.said == ["CONNECT", "EHLO"]


@given(
    st.text(max_size=30), st.sampled_from(["", "\r\n", "<", ">", " ", "=?", "\u2028", ",", "\0"]), st.text(max_size=30)
)
def test_an_address_holds_nothing_that_ends_it(before: str, inside: str, behind: str) -> None:
    text = f"{before}{inside}@{behind}.id"
    if is_address(text):
        assert re.fullmatch(r"[A-Za-z0-9_.+-]+@[a-z0-9.-]+", text)
        assert not inside


@given(st.from_regex(r"[a-z0-9_]{1,10}(\.[a-z+]{1,5})?@([a-z0-9]{1,10}\.){1,3}[a-z]{2,6}", fullmatch=True))
def test_an_ordinary_address_is_one(address: str) -> None:
    assert is_address(address)
    assert is_domain(domain_of(address))
    assert parseaddr(f"Bappeda <{address}>") == ("Bappeda", address)


@pytest.mark.parametrize("helo", ["", "a b", "a\r\nMAIL FROM:<a@b.id>", "a@b"])
def test_a_name_that_is_none_is_not_said(tmp_path: Path, helo: str) -> None:
    with mailserver(tmp_path) as running:
        with pytest.raises(Refused) as caught, connect(server_at(running), helo):
            pass
        assert told(caught.value) == ("refused", "EHLO", "for good", "all")
        assert running.said == ["CONNECT"]


# In the clear only at home


@pytest.mark.parametrize("host", ["mail.example.go.id", "10.0.0.1", "0.0.0.0", "localhost.example.id", "::"])  # noqa: S104
def test_only_this_machine_may_be_spoken_to_in_the_clear(host: str) -> None:
    with pytest.raises(SettingsError, match=f"{re.escape(host)} needs"):
        MailServer(host, 25, "local")


def test_no_password_goes_in_the_clear_not_even_at_home() -> None:
    with pytest.raises(SettingsError, match="without a login"):
        MailServer("127.0.0.1", 25, "local", "cakupan")


def test_a_name_of_this_machine_that_leads_elsewhere_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mailserver(tmp_path) as running:
        monkeypatch.setattr("cakupan.smtp.greeting.is_loopback", lambda host: host == "localhost")
        with pytest.raises(Refused) as caught, connect(replace(server_at(running), host="localhost"), HELO):
            pass
        assert told(caught.value) == ("refused", "CONNECT", "for good", "all")
        assert running.said == ["CONNECT"]


# The password


def opened(environ: dict[str, str], file: str = "", user: str = "cakupan", ca_file: str = "") -> MailServer:
    return open_server(
        "mail.example.go.id", 587, "starttls", user,
        variable="CAKUPAN_MAIL_PASSWORD", password_file=file, ca_file=ca_file, environ=environ,
    )  # fmt: skip


def secret_of(server: MailServer) -> str:
    assert PASSWORD not in repr(server)
    assert PASSWORD not in str(server)
    return server.password.get_secret_value()


def test_the_password_comes_from_a_file_a_variable_or_systemd_in_this_order(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("of the file\n", "utf-8")
    file.chmod(0o600)
    handed = tmp_path / "cakupan-mail-password"
    handed.write_text("of systemd\r\n", "utf-8")
    handed.chmod(0o440)  # what systemd's own look like
    environ = {"CAKUPAN_MAIL_PASSWORD": PASSWORD, "CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert secret_of(opened(environ, str(file))) == "of the file"
    assert str(opened(environ, str(file)).password_at) == "mail.password_file"
    assert secret_of(opened(environ)) == PASSWORD
    assert str(opened(environ).password_at) == "the environment variable CAKUPAN_MAIL_PASSWORD"
    del environ["CAKUPAN_MAIL_PASSWORD"]
    assert secret_of(opened(environ)) == "of systemd"
    assert str(opened(environ).password_at) == "the credential cakupan-mail-password"
    assert secret_of(opened({}, user="")) == ""
    handed.unlink()
    with pytest.raises(SettingsError, match="is missing: set the environment variable CAKUPAN_MAIL_PASSWORD or"):
        opened(environ)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_password_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "password"
    file.write_text(PASSWORD, "utf-8")
    file.chmod(mode)
    with pytest.raises(SettingsError, match=f"others may read {file}; call chmod 600 {file}"):
        opened({}, str(file))


def test_a_password_that_cannot_be_read_or_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be read from .*none: No such file"):
        opened({}, str(tmp_path / "none"))
    file = tmp_path / "password"
    for content in (b"", b"\n", b"a\nb\n", b"a\xff", b"a\0b"):
        file.write_bytes(content)
        file.chmod(0o600)
        with pytest.raises(SettingsError, match="is empty, or is no line of plain text"):
            opened({}, str(file))


def test_an_authority_that_is_none_is_told_at_once(tmp_path: Path, trusted: Papers) -> None:
    with pytest.raises(SettingsError, match=r"mail.ca_file: .*none cannot be read as certificates: No such file"):
        opened({}, user="", ca_file=str(tmp_path / "none"))
    (tmp_path / "none").write_text("no", "utf-8")
    with pytest.raises(SettingsError, match=r"mail.ca_file: .*none cannot be read as certificates"):
        opened({}, user="", ca_file=str(tmp_path / "none"))
    context = opened({}, user="", ca_file=str(trusted.root)).context()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("told_how", ["plain", "password", "login"])
def test_no_error_answer_or_log_holds_the_password(
    trusted: Papers, told_how: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """A server that repeats what it was told, in each of its forms."""
    caplog.set_level(logging.DEBUG)
    forms = {
        "plain": PASSWORD,
        "password": base64.b64encode(PASSWORD.encode()).decode(),
        "login": base64.b64encode(f"\0{LOGIN[0]}\0{PASSWORD}".encode()).decode(),
    }
    lines = ["220 x\r\n", "250-x\r\n250 AUTH PLAIN\r\n", f"535 no: {forms[told_how]} is wrong\r\n"]
    with listening(*lines, shown=trusted) as port:
        server = MailServer(HOST, port, "tls", LOGIN[0], SecretStr(PASSWORD), str(trusted.root), SECONDS)
        found = outcome(server)
    assert told(found) == ("refused", "AUTH", "for good", "all")
    assert found.reply == Reply(535, "(left out, as it repeats the password)")
    everything = "".join(
        (repr(server), str(server), repr(found), str(found), repr(found.__dict__), *traceback.format_exception(found),
         caplog.text, *capfd.readouterr())
    )  # fmt: skip
    assert not [form for form in forms.values() if form in everything]


# The server of the tests


def test_the_server_survives_clients_that_are_killed_and_keeps_no_half_letter(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.mailserver", str(tmp_path / "box"), "RCPT=451~1"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        port = int(server.stdout.readline())
        client = (
            "import os, signal; from cakupan.smtp import *; from tests.test_smtp import *\n"
            f"with connect(MailServer(HOST, {port}, 'local'), HELO) as session:\n"
            "    try: session.offer(SENDER, [TO], LETTER)\n"
            "    except Refused: session.offer(SENDER, [TO], LETTER)\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        assert subprocess.run([sys.executable, "-c", client], cwd=ROOT, check=False).returncode == -signal.SIGKILL
        with connect(MailServer(HOST, port, "local", seconds=SECONDS), HELO) as session:
            assert send(session).code == 250
        server.stdin.close()
        assert server.wait(20) == 0
    assert [letter.content for letter in accepted(tmp_path / "box")] == [LETTER]
