"""The gate of what was published: beyond the limit a headline needs a reason, which is printed and kept."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.check.hold import held
from cakupan.editions import hold_restated
from cakupan.language import Language
from cakupan.model import FigureChange, Figures, Measure, Reason
from cakupan.period import AsOf, Period
from cakupan.read import read
from tests.keeping import FIGURES
from tests.provinces import folder, pages_of
from tests.test_generate import ask, report, settings

DAY = dt.date(2024, 12, 2)
DECEMBER = Period(2024, 12)


@pytest.fixture
def figures(tmp_path: Path) -> Figures:
    return check(read(folder(tmp_path / "data", FIGURES)), catalogue())


def change(
    old: str, new: str | None, measure: str = "active", region: str = "15", segment: str = "total"
) -> FigureChange:
    def stated(value: str) -> Measure:
        return Measure(Decimal(value), "persons", AsOf(DAY), "exact", "press")

    return FigureChange(
        DECEMBER, 1, region, measure, segment, stated(old), stated(new) if new else None, (Reason.SOURCE,)
    )


@pytest.mark.parametrize(
    ("new", "holds"),
    [("1000", False), ("1005", False), ("995", False), ("1006", True), ("994", True), (None, True)],
)
def test_the_limit_is_a_share_of_what_was_said(figures: Figures, new: str | None, holds: bool) -> None:
    judged = hold_restated(figures, [change("1000", new)], DAY, 0.5)
    assert bool(judged.holds) is holds
    assert set(held(judged)) == ({"15"} if holds else set())


def test_at_nought_every_difference_holds_and_at_a_zero_too(figures: Figures) -> None:
    assert hold_restated(figures, [change("1000", "1001")], DAY, 0).holds
    assert hold_restated(figures, [change("0", "1")], DAY, 100).holds


@pytest.mark.parametrize(
    "other",
    [
        change("1000", "2000", measure="firms_registered"),
        change("1000", "2000", segment="PU"),
        change("1000", "2000", region="15.99"),
        FigureChange(DECEMBER, 1, "15", "active", "total", None, change("1", "1").new, ()),
    ],
    ids=["no headline", "a segment", "a region that is gone", "back again"],
)
def test_what_is_no_headline_is_told_and_holds_nothing(figures: Figures, other: FigureChange) -> None:
    assert hold_restated(figures, [other], DAY, 0.5).holds == ()


def test_what_no_report_says_yet_holds_nothing(figures: Figures) -> None:
    assert hold_restated(figures, [change("1000", "2000")], DAY - dt.timedelta(1), 0.5).holds == ()


def test_it_says_what_was_said_where_and_what_is_there_now(figures: Figures) -> None:
    (finding,) = hold_restated(figures, [change("1000", "990")], DAY, 0.5).holds
    assert Language("en").tell(finding.message) == (
        "Active participants: edition 1 of December 2024 said 1,000 (2 December 2024), "
        "the data now say 990 (2 December 2024)"
    )
    (finding,) = hold_restated(figures, [change("1000", None)], DAY, 0.5).holds
    assert Language("id").tell(finding.message).endswith("kini data menyebut tidak ada")


def test_a_correction_waits_for_its_reason_which_is_printed_kept_and_settles_it(tmp_path: Path) -> None:
    data = folder(tmp_path / "data", FIGURES)

    def again(*more: str) -> "tuple[int, str]":
        done = report(tmp_path, "--keep", "--period", "2024-12", "--region", "15", *more)
        return done.exit_code, done.output

    assert again()[0] == 0
    (data / "figures.csv").write_text((data / "figures.csv").read_text().replace(",450,", ",460,"))
    code, output = again()
    assert code == 8
    assert "--accept published:15" in output
    pdf = tmp_path / "out" / "2024-12" / "15-provinsi-jambi.pdf"
    assert not pdf.exists()
    assert again("--accept", "published:15", "--reason", "BPJS corrected it", "--by", "Rina")[0] == 0
    assert "BPJS corrected it" in " ".join(" ".join(pages_of(pdf.read_bytes())).split())
    assert again()[0] == 0
    (manifest,) = (tmp_path / "var").rglob("2/edition.json")
    signed = [f for f in json.loads(manifest.read_text())["findings"] if f["reason"]]
    assert [(f["rule"], f["reason"], f["name"]) for f in signed] == [("published", "BPJS corrected it", "Rina")]
    done = ask("--settings", settings(tmp_path), "rerun", "2024-12", "--edition", "2", "--verify")
    assert (done.exit_code, done.stdout) == (0, "15-provinsi-jambi.pdf: the same bytes\n")


def test_a_regency_stays_held_though_the_provinces_report_told_of_its_change(tmp_path: Path) -> None:
    rows = FIGURES + "2024-10-01,15.01,coverage_rate,total,38\n2024-12-02,15.01,coverage_rate,total,40\n"
    folder(tmp_path / "data", rows)

    def kept(*more: str) -> int:
        return report(tmp_path, "--keep", "--region", "15", "15.01", *more).exit_code

    assert kept("--period", "2024-10") == 0
    folder(tmp_path / "data", rows.replace("total,38", "total,39"))
    assert kept("--period", "2024-12") == 8
    assert kept("--period", "2024-12") == 8
    assert kept("--period", "2024-12", "--accept", "published:15.01", "--reason", "corrected", "--by", "Rina") == 0
    assert kept("--period", "2024-12") == 0
