"""Three hundred letters, and a sender that is killed every second or so; `make soak` says what came of it.

    python -m tests.soak [--letters 300] [--every 1.0] [--seed 1]

Against the tests' own mail server, and against a private Postfix where there is one, with both policies. The truth is
what the server has on its disk.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from cakupan.ledger import Ledger, Step, open_ledger
from cakupan.model import State
from tests.mailserver import accepted, mailserver
from tests.postfix import postfix
from tests.provinces import ROOT
from tests.sender import is_for_archive, message_id_of
from tests.test_outbox import NOW, letters

Serving = Callable[[Path], AbstractContextManager[int]]


def main() -> None:
    """Every server with each policy; 1 where a letter was lost or doubled without a word."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=300)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between kills, on average")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print("| server | policy | letters | kills | sent | in doubt (of them arrived) | lost | doubled | seconds |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    bad = 0
    for name, serving in {"aiosmtpd": _own, "Postfix": postfix}.items():
        if name == "Postfix" and not shutil.which("postfix"):
            print("no Postfix here", file=sys.stderr)
            continue
        for policy in ("hold", "archive"):
            bad += _soak(name, serving, policy, asked.letters, random.Random(asked.seed), asked.every)  # noqa: S311  # chance, no secret
    sys.exit(1 if bad else 0)


@contextmanager
def _own(folder: Path) -> Iterator[int]:
    """The tests' own server, a little slow."""
    with mailserver(folder, "DOT=slow:0.02") as running:
        yield running.port


def _soak(name: str, serving: Serving, policy: str, count: int, chance: random.Random, every: float) -> int:
    with tempfile.TemporaryDirectory(prefix="cakupan-", ignore_cleanup_errors=True) as work:
        box = Path(work) / "accepted"
        box.mkdir()
        ledger = _ledger(Path(work) / "ledger.db", count)
        began, kills = time.monotonic(), 0
        with serving(box) as port:
            while _open(ledger, policy):
                kills += _run(Path(work) / "ledger.db", port, policy, chance.expovariate(1 / every))
            taken = _truth(box, name)
        rows = ledger.deliveries()
        sent = [row for row in rows if row.state is State.SENT]
        doubts = [row for row in rows if row.state is State.IN_DOUBT]
        arrived = sum(taken[row.message_id] > 0 for row in doubts)
        lost = sum(taken[row.message_id] == 0 for row in sent)
        doubled = sum(times > 1 for times in taken.values())
        seconds = time.monotonic() - began
        told = (name, policy, count, kills, len(sent), f"{len(doubts)} ({arrived})", lost, doubled, f"{seconds:.0f}")
        print("|", " | ".join(map(str, told)), "|", flush=True)
        wrong = ledger.verify()[1]
        ledger.engine.dispose()
        return lost + doubled + len(wrong)


def _ledger(place: Path, count: int) -> Ledger:
    ledger = open_ledger(place)
    ledger.plan(letters(count, 100_000), NOW, "soak")
    for row in ledger.deliveries():
        ledger.move(row.number, [State.PLANNED], Step(State.APPROVED), NOW, "soak")
    return ledger


def _open(ledger: Ledger, policy: str) -> bool:
    """Whether anything can still be done without a person."""
    waiting = [State.APPROVED, State.SENDING, State.COMMITTING, *([State.IN_DOUBT] if policy == "archive" else [])]
    return bool(ledger.deliveries(states=waiting))


def _run(place: Path, port: int, policy: str, seconds: float) -> int:
    """A sender for so long; 1 where it had to be killed."""
    command = [sys.executable, "-m", "tests.sender", str(place), str(port), policy]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as sender:
        try:
            sender.wait(0.6 + seconds)  # it takes that long to begin
        except subprocess.TimeoutExpired:
            sender.kill()
            return 1
        return 0


def _truth(box: Path, name: str) -> Counter[str]:
    """How often the recipient of each letter has it; the archive's copies are not counted."""
    if name == "Postfix":
        delivered = [file.read_bytes() for file in (box / "new").iterdir()]
        return Counter(message_id_of(letter) for letter in delivered if not is_for_archive(letter))
    return Counter(message_id_of(one.content) for one in accepted(box))


if __name__ == "__main__":
    main()
