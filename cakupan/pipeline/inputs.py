"""The files figures come from: put into the store, and laid out again as a province folder."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from cakupan.editions import Store
from cakupan.errors import DataError
from cakupan.message import message
from cakupan.model import Sheet
from cakupan.read import read


def put_inputs(store: Store, sheet: Sheet) -> dict[str, str]:
    """Keep every file the figures come from; what is kept is read again and must have the same fingerprint."""
    try:
        same = _fingerprint(sheet.inputs) == sheet.fingerprint
    except DataError:
        same = False
    if not same:
        raise DataError(
            message("{folder}: its files changed while they were read; run again", folder=str(sheet.folder))
        )
    return {name: store.put(content) for name, content in sorted(sheet.inputs.items())}


def _fingerprint(inputs: Mapping[str, bytes]) -> str:
    with tempfile.TemporaryDirectory(prefix="cakupan-") as folder:
        return lay_out(inputs, Path(folder)).fingerprint


def lay_out(inputs: Mapping[str, bytes], folder: Path) -> Sheet:
    """Kept files as a province folder, read."""
    for name, content in inputs.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return read(folder)
