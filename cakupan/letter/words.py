"""What a letter says: as plain text and as HTML, both from templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cakupan.fill import fill
from cakupan.language import Language
from cakupan.letter.head import LetterHead, subject_of
from cakupan.message import Message, message
from cakupan.model import FigureChange, Followed, Report

PDF = "application/pdf"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_OVERDUE = 3
_MOST_CHANGES = 5  # the others are in the report's own section on changes


class File(NamedTuple):
    """An attachment: its name, what it is, its bytes and its kind, as "application/pdf"."""

    name: str
    about: Message
    content: bytes
    kind: str

    @property
    def told(self) -> Message:
        """As the letter lists it."""
        kilobytes = max(1, round(len(self.content) / 1000))
        return message("{what}: {file} ({size} kB)", what=self.about, file=self.name, size=kilobytes)


class Words(NamedTuple):
    """The two bodies of one letter."""

    plain: str
    html: str


@dataclass(frozen=True)
class Letter:
    """All that the templates see besides the report; `chart` is the picture's Content-ID, "" without one.

    `role` is the recipient's, which is written in Indonesian: "" in a letter that is not.
    """

    head: LetterHead
    role: str
    subject: str
    files: Sequence[File]
    left_out: Message | None
    overdue: Sequence[Followed]
    changes: Sequence[FigureChange]
    more_changes: int
    chart: str
    pdf_language: Message | None


def words_of(head: LetterHead, report: Report, files: Sequence[File], left_out: Message | None, chart: str) -> Words:
    """Both bodies; PrintError where a province's own template breaks."""
    known, style = report.indicators, report.indicators.province.style
    late = () if known.is_province else tuple(one for one in known.followed if one.late)
    letter = Letter(
        head=head,
        role=head.recipient.role if head.language == "id" else "",
        subject=subject_of(head, report),
        files=files,
        left_out=left_out,
        overdue=late[:_MOST_OVERDUE],
        changes=head.imprint.changes[:_MOST_CHANGES],
        more_changes=len(head.imprint.changes[_MOST_CHANGES:]),
        chart=chart,
        pdf_language=None if report.language == head.language else _IN[report.language],
    )
    plain, html = (
        fill(f"letter.{kind}.j2", head.language, style, report=report, letter=letter) for kind in ("txt", "html")
    )
    return Words(plain, style.paint(html))


_IN = {
    "id": message("The report itself is in Indonesian."),
    "en": message("The report itself is in English."),
}


def file_name(report: Report, head: LetterHead, ending: str) -> str:
    """15.01-kabupaten-kerinci-2025-03-edisi-2.pdf: our own letters only, short enough for one line of a head."""
    known, language = report.indicators, Language(head.language)
    edition = language.slug(message("edition {number}", number=head.imprint.number))
    occasion = report.briefing.meeting.key if report.briefing else known.period
    return f"{known.region.code}-{language.slug(known.region.full)[:36].strip('-')}-{occasion}-{edition}.{ending}"
