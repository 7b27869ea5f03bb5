"""Pictures from numbers: every word of them is text, every picture has its words."""

import datetime as dt
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

import charts
from cakupan.assets import font_files
from charts.palette import ACCENT, INK, shade
from tests.drawings import overlaps, said

DAYS = [dt.date(2024, month, 28) for month in range(1, 13)]
TICKS = [(dt.date(2024, 1, 1), "Jan\n2024"), (dt.date(2024, 7, 1), "Jul")]


@pytest.fixture(autouse=True)
def _house_style() -> None:
    charts.use_house_style(font_files())


def words(chart: charts.Chart) -> list[str]:
    """The text of a drawing, in the order it stands in."""
    root = ElementTree.fromstring(chart.svg)  # noqa: S314  # our own
    return ["".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")]


def a_path(dots: list[charts.Dot], targets: list[charts.Dot], **lines: charts.Line | None) -> charts.Chart:
    return charts.path(
        dots,
        targets,
        needed=lines.get("needed"),
        outlook=lines.get("outlook"),
        gap=lines.get("gap"),
        ticks=TICKS,
        percent=lambda level: f"{level:g}%",
        alt="a path",
        size=(164, 60),
    )


def full_path() -> charts.Chart:
    dots = [charts.Dot(day, 40.0 + n % 3, f"r{n}", hollow=n == 11) for n, day in enumerate(DAYS)]
    targets = [
        charts.Dot(dt.date(2024, 12, 31), 50, "target 2024"),
        charts.Dot(dt.date(2025, 12, 31), 55, "target 2025"),
    ]
    line = charts.Line(dots[-1], targets[-1], "needed")
    return a_path(dots, targets, needed=line, outlook=charts.Line(dots[-1], targets[0], "pace"), gap=line)


def an_activity(registered: list[float]) -> charts.Chart:
    return charts.activity(
        DAYS,
        registered,
        [value / 2 for value in registered],
        words=("up", "low", "between"),
        ticks=TICKS,
        count=lambda value: f"{value:g}",
        alt="an activity",
        size=(164, 52),
    )


def a_ranking() -> charts.Chart:
    bars = [
        charts.Bar("Kerinci", 30, "30%", before=28, target=40, note="+2"),
        charts.Bar("Bungo", 60.7, "60.7%", hollow=True, marked=True),
        charts.Bar("Tebo", 31, "31%"),
    ]
    return charts.ranking(bars, lines=[(45, "province 45%")], width=164, names=36, alt="a ranking")


def some_bullets() -> charts.Chart:
    rows = [
        charts.Bullet("PU", 52, "52%", target=70, target_label="target 70%", note="5 of 10"),
        charts.Bullet("Jakon", 120, "120%", target=50, target_label="target 50%"),
        charts.Bullet("BPU", 8, "8%"),
    ]
    return charts.bullets(rows, width=164, names=40, alt="bullets")


def some_tiles() -> charts.Chart:
    squares = [
        charts.Tile(0, 0, "Kerinci", "30%", 0.0),
        charts.Tile(1, 0, "Tanjung Jabung\nBarat", "60%", 1.0, marked=True),
        charts.Tile(2, 1, "Bungo", "–", None),
        charts.Tile(0, 1, "Tebo", "40%", 0.5, hollow=True),
    ]
    return charts.tiles(squares, width=164, alt="tiles")


def some_multiples() -> charts.Chart:
    panels = [charts.Panel(f"R{n}", [50.0, None], ["50%", "–"], marked=n == 0) for n in range(5)]
    return charts.multiples(panels, parts=["PU", "BPU"], width=164, alt="multiples")


def some_stacks() -> charts.Chart:
    rows = [
        charts.Stack("Kerinci", 90, 10, "ninety", "ten", "90%"),
        charts.Stack("Bungo", 1, 99, "one", "ninety-nine", "1%", marked=True, hollow=True),
    ]
    return charts.stacked(rows, heads=("covered", "not"), width=164, names=36, alt="stacks")


def a_sparkline() -> charts.Chart:
    return charts.sparkline(DAYS[:3], [1, 2, 3], low=1, high=3, alt="a sparkline")


ALL = [
    full_path,
    lambda: an_activity([100.0] * 12),
    a_ranking,
    some_bullets,
    some_tiles,
    some_multiples,
    some_stacks,
    a_sparkline,
]


@pytest.mark.parametrize("draw", ALL)
def test_a_chart_is_the_same_each_time_and_has_its_words(draw: Callable[[], charts.Chart]) -> None:
    one, two = draw(), draw()
    assert one.svg == two.svg
    assert one.alt
    assert "dc:date" not in one.svg
    assert not re.search(r"(?<![a-z])nan(?![a-z])", one.svg)


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_chart_without_words_is_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="without words"):
        charts.bullets([charts.Bullet("PU", 5, "5%")], width=100, names=40, alt=alt)


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (full_path, {"r0", "r11", "target 2024", "target 2025", "needed", "pace", "45%"}),
        (lambda: an_activity([100.0] * 12), {"up", "low", "between", "0", "100", "Jul"}),
        (a_ranking, {"Kerinci", "30%", "+2", "Bungo", "province 45%"}),
        (some_bullets, {"PU", "52%", "target 70%", "5 of 10", "120%"}),
        (some_tiles, {"Kerinci", "Tanjung Jabung", "Barat", "60%", "–"}),
        (some_multiples, {"R0", "R4", "PU", "BPU", "50%", "–"}),
        (some_stacks, {"Kerinci", "ninety", "ninety-nine", "90%", "covered", "not"}),
    ],
)
def test_the_words_of_a_chart_are_text(draw: Callable[[], charts.Chart], said: set[str]) -> None:
    assert said <= set(words(draw()))


