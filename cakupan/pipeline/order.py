"""What is asked of the program and of a worker, and what comes back. Light: nothing that draws is loaded."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cakupan.errors import CakupanError, OutputError
from cakupan.language import Language
from cakupan.message import Message
from cakupan.model import Acceptance, Format, Imprint, Indicators, KeptFigure, Limits, Meeting, Where
from cakupan.period import Period
from cakupan.seal import Seal
from cakupan.shelf import clear, places


@dataclass(frozen=True)
class Request:
    """What a user asks for; None and () mean the defaults. `keep`: the run becomes an edition below `var`.

    `seal`: who signs the reports, None where nobody does. `meeting`: what they are for, None: for
    their month; then `period` and `as_of` are None, as the meeting's day says which figures count.
    """

    data: Path
    out: Path
    var: Path
    period: Period | None
    regions: tuple[str, ...]
    as_of: dt.date | None
    language: str
    paper: str
    workers: int
    keep: bool
    now: dt.datetime | None = None
    limits: Limits = field(default_factory=Limits)
    accepted: tuple[Acceptance, ...] = ()
    seal: Seal | None = None
    formats: tuple[Format, ...] = (Format.PDF,)
    meeting: Meeting | None = None

    @property
    def until(self) -> dt.date | None:
        """The day up to which figures are used, where one was asked for: a meeting's own, which is one of them."""
        return self.meeting.day if self.meeting else self.as_of


@dataclass(frozen=True)
class Order:
    """What is to be made: whose report, in which language, on which paper, where it goes, of which edition it is.

    `path` is the PDF's place; other formats go beside it. `figures` are those the report rests on,
    `written` where characters beyond ASCII were handed in. A `trial` is marked as such on every page.
    `meeting` is what it is for, None: for its month.
    """

    indicators: Indicators
    language: str
    paper: str
    path: Path
    imprint: Imprint | None = None
    figures: tuple[KeptFigure, ...] = ()
    formats: tuple[Format, ...] = (Format.PDF,)
    trial: bool = False
    written: Mapping[str, Where] = field(default_factory=dict)
    meeting: Meeting | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """All that is to be written."""
        language = Language(self.language)
        return tuple(file for form in self.formats for file in places(self.path, form, language))


@dataclass(frozen=True)
class Made:
    """What came of an order: pages and bytes, or the problems that kept it from being made.

    `formats` are those that were made, each with its pages, `remarks` what a clerk should know of them.
    """

    pages: int = 0
    size: int = 0
    problems: tuple[Message, ...] = ()
    exit_code: int = 0
    formats: Mapping[Format, int] = field(default_factory=dict)
    remarks: tuple[Message, ...] = ()

    def without(self, form: Format, lost: "Made") -> "Made":
        """The same where one format was made in vain, with what kept it from its place."""
        left = {other: pages for other, pages in self.formats.items() if other is not form}
        return replace(
            self,
            pages=self.pages - self.formats.get(form, 0),
            formats=left,
            problems=self.problems + lost.problems,
            exit_code=max(self.exit_code, lost.exit_code),
        )


def failed(order: Order, *errors: CakupanError) -> Made:
    """Why there is nothing; what is older in its place is taken away, or that fails too and is said."""
    try:
        for file in order.files:
            clear(file)
    except OutputError as error:
        errors += (error,)
    return Made(problems=tuple(m for error in errors for m in error.messages), exit_code=errors[0].exit_code)
