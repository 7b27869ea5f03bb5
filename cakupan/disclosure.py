"""Disclosure control: a count so small that it could be about persons one knows is withheld, and what gives it back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cakupan.message import message
from cakupan.model import Accepted, Figures, Finding

VILLAGES = (
    "village_active", "village_uncovered", "village_potential",
    "village_government_enrolled", "village_council_enrolled", "village_bodies_enrolled",
)  # fmt: skip
RATES = ("village_rate", "village_uncovered_rate")


def withhold(figures: Figures, below: int) -> Figures:
    """The figures without those on village institutions of each region that has a count from 1 to `below` - 1.

    The province's total is published, so that one region alone could be worked out: others
    are withheld with it (`too_small`). What was found in withheld figures is told without
    its numbers. 0: nothing is withheld.
    """
    province = figures.province.region.code
    cells = {code: _counts(figures, code) for code in (province, *(m.code for m in figures.province.members))}
    cells = {code: counts for code, counts in cells.items() if any(counts)}
    own = too_small({province: cells.pop(province, ())}, below)
    codes = own | too_small(cells, below)
    if not codes:
        return figures
    hidden = frozenset((code, name) for code in codes for name in (*VILLAGES, *RATES))
    return replace(
        figures,
        series={key: series for key, series in figures.series.items() if key[:2] not in hidden},
        undated={key: series for key, series in figures.undated.items() if key[:2] not in hidden},
        warnings=tuple(_veiled(f, hidden) for f in figures.warnings),
        holds=tuple(_veiled(f, hidden) for f in figures.holds),
        accepted=tuple(Accepted(_veiled(a.finding, hidden), a.reason, a.by) for a in figures.accepted),
        withheld=hidden,
    )


def too_small(table: Mapping[str, Sequence[int]], below: int) -> frozenset[str]:
    """The rows of a table of counts that must not be shown beside the sums of its columns.

    Those with a count from 1 to `below` - 1, and with them the smallest others until
    at least two rows are gone and together they have no such count either.
    """
    gone = [row for row, counts in table.items() if _small(counts, below)]
    others = sorted(table.keys() - set(gone), key=lambda row: (sum(table[row]), row))
    while (
        gone and others and (len(gone) < 2 or _small(map(sum, zip(*map(table.__getitem__, gone), strict=True)), below))
    ):
        gone.append(others.pop(0))
    return frozenset(gone)


def _small(counts: "Sequence[int] | map[int]", below: int) -> bool:
    return any(0 < count < below for count in counts)


def _counts(figures: Figures, code: str) -> tuple[int, ...]:
    """The newest count of each measure, and how many are not covered; 0 where there is none."""
    found = {name: figures.series.get((code, name, "total"), ()) for name in VILLAGES}
    newest = {name: int(past[-1].value) if past else 0 for name, past in found.items()}
    rest = newest["village_potential"] - newest["village_active"] if found["village_active"] else 0
    return (*newest.values(), rest)


def _veiled(finding: Finding, hidden: "frozenset[tuple[str, str]]") -> Finding:
    if (finding.region, finding.measure) not in hidden:
        return finding
    return replace(finding, message=message("about a figure that is withheld, as a count is very small"))
