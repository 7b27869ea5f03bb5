"""The lists a province keeps beside its figures: villages and markets, funds, actions, contributions, laws."""

from typing import Any

from cakupan.catalogue import Catalogue
from cakupan.check import cells
from cakupan.message import message
from cakupan.model import Action, Contribution, Funding, Law, Province, RegisterEntry

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
CONTRIBUTIONS = ("since", "until", "sector", "rupiah", "source")
LAWS = ("since", "instrument", "about_id", "about_en")
SECTORS = ("all", "transport", "other")


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


def read_contributions(table: cells.Cells, province: Province) -> tuple[Contribution, ...]:
    """The least contribution of workers without a wage, by the months it is in force."""
    if not table.usable:
        return ()
    columns: dict[str, Any] = {
        "since": table.read("since", cells.month),
        "until": table.read("until", cells.optional(cells.month)),
        "sector": table.read("sector", cells.one_of(SECTORS)),
        "rupiah": table.read("rupiah", cells.whole),
        "source": table.read("source", cells.one_of(province.sources)),
    }
    for line, row in table.believed(columns).items():
        if row[1] and row[1] < row[0]:
            table.refuse(line, "until", "order", message("ends before it starts ({starts})", starts=str(row[0])))
    return tuple(Contribution(*row) for row in table.believed(columns).values())


def read_laws(table: cells.Cells) -> tuple[Law, ...]:
    """The legal basis, in the order of the table."""
    if not table.usable:
        return ()
    columns: dict[str, Any] = {name: table.read(name, cells.text) for name in LAWS}
    columns["since"] = table.read("since", cells.month)
    rows = table.believed(columns).values()
    return tuple(Law(since, name, {"id": indonesian, "en": english}) for since, name, indonesian, english in rows)
