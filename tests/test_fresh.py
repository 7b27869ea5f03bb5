"""Old figures are not sent as new ones: a region that is late is held, by name of who is late."""

from cakupan.language import Language
from cakupan.model import Limits, Vintage
from cakupan.period import Period
from cakupan.pipeline.measured import measure_month
from cakupan.vintage import hold_stale
from tests.provinces import believed, measured_of

FIGURES = """\
2024-12-02,15,coverage_rate,total,45
2024-10-02,15.01,coverage_rate,total,40
2024-09-30,15.02,active,total,400
2024-09-30,15.02,potential,total,1000
2024-09-30,15.71,enrolled,total,7
"""
DECEMBER = Period(2024, 12)
MONTH = Vintage(DECEMBER, DECEMBER.last_day, hindsight=True)


def late(months: int) -> dict[str, str]:
    holds = hold_stale(believed(FIGURES), MONTH, months).holds
    return {finding.region: Language("id").tell(finding.message) for finding in holds}


def test_a_region_is_held_from_the_month_on_that_is_too_old() -> None:
    assert late(2) == {"15.02": "Kantor Cabang Jambi: terakhir 30 September 2024"}
    assert set(late(1)) == {"15.01", "15.02"}
    assert late(3) == {}


def test_without_the_setting_nothing_is_too_old() -> None:
    assert late(0) == {}


def test_what_is_late_has_no_report_and_stands_in_no_other() -> None:
    assert "15.02" in measured_of(believed(FIGURES))
    _, measured, holding = measure_month(believed(FIGURES), MONTH, (), (), Limits(stale_months=2))
    assert set(holding) == {"15.02"}
    assert "15.02" not in measured
    assert not [row for row in measured["15"].reporting if row.region.code == "15.02"]
