"""Reports that were printed aside are sealed where a seal is set, and come to their place, format by format."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from cakupan.errors import OutputError, PrintError
from cakupan.model import Format
from cakupan.pipeline.order import Made, Order, failed
from cakupan.seal import Seal
from cakupan.shelf import clear, shelve

PrintAll = Callable[[Mapping[str, Order]], dict[str, Made]]


def seal_report(made: Made, staged: Order, seal: Seal | None) -> Made:
    """The report that was printed aside, sealed there; one that cannot be is taken away, its other formats stay."""
    if seal is None or not staged.path.exists():
        return made
    report = replace(staged, formats=(Format.PDF,))
    try:
        shelve(seal.sign(staged.path.read_bytes()), staged.path)
    except (OutputError, PrintError) as error:
        return made.without(Format.PDF, failed(report, error))
    return made


def put_in_place(made: Made, staged: Order, order: Order) -> Made:
    """What was made, from aside to where it was asked for, each format whole or not at all.

    One that was not made, or finds no place, takes the older one of its name away and
    leaves the others.
    """
    size = 0
    for form in order.formats:
        asked = replace(order, formats=(form,))
        files = list(zip(replace(staged, formats=(form,)).files, asked.files, strict=True))
        try:
            if all(aside.exists() for aside, _ in files):
                contents = [(aside.read_bytes(), file) for aside, file in files]
                for content, file in contents:
                    shelve(content, file)
                size += sum(len(content) for content, _ in contents)
            else:
                for _, file in files:
                    clear(file)
        except OutputError as error:
            made = made.without(form, failed(asked, error))
    return replace(made, size=size)


def print_sealed(orders: Mapping[str, Order], seal: Seal, print_all: PrintAll) -> dict[str, Made]:
    """Every report, sealed before it lies in its place: there is no moment in which an unsealed one does."""
    with tempfile.TemporaryDirectory(prefix="cakupan-") as aside:
        staged = {code: replace(order, path=Path(aside) / order.path.name) for code, order in orders.items()}
        made = print_all(staged)
        sealed = {code: seal_report(made[code], staged[code], seal) for code in orders}
        return {code: put_in_place(sealed[code], staged[code], order) for code, order in orders.items()}
