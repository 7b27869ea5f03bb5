"""What is asked of the program and of a worker, and what comes back. Light: nothing that draws is loaded."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from cakupan.errors import CakupanError, OutputError
from cakupan.message import Message
from cakupan.model import Acceptance, Imprint, Indicators, KeptFigure, Limits
from cakupan.period import Period
from cakupan.seal import Seal
from cakupan.shelf import clear


@dataclass(frozen=True)
class Request:
    """What a user asks for; None and () mean the defaults. `keep`: the run becomes an edition below `var`.

    `seal`: who signs the PDFs, None where nobody does.
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


@dataclass(frozen=True)
class Order:
    """What is to be made: whose report, in which language, on which paper, where it goes, of which edition it is.

    `figures` are those the report rests on.
    """

    indicators: Indicators
    language: str
    paper: str
    path: Path
    imprint: Imprint | None = None
    figures: tuple[KeptFigure, ...] = ()


@dataclass(frozen=True)
class Made:
    """What came of an order: pages and bytes, or the problems that kept it from being made."""

    pages: int = 0
    size: int = 0
    problems: tuple[Message, ...] = ()
    exit_code: int = 0


def failed(order: Order, *errors: CakupanError) -> Made:
    """Why there is no report; an older one in its place is taken away, or that fails too and is said."""
    try:
        clear(order.path)
    except OutputError as error:
        errors += (error,)
    return Made(problems=tuple(m for error in errors for m in error.messages), exit_code=errors[0].exit_code)
