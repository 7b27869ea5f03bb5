"""The small choices, each measured alone on the province's report: seconds of the one and the other, as JSON."""

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import drawings
import matplotlib as mpl
from naive import DRAWN, print_anew, to_svg
from stages import measure_all

import charts
from cakupan.pages import set_pages
from cakupan.pdf import print_pdf
from cakupan.pipeline.one import compose, warm_up
from cakupan.pipeline.order import Order

ROUNDS = 7
_LAYOUT = "figure.constrained_layout.use"


class Asked(NamedTuple):
    """What a report asks of a drawing function."""

    numbers: tuple[object, ...]
    words: dict[str, object]

    def ours(self, name: str) -> None:
        """Drawn by `charts`."""
        getattr(charts, name)(*self.numbers, **self.words)

    def theirs(self, name: str, *, layout: bool, text: str) -> None:
        """Drawn by `drawings`, with a layout engine or not, with text as text ("none") or outlined ("path")."""
        words = {key: value for key, value in self.words.items() if key not in drawings.UNUSED}
        with mpl.rc_context({_LAYOUT: layout, "svg.fonttype": text}):
            to_svg(getattr(drawings, name)(*self.numbers, **words))


def listen(order: Order) -> dict[str, Asked]:
    """What a report asks of each drawing function, and the last time it does."""
    heard: dict[str, Asked] = {}
    real = {name: getattr(charts, name) for name in DRAWN}

    def listener(name: str) -> Callable[..., charts.Chart]:
        def drawn(*numbers: object, **words: object) -> charts.Chart:
            heard[name] = Asked(numbers, words)
            chart: charts.Chart = real[name](*numbers, **words)
            return chart

        return drawn

    for name in DRAWN:
        setattr(charts, name, listener(name))
    compose(order)
    for name in DRAWN:
        setattr(charts, name, real[name])
    return heard


def best_in_turns(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The fastest of ROUNDS of each, in turns, in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for work, taken in zip((one, other), times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return min(times[0][1:]), min(times[1][1:])  # the first time fills caches


def drawing_claims(heard: dict[str, Asked]) -> dict[str, tuple[float, float]]:
    """Per drawing a layout engine or none; outlined text or text; and a grid of axes or one."""
    found = {}
    for name, asked in heard.items():
        if name == "sparkline":
            continue
        plain = partial(asked.theirs, name, layout=False, text="path")
        laid_out = partial(asked.theirs, name, layout=True, text="path")
        found[f"constrained layout: {name}"] = best_in_turns(laid_out, plain)
    if "multiples" in heard:
        grid = partial(heard["multiples"].theirs, "multiples", layout=False, text="none")
        found["a grid of axes: multiples"] = best_in_turns(grid, partial(heard["multiples"].ours, "multiples"))
    if "sparkline" in heard:
        pyplot = partial(heard["sparkline"].theirs, "sparkline", layout=False, text="none")
        found["pyplot: sparkline"] = best_in_turns(pyplot, partial(heard["sparkline"].ours, "sparkline"))
    path = heard["path"]
    outlined = partial(path.theirs, "path", layout=False, text="path")
    found["outlined text: path"] = best_in_turns(outlined, partial(path.theirs, "path", layout=False, text="none"))
    return found


def print_claims(order: Order) -> dict[str, tuple[float, float]]:
    """Fonts and stylesheets read anew for a document, or once a process."""
    html = set_pages(compose(order))
    anew = partial(print_anew, html, "x")
    return {"fonts and styles read anew": best_in_turns(anew, partial(print_pdf, html, "A4", "x"))}


def main() -> None:
    """Charts of the province, which has them all; pages of a regency, of which there are eleven."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    measured = measure_all(parser.parse_args().data)
    warm_up("A4")
    orders = [Order(indicators, "id", "A4", Path()) for indicators in measured.values()]
    print(json.dumps(drawing_claims(listen(orders[0])) | print_claims(orders[1])))


if __name__ == "__main__":
    main()
