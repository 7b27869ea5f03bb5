"""Sealing: valid for two programs, both standards kept, one flipped byte seen; the unsigned bytes are what is kept."""

import datetime as dt
import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

import generate
from cakupan.editions import Store
from cakupan.errors import CakupanError, MachineError, PrintError, SettingsError
from cakupan.model import Format
from cakupan.period import Period
from cakupan.pipeline.kept import keep
from cakupan.pipeline.order import Made, Order
from cakupan.pipeline.placed import put_in_place, seal_report
from cakupan.seal import Seal, open_seal
from cakupan.settings import read_settings
from tests.authority import PASSPHRASE, Authority, authority
from tests.keeping import FIGURES, TARGETS, prepared
from tests.provinces import folder, measured, pages_of, pdf
from tests.verapdf import validate

VARIABLE = "CAKUPAN_SEAL_PASSPHRASE"
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def trusted() -> Iterator[Authority]:
    with authority() as made:
        yield made


def seal(trusted: Authority, tmp_path: Path, timestamp: str = "") -> Seal:
    (tmp_path / "seal.p12").write_bytes(trusted.pkcs12)
    return open_seal(tmp_path / "seal.p12", VARIABLE, {VARIABLE: PASSPHRASE}, timestamp, NOW)


def signature(content: bytes) -> Any:
    (found,) = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    return found


def status(content: bytes, trusted: Authority) -> Any:
    context = ValidationContext(trust_roots=[trusted.root], allow_fetching=True)
    return validate_pdf_signature(signature(content), context)


