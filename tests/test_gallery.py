"""The gallery: every chart and its edge cases is legible, in colour, in a copy, and for those who lack a cone."""

import itertools
import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from cakupan.assets import font_files
from charts import Chart, use_house_style
from charts.palette import ACCENT, LIGHT, MID, MISS, PAPER
from gallery import bars, times
from gallery.seen import WAYS, apart, as_seen, seen
from tests.drawings import cut, overlaps
from tests.provinces import ROOT

CASES = dict([*bars.cases(), *times.cases()])
FAR = 15  # in CIELAB: far enough for lines and small dots


@pytest.fixture(autouse=True)
def _house_style() -> None:
    use_house_style(font_files())


@pytest.mark.parametrize("draw", CASES.values(), ids=list(CASES))
def test_nothing_overlaps_and_nothing_is_cut(draw: Callable[[], Chart]) -> None:
    chart = draw()
    assert not overlaps(chart)
    assert not cut(chart)
    assert draw().svg == chart.svg


def test_every_kind_of_chart_is_there() -> None:
    drawn = {re.split("[:,]", name)[0] for name in CASES}
    modules = {path.stem for path in (ROOT / "charts").glob("*.py")}
    plain = {"__init__", "days", "finish", "free", "palette", "room", "scale", "slim", "spread", "words"}
    assert drawn == modules - plain


@pytest.mark.parametrize("way", WAYS)
def test_accent_second_colour_and_grey_stay_apart(way: str) -> None:
    for one, two in itertools.combinations((ACCENT, MISS, MID, PAPER), 2):
        assert apart(one, two, way) >= FAR, (one, two)
    assert apart(ACCENT, LIGHT, way) >= FAR


def test_colours_that_a_copy_makes_one_are_seen() -> None:
    teal, red = "#0b6e7f", "#b5482a"  # as they were until they were seen side by side
    assert apart(teal, red, "as is") > FAR
    assert apart(teal, red, "black-and-white copy") < FAR


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#808080"])
def test_grey_is_seen_as_grey_by_everybody(color: str, way: str) -> None:
    assert apart(color, seen(color, way), "as is") < 0.5


def test_red_and_green_come_nearer_to_each_other() -> None:
    red, green = "#c00000", "#107010"
    for way in ("deuteranopia", "protanopia"):
        assert apart(red, green, way) < apart(red, green, "as is") / 1.5


def test_a_copy_has_no_colours() -> None:
    svg = as_seen(CASES["timeline: usual"]().svg, "black-and-white copy")
    colors = set(re.findall("#[0-9a-f]{6}", svg))
    assert len(colors) > 3
    assert all(color[1:3] == color[3:5] == color[5:7] for color in colors)


def test_the_gallery_is_printed_and_says_that_its_numbers_are_made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_module("gallery", run_name="__main__")
    path = Path(capsys.readouterr().out.strip())
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        assert "made up" in document[0].get_textpage().get_text_bounded()
        assert len(document) > 10
