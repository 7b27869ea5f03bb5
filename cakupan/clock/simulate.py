"""Years in seconds: the real calendar, knocks, runs, outbox and ledger, against clock, server and luck that are not.

What goes wrong, and when, is drawn from a seed, so that what is found can be looked at again.
"""

import datetime as dt
import os
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from cakupan.clock.knock import Desk, knock
from cakupan.clock.rehearsal import Killed, Rehearsal, Server, World, letter_of
from cakupan.language import Language
from cakupan.ledger import open_ledger
from cakupan.message import Message, message
from cakupan.model import Due, Meeting, Patience, Province, Region, Run, RunState, Task, Timetable, WhenLate
from cakupan.period import Period
from cakupan.timetable import dues as due_between

_HOUR = dt.timedelta(hours=1)
_DAY = dt.timedelta(days=1)
_START = dt.timedelta(minutes=2)  # until a process that was killed is there again
_REST = dt.timedelta(days=2)  # the longest sleep between knocks at which nothing is known to be due
_LOOK = dt.timedelta(hours=6)  # at figures; every hour would make it longer and show nothing more
_STEPS = 7  # of a letter, about


@dataclass(frozen=True)
class Luck:
    """How often what goes wrong: kills, the machine off, its clock set wrong, the mail server away; and the meetings.

    `meetings` are appointed beside those of the calendar; `moves` of them are moved once.
    """

    meetings: int = 60
    moves: int = 6
    restarts: int = 200
    outages: int = 40
    jumps: int = 20
    away: int = 60


@dataclass(frozen=True)
class Tally:
    """What a rehearsal came to; reports are counted by occasion and region.

    `due` should have arrived. Of them `in_time` did; `caught_up` did more than an hour after they were due, for
    want of power, figures or a server; `told` did not, and somebody was told; `silent` did not, and nobody was.
    `doubled` arrived twice. `early` and `late` arrived at an hour they should not have, as the clock was wrong.
    """

    seed: int
    due: int
    in_time: int
    caught_up: int
    told: int
    silent: int
    doubled: int
    early: int
    late: int
    in_doubt: int
    kills: int
    reminders: int
    wrong: tuple[Message, ...]


_Event = tuple[dt.datetime, Callable[[World], None]]


@dataclass
class _Stage:
    """The calendar as it stands, which people change while time goes by."""

    table: Timetable
    zone: ZoneInfo
    begin: dt.datetime
    end: dt.datetime

    def __post_init__(self) -> None:
        self.dues: list[Due] = []
        self.put(self.table)

    def put(self, table: Timetable) -> None:
        """Another calendar from now on."""
        self.table = table
        found = due_between(table, self.zone, self.begin - _DAY, self.end)
        self.dues = [due for due in found if due.not_after < self.end]

    def move(self, key: str, to: dt.datetime) -> None:
        """A meeting is on another day."""
        moved = (replace(one, begins=to) if one.key == key else one for one in self.table.meetings)
        self.put(replace(self.table, meetings=tuple(moved)))


def rehearse(
    province: Province, table: Timetable, since: dt.date, until: dt.date, luck: Luck, seed: int, folder: Path
) -> Tally:
    """Run the calendar from one day to another, both included, with a new ledger in `folder`."""
    chance = random.Random(seed)  # noqa: S311  # luck that can be had again
    zone = ZoneInfo(province.timezone)
    begin, end = (dt.datetime.combine(day, dt.time(), zone) for day in (since, until + _DAY))
    appointed = _meetings(chance, begin, end, luck.meetings)
    mine = tuple(one for one in table.meetings if begin <= one.begins < end)
    stage = _Stage(replace(table, since=since, meetings=(*mine, *appointed)), zone, begin, end)
    regions = (province.region, *province.members)
    reports = [due for due in stage.dues if due.task is Task.REPORT]
    steps = range(1, max(2, len(reports) * len(regions) * _STEPS))
    world = World(begin, frozenset(chance.sample(steps, min(luck.restarts, len(steps)))))
    server = Server(world, chance, _spans(chance, begin, end, luck.away, 2 * _HOUR, 30 * _HOUR))

    def ends(occasion: str) -> dt.datetime:
        return max((due.not_after for due in stage.dues if due.occasion == occasion), default=end)

    hands = Rehearsal(
        world, open_ledger(folder / "ledger.db"), province.region.code, regions, server, _coming(seed, zone), ends
    )
    events = [*_outages(chance, begin, end, luck.outages), *_jumps(chance, begin, end, luck.jumps)]
    events += _moves(chance, stage, appointed, luck.moves)
    told = _live(world, hands, stage, sorted(events, key=lambda event: event[0]))
    return _tally(seed, hands, stage, told)


