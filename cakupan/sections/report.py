"""The sections of a report: which there are, in what order, and which of them this one has something for."""

from collections.abc import Callable
from dataclasses import dataclass

from cakupan.message import Message, message
from cakupan.model import Report


@dataclass(frozen=True)
class Section:
    """A section by the name of its template and its anchor; `there` tells whether a report has it.

    One without figures is left out: the data notes say what is missing.
    """

    name: str
    title: Message
    there: Callable[[Report], bool]


_MEETING = "meeting"


def sections(report: Report) -> tuple[Section, ...]:
    """Those of this report, in the order of the house or of the province's style; page 1 comes before them."""
    known = {section.name: section for section in SECTIONS}
    chosen = list(report.indicators.province.style.sections or known)
    if _MEETING not in chosen:  # nobody leaves it out: page 1 leads to it
        chosen.insert(chosen.index("actions") if "actions" in chosen else 0, _MEETING)
    return tuple(known[name] for name in chosen if known[name].there(report))


def _always(_: Report) -> bool:
    return True


def _segments(report: Report) -> bool:
    return bool(report.indicators.segments or report.indicators.parts or report.indicators.counted)


def _villages(report: Report) -> bool:
    return bool(report.indicators.villages or report.indicators.register or report.indicators.withheld)


def _changes(report: Report) -> bool:
    return bool(report.imprint and (report.imprint.replaces or report.imprint.restated))


def _meeting(report: Report) -> bool:
    """Where page 1 has no room for all of it."""
    return bool(report.briefing and not report.briefing.is_whole)


SECTIONS = (
    Section("path", message("The way to the target"), lambda report: report.indicators.coverage is not None),
    Section("regions", message("Regencies and cities"), _always),
    Section("segments", message("Segments"), _segments),
    Section("activity", message("Active and not active"), lambda report: report.indicators.activity is not None),
    Section("villages", message("Village institutions"), _villages),
    Section(
        "permits", message("Permits and registrations (PTSP)"), lambda report: report.indicators.permits is not None
    ),
    Section(
        "funding",
        message("Vulnerable workers: who pays, and until when"),
        lambda report: bool(report.indicators.costs or report.indicators.funded),
    ),
    Section(_MEETING, message("The meeting"), _meeting),
    Section("actions", message("Follow-up matrix"), lambda report: bool(report.indicators.followed)),
    Section("changes", message("What has changed since the last edition"), _changes),
    Section("notes", message("Data notes"), _always),
    Section("appendix", message("Appendix"), _always),
)
