"""A report becomes a letter: the bytes that will go out, the same each time."""

from collections.abc import Sequence
from hashlib import sha256

from cakupan.errors import PrintError
from cakupan.letter.head import LetterHead, head_of, lines_of
from cakupan.letter.opened import not_as_meant
from cakupan.letter.parts import parts_of
from cakupan.letter.words import PDF, SHEET, File, file_name, words_of
from cakupan.message import Message, message
from cakupan.model import Report


def write_letter(
    head: LetterHead, report: Report, pdf: bytes, picture: bytes | None, annex: bytes | None, most_bytes: int
) -> bytes:
    """The letter with the report's key figures in it and the PDF beside them.

    `picture` is the chart of page 1 as PNG, in the letter's language; `annex` the
    workbook. Where the letter were larger than `most_bytes` the annex stays out, and the
    letter says so. PrintError where there is no figure to tell of, where the report is
    not the recipient's, or where even that is too large; DataError where a name cannot
    stand in the head of a letter.
    """
    _refuse_empty(head, report, pdf)
    report_file = File(file_name(report, head, "pdf"), message("Report"), pdf, PDF)
    files = [report_file]
    if annex:
        files.append(File(file_name(report, head, "xlsx"), message("Tables for Excel"), annex, SHEET))
    content = _built(head, report, files, None, picture)
    if len(content) > most_bytes and annex:
        left_out = message(
            "The tables for Excel are left out: with them this letter would be larger than the {size} kB that are "
            "allowed. Ask for them by replying.",
            size=most_bytes // 1000,
        )
        content = _built(head, report, [report_file], left_out, picture)
    if len(content) > most_bytes:
        raise PrintError(
            message(
                "the letter on {region} has {size} bytes, more than the {limit} that are allowed",
                region=report.indicators.region.full,
                size=len(content),
                limit=most_bytes,
            )
        )
    return content


def _refuse_empty(head: LetterHead, report: Report, pdf: bytes) -> None:
    """What must not go out: a letter that says nothing, another region's report, something that is no report."""
    known, to = report.indicators, head.recipient
    if to.region != known.region.code:
        told = message("{agency} gets reports on {wanted}, not on {region}", agency=to.agency, wanted=to.region,
                       region=known.region.full)  # fmt: skip
        raise PrintError(told)
    if known.coverage is None:
        raise PrintError(
            message("no letter on {region}: there is no coverage figure to tell", region=known.region.full)
        )
    if not pdf.startswith(b"%PDF-"):
        raise PrintError(message("no letter on {region}: the report is no PDF", region=known.region.full))


def _built(
    head: LetterHead, report: Report, files: Sequence[File], left_out: Message | None, picture: bytes | None
) -> bytes:
    """Built, and read again by another reader than the one that wrote it."""
    headers = head_of(head, report)
    chart = sha256(head.message_id.encode()).hexdigest()[:24] + "@" + head.message_id[1:-1].rpartition("@")[2]
    words = words_of(head, report, files, left_out, chart if picture else "")
    content = lines_of(headers) + parts_of(words, picture, chart, files, head.message_id)
    if wrong := sorted(set(not_as_meant(content, headers))):
        told = message("the head of the letter is not read as it was written: {names}", names=", ".join(wrong))
        raise PrintError(told)
    return content
