"""Somebody says yes: to these PDFs and their seals, at these hours; a region that is wrong keeps no other one back."""

import datetime as dt
import io
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from cakupan.seal import Seal, Signatory, open_seal, open_signatory
from tests import test_delivery as delivery
from tests.authority import PASSPHRASE, Authority, authority
from tests.mailserver import Running
from tests.provinces import pdf
from tests.test_delivery import OPERATOR, approve, configure, do, ledger, pdf_in, states, to
from tests.test_generate import said
from tests.test_seal import signature

printed, place, server = delivery.printed, delivery.place, delivery.server

VARIABLE = "CAKUPAN_SEAL_PASSPHRASE"
NOW = dt.datetime.now(dt.UTC)
NUMBER: Any = generic.NumberObject
PROVINCE, KERINCI = "15-provinsi-jambi.pdf", "15.01-kabupaten-kerinci.pdf"


# --- a seal is one, or it is not --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trusted() -> Iterator[Authority]:
    with authority() as made:
        yield made


@pytest.fixture
def seal(trusted: Authority, tmp_path: Path) -> Seal:
    return seal_of(trusted, tmp_path)


def seal_of(who: Authority, folder: Path, timestamp: str = "") -> Seal:
    (folder / "seal.p12").write_bytes(who.pkcs12)
    return open_seal(folder / "seal.p12", VARIABLE, {VARIABLE: PASSPHRASE}, timestamp, NOW)


def signatory(folder: Path) -> Signatory:
    return open_signatory(folder / "seal.p12", VARIABLE, {VARIABLE: PASSPHRASE})


def plain() -> bytes:
    return pdf("jambi", "2024-12", "15.71")


