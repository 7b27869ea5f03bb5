"""Cases of the charts made of bars and tiles."""

from collections.abc import Callable, Iterator, Sequence

import charts
from charts import Bar, Bullet, Chart, Panel, Stack, Tile
from gallery.numbers import LONG, MANY, USUAL, WIDTH, counts, number, percent, rates

Case = tuple[str, Callable[[], Chart]]
_PARTS = ("PU", "BPU", "Jakon", "PMI")


def cases() -> Iterator[Case]:
    """Each with what is special about it."""
    yield "ranking: usual", lambda: _ranking(USUAL, rates(11))
    yield "ranking: one row", lambda: _ranking(USUAL[:1], [45.17])
    yield "ranking: ties, 0 %, 100 %", lambda: _ranking(USUAL[:6], [0, 45.17, 45.17, 100, 100, 0])
    yield "ranking: carried forward, one marked", lambda: _ranking(USUAL, rates(11), marked=3, hollow=(2, 5))
    yield "ranking: long names", lambda: _ranking(LONG, rates(4), marked=0)
    yield "ranking: 38 rows", lambda: _ranking(MANY, rates(38))
    yield "tiles: usual", lambda: _tiles(USUAL, rates(11))
    yield "tiles: one", lambda: _tiles(USUAL[:1], [45.17])
    yield "tiles: ties, 0 %, 100 %, missing, carried, marked", lambda: _tiles(USUAL[:6], [0, 50, 50, 100, None, 70])
    yield "tiles: long names", lambda: _tiles(LONG, rates(4))
    yield "bullets: usual", lambda: _bullets([(52, 70), (31, 30), (18, 25), (66, None)])
    yield (
        "bullets: 0 %, 100 %, above 100 %, targets at the ends",
        lambda: _bullets([(0, 0), (100, 100), (120, 2), (3, 98)]),
    )
    yield "bullets: one row", lambda: _bullets([(52, 70)])
    yield "bullets: long names", lambda: _bullets([(52, 70), (8, 9)], names=LONG)
    yield "stacked: usual", lambda: _stacked(USUAL, counts(11), counts(11, seed=3))
    yield "stacked: one row", lambda: _stacked(USUAL[:1], [4_100], [2_150])
    yield (
        "stacked: nobody, all, ties, carried, marked",
        lambda: _stacked(USUAL[:6], [0, 10, 5, 5, 0, 300], [0, 0, 5, 5, 10, 9_000]),
    )
    yield "stacked: long names", lambda: _stacked(LONG, counts(4), counts(4, seed=3))
    yield "stacked: 38 rows", lambda: _stacked(MANY, counts(38), counts(38, seed=3))
    yield "multiples: usual, with missing", lambda: _multiples(USUAL)
    yield "multiples: one", lambda: _multiples(USUAL[:1])
    yield "multiples: long names, 0 %, 100 %", lambda: _multiples(LONG, [0, 100, 120, None] * 4)
    yield "multiples: 38", lambda: _multiples(MANY)


def _ranking(
    names: Sequence[str], values: Sequence[float], *, marked: int | None = None, hollow: Sequence[int] = ()
) -> Chart:
    moves = rates(len(names), -4, 6, seed=5)
    rows = [
        Bar(
            name,
            value,
            percent(value),
            before=None if at in hollow else min(100, max(0, value - moved)),
            target=min(100, value + 2 * abs(moved)),
            note="12 Agu 2024" if at in hollow else f"{moved:+.2f} poin".replace(".", ",").replace("-", "−"),
            hollow=at in hollow,
            marked=at == marked,
        )
        for at, (name, value, moved) in enumerate(zip(names, values, moves, strict=True))
    ]
    return charts.ranking(rows, lines=[(45.17, "provinsi 45,17%")], width=WIDTH, names=36, alt="made up")


def _tiles(names: Sequence[str], values: Sequence[float | None]) -> Chart:
    squares = [
        Tile(
            at % 4,
            at // 4,
            name if len(name) < 16 else "\n".join(name.rsplit(" ", 1)),
            "–" if value is None else percent(value),
            None if value is None else value / 100,
            marked=at == 5,
            hollow=at == 1,
        )
        for at, (name, value) in enumerate(zip(names, values, strict=True))
    ]
    return charts.tiles(squares, width=WIDTH, alt="made up")


def _bullets(
    pairs: Sequence[tuple[float, float | None]],
    names: Sequence[str] = (
        "Penerima upah (PU)",
        "Bukan penerima upah (BPU)",
        "Jasa konstruksi (Jakon)",
        "Migran (PMI)",
    ),
) -> Chart:
    rows = [
        Bullet(
            name,
            value,
            percent(value),
            target,
            "" if target is None else f"target {percent(target, 0)}",
            f"{number(value * 1_234)} dari 123.400",
        )
        for name, (value, target) in zip(names, pairs, strict=False)
    ]
    return charts.bullets(rows, width=WIDTH, names=40, alt="made up")


def _stacked(names: Sequence[str], parts: Sequence[int], rests: Sequence[int]) -> Chart:
    rows = [
        Stack(
            name,
            part,
            rest,
            number(part),
            number(rest),
            percent(100 * part / (part + rest or 1)),
            marked=at == 3,
            hollow=at == 2,
        )
        for at, (name, part, rest) in enumerate(zip(names, parts, rests, strict=True))
    ]
    return charts.stacked(rows, heads=("terlindungi", "belum terlindungi"), width=WIDTH, names=36, alt="made up")


def _multiples(names: Sequence[str], values: Sequence[float | None] = ()) -> Chart:
    found = values or [None if at % 7 == 3 else value for at, value in enumerate(rates(4 * len(names), 2, 90))]
    panels = [
        Panel(name, own, ["–" if value is None else percent(value) for value in own], marked=at == 1)
        for at, name in enumerate(names)
        if (own := found[4 * at : 4 * at + 4])
    ]
    return charts.multiples(panels, parts=_PARTS, width=WIDTH, alt="made up")