def _live(world: World, hands: Rehearsal, stage: _Stage, events: list[_Event]) -> list[str]:
    """Knock at every moment at which something could be due, until the end; what the operator was told."""
    told: list[str] = []
    while world.time < stage.end:
        while events and events[0][0] <= world.time:
            events.pop(0)[1](world)
        desk = Desk(
            hands.ledger.runs, hands.province, world.owner, world.is_gone, world.now, hands,
            lambda line: _hear(hands.server, told, line), lambda _: None, _raise,
            look=_LOOK,
        )  # fmt: skip
        try:
            knock(desk, stage.dues)
        except Killed:
            world.pass_(_START)
            world.life += 1
            continue
        world.time = _next(world, hands, stage, events)
    return told


def _hear(server: Server, told: list[str], line: Message) -> bool:
    """The operator hears by mail, where there is any."""
    if server.is_away:
        return False
    told.append(str(line))
    return True


def _raise(error: Exception) -> None:
    """A mistake of ours ends a rehearsal."""
    raise error


def _next(world: World, hands: Rehearsal, stage: _Stage, events: list[_Event]) -> dt.datetime:
    shown = world.now()
    moments = [due.at for due in stage.dues if due.at > shown][:1]
    runs = hands.ledger.runs.of(hands.province).values()
    moments += [run.next for run in runs if run.state is RunState.WAITING and run.next and run.next > shown]
    soonest = min((moment - world.offset for moment in moments), default=world.time + _REST)
    soonest = min(soonest, world.time + _REST, *(at for at, _ in events[:1]))
    return max(soonest, world.time + dt.timedelta(minutes=1))


def _tally(seed: int, hands: Rehearsal, stage: _Stage, told: list[str]) -> Tally:
    first: dict[str, Due] = {}
    for due in (due for due in stage.dues if due.task is Task.REPORT):
        first.setdefault(due.occasion, due)
    runs = hands.ledger.runs.of(hands.province)
    missed = {due.occasion for due in stage.dues if _was_told(runs, due, told)}
    server, counts = hands.server, dict.fromkeys(("in_time", "caught_up", "told", "silent", "early", "late"), 0)
    doubled = 0
    for occasion, due in first.items():
        for region in hands.regions:
            letter = letter_of(hands.province, occasion, 1, region)
            taken = server.taken[letter]
            doubled += taken > 1
            if taken:
                counts[_when(server.taken_at[letter], due)] += 1
            else:
                counts["told" if occasion in missed or letter in hands.told else "silent"] += 1
    doubt = sum(row.state == "in doubt" for row in hands.ledger.deliveries())
    _, wrong = hands.ledger.verify()
    return Tally(
        seed, len(first) * len(hands.regions), **counts, doubled=doubled, in_doubt=doubt, kills=hands.world.kills,
        reminders=sum(hands.reminded.values()), wrong=tuple(wrong),
    )  # fmt: skip


def _was_told(runs: Mapping[str, Run], due: Due, told: Sequence[str]) -> bool:
    run = runs.get(due.key)
    return run is not None and run.state is RunState.MISSED and any(line.startswith(f"{due.key}:") for line in told)


def _when(taken: dt.datetime, due: Due) -> str:
    if taken >= due.not_after:
        return "late"
    if taken < due.at - dt.timedelta(minutes=1):
        return "early"
    return "in_time" if taken <= due.at + _HOUR else "caught_up"


def _coming(seed: int, zone: ZoneInfo) -> Callable[[Region, Period], dt.datetime]:
    """When a region hands a month in: on one of the next month's first days, one in forty a good deal later."""

    @cache
    def comes(code: str, period: Period) -> dt.datetime:
        chance = random.Random(f"{seed} {code} {period}")  # noqa: S311
        day = chance.randint(5, 25) if chance.random() < 1 / 40 else chance.randint(1, 4)
        return dt.datetime.combine(period.shift(1).first_day, dt.time(9), zone) + day * _DAY

    return lambda region, period: comes(region.code, period)


