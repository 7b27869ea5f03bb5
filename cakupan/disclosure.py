"""Disclosure control: a count so small that it could be about persons one knows is withheld, and what gives it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cakupan.message import message
from cakupan.model import RATE, Accepted, Figures, Finding

VILLAGES = (
    "village_active", "village_uncovered", "village_potential",
    "village_government_enrolled", "village_council_enrolled", "village_bodies_enrolled",
)  # fmt: skip
RATES = ("village_rate", "village_uncovered_rate")
FUNDING = "funding"  # stands among the measures that are withheld for a fund of few workers


def withhold(figures: Figures, below: int) -> Figures:
    """The figures without those on village institutions of each region that lately had a count from 1 to `below` - 1.

    Lately: in its newest figures or those before, which a change would give back.

    The province's total is published, so that one region alone could be worked out: others
    are withheld with it (`too_small`). What was found in withheld figures is told without
    its numbers. Funds that pay for so few are left out too. 0: nothing is withheld.
    """
    if not below:
        return figures
    codes = _lately_small(figures, below)
    few = [fund for fund in figures.funding if 0 < fund.workers < below]
    figures = replace(
        figures,
        funding=tuple(fund for fund in figures.funding if fund not in few),  # no sum of theirs is printed
        withheld=frozenset((fund.region, FUNDING) for fund in few),
    )
    reported = (figures.province.region, *figures.province.members)
    ever = {region.code for region in reported if _ever_small(figures, region.code, below)}
    if not codes and not ever:
        return figures
    hidden = frozenset((code, name) for code in codes for name in (*VILLAGES, *RATES))
    veiled = hidden | {(code, name) for code in (*ever, "") for name in (*VILLAGES, *RATES)}
    return replace(
        figures,
        series={key: series for key, series in figures.series.items() if key[:2] not in hidden},
        undated={key: series for key, series in figures.undated.items() if key[:2] not in hidden},
        warnings=tuple(_veiled(f, veiled) for f in figures.warnings),
        holds=tuple(_veiled(f, veiled) for f in figures.holds),
        accepted=tuple(Accepted(_veiled(a.finding, veiled), a.reason, a.by) for a in figures.accepted),
        withheld=figures.withheld | hidden,
    )


def _lately_small(figures: Figures, below: int) -> frozenset[str]:
    """The regions that show nothing of their village institutions, by code."""
    province = figures.province.region.code
    codes: frozenset[str] = frozenset()
    for age in (1, 2):
        counted = ((member.code, _counts(figures, member.code, age)) for member in figures.province.members)
        table = {code: counts for code, counts in counted if any(counts)}
        own = too_small({province: _counts(figures, province, age)}, below)
        codes |= own | too_small(table, below, codes & table.keys())
    return codes


def is_shown(figures: Figures, region: str, name: str) -> bool:
    """Whether a change in a measure or an indicator may be told: not of what is withheld, nor of the total above it."""
    regions = {code for code, measure in figures.withheld if measure != FUNDING}
    of_villages = name in (*VILLAGES, *RATES) or name == RATE + "villages"
    return not (of_villages and regions and region in {*regions, figures.province.region.code})


def too_small(table: Mapping[str, Sequence[int]], below: int, gone: Iterable[str] = ()) -> frozenset[str]:
    """The rows of a table of counts that must not be shown beside the sums of its columns.

    Those with a count from 1 to `below` - 1, and with them the smallest others until
    at least two rows are gone and together they have no such count either. `gone` are
    rows that are left out already.
    """
    gone = list(dict.fromkeys((*gone, *(row for row, counts in table.items() if _small(counts, below)))))
    others = sorted(table.keys() - set(gone), key=lambda row: (sum(table[row]), row))
    while (
        gone and others and (len(gone) < 2 or _small(map(sum, zip(*map(table.__getitem__, gone), strict=True)), below))
    ):
        gone.append(others.pop(0))
    return frozenset(gone)


def _small(counts: "Sequence[int] | map[int]", below: int) -> bool:
    return any(0 < count < below for count in counts)


def _counts(figures: Figures, code: str, age: int) -> tuple[int, ...]:
    """The newest count of each measure (age 1), or the one before (2), and how many are not covered; 0 for none."""
    found = {name: figures.series.get((code, name, "total"), ()) for name in VILLAGES}
    there = {name: int(past[-age].value) if len(past) >= age else 0 for name, past in found.items()}
    rest = there["village_potential"] - there["village_active"] if there["village_active"] else 0
    return (*there.values(), rest)


def _ever_small(figures: Figures, code: str, below: int) -> bool:
    """Whether a count was small in any month: what was found in these figures is told without numbers."""
    longest = max((len(figures.series.get((code, name, "total"), ())) for name in VILLAGES), default=0)
    return any(_small(_counts(figures, code, age), below) for age in range(1, longest + 1))


def _veiled(finding: Finding, hidden: "frozenset[tuple[str, str]]") -> Finding:
    if (finding.region, finding.measure) not in hidden:
        return finding
    return replace(finding, message=message("about a figure that is withheld, as a count is very small"))
