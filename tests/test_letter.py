"""The letter: what a recipient reads without opening the PDF, and a head that nothing can break out of."""

import datetime as dt
import email
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from cakupan.address import fits_head
from cakupan.assets import font_files
from cakupan.errors import DataError, PrintError
from cakupan.illustrate import illustrate_letter
from cakupan.language import Language
from cakupan.letter import LetterHead, Sender, inspect_letter, write, write_letter
from cakupan.letter.head import _header, lines_of
from cakupan.letter.opened import not_as_meant
from cakupan.model import FigureChange, Imprint, Indicators, Reason, Recipient, Report, Style
from cakupan.pdf import print_picture
from cakupan.sentences import write_sentences
from cakupan.stated import Stated, stated
from charts import use_house_style
from tests.provinces import REGIONS, measured, pdf, real
from tests.test_pages import NASTY, Reader, nasty

PDF = b"%PDF-1.7 the report"
PICTURE = b"\x89PNG a picture"
ANNEX = b"PK a workbook"
ROOM = 10_000_000
HEADERS = (
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
    "X-Cakupan-Region", "X-Cakupan-Period", "X-Cakupan-Edition", "MIME-Version", "Content-Type",
)  # fmt: skip


def head(known: Indicators, language: str = "id", imprint: Imprint | None = None, **changes: object) -> LetterHead:
    to = Recipient(
        "Dinas Tenaga Kerja", known.region.code, "pelaksana", "dinas@jambi.example", language, None, None, None
    )
    made = LetterHead(
        sender=Sender("Sekretariat", "laporan@jambi.example"),
        reply_to="sekretariat@jambi.example",
        recipient=to,
        message_id="<" + "a1" * 20 + "@jambi.example>",
        date=dt.datetime(2025, 4, 8, 9, tzinfo=dt.timezone(dt.timedelta(hours=7))),
        imprint=imprint or Imprint(1),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # passed on


def report(known: Indicators, language: str = "id") -> Report:
    return Report(known, write_sentences(known), {}, language, "A4", Imprint(1))


def letter(known: Indicators, made: LetterHead | None = None, annex: bytes | None = ANNEX, most: int = ROOM) -> bytes:
    return write_letter(made or head(known), report(known), PDF, PICTURE, annex, most)


def opened(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=default)


def plain(content: bytes) -> str:
    return body(content, "plain")


def html(content: bytes) -> str:
    return body(content, "html")


def body(content: bytes, kind: str) -> str:
    part = opened(content).get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def refusal(error: type[Exception], made: LetterHead, known: Indicators, **files: bytes) -> str:
    with pytest.raises(error) as caught:
        write_letter(made, report(known), files.get("pdf", PDF), None, None, ROOM)
    return str(caught.value)


@cache
def jambi(code: str = "15") -> Indicators:
    return real("jambi", "2024-12")[code]


@cache
def sample(code: str = "15.01") -> Indicators:
    return real("contoh", "2025-03")[code]


# --- what it says -----------------------------------------------------------------------------------------------------


def test_the_text_says_what_page_one_says() -> None:
    lines = plain(letter(sample())).splitlines()
    assert lines[:4] == ["*** DATA CONTOH: angka buatan, bukan untuk dipakai ***", "",
                         "Untuk: Dinas Tenaga Kerja (pelaksana)", ""]  # fmt: skip
    assert lines[4] == "Cakupan Kabupaten Kerinci naik ke 34,98%, masih 9,02 poin di bawah target 44%"
    assert lines[6].startswith("33.003 dari 94.348 pekerja")
    assert lines[8] == "* 34,98%: cakupan peserta aktif (▲ naik 0,52 poin sejak 28 Februari 2025; per 31 Maret 2025)"
    assert "0,57 poin per bulan" in "\n".join(lines)
    assert [line[:2] for line in lines if re.match(r"\d\.", line)] == ["1.", "2.", "3."]
    assert lines[lines.index("Keputusan yang melewati tenggat") + 1].endswith(
        "(BPKAD Kabupaten, batas 31 Januari 2025)"
    )
    assert lines[lines.index("Terlampir") + 1] == "- Laporan: 15.01-kabupaten-kerinci-2025-03-edisi-1.pdf (1 kB)"
    assert lines[-1] == "Surat ini dikirim oleh program. Balasan sampai ke sekretariat@jambi.example."
    assert lines[-2] == f"Edisi 1; data {sample().fingerprint[:8]}"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("name", "period"), [("jambi", "2024-12"), ("contoh", "2025-03"), ("sultra", "2018-06")])
