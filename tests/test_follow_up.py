"""Costs, permits, funds and decisions: measured, said in both languages, and set on the page."""

import datetime as dt

import pytest

from cakupan.errors import DataError
from cakupan.excel.follow_up import costs
from cakupan.indicators.cost import in_force
from cakupan.language import Language
from cakupan.message import Message
from cakupan.model import Contribution, Indicators
from cakupan.pages import set_pages
from cakupan.period import Period
from cakupan.pipeline.one import compose
from cakupan.pipeline.order import Order
from cakupan.sections import sections
from cakupan.sentences import write_sentences
from tests.provinces import ROOT, measured, real, set_html

CONTRIBUTIONS = "since,until,sector,rupiah,source\n"
BASE = "2024-01,,all,16800,press\n"
HALVED = "2025-01,2026-03,transport,8400,press\n2025-04,2025-12,other,8400,press\n"
FUNDING = "region,fund,segment,workers,starts,ends,contribution,source\n"
ACTIONS = "number,decided,region,action,agency,due,status,indicator,obstacle,evidence,source\n"
TARGET = "2024-01-01,2025-12-31,15,target_rate,total,53\n"
ROWS = "2024-12-02,15,active,total,450\n2024-12-02,15,potential,total,1000\n"


def known(figures: str = ROWS, targets: str = "", **more: str) -> Indicators:
    return measured(figures, targets, "2024-12", None, **more)["15"]


def said(message: Message | None, language: str = "en") -> str:
    assert message
    return Language(language).sentence(message)


def both(message: Message) -> str:
    """In English, after seeing that Indonesian is another sentence."""
    assert said(message, "id") != said(message)
    return said(message)


# --- what closing the gap costs ---------------------------------------------------------------------------------------


def test_the_cost_is_the_missing_times_the_contribution_of_each_month_until_the_target_is_due() -> None:
    (cost,) = known(targets=TARGET, contributions=CONTRIBUTIONS + BASE).costs
    assert (cost.sector, cost.persons.value, cost.monthly.value) == ("all", 80, 80 * 16800)
    assert cost.until
    assert (str(cost.last), cost.until.value) == ("2025-12", 80 * 16800 * 12)


def test_a_discount_of_sectors_parts_them_by_month() -> None:
    costs = known(targets=TARGET, contributions=CONTRIBUTIONS + BASE + HALVED).costs
    assert {cost.sector: cost.until and cost.until.value for cost in costs} == {
        "transport": 80 * 8400 * 12,
        "other": 80 * (3 * 16800 + 9 * 8400),
    }
    lines = [
        both(line) for line in write_sentences(known(targets=TARGET, contributions=CONTRIBUTIONS + BASE + HALVED)).costs
    ]
    assert lines[0] == (
        "Closing the gap to 53%, 80 workers, costs Rp1,344,000 a month at Rp16,800 a worker (transport), and "
        "Rp8,064,000 up to December 2025."
    )


@pytest.mark.parametrize(
    ("rows", "targets"),
    [("", TARGET), ("2025-01,,all,16800,press\n", TARGET), (BASE, ""), (BASE, TARGET.replace(",53", ",40"))],
    ids=["no contribution", "none in force yet", "no target", "the target is reached"],
)
def test_without_a_gap_or_a_contribution_nothing_is_said_of_costs(rows: str, targets: str) -> None:
    indicators = known(targets=targets, contributions=CONTRIBUTIONS + rows)
    assert indicators.costs == ()
    assert write_sentences(indicators).costs == ()
    assert "Biaya menutup kekurangan" not in set_html(indicators)


@pytest.mark.parametrize("rows", ["2024-01,2025-06,all,16800,press\n", BASE])
def test_with_a_month_unknown_or_none_left_only_the_month_is_said(rows: str) -> None:
    targets = TARGET if "2025-06" in rows else TARGET.replace("2025-12-31", "2024-12-31")
    indicators = known(targets=targets, contributions=CONTRIBUTIONS + rows)
    assert [cost.until for cost in indicators.costs] == [None]
    (line,) = write_sentences(indicators).costs
    assert both(line).endswith("costs Rp1,344,000 a month at Rp16,800 a worker (all sectors).")


