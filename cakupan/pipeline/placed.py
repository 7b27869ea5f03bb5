"""Reports that were printed aside come to their place, sealed where a seal is set."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from cakupan.errors import OutputError, PrintError
from cakupan.pipeline.order import Made, Order, failed
from cakupan.seal import Seal
from cakupan.shelf import clear, shelve

PrintAll = Callable[[Mapping[str, Order]], dict[str, Made]]


def put_in_place(made: Made, staged: Order, order: Order, seal: Seal | None) -> Made:
    """All files of an order, from aside to where they were asked for; the report alone is sealed.

    One that was not made takes the older one of its name away.
    """
    files = list(zip(staged.files, order.files, strict=True))
    try:
        for file in (file for aside, file in files if not aside.exists()):
            clear(file)
        there = [(aside, file) for aside, file in files if aside.exists()]
        contents = [(_sealed(aside, seal if file == order.path else None), file) for aside, file in there]
        for content, file in contents:
            shelve(content, file)
    except (OutputError, PrintError) as error:
        return failed(order, error)
    return replace(made, size=sum(len(content) for content, _ in contents))


def _sealed(file: Path, seal: Seal | None) -> bytes:
    content = file.read_bytes()
    return seal.sign(content) if seal else content


def print_sealed(orders: Mapping[str, Order], seal: Seal, print_all: PrintAll) -> dict[str, Made]:
    """Every report, sealed before it lies in its place: there is no moment in which an unsealed one does."""
    with tempfile.TemporaryDirectory(prefix="cakupan-") as aside:
        staged = {code: replace(order, path=Path(aside) / order.path.name) for code, order in orders.items()}
        made = print_all(staged)
        return {code: put_in_place(made[code], staged[code], order, seal) for code, order in orders.items()}
