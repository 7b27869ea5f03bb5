"""The slides of a province: which there are, in what order, what they rest on, and how many rows stand on one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from cakupan.message import Message, message
from cakupan.model import Indicator, Indicators, Report, Row

FUNDS, DECISIONS = 6, 5  # on one slide, at most
_ROWS = 11  # bars on one slide, lines of a table


@dataclass(frozen=True)
class Slide:
    """One slide. `key` names its title and its drawing: "ranking", where rows go on "ranking.2"."""

    key: str
    publishers: tuple[str, ...]

    @property
    def name(self) -> str:
        """The key without the number of the part: the name of its template, where it has one of its own."""
        return self.key.partition(".")[0]


@dataclass(frozen=True)
class Kind:
    """One of the eight; `keys` are the slides it can be made of, in the order in which they are looked for.

    The first that is there is taken, with what belongs to it.
    """

    title: Message
    keys: tuple[str, ...]


SLIDES = (
    Kind(message("Summary"), ("title",)),
    Kind(message("The way to the target"), ("path",)),
    Kind(message("Regencies and cities"), ("ranking",)),
    Kind(message("Map and table"), ("map", "wide")),
    Kind(message("Segments"), ("segments",)),
    Kind(message("Village institutions, or active and not active"), ("villages", "activity")),
    Kind(message("Funds and cost"), ("funding",)),
    Kind(message("Follow-up matrix"), ("actions",)),
)

# The section of the report that a slide is taken from; what a province leaves out there it leaves out here.
_SECTIONS: Mapping[str, str] = {
    "path": "path",
    "ranking": "regions",
    "map": "regions",
    "wide": "regions",
    "segments": "segments",
    "villages": "villages",
    "activity": "activity",
    "funding": "funding",
    "actions": "actions",
}


def slides(report: Report) -> tuple[Slide, ...]:
    """Those of this report, in their order."""
    keys = (key for kind in SLIDES for key in _keys(kind, report))
    return tuple(Slide(key, _publishers(key, report.indicators)) for key in keys)


def without(report: Report) -> tuple[Message, ...]:
    """Those it has no figures for, by number and title."""
    return tuple(
        message("{number} ({title})", number=number, title=kind.title)
        for number, kind in enumerate(SLIDES, 1)
        if any(_chosen(key, report) for key in kind.keys) and not _keys(kind, report)
    )


def _chosen(key: str, report: Report) -> bool:
    """Whether the province wants the section that a slide is taken from."""
    wanted = report.indicators.province.style.sections
    return not wanted or key not in _SECTIONS or _SECTIONS[key] in wanted


def _keys(kind: Kind, report: Report) -> tuple[str, ...]:
    """The slides of a kind; none where there is nothing to show."""
    for key in kind.keys:
        if _chosen(key, report) and (found := _found(key, report)):
            return found
    return ()


def _found(key: str, report: Report) -> tuple[str, ...]:
    known = report.indicators
    drawn = tuple(name for name in report.charts if name.partition(".")[0] == key)
    there = {"title": True, "funding": bool(known.costs), "actions": bool(known.followed)}
    if key == "wide" and drawn and "table" in report.sentences.titles:
        return ("wide", "table")  # a map that leaves no room for its table
    return drawn or ((key,) if there.get(key) else ())


@dataclass(frozen=True)
class Part:
    """So many rows as one slide takes, as indicators that have no others.

    `figures` are what they are ranked by, the highest first; `first` is the place of the first of them.
    """

    key: str
    first: int
    figures: tuple[Indicator, ...]
    indicators: Indicators


def parts(key: str, indicators: Indicators) -> tuple[Part, ...]:
    """The rows of "ranking" or "villages" on as many slides as they take, about as many on each.

    Rows without the figure are told of on every one.
    """
    figure = _RANKED_BY[key]
    ranked = sorted(
        ((found, row) for row in indicators.rows if (found := figure(row))), key=lambda one: -one[0].current.rate.value
    )
    others = tuple(row for row in indicators.rows if not figure(row))
    count = max(1, -(-len(ranked) // _ROWS))
    each = max(1, -(-len(ranked) // count))
    cuts = [ranked[start : start + each] for start in range(0, max(1, len(ranked)), each)]
    return tuple(
        Part(
            f"{key}.{number}" if number > 1 else key,
            (number - 1) * each + 1,
            tuple(found for found, _ in cut),
            replace(indicators, rows=(*(row for _, row in cut), *others)),
        )
        for number, cut in enumerate(cuts, 1)
    )


_RANKED_BY: Mapping[str, Callable[[Row], Indicator | None]] = {
    "ranking": lambda row: row.coverage,
    "villages": lambda row: row.villages,
}


def paying(indicators: Indicators) -> Indicators:
    """With the funds that still pay; with all where none does."""
    running = tuple(one for one in indicators.funded if not one.ended)
    if not running:
        return indicators
    return replace(indicators, funding=tuple(one.fund for one in running), funded=running)


def farthest(indicators: Indicators, fewer: int = 0) -> tuple[Row, ...]:
    """The regencies of the small table: those that miss most of their target first; `fewer` than usual find room."""

    def missed(row: Row) -> Decimal:
        gap = row.coverage.missing if row.coverage else None
        return gap.points.value if gap else Decimal(-1)

    return tuple(sorted(indicators.reporting, key=missed, reverse=True)[: _ROWS - fewer])


def _publishers(key: str, indicators: Indicators) -> tuple[str, ...]:
    """Who published what a slide rests on, each once, in the order of the report's list of sources."""
    used = set(_sources(key, indicators))
    return tuple(dict.fromkeys(source.publisher for source in indicators.sources if source.key in used))


def _sources(key: str, known: Indicators) -> Iterator[str]:
    name = key.partition(".")[0]
    coverage = [row.coverage for row in known.reporting]
    rests_on: Mapping[str, Iterable[Indicator | None]] = {
        "title": (known.coverage, known.villages),
        "ranking": coverage,
        "map": coverage,
        "wide": coverage,
        "table": coverage,
        "segments": known.segments.values(),
        "villages": (known.villages, *(row.villages for row in known.rows)),
    }
    for indicator in rests_on.get(name, ()):
        yield from _of(indicator, newest=True)
    if name in ("path", "activity"):
        yield from _of(known.coverage if name == "path" else known.activity, newest=False)
    if name == "funding":
        yield from (one.source for one in known.funding)
        yield from (one.source for one in known.costs)
    if name == "actions":
        yield from (one.action.source for one in known.followed)
    if name == "title" and known.rank:
        yield known.rank.source


def _of(indicator: Indicator | None, *, newest: bool) -> Iterator[str]:
    """The sources of an indicator's newest reading, or of all."""
    readings = indicator.readings if indicator else ()
    for reading in readings[-1:] if newest else readings:
        yield from (one.source for one in (reading.published, reading.numerator, reading.denominator) if one)
