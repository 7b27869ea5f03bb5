"""A copy of a ledger that lies in a file: of one moment, whoever writes in it meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path

from cakupan.errors import LedgerError
from cakupan.message import message


def copy_of(ledger: Path, target: Path) -> None:
    """Copy the ledger as it is on the disk, with what stands in its log; LedgerError where that cannot be done."""
    try:
        with closing(sqlite3.connect(ledger)) as here, closing(sqlite3.connect(target)) as there:
            here.backup(there)  # in one step, which reads one moment
    except sqlite3.Error as error:
        raise LedgerError(
            message("the ledger {path} cannot be copied: {reason}", path=str(ledger), reason=str(error))
        ) from None
