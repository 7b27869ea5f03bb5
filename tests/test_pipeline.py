"""The order of the stages: one report, and all reports of a period."""

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from cakupan.language import Language
from cakupan.message import message
from cakupan.model import Indicators
from cakupan.pipeline import one, run
from cakupan.pipeline.one import Made, Order, make, warm_up
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
    assert second.startswith("Lintasan menuju target")


def test_what_goes_wrong_is_an_outcome_and_takes_the_old_report_away(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"old")
    made = make(order(tmp_path, regions=REGIONS.replace("Jambi,province", "Jambi \N{OWL},province")))
    assert (made.pages, made.size, made.exit_code) == (0, 0, 6)
    assert made.problems
    assert not list(tmp_path.iterdir())


def test_an_old_report_that_cannot_be_taken_away_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").mkdir()
    made = make(order(tmp_path, regions=REGIONS.replace("Jambi,province", "Jambi \N{OWL},province")))
    assert made.exit_code == 6
    assert "report.pdf" in str(made.problems[-1])


def test_the_same_order_gives_the_same_identifier_and_another_another(tmp_path: Path) -> None:
    orders = (order(tmp_path), order(tmp_path, "15.01"), order(tmp_path, paper="F4"))
    assert len({one._identifier(o) for o in orders}) == 3
    assert one._identifier(order(tmp_path)) == one._identifier(order(tmp_path / "elsewhere"))


class Stopped:
    """An executor whose processes are gone."""

    def submit(self, *_: object) -> Future[Made]:
        raise BrokenProcessPool("terminated abruptly")


def test_of_processes_that_are_gone_nothing_comes(tmp_path: Path) -> None:
    stopped: Any = Stopped()
    assert run._make_all(stopped, {"15": order(tmp_path)}, print) == {}


def test_a_mistake_of_ours_in_one_report_is_an_outcome(tmp_path: Path) -> None:
    future: Future[Made] = Future()
    future.set_exception(KeyError("oops"))
    made = run._result(future, order(tmp_path))
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
