"""The summary as plain text, for a message: what page 1 says, in at most 900 characters."""

from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import KeyFigure, Report
from cakupan.quantity import Count, Percent, Points

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


def pace(report: Report, findings: int | None = None) -> Message | None:
    """How fast coverage moves and how fast it would have to; where one figure tells no pace, what is missing.

    None where one of the first `findings` (None: of all) says the same figures.
    """
    coverage, said = report.indicators.coverage, report.sentences
    if coverage is None:
        return None
    way = said.titles["pace" if coverage.pace else "path"]
    told = _figures(way)
    return None if told and any(told <= _figures(one) for one in said.highlights[:findings]) else way


def _figures(said: Message) -> frozenset[object]:
    """The figures in a sentence, without days and words."""
    inside = (_figures(value) for value in said.values.values() if isinstance(value, Message))
    return frozenset(v for v in said.values.values() if isinstance(v, Percent | Points | Count)).union(*inside)


def _middle(report: Report, findings: int) -> list[str]:
    way = pace(report, findings)
    return [Language(report.language).sentence(way) + "."] if way else []


def named(report: Report, full: str) -> Message:
    """Where the rest is to be found: the report by its file, and the data by its fingerprint."""
    return message("Full report: {file} (data {fingerprint})", file=full, fingerprint=report.indicators.fingerprint[:8])


def _key_figure(one: KeyFigure, language: Language) -> str:
    notes = "; ".join(map(language.tell, one.notes))
    return f"{language.compact(one.figure)} {language.tell(one.label)}" + (f" ({notes})" if notes else "")


def _joined(*parts: list[str]) -> str:
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
