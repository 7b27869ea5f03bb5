"""Editions through the door: kept, listed, made again with the same bytes, and watched."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cakupan.editions import Store
from cakupan.errors import RequestError
from cakupan.language import Language
from cakupan.message import message
from cakupan.period import Period
from cakupan.pipeline.again import Copy, find, orders_again, print_again
from cakupan.pipeline.order import Made
from tests.keeping import FIGURES, TARGETS, kept
from tests.provinces import DATA, DESCRIPTION, REGIONS, ROOT, folder, pages_of
from tests.test_branches import fill, province
from tests.test_generate import ask, files, report, said, settings

SIGNED = ("--accept", "published:15.01", "--reason", "corrected by the source", "--by", "Rina")
KERINCI = "2024-12-02,15.01,coverage_rate,total,40\n"
DECEMBER = Period(2024, 12)


def keep(tmp_path: Path, *words: object) -> str:
    """A kept report of Kerinci; what was said on standard error."""
    result = report(tmp_path, "--keep", "--region", "15.01", *words)
    assert result.exit_code == 0, result.output
    return result.stderr


def read_pdf(tmp_path: Path, period: str = "2024-12", name: str = "15.01-kabupaten-kerinci.pdf") -> list[str]:
    return pages_of((tmp_path / "out" / period / name).read_bytes())


def again(tmp_path: Path, *words: object) -> tuple[int, list[str]]:
    result = ask("--settings", settings(tmp_path), "rerun", *words)
    return result.exit_code, result.stdout.splitlines()


def test_an_edition_makes_the_same_bytes_with_nothing_else_left(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES + KERINCI, TARGETS)
    assert report(tmp_path, "--keep", "--language", "en", "--as-of", "2024-12-10").exit_code == 0
    printed = {name: (tmp_path / "out" / name).read_bytes() for name in files(tmp_path / "out")}
    shutil.rmtree(tmp_path / "data")
    shutil.rmtree(tmp_path / "out")
    same = [f"{Path(name).name}: the same bytes" for name in printed]
    code, lines = again(tmp_path, "2024-12", "--edition", "1", "--verify")
    assert (code, sorted(lines)) == (0, sorted(same))
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "output").exists()
    assert again(tmp_path, "2024-12", "--out", tmp_path / "again")[0] == 0
    assert {name: (tmp_path / "again" / name).read_bytes() for name in files(tmp_path / "again")} == printed
    assert again(tmp_path, "2024-12")[0] == 0
    assert files(tmp_path / "output") == list(printed)


def test_what_branches_handed_in_is_kept_too(tmp_path: Path) -> None:
    data = province(tmp_path)
    fill(data, "kacab-jambi", "2025-04/jambi.xlsx")
    (data / "handed_in" / ".hidden").write_text("of an editor")
    where = ("--data", data, "--out", tmp_path / "out", "--region", "15.71", "--period", "2025-04")
    assert ask("--settings", settings(tmp_path), "report", "--keep", *where).exit_code == 0
    inputs = Store(tmp_path / "var").edition("15-sample", Period(2025, 4), 1).inputs
    assert [name for name in inputs if name.startswith("handed_in")] == ["handed_in/2025-04/jambi.xlsx"]
    shutil.rmtree(data)
    assert again(tmp_path, "2025-04", "--verify")[0] == 0


def test_a_later_edition_says_what_it_replaces_and_what_has_changed(tmp_path: Path) -> None:
    data = folder(tmp_path / "data", FIGURES + KERINCI)
    keep(tmp_path)
    first, *_ = read_pdf(tmp_path)
    assert "Edisi 1" in first
    assert "menggantikan" not in "".join(read_pdf(tmp_path))
    folder(data, FIGURES + KERINCI.replace(",40", ",41"))
    keep(tmp_path, *SIGNED)
    pages = read_pdf(tmp_path)
    assert "Edisi 2, menggantikan edisi 1" in pages[0]
    assert all(re.search(r"data [0-9a-f]{8} · Edisi 2 Halaman", page) for page in pages)
    assert "Yang berubah sejak edisi 1 Wilayah Angka Semula Kini Karena" in "".join(pages)
    assert "Kerinci Cakupan seperti diberitakan 40% (2 Desember 2024) 41% (2 Desember 2024) sumber" in "".join(pages)
    keep(tmp_path)
    assert "Tidak ada angka yang berubah sejak edisi 2." in "".join(read_pdf(tmp_path))
    assert again(tmp_path, "2024-12", "--edition", 2, "--verify") == (
        0,
        ["15.01-kabupaten-kerinci.pdf: the same bytes"],
    )


def test_a_run_that_is_not_kept_says_nothing_of_editions(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES + KERINCI)
    keep(tmp_path)
    assert report(tmp_path, "--region", "15.01").exit_code == 0
    assert "disi" not in "".join(read_pdf(tmp_path)).replace("kondisi", "")
    assert Store(tmp_path / "var").numbers("15", DECEMBER) == [1]


def test_keeping_may_be_the_rule_and_a_run_the_exception(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES + KERINCI)
    rule = settings(tmp_path, "[run]\nworkers = 1\nkeep = true\n")
    where = ("--data", tmp_path / "data", "--out", tmp_path / "out", "--region", "15.01")
    assert ask("--settings", rule, "report", *where, "--no-keep").exit_code == 0
    assert Store(tmp_path / "var").numbers("15", DECEMBER) == []
    assert ask("--settings", rule, "report", *where).exit_code == 0
    assert Store(tmp_path / "var").numbers("15", DECEMBER) == [1]


def test_nothing_to_print_is_nothing_to_keep(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES)
    assert report(tmp_path, "--keep", "--region", "15.02").exit_code == 2
    assert not (tmp_path / "var").exists()


def test_a_quiet_change_is_told_before_the_next_report_and_in_it(tmp_path: Path) -> None:
    rows = FIGURES + "2024-10-01,15.01,coverage_rate,total,38\n" + KERINCI
    folder(tmp_path / "data", rows)
    keep(tmp_path, "--period", "2024-10")
    folder(tmp_path / "data", rows.replace("total,38", "total,39"))
    lines = keep(tmp_path, "--period", "2024-12", *SIGNED).splitlines()
    assert lines[0] == "Changed since it was reported:"
    assert lines[1] == (
        "  October 2024, edition 1, 15.01 Kerinci Regency, Coverage as published: "
        "was 38% (1 October 2024), is now 39% (1 October 2024)"
    )
    assert lines[2].startswith("Reports for December 2024")
    pages = "".join(read_pdf(tmp_path))
    assert "Berubah sejak dilaporkan Laporan Wilayah Angka Semula Kini Oktober 2024 Kerinci" in pages
    assert "38% (1 Oktober 2024) 39% (1 Oktober 2024)" in pages


def test_a_count_that_is_corrected_to_a_very_small_one_is_not_told_in_the_new_edition_of_its_month(
    tmp_path: Path,
) -> None:
    """Later months, whose counts are large, do not tell what their own month withholds."""
    counts = {"2024-10-01": 30, "2024-11-01": 60, "2024-12-01": 90}
    rows = "".join(f"{day},15.01,village_active,total,{count}\n" for day, count in counts.items())
    rows = FIGURES + "2024-10-01,15.01,coverage_rate,total,38\n" + rows
    folder(tmp_path / "data", rows)
    keep(tmp_path, "--period", "2024-10")
    folder(tmp_path / "data", rows.replace("village_active,total,30", "village_active,total,3"))
    keep(tmp_path, "--period", "2024-10")
    pages = " ".join(read_pdf(tmp_path, "2024-10"))
    assert "Edisi 2" in pages
    assert "Anggota kelembagaan desa terlindungi" not in pages


def test_a_quiet_change_that_cannot_be_looked_for_is_told(tmp_path: Path) -> None:
    folder(tmp_path / "data", FIGURES + KERINCI)
    store = kept(tmp_path, FIGURES, period="2024-10")
    (store.place("15", Period(2024, 10), 1) / "edition.json").unlink()
    folder(tmp_path / "data", FIGURES + KERINCI)
    result = report(tmp_path, "--region", "15.01")
    assert result.exit_code == 0
    assert re.match(r"warning: .*edition\.json: the manifest is missing", result.stderr)


def test_editions_are_listed(tmp_path: Path) -> None:
    assert ask("--settings", settings(tmp_path), "editions").exit_code == 0
    kept(tmp_path)
    kept(tmp_path, province=DESCRIPTION + "sample = true\n")
    kept(tmp_path, language="en")
    store = kept(tmp_path)
    result = ask("--settings", settings(tmp_path), "editions")
    assert result.exit_code == 0
    data = store.edition("15", DECEMBER, 1).fingerprint[:8]
    rows = [line.split() for line in result.stdout.splitlines()[1:]]
    assert rows[:3] == [
        ["15", "2024-12", "1", "–", "2024-12-31", "id", "2", "–", data],
        ["15", "2024-12", "2", "–", "2024-12-31", "en", "2", "–", data],
        ["15", "2024-12", "3", "–", "2024-12-31", "id", "2", "1", data],
    ]
    assert rows[3][:3] == ["15-sample", "2024-12", "1"]


def test_damage_is_told_by_editions_and_stops_a_rerun(tmp_path: Path) -> None:
    store = kept(tmp_path)
    path = store.object(store.edition("15", DECEMBER, 1).inputs["figures.csv"])
    path.write_bytes(b"as_of\n")
    (store.root / "15" / "2024-12" / ".new-1").mkdir()
    leftover, line = said(ask("--settings", settings(tmp_path), "editions"), 3)
    assert ".new-1: left by a run that was stopped" in leftover
    assert line.startswith(f"{path}: is not what was kept; it was figures.csv")
    assert said(ask("--settings", settings(tmp_path), "rerun", "2024-12", "--verify"), 3) == [line]
    path.unlink()
    (line,) = said(ask("--settings", settings(tmp_path), "rerun", "2024-12"), 3)
    assert line.startswith(f"{path}: is missing")
    assert not (tmp_path / "output").exists()


def test_what_no_run_finished_is_told_and_is_no_damage(tmp_path: Path) -> None:
    (kept(tmp_path).root / "15" / "2024-12" / ".new-1").mkdir()
    assert len(said(ask("--settings", settings(tmp_path), "editions"), 0)) == 1


def test_an_edition_that_is_not_there_names_those_there_are(tmp_path: Path) -> None:
    def refused(*words: object) -> str:
        (line,) = said(ask("--settings", settings(tmp_path), "rerun", *words), 2)
        return line

    assert refused("2024-12") == "no edition of 2024-12; there are editions of: -"
    kept(tmp_path)
    kept(tmp_path)
    assert refused("2024-10") == "no edition of 2024-10; there are editions of: 15 2024-12"
    assert refused("2024-12", "--edition", 7) == "no edition 7 of 2024-12; there are: 1, 2"
    assert refused("2024-12", "--province", "74") == "no edition of 2024-12; there are editions of: 15 2024-12"
    kept(tmp_path, province=DESCRIPTION + "sample = true\n")
    assert refused("2024-12").startswith("several provinces have editions of 2024-12: 15, 15-sample; ")
    assert find(Store(tmp_path / "var"), DECEMBER, None, "15").number == 2


def test_an_edition_that_gives_other_bytes_is_no_success(tmp_path: Path) -> None:
    kept(tmp_path)  # by a press of its own
    code, lines = again(tmp_path, "2024-12", "--verify")
    assert code == 6
    assert all(
        re.fullmatch(r"15(\.01)?\.pdf: differs; its SHA-256 was [0-9a-f]{12}, is [0-9a-f]{12}", x) for x in lines
    )
    assert again(tmp_path, "2024-12")[0] == 0  # printed as asked, and said


def test_another_library_is_said_before_the_verdict(tmp_path: Path) -> None:
    path = kept(tmp_path).place("15", DECEMBER, 1) / "edition.json"
    path.write_text(re.sub(r'"pydyf": "[^"]+"', '"pydyf": "0.0"', path.read_text("utf-8")), "utf-8")
    _, (line, *verdicts) = again(tmp_path, "2024-12", "--verify")
    assert line.startswith("not as it was kept: pydyf was 0.0, is ")
    assert len(verdicts) == 2


def test_a_report_that_cannot_be_printed_again_is_told(tmp_path: Path) -> None:
    kept(tmp_path, regions=REGIONS.replace("Kerinci,", "Kerinci \N{OWL},"))
    code, lines = again(tmp_path, "2024-12")
    assert code == 6
    assert lines[1].startswith("15.01.pdf: could not be printed: ")


def test_a_region_that_has_no_report_now_is_told(tmp_path: Path) -> None:
    store = kept(tmp_path)
    edition = store.edition("15", DECEMBER, 1)
    strange = replace(edition.reports[0], region="15.02")
    (copy,) = print_again(store, replace(edition, reports=(strange,)), None, 1, lambda *_: None, lambda _: None)
    assert copy.exit_code == 6
    assert Language("en").tell(copy.verdict) == "15.pdf: could not be printed: no figure, so no report"
    assert orders_again(store, replace(edition, reports=(strange,)), tmp_path) == {}


def test_a_copy_has_the_exit_code_of_what_went_wrong(tmp_path: Path) -> None:
    report_ = kept(tmp_path).edition("15", DECEMBER, 1).reports[0]
    assert Copy(report_, Made(3, 1), report_.sha256).exit_code == 0
    assert Copy(report_, Made(3, 1), "0" * 64).exit_code == 6
    assert Copy(report_, Made(problems=(message("no"),), exit_code=7), "").exit_code == 7


def test_asking_for_several_provinces_at_once_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no edition of 2024-12"):
        find(Store(tmp_path), DECEMBER, None, None)


# --- with another program ---------------------------------------------------------------------------------------------


def clone(path: Path) -> Path:
    """A copy of the program, to be changed."""
    for name in ("cakupan", "charts", "templates"):
        shutil.copytree(ROOT / name, path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "generate.py", path)
    settings(path)
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def call(program: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(program / "generate.py"), *map(str, words)]
    surroundings = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False, timeout=120)


def test_another_program_is_said_before_the_verdict_and_what_it_changes_is_method(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # the copy is not measured
    program = clone(tmp_path / "clone")
    data = folder(tmp_path / "data", FIGURES, "2024-01-01,2025-12-31,15,target_rate,total,53.01\n")
    asked = ("report", "--data", data, "--out", tmp_path / "out", "--region", "15", "--keep")
    assert call(program, *asked).returncode == 0
    assert call(program, "rerun", "2024-12", "--verify").returncode == 0
    edit(program / "templates" / "summary.html.j2", '<p class="lede">', '<p class="lede"> ')
    edit(program / "cakupan" / "indicators" / "progress.py", "(ROUND_CEILING)), step", "(ROUND_FLOOR)), step")
    edit(
        program / "cakupan" / "indicators" / "progress.py", "import ROUND_CEILING", "import ROUND_CEILING, ROUND_FLOOR"
    )
    done = call(program, "rerun", "2024-12", "--verify")
    assert done.returncode == 6, done.stderr
    code, templates, verdict = done.stdout.splitlines()
    assert code == "not as it was kept: cakupan/ is not what it was"
    assert templates == "not as it was kept: templates/ is not what it was"
    assert verdict.startswith("15-provinsi-jambi.pdf: differs")
    assert call(program, *asked).returncode == 0
    pages = "".join(read_pdf(tmp_path, name="15-provinsi-jambi.pdf"))
    assert "Kekurangan pekerja menuju target terdekat 81 (2 Desember 2024) 80 (2 Desember 2024) metode" in pages


def test_an_edition_leaves_page_one_alone_on_the_fullest_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("--settings", settings(tmp_path), "report", "--data", DATA / "contoh", "--region", "15", "15.01")
    assert ask(*asked, "--out", tmp_path / "plain").exit_code == 0
    assert ask(*asked, "--out", tmp_path / "out", "--keep").exit_code == 0
    assert ask(*asked, "--out", tmp_path / "out", "--keep").exit_code == 0
    for name in files(tmp_path / "out"):
        plain, edition = (pages_of((tmp_path / out / name).read_bytes()) for out in ("plain", "out"))
        assert 0 <= len(edition) - len(plain) <= 1  # a section of its own says what has changed
        first = edition[0].replace("Edisi 2, menggantikan edisi 1 ", "").replace(" · Edisi 2", "")
        assert first.replace(f"dari {len(edition)}", f"dari {len(plain)}") == plain[0]


def test_what_was_let_through_is_kept_with_its_signature_and_let_through_again(tmp_path: Path) -> None:
    above = (
        "2024-12-02,15.01,potential,total,100\n2024-12-02,15.01,registered,total,50\n2024-12-02,15.01,active,total,60\n"
    )
    folder(tmp_path / "data", FIGURES + above, TARGETS)
    signed = ("--accept", "part:15.01", "--reason", "dihitung ulang", "--by", "Kepala Cabang")
    assert report(tmp_path, "--keep", *signed).exit_code == 0
    (edition,) = Store(tmp_path / "var").editions("15", DECEMBER)
    assert ("part", "15.01", "dihitung ulang", "Kepala Cabang") in {
        (told.rule, told.region, told.reason, told.name) for told in edition.findings
    }
    shutil.rmtree(tmp_path / "data")
    code, lines = again(tmp_path, "2024-12", "--verify")
    assert code == 0
    assert len(lines) == 2