def test_bars_stand_in_the_order_of_their_length() -> None:
    names = [word for word in words(a_ranking()) if word in ("Kerinci", "Bungo", "Tebo")]
    assert names == ["Kerinci", "Tebo", "Bungo"]  # from below


def test_numbers_that_do_not_fit_in_their_bars_stand_beside_them() -> None:
    assert {"one", "ten"} <= set(words(some_stacks()))


def test_a_drawing_says_where_its_words_begin_and_refers_to_nothing() -> None:
    """The page setter copies what is referred to each time, and makes a group of words that hang on their middle."""
    for chart in (full_path(), some_stacks(), an_activity([10.0] * 12)):
        assert not re.search(r"<use|<defs|text-anchor|clip-path|style=|\bid=|<g\b", chart.svg)


def test_a_stack_of_nobody_does_no_harm() -> None:
    rows = [charts.Stack("Kerinci", 0, 0, "0", "0", "0%")]
    assert "0%" in words(charts.stacked(rows, heads=("covered", "not"), width=164, names=36, alt="stacks"))


def test_a_ranking_of_nobody_does_no_harm() -> None:
    assert "0%" in words(charts.ranking([charts.Bar("Kerinci", 0, "0%")], lines=[], width=164, names=36, alt="ranking"))


def test_a_long_name_has_one_line_where_its_row_has_room_for_one() -> None:
    name = "Pegunungan Kepulauan Daerah Otonom Nomor Tujuh Utara"
    rows = [charts.Bar(name, n, f"{n}%") for n in range(10)]
    on_paper = charts.ranking(rows, lines=[], width=164, names=36, alt="ranking")
    with charts.larger_type(1.6):
        on_slide = charts.ranking(rows, lines=[], width=230, height=77, names=36, alt="ranking")
    assert "Daerah Otonom" in " ".join(words(on_paper))
    assert any(word.endswith("…") for word in words(on_slide))
    assert not overlaps(on_slide)


def test_one_reading_and_one_target_make_a_path() -> None:
    drawn = a_path([charts.Dot(DAYS[0], 45, "45%")], [charts.Dot(DAYS[-1], 53, "53%")])
    assert {"45%", "53%"} <= set(words(drawn))


