"""A process that sends what a ledger holds, and kills itself where a test wants it to.

    python -m tests.sender LEDGER PORT POLICY [STEP NUMBER]

STEP is one of STEPS; the process dies at its NUMBERth occurrence, as kill -9 kills. POLICY "archive" looks letters in
doubt up among those the server keeps, twenty minutes later.
"""

import datetime as dt
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from cakupan.ledger import is_gone, open_ledger, this_process
from cakupan.model import State
from cakupan.post.in_doubt import GRACE, ask_archive
from cakupan.post.outbox import Outbox, Terms
from cakupan.smtp import MailServer, connect
from cakupan.smtp.talk import Talk
from tests.mailserver import HOST, accepted

SENDER, ARCHIVE = "laporan@dinas.example", "arsip@dinas.example"
STEPS = (
    "recovered", "claimed", "guarded", "connected",
    "EHLO", "MAIL", "said MAIL", "RCPT", "said RCPT", "DATA", "said DATA", "BODY",
    "offered", "committing", "DOT", "said DOT", "answered", "settled",
)  # fmt: skip


def main() -> None:
    """Recover, settle, send; then say what became of each row."""
    place, port, policy, *kill = sys.argv[1:]
    step = _killer(*kill) if kill else lambda _: None
    _listen(step)
    ledger, me = open_ledger(Path(place)), this_process()
    late = dt.timedelta() if kill else 2 * GRACE
    ledger.recover(_now(), me, is_gone)
    step("recovered")
    if policy == "archive":
        there = set(map(message_id_of, archived(Path(place).parent / "accepted")))
        ask_archive(ledger, ledger.deliveries(states=[State.IN_DOUBT]), there.__contains__, _now() + late, me)
    server = MailServer(HOST, int(port), "local")
    terms = Terms(SENDER, ARCHIVE if policy == "archive" else "", first_wait=dt.timedelta())
    outbox = Outbox(ledger, lambda: connect(server, "cakupan.test"), lambda *_: None, terms, _now, me, step)
    stopped = outbox.send([row.number for row in ledger.deliveries()])
    sys.exit(str(stopped) if stopped else 0)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def archived(box: Path) -> list[bytes]:
    """The letters a server keeps, or those a Postfix has delivered to the archive."""
    if not (box / "new").is_dir():
        return [one.content for one in accepted(box)]
    letters = [file.read_bytes() for file in (box / "new").iterdir()]
    return [letter for letter in letters if is_for_archive(letter)]


def is_for_archive(letter: bytes) -> bool:
    """Whether a letter in a mailbox was delivered to the archive."""
    return f"\nDelivered-To: {ARCHIVE}\n".encode() in b"\n" + letter.partition(b"\n\n")[0] + b"\n"


def message_id_of(letter: bytes) -> str:
    """The Message-ID of a letter, however its lines end."""
    found = re.search(rb"^Message-ID: (<[^>]+>)", letter, re.MULTILINE)
    assert found, "all of ours have one"
    return found[1].decode()


def _killer(at: str, number: str) -> Callable[[str], None]:
    happened: Counter[str] = Counter()

    def step(name: str) -> None:
        happened[name] += 1
        if name == at and happened[name] == int(number):
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def _listen(step: Callable[[str], None]) -> None:
    """Every word of a session is a step too: before it is said, and when it was answered."""
    listen, answer = Talk.listen, Talk.answer

    def before(self: Talk, verb: str) -> None:
        step(verb)
        listen(self, verb)

    def after(self: Talk, verb: str, **how: object) -> object:
        found = answer(self, verb, **how)  # type: ignore[arg-type]
        step(f"said {verb}")
        return found

    Talk.listen, Talk.answer = before, after  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    main()