def test_a_target_due_within_a_month_has_its_cost_beside_that_of_the_next_with_time() -> None:
    targets = "".join(
        f"2024-01-01,{due},15,target_rate,total,{rate}\n"
        for due, rate in (("2024-12-31", 53), ("2025-12-31", 55), ("2026-12-31", 60))
    )
    found = known(targets=targets, contributions=CONTRIBUTIONS + BASE)
    assert [(str(cost.target.value), cost.persons.value, str(cost.last)) for cost in found.costs] == [
        ("53", 80, "2024-12"), ("55", 100, "2025-12"),
    ]  # fmt: skip
    lines = [both(line) for line in write_sentences(found).costs]
    assert lines[0].startswith("Closing the gap to 53%, 80 workers, costs")
    assert lines[1].startswith("Closing the gap to 55%, 100 workers, costs")
    sheet = costs(found)
    assert [row[0] for row in sheet.rows] == [cost.target for cost in found.costs]


def test_where_the_missing_are_about_so_many_the_cost_is_about_so_much() -> None:
    rows = ROWS.replace("total,450", "total,450000,rounded").replace("total,1000", "total,1000000")
    (line,) = write_sentences(known(rows, TARGET, contributions=CONTRIBUTIONS + BASE)).costs
    assert "about Rp1,344,000,000 a month" in said(line)
    assert "sekitar Rp1.344.000.000 per bulan" in said(line, "id")


def test_the_halved_contributions_of_2026_are_in_the_real_table() -> None:
    found = real("jambi", "2025-03")["15"]
    (cost,) = found.costs
    assert (cost.rupiah.value, cost.monthly.value) == (16800, 140000 * 16800)
    assert (ROOT / "data" / "jambi" / "contributions.csv").read_text().count(",8400,") == 2


@pytest.mark.parametrize(
    ("month", "sector", "rupiah"),
    [
        ("2023-12", "all", None), ("2024-01", "all", 16800), ("2025-12", "transport", 16800),
        ("2026-01", "transport", 8400), ("2027-03", "transport", 8400), ("2027-04", "transport", 16800),
        ("2026-03", "other", 16800), ("2026-04", "other", 8400), ("2026-12", "other", 8400),
        ("2027-01", "other", 16800),
    ],
)  # fmt: skip
def test_the_contribution_in_force_by_month_and_sector(month: str, sector: str, rupiah: int | None) -> None:
    def there(since: str, until: str, whose: str, amount: int) -> Contribution:
        return Contribution(Period.parse(since), Period.parse(until) if until else None, whose, amount, "press")

    table = [
        there("2024-01", "", "all", 16800),
        there("2026-01", "2027-03", "transport", 8400),
        there("2026-04", "2026-12", "other", 8400),
    ]
    found = in_force(table, Period.parse(month), sector)
    assert (found and found.rupiah) == rupiah


def test_of_two_in_force_the_younger_counts() -> None:
    table = [
        Contribution(Period(2024, 1), None, "all", 1, "press"),
        Contribution(Period(2025, 1), None, "all", 2, "press"),
    ]
    found = in_force(table, Period(2025, 1), "other")
    assert found
    assert found.rupiah == 2


def test_as_of_a_day_a_contribution_published_later_is_not_known() -> None:
    rows = "2024-01,,all,16800,press\n"  # the press is of 4 December 2024
    early = measured(ROWS, TARGET, "2024-12", dt.date(2024, 12, 3), contributions=CONTRIBUTIONS + rows)["15"]
    late = measured(ROWS, TARGET, "2024-12", dt.date(2024, 12, 4), contributions=CONTRIBUTIONS + rows)["15"]
    assert (early.costs, len(late.costs)) == ((), 1)