@pytest.mark.parametrize(
    ("values", "right", "above"),
    [([40, 41, 42], False, True), ([44, 41, 40], True, False), ([40, 48, 40, 43], True, False)],
)
def test_the_newest_reading_stands_clear_of_the_line(values: list[float], right: bool, above: bool) -> None:
    """Above to the left of a rise; else below, where nothing has been yet."""
    dots = [charts.Dot(day, value, "newest") for day, value in zip(DAYS, values, strict=False)]
    drawn = a_path(dots, [charts.Dot(dt.date(2025, 12, 31), 50, "target")])
    newest = next(s for s in said(drawn) if s.words == "newest" and s.size == 10)
    lines = re.findall(r"M [\d.]+ [\d.]+ *L ([\d.]+) ([\d.]+)[^>]*stroke-width=\"2\"", drawn.svg)
    x, y = max((float(x), float(y)) for x, y in lines)
    assert (newest.right > x + 5) is right
    assert (newest.base < y) is above


@pytest.mark.parametrize("lost", [0.0, 1.0, 2.5, 4.0])
@pytest.mark.parametrize("missed", [-1.5, -0.5, 0.0, 1.0])
def test_a_targets_name_covers_no_reading(lost: float, missed: float) -> None:
    """The name of a target that is past, where the readings fall right after it."""
    rise = [50 + 0.8 * n for n in range(12)]
    values = [*rise, *(rise[-1] - lost + 0.7 * n for n in range(3))]
    dots = [charts.Dot(dt.date(2024, 1, 31) + dt.timedelta(days=30.5 * n), value) for n, value in enumerate(values)]
    targets = [charts.Dot(dots[11].day, rise[-1] + missed, "target 2024: 58%"), charts.Dot(dt.date(2025, 12, 31), 64)]
    drawn = a_path(dots, targets)
    name = next(s for s in said(drawn) if s.words.startswith("target"))
    lines = re.findall(r"M ([\d.]+) ([\d.]+) *L ([\d.]+) ([\d.]+)[^>]*stroke-width=\"2\"", drawn.svg)
    assert len(lines) == 14
    for x, y, to_x, to_y in (map(float, line) for line in lines):
        for at in range(21):
            across, down = x + (to_x - x) * at / 20, y + (to_y - y) * at / 20
            assert not (name.left < across < name.right and name.top < down < name.base)


def test_a_path_may_go_without_a_target() -> None:
    assert "45%" in words(a_path([charts.Dot(DAYS[0], 44, "44%"), charts.Dot(DAYS[3], 45, "45%")], []))


def test_a_long_year_of_readings_has_smaller_dots() -> None:
    dots = [charts.Dot(dt.date(2024, 1, 1) + dt.timedelta(days=30 * n), 40.0 + n) for n in range(14)]
    assert len(a_path(dots, []).svg) > len(a_path(dots[:12], []).svg)


@pytest.mark.parametrize(("top", "levels"), [(4, ["0", "1", "2", "3", "4"]), (900_000, ["0", "200000", "800000"])])
def test_a_count_axis_has_at_most_six_round_levels(top: float, levels: list[str]) -> None:
    said = words(an_activity([top] * 12))
    assert set(levels) <= set(said)
    assert sum(word.isdigit() for word in said) <= 6


def test_a_flat_sparkline_lies_in_the_picture() -> None:
    chart = charts.sparkline(DAYS[:1], [5], low=5, high=5, alt="flat")
    assert 'cx="2.0" cy="12.0"' in chart.svg


@pytest.mark.parametrize("share", [-1.0, 0.0, 0.25, 0.5, 0.75, 1.0, 2.0])
def test_small_type_can_be_read_on_every_tint_and_none_is_the_accent(share: float) -> None:
    assert _contrast(INK, shade(share)) >= 4.5
    assert shade(share) != ACCENT


def test_a_name_is_never_read_as_a_formula() -> None:
    name = "$x^2$_y"
    tile = charts.Tile(0, 0, name, "45%", 0.5)
    assert name in words(charts.tiles([tile], width=164, alt="tiles"))
    assert name in words(charts.slope([charts.Slope(name, 1, 2)], heads=("then", "now"), width=164, alt="slope"))


def _contrast(one: str, two: str) -> float:
    """As WCAG counts it."""
    dark, light = sorted((_luminance(one), _luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
