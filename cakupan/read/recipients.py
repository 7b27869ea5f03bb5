"""The list of recipients: read by itself, as addresses are no figures and no part of what an edition is made of."""

from pathlib import Path

from cakupan.model import Finding, Table
from cakupan.read.tidy import read_csv

FILE = "recipients.csv"


def read_recipients(folder: Path) -> tuple[Table | None, list[Finding]]:
    """The table of a province folder, or why it cannot be taken in; neither where there is none."""
    path = folder / FILE
    return read_csv(path) if path.exists() else (None, [])