# --- permits ----------------------------------------------------------------------------------------------------------


def issued(month: str, permits: int, holders: int, region: str = "15") -> str:
    return (
        f"{month},{region},permits_issued,total,{permits}\n{month},{region},permit_holders_registered,total,{holders}\n"
    )


def test_permits_are_added_up_since_january() -> None:
    rows = ROWS + issued("2023-12", 90, 10) + issued("2024-10", 100, 30) + issued("2024-12", 50, 20)
    permits = known(rows).permits
    assert permits
    assert (permits.issued, permits.registered, permits.year_issued, permits.year_registered) == (50, 20, 150, 50)
    assert (permits.open, permits.carried, str(permits.month)) == (100, False, "2024-12")
    sentences = write_sentences(known(rows))
    assert both(sentences.titles["permits"]) == "The holders of 100 of 150 permits issued in 2024 are not registered"
    assert said(sentences.permits) == "December 2024: 50 permits, 20 of their holders registered."


@pytest.mark.parametrize(
    ("permits", "holders", "title"),
    [(5, 5, "All holders of the 5 permits of 2024 are registered"), (0, 0, None)],
)
def test_none_left_and_none_issued(permits: int, holders: int, title: str | None) -> None:
    found = known(ROWS + issued("2024-11", permits, holders))
    if title is None:
        assert found.permits is None
        return
    sentences = write_sentences(found)
    assert both(sentences.titles["permits"]) == title
    assert said(sentences.permits).endswith("; no newer figure.")
    assert found.permits
    assert found.permits.rate.value == 100


def test_a_regency_without_permits_is_not_in_the_provinces_table() -> None:
    html = set_html(known(ROWS + issued("2024-12", 9, 3) + issued("2024-12", 5, 1, "15.01")))
    assert "Izin dan pemegangnya menurut kabupaten/kota" in html
    assert html.count("33,33%") == 1
    alone = set_html(known(ROWS + issued("2024-12", 9, 3)))
    assert "menurut kabupaten/kota" not in alone.partition('id="permits"')[2].partition("<section")[0]
    assert "Izin dan pemegangnya" in alone


# --- funds ------------------------------------------------------------------------------------------------------------


def fund(workers: int, starts: str, ends: str, name: str = "APBD") -> str:
    return f"15,{name},BPU,{workers},{starts},{ends},16800,press\n"


def test_funds_are_told_while_they_pay_and_a_year_after() -> None:
    rows = (
        fund(1, "2023-01", "2023-11")
        + fund(2, "2023-01", "2023-12")
        + fund(4, "2024-06", "2024-12")
        + fund(8, "2024-01", "2025-04")
    )
    found = known(funding=FUNDING + rows).funded
    assert [(one.fund.workers, one.left, one.ended) for one in found] == [(4, 0, False), (8, 4, False), (2, -12, True)]
    assert (found[0].monthly.value, found[0].total.value) == (4 * 16800, 4 * 16800 * 7)


def test_what_is_paid_and_what_has_stopped_is_said() -> None:
    lines = write_sentences(
        known(funding=FUNDING + fund(7, "2024-01", "2025-04") + fund(3, "2024-01", "2024-11"))
    ).funding
    assert both(lines[0]) == "Contributions are paid for 7 workers, Rp117,600 a month."
    assert both(lines[1]).startswith("Those of 3 workers have ended within the last twelve months")
    assert write_sentences(known()).funding == ()
    (line,) = write_sentences(known(funding=FUNDING + fund(3, "2024-01", "2024-11"))).funding
    assert both(line).startswith("The paid contributions of 3 workers have ended within the last twelve months")


# --- decisions --------------------------------------------------------------------------------------------------------


def action(
    number: int, due: str, status: str = "open", indicator: str = "coverage", decided: str = "2024-11-01"
) -> str:
    return f"{number},{decided},15,Do {number},Bappeda,{due},{status},{indicator},,,press\n"


