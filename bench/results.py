"""The measurements as a page: ratios first, seconds beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from timing import Run, best

_LIMITS = """\
- Wall clock of fresh processes on one machine, in turns, best of its runs; bytecode and matplotlib's font list were
  written by a run before that does not count. Ratios travel to other machines, seconds do not.
- *naive* shares our reading, checking, sentences, templates and PDF/UA printing. It differs in what an ordinary author
  does: pyplot, constrained layout, a grid of axes for the small multiples, text as outlines (matplotlib's default),
  fonts and stylesheets read anew for each document, one process. With one core ours loses what its workers gain; the
  column of processor seconds shows the part that does not come from them.
- *notebooks* draws the same charts at the same sizes and the same tables from the same files, but checks nothing,
  writes hardly a sentence, and its PDF is untagged. Three programs start for each region, as their handbooks show;
  Chromium keeps its profile from region to region and is kept off the net. Its processor seconds leave out what
  Chromium's own children do not hand back.
- Single choices were measured alone, best of seven in turns, within one process."""


@dataclass(frozen=True)
class Row:
    """A contender's runs, and its pages and bytes."""

    name: str
    remark: str
    runs: Sequence[Run]
    pages: int
    size: int


def contest(rows: Sequence[Row]) -> list[str]:
    """The table of contenders; the first is what the others are held against."""
    ours = best(rows[0].runs)
    lines = [
        "| | ours is faster by | wall, s | processors, s | N | pages | kB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        run = best(row.runs)
        numbers = f"{run.seconds:.1f} | {run.cpu:.1f} | {len(row.runs)} | {row.pages} | {row.size / 1000:.0f}"
        lines.append(f"| **{row.name}**: {row.remark} | {run.seconds / ours.seconds:.1f}× | {numbers} |")
    return lines


def choices(found: Mapping[str, Sequence[float]]) -> list[str]:
    """The table of single choices: how much longer the other way takes."""
    lines = ["| not done here | takes longer by | ms | instead of |", "|---|---:|---:|---:|"]
    for name, (other, ours) in found.items():
        lines.append(f"| {name} | {other / ours:.2f}× | {other * 1000:.1f} | {ours * 1000:.2f} |")
    return lines


def memory(sizes: Mapping[str, float]) -> str:
    """How a worker grows over a hundred reports."""
    told = ", ".join(f"{size:.0f} MB after {number}" for number, size in sizes.items())
    growth = sizes["100"] - sizes["20"]
    return f"One worker, {told} reports: {growth:+.1f} MB from 20 to 100, {growth / 80 * 1000:.0f} kB a report."


@dataclass(frozen=True)
class Measured:
    """All that a run found out; `start` in seconds, `single` in pairs of them, `sizes` in megabytes."""

    machine: Sequence[str]
    rows: Sequence[Row]
    single: Mapping[str, Sequence[float]]
    start: float
    sizes: Mapping[str, float]


def page(found: Measured) -> str:
    """The whole of results.md."""
    parts = [
        "# Speed, side by side",
        "Written by `make bench`: the sample's twelve reports, every contender in the same run.",
        "\n".join(f"- {line}" for line in found.machine),
        "## Contenders",
        "\n".join(contest(found.rows)),
        "## Single choices",
        "\n".join(choices(found.single)),
        "## Start and memory",
        f"`./generate.py --help` takes {found.start * 1000:.0f} ms, best of ten.",
        memory(found.sizes),
        "## What is compared, and its limits",
        _LIMITS,
    ]
    return "\n\n".join(parts) + "\n"
