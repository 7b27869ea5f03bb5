"""The order of the stages: one report, and all reports of a period."""

import os
import pickle
import subprocess
import sys
import warnings
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from cakupan.language import Language
from cakupan.message import message
from cakupan.model import Indicators, Report
from cakupan.pipeline import fork_server, one, workers
from cakupan.pipeline.one import make, warm_up
from cakupan.pipeline.order import Made, Order
from cakupan.pipeline.run import Outcome, notes
from tests.provinces import REGIONS, measured, pages_of

FIGURES = """\
2024-10-01,15,active,total,400
2024-10-01,15,potential,total,1000
2024-12-02,15,active,total,450
2024-11-02,15.01,coverage_rate,total,40
2024-11-02,15.02,enrolled,total,40
"""


def order(path: Path, code: str = "15", regions: str = REGIONS, paper: str = "A4") -> Order:
    indicators = measured(FIGURES, regions=regions)[code]
    return Order(indicators, "id", paper, path / "report.pdf")


def test_a_report_is_made_and_lies_in_its_place(tmp_path: Path) -> None:
    warm_up("A4")
    made = make(order(tmp_path))
    content = (tmp_path / "report.pdf").read_bytes()
    assert (made.size, made.problems, made.exit_code) == (len(content), (), 0)
    assert made.pages == len(pages_of(content))
    first, second, *_ = pages_of(content)
    assert "45,00%" in first
    assert "Lintasan menuju target" not in first  # page 1 stands alone, however much room it leaves
    assert second.startswith("Daftar isi Lintasan menuju target")


def test_what_goes_wrong_is_an_outcome_and_takes_the_old_report_away(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"old")
    made = make(order(tmp_path, regions=REGIONS.replace("Jambi,province", "Jambi \N{OWL},province")))
    assert (made.pages, made.size, made.exit_code) == (0, 0, 6)
    (problem,) = made.problems  # once, and not once more a chart
    assert 'no "\N{OWL}" (U+1F989, owl)' in str(problem)
    assert not list(tmp_path.iterdir())


def test_what_a_drawing_only_warns_of_is_a_failed_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def warning(order_: Order, *rest: Any) -> Report:
        warnings.warn("the axis is empty", stacklevel=1)
        return compose(order_, *rest)

    compose = one.compose
    monkeypatch.setattr(one, "compose", warning)
    made = make(order(tmp_path))
    assert ([str(problem) for problem in made.problems], made.exit_code) == (["the axis is empty"], 6)


def test_an_old_report_that_cannot_be_taken_away_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").mkdir()
    made = make(order(tmp_path, regions=REGIONS.replace("Jambi,province", "Jambi \N{OWL},province")))
    assert made.exit_code == 6
    assert "report.pdf" in str(made.problems[-1])


def test_the_same_order_gives_the_same_identifier_and_another_another(tmp_path: Path) -> None:
    orders = (order(tmp_path), order(tmp_path, "15.01"), order(tmp_path, paper="F4"))
    assert len({one.identifier(o) for o in orders}) == 3
    assert one.identifier(order(tmp_path)) == one.identifier(order(tmp_path / "elsewhere"))


def test_where_there_is_no_fork_server_each_process_loads_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fork_server, "get_all_start_methods", lambda: ["spawn"])
    fork_server.load_ahead()
    made = workers.make_all({"15": order(tmp_path)}, 1, lambda: None, print)
    assert made["15"].pages


@pytest.mark.parametrize("before", [None, "/elsewhere"])
def test_the_server_is_told_where_our_modules_lie_and_nobody_else(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    if before:
        monkeypatch.setenv("PYTHONPATH", before)
    with fork_server._importable():
        assert os.environ["PYTHONPATH"].split(os.pathsep)[0] == str(Path(workers.__file__).parents[2])
        assert os.environ["PYTHONSAFEPATH"] == "1"
    assert os.environ.get("PYTHONPATH") == before
    assert "PYTHONSAFEPATH" not in os.environ


def test_a_process_nobody_warmed_makes_the_same_report(tmp_path: Path) -> None:
    for folder in ("cold", "warm"):
        warm = "warm_up('A4'); " if folder == "warm" else ""
        code = "import pickle, sys; from cakupan.pipeline.one import make, warm_up; " + warm
        code += "print(make(pickle.loads(bytes.fromhex(sys.argv[1]))).pages)"
        given = pickle.dumps(order(tmp_path / folder)).hex()
        (tmp_path / folder).mkdir()
        subprocess.run([sys.executable, "-c", code, given], check=True, cwd=Path(workers.__file__).parents[2])
    assert (tmp_path / "cold" / "report.pdf").read_bytes() == (tmp_path / "warm" / "report.pdf").read_bytes()


def test_nothing_to_print_starts_nothing() -> None:
    assert workers.make_all({}, 1, lambda: pytest.fail("started"), print) == {}


def test_a_mistake_of_ours_in_one_report_is_an_outcome(tmp_path: Path) -> None:
    future: Future[Made] = Future()
    future.set_exception(KeyError("oops"))
    made = workers._result(future, order(tmp_path))
    assert made.exit_code == 1
    assert "KeyError: 'oops'" in str(made.problems[0])


def told(indicators: Indicators | None, made: Made = Made(1, 1)) -> list[str]:  # noqa: B008  # it is frozen
    region = measured(FIGURES)["15"].region
    return [Language("en").tell(note) for note in notes(Outcome(region, indicators, None, made))]


def test_a_clerk_is_told_what_to_know_of_an_outcome() -> None:
    found = measured(FIGURES)
    assert told(found["15"]) == []
    assert "2 November 2024" in told(found["15.01"])[0]
    assert told(found["15.02"]) == ["no coverage figure"]
    assert told(None) == ["no figure, so no report"]
    assert told(found["15"], Made(problems=(message("a"), message("b")))) == ["a", "b"]