def test_both_bodies_say_the_same_and_nothing_of_a_program(name: str, period: str, language: str) -> None:
    for known in real(name, period).values():
        if known.coverage is None:
            continue
        content = letter(known, head(known, language))
        page, text = Reader(re.sub("<style>.*</style>", "", html(content))), plain(content)
        assert ("html", {"lang": language}) in page.tags
        for line in map(str.strip, text.splitlines()):
            said = re.sub(r"^(?:\*|-|\d\.) ", "", line).strip("* ").split(" (")[0].split(": ")[-1]
            assert said in " ".join(page.text.split()) or said == "--", line
        for words in (text, page.text):
            assert not re.search(r"\b(None|nan|NaN|Undefined)\b(?! of)|Message\(|[{}]", words)
        assert not re.search(r"[<>]|&\w+;|\n\n\n", text.replace("->", ""))


def test_it_is_in_the_language_of_its_reader_and_says_when_the_report_is_not() -> None:
    english = letter(jambi(), head(jambi(), "en"))
    assert inspect_letter(english).subject == "Coverage report on Jambi Province, December 2024 (edition 1)"
    assert "1,312,370" in plain(english)
    assert "The report itself is in Indonesian." in plain(english)
    assert "The report itself is in Indonesian." in html(english)
    assert "Laporannya" not in plain(letter(jambi()))
    turned = write_letter(head(jambi()), report(jambi(), "en"), PDF, None, None, ROOM)
    assert "Laporannya sendiri berbahasa Inggris." in plain(turned)


def test_the_subject_names_report_region_month_and_edition() -> None:
    assert inspect_letter(letter(sample())).subject == (
        "DATA CONTOH: Laporan cakupan Kabupaten Kerinci, Maret 2025 (edisi 1)"
    )
    trial = letter(jambi(), head(jambi(), imprint=Imprint(2), trial=True))
    assert inspect_letter(trial).subject == "UJI COBA: Laporan cakupan Provinsi Jambi, Desember 2024 (edisi 2)"
    assert "UJI COBA: " in plain(trial)
    assert "UJI COBA: " in Reader(html(trial)).text
    assert "UJI COBA" not in plain(letter(jambi()))
    assert "CONTOH" not in plain(letter(jambi()))


def test_a_corrected_edition_says_so_at_its_top_and_what_has_changed() -> None:
    known = sample()
    assert known.coverage
    now = known.coverage.current.best
    one = FigureChange(
        known.period, 1, "15.01", "active", "PU", replace(now, value=now.value - 3), now, (Reason.SOURCE,)
    )
    content = letter(known, head(known, imprint=Imprint(3, 1, (one,) * 7)))
    said = "Kerinci, Peserta aktif, PU: 33.000 (31 Maret 2025) -> 33.003 (31 Maret 2025) (sumber)"
    text = plain(content)
    assert text.count(said) == 5
    assert "Dan 2 lagi, di dalam laporan." in text
    assert text.index("Edisi 3, menggantikan edisi 1") < text.index("Cakupan Kabupaten Kerinci naik")
    assert Reader(html(content)).text.count("33.000 (31 Maret 2025) →") == 5
    assert "Dan 2 lagi" in html(content)
    same = letter(known, head(known, imprint=Imprint(2, 1)))
    assert "Tidak ada angka yang berubah sejak edisi 1." in plain(same)
    assert "Tidak ada angka yang berubah sejak edisi 1." in html(same)
    assert inspect_letter(content).files[0] == "15.01-kabupaten-kerinci-2025-03-edisi-3.pdf"


def test_overdue_decisions_are_a_regencys_own() -> None:
    assert "Keputusan yang melewati tenggat" in plain(letter(sample()))
    assert "melewati tenggat" not in plain(letter(sample("15")))


# --- what must not go out ---------------------------------------------------------------------------------------------


def test_a_report_without_coverage_has_no_letter() -> None:
    silent = measured("2024-12-02,15.01,enrolled,total,5\n2024-12-02,15,coverage_rate,total,40")["15.01"]
    assert "there is no coverage figure to tell" in refusal(PrintError, head(silent), silent)


