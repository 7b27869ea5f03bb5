"""Measure ours beside other ways of making the same reports, and write results.md. Run by `make bench`."""

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import results
from contenders import Contender, contenders
from machine import describe
from pypdf import PdfReader
from timing import ROOT, Run, best, call, call_part, clock, environment

_RESULTS = ROOT / "bench" / "results.md"
_STARTS = 10
_TOO_SLOW = 0.3  # seconds until the help is there


def main() -> None:
    """Measure in a folder that is thrown away, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "contoh", help="the province folder")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each contender")
    parser.add_argument("--slow-rounds", type=int, default=1, help="runs of the notebooks")
    parser.add_argument("--before", metavar="COMMIT", help="an older commit that takes part with the reports it makes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        os.environ["TMPDIR"] = tempfile.tempdir = work  # whatever a contender leaves behind goes with it
        before = check_out(asked.before, Path(work) / "before") if asked.before else None
        found = measure(asked.data.resolve(), asked.rounds, asked.slow_rounds, before)
    text = results.page(found)
    _RESULTS.write_text(text, encoding="utf-8")
    print(text)
    if found.start > _TOO_SLOW:
        sys.exit(f"generate.py --help took {found.start:.2f} s")


def check_out(commit: str, folder: Path) -> Path:
    """The files of a commit, in a folder of their own."""
    folder.mkdir()
    call(["sh", "-c", 'git archive "$0" | tar -x -C "$1"', commit, str(folder)])
    return folder


def measure(data: Path, rounds: int, slow_rounds: int, before: Path | None = None) -> results.Measured:
    """Everything, one after the other: nothing runs beside what is measured."""
    machine, regions = describe(), ask("stages.py", data)
    field = contenders(data, regions, before)
    warm_up(field, regions)
    rows = contest(field, regions, rounds, slow_rounds)
    say("single choices")
    single = ask("claims.py", data)
    say("a hundred reports in one process")
    return results.Measured(machine, rows, single, start_of_help(), ask("memory.py", data))


def ask(name: str, data: Path) -> Any:
    """What a module of bench/ finds out about the data."""
    return json.loads(call_part(name, "--data", str(data)))


def warm_up(field: Sequence[Contender], regions: Sequence[str]) -> None:
    """One report by each, not counted: bytecode and font lists are on disk afterwards."""
    for contender in field:
        say(f"{contender.name}: warm-up")
        clock(contender.command(regions[-1:], Path(tempfile.mkdtemp())), contender.env, contender.cwd)


def contest(field: Sequence[Contender], regions: Sequence[str], rounds: int, slow_rounds: int) -> list[results.Row]:
    """Every contender in turns; the slow ones drop out of the later rounds."""
    runs: dict[str, list[Run]] = defaultdict(list)
    pages: dict[str, dict[str, int]] = {}
    sizes: dict[str, int] = {}
    for number in range(max(rounds, slow_rounds)):
        for contender in field:
            if number < (slow_rounds if contender.slow else rounds):
                out = Path(tempfile.mkdtemp())
                runs[contender.name].append(clock(contender.command((), out), contender.env, contender.cwd))
                say(f"{contender.name}: {runs[contender.name][-1].seconds:.1f} s")
                pages[contender.name], sizes[contender.name] = look_at(out)
    for contender in field:
        if not contender.other:
            compare_pages(contender, pages[contender.name], pages[field[0].name], regions)
    return [
        results.Row(each.name, each.remark, runs[each.name], sum(pages[each.name].values()), sizes[each.name])
        for each in field
    ]


def look_at(out: Path) -> tuple[dict[str, int], int]:
    """The pages of each region's PDF, and the bytes of all."""
    files = sorted(out.rglob("*.pdf"))
    pages = {file.stem.split("-")[0]: len(PdfReader(file).pages) for file in files}
    return pages, sum(file.stat().st_size for file in files)


def compare_pages(contender: Contender, pages: dict[str, int], ours: dict[str, int], regions: Sequence[str]) -> None:
    """Who leaves a report out, or makes less of it, is not faster."""
    if set(pages) != set(regions):
        sys.exit(f"{contender.name} made {sorted(pages)} of {sorted(regions)}")
    if any(abs(pages[region] - ours[region]) > 1 for region in regions):
        sys.exit(f"{contender.name} made {pages} pages, ours {ours}")


def start_of_help() -> float:
    """Seconds until ./generate.py --help is done, as a shell starts it."""
    command = [str(ROOT / "generate.py"), "--help"]
    return best(clock(command, environment()) for _ in range(_STARTS)).seconds


def say(what: str) -> None:
    """Where the run is, beside its results."""
    print(f"  {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
