"""The files figures come from: put into the store, and put back into a province folder."""

from collections.abc import Mapping
from pathlib import Path

from cakupan.editions import Store
from cakupan.model import Sheet
from cakupan.read import read


def put_inputs(store: Store, sheet: Sheet) -> dict[str, str]:
    """Keep every file the figures come from, as it was when it was read; the SHA-256 of each."""
    return {name: store.put(content) for name, content in sorted(sheet.inputs.items())}


def put_back(inputs: Mapping[str, bytes], folder: Path) -> Sheet:
    """The province folder that was kept: its files in their places, read."""
    for name, content in inputs.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return read(folder)
