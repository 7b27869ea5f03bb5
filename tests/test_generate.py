"""The door: what is asked, what is said, and the exit code of every cause."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import generate
from cakupan.editions import Store
from cakupan.period import Period
from cakupan.pipeline import workers
from cakupan.read import folder as reader
from tests import provinces
from tests.provinces import DATA, ROOT, folder

ENGLISH = {"LC_ALL": "C.UTF-8"}
FIGURES = """\
2024-10-01,15,active,total,400
2024-10-01,15,potential,total,1000
2024-12-02,15,active,total,450
2024-12-02,15.01,coverage_rate,total,40
"""


def ask(*words: object, env: dict[str, str] | None = None) -> Result:
    """Call the program in this process."""
    result = CliRunner().invoke(
        generate.main, [str(word) for word in words], env=env or ENGLISH, prog_name="generate.py"
    )
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def said(result: Result, code: int) -> list[str]:
    """The lines on standard error, each from the program; the exit code is as given."""
    assert result.exit_code == code, result.output
    lines = result.stderr.splitlines()
    assert lines
    assert all(line.startswith("generate.py: ") for line in lines)
    return [line.removeprefix("generate.py: ") for line in lines]


def settings(path: Path, text: str = "[run]\nworkers = 1\n") -> Path:
    file = path / "settings.toml"
    file.write_text(text, "utf-8")
    return file


def report(tmp_path: Path, *words: object, env: dict[str, str] | None = None) -> Result:
    """`generate.py report` on tmp_path/data into tmp_path/out, with one worker."""
    where = ("--data", tmp_path / "data", "--out", tmp_path / "out")
    return ask("--settings", settings(tmp_path), "report", *where, *words, env=env)


def files(path: Path) -> list[str]:
    return sorted(str(file.relative_to(path)) for file in path.rglob("*") if file.is_file())


# --- what is asked for ------------------------------------------------------------------------------------------------


def test_help_and_version_need_nothing() -> None:
    assert "report" in ask("--help").output
    assert "--period" in ask("report", "-h").output
    assert "Cakupan" in ask("--version").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["report", "--period", "2024-13"], ["month like 2024-12", "2024-13"]),
        (["report", "--period", "Desember"], ["month like 2024-12", "Desember"]),
        (["send", "2025-13"], ["month like 2024-12", "2025-13"]),
        (["bounces", "--since", "2024-02-30"], ["day like 2024-12-02", "2024-02-30"]),
        (["report", "--as-of", "2024-02-30"], ["day like 2024-12-02", "2024-02-30"]),
        (["report", "15.71"], ["15.71", "--region"]),
        (["report", "--language", "in"], ["'id'", "'en'"]),
        (["report", "--paper", "A4"], ["--paper"]),
        (["reprot"], ["reprot"]),
    ],
)
def test_what_cannot_be_parsed_is_a_usage_error(words: list[str], told: list[str]) -> None:
    result = ask(*words)
    assert result.exit_code == 2
    for part in told:
        assert part in result.stderr


def test_a_missing_folder_names_its_neighbours(tmp_path: Path) -> None:
    folder(tmp_path / "jambi")
    (line,) = said(ask("check", tmp_path / "jambo"), 2)
    assert "jambo" in line
    assert line.endswith("jambi")


def test_an_unknown_period_names_those_there_are(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    (line,) = said(report(tmp_path, "--period", "2024-11"), 2)
    assert "2024-11" in line
    assert "2024-10, 2024-12" in line
    assert not files(tmp_path / "out")


def test_every_unknown_region_is_told_with_its_nearest(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    lines = said(report(tmp_path, "--region", "Kerinchi", "zzzz", "15"), 2)
    assert len(lines) == 2
    assert "15.01" in lines[0]
    assert "15, 15.01, 15.02, 15.71" in lines[1]


def test_a_day_before_the_period_is_refused(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    (line,) = said(report(tmp_path, "--period", "2024-12", "--as-of", "2024-11-30"), 2)
    assert "2024-11-30" in line


# --- what was handed in -----------------------------------------------------------------------------------------------

Edit = Callable[[Path], object]


def appended(name: str, row: str) -> Edit:
    def edit(path: Path) -> None:
        with (path / name).open("a", encoding="utf-8") as file:
            file.write(row + "\n")

    return edit


def replaced(name: str, old: str, new: str) -> Edit:
    def edit(path: Path) -> None:
        text = (path / name).read_text("utf-8")
        assert old in text
        (path / name).write_text(text.replace(old, new), "utf-8")

    return edit


def written(name: str, content: bytes) -> Edit:
    return lambda path: (path / name).write_bytes(content)


ROW = "2024-10-02,15,active,total,{value},persons,exact,press"
FUND = "region,fund,segment,workers,starts,ends,contribution,source\n15,A,BPU,5,2024-05,2024-04,1,press\n"


@pytest.mark.parametrize(
    ("edit", "place", "told"),
    [
        *(
            (appended("figures.csv", ROW.format(value=value)), "figures.csv, row 6, column value: ", [value.strip('"')])
            for value in ("1.312.370", '"45,17"', "abc", "1e9")
        ),
        (replaced("figures.csv", "value", "valeu"), "figures.csv, row 1, column valeu: ", ["value"]),
        (replaced("figures.csv", ",source\n", "\n"), "figures.csv, row 2: ", ["7", "8"]),
        (written("targets.csv", b"as_of,due,region\n"), "targets.csv, row 1, column value: ", ["missing"]),
        (replaced("targets.csv", "as_of,", "as_of,as_of,"), "targets.csv, row 1, column as_of: ", ["twice"]),
        (appended("figures.csv", FIGURES.splitlines()[0] + ",persons,exact,press"), "figures.csv, row 6, ", ["row 2"]),
        (replaced("figures.csv", "persons", "person"), "figures.csv, row 2, column unit: ", ["person", "persons?"]),
        (replaced("figures.csv", ",active", ",activ"), "figures.csv, row 2, column measure: ", ["activ", "active?"]),
        (replaced("figures.csv", ",total", ",totl"), "figures.csv, row 2, column segment: ", ["totl", "total?"]),
        (replaced("figures.csv", "exact", "exakt"), "figures.csv, row 2, column precision: ", ["exakt", "exact?"]),
        (replaced("figures.csv", "press", "presse"), "figures.csv, row 2, column source: ", ["presse", "press?"]),
        (replaced("figures.csv", "15.01", "Kerincy"), "figures.csv, row 5, column region: ", ["Kerincy", "15.01"]),
        (appended("figures.csv", "2024-12-02,15"), "figures.csv, row 6: ", ["8", "2"]),
        (written("figures.csv", b"as_of,\xff\xfe"), "figures.csv, row 1: ", ["UTF-8"]),
        (written("figures.csv", b"as_of\n\0\n"), "figures.csv: ", ["NUL"]),
        (written("figures.csv", b""), "figures.csv: ", ["empty"]),
        (lambda path: (path / "sources.csv").unlink(), "sources.csv: ", ["missing"]),
        (written("funding.csv", FUND.encode()), "funding.csv, row 2, column ends: ", ["2024-05"]),
        (written("province.toml", b'code = "15"\n'), "province.toml: ", ["timezone", "required"]),
        (written("province.toml", b"code = 15 15\n"), "province.toml: ", ["line 1"]),
    ],
)  # fmt: skip
def test_wrong_data_is_told_by_file_row_and_column(tmp_path: Path, edit: Edit, place: str, told: list[str]) -> None:
    edit(folder(tmp_path / "data", FIGURES))
    lines = said(report(tmp_path), 3)
    assert lines[0].startswith(place) or any(line.startswith(place) for line in lines), lines
    line = next(line for line in lines if line.startswith(place))
    for part in told:
        assert part in line


def test_wrong_data_stops_a_report_and_touches_no_finished_one(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES.replace("450", "abc").replace("40\n", "4000\n"))
    old = tmp_path / "out" / "2024-12" / "15-provinsi-jambi.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    assert len(said(report(tmp_path), 3)) == 2
    assert old.read_bytes() == b"old"


def test_mistakes_are_told_in_the_language_of_the_terminal(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES.replace("450", "abc"))
    (line,) = said(report(tmp_path, env={"LC_ALL": "id_ID.UTF-8"}), 3)
    assert line.startswith("figures.csv, baris 4, kolom value: ")


def test_a_folder_without_mistakes_is_told_so_with_its_warnings(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES + "2024-12-02,15,active,Jakon,11\n2024-12-02,15,potential,Jakon,10\n")
    result = ask("check", tmp_path / "data")
    assert result.exit_code == 0
    head, warning, *_, summary = result.stdout.splitlines()
    assert head.split()[:4] == ["severity", "rule", "region", "finding"]
    assert warning.split()[:3] == ["warning", "part", "15"]
    assert "6 figures, 0 errors, 0 held, 1 warnings" in summary


def test_a_folder_without_findings_is_told_in_one_line(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    (line,) = ask("check", tmp_path / "data").stdout.splitlines()
    assert "4 figures, 0 errors" in line


WRONG = """\
2024-10-01,15,active,total,400
2024-10-01,15,active,PU,abc
2024-10-01,15.01,active,total,20
2024-10-01,15.01,potential,total,10
2024-10-01,15,active,Jakon,20
2024-10-01,15,potential,Jakon,10
"""


def test_all_that_is_found_is_told_at_once_and_what_blocks_comes_first(tmp_path: Path) -> None:
    result = ask("check", folder(tmp_path / "data", WRONG), "--format", "json")
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert told["counts"] == {"error": 1, "hold": 1, "warning": 1, "note": 0}
    assert [(f["severity"], f["rule"], f["region"], f["row"]) for f in told["findings"]] == [
        ("error", "cell", "", 3), ("hold", "part", "15.01", 4), ("warning", "part", "15", 6),
    ]  # fmt: skip
    assert told["findings"][1]["column"] == "value"
    assert "Look up both numbers" in told["findings"][1]["remedy"]


def test_a_folder_with_a_held_region_ends_in_the_code_of_a_hold(tmp_path: Path) -> None:
    assert ask("check", folder(tmp_path / "data", WRONG.replace("abc", "5"))).exit_code == 8


@pytest.mark.parametrize(("language", "word"), [("id", "tahan"), ("en", "hold")])
def test_findings_are_a_page_that_needs_nothing_besides_itself(tmp_path: Path, language: str, word: str) -> None:
    path = folder(tmp_path / "data", WRONG.replace("abc", "<b>5"))
    page = ask("check", path, "--format", "html", "--language", language).stdout
    assert page.strip().startswith("<!doctype html>")
    assert f'<html lang="{language}">' in page
    assert f">{word}</td>" in page
    assert "<b>5" not in page
    assert "&lt;b&gt;5" in page
    assert not re.search("(src|href)=|@import|url", page)


def test_a_page_without_findings_has_no_table(tmp_path: Path) -> None:
    assert "<table" not in ask("check", folder(tmp_path / "data", FIGURES), "--format", "html").stdout


def broken(*edits: Edit) -> Edit:
    def edit(path: Path) -> None:
        for one in edits:
            one(path)

    return edit


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (written("figures.csv", b"as_of,\xff\xfe"), [("table", "figures.csv", 1)]),
        (appended("figures.csv", "2024-12-02,15"), [("table", "figures.csv", 6)]),
        (written("province.toml", b"code = 15 15"), [("description", "province.toml", 0)]),
        (written("figures.sql", b"SELECT 1"), [("query", "figures.sql", 0)]),
        (
            broken(lambda path: (path / "sources.csv").unlink(), written("figures.csv", b"")),
            [("table", "figures.csv", 0), ("table", "sources.csv", 0)],
        ),
    ],
    ids=["not UTF-8", "ragged", "broken TOML", "both a query and a file", "missing and empty"],
)
def test_mistakes_of_whole_files_are_findings_like_any_other(
    tmp_path: Path, edit: Edit, told: list[tuple[str, str, int]]
) -> None:
    edit(folder(tmp_path / "data", FIGURES))
    result = ask("check", tmp_path / "data", "--format", "json")
    assert (result.exit_code, result.stderr) == (3, "")
    found = json.loads(result.stdout)
    assert [(f["rule"], f["file"], f["row"]) for f in found["findings"]] == told
    assert found["counts"] == {"error": len(told), "hold": 0, "warning": 0, "note": 0}
    assert found["figures"] == 0
    assert all(f["severity"] == "error" and f["message"] and f["remedy"] for f in found["findings"])


@pytest.mark.parametrize(
    ("form", "part"), [("html", '<td class="severity error">kesalahan</td><td>table</td>'), ("table", "1 kesalahan")]
)
def test_a_missing_table_stands_on_the_page_and_in_the_table(tmp_path: Path, form: str, part: str) -> None:
    (folder(tmp_path / "data", FIGURES) / "targets.csv").unlink()
    result = ask("check", tmp_path / "data", "--format", form, "--language", "id")
    assert (result.exit_code, result.stderr) == (3, "")
    assert part in result.stdout
    assert "targets.csv: berkas tidak ada" in " ".join(result.stdout.split())


def test_a_machine_that_opens_no_files_is_a_finding_with_an_exit_code_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder(tmp_path / "data", FIGURES)
    (path / "handed_in").mkdir()
    (path / "handed_in" / "rekap.csv").write_text("a,b\n1,2\n")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    result = ask("check", path, "--format", "json")
    assert (result.exit_code, result.stderr) == (5, "")
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["rule"], finding["file"], finding["row"]) == ("machine", str(path), 0)
    assert "No such file" in finding["message"]
    (line,) = said(report(tmp_path), 5)
    assert line == finding["message"]


def test_files_that_change_while_they_are_checked_are_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder(tmp_path / "data", FIGURES)
    stamps = iter(({}, {path: (1, 1)}))
    monkeypatch.setattr(reader, "_stamps", lambda _: next(stamps))
    result = ask("check", path, "--format", "json")
    assert result.exit_code == 3
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["rule"], finding["file"]) == ("changed", str(path))


def test_the_rules_are_listed() -> None:
    assert re.search(r"^part +hold +Is no part larger", ask("check", "--rules").stdout, re.MULTILINE)
    listed = json.loads(ask("check", "--rules", "--format", "json", "--language", "id").stdout)
    assert {"rule": "rank", "severity": "hold"}.items() <= next(r for r in listed if r["rule"] == "rank").items()
    assert ask("check", "--rules", "--format", "html").exit_code == 2


# --- what is held, and what is let through ----------------------------------------------------------------------------

HELD = (
    FIGURES
    + """\
