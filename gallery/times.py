"""Cases of the charts that go from day to day."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import charts
from charts import Chart, Dot, Line, Slope, Span, Steps
from gallery.numbers import LONG, LONGEST, MANY, USUAL, WIDTH, counts, month, number, percent, rates, ticks

Case = tuple[str, Callable[[], Chart]]
_FUNDS = ("APBD", "Dana Desa", "ADD", "DBH Sawit", "CSR", "BKBK", "GN Lingkaran")
_TODAY = dt.date(2025, 3, 31)


def cases() -> Iterator[Case]:
    """Each with what is special about it."""
    yield "path: usual", lambda: _path([43.1, 41.38, 45.17], (14, 19, 22))
    yield "path: one reading", lambda: _path([45.17], (22,))
    yield "path: falling, carried forward", lambda: _path([50, 48, 47.2, 46], (14, 16, 18, 20), hollow=True)
    yield "path: missing months", lambda: _path([38, 39, 40, 46, 47], (2, 3, 4, 20, 21))
    yield "path: from 0 % to 100 %", lambda: _path([0, 30, 60, 100], (16, 18, 20, 22))
    yield "path: 24 months, ties", lambda: _path(sorted(rates(12)) + [52.0] * 12, range(24))
    dip = [36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 48.4, 46.5, 47.1, 47.8]
    yield "path: a dip before the newest", lambda: _path(dip, range(10, 24))
    yield from _of_slopes()
    yield from _of_timelines()
    yield from _of_lines()


def _of_slopes() -> Iterator[Case]:
    yield "slope: usual", lambda: _slope(USUAL, rates(11), marked=(4,))
    yield "slope: one row", lambda: _slope(USUAL[:1], [45.17])
    yield "slope: ties, 0 %, 100 %", lambda: _slope(USUAL[:6], [0, 50, 50, 50, 100, 100], moves=[0, 0, 0, 9, 0, -100])
    yield "slope: missing on one side", lambda: _slope(USUAL, rates(11), marked=(0,), lost=(1, 6), first=(3,))
    yield "slope: long names", lambda: _slope(LONG, rates(4, 40, 44), marked=(0,), lost=(1,), first=(2,))
    yield "slope: 38 rows", lambda: _slope(MANY, rates(38), marked=(7, 20))


def _of_timelines() -> Iterator[Case]:
    yield "timeline: usual", lambda: _timeline(USUAL, note="11 dari 26 dana")
    yield "timeline: one row, without the sum", lambda: _timeline(USUAL[:1], summed=False)
    yield "timeline: all have ended", lambda: _timeline(USUAL[:4], today=dt.date(2026, 12, 31))
    yield "timeline: long names", lambda: _timeline((*LONG, LONGEST))
    yield "timeline: 38 rows", lambda: _timeline(MANY)


def _of_lines() -> Iterator[Case]:
    yield "activity: usual", lambda: _activity(range(12, 24))
    yield "activity: missing months", lambda: _activity((3, 4, 5, 6, 14, 15, 16, 22))
    yield "activity: all active", lambda: _activity(range(12, 24), share=1)
    yield "activity: none active, then nobody", lambda: _activity(range(12, 24), share=0)
    yield "activity: nobody registered", lambda: _activity(range(12, 15), scale=0)
    yield "sparkline: usual", lambda: _sparkline(rates(13), range(13))
    yield "sparkline: missing months", lambda: _sparkline([30, 32, 33, 50, 52], (0, 1, 2, 7, 12))
    yield "sparkline: all equal", lambda: _sparkline([40] * 6, range(6))
    yield "sparkline: 0 % and 100 %", lambda: _sparkline([0, 100, 0, 100], range(4))


def _path(values: Sequence[float], months: Sequence[int], *, hollow: bool = False) -> Chart:
    dots = [
        Dot(
            month(at),
            value,
            percent(value) if len(values) < 9 or at in (0, months[-1]) else "",
            hollow and at == months[-1],
        )
        for at, value in zip(months, values, strict=True)
    ]
    targets = [Dot(month(23), 53, "target 2024: 53%"), Dot(month(35), 55, "target 2025: 55%")]
    last = dots[-1]
    missing = last.value < 53
    return charts.path(
        dots,
        targets,
        needed=Line(last, targets[1], "perlu 0,76 poin\nper bulan") if missing else None,
        outlook=Line(last, Dot(month(35), min(100, last.value + 4))) if len(dots) > 1 else None,
        gap=Line(Dot(month(23), last.value), targets[0], "kurang 7,83 poin\n102.751 pekerja") if missing else None,
        ticks=ticks(min(months), 35, 6 if min(months) < 10 else 3),
        percent=lambda level: percent(level, 0),
        alt="made up",
        size=(WIDTH, 62),
    )


def _slope(
    names: Sequence[str],
    values: Sequence[float],
    *,
    moves: Sequence[float] = (),
    marked: Sequence[int] = (),
    lost: Sequence[int] = (),
    first: Sequence[int] = (),
) -> Chart:
    rows = []
    for at, (name, before) in enumerate(zip(names, values, strict=True)):
        now = before + (moves or rates(len(names), -4, 6, seed=6))[at]
        if at in lost:
            rows.append(Slope(name, before, None, percent(before), before_note="12 Agu 2024"))
        elif at in first:
            rows.append(Slope(name, None, now, now_label=percent(now), now_note="2 Des 2024"))
        else:
            labels = percent(before), percent(now)
            rows.append(Slope(name, before, now, *labels, falls=now < before, marked=at in marked))
    return charts.slope(rows, heads=("1 Oktober 2024", "2 Desember 2024"), width=WIDTH, alt="made up")


def _timeline(names: Sequence[str], *, today: dt.date = _TODAY, summed: bool = True, note: str = "") -> Chart:
    begins, lengths = counts(len(names), 0, 18, seed=7), counts(len(names), 3, 17, seed=8)
    workers = counts(len(names))
    months = [(begin + 6, begin + 6 + length) for begin, length in zip(begins, lengths, strict=True)]
    rows = [
        Span(
            f"{_FUNDS[at % 7]} · {name}",
            month(start).replace(day=1),
            month(end),
            number(workers[at]),
            f"s.d. {month(end):%m/%Y}",
        )
        for at, (name, (start, end)) in enumerate(zip(names, months, strict=True))
    ]
    every = range(min(start for start, _ in months), max(end for _, end in months) + 1)
    paid = [(at, sum(w for w, (start, end) in zip(workers, months, strict=True) if start <= at <= end)) for at in every]
    return charts.timeline(
        sorted(rows, key=lambda row: row.ends),
        today=(today, "hari ini"),
        soon=today + dt.timedelta(days=91),
        ticks=ticks(every[0], every[-1]),
        size=(WIDTH, None),
        names=36,
        alt="made up",
        steps=Steps(
            "Pekerja, semua dana", [(month(at).replace(day=1), value) for at, value in paid], month(every[-1]), number
        )
        if summed
        else None,
        note=note,
    )


def _activity(months: Sequence[int], *, share: float = 0.7, scale: int = 900_000) -> Chart:
    registered = [scale * (1 + at / 60) for at in months]
    active = [
        value * share * (1 - at / 90) if share < 1 else value for at, value in zip(months, registered, strict=True)
    ]
    return charts.activity(
        [month(at) for at in months],
        registered,
        active,
        words=(
            f"terdaftar {number(registered[-1])}",
            f"aktif {number(active[-1])}",
            f"tidak aktif {number(registered[-1] - active[-1])}",
        ),
        ticks=ticks(months[0], months[-1]),
        count=number,
        alt="made up",
        size=(WIDTH, 52),
    )


def _sparkline(values: Sequence[float], months: Sequence[int]) -> Chart:
    return charts.sparkline([month(at) for at in months], values, low=min(values), high=max(values), alt="made up")
