"""The month's form: read, check, write the workbook a branch fills in."""

from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.errors import RequestError
from cakupan.form import write_form
from cakupan.language import Language
from cakupan.message import message
from cakupan.model import Kind, Province
from cakupan.nearest import did_you_mean
from cakupan.period import Period
from cakupan.read import read
from cakupan.shelf import shelve


def hand_out(data: Path, period: Period, branch: str | None, language: str, out: Path) -> int:
    """Write the form for a month, whole or not at all; the number of regions in it.

    RequestError for a branch there is not.
    """
    figures = check(read(data), catalogue())
    if branch:
        _see_to(branch, figures.province)
    shelve(write_form(figures, period, catalogue(), Language(language), branch), out)
    return sum(branch in (None, region.branch) for region in figures.province.members)


def _see_to(branch: str, province: Province) -> None:
    known = [code for code, region in province.regions.items() if region.kind is Kind.BRANCH]
    if branch not in known:
        advice = did_you_mean(branch, known)
        raise RequestError(message("{came} is not known; {advice}", came=f'"{branch}"', advice=advice))
