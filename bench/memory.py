"""Memory of a worker over a hundred reports: resident megabytes after some of them, as JSON."""

import argparse
import json
import re
import tempfile
from itertools import cycle, islice
from pathlib import Path

from stages import measure_all

from cakupan.pipeline.one import make, warm_up
from cakupan.pipeline.order import Order

REPORTS = 100
LOOKS = (1, 10, 20, 50, REPORTS)


def resident() -> float:
    """Megabytes of this process that are in memory now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found, "Linux tells every process its size"
    return int(found[1]) / 1024


def watch(data: Path, out: Path) -> dict[int, float]:
    """The size after each of LOOKS reports; the regions take turns."""
    warm_up("A4")
    orders = [Order(found, "id", "A4", out / f"{code}.pdf") for code, found in measure_all(data).items()]
    sizes = {}
    for number, order in enumerate(islice(cycle(orders), REPORTS), 1):
        made = make(order)
        assert made.pages, made.problems
        if number in LOOKS:
            sizes[number] = resident()
    return sizes


def main() -> None:
    """Make the reports into a folder that is thrown away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    with tempfile.TemporaryDirectory() as out:
        print(json.dumps(watch(parser.parse_args().data, Path(out))))


if __name__ == "__main__":
    main()
