"""What the meetings follow up, as tables: villages, permits, funds, costs, decisions; and what to know of the data."""

from cakupan.catalogue import catalogue
from cakupan.excel.coverage import DATED, REGION, dated
from cakupan.excel.table import Cells, Cited, Table, month, yes
from cakupan.labels import SECTORS, STATUSES
from cakupan.message import Message, message
from cakupan.model import Cost, Followed, Funded, Indicators, Permits, Region, Report


def villages(indicators: Indicators) -> Table:
    """Village institutions; what is withheld is named, without its numbers."""
    heads = (*REGION, message("Covered"), message("In village institutions"), message("Not covered"),
             message("Coverage"), message("Change, points"), *DATED)  # fmt: skip
    members = [(row.region, row.villages) for row in indicators.rows] if indicators.is_province else []
    rows: list[Cells] = [
        (region.code, region.full, one.current.part, one.current.whole, one.current.rest, one.current.rate, one.change,
         *dated(one))
        for region, one in (*members, (indicators.region, indicators.villages))
        if one
    ]  # fmt: skip
    total = indicators.is_province and indicators.villages is not None
    gone = [(r.code, r.full, message("withheld"), *(None,) * (len(heads) - 3)) for r in indicators.withheld]
    return Table(message("Village institutions"), message("Village institutions"), heads, (*gone, *rows), 2, total)


def register(indicators: Indicators) -> Table:
    """Aware villages and markets."""
    heads = (message("Name"), message("Kind"), *REGION, message("Since"), message("Source of the figure"))
    kinds = {"village": message("village"), "market": message("market")}
    rows = (
        (one.name, kinds[one.kind], one.region, _name(indicators, one.region), one.since, Cited(one.source))
        for one in indicators.register
    )
    title = message("Register of aware villages and markets (Desa Sadar, Pasar Sadar)")
    return Table(message("Register"), title, heads, tuple(rows))


def _name(indicators: Indicators, code: str) -> Message:
    return indicators.province.regions[code].full


def permits(indicators: Indicators) -> Table:
    """Permits and whether their holders are registered."""
    heads = (*REGION, message("Newest month"), message("Carried forward"), message("Issued in this month"),
             message("Registered of them"), message("Issued since January"), message("Registered since January"),
             message("still open"), message("registered, share"), message("Source of the figure"))  # fmt: skip
    members = [(row.region, row.permits) for row in indicators.rows] if indicators.is_province else []
    found = [(region, one) for region, one in (*members, (indicators.region, indicators.permits)) if one]
    total = indicators.is_province and indicators.permits is not None
    rows = tuple(_permits(region, one) for region, one in found)
    return Table(message("Permits"), message("Permits and their holders"), heads, rows, fixed=2, total=total)


def _permits(region: Region, one: Permits) -> Cells:
    return (
        region.code, region.full, one.month, yes(one.carried), one.issued, one.registered, one.year_issued,
        one.year_registered, one.open, one.rate, Cited(one.source),
    )  # fmt: skip


def funds(indicators: Indicators) -> Table:
    """Who pays, until when."""
    heads = (*REGION, message("Fund"), message("Segment"), message("Workers"), message("From"), message("Until"),
             message("Months left"), message("Rp a worker, month"), message("Rp a month"), message("Rp in all"),
             message("Source of the figure"))  # fmt: skip
    rows = tuple(_fund(indicators, one) for one in indicators.funded)
    return Table(message("Funds"), message("Funds, soonest to end first"), heads, rows, fixed=3)


def _fund(indicators: Indicators, one: Funded) -> Cells:
    fund = one.fund
    return (
        fund.region, _name(indicators, fund.region), fund.fund, fund.segment, fund.workers, month(fund.starts),
        month(fund.ends), message("ended") if one.ended else one.left, fund.contribution, one.monthly, one.total,
        Cited(fund.source),
    )  # fmt: skip


def _cost(one: Cost) -> Cells:
    return (
        one.target, SECTORS[one.sector], one.persons, one.rupiah, one.monthly, month(one.last), one.until,
        Cited(one.source),
    )  # fmt: skip


def costs(indicators: Indicators) -> Table:
    """What closing the gap costs, a row a target and a sector."""
    heads = (message("Target"), message("Sector"), message("Missing, workers"), message("Rp a worker, month"),
             message("Rp a month"), message("Until"), message("Rp until then"),
             message("Source of the figure"))  # fmt: skip
    rows = map(_cost, indicators.costs)
    return Table(message("Cost"), message("What closing the gap costs"), heads, tuple(rows))


def decisions(indicators: Indicators) -> Table:
    """The follow-up matrix."""
    heads = (message("No."), message("Decision"), *REGION, message("Agency"), message("Decided"), message("Due"),
             message("Status"), message("Days overdue"), message("Obstacle"), message("Evidence"), message("Indicator"),
             message("Then"), message("Now"), message("Source of the figure"))  # fmt: skip
    rows = tuple(_decision(indicators, one) for one in indicators.followed)
    return Table(message("Decisions"), message("Decisions of the meetings, overdue first"), heads, rows, fixed=2)


def _decision(indicators: Indicators, one: Followed) -> Cells:
    action = one.action
    moves = Message(catalogue().indicators[action.indicator].label) if action.indicator else None
    return (
        action.number, action.text, action.region, _name(indicators, action.region), action.agency, action.decided,
        action.due, STATUSES[action.status], one.late or None, action.obstacle, action.evidence, moves, one.then,
        one.now, Cited(action.source),
    )  # fmt: skip


def remarks(report: Report) -> Table:
    """What was published otherwise, what is missing, what was let through and held back."""
    known = report.indicators
    rows: list[Cells] = [(message("published otherwise"), one.message, Cited(one.source)) for one in known.statements]
    rows += [(message("missing"), line, None) for line in report.sentences.missing]
    rows += [(message("held back"), finding.told, None) for finding in known.held]
    rows += [
        (message("let through"), message("{place}: {what}", place=one.finding.told, what=one.signature), None)
        for one in known.accepted
    ]
    rows += [(message("told of the data"), finding.told, None) for finding in known.warnings]
    heads = (message("What"), message("Note"), message("Source of the figure"))
    return Table(message("Data notes"), message("What to know of the figures"), heads, tuple(rows))


def sources(indicators: Indicators, language: str) -> Table:
    """The sources by their numbers."""
    heads = (message("No."), message("Published by"), message("Published on"), message("Note"))
    rows = (
        (number, one.publisher, one.published, one.note[language]) for number, one in enumerate(indicators.sources, 1)
    )
    return Table(message("Sources"), message("Sources"), heads, tuple(rows))
