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
    """From aside to where it was asked for; one that failed takes the older one of its name away."""
    try:
        if not made.pages:
            clear(order.path)
            return made
        content = staged.path.read_bytes()
        if seal:
            content = seal.sign(content)
        shelve(content, order.path)
    except (OutputError, PrintError) as error:
        return failed(order, error)
    return replace(made, size=len(content))


def print_sealed(orders: Mapping[str, Order], seal: Seal, print_all: PrintAll) -> dict[str, Made]:
    """Every report, sealed before it lies in its place: there is no moment in which an unsealed one does."""
    with tempfile.TemporaryDirectory(prefix="cakupan-") as aside:
        staged = {code: replace(order, path=Path(aside) / order.path.name) for code, order in orders.items()}
        made = print_all(staged)
        return {code: put_in_place(made[code], staged[code], order, seal) for code, order in orders.items()}
