"""What has changed since the edition a recipient has, which need not be the one its successor names."""

from dataclasses import replace

from cakupan.editions import Store, differing
from cakupan.model import Edition, Imprint, KeptReport, Reason


def imprint_since(store: Store, edition: Edition, report: KeptReport, older: int) -> Imprint:
    """What a report of an edition says of itself to those who have the `older` one; that has the report, too."""
    if older == report.imprint.replaces:
        return report.imprint
    before = _numbered(store, edition, older)
    then = before.report_of(report.region)
    assert then, "a letter was sent of it"
    reasons = _reasons(store, edition, report, older)
    told = (
        replace(change, reasons=reasons.get(change.key, change.reasons))
        for change in differing(before, then.figures, report.figures, None, Reason.UNSURE)
        if change.old and change.new  # what is withheld now is not told again
    )
    return Imprint(edition.number, older, tuple(told))


def _reasons(
    store: Store, edition: Edition, report: KeptReport, older: int
) -> dict[tuple[str, str, str], tuple[Reason, ...]]:
    """Why figures are others than in an edition before the last: all that was said of them on the way.

    Nothing is known where the editions do not lead back to it, as one is in another language.
    """
    found: dict[tuple[str, str, str], tuple[Reason, ...]] = {}
    imprint = report.imprint
    while imprint.replaces is not None and imprint.replaces >= older:
        for change in imprint.changes:
            found[change.key] = tuple(dict.fromkeys((*change.reasons, *found.get(change.key, ()))))
        if imprint.replaces == older:
            return found
        before = _numbered(store, edition, imprint.replaces).report_of(report.region)
        assert before, "what is replaced has a report of the region"
        imprint = before.imprint
    return {}


def _numbered(store: Store, edition: Edition, number: int) -> Edition:
    """An edition for the same month or meeting, which is there."""
    return next(one for one in store.of_occasion(edition.province, edition.occasion) if one.number == number)
