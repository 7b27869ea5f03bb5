"""The lists a province keeps beside its figures: villages and markets, funds, actions."""

from typing import Any

from cakupan.catalogue import Catalogue
from cakupan.check import cells
from cakupan.message import message
from cakupan.model import Action, Funding, Province, RegisterEntry

REGISTER = ("name", "kind", "region", "since", "source")
FUNDING = ("region", "fund", "segment", "workers", "starts", "ends", "contribution", "source")
ACTIONS = (
    "number",
    "decided",
    "region",
    "action",
    "agency",
    "due",
    "status",
    "indicator",
    "obstacle",
    "evidence",
    "source",
)


def read_register(table: cells.Cells, province: Province) -> tuple[RegisterEntry, ...]:
    """The Desa Sadar and Pasar Sadar."""
    if not table.usable:
        return ()
    columns: dict[str, Any] = {
        "name": table.read("name", cells.text),
        "kind": table.read("kind", cells.one_of(("village", "market"))),
        "region": table.read("region", cells.region_code(province.regions)),
        "since": table.read("since", cells.optional(cells.as_of)),
        "source": table.read("source", cells.one_of(province.sources)),
    }
    return tuple(RegisterEntry(*row) for row in table.believed(columns).values())


def read_funding(table: cells.Cells, province: Province, catalogue: Catalogue) -> tuple[Funding, ...]:
    """Who pays for whom, and until when."""
    if not table.usable:
        return ()
    columns: dict[str, Any] = {
        "region": table.read("region", cells.region_code(province.regions)),
        "fund": table.read("fund", cells.text),
        "segment": table.read("segment", cells.one_of(catalogue.segments)),
        "workers": table.read("workers", cells.whole),
        "starts": table.read("starts", cells.month),
        "ends": table.read("ends", cells.month),
        "contribution": table.read("contribution", cells.whole),
        "source": table.read("source", cells.one_of(province.sources)),
    }
    for line, row in table.believed(columns).items():
        if row[5] < row[4]:
            table.refuse(line, "ends", "order", message("ends before it starts ({starts})", starts=str(row[4])))
    return tuple(Funding(*row) for row in table.believed(columns).values())


def read_actions(table: cells.Cells, province: Province, catalogue: Catalogue) -> tuple[Action, ...]:
    """What the meetings decided."""
    if not table.usable:
        return ()
    columns: dict[str, Any] = {
        "number": table.read("number", cells.text),
        "decided": table.read("decided", cells.day),
        "region": table.read("region", cells.region_code(province.regions)),
        "action": table.read("action", cells.text),
        "agency": table.read("agency", cells.text),
        "due": table.read("due", cells.day),
        "status": table.read("status", cells.one_of(("open", "running", "done"))),
        "indicator": table.read("indicator", cells.optional(cells.one_of(catalogue.indicators))),
        "obstacle": table.read("obstacle", str),
        "evidence": table.read("evidence", str),
        "source": table.read("source", cells.one_of(province.sources)),
    }
    return tuple(Action(*row) for row in table.believed(columns).values())
