"""The files figures come from: put into the store, and laid out again as a province folder."""

from collections.abc import Mapping
from pathlib import Path

from cakupan.editions import Store
from cakupan.model import Sheet
from cakupan.read import read


def put_inputs(store: Store, sheet: Sheet) -> dict[str, str]:
    """Keep every file the figures come from, as it was when it was read; the SHA-256 of each."""
    return {name: store.put(content) for name, content in sorted(sheet.inputs.items())}


def lay_out(inputs: Mapping[str, bytes], folder: Path) -> Sheet:
    """Kept files as a province folder, read."""
    for name, content in inputs.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return read(folder)
