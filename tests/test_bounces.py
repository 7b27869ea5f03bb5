"""Letters that came back: the usual shapes are understood, replies are none, no stranger's letter does harm."""

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.address import is_address
from cakupan.imap import Returned, returns_in
from cakupan.imap.letter import open_letter

OURS = "<0123456789abcdef@dinas.example>"
TO = "bappeda@jambi.example"


def letter(head: str, body: str = "") -> bytes:
    return f"{head.strip()}\n\n{body}".replace("\n", "\r\n").encode()


def report(fields: str, original: str = f"Message-ID: {OURS}\nTo: {TO}\n", kind: str = "message/rfc822") -> bytes:
    """What Postfix writes, with a recipient's fields."""
    return letter(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example (Mail Delivery System)\nMessage-ID: <note1@mx.example>\n"
        "Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n"
        'Content-Type: multipart/report; report-type=delivery-status;\n boundary="AAA/mx.example"',
        "MIME.\n\n--AAA/mx.example\nContent-Type: text/plain\n\n<someone@else.example>: no\n\n"
        "--AAA/mx.example\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n"
        f"Arrival-Date: Mon,  2 Dec 2024 08:00:00 +0700 (WIB)\n\n{fields}\n"
        f"--AAA/mx.example\nContent-Type: {kind}\n\n{original}\nbody\n--AAA/mx.example--\n",
    )


FAILED = f"""Final-Recipient: rfc822; {TO}
Original-Recipient: rfc822;{TO}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{TO}>: Recipient address
    rejected: User unknown
"""


def only(content: bytes) -> Returned:
    (found,) = returns_in(content)
    return found


def test_a_standard_report_says_whose_letter_came_back_and_why() -> None:
    text = f"550 5.1.1 <{TO}>: Recipient address rejected: User unknown"
    assert only(report(FAILED)) == Returned(OURS, TO, True, "5.1.1", text, "<note1@mx.example>")


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/global-headers", "message/global"])
def test_the_headers_alone_are_enough(kind: str) -> None:
    assert only(report(FAILED, kind=kind)).message_id == OURS


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_may_still_arrive_or_has_did_not_come_back(action: str) -> None:
    assert returns_in(report(FAILED.replace("failed", action))) == []


@pytest.mark.parametrize(
    ("fields", "permanent", "status"),
    [
        ("Status: 4.4.7\nDiagnostic-Code: smtp; 421 later", False, "4.4.7"),
        ("Status: 5.2.2 (mailbox full)", True, "5.2.2"),
        ("Diagnostic-Code: smtp; 550 5.7.1 spam", True, "5.7.1"),
        ("Diagnostic-Code: smtp; 554 no", True, ""),
        ("Diagnostic-Code: smtp; 10.5.5.1 is no status", False, ""),
        ("Diagnostic-Code: X-Notes; nobody knows", False, ""),
        ("Status: 2.0.0", False, "2.0.0"),
    ],
)
def test_only_a_five_is_for_good(fields: str, permanent: bool, status: str) -> None:
    found = only(report(f"Final-Recipient: rfc822;{TO}\nAction: failed\n{fields}\n"))
    assert (found.permanent, found.status) == (permanent, status)


def test_the_address_is_the_one_that_was_written_to() -> None:
    moved = FAILED.replace(f"Final-Recipient: rfc822; {TO}", "Final-Recipient: rfc822; moved@else.example")
    assert only(report(moved)).address == TO
    upper = "Final-Recipient: RFC822; <Bappeda@JAMBI.Example>\nAction: Failed\nStatus: 5.0.0\n"
    assert only(report(upper)).address == "bappeda@jambi.example"
    assert only(report("Final-Recipient: x400; /C=ID\nAction: failed\nStatus: 5.0.0\n")).address == ""


def test_each_recipient_of_a_report_has_a_line_of_its_own() -> None:
    second = FAILED.replace(TO, "dinkes@jambi.example")
    assert [found.address for found in returns_in(report(f"{FAILED}\n{second}"))] == [TO, "dinkes@jambi.example"]