def pdfsig(content: bytes, tmp_path: Path) -> str:
    """What poppler says, which is another program than the one that signed; the tests need it (poppler-utils)."""
    (tmp_path / "signed.pdf").write_bytes(content)
    done = subprocess.run(
        ["pdfsig", "-nocert", "signed.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_a_sealed_report_is_valid_and_keeps_to_both_standards(trusted: Authority, tmp_path: Path, level: str) -> None:
    plain = pdf("jambi", "2024-12", "15.71")
    signed = seal(trusted, tmp_path, trusted.address if level == "B-LTA" else "").sign(plain)
    found = status(signed, trusted)
    assert found.bottom_line, found.summary()
    assert (found.timestamp_validity is not None) is (level == "B-LTA")
    assert len(PdfFileReader(io.BytesIO(signed)).embedded_timestamp_signatures) == (level == "B-LTA")
    assert signature(signed).sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert "Signature Validation: Signature is Valid." in pdfsig(signed, tmp_path)
    assert signed.startswith(plain)  # what was printed stays as it is; the signature stands behind it
    assert pages_of(signed) == pages_of(plain)  # and is seen nowhere
    assert [(result.profile, result.failed) for result in validate([tmp_path / "signed.pdf"])] == [
        ("PDF/A-3a", ()),
        ("PDF/UA-1", ()),
    ]


def test_one_flipped_byte_is_seen(trusted: Authority, tmp_path: Path) -> None:
    plain = pdf("jambi", "2024-12", "15.71")
    signed = bytearray(seal(trusted, tmp_path).sign(plain))
    place = plain.index(b"stream") + 20
    signed[place] ^= 1
    assert not status(bytes(signed), trusted).bottom_line
    told = pdfsig(bytes(signed), tmp_path)
    assert "Signature is Valid" not in told
    assert "Digest Mismatch" in told


def problem(pkcs12: Path, environ: dict[str, str], now: dt.datetime = NOW) -> tuple[type, str]:
    with pytest.raises(CakupanError) as caught:
        open_seal(pkcs12, VARIABLE, environ, "", now)
    assert PASSPHRASE not in str(caught.value)
    return caught.type, str(caught.value)


def test_a_seal_that_cannot_be_opened_is_told_without_its_passphrase(trusted: Authority, tmp_path: Path) -> None:
    file, known = tmp_path / "seal.p12", {VARIABLE: PASSPHRASE}
    file.write_bytes(trusted.pkcs12)
    assert problem(file, {}) == (
        SettingsError,
        f"the environment variable {VARIABLE}, which should hold the passphrase of the seal, is not set",
    )
    wrong = (SettingsError, f"seal.pkcs12: {file} is no PKCS#12 file, or {VARIABLE} is not its passphrase")
    assert problem(file, {VARIABLE: "another"}) == wrong
    file.write_bytes(b"no")
    assert problem(file, known) == wrong
    file.write_bytes(trusted.expired)
    assert "was valid until" in problem(file, known)[1]
    file.unlink()
    assert problem(file, known) == (SettingsError, f"seal.pkcs12: {file} cannot be read: No such file or directory")


def test_without_the_library_it_is_told_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "pyhanko"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    kind, said = problem(tmp_path / "seal.p12", {})
    assert (kind, said) == (MachineError, "pyHanko, which seals, is missing; run `make seal`")


def test_a_service_that_does_not_answer_leaves_no_report(trusted: Authority, tmp_path: Path) -> None:
    away = seal(trusted, tmp_path, "http://127.0.0.1:1/")
    with pytest.raises(PrintError, match="could not be sealed"):
        away.sign(pdf("jambi", "2024-12", "15.71"))
    known, every = measured(FIGURES)["15"], (Format.PDF, Format.SUMMARY)
    staged, order = (Order(known, "id", "A4", tmp_path / f"{name}.pdf", formats=every) for name in ("aside", "report"))
    staged.path.write_bytes(pdf("jambi", "2024-12", "15.71"))
    for file in (*staged.files[1:], *order.files):
        file.write_bytes(b"new" if file.stem.startswith("aside") else b"old")
    printed = Made(4, 9, formats={Format.PDF: 3, Format.SUMMARY: 1})
    made = put_in_place(seal_report(printed, staged, away), staged, order)
    assert (made.pages, made.size, made.formats, made.exit_code) == (1, 6, {Format.SUMMARY: 1}, 6)
    assert "could not be sealed" in str(made.problems[0])
    assert not order.path.exists()
    assert [file.read_bytes() for file in order.files[1:]] == [b"new", b"new"]


def test_a_report_that_cannot_be_sealed_is_in_no_edition(trusted: Authority, tmp_path: Path) -> None:
    run, orders = prepared(tmp_path)
    sealing = seal(trusted, tmp_path)
    run = replace(run, request=replace(run.request, seal=sealing))

    def half_a_press(asked: Mapping[str, Order]) -> dict[str, Made]:
        asked["15"].path.write_bytes(pdf("jambi", "2024-12", "15"))
        asked["15.01"].path.write_bytes(b"no PDF")
        return dict.fromkeys(asked, Made(4, 1, formats={Format.PDF: 4}))

    made = keep(run, orders, half_a_press)
    assert (made["15"].exit_code, made["15.01"].exit_code) == (0, 6)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["15.pdf"]
    assert status(orders["15"].path.read_bytes(), trusted).bottom_line
    (report,) = Store(tmp_path / "var").edition("15", Period(2024, 12), 1).reports
    assert (report.region, report.sha256) == ("15", hashlib.sha256(pdf("jambi", "2024-12", "15")).hexdigest())


@pytest.mark.parametrize("keeping", ["--keep", "--no-keep"])
def test_of_all_formats_the_report_alone_is_sealed(
    trusted: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keeping: str
) -> None:
    (tmp_path / "seal.p12").write_bytes(trusted.pkcs12)
    folder(tmp_path / "data", FIGURES, TARGETS)
    settings = tmp_path / "settings.toml"
    settings.write_text('data = "data"\nout = "out"\nvar = "var"\n[run]\nworkers = 1\n[seal]\npkcs12 = "seal.p12"\n')
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    every = [word for form in Format for word in ("--format", form.value)]
    asked = ["--settings", str(settings), "report", keeping, "--region", "15", *every]
    assert generate.main(asked, standalone_mode=False) == 0
    made = {file.name: file.read_bytes() for file in (tmp_path / "out" / "2024-12").iterdir()}
    assert sorted(made) == [
        "15-provinsi-jambi-lampiran.xlsx",
        "15-provinsi-jambi-paparan.pdf",
        "15-provinsi-jambi-ringkasan.pdf",
        "15-provinsi-jambi-ringkasan.txt",
        "15-provinsi-jambi.pdf",
    ]
    assert status(made["15-provinsi-jambi.pdf"], trusted).bottom_line
    for name in ("paparan", "ringkasan"):
        assert not PdfFileReader(io.BytesIO(made[f"15-provinsi-jambi-{name}.pdf"])).embedded_signatures
    assert made["15-provinsi-jambi-lampiran.xlsx"].startswith(b"PK")
    assert made["15-provinsi-jambi-ringkasan.txt"].decode().startswith("Cakupan")


@pytest.mark.parametrize("keep", [False, True])
def test_a_run_seals_what_goes_out_and_keeps_the_hash_of_the_unsigned(
    trusted: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], keep: bool
) -> None:
    (tmp_path / "seal.p12").write_bytes(trusted.pkcs12)
    folder(tmp_path / "data", FIGURES, TARGETS)
    settings = tmp_path / "settings.toml"
    settings.write_text('data = "data"\nout = "out"\nvar = "var"\n[run]\nworkers = 1\n[seal]\npkcs12 = "seal.p12"\n')
    assert read_settings(settings).seal.pkcs12 == str(tmp_path / "seal.p12")
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    asked = ["--settings", str(settings), "report", "--keep" if keep else "--no-keep"]
    assert generate.main(asked, standalone_mode=False) == 0
    files = sorted((tmp_path / "out" / "2024-12").glob("*.pdf"))
    assert len(files) == 2
    assert all(status(file.read_bytes(), trusted).bottom_line for file in files)
    assert PASSPHRASE not in "".join(capsys.readouterr())
    if keep:
        edition = Store(tmp_path / "var").edition("15", Period(2024, 12), 1)
        for report in edition.reports:
            content = (tmp_path / "out" / "2024-12" / report.name).read_bytes()
            lengths = [end + 5 for end in range(len(content)) if content.startswith(b"%%EOF", end)]
            hashes = {hashlib.sha256(content[:cut]).hexdigest() for length in lengths for cut in (length, length + 1)}
            assert report.sha256 in hashes
        assert PASSPHRASE not in next((tmp_path / "var").rglob("edition.json")).read_text("utf-8")
