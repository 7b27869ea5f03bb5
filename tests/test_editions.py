"""Keeping: an edition is whole or absent, says what has changed and why, and damage is named."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from cakupan.durable import write_whole
from cakupan.editions import Store, audit, differences, differing, restated
from cakupan.editions.making import made_with
from cakupan.errors import DataError, OutputError
from cakupan.language import Language
from cakupan.model import Edition, FigureChange, Imprint, KeptFigure, Making, Measure, Reason
from cakupan.pdf import pango_version
from cakupan.period import AsOf, Period
from cakupan.pipeline.imprints import watch
from cakupan.pipeline.kept import keep
from cakupan.pipeline.order import Made, Order
from tests.keeping import FIGURES, broken_press, kept, prepared, press
from tests.provinces import DESCRIPTION, REGIONS, ROOT, believed

DECEMBER = Period(2024, 12)
OCTOBER = Period(2024, 10)


def told(*changes: FigureChange) -> list[tuple[str, str, str | None, str | None, list[str]]]:
    say = Language("en").tell
    return [
        (
            c.region,
            say(c.name),
            say(c.before) if c.before else None,
            say(c.after) if c.after else None,
            [str(r) for r in c.reasons],
        )
        for c in changes
    ]


def imprint(store: Store, number: int, region: str = "15", period: Period = DECEMBER) -> Imprint:
    report = store.edition("15", period, number).report_of(region)
    assert report
    return report.imprint


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_an_edition_holds_all_it_takes_to_make_it_again(tmp_path: Path) -> None:
    store = kept(tmp_path)
    edition = store.edition("15", DECEMBER, 1)
    data = tmp_path / "data"
    assert store.inputs(edition) == {path.name: path.read_bytes() for path in data.iterdir()}
    assert (edition.language, edition.paper, edition.cutoff) == ("id", "A4", dt.date(2024, 12, 31))
    assert edition.making == made_with(pango_version())
    assert {"python", "pango", "weasyprint", "font-source-sans-pro"} <= set(edition.making.libraries)
    assert [report.name for report in edition.reports] == ["15.pdf", "15.01.pdf"]
    assert (tmp_path / "out" / "15.pdf").read_text() == "15 Edition 1"


def test_a_report_rests_on_published_and_computed_figures(tmp_path: Path) -> None:
    province, kerinci = kept(tmp_path).edition("15", DECEMBER, 1).reports
    rests = {(f.region, f.measure): (str(f.figure.value), str(f.figure.as_of)) for f in province.figures}
    assert rests == {
        ("15", "active"): ("450", "2024-12-02"),
        ("15", "potential"): ("1000", "2024-10-01"),
        ("15", "rate.coverage"): ("45.00", "2024-12-02"),
        ("15", "missing"): ("80", "2024-12-02"),
        ("15.01", "coverage_rate"): ("40", "2024-11-02"),
    }
    assert [(f.region, f.measure) for f in kerinci.figures] == [("15.01", "coverage_rate")]


def test_segments_and_round_figures_are_kept_too(tmp_path: Path) -> None:
    rows = """\