def changed(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """With another revision behind it."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def signed_with(
    seal: Seal, change: Callable[[IncrementalPdfFileWriter], None], name: str = "Cakupan", box: Any = None
) -> bytes:
    """Signed with the key of a seal, and changed by the way."""
    writer = IncrementalPdfFileWriter(io.BytesIO(plain()))
    change(writer)
    metadata = signers.PdfSignatureMetadata(field_name=name, md_algorithm="sha256")
    spec = fields.SigFieldSpec(name, box=box)
    return bytes(signers.sign_pdf(writer, metadata, signer=seal.signer, new_field_spec=spec).getbuffer())


def nothing(_: IncrementalPdfFileWriter) -> None:
    """The document as it is."""


def turned(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NUMBER(90)
    writer.update_container(page)


def rewritten(writer: IncrementalPdfFileWriter) -> None:
    contents = writer.root["/Pages"]["/Kids"][0]["/Contents"]
    contents._data = b""
    contents._encoded_data = None
    writer.update_container(contents)


def retitled(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer["/Info"]["/Title"] = generic.TextStringObject("Laporan lain")
    writer.update_container(writer.trailer["/Info"])


def described(writer: IncrementalPdfFileWriter) -> None:
    xmp = writer.root["/Metadata"]
    xmp._data = xmp.data.replace(b"Laporan Cakupan", b"Laporan lain")
    xmp._encoded_data = None
    writer.update_container(xmp)


def reopened(writer: Any) -> None:
    writer.root["/OpenAction"] = NUMBER(1)
    writer.update_root()


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_what_the_seal_sets_is_a_seal(trusted: Authority, tmp_path: Path, level: str) -> None:
    signed = seal_of(trusted, tmp_path, trusted.address if level == "B-LTA" else "").sign(plain())
    who = signatory(tmp_path)
    assert who.has_sealed(signed, len(plain()))
    assert who.name == "Common Name: Cakupan test seal"
    assert not who.has_sealed(signed + b"\n", len(plain()))
    assert not who.has_sealed(signed + b"%%EOF\n", len(plain()))
    for change in (turned, rewritten, retitled, described, reopened):
        assert not who.has_sealed(changed(signed, change), len(plain()))
    if level == "B-LTA":
        assert not who.has_sealed(signed.replace(b"/DocTimeStamp", b"/DocTimeStamq"), len(plain()))


@pytest.mark.parametrize("change", [turned, rewritten, retitled, reopened])
def test_who_holds_the_key_cannot_seal_another_report_over_this_one(
    seal: Seal, tmp_path: Path, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    who = signatory(tmp_path)
    assert who.has_sealed(signed_with(seal, nothing), len(plain()))
    assert not who.has_sealed(signed_with(seal, change), len(plain())), "in the revision of the seal"
    assert not who.has_sealed(seal.sign(changed(plain(), change)), len(plain())), "in one before it"


def test_a_seal_is_seen_nowhere_and_has_its_name(seal: Seal, tmp_path: Path) -> None:
    who = signatory(tmp_path)
    assert not who.has_sealed(signed_with(seal, nothing, box=(10, 10, 300, 300)), len(plain()))
    assert not who.has_sealed(signed_with(seal, nothing, name="Other"), len(plain()))


def test_a_seal_of_another_key_is_none(seal: Seal, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with authority() as another:
        signed = seal_of(another, tmp_path / "other").sign(plain())
    assert signatory(tmp_path / "other").has_sealed(signed, len(plain()))
    assert not signatory(tmp_path).has_sealed(signed, len(plain())), "though its name is the same"


def test_a_flipped_byte_makes_a_seal_none(seal: Seal, tmp_path: Path) -> None:
    signed, who = seal.sign(plain()), signatory(tmp_path)
    value = signature(signed).signer_info["signature"].native.hex().encode()
    for at in (len(plain()) - 20, signed.index(b"/ByteRange") + 14, signed.lower().index(value) + 9, len(signed) - 8):
        bad = bytearray(signed)
        bad[at] = ord("1") if bad[at] != ord("1") else ord("2")
        assert not who.has_sealed(bytes(bad), len(plain())), at


@pytest.mark.parametrize("behind", [b"x", b"a signature %%EOF\n", b"startxref\n0\n%%EOF\n"])
def test_what_is_no_signature_is_no_seal(seal: Seal, tmp_path: Path, behind: bytes) -> None:
    assert not signatory(tmp_path).has_sealed(plain() + behind, len(plain()))
    assert not signatory(tmp_path).has_sealed(plain() + plain(), len(plain()))


# --- approve and send where reports are sealed ------------------------------------------------------------------------


@pytest.fixture
def sealed(place: Path, server: Running, trusted: Authority, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reports of an edition, sealed as they lie there, and settings that name the seal."""
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    set_seal(place)
    resign(place, seal_of(trusted, place))
    return place


def set_seal(place: Path) -> None:
    with (place / "settings.toml").open("a", encoding="utf-8") as file:
        file.write('[seal]\npkcs12 = "seal.p12"\n')


def resign(place: Path, seal: Seal, *names: str) -> None:
    """Print the reports anew, and put a seal behind them."""
    assert do(place, "rerun", "2024-12").exit_code == 0
    for name in names or (PROVINCE, KERINCI):
        file = place / "out" / "2024-12" / name
        file.write_bytes(seal.sign(file.read_bytes()))


def test_a_sealed_report_is_approved_and_goes_out_as_it_lies_there(sealed: Path, server: Running) -> None:
    done = do(sealed, "approve", "2024-12", "--by", "Rina")
    assert done.exit_code == 0, done.output
    assert "without a seal" not in done.stdout
    assert do(sealed, "send", "2024-12").exit_code == 0
    (letter,) = to(server.letters, "disnaker@kerinci.example")
    assert pdf_in(letter) == (sealed / "out" / "2024-12" / KERINCI).read_bytes()
    assert signatory(sealed).has_sealed(pdf_in(letter), pdf_in(letter).index(b"%%EOF") + 6)


def test_what_is_no_valid_seal_is_neither_approved_nor_sent(sealed: Path, server: Running, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with authority() as another:
        resign(sealed, seal_of(another, tmp_path / "other"), PROVINCE)
    first, second = said(do(sealed, "approve", "2024-12", "--by", "Rina"), 2)
    assert " bytes that are no valid seal of Common Name: Cakupan test seal; ./generate.py rerun 2024-12" in first
    assert "prints it without a seal, `report --keep` a new edition with one" in first
    assert second == "nothing is approved: a yes is to all PDFs of an edition"
    configure(sealed, port=server.port, approvals=0, operator="")
    set_seal(sealed)
    done = do(sealed, "send", "2024-12")
    assert done.exit_code == 10
    assert "2 to be looked at" in done.stdout
    assert [one.recipients for one in server.letters] == [("disnaker@kerinci.example",)]


def test_a_report_without_its_seal_is_taken_and_that_is_told(sealed: Path, trusted: Authority) -> None:
    resign(sealed, seal_of(trusted, sealed), PROVINCE)
    told = do(sealed, "approve", "2024-12", "--by", "Rina").stdout.splitlines()
    (bare,) = [line for line in told if line.endswith("without a seal")]
    assert KERINCI in bare


def test_what_it_takes_to_look_at_a_seal_is_told(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    assert f"the environment variable {VARIABLE}" in said(do(sealed, "approve", "2024-12", "--by", "Rina"), 4)[0]
    for name in [name for name in sys.modules if name.split(".")[0] == "pyhanko"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    (line,) = said(do(sealed, "approve", "2024-12", "--by", "Rina"), 5)
    assert line == "pyHanko, which seals, is missing; run `make seal`"


def test_letters_that_were_written_with_other_pdfs_stay_and_that_is_told(
    place: Path, server: Running, trusted: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    assert do(place, "send", "2024-12").exit_code == 10
    set_seal(place)
    resign(place, seal_of(trusted, place))
    done = do(place, "approve", "2024-12", "--by", "Rina")
    assert "letters that were written with other PDFs than these, and stay: 3" in done.stdout
    assert "let go by it" not in done.stdout


def test_a_yes_to_other_pdfs_counts_for_nothing_nor_do_its_hours(
    place: Path, server: Running, trusted: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    configure(place, port=server.port, approvals=2, operator="")
    approve(place, "--send-at", "2099-01-01T07:00", by="Cici")
    set_seal(place)
    resign(place, seal_of(trusted, place))
    assert do(place, "send", "2024-12").exit_code == 10
    assert "approvals still needed: 1" in do(place, "approve", "2024-12", "--by", "Budi").stdout
    told = do(place, "approve", "2024-12", "--by", "Rina").stdout
    assert "letters let go by it: 3" in told
    assert "nothing leaves until ./generate.py send 2024-12" in told
    assert do(place, "send", "2024-12").exit_code == 0
    assert len(server.letters) == 3


# --- regions are independent ------------------------------------------------------------------------------------------


def test_a_pdf_that_is_missing_keeps_no_other_region_back(place: Path, server: Running) -> None:
    approve(place)
    (place / "out" / "2024-12" / KERINCI).write_bytes(b"")
    assert f"{KERINCI}isempty;" in "".join(do(place, "send", "2024-12", "--dry-run").stdout.split())
    (place / "out" / "2024-12" / KERINCI).unlink()
    dry = "".join(do(place, "send", "2024-12", "--dry-run").stdout.split())  # a cell is folded anywhere
    assert f"{KERINCI}isnotthere;./generate.pyrerun2024-12--edition1printsit" in dry
    assert dry.count("wouldbewrittenandsent") == 2
    done = do(place, "send", "2024-12")
    assert done.exit_code == 10
    assert "2 of 2 letters sent, 1 to be looked at" in done.stdout
    assert "rerun 2024-12 --edition 1 prints it" in " ".join(done.stdout.split())
    (digest,) = to(server.letters, OPERATOR)
    text = message_from_bytes(digest, policy=default).get_content()
    assert "15.01, Disnaker Kerinci, disnaker@kerinci.example: " in text
    assert "./generate.py rerun 2024-12 --edition 1 prints it" in text
    assert do(place, "rerun", "2024-12").exit_code == 0
    assert do(place, "send", "2024-12").exit_code == 0
    assert len(to(server.letters, "disnaker@kerinci.example")) == 1


def test_pdfs_are_looked_at_only_for_letters_that_are_not_written_yet(place: Path, server: Running) -> None:
    assert do(place, "send", "2024-12").exit_code == 10
    approve(place)
    for name in (PROVINCE, KERINCI):
        (place / "out" / "2024-12" / name).unlink()
    assert do(place, "send", "2024-12", "--dry-run").stdout.count("would be sent") == 3
    assert do(place, "send", "2024-12").exit_code == 0
    assert len(server.letters) == 4, "the digest of the first run among them"


# --- hours, and who said them -----------------------------------------------------------------------------------------


def test_a_yes_says_what_it_is_to_and_lets_go_what_waits_for_it(place: Path, server: Running) -> None:
    assert do(place, "send", "2024-12").exit_code == 10
    done = do(place, "approve", "2024-12", "--by", "Rina", "--not-after", "2099-01-01T09:00")
    lines = done.stdout.splitlines()
    assert lines[0] == "December 2024, edition 1: approved by Rina"
    assert [line.split(",")[0].strip() for line in lines[1:3]] == [PROVINCE, KERINCI]
    assert lines[3:] == [
        "  not after 2099-01-01 09:00 WIB",
        "letters let go by it: 3",
        "nothing leaves until ./generate.py send 2024-12",
    ]
    assert states(place) == ["approved"] * 3
    assert "waits for approval" not in do(place, "history").stdout
    assert {e.by for e in ledger(place).history() if e.event == "approved"} == {"Rina"}
    assert len(server.letters) == 1, "approve sends nothing; this is the digest"


def test_a_second_yes_tells_whose_place_it_takes_and_moves_the_hour(place: Path, server: Running) -> None:
    hours = ("--send-at", "2099-01-01T07:00", "--not-after", "2099-01-01T09:00")
    first = do(place, "approve", "2024-12", "--by", "Rina", *hours).stdout
    assert "takes the place" not in first
    assert "nothing leaves before 2099-01-01 07:00 WIB, and then by the next ./generate.py send 2024-12" in first
    assert do(place, "send", "2024-12").exit_code == 0
    later = do(place, "approve", "2024-12", "--by", "RINA", "--send-at", "2099-01-01T08:00").stdout
    assert "this takes the place of what Rina said on " in later
    assert later.count("not before 2099-01-01 07:00 WIB and not after 2099-01-01 09:00 WIB") == 1
    assert do(place, "history").stdout.count("2099-01-01 08:00") == 3
    now = do(place, "approve", "2024-12", "--by", "Rina", "--send-at", "2020-01-01T08:00").stdout
    assert "2020-01-01 08:00 WIB is over, which means now" in now
    assert "letters let go by it: 3" in now
    again = do(place, "approve", "2024-12", "--by", "Rina").stdout
    assert "let go" not in again, "they go already"
    assert do(place, "approve", "2024-12", "--by", "Rina").stdout.count(": at any hour") == 1
    assert [one.by for one in ledger(place).approvals("15", "2024-12", 1)] == ["Rina"]
    assert do(place, "send", "2024-12").exit_code == 0
    assert len(server.letters) == 3


def test_hours_that_contradict_each_other_are_refused(place: Path, server: Running) -> None:
    configure(place, port=server.port, approvals=2)
    approve(place, "--not-after", "2099-01-01T09:00")
    (line,) = said(do(place, "approve", "2024-12", "--by", "Budi", "--send-at", "2099-01-01T10:00"), 2)
    assert line.endswith(
        "it is not to be sent after 2099-01-01 09:00 WIB, as Rina said, nor before 2099-01-01 10:00 WIB, as Budi said: "
        "that is never"
    )
    assert [one.by for one in ledger(place).approvals("15", "2024-12", 1)] == ["Rina"]
    approve(place, "--not-after", "2099-01-01T11:00")
    done = do(place, "approve", "2024-12", "--by", "Budi", "--send-at", "2099-01-01T10:00")
    assert done.exit_code == 0, "Rina's first hour does not count any more"
    assert do(place, "approve", "2024-12", "--by", "R", "--send-at", "2099-01-02T10:00").exit_code == 2


def test_where_nobody_has_to_say_yes_approve_says_so(place: Path, server: Running) -> None:
    configure(place, port=server.port, approvals=0)
    done = do(place, "approve", "2024-12", "--by", "Rina")
    assert done.stdout.splitlines()[-2:] == [
        "no approval is needed here: mail.approvals is 0",
        "nothing leaves until ./generate.py send 2024-12",
    ]