def test_nobody_gets_another_regions_report_nor_what_is_no_report() -> None:
    told = refusal(PrintError, head(jambi("15.71")), jambi())
    assert told == "Dinas Tenaga Kerja gets reports on 15.71, not on Jambi Province"
    assert "is no PDF" in refusal(PrintError, head(jambi()), jambi(), pdf=b"<html>Error 500")
    assert "is no PDF" in refusal(PrintError, head(jambi()), jambi(), pdf=b"")


def test_over_the_limit_the_annex_stays_out_and_the_letter_says_so() -> None:
    whole = letter(jambi(), annex=b"a" * 50_000)
    assert letter(jambi(), annex=b"a" * 50_000, most=len(whole)) == whole
    less = letter(jambi(), annex=b"a" * 50_000, most=60_000)
    assert len(inspect_letter(whole).files) == 2
    assert inspect_letter(less).files == ("15-provinsi-jambi-2024-12-edisi-1.pdf",)
    assert "Tabel untuk Excel tidak disertakan" in plain(less)
    assert "melebihi batas 60 kB" in html(less)
    assert "tidak disertakan" not in plain(letter(jambi(), annex=None))
    with pytest.raises(PrintError, match=r"the letter on Jambi Province has \d+ bytes, more than the 2000 that are"):
        letter(jambi(), most=2000)


# --- its bytes --------------------------------------------------------------------------------------------------------


def test_the_same_letter_has_the_same_bytes_and_another_message_other_boundaries() -> None:
    assert letter(sample()) == letter(sample())
    other = letter(sample(), head(sample(), message_id="<b@jambi.example>"))
    boundaries = [set(re.findall(rb'boundary="([^"]+)"', content)) for content in (letter(sample()), other)]
    assert [len(found) for found in boundaries] == [3, 3]
    assert not boundaries[0] & boundaries[1]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_line_is_short_ascii_and_ends_as_it_must(language: str) -> None:
    content = letter(sample(), head(sample(), language))
    lines = content.split(b"\r\n")
    assert content.isascii()
    assert max(map(len, lines)) <= 76
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", content)


def test_it_is_built_as_mail_programs_expect() -> None:
    made = opened(letter(sample()))
    assert [part.get_content_type() for part in made.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]  # fmt: skip
    picture = next(part for part in made.walk() if part.get_content_type() == "image/png")
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in html(letter(sample()))
    assert picture.get_content() == PICTURE
    image = dict(next(attributes for tag, attributes in Reader(html(letter(sample()))).tags if tag == "img"))
    assert "34,98%" in str(image["alt"])
    assert not re.search(r'(?:src|href)="(?!cid:)', html(letter(sample())))
    bare = write_letter(head(sample()), report(sample()), PDF, None, None, ROOM)
    assert "image/png" not in [part.get_content_type() for part in opened(bare).walk()]
    assert "<img" not in html(bare)


def test_the_head_is_complete_and_in_order() -> None:
    made = opened(letter(sample()))
    assert tuple(made.keys()) == HEADERS
    said = {name: str(value) for name, value in made.items()}
    assert said["From"] == "Sekretariat <laporan@jambi.example>"
    assert said["To"] == "Dinas Tenaga Kerja <dinas@jambi.example>"
    assert said["Date"] == "Tue, 08 Apr 2025 09:00:00 +0700"
    assert said["Auto-Submitted"] == "auto-generated"
    assert [said[f"X-Cakupan-{name}"] for name in ("Region", "Period", "Edition")] == ["15.01", "2025-03", "1"]


def test_a_trial_bears_the_agency_in_its_text_alone() -> None:
    made = letter(sample(), head(sample(), trial=True))
    assert str(opened(made)["To"]) == "dinas@jambi.example"
    assert inspect_letter(made).recipient == "dinas@jambi.example"
    assert "Seperti untuk: Dinas Tenaga Kerja" in plain(made)
    assert "Seperti untuk: Dinas Tenaga Kerja" in Reader(html(made)).text


def test_a_role_stands_in_a_letter_of_its_own_language() -> None:
    assert "Untuk: Dinas Tenaga Kerja (pelaksana)" in plain(letter(sample()))
    for body_of in (plain, html):
        assert "pelaksana" not in body_of(letter(sample(), head(sample(), "en")))


