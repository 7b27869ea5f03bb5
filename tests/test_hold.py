"""What holds a report: it is kept out of every other, and only a name and a reason let it through."""

import datetime as dt

import pytest

from cakupan.catalogue import catalogue
from cakupan.check.hold import accept, held, without
from cakupan.errors import RequestError
from cakupan.indicators import measure
from cakupan.language import Language
from cakupan.model import Acceptance, Figures, Indicators
from cakupan.period import Period
from cakupan.vintage import as_known, choose
from tests.provinces import believed, print_report, set_html

FIGURES = """\
2024-10-01,15,active,total,400
2024-10-01,15,potential,total,1000
2024-12-02,15,active,total,450
2024-12-02,15.01,active,total,31
2024-12-02,15.01,potential,total,20
2024-12-02,15.02,active,total,7
2024-12-02,15.02,potential,total,9
"""
BOTH = FIGURES.replace("total,9\n", "total,5\n")


def known(figures: str, targets: str = "", period: str = "2024-12", as_of: dt.date | None = None) -> Figures:
    province = believed(figures, targets)
    return as_known(province, choose(province, Period.parse(period), as_of))


def measured(figures: Figures, period: str = "2024-12") -> dict[str, Indicators]:
    """As the pipeline does it: what is held is taken out first."""
    return measure(without(figures, held(figures)), choose(figures, Period.parse(period), None), catalogue())


def signed(name: str) -> Acceptance:
    return Acceptance.parse(name, "Counted twice by the branch", "A. Clerk")


def refusals(figures: Figures, *names: str) -> list[str]:
    with pytest.raises(RequestError) as caught:
        accept(figures, [signed(name) for name in names])
    assert all(Language("id").tell(line) != Language("en").tell(line) for line in caught.value.messages)
    return [Language("en").tell(line) for line in caught.value.messages]


def test_a_held_figure_stands_in_no_report_and_the_province_says_why() -> None:
    found = measured(known(FIGURES))
    assert list(found) == ["15", "15.02"]
    assert [row.region.code for row in found["15"].reporting] == ["15.02"]
    page = set_html(found["15"], "en")
    assert "Held back, so not shown here" in page
    assert (
        "Kerinci Regency: figures.csv, row 5: Active participants 31 exceeds Potential workers 20 of figures.csv, row 6"
        in page
    )
    assert "Held back" not in set_html(found["15.02"], "en")


def test_where_the_province_is_held_its_regencies_are_shown_without_it() -> None:
    wrong = FIGURES.replace("15,active,total,450", "15,active,total,1450").replace("total,31", "total,11")
    figures = known(wrong)
    assert list(held(figures)) == ["15"]
    merangin = measured(figures)["15.02"]
    assert merangin.province_coverage is None
    page = set_html(merangin, "en")
    assert "Held back, so not shown here" in page
    assert "1,450" in page


def test_what_holds_one_region_holds_no_other() -> None:
    assert {code: len(findings) for code, findings in held(known(BOTH)).items()} == {"15.01": 1, "15.02": 1}


def test_a_region_may_be_held_for_several_reasons() -> None:
    twice = FIGURES + "2024-12-02,15.01,registered,total,30\n"
    assert len(held(known(twice))["15.01"]) == 3


def test_a_finding_after_the_cutoff_holds_nothing_before_it_and_is_not_told() -> None:
    later = FIGURES + "2024-12-02,15,active,Jakon,11\n2024-12-02,15,potential,Jakon,10\n"
    assert held(known(later, period="2024-12"))
    assert known(later).warnings
    assert not held(known(later, period="2024-10"))
    assert not known(later, period="2024-10").warnings


def test_a_finding_on_a_target_is_told_where_the_target_is_shown() -> None:
    targets = "2025-03-01,2025-12-31,15,target_rate,total,55\n2025-03-01,2025-12-31,15,target_active,total,782\n"
    figures = "2025-01-01,15,potential,total,1000\n" + FIGURES
    assert [f.rule for f in known(figures, targets).warnings] == ["target"]
    assert not known(figures, targets, as_of=dt.date(2024, 12, 31)).warnings


def test_a_warning_stands_in_the_report_of_its_region_and_of_the_province() -> None:
    rows = FIGURES.replace("total,31", "total,11")
    rows += "2024-12-02,15.01,active,Jakon,11\n2024-12-02,15.01,potential,Jakon,10\n"
    found = measured(known(rows))
    assert {code: len(indicators.warnings) for code, indicators in found.items()} == {"15": 1, "15.01": 1, "15.02": 0}


def test_what_is_let_through_is_shown_with_its_reason_and_its_name() -> None:
    figures = accept(known(FIGURES), [signed("part:15.01")])
    assert not figures.holds
    found = measured(figures)
    for code in ("15", "15.01"):
        assert "Let through by A. Clerk: Counted twice by the branch" in set_html(found[code], "en")
    assert not found["15.02"].accepted
    assert print_report(found["15.01"])


def test_a_rule_alone_lets_through_the_one_region_it_holds() -> None:
    assert not accept(known(FIGURES), [signed("part")]).holds
    assert refusals(known(BOTH), "part") == [
        "--accept part: several regions are held; name one of: part:15.01, part:15.02"
    ]


def test_each_that_matches_nothing_is_refused_with_the_nearest_and_nothing_is_let_through() -> None:
    assert refusals(known(FIGURES), "part:15.01", "prt", "part:15.2", "cell") == [
        "--accept prt: no such rule; did you mean part?",
        "--accept part:15.2: holds no report; did you mean part:15.01?",
        "--accept cell: holds no report; known are: part:15.01",
    ]


def test_where_nothing_is_held_there_is_nothing_to_let_through() -> None:
    (line,) = refusals(known(FIGURES.replace("total,31", "total,11")), "part")
    assert line.endswith("no report is held, so there is nothing to let through")


def test_letting_one_region_through_leaves_the_other_held() -> None:
    assert list(held(accept(known(BOTH), [signed("part:15.02")]))) == ["15.01"]
