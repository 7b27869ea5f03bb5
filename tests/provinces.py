"""A small province for the tests, in memory or on disk, and what the program makes of it."""

import datetime as dt
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pypdfium2

from cakupan.annex import annex
from cakupan.assets import font_files
from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.indicators import measure
from cakupan.language import Language
from cakupan.model import Figures, Indicators, Region, Sheet
from cakupan.pages import set_pages
from cakupan.pdf import print_pdf
from cakupan.period import Period
from cakupan.pipeline.formats import make_formats
from cakupan.pipeline.one import compose
from cakupan.pipeline.order import Made, Order
from cakupan.read import read
from cakupan.read.tidy import _table
from cakupan.shelf import shelve
from cakupan.vintage import as_known, choose
from charts import use_house_style

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"

DESCRIPTION = 'code = "15"\ntimezone = "Asia/Jakarta"\n'
REGIONS = """\
code,bps,name,kind,parent,branch,tile_column,tile_row,variants
15,15,Jambi,province,,,,,
15.01,1501,Kerinci,regency,15,kacab-jambi,0,0,Kab. Kerinci
15.02,1502,Merangin,regency,15,kacab-jambi,1,0,
15.71,1571,Jambi,city,15,,1,1,
kacab-jambi,,Jambi,branch,15,,,,
"""
SOURCES = """\
source,publisher,published,note_id,note_en
press,Koran Jambi,2024-12-04,Catatan koran.,A note of the paper.
"""
FIGURES_HEAD = "as_of,region,measure,segment,value,unit,precision,source\n"
TARGETS_HEAD = "as_of,due,region,measure,segment,value,unit,precision,source\n"


def texts(figures: str = "", targets: str = "", **more: str) -> dict[str, str]:
    """The files of a province folder by name; `more` are whole tables, or `province` for province.toml.

    Figures and targets may go without their head, and a row may stop at its value or its
    precision: the unit is its measure's, it is exact and from the press.
    """
    tables = {
        "regions": REGIONS,
        "sources": SOURCES,
        "figures": _completed(figures, FIGURES_HEAD),
        "targets": _completed(targets, TARGETS_HEAD),
    } | {name: text for name, text in more.items() if name != "province"}
    return {"province.toml": more.get("province", DESCRIPTION)} | {f"{name}.csv": text for name, text in tables.items()}


def _completed(rows: str, head: str) -> str:
    if "region" in rows:
        return rows
    lines = [row.strip().split(",") for row in rows.strip().splitlines()]
    return head + "".join(",".join(_complete(cells, head.count(",") + 1)) + "\n" for cells in lines)


def _complete(cells: list[str], width: int) -> list[str]:
    if len(cells) >= width:
        return cells
    kinds = {**catalogue().measures, **catalogue().targets}
    value = width - 4
    precision = cells[value + 1] if len(cells) > value + 1 else "exact"
    return [*cells[: value + 1], kinds[cells[value - 2]].unit, precision, "press"]


def folder(path: Path, figures: str = "", targets: str = "", **more: str) -> Path:
    """The province on disk."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in texts(figures, targets, **more).items():
        (path / name).write_text(text, "utf-8")
    return path


def sheet(figures: str = "", targets: str = "", **more: str) -> Sheet:
    """The province as `read` would hand it on, without a disk."""
    files = texts(figures, targets, **more)
    description = tomllib.loads(files.pop("province.toml"))
    tables = {name.removesuffix(".csv"): _table(Path(name), text)[0] for name, text in files.items()}
    return Sheet(Path("province"), description, {name: t for name, t in tables.items() if t}, "0" * 64)


def believed(figures: str = "", targets: str = "", **more: str) -> Figures:
    """The figures after the check."""
    return check(sheet(figures, targets, **more), catalogue())


def measured(
    figures: str, targets: str = "", period: str | None = None, as_of: dt.date | None = None, **more: str
) -> dict[str, Indicators]:
    """The indicators of every region that has any, by code."""
    return measured_of(believed(figures, targets, **more), period, as_of)


def measured_of(figures: Figures, period: str | None = None, as_of: dt.date | None = None) -> dict[str, Indicators]:
    """The same from believed figures."""
    vintage = choose(figures, Period.parse(period) if period else None, as_of)
    return measure(as_known(figures, vintage), vintage, catalogue())


@cache
def real(name: str, period: str | None = None, as_of: dt.date | None = None) -> dict[str, Indicators]:
    """The indicators of a folder of data/."""
    return measured_of(check(read(DATA / name), catalogue()), period, as_of)


@cache
def real_regions(name: str) -> Mapping[str, Region]:
    """The regions of a folder of data/."""
    return check(read(DATA / name), catalogue()).province.regions


def set_html(indicators: Indicators, language: str = "id") -> str:
    """A report as its HTML."""
    return set_pages(compose(_order(indicators, language, "A4")))


def print_report(indicators: Indicators, language: str = "id", paper: str = "A4") -> bytes:
    """A report as its PDF."""
    use_house_style(font_files())
    inside = annex(indicators, (), Language(language))
    return print_pdf(set_pages(compose(_order(indicators, language, paper))), paper, "a test", annex=inside).content


def _order(indicators: Indicators, language: str, paper: str) -> Order:
    return Order(indicators, language, paper, Path("unused.pdf"))


class Shelf:
    """Where printed reports of data/ lie, so that all processes of one test run print each only once."""

    folder: Path


@cache
def pdf(name: str, period: str, code: str = "15", language: str = "id", paper: str = "A4") -> bytes:
    """A printed report of a folder of data/."""
    path = Shelf.folder / f"{name}-{period}-{code}-{language}-{paper}.pdf"
    if not path.exists():
        shelve(print_report(real(name, period)[code], language, paper), path)
    return path.read_bytes()


def pages_of(content: bytes) -> list[str]:
    """What a reader can select on each page, line breaks made spaces."""
    with pypdfium2.PdfDocument(content) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def stop(_: object) -> None:
    """What a worker does that the machine stops from outside: it is gone, without a word."""
    os._exit(9)


def stop_once(order: Order) -> Made:
    """A worker that the machine stops the first time, and lets go on the second."""
    stopped = order.path.parents[2] / "stopped"
    if not stopped.exists():
        stopped.touch()
        os._exit(9)
    return make_formats(order)


def stop_while_writing(order: Order) -> Made:
    """A worker that is gone between the first byte of a report and its place."""
    os.fsync = lambda _: os._exit(9)  # type: ignore[assignment]  # in that process only
    return make_formats(order)
