"""A file that was handed in goes back to its branch: judged, with its cells marked."""

from collections.abc import Sequence
from pathlib import Path

from cakupan.language import Language
from cakupan.marked import marked
from cakupan.model import Advised, Verdict
from cakupan.shelf import shelve


def send_back(path: Path, verdict: Verdict, language: Language, out: Path) -> int:
    """Write the marked copy, whole or not at all; how many findings are in it.

    The verdict is on this file, so its grids are the file's.
    """
    assert verdict.grids is not None, "of what was not judged nothing is sent back"
    findings: Sequence[Advised] = [a for a in verdict.findings if a.finding.where.file == path.name]
    shelve(marked(path, verdict.grids, findings, language), out)
    return len(findings)