def test_a_letter_is_read_back() -> None:
    found = inspect_letter(letter(sample()))
    assert (found.recipient, found.agency) == ("dinas@jambi.example", "Dinas Tenaga Kerja")
    assert found.sender == "laporan@jambi.example"
    assert found.message_id == head(sample()).message_id
    assert (found.headers, found.pdf) == (HEADERS, PDF)
    assert found.pdf_sha256 == sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"To: =?utf-8?b?a?= <>\r\n\r\n",
        b"To: a@b.example, c@d.example\r\n\r\n",
        b"To: a@b.example\r\nTo: c@d.example\r\n\r\n",
        b"\xff\0: x\r\n\r\n",
    ],
)
def test_what_is_no_letter_to_one_has_no_recipient(content: bytes) -> None:
    found = inspect_letter(content)
    assert (found.recipient, found.pdf) == ("", b"")


def test_a_head_that_cannot_be_decoded_says_nothing() -> None:
    assert inspect_letter(b"Subject: =?utf-8?b?a?=\r\n\r\n").subject == ""
    assert inspect_letter(b"Subject: =?latin-1?q?=E9?= b\r\n\r\n").subject == "\ufffd b"


def test_two_reports_in_a_letter_are_none() -> None:
    content = letter(sample())
    twice = content.replace(b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"application/pdf")
    assert len(inspect_letter(twice).files) == 2
    assert inspect_letter(twice).pdf == b""


# --- nothing breaks out -----------------------------------------------------------------------------------------------

NAMES = st.text(min_size=1, max_size=60)
LIKELY = st.text(st.sampled_from('Dinas Kerja,.;:"\\()<>@[]=?é“日\u00a0'), min_size=1, max_size=60)


@given(NAMES | LIKELY, NAMES | LIKELY)
def test_any_agency_is_refused_or_read_as_it_was_written(agency: str, sender: str) -> None:
    made = head(jambi(), sender=Sender(sender, "laporan@jambi.example"))
    made = replace(made, recipient=replace(made.recipient, agency=agency))
    if not (fits_head(agency) and agency.strip() and fits_head(sender) and sender.strip()):
        assert "cannot stand in the head of a letter" in refusal(DataError, made, jambi())
        return
    content = write_letter(made, report(jambi()), PDF, None, None, ROOM)
    found = inspect_letter(content)
    assert (found.agency, found.recipient) == (" ".join(agency.split()), "dinas@jambi.example")
    assert (found.headers, found.sender) == (HEADERS, "laporan@jambi.example")
    assert max(map(len, content.split(b"\r\n"))) <= 76


@given(NAMES | LIKELY)
def test_any_name_of_a_region_is_refused_or_read_as_it_was_written(name: str) -> None:
    known = jambi("15.71")
    renamed = replace(known, region=replace(known.region, name=name))
    made = head(renamed)
    if not (fits_head(name) and name.strip()):
        assert refusal(DataError, made, renamed).startswith("region: ")
        return
    content = write_letter(made, report(renamed), PDF, None, None, ROOM)
    assert inspect_letter(content).subject == " ".join(f"Laporan cakupan Kota {name}, Desember 2024 (edisi 1)".split())
    assert re.fullmatch(r"[a-z0-9.-]+\.pdf", inspect_letter(content).files[0])


@given(st.text())
def test_any_address_is_refused_or_plain(address: str) -> None:
    assume("@" not in address or not address.isascii())
    made = head(jambi(), reply_to=address)
    assert "reply-to: " in refusal(DataError, made, jambi())


def test_all_that_cannot_stand_in_a_head_is_told_at_once() -> None:
    made = head(jambi(), reply_to="x", sender=Sender("a\r\nBcc: b@c.example", "y"))
    made = replace(made, recipient=replace(made.recipient, agency="=?utf-8?q?a?=", address="a@b.example\r\nBcc: c"))
    with pytest.raises(DataError) as caught:
        letter(jambi(), made)
    assert [Language("en").tell(one).split(":")[0] for one in caught.value.messages] == [
        "agency", "sender", "recipient", "sender", "reply-to",
    ]  # fmt: skip


@given(st.text().filter(fits_head))
def test_a_header_survives_whatever_it_says(text: str) -> None:
    assume(text and " ".join(text.split()) == text)
    lines = (_header("Subject", text) + "\r\n\r\n").encode("ascii")
    assert inspect_letter(lines).subject == text
    assert max(map(len, lines.split(b"\r\n"))) <= 76