def test_a_report_that_names_no_letter_says_so() -> None:
    assert only(report(FAILED, original="Subject: x\n")).message_id == ""
    assert only(report(f"X-Original-Message-ID: {OURS}\n{FAILED}", original="Subject: x\n")).message_id == OURS
    answered = report(FAILED, original="Subject: x\n").replace(b"Return-Path: <>", f"In-Reply-To: {OURS}".encode())
    assert only(answered).message_id == OURS


def test_a_report_of_exchange_in_base64_is_read() -> None:
    fields = f"Reporting-MTA: dns;EX01\r\n\r\nFinal-Recipient: rfc822;{TO}\r\nAction: failed\r\nStatus: 5.1.10\r\n"
    fields += "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup\r\n"
    body = "".join(
        f"--b1\nContent-Type: {kind}\nContent-Transfer-Encoding: {coded}\n\n{text}\n"
        for kind, coded, text in (
            ("text/plain; charset=nonsense", "quoted-printable", "Pengiriman gagal =E2=80=93 tidak dikenal"),
            ("message/delivery-status", "base64", base64.encodebytes(fields.encode()).decode()),
            ("message/rfc822", "7bit", f"Message-ID:\n {OURS}\nTo: {TO}\n\nx"),
        )
    )
    outer = f"--b0\nContent-Type: multipart/report; boundary=b1\n\n{body}--b1--\n--b0\n\nDisclaimer\n--b0--\n"
    found = only(letter('From: postmaster@ex.example\nContent-Type: multipart/mixed; boundary="b0"', outer))
    assert (found.message_id, found.address, found.status, found.permanent) == (OURS, TO, "5.1.10", True)
    assert found.text == "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup"


def test_a_report_of_gmail_with_its_text_and_pictures_is_read() -> None:
    body = (
        "--r\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=t\n\n"
        "--t\nContent-Type: text/plain; charset=UTF-8\n\n** Address not found **\n--t--\n--a--\n"
        "--r\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; googlemail.com\nX-Original-Message-ID: {OURS}\n\n"
        f"Final-Recipient: rfc822; {TO}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550-5.1.1 The email account\n"
        " 550 5.1.1 does not exist.\n--r\nContent-Type: message/rfc822\n\nDKIM-Signature: v=1\nTo: x\n\n--r--\n"
    )
    head = f"From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nX-Failed-Recipients: {TO}\n"
    found = only(letter(f"{head}Content-Type: multipart/report; boundary=r; report-type=delivery-status", body))
    assert (found.message_id, found.status, found.address) == (OURS, "5.1.1", TO)


def test_a_bounce_of_exim_in_words_is_read() -> None:
    found = only(
        letter(
            f"Return-path: <>\nX-Failed-Recipients: {TO}\nAuto-Submitted: auto-replied\n"
            "From: Mail Delivery System <Mailer-Daemon@mx.example>\n"
            "Subject: Mail delivery failed: returning message to sender",
            "A message that you sent could not be delivered to one or more of its\nrecipients.\n"
            f"The following address(es) failed:\n\n  {TO}\n    host mx2.example [192.0.2.5]\n"
            "    SMTP error from remote mail server after RCPT TO:: 550 no such user here\n\n"
            "------ This is a copy of the message, including all the headers. ------\n\n"
            f"Return-path: <laporan@dinas.example>\nMessage-ID: {OURS}\nSubject: 450 laporan 4.0.0\n",
        )
    )
    assert (found.message_id, found.address, found.permanent, found.status) == (OURS, TO, True, "")
    assert found.text == "SMTP error from remote mail server after RCPT TO:: 550 no such user here"
    assert found.notice.endswith("@none.invalid>")


def test_a_bounce_of_qmail_in_words_is_read() -> None:
    found = only(
        letter(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: failure notice",
            "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message.\n\n"
            f"<{TO}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below is a copy of the message.\n\n"
            f"Return-Path: <laporan@dinas.example>\nMessage-ID:\n {OURS}\nTo: {TO}\n\nlaporan\n",
        )
    )
    text = "Sorry, no mailbox here by that name. (#5.1.1)"
    assert found == Returned(OURS, TO, True, "5.1.1", text, found.notice)


