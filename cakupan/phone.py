"""The summary as plain text, for a message: what page 1 says, in at most 900 characters."""

from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import KeyFigure, Report

MOST = 900  # characters


def text_message(report: Report, full: str) -> str:
    """Headline, key figures, needed pace, findings, a line each, no markup; `full` names the file of the report.

    What is too much goes, the last finding first; headline, pace (by itself or in a finding) and the report's name
    always stay.
    """
    language, said = Language(report.language), report.sentences
    first = [language.sentence(said.headline)]
    if report.indicators.province.sample:
        first.insert(0, language.tell(message("SAMPLE DATA: invented figures, not for use")))
    figures = [_key_figure(one, language) for one in said.key_figures]
    findings = [f"{number}. {language.sentence(one)}" for number, one in enumerate(said.highlights, 1)]
    last = [language.tell(named(report, full))]

    def text() -> str:
        return _joined(first, figures, _middle(report, len(findings)), findings, last)

    while len(text()) > MOST and (findings or figures):
        (findings or figures).pop()
    return text()


def _middle(report: Report, findings: int) -> list[str]:
    way = report.pace_beside(findings)
    return [Language(report.language).sentence(way) + "."] if way else []


def named(report: Report, full: str) -> Message:
    """Where the rest is to be found: the report by its file, and the data by its fingerprint."""
    return message("Full report: {file} (data {fingerprint})", file=full, fingerprint=report.indicators.fingerprint[:8])


def _key_figure(one: KeyFigure, language: Language) -> str:
    notes = "; ".join(map(language.tell, one.notes))
    return f"{language.compact(one.figure)} {language.tell(one.label)}" + (f" ({notes})" if notes else "")


def _joined(*parts: list[str]) -> str:
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