def test_overdue_comes_first_then_what_is_due_then_what_is_done() -> None:
    rows = (
        action(1, "2024-11-30", "done") + action(2, "2025-03-01") + action(3, "2024-12-30", "running")
        + action(4, "2024-12-01") + action(5, "2024-12-31")
    )  # fmt: skip
    followed = known(actions=ACTIONS + rows).followed
    assert [(one.action.number, one.late) for one in followed] == [("4", 30), ("3", 1), ("5", 0), ("2", 0), ("1", 0)]
    html = set_html(known(actions=ACTIONS + rows))
    assert html.count("▲ lewat ") == 2
    assert "30 hari" in html


def test_the_indicator_is_told_as_it_was_and_as_it_is() -> None:
    rows = "2024-10-01,15,active,total,400\n2024-10-01,15,potential,total,1000\n" + ROWS
    (one,) = known(rows, actions=ACTIONS + action(1, "2024-12-31")).followed
    assert one.then
    assert one.now
    assert [str(one.then.value), str(one.now.value)] == ["40.0", "45.00"]
    (first,) = known(rows, actions=ACTIONS + action(1, "2024-12-31", decided="2024-09-30")).followed
    assert (first.then, bool(first.now)) == (None, True)
    (none,) = known(rows, actions=ACTIONS + action(1, "2024-12-31", indicator="")).followed
    assert (none.then, none.now) == (None, None)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (action(1, "2024-12-01") + action(2, "2025-01-01") + action(3, "2024-12-01", "done"),
         "1 of 2 decisions that are still open are overdue"),
        (action(1, "2025-01-01") + action(2, "2024-12-01", "done"), "1 of 2 decisions are open, none is overdue"),
        (action(1, "2024-12-01", "done"), "All decisions are done (1)"),
    ],
)  # fmt: skip
def test_the_title_of_the_matrix_counts_what_is_late(rows: str, title: str) -> None:
    assert both(write_sentences(known(actions=ACTIONS + rows)).titles["actions"]) == title


# --- the sections -----------------------------------------------------------------------------------------------------


def test_a_report_lists_its_sections_and_leads_to_each() -> None:
    indicators = known(ROWS + issued("2024-12", 9, 3), TARGET, contributions=CONTRIBUTIONS + BASE)
    report = compose(Order(indicators, "en", "A4", ROOT))
    names = [section.name for section in sections(report)]
    assert names == ["path", "regions", "permits", "funding", "notes", "appendix"]
    html = set_pages(report)
    for name in names:
        assert f'href="#{name}"' in html
        assert f'<section id="{name}"' in html


def test_a_key_figure_leads_to_its_row_in_the_data_notes_and_a_source_to_its_note() -> None:
    html = set_html(real("jambi", "2024-12")["15"])
    assert 'href="#figure-2"' in html
    assert '<tr id="figure-2">' in html
    assert 'href="#source-5"' in html
    assert '<li id="source-5">' in html


def test_the_legal_basis_is_what_was_in_force() -> None:
    early, late = (set_html(real("jambi", month)["15"]) for month in ("2024-12", "2025-03"))
    assert "Inpres 2/2021" in early
    assert "Inpres 8/2025" not in early
    assert "Inpres 8/2025" in late


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"contributions": CONTRIBUTIONS + "2024-05,2024-04,all,1,press\n"},
            "row 2, column until: ends before it starts",
        ),
        ({"contributions": "since,until,sector,rupiah\n"}, "contributions.csv"),
        ({"contributions": CONTRIBUTIONS + "2024-05,,farming,1,press\n"}, "farming"),
        ({"laws": "since,instrument\n"}, "laws.csv"),
        ({"laws": "since,instrument,about_id,about_en\n2024-13,UU,a,b\n"}, "laws.csv, row 2, column since"),
    ],
)
def test_what_is_wrong_in_the_lists_is_said(more: dict[str, str], said: str) -> None:
    with pytest.raises(DataError, match=said):
        known(**more)