2024-12-02,15,active,total,450
2024-12-02,15,potential,total,1000,rounded
2024-12-02,15,active,BPU,40
2024-12-02,15,potential,BPU,100
"""
    (report,) = kept(tmp_path, rows).edition("15", DECEMBER, 1).reports
    rests = {(f.measure, f.segment): (str(f.figure.value), f.figure.precision) for f in report.figures}
    assert rests["rate.coverage", "BPU"] == ("40.00", "exact")
    assert rests["rate.coverage", "total"] == ("45.0", "rounded")
    assert rests["missing", "total"][1] == "rounded"


def test_an_input_that_two_editions_share_is_kept_once(tmp_path: Path) -> None:
    kept(tmp_path)
    store = kept(tmp_path, FIGURES.replace("450", "451"))
    objects = [p for p in (store.root / "objects").rglob("*") if p.is_file()]
    assert len(objects) == 6  # five tables, one of them twice
    one, two = (store.edition("15", DECEMBER, number).inputs for number in (1, 2))
    assert {name for name in one if one[name] != two[name]} == {"figures.csv"}


def test_findings_that_were_let_through_are_kept(tmp_path: Path) -> None:
    rows = FIGURES + "2024-12-02,15,active,Jakon,11\n2024-12-02,15,potential,Jakon,10\n"
    (finding,) = kept(tmp_path, rows).edition("15", DECEMBER, 1).findings
    assert "figures.csv, row 6" in finding.finding


def test_invented_figures_have_editions_of_their_own(tmp_path: Path) -> None:
    kept(tmp_path)
    store = kept(tmp_path, province=DESCRIPTION + "sample = true\n")
    assert store.provinces() == ["15", "15-sample"]
    assert store.edition("15-sample", DECEMBER, 1).reports[0].imprint == Imprint(1)


def test_a_report_that_failed_is_not_in_the_edition_and_takes_the_older_one_away(tmp_path: Path) -> None:
    run, orders = prepared(tmp_path)
    orders["15.01"].path.write_text("old")
    made = keep(run, orders, broken_press("15.01"))
    assert made["15.01"].exit_code == 6
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["15.pdf"]
    assert [r.region for r in Store(tmp_path / "var").edition("15", DECEMBER, 1).reports] == ["15"]


def test_without_any_report_there_is_no_edition(tmp_path: Path) -> None:
    run, orders = prepared(tmp_path)
    keep(run, orders, broken_press("15", "15.01"))
    assert Store(tmp_path / "var").provinces() == []


def test_a_place_that_is_taken_is_an_outcome_of_that_report(tmp_path: Path) -> None:
    run, orders = prepared(tmp_path)
    orders["15"].path.mkdir()
    made = keep(run, orders, press)
    assert (made["15"].exit_code, made["15.01"].exit_code) == (7, 0)
    assert (tmp_path / "out" / "15.01.pdf").exists()


@pytest.mark.parametrize("change", [lambda p: p.write_text("x\n"), Path.unlink])
def test_tables_that_change_afterwards_are_kept_as_they_were_read(tmp_path: Path, change: object) -> None:
    run, orders = prepared(tmp_path)
    before = (tmp_path / "data" / "targets.csv").read_bytes()
    assert callable(change)
    change(tmp_path / "data" / "targets.csv")
    keep(run, orders, press)
    store = Store(tmp_path / "var")
    assert store.inputs(store.edition("15", run.vintage.period, 1))["targets.csv"] == before


@pytest.mark.parametrize("blocked", ["var", "var/editions/objects", "var/editions/15"])
def test_a_store_that_cannot_be_written_is_told_and_no_report_leaves(tmp_path: Path, blocked: str) -> None:
    run, orders = prepared(tmp_path)
    (tmp_path / blocked).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / blocked).write_text("in the way")
    with pytest.raises(OutputError, match=str(tmp_path / "var")):
        keep(run, orders, press)
    assert not list((tmp_path / "out").iterdir())


def test_a_name_that_cannot_be_given_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(5, "Input/output error")

    run, orders = prepared(tmp_path)
    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(OutputError, match="Input/output error"):
        keep(run, orders, press)
    assert not list((tmp_path / "out").iterdir())


# --- whole or absent --------------------------------------------------------------------------------------------------


def test_killed_at_any_write_an_edition_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # the killed have nothing to tell
    done = subprocess.run(
        [sys.executable, "-m", "tests.keeping", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    last, code = map(int, done.stdout.split())
    assert code == 0
    assert last > 50
    ends = set()
    for number in range(1, last + 1):
        place = tmp_path / str(number)
        found = audit(Store(place / "var"))
        assert not found.damage, number
        assert all("was stopped" in str(line) for line in found.strange), number
        printed = [p.name for p in (place / "out").glob("*.pdf")]
        whole = [len(e.reports) for e in found.editions] == [2]
        assert whole or (not found.editions and not printed), number  # no report leaves before its edition is kept
        ends.add((whole, len(printed)))
        if number % 20 == 0:  # and the next run is kept as if nothing had been
            assert imprint(kept(place), 2 if whole else 1) == (Imprint(2, 1) if whole else Imprint(1))
    assert ends == {(False, 0), (True, 0), (True, 1), (True, 2)}


def test_two_runs_at_once_never_take_the_same_number(tmp_path: Path) -> None:
    run, orders = prepared(tmp_path)
    printed: list[str] = []

    def overtaken(asked: Mapping[str, Order]) -> dict[str, Made]:
        if not printed:
            kept(tmp_path)
        printed.append(str(asked["15"].imprint and asked["15"].imprint.title))
        return press(asked)

    keep(run, orders, overtaken)
    assert printed == ["Edition 1", "Edition 2, replacing edition 1"]
    assert (tmp_path / "out" / "15.pdf").read_text() == "15 Edition 2, replacing edition 1"
    assert audit(Store(tmp_path / "var")).strange == ()


def test_many_processes_at_once_make_an_edition_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    code = (
        "import sys; from pathlib import Path; from tests.keeping import keep_on; keep_on(*map(Path, sys.argv[1:]), 3)"
    )
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", code, tmp_path / name, tmp_path / "var"], cwd=ROOT, stdin=subprocess.PIPE
        )
        for name in "abc"
    ]
    for one in crowd:
        assert one.stdin
        with one.stdin as gate:
            gate.write(b"\n")
    assert [one.wait(60) for one in crowd] == [0, 0, 0]
    store = Store(tmp_path / "var")
    assert store.numbers("15", DECEMBER) == list(range(1, 10))
    assert [imprint(store, number) for number in range(2, 10)] == [Imprint(n, n - 1) for n in range(2, 10)]
    assert audit(store).damage == audit(store).strange == ()


def test_a_number_that_something_else_has_is_left_alone(tmp_path: Path) -> None:
    taken = tmp_path / "var" / "editions" / "15" / "2024-12" / "7"
    taken.parent.mkdir(parents=True)
    taken.write_text("foreign")
    assert kept(tmp_path).numbers("15", DECEMBER) == [8]


def test_a_file_that_cannot_be_moved_into_place_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="a"):
        write_whole(b"x", tmp_path / "a")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


# --- what has changed -------------------------------------------------------------------------------------------------


def test_one_restated_figure_is_the_one_line_of_the_next_edition(tmp_path: Path) -> None:
    kept(tmp_path)
    store = kept(tmp_path, FIGURES.replace("total,40\n", "total,41\n"))
    changed = ("15.01", "Coverage as published", "40% (2 November 2024)", "41% (2 November 2024)", ["source"])
    assert told(*imprint(store, 2).changes) == [changed]
    assert told(*imprint(store, 2, "15.01").changes) == [changed]
    assert imprint(store, 2).replaces == 1


def test_a_figure_changes_with_all_that_is_computed_of_it(tmp_path: Path) -> None:
    kept(tmp_path)
    store = kept(tmp_path, FIGURES.replace("450", "460"))
    assert told(*imprint(store, 2).changes) == [
        ("15", "Active participants", "450 (2 December 2024)", "460 (2 December 2024)", ["source"]),
        ("15", "Workers missing to the target that is due next", "80 (2 December 2024)", "70 (2 December 2024)",
         ["source"]),
        ("15", "Coverage of active participants", "45.00% (2 December 2024)", "46.00% (2 December 2024)", ["source"]),
    ]  # fmt: skip
    assert imprint(store, 2, "15.01") == Imprint(2, 1)


def test_figures_that_are_gone_or_new_are_told(tmp_path: Path) -> None:
    kept(tmp_path, FIGURES + "2024-12-02,15,enrolled,BPU,7\n")
    store = kept(tmp_path, FIGURES + "2024-12-02,15,firms_new,total,9\n")
    found = told(*imprint(store, 2).changes)
    assert [(name, before, after) for _, name, before, after, _ in found] == [
        ("Workers enrolled by the programme, BPU", "7 (2 December 2024)", None),
        ("Firms registered in the year", None, "9 (2 December 2024)"),
    ]


def test_a_region_that_is_gone_is_not_told_of(tmp_path: Path) -> None:
    kept(tmp_path)
    fewer = REGIONS.replace("15.01,1501,Kerinci,regency,15,kacab-jambi,0,0,Kab. Kerinci\n", "")
    store = kept(tmp_path, "".join(FIGURES.splitlines(keepends=True)[:3]), regions=fewer)
    assert imprint(store, 2) == Imprint(2, 1)


def test_another_language_replaces_nothing(tmp_path: Path) -> None:
    kept(tmp_path)
    store = kept(tmp_path, language="en")
    assert imprint(store, 2) == Imprint(2)
    assert imprint(kept(tmp_path), 3).replaces == 1


def test_another_day_of_knowledge_is_a_reason_of_its_own(tmp_path: Path) -> None:
    rows = FIGURES + "2024-12-20,15,active,total,470\n"
    kept(tmp_path, rows)
    store = kept(tmp_path, rows, as_of=dt.date(2024, 12, 10))
    assert {reason for change in imprint(store, 2).changes for reason in change.reasons} == {Reason.CUTOFF}


def with_other_code(path: Path) -> None:
    """An edition of another version of the program, which counted one worker more."""
    manifest = path / "var" / "editions" / "15" / "2024-12" / "1" / "edition.json"
    held = json.loads(manifest.read_text("utf-8"))
    held["making"]["code"]["cakupan"] = "0" * 64
    for report in held["reports"]:
        for figure in report["figures"]:
            if figure["measure"] == "missing":
                figure["figure"]["value"] = "81"
    manifest.write_text(json.dumps(held), "utf-8")


def test_what_the_program_does_otherwise_is_method_and_what_the_data_say_is_source(tmp_path: Path) -> None:
    kept(tmp_path)
    with_other_code(tmp_path)
    store = kept(tmp_path)
    only_method = [("missing", (Reason.METHOD,))]
    assert [(c.measure, c.reasons) for c in imprint(store, 2).changes] == only_method
    shutil.rmtree(store.place("15", DECEMBER, 2))
    store = kept(tmp_path, FIGURES.replace("450", "460"))
    assert [(c.measure, c.reasons) for c in imprint(store, 2).changes] == [
        ("active", (Reason.SOURCE,)),
        ("missing", (Reason.SOURCE, Reason.METHOD)),
        ("rate.coverage", (Reason.SOURCE,)),
    ]


def test_where_the_earlier_data_are_lost_the_reason_is_not_guessed(tmp_path: Path) -> None:
    store = kept(tmp_path)
    with_other_code(tmp_path)
    store.object(store.edition("15", DECEMBER, 1).inputs["figures.csv"]).unlink()
    changes = imprint(kept(tmp_path, FIGURES.replace("450", "460")), 2).changes
    assert {change.reasons for change in changes} == {(Reason.UNSURE,)}
    assert Language("en").show(changes[0].why) == "source or method"


def test_a_region_the_earlier_data_do_not_have_anew_is_all_method_or_source() -> None:
    one = Measure(Decimal(1), "persons", AsOf(dt.date(2024, 12, 2)), "exact", "press")
    edition = Edition(
        1, "15", DECEMBER, 1, dt.date(2024, 12, 31), None, (), "id", "A4", "", {}, Making({}, {}, ""), (), ()
    )
    then = [KeptFigure("15", "active", "total", one)]
    (change,) = differing(edition, then, [], (), Reason.METHOD)
    assert change.reasons == (Reason.METHOD,)


def test_a_measure_only_an_older_program_knew_keeps_its_key() -> None:
    change = FigureChange(DECEMBER, 1, "15", "firms_gone", "total", None, None, ())
    assert Language("id").tell(change.name) == "firms_gone"


# --- what changes quietly ---------------------------------------------------------------------------------------------


def test_a_figure_of_an_earlier_month_that_changed_in_the_source_is_told(tmp_path: Path) -> None:
    kept(tmp_path, period="2024-10")
    run, _ = prepared(tmp_path, FIGURES.replace("400", "404"))
    (change,) = run.watch.restated
    assert (change.period, change.edition, change.region, change.measure) == (OCTOBER, 1, "15", "active")
    assert change.old
    assert change.new
    assert [change.old.value, change.new.value] == [400, 404]


def test_what_is_computed_or_new_or_of_a_later_month_is_no_quiet_change(tmp_path: Path) -> None:
    kept(tmp_path, period="2024-10")
    kept(tmp_path)
    run, _ = prepared(tmp_path, FIGURES.replace("450", "455") + "2024-10-20,15,active,total,410\n", "2024-10")
    assert run.watch.restated == ()
    run, _ = prepared(tmp_path, FIGURES + "2024-10-20,15,active,total,410\n")
    assert run.watch.restated == ()


def test_a_change_is_told_once_by_an_edition_that_is_kept(tmp_path: Path) -> None:
    kept(tmp_path, period="2024-10")
    corrected = FIGURES.replace("400", "404")
    store = kept(tmp_path, corrected)
    (change,) = imprint(store, 1).restated
    assert change.key == ("15", "active", "total")
    run, _ = prepared(tmp_path, corrected)
    assert run.watch.restated == ()
    run, _ = prepared(tmp_path, FIGURES)  # back again: that is another change, from what was said last
    (change,) = run.watch.restated
    assert (change.period, change.edition) == (DECEMBER, 1)
    assert change.old
    assert change.new
    assert [change.old.value, change.new.value] == [404, 400]


def test_a_figure_told_to_be_gone_is_told_again_only_when_it_is_back(tmp_path: Path) -> None:
    kept(tmp_path, period="2024-10")
    without = FIGURES.replace("2024-10-01,15,active,total,400\n", "")
    store = kept(tmp_path, without)
    assert [change.new for change in imprint(store, 1).restated] == [None]
    run, _ = prepared(tmp_path, without)
    assert run.watch.restated == ()
    kept(tmp_path)
    (change,) = imprint(store, 2).restated
    assert change.old is None
    run, _ = prepared(tmp_path)
    assert run.watch.restated == ()


def test_a_change_in_the_same_month_stands_in_one_table_only(tmp_path: Path) -> None:
    kept(tmp_path)
    store = kept(tmp_path, FIGURES.replace("450", "460"))
    own = imprint(store, 2)
    assert [change.key for change in own.restated] == [("15", "active", "total")]
    assert own.restated_besides == ()


def test_of_a_month_reported_twice_the_later_edition_counts(tmp_path: Path) -> None:
    kept(tmp_path, period="2024-10")
    store = kept(tmp_path, FIGURES.replace("400", "404"), period="2024-10")
    both = store.editions("15", OCTOBER)
    assert [edition.number for edition in both] == [2, 1]
    assert not restated(believed(FIGURES.replace("400", "404")), both)
    (change,) = restated(believed(FIGURES), both)
    assert change.old
    assert [change.edition, change.old.value] == [2, 404]


def test_a_figure_that_is_gone_is_told_to_the_province_and_its_own_region_only(tmp_path: Path) -> None:
    rows = FIGURES.replace("2024-11-02", "2024-10-02")
    kept(tmp_path, rows, period="2024-10")
    now = (
        rows.replace("2024-10-02,15.01", "2024-12-03,15.01").replace("400", "404")
        + "2024-12-02,15.02,enrolled,total,4\n"
    )
    store = kept(tmp_path, now)
    quiet = {r.region: [c.region for c in r.imprint.restated] for r in store.edition("15", DECEMBER, 1).reports}
    assert quiet == {"15": ["15", "15.01"], "15.01": ["15.01"], "15.02": []}


def test_an_edition_of_an_earlier_month_that_cannot_be_read_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    store = kept(tmp_path, period="2024-10")
    (store.place("15", OCTOBER, 1) / "edition.json").write_text("{")
    run, _ = prepared(tmp_path)
    (line,) = run.watch.damage
    assert "edition.json" in str(line)
    assert run.watch.name("15.99") == "15.99"
    assert "Kerinci" in Language("id").show(run.watch.name("15.01"))


def test_without_editions_nothing_is_watched(tmp_path: Path) -> None:
    found = watch(Store(tmp_path / "var"), believed(FIGURES), DECEMBER)
    assert (found.restated, found.damage) == ((), ())


# --- damage -----------------------------------------------------------------------------------------------------------


def damaged(store: Store) -> list[str]:
    found = audit(store)
    return [str(line).removeprefix(str(store.root) + "/") for line in found.damage]


def test_a_changed_or_missing_object_is_named_with_what_it_was(tmp_path: Path) -> None:
    store = kept(tmp_path)
    inputs = store.edition("15", DECEMBER, 1).inputs
    changed, gone = store.object(inputs["figures.csv"]), store.object(inputs["sources.csv"])
    changed.write_bytes(changed.read_bytes() + b" ")
    gone.unlink()
    one, two = damaged(store)
    assert one.startswith("objects/")
    assert "is not what was kept; it was figures.csv of edition 1 of 2024-12" in one
    assert "is missing; it is sources.csv of edition 1 of 2024-12" in two
    with pytest.raises(DataError, match=r"figures\.csv"):
        store.inputs(store.edition("15", DECEMBER, 1))


def test_keeping_the_same_input_again_mends_it(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.object(store.edition("15", DECEMBER, 1).inputs["figures.csv"]).write_bytes(b"")
    assert damaged(kept(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "told_of"),
    [
        ("{", "", "damaged (-)"),
        ('"paper"', '"papier"', "damaged (paper)"),
        ('"number": 1', '"number": 2', "damaged (-)"),
        ('"figures.csv": "', '"figures.csv": "../', "damaged (-)"),
        ('"figures.csv": "', '"../figures.csv": "', "damaged (-)"),
        ('"name": "15.pdf"', '"name": "/15.pdf"', "damaged (-)"),
    ],
)
def test_a_damaged_manifest_is_named_and_its_month_not_kept_again(
    tmp_path: Path, old: str, new: str, told_of: str
) -> None:
    store = kept(tmp_path)
    path = store.place("15", DECEMBER, 1) / "edition.json"
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    (line,) = damaged(store)
    assert line.startswith("15/2024-12/1/edition.json: ")
    assert told_of in line
    run, orders = prepared(tmp_path)
    with pytest.raises(DataError, match=r"edition\.json"):
        keep(run, orders, press)


def test_a_manifest_that_is_missing_or_cannot_be_read_is_named(tmp_path: Path) -> None:
    store = kept(tmp_path)
    path = store.place("15", DECEMBER, 1) / "edition.json"
    path.unlink()
    assert "the manifest is missing" in damaged(store)[0]
    path.mkdir()
    assert "cannot be read" in damaged(store)[0]


def test_what_does_not_belong_to_the_store_is_named(tmp_path: Path) -> None:
    store = kept(tmp_path)
    month = store.root / "15" / "2024-12"
    places = {
        store.root / "notes.txt": "does not belong",
        store.root / "backup" / "2024-12" / "1" / "edition.json": "does not belong",
        store.root / "15" / "Desember" / "x": "does not belong",
        month / "first" / "x": "does not belong",
        month / "1" / "report.pdf": "does not belong",
        store.root / "objects" / "ab" / "cd": "does not belong",
        month / ".new-abc" / "edition.json": "may be deleted",
        store.root / "objects" / "ab" / ".cd.xyz.part": "may be deleted",
    }
    for path in places:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    found = audit(store)
    assert not found.damage
    lines = [str(line) for line in found.strange]
    assert len(lines) == len(places)
    for path, part in places.items():
        names = (path, *path.parents[:3])
        assert any(line.startswith(tuple(f"{name}: " for name in names)) and part in line for line in lines), path


def test_a_store_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert audit(Store(tmp_path)) == audit(Store(tmp_path / "var"))
    assert not audit(Store(tmp_path)).editions


# --- what it is made with ---------------------------------------------------------------------------------------------


def program(path: Path) -> Path:
    for name in ("templates", "charts", "cakupan"):
        (path / name).mkdir()
        (path / name / "a").write_text(name)
    return path


def test_what_was_compiled_or_hidden_is_no_part_of_the_program(tmp_path: Path) -> None:
    before = made_with("1", program(tmp_path))
    (tmp_path / "charts" / "__pycache__").mkdir()
    (tmp_path / "charts" / "__pycache__" / "a.pyc").write_text("x")
    (tmp_path / "charts" / ".a.swp").write_text("x")
    assert made_with("1", tmp_path) == before
    (tmp_path / "charts" / "b").write_text("x")
    assert [str(line) for line in differences(before, made_with("2", tmp_path))] == [
        "charts/ is not what it was",
        "pango was 1, is 2",
    ]


def test_the_commit_is_that_of_our_own_clone_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made_with("1", program(tmp_path)).commit == ""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        assert len(made_with("1").commit) == 40
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert made_with("1").commit == ""


def test_a_library_that_came_or_went_is_a_difference() -> None:
    then, now = Making({}, {"a": "1"}, "x"), Making({}, {"b": "2"}, "y")
    assert [str(line) for line in differences(then, now)] == ["a was 1, is -", "b was -, is 2"]
    assert differences(then, replace(then, commit="z")) == ()


def test_pango_has_a_version() -> None:
    assert [int(part) >= 0 for part in pango_version().split(".")] == [True] * 3