def _meetings(chance: random.Random, begin: dt.datetime, end: dt.datetime, count: int) -> tuple[Meeting, ...]:
    """Meetings spread over the years, on any day from Monday to Saturday."""
    span = (end - begin) // max(count, 1)
    found = []
    for number in range(count):
        day = begin + number * span + chance.random() * span
        day += _DAY if day.weekday() == 6 else dt.timedelta()
        at = day.replace(hour=chance.choice((8, 9, 13)), minute=0, second=0, microsecond=0)
        patience = Patience(7, 2, chance.choice(tuple(WhenLate)))
        found.append(Meeting(f"gladi-{number + 1}", at, "-", (), (), 3, dt.time(7), patience))
    return tuple(found)


def _spans(
    chance: random.Random, begin: dt.datetime, end: dt.datetime, count: int, least: dt.timedelta, most: dt.timedelta
) -> list[tuple[dt.datetime, dt.datetime]]:
    """So many spans of time, each between the least and the most."""
    starts = sorted(begin + chance.random() * (end - begin) for _ in range(count))
    return [(start, start + least + chance.random() * (most - least)) for start in starts]


def _outages(chance: random.Random, begin: dt.datetime, end: dt.datetime, count: int) -> Iterator[_Event]:
    for start, back in _spans(chance, begin, end, count, 2 * _HOUR, 12 * _DAY):
        yield start, lambda world, back=back: _off(world, back)  # type: ignore[misc]


def _off(world: World, back: dt.datetime) -> None:
    world.time = max(world.time, back)
    world.life += 1


def _jumps(chance: random.Random, begin: dt.datetime, end: dt.datetime, count: int) -> Iterator[_Event]:
    """The clock is wrong for a while, by up to ten days either way, and then it is right again."""
    for start, back in _spans(chance, begin, end, count, dt.timedelta(minutes=5), 12 * _HOUR):
        offset = chance.choice((-1, 1)) * (_HOUR + chance.random() * 10 * _DAY)
        yield start, lambda world, offset=offset: setattr(world, "offset", offset)  # type: ignore[misc]
        yield back, lambda world: setattr(world, "offset", dt.timedelta())


def _moves(chance: random.Random, stage: _Stage, meetings: Sequence[Meeting], count: int) -> Iterator[_Event]:
    """A meeting is moved some days before it was to be, by some days."""
    for one in chance.sample(meetings, min(count, len(meetings))):
        told = one.begins - chance.randint(1, 20) * _DAY
        to = one.begins + chance.randint(2, 14) * _DAY
        if stage.begin < told and to < stage.end:
            yield told, lambda _, key=one.key, to=to: stage.move(key, to)  # type: ignore[misc]


HEADS = {
    "seed": message("seed"),
    "due": message("due"),
    "in_time": message("in time"),
    "caught_up": message("caught up"),
    "told": message("missed, told"),
    "silent": message("missed, not told"),
    "doubled": message("doubled"),
    "early": message("too early (clock wrong)"),
    "late": message("too late (clock wrong)"),
    "in_doubt": message("in doubt"),
    "kills": message("kills"),
    "reminders": message("reminders"),
}


def rehearse_all(
    province: Province, table: Timetable, since: dt.date, until: dt.date, luck: Luck, seeds: Iterable[int]
) -> list[Tally]:
    """A rehearsal for each seed, as many at a time as there are cores; their ledgers lie in memory where they can."""
    jobs = [(province, table, since, until, luck, seed) for seed in seeds]
    with ProcessPoolExecutor(min(len(jobs), os.cpu_count() or 1), get_context("spawn")) as pool:
        return list(pool.map(_rehearse, jobs))


def _rehearse(job: tuple[Province, Timetable, dt.date, dt.date, Luck, int]) -> Tally:
    memory = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
    with tempfile.TemporaryDirectory(prefix="cakupan-", dir=memory if memory.is_dir() else None) as folder:
        return rehearse(*job, Path(folder))


def tallies_table(tallies: Sequence[Tally], language: Language) -> Iterator[Sequence[str]]:
    """A line for each rehearsal, and their sums below where there are several."""
    yield [language.tell(head) for head in HEADS.values()]
    for tally in tallies:
        yield [str(getattr(tally, name)) for name in HEADS]
    if len(tallies) > 1:
        sums = [str(sum(getattr(tally, name) for tally in tallies)) for name in list(HEADS)[1:]]
        yield ["Σ", *sums]