def test_a_head_that_is_read_otherwise_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"To": "A <a@b.example>", "Subject": "x"}
    end = b"Content-Type: text/plain\r\n\r\n"
    good = lines_of(headers) + end
    assert list(not_as_meant(good, headers)) == []
    for old, new in ((b"x", b"y"), (b"A", b"B"), (b"Subject", b"Bcc: c@d.example\r\nSubject"), (b"Subject", b"Subjec"),
                     (b"a@b", b"c@d"), (b"x", b"x\nBcc: c@d.example"), (b"x", b"x\rBcc: c")):  # fmt: skip
        assert list(not_as_meant(good.replace(old, new), headers)), new
    monkeypatch.setattr(write, "lines_of", lambda headers: lines_of(headers) + b"Bcc: a@b.example\r\n")
    with pytest.raises(PrintError, match=r"the head of the letter is not read as it was written: .*Bcc"):
        letter(jambi())


def test_markup_in_the_data_is_text_and_stays_on_its_line() -> None:
    known = nasty("15")
    known = replace(known, province=replace(known.province, letterhead=f"{NASTY}\r\n\r\nHello"))
    made = head(known)
    made = replace(made, recipient=replace(made.recipient, agency=NASTY, role=f"a\n{NASTY}"))
    content = letter(known, made)
    page = Reader(html(content))
    assert NASTY in page.text
    assert "b" not in {tag for tag, _ in page.tags}
    assert f"Untuk: {NASTY} (a {NASTY})\n" in plain(content)
    assert f"{NASTY} Hello\n" in plain(content)


def test_a_province_may_write_its_own_letter_and_is_told_where_it_breaks() -> None:
    def styled(**templates: str) -> Indicators:
        named = tuple((f"letter.{kind}.j2", text) for kind, text in templates.items())
        return replace(jambi(), province=replace(jambi().province, style=Style(templates=named)))

    known = styled(txt="Yth. {{ letter.head.recipient.agency }} & {{ report.indicators.region.full | show }}")
    assert plain(letter(known)) == "Yth. Dinas Tenaga Kerja & Provinsi Jambi\n"
    assert "Yang perlu diketahui" in html(letter(known))
    with pytest.raises(PrintError, match=r"templates/letter\.html\.j2, line 2: UndefinedError"):
        letter(styled(html="a\n{{ letter.nothing }}"))


def test_a_provinces_colours_are_those_of_its_letter() -> None:
    style = Style(colours=(("#c4522f", "#112233"),))
    known = replace(jambi(), province=replace(jambi().province, style=style))
    assert "#112233" in html(letter(known))
    assert "#c4522f" not in html(letter(known))


# --- the picture, and what a PDF says of itself -----------------------------------------------------------------------


def picture(known: Indicators, paint: Mapping[str, str] | None = None) -> bytes:
    use_house_style(font_files())
    drawn = illustrate_letter(known, write_sentences(known), Language("id"))
    assert drawn
    return print_picture(Style(colours=tuple((paint or {}).items())).paint(drawn.svg), 560)


def test_the_chart_is_a_small_picture_of_the_width_asked_for_in_the_provinces_colours() -> None:
    content = picture(sample())
    assert content == picture(sample())
    assert len(content) < 20_000
    image = Image.open(io.BytesIO(content))
    assert image.width == 560
    assert 350 <= image.height <= 370
    colours = {colour for _, colour in image.convert("RGB").getcolors(10_000) or ()}
    assert {(255, 255, 255), (7, 81, 94)} <= colours
    painted = Image.open(io.BytesIO(picture(sample(), {"#07515e": "#112233"}))).convert("RGB")
    assert (17, 34, 51) in {colour for _, colour in painted.getcolors(10_000) or ()}


def test_where_there_is_nothing_to_draw_there_is_no_picture() -> None:
    single = measured("2024-12-02,15,coverage_rate,total,40", regions=REGIONS)["15"]
    assert illustrate_letter(single, write_sentences(single), Language("id")) is None


def test_a_pdf_states_its_region_period_edition_and_occasion() -> None:
    assert stated(pdf("jambi", "2024-12", "15.71")) == Stated("15.71", "2024-12", "", "2024-12")
    assert stated(b"%PDF-1.7 no more") == Stated("", "", "", "")
