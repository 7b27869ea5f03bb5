"""Mailboxes are read and left as they were; whoever cannot be trusted, or says nonsense, is one outcome."""

import datetime as dt
import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from cakupan.connection import Answers, Security, of_login, of_plain, traces
from cakupan.errors import SettingsError
from cakupan.imap import MailboxServer, NotRead, Seconds, open_mailbox, with_password
from tests.certificates import Papers, papers
from tests.imapserver import GREETING, HOST, PASSWORD, USER, Running, Scripted, imapserver, scripted
from tests.test_bounces import FAILED, OURS, TO, letter, report

SECONDS = Seconds(20, 20, 20, 5)
TODAY = dt.date(2024, 12, 2)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return papers(tmp_path_factory.mktemp("papers"))


def at(running: Running | Scripted, security: Security = "local", root: Path | None = None) -> MailboxServer:
    ca_file = str(root) if root else ""
    return MailboxServer(HOST, running.port, security, USER, SecretStr(PASSWORD), ca_file=ca_file, seconds=SECONDS)


def outcome(server: MailboxServer, message_id: str = OURS) -> str:
    with pytest.raises(NotRead) as caught, open_mailbox(server) as mailbox:
        mailbox.holds(message_id)
    assert "rahasia" not in repr(caught.value) + repr(server) + str(caught.value.reason.values)
    return str(caught.value)


def copy(message_id: str) -> bytes:
    return letter(f"From: laporan@dinas.example\nMessage-ID: {message_id}\nSubject: Laporan", "isi\n")


def test_a_letter_is_held_only_by_exactly_its_message_id() -> None:
    with imapserver() as running, open_mailbox(at(running)) as mailbox:
        assert not mailbox.holds(OURS)
        running.lay(copy(OURS.replace("<", "<1")), copy(OURS.replace(">", ".go>")), b"Subject: none\r\n\r\n")
        assert not mailbox.holds(OURS)
        running.lay(letter(f"Message-ID:\n  {OURS} \nSubject: folded"))
        assert mailbox.holds(OURS)
        assert not mailbox.holds("<other@dinas.example>")
        assert running.flags() == [set()] * 4


def test_letters_that_came_back_are_read_and_left_unread() -> None:
    with imapserver() as running:
        running.lay(report(FAILED.replace("5.1.1", "5.1.2")), day=TODAY - dt.timedelta(days=3))
        running.lay(copy(OURS), report(FAILED), report(FAILED) + b"x" * 600_000, day=TODAY)
        with open_mailbox(at(running)) as mailbox:
            found = list(mailbox.returned(TODAY))
            assert [(one.message_id, one.address, one.status) for one in found] == [(OURS, TO, "5.1.1")] * 2
            assert len(list(mailbox.returned(TODAY - dt.timedelta(days=2)))) == 3
            assert list(mailbox.returned(TODAY + dt.timedelta(days=2))) == []
        assert running.flags() == [set()] * 4


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_covered_mailbox_is_read(trusted: Papers, security: Security) -> None:
    with imapserver(trusted, security=security) as running:
        running.lay(copy(OURS))
        with open_mailbox(at(running, security, trusted.root)) as mailbox:
            assert mailbox.holds(OURS)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_does_not_prove_who_it_is_is_told_no_password(
    tmp_path: Path, trusted: Papers, security: Security
) -> None:
    signed = papers(tmp_path, self_signed=True)
    for root in (None, trusted.root, signed.root):
        with scripted({}, shown=signed, security=security) as server:
            assert "does not prove who it is" in outcome(at(server, security, root))
        assert "AUTHENTICATE" not in "".join(server.said)
    other = papers(tmp_path, host="imap.other.example")
    with scripted({}, shown=other, security=security) as server:
        assert "does not prove who it is" in outcome(at(server, security, other.root))


def test_who_speaks_no_tls_is_told_no_password(trusted: Papers) -> None:
    with imapserver() as running:
        assert "no TLS with the mail server" in outcome(at(running, "tls", trusted.root))
        assert "TLS not supported by server" in outcome(at(running, "starttls", trusted.root))
    with scripted({"STARTTLS": b"TAG NO not today\r\n"}) as server:
        assert "Couldn't establish TLS" in outcome(at(server, "starttls", trusted.root))
    with scripted({}, greeting=b"* PREAUTH IMAP4rev1 come in\r\n") as server:
        assert "illegal in state AUTH" in outcome(at(server, "starttls", trusted.root))
        assert [line.split()[1] for line in server.said] == ["CAPABILITY"]


def test_a_wrong_password_is_told_without_it() -> None:
    with imapserver() as running:
        wrong = replace(at(running), password=SecretStr("rahasia lain"))
        assert "the mailbox on 127.0.0.1 cannot be read: " in outcome(wrong)
        assert "authentication" in outcome(wrong).lower()


QUOTED = PASSWORD.replace('"', '\\"')