2024-12-02,15.01,active,total,20
2024-12-02,15.01,potential,total,10
2024-12-02,15.02,active,total,5
"""
)
SIGNED = ("--reason", "Confirmed by the branch", "--by", "A. Clerk")


def test_a_region_with_a_finding_that_holds_has_no_report_and_the_others_go(tmp_path: Path) -> None:
    folder(tmp_path / "data", HELD)
    old = tmp_path / "out" / "2024-12" / "15.01-kabupaten-kerinci.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    result = report(tmp_path)
    assert result.exit_code == 8
    assert files(tmp_path / "out") == ["2024-12/15-provinsi-jambi.pdf", "2024-12/15.02-kabupaten-merangin.pdf"]
    assert "held: figures.csv, row 6, column value" in " ".join(result.stdout.split())
    assert "--accept part:15.01" in " ".join(result.stdout.split())


def test_a_finding_is_let_through_with_a_reason_and_a_name_that_the_report_prints(tmp_path: Path) -> None:
    folder(tmp_path / "data", HELD)
    assert report(tmp_path, "--region", "15.01", "--accept", "part:15.01", *SIGNED).exit_code == 0
    (name,) = files(tmp_path / "out")
    text = " ".join(provinces.pages_of((tmp_path / "out" / name).read_bytes()))
    assert "Diloloskan oleh A. Clerk: Confirmed by the branch" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--accept", "part:15.02", *SIGNED], "did you mean part:15.01?"),
        (["--accept", "prat", *SIGNED], "did you mean part?"),
        (["--accept", "all", *SIGNED], "no such rule"),
    ],
)
def test_letting_through_what_does_not_hold_is_refused(tmp_path: Path, words: list[str], told: str) -> None:
    folder(tmp_path / "data", HELD)
    (line,) = said(report(tmp_path, *words), 2)
    assert told in line
    assert not files(tmp_path / "out")


@pytest.mark.parametrize(
    "words",
    [
        ["--accept", "part:15.01"],
        ["--accept", "part:15.01", "--reason", "x"],
        ["--accept", "part:15.01", "--reason", " ", "--by", "A"],
        ["--reason", "x"],
        ["--accept", "part:15.01", "--accept", "rank", "--reason", "x", "--by", "A"],
    ],
)
def test_nothing_is_let_through_without_a_reason_and_a_name_of_its_own(tmp_path: Path, words: list[str]) -> None:
    folder(tmp_path / "data", HELD)
    assert report(tmp_path, *words).exit_code == 2
    assert not files(tmp_path / "out")


def test_a_figure_of_the_future_chooses_no_period_and_holds_its_region(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES + "2999-12-02,15,active,total,451\n")
    result = report(tmp_path)
    assert result.exit_code == 8
    assert files(tmp_path / "out") == ["2024-12/15.01-kabupaten-kerinci.pdf"]
    result = report(tmp_path, "--region", "15", "--accept", "future", *SIGNED)
    assert result.exit_code == 0
    assert "2999-12/15-provinsi-jambi.pdf" in files(tmp_path / "out")


def test_the_folder_of_the_settings_is_checked_when_none_is_named(tmp_path: Path) -> None:
    folder(tmp_path / "angka", FIGURES)
    result = ask("--settings", settings(tmp_path, 'data = "angka"\n'), "check")
    assert str(tmp_path / "angka") in result.stdout


# --- settings and output ----------------------------------------------------------------------------------------------


def test_every_mistake_of_the_settings_is_told_with_the_nearest_key(tmp_path: Path) -> None:
    lines = said(ask("--settings", settings(tmp_path, 'dta = "x"\n[run]\nworkers = "many"\n'), "report"), 4)
    assert len(lines) == 2
    assert any("dta" in line and "data" in line for line in lines)
    assert any("run.workers" in line and "'many'" in line for line in lines)
    assert said(ask("--settings", tmp_path / "none.toml", "check"), 4)


@pytest.mark.parametrize("blocked", ["out", "out/2024-12"])
def test_a_file_in_the_place_of_the_output_folder_is_told(tmp_path: Path, blocked: str) -> None:
    folder(tmp_path / "data", FIGURES)
    (tmp_path / blocked).parent.mkdir(exist_ok=True)
    (tmp_path / blocked).write_text("in the way")
    (line,) = said(report(tmp_path), 7)
    assert str(tmp_path / blocked) in line


# --- what comes of it -------------------------------------------------------------------------------------------------


def test_reports_are_made_and_listed(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    stale = tmp_path / "out" / "2024-12" / "15.02-kabupaten-merangin.pdf"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"of a time when there were figures")
    result = report(tmp_path)
    assert result.exit_code == 0
    assert files(tmp_path / "out") == ["2024-12/15-provinsi-jambi.pdf", "2024-12/15.01-kabupaten-kerinci.pdf"]
    rows = {line.split()[0]: line for line in result.stdout.splitlines() if line.startswith("15")}
    assert list(rows) == ["15", "15.01", "15.02", "15.71"]
    assert re.search(r" \d+ +\d+ kB +45\.00%", rows["15"])
    assert re.search(r" – +– +– +no figure", rows["15.02"])
    assert "2 reports in" in result.stdout
    assert "December 2024" in result.stderr
    assert "15.01 Kerinci Regency" in result.stderr


def test_only_the_regions_asked_for_are_made(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    other = tmp_path / "out" / "2024-12" / "15-provinsi-jambi.pdf"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"another run's")
    result = report(tmp_path, "--region", "kab. kerinci", "15.02", "--language", "en")
    assert result.exit_code == 0
    assert files(tmp_path / "out") == ["2024-12/15-provinsi-jambi.pdf", "2024-12/15.01-kerinci-regency.pdf"]
    assert other.read_bytes() == b"another run's"


# --- in which formats -------------------------------------------------------------------------------------------------


def test_a_workbook_is_made_beside_the_report(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    stale = tmp_path / "out" / "2024-12" / "15.02-kabupaten-merangin-lampiran.xlsx"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"of a time when there were figures")
    result = report(tmp_path, "--region", "15", "15.02", "--format", "xlsx", "--format", "pdf")
    assert result.exit_code == 0
    assert files(tmp_path / "out") == ["2024-12/15-provinsi-jambi-lampiran.xlsx", "2024-12/15-provinsi-jambi.pdf"]
    assert "xlsx, pdf" in result.stdout


def test_a_workbook_alone_is_something(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    result = report(tmp_path, "--region", "15.01", "--format", "xlsx", "--language", "en")
    assert result.exit_code == 0
    assert files(tmp_path / "out") == ["2024-12/15.01-kerinci-regency-annex.xlsx"]
    assert re.search(r"xlsx +– +\d+ kB", result.stdout)


def test_one_format_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    (tmp_path / "out" / "2024-12" / "15.01-kabupaten-kerinci-lampiran.xlsx").mkdir(parents=True)
    result = report(tmp_path, "--region", "15.01", "--format", "xlsx", "--format", "pdf")
    assert result.exit_code == 7
    assert files(tmp_path / "out") == ["2024-12/15.01-kabupaten-kerinci.pdf"]
    assert re.search(r"Kerinci Regency +pdf ", result.stdout)


@pytest.mark.parametrize("blocked", ["lampiran.xlsx", "ringkasan.txt"])
def test_one_format_that_fails_does_not_stop_the_others_of_an_edition(tmp_path: Path, blocked: str) -> None:
    folder(tmp_path / "data", FIGURES)
    out = tmp_path / "out" / "2024-12"
    (out / f"15.01-kabupaten-kerinci-{blocked}").mkdir(parents=True)
    every = [word for form in ("pdf", "xlsx", "summary") for word in ("--format", form)]
    result = report(tmp_path, "--region", "15.01", "--keep", *every)
    assert result.exit_code == 7
    left = {"lampiran.xlsx": ["-ringkasan.pdf", "-ringkasan.txt"], "ringkasan.txt": ["-lampiran.xlsx"]}[blocked]
    assert files(out) == [f"15.01-kabupaten-kerinci{end}" for end in (*left, ".pdf")]
    assert re.search(rf"Kerinci Regency +pdf, {'summary' if len(left) > 1 else 'xlsx'} +\d", result.stdout)


def test_a_summary_that_fails_leaves_the_edition_its_report(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES, province=provinces.DESCRIPTION + "[style]\n")
    (tmp_path / "data" / "templates").mkdir()
    (tmp_path / "data" / "templates" / "phone.html.j2").write_text("{{ nothing.at_all }}")
    old = tmp_path / "out" / "2024-12" / "15.01-kabupaten-kerinci-ringkasan.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    result = report(tmp_path, "--region", "15.01", "--keep", "--format", "pdf", "--format", "summary")
    assert result.exit_code == 6
    assert files(tmp_path / "out") == ["2024-12/15.01-kabupaten-kerinci.pdf"]
    assert [report.region for report in Store(tmp_path / "var").edition("15", Period(2024, 12), 1).reports] == ["15.01"]


def test_a_run_that_is_kept_makes_its_reports(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    result = report(tmp_path, "--keep", "--format", "xlsx")
    assert result.exit_code == 2
    assert "add --format pdf" in result.stderr
    assert not files(tmp_path / "out")


def test_an_edition_keeps_the_report_and_the_others_lie_beside_it(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    old = tmp_path / "out" / "2024-12" / "15.01-kabupaten-kerinci-lampiran.xlsx"
    old.parent.mkdir(parents=True)
    result = report(tmp_path, "--region", "15.01", "--keep", "--format", "xlsx", "--format", "pdf")
    assert result.exit_code == 0, result.output
    assert len(files(tmp_path / "out")) == 2
    assert old.read_bytes()[:2] == b"PK"
    assert not [name for name in files(tmp_path / "var") if name.endswith("xlsx")]


def test_asking_only_for_regions_without_figures_is_asking_for_what_is_not_there(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    result = report(tmp_path, "--region", "15.02")
    assert result.exit_code == 2
    assert "no figure" in result.stdout
    assert not files(tmp_path / "out")


def test_a_terminal_sees_a_bar(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    result = report(tmp_path, "--region", "15.01", env={**ENGLISH, "FORCE_COLOR": "1", "TERM": "xterm"})
    assert result.exit_code == 0
    assert "1/1" in result.stderr
    assert "15.01 Kerinci" not in result.stderr


def test_one_report_that_cannot_be_printed_does_not_stop_the_others(tmp_path: Path) -> None:
    owl = provinces.REGIONS.replace("Kerinci,", "Kerinci \N{OWL},")
    folder(tmp_path / "data", FIGURES, regions=owl)
    old = tmp_path / "out" / "2024-12" / "15.01-kabupaten-kerinci.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    result = report(tmp_path, "--region", "15.01")
    assert result.exit_code == 6
    assert "U+1F989" in result.stdout  # the owl no font of ours has, by its number
    assert not files(tmp_path / "out")  # the old one would be taken for the new


def test_a_report_whose_place_is_taken_is_told(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    (tmp_path / "out" / "2024-12" / "15.01-kabupaten-kerinci.pdf").mkdir(parents=True)
    result = report(tmp_path, "--region", "15.01")
    assert result.exit_code == 7
    assert "15.01-kabupaten-kerinci.pdf" in "".join(result.output.split())  # folded in its cell


def test_a_report_whose_place_is_taken_does_not_stop_the_others(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    (tmp_path / "out" / "2024-12" / "15-provinsi-jambi.pdf").mkdir(parents=True)
    result = report(tmp_path)
    assert result.exit_code == 7
    assert files(tmp_path / "out") == ["2024-12/15.01-kabupaten-kerinci.pdf"]
    assert "15.01 Kerinci" in result.stdout


def test_a_killed_worker_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_make", provinces.stop)
    folder(tmp_path / "data", FIGURES)
    old = tmp_path / "out" / "2024-12" / "15-provinsi-jambi.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    result = report(tmp_path)
    assert result.exit_code == 6
    assert result.stdout.count("stopped from outside") == 2
    assert not files(tmp_path / "out")


def test_what_a_killed_worker_took_along_is_made_by_fresh_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_make", provinces.stop_once)
    folder(tmp_path / "data", FIGURES)
    assert report(tmp_path).exit_code == 0
    assert len(files(tmp_path / "out")) == 2


def test_a_polite_end_lets_the_workers_go() -> None:
    with pytest.raises(SystemExit) as stopped:
        generate._stop(15, None)
    assert stopped.value.code == 143


def test_a_worker_killed_while_it_writes_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_make", provinces.stop_while_writing)
    folder(tmp_path / "data", FIGURES)
    result = report(tmp_path, "--region", "15.01")
    assert result.exit_code == 6
    assert not files(tmp_path / "out")


def test_a_worker_killed_before_it_is_ready_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_warm_up", provinces.stop)
    folder(tmp_path / "data", FIGURES)
    assert report(tmp_path).exit_code in (5, 6)


def test_a_machine_that_starts_no_processes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(workers, "ProcessPoolExecutor", refuse)
    folder(tmp_path / "data", FIGURES)
    (line,) = said(report(tmp_path), 5)
    assert "Function not implemented" in line


# --- as a user calls it -----------------------------------------------------------------------------------------------


def call(
    *words: object, python_path: Path | None = None, cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own; `python_path` holds a sitecustomize that takes something away."""
    surroundings = {**os.environ, **ENGLISH, **env} | ({"PYTHONPATH": str(python_path)} if python_path else {})
    command = [sys.executable, str(ROOT / "generate.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False, timeout=120, cwd=cwd)


def without(path: Path, code: str) -> Path:
    (path / "sitecustomize.py").write_text(code, "utf-8")
    return path


def test_without_its_packages_the_program_says_what_to_do(tmp_path: Path) -> None:
    done = call("check", python_path=without(tmp_path, "import sys\nsys.modules['click'] = None\n"))
    assert done.returncode == 1
    assert "make setup" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_its_fonts_the_machine_lacks_something(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    hidden = without(tmp_path, "import sys\nsys.modules['font_source_sans_pro'] = None\n")
    done = call(
        "--settings",
        settings(tmp_path),
        "report",
        "--data",
        tmp_path / "data",
        "--out",
        tmp_path / "out",
        python_path=hidden,
    )
    assert (done.returncode, done.stdout) == (5, "")
    assert re.fullmatch(r"generate\.py: .*SourceSansPro-Regular\.ttf.*make .*\n", done.stderr)
    assert not files(tmp_path / "out")


def test_what_lies_in_the_folder_it_is_called_from_is_never_run(tmp_path: Path) -> None:
    """A folder with a program named as one of ours, or as a library, is as good as any to call it from."""
    folder(tmp_path / "data", FIGURES)
    here = tmp_path / "here"
    (here / "cakupan").mkdir(parents=True)
    for name in ("cakupan/__init__.py", "weasyprint.py", "numpy.py"):
        (here / name).write_text("from pathlib import Path\nPath('ran').touch()\nraise SystemExit\n", "utf-8")
    data, out = tmp_path / "data", tmp_path / "out"
    done = call("--settings", settings(tmp_path), "report", "--region", "15", "--data", data, "--out", out, cwd=here)
    assert done.returncode == 0, done.stderr
    assert files(out)
    assert not (here / "ran").exists()


NO_PANGO = """\
import sys
class NoPango:
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file")
sys.meta_path.insert(0, NoPango())
"""


def test_without_pango_the_machine_lacks_something(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    done = call(
        "report", "--data", tmp_path / "data", "--out", tmp_path / "out", python_path=without(tmp_path, NO_PANGO)
    )
    assert (done.returncode, done.stdout) == (5, "")
    assert re.fullmatch(r"generate\.py: .*Pango.*make .*\n", done.stderr)
    assert not files(tmp_path / "out")


def test_the_same_figures_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # other tests measure; this one would take minutes
    made = []
    for number, seed in ((1, "1"), (2, "77")):
        out = tmp_path / f"out{number}"
        given = ("--settings", settings(tmp_path, f"[run]\nworkers = {number}\n"), "report", "--data", DATA / "contoh")
        done = call(*given, "--out", out, "--region", "15", "15.71", PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        made.append({name: (out / name).read_bytes() for name in files(out)})
    assert len(made[0]) == 2
    assert made[0] == made[1]


def test_the_program_goes_on_in_its_own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda path, words: went.append([str(path), *words]))
    monkeypatch.setattr(sys, "argv", ["generate.py", "check", "x"])
    monkeypatch.setattr(generate, "HERE", ROOT / "nowhere")
    generate.use_own_environment()
    assert not went  # there is none to go on in
    monkeypatch.setattr(generate, "HERE", ROOT)
    monkeypatch.setattr(sys, "prefix", "/usr")
    if (ROOT / ".venv").exists():
        generate.use_own_environment()
        python = str(ROOT / ".venv" / "bin" / "python")
        assert went == [[python, python, str(ROOT / "generate.py"), "check", "x"]]


def test_a_form_is_written_and_a_file_is_judged_by_itself(tmp_path: Path) -> None:
    out = tmp_path / "april.xlsx"
    written = ask("template", "--period", "2025-04", "--data", DATA / "jambi", "--branch", "kacab-jambi", "--out", out)
    assert written.exit_code == 0
    assert written.stdout == f"{out}: the form for April 2025, 5 regions\n"
    judged = ask("check", out, "--format", "json")
    assert judged.exit_code == 3
    assert [f["file"] for f in json.loads(judged.stdout)["findings"] if f["rule"] == "layout"] == ["april.xlsx"]


def test_a_file_comes_back_marked(tmp_path: Path) -> None:
    file = ROOT / "tests" / "handed_in" / "number-ambiguous.xlsx"
    out = tmp_path / "back.xlsx"
    result = ask("check", file, "--marked", out)
    assert result.exit_code == 3
    assert result.stderr == f"{out}: 1 findings marked\n"
    assert out.exists()
    assert "needs the file" in ask("check", DATA / "jambi", "--marked", out).stderr


def test_of_a_file_that_was_not_judged_no_copy_is_marked(tmp_path: Path) -> None:
    """Without the province's own tables nothing of it was looked at: a copy without marks would praise it."""
    (folder(tmp_path / "data", FIGURES) / "regions.csv").unlink()
    file = ROOT / "tests" / "handed_in" / "number-ambiguous.xlsx"
    out = tmp_path / "back.xlsx"
    result = ask("--settings", settings(tmp_path, 'data = "data"\n'), "check", file, "--marked", out)
    assert (result.exit_code, result.stderr) == (3, "")
    assert "regions.csv: the file is missing" in result.stdout
    assert not out.exists()


def test_what_is_newer_than_the_month_that_was_chosen_is_said(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES + "2025-01-31,15.01,coverage_rate,total,41\n")
    assert "newer figures of Kerinci; name their month with --period" in report(tmp_path, "--region", "15").stderr
    assert "newer" not in report(tmp_path, "--region", "15", "--period", "2024-12").stderr