def test_a_bounce_with_the_original_attached_is_to_whom_that_was() -> None:
    copy = f"Message-ID: {OURS}\nTo: Bappeda <{TO}>\n\nx"
    body = f"--b\n\nTidak terkirim.\n--b\nContent-Type: message/rfc822\n\n{copy}\n--b--\n"
    for head in ("From: postmaster@mx.example", "Return-Path: <>\nFrom: tata.usaha@mx.example"):
        found = only(
            letter(f"{head}\nSubject: Tidak terkirim: Laporan\nContent-Type: multipart/mixed; boundary=b", body)
        )
        assert (found.message_id, found.address, found.permanent, found.text) == (OURS, TO, False, "Tidak terkirim.")


@pytest.mark.parametrize(
    "head",
    [
        f"From: MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@ex.example\nIn-Reply-To: {OURS}",
        f"From: x@ex.example\nX-MS-Exchange-Message-Is-Ndr:\nReferences: <other@x.example> {OURS}",
    ],
)
def test_a_bounce_without_the_original_is_known_by_what_it_answers(head: str) -> None:
    found = only(letter(f"{head}\nSubject: Undeliverable: Laporan", "Your message did not reach anybody."))
    assert (found.message_id, found.address, found.permanent) == (OURS, "", False)


@pytest.mark.parametrize(
    "head",
    [
        "From: Kepala <kepala@jambi.example>\nAuto-Submitted: auto-replied\nReturn-Path: <>\nSubject: Gagal: cuti",
        "From: kepala@jambi.example\nReturn-Path: <>\nX-Autoreply: yes\nSubject: Automatic reply: Laporan",
        "From: MAILER-DAEMON@mx.example\nX-Autorespond: cuti\nSubject: Undeliverable",
        "From: kepala@jambi.example\nSubject: Re: Undeliverable: Laporan",
        "From: postmaster@jambi.example\nSubject: Daftar hadir",
        "From: Mailer-Daemon@mx.example\nSubject: Warning: message 1abc delayed 24 hours",
    ],
)
def test_replies_warnings_and_letters_of_people_are_no_bounces(head: str) -> None:
    assert returns_in(letter(f"{head}\nIn-Reply-To: {OURS}", f"Saya cuti.\n550 5.1.1\nMessage-ID: {OURS}\n")) == []


def test_a_receipt_is_no_bounce_and_neither_is_a_bounce_that_somebody_passes_on() -> None:
    read = f"--b\n\nDibaca\n--b\nContent-Type: message/disposition-notification\n\nOriginal-Message-ID: {OURS}\n--b--\n"
    head = "From: a@jambi.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b"
    assert returns_in(letter(head, read)) == []
    passed = f"--c\n\nLihat ini\n--c\nContent-Type: message/rfc822\n\n{report(FAILED).decode()}\n--c--\n"
    assert returns_in(letter("From: a@jambi.example\nContent-Type: multipart/mixed; boundary=c", passed)) == []


def test_a_bounce_of_a_letter_that_nobody_can_name_is_left_alone() -> None:
    assert returns_in(letter("From: MAILER-DAEMON@mx.example\nSubject: failure notice", "<a@b.example>: no")) == []


def test_a_bounce_that_was_seen_is_known_again() -> None:
    nameless = report(FAILED).replace(b"Message-ID: <note1@mx.example>\r\n", b"", 1)
    assert only(nameless).notice == only(nameless).notice != only(nameless + b"\r\n").notice


def deep(levels: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(levels))