@pytest.mark.parametrize("said", [PASSWORD, QUOTED, of_login(PASSWORD), of_plain(USER, PASSWORD)])
def test_an_answer_that_repeats_the_password_is_left_out(said: str) -> None:
    with scripted({"PLAIN": f"TAG NO {said}\r\n".encode()}) as server:
        assert "(left out, as it repeats the password)" in outcome(at(server))
    for answer in (f"TAG NO {said}\r\n", f"TAG BAD '{said}'\r\n", f"{said} x\r\n", f"* BYE {said}\r\n"):
        with scripted({"EXAMINE": answer.encode()}) as server:
            assert "(left out, as it repeats the password)" in outcome(at(server))


def test_where_plain_is_not_offered_a_login_is_quoted() -> None:
    login: dict[str, bytes | None] = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n",
        "SEARCH": b"* SEARCH\r\nTAG OK done\r\n",
    }
    with scripted({**login, "EXAMINE": b"* 0 EXISTS\r\nTAG OK done\r\n"}) as server:
        plain = replace(at(server), user='a "b', password=SecretStr('c"\\d'), folder='Arsip "1"')
        with open_mailbox(plain) as mailbox:
            assert not mailbox.holds(OURS)
    said = [line.partition(" ")[2] for line in server.said]
    assert said[1:4] == [
        'LOGIN "a \\"b" "c\\"\\\\d"', 'EXAMINE "Arsip \\"1\\""', f'UID SEARCH HEADER Message-ID "{OURS}"',
    ]  # fmt: skip
    with scripted(login) as server:
        assert "takes no login by PLAIN" in outcome(at(server))
    disabled: dict[str, bytes | None] = {"CAPABILITY": b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nTAG OK done\r\n"}
    with scripted(disabled) as server:
        assert "takes no login by PLAIN" in outcome(replace(at(server), password=SecretStr("ascii")))


FETCHED = b"* 1 FETCH (UID 7 BODY[HEADER.FIELDS (MESSAGE-ID)] {%d}\r\n%s)\r\nTAG OK done\r\n"
HEADER = f"Message-ID: {OURS}\r\n\r\n".encode()


def test_a_search_that_lies_or_lags_behind_decides_nothing() -> None:
    lagging: dict[str, bytes | None] = {
        "SEARCH": b"* SEARCH\r\nTAG OK done\r\n",
        "FETCH": FETCHED % (len(HEADER), HEADER),
    }
    with scripted(lagging) as server, open_mailbox(at(server)) as mailbox:
        assert mailbox.holds(OURS)
    assert "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])" in server.said[-2]
    lying: dict[str, bytes | None] = {"SEARCH": b"* SEARCH 9 7\r\nTAG OK done\r\n", "FETCH": FETCHED % (2, b"\r\n")}
    with (
        scripted({**lying, "EXAMINE": b"* 900 EXISTS\r\nTAG OK done\r\n"}) as server,
        open_mailbox(at(server)) as mailbox,
    ):
        assert not mailbox.holds(OURS)
    assert "UID FETCH 7,9 " in server.said[-3]
    assert " FETCH 401:* " in server.said[-2]


FAULTS: dict[str, tuple[dict[str, bytes | None], str]] = {
    "gone at the login": ({"AUTHENTICATE": None}, "EOF"),
    "gone at the folder": ({"EXAMINE": None}, "EOF"),
    "gone at the search": ({"SEARCH": None}, "EOF"),
    "gone in a letter": (
        {"SEARCH": b"* SEARCH 1\r\nTAG OK done\r\n", "FETCH": b"* 1 FETCH (BODY[] {900}\r\nabc"},
        "timed out",
    ),
    "no folder": ({"EXAMINE": b"TAG NO no such folder\r\n"}, "EXAMINE was answered with no such folder"),
    "no search": ({"SEARCH": b"TAG NO [UNAVAILABLE] later\r\n"}, "SEARCH was answered with"),
    "a bad command": ({"SEARCH": b"TAG BAD what\r\n"}, "BAD"),
    "goodbye": ({"SEARCH": b"* BYE going down\r\n"}, "going down"),
    "a letter without end": (
        {"SEARCH": b"* SEARCH 1\r\nTAG OK done\r\n", "FETCH": b"* 1 FETCH (BODY[] {99999999999}\r\n"},
        "no end",
    ),
    "answers without end": ({"SEARCH": b"* SEARCH 1 2 3 4 5 6 7 8\r\n" * 100_000}, "no end"),
    "a line without end": ({"SEARCH": b"* SEARCH" + b" 1" * 600_000}, "unterminated line"),
    "a number beyond numbers": ({"SEARCH": b"* 1 FETCH (BODY[] {" + b"9" * 5000 + b"}\r\n"}, "digits"),
    "no IMAP": ({"SEARCH": b"220 smtp.example ESMTP\r\n"}, "unexpected response"),
}


@pytest.mark.parametrize(("answers", "part"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_read_is_never_an_answer(answers: dict[str, bytes | None], part: str) -> None:
    with scripted(answers) as server:
        impatient = Seconds(20, 20, 1 if part == "timed out" else 20, 1)
        assert part in outcome(replace(at(server), seconds=impatient))


def test_a_silent_server_is_not_waited_for_without_end() -> None:
    with scripted({}, greeting=b"") as server:
        assert "timed out" in outcome(replace(at(server), seconds=Seconds(0.2, 1, 1, 1)))
    with scripted({"SEARCH": b"", "LOGOUT": b""}) as server:
        assert "timed out" in outcome(replace(at(server), seconds=Seconds(20, 20, 0.2, 0.2)))


def test_nobody_waits_long_for_a_goodbye() -> None:
    with scripted({"LOGOUT": b""}) as server:
        with open_mailbox(replace(at(server), seconds=Seconds(20, 20, 20, 0.2))):
            begun = time.monotonic()
        assert time.monotonic() - begun < 10


def test_a_server_that_goes_away_between_two_letters_is_told_after_the_first() -> None:
    first = report(FAILED)
    answers: dict[str, bytes | None] = {
        "SEARCH": b"* SEARCH 1 2\r\nTAG OK done\r\n",
        "FETCH": b"* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n%s)\r\nTAG OK done\r\n* BYE\r\n" % (len(first), first),
    }
    with scripted(answers) as server, open_mailbox(at(server)) as mailbox:
        coming = mailbox.returned(TODAY)
        assert next(coming).message_id == OURS
        with pytest.raises(NotRead):
            next(coming)
    assert [line.partition(" ")[2] for line in server.said[3:5]] == [
        "UID SEARCH SINCE 1-Dec-2024", "UID FETCH 1 (BODY.PEEK[]<0.524288>)",
    ]  # fmt: skip


def test_a_letter_that_was_taken_away_meanwhile_is_none() -> None:
    answers: dict[str, bytes | None] = {
        "SEARCH": b"* SEARCH 1\r\nTAG OK done\r\n",
        "FETCH": b"* 1 FETCH (FLAGS (\\Seen))\r\nTAG OK done\r\n",
        "EXAMINE": b"* NONSENSE\r\nTAG OK done\r\n",
    }
    with scripted(answers) as server, open_mailbox(at(server)) as mailbox:
        assert list(mailbox.returned(TODAY)) == []
        assert not mailbox.holds(OURS)


def test_a_folder_with_too_many_letters_is_told() -> None:
    many = b"* SEARCH " + b" ".join(b"%d" % n for n in range(1, 20_002)) + b"\r\nTAG OK done\r\n"
    with scripted({"SEARCH": many}) as server, open_mailbox(at(server)) as mailbox:
        coming = mailbox.returned(TODAY)
        with pytest.raises(NotRead, match="has 20001 letters since 2024-12-01, more than 20000 are not read"):
            next(coming)


def test_nobody_there_is_told() -> None:
    with socket.create_server((HOST, 0)) as door:
        port = door.getsockname()[1]
    assert "Connection refused" in outcome(MailboxServer(HOST, port, "local", USER, SecretStr("rahasia")))


def test_a_refusing_greeting_is_told() -> None:
    with scripted({}, greeting=b"* BYE too many\r\n") as server:
        assert "too many" in outcome(at(server))


def test_nothing_is_said_in_the_clear_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="is for a mailbox on this machine"):
        MailboxServer("imap.example.go.id", 143, "local", USER)
    monkeypatch.setattr("cakupan.imap.mailbox.is_loopback", lambda host: host == "localhost")
    with scripted({}) as server:
        assert "does not lead to this machine" in outcome(at(server))
    assert GREETING.startswith(b"* OK")
    assert [line.split()[1] for line in server.said] == ["CAPABILITY"]


def test_the_password_is_found_where_the_settings_say(tmp_path: Path) -> None:
    server = MailboxServer(HOST, 143, "local", USER)
    told = with_password(server, "archive", variable="X", file="", environ={"X": PASSWORD})
    assert told.password.get_secret_value() == PASSWORD
    (tmp_path / "cakupan-returns-password").write_text("rahasia\n")
    handed = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    told = with_password(server, "returns", variable="X", file="", environ=handed)
    assert told.password.get_secret_value() == "rahasia"
    with pytest.raises(SettingsError, match=r"the password of archive\.user is missing: .* cakupan-archive-password"):
        with_password(server, "archive", variable="X", file="", environ=handed)
    lost = replace(server, ca_file=str(tmp_path / "none.pem"))
    with pytest.raises(SettingsError, match=r"archive\.ca_file: .* cannot be read as certificates: No such file"):
        with_password(lost, "archive", variable="X", file="", environ={"X": "x"})


def test_nothing_is_recognised_by_no_password() -> None:
    assert traces(USER, SecretStr("")) == ()


def test_so_many_bytes_are_read_and_fewer_only_at_the_end() -> None:
    here, there = socket.socketpair()
    with here:
        there.sendall(b"12345")
        there.close()
        heard = Answers(here)
        heard.begin(20, 8)
        assert heard.read(3) == b"123"
        assert heard.read(3) == b"45"
        with pytest.raises(OSError, match="no end"):
            heard.read(3)