NASTY = {
    "deep": deep(1000) + report(FAILED),
    "letters in letters": b"Content-Type: message/rfc822\n\n" * 1000,
    "one boundary": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 100_000,
    "boundaries in it": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 10_000,
    "parameters": b'Content-Type: multipart/mixed; boundary="' + b'";a="' * 100_000,
    "a line": b"a" * 500_000,
    "a folded line": b"Subject: a\n" + b" a\n" * 150_000,
    "fields": b"a: b\n" * 100_000,
    "spaces": b"From: MAILER-DAEMON@x\nIn-Reply-To: <a@b>\n\n" + b"Message-ID: " + b" " * 400_000,
    "digits": b"From: MAILER-DAEMON@x\nIn-Reply-To: <a@b>\n\n" + b"5.5.5." * 80_000,
    "angles": b"From: MAILER-DAEMON@x\nIn-Reply-To: <a@b>\n\n" + b"<" * 400_000,
    "brackets": b"From: " + b"(" * 60_000 + b"\nX-Failed-Recipients: " + b"," * 60_000 + b"\nIn-Reply-To: <a@b>\n\n",
    "recipients": report("\n".join([FAILED] * 3000)),
    "blanks": report("\n" * 100_000 + "\n \n" * 50_000),
    "boundary in another charset": b"Content-Type: multipart/report; boundary*=utf-99'x'%ff%00\n\n--\xff\n",
    "worse base64": report(FAILED).replace(
        b"message/delivery-status", b"message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAAA", 1
    )[:600],
    "broken base64": report(FAILED).replace(
        b"message/delivery-status", b"message/delivery-status\r\nContent-Transfer-Encoding: base64"
    ),
}


@pytest.mark.parametrize("content", NASTY.values(), ids=NASTY)
def test_what_is_meant_to_hurt_costs_little(content: bytes) -> None:
    before = time.process_time()
    assert len(returns_in(content[:524_288])) <= 100
    assert time.process_time() - before < 2


def test_a_part_says_where_it_ends() -> None:
    inner = open_letter(b"Content-Type: multipart/mixed; boundary=b\n\nx\n--b\n\none\n--b\n\ntwo\n")
    assert [part.body.strip() for part in inner.leaves()] == [b"one", b"two"]
    ended = open_letter(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\nepilogue\n--b\n\nthree\n")
    assert [part.body.strip() for part in ended.leaves()] == [b"one"]
    assert list(open_letter(b"Content-Type: multipart/mixed; boundary=b\n\nnothing").leaves()) == []
    assert len(list(open_letter(NASTY["one boundary"]).leaves())) == 100
    assert open_letter(b"Subject: head only").first("subject") == "head only"
    assert open_letter(b"Content-Type: text/plain\n\n\xe9").text == "é"


WORDS = st.sampled_from([
    *(line + "\n" for line in report(FAILED).decode().split("\r\n")),
    *("\n", "--b\n", "--b--\n", "Content-Type: multipart/", "mixed; boundary=b\n", "Action: failed\n", "550 ", "5.1.1"),
    *(f"Message-ID: {OURS}\n", "From: MAILER-DAEMON@x.example\n", "X-Failed-Recipients: a@b.example, =?utf-8?q?x?=\n"),
    *("\x00", "\r", "\u2028", "=?", "<", ">", "ü", "(", '"', "\\"),
])  # fmt: skip


@given(
    st.lists(WORDS | st.text(max_size=20), max_size=60).map("".join).map(lambda text: text.encode("utf-8", "replace"))
)
def test_whatever_a_stranger_writes_is_read_or_left(content: bytes) -> None:
    for found in returns_in(content):
        assert found.address == "" or is_address(found.address)
        assert len(found.message_id) <= 252
        assert len(found.notice) <= 252
        assert len(found.text) <= 500
        assert not set("\r\n\0\u2028") & set(found.text + found.message_id + found.notice + found.status)


@given(st.binary(max_size=300), st.integers(0, 1200), st.integers(0, 1200))
def test_a_report_that_was_damaged_is_read_or_left(noise: bytes, start: int, length: int) -> None:
    whole = report(FAILED)
    for found in returns_in(whole[:start] + noise + whole[start + length :]):
        assert found.address == "" or is_address(found.address)
