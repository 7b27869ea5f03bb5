"""Rules of places: codes and names agree, and the codes of two offices are not mixed up."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from cakupan.check.rules.rule import Evidence, Rule, rows_of
from cakupan.message import Message, message
from cakupan.model import Finding, Region, Severity

_FILE = Path(__file__).parent / "codes.csv"
_FITS = 0.05  # so near a figure is to the other region's figure before, where the two were swapped
_APART = 0.15  # regions nearer to each other than this cannot be told apart


@cache
def official_codes() -> Mapping[str, tuple[str, str]]:
    """By Kemendagri code: the code of Statistics Indonesia (BPS), and the name."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["bps"], row["name"]) for row in csv.DictReader(file)}


def judge_codes(evidence: Evidence) -> Iterator[Finding]:
    """The name and the BPS code in regions.csv are those of the Kemendagri code; codes not listed are let be."""
    for line, code, bps, name in evidence.regions[["code", "bps", "name"]].itertuples(name=None):
        official = official_codes().get(code)
        if official and code in evidence.province.regions:
            for column, reason in _wrong(code, bps, name, official):
                where = evidence.places["regions"](line, column)
                yield Finding("code", Severity.HOLD, where, reason, code)


def _wrong(code: str, bps: str, name: str, official: tuple[str, str]) -> Iterator[tuple[str, Message]]:
    owner = _owner(name, code[:2])
    if owner and owner != code and _plain(name) != _plain(official[1]):
        yield (
            "name",
            message(
                "{code} is the code of {official}; {name} has {owner}",
                code=code, official=official[1], name=name, owner=owner,
            ),
        )  # fmt: skip
    if bps and bps != official[0]:
        yield (
            "bps",
            message("BPS counts {official} ({code}) as {bps}, got {came}",
                    official=official[1], code=code, bps=official[0], came=bps),
        )  # fmt: skip


def _owner(name: str, province: str) -> str | None:
    """Whose name it is, within the province."""
    named = (c for c, (_, known) in official_codes().items() if c[:2] == province and _plain(known) == _plain(name))
    return next(named, None)


def _plain(name: str) -> str:
    return "".join(filter(str.isalpha, name.casefold()))


def judge_swaps(evidence: Evidence) -> Iterator[Finding]:
    """Where BPS and Kemendagri count two regions crosswise, the figures of one must not turn up under the other."""
    figures = evidence.counts[evidence.counts["precision"] == "exact"]
    for one, other in _crossed(evidence.province.members):
        pair = figures[figures["region"].isin([one.code, other.code])]
        yield from _swapped(evidence, pair, one, other)


def _crossed(members: tuple[Region, ...]) -> Iterator[tuple[Region, Region]]:
    """Pairs that each bear in one office's list the number the other bears in the other's: 15.06/1507, 15.07/1506."""
    by_bps = {member.bps: member for member in members}
    for member in members:
        other = by_bps.get(member.code.replace(".", ""))
        if other and other.code > member.code and other.code.replace(".", "") == member.bps:
            yield member, other


def _swapped(evidence: Evidence, pair: pd.DataFrame, one: Region, other: Region) -> Iterator[Finding]:
    key = ["measure", "segment", "day"]
    lines = pair.reset_index(names="line")
    both = lines[lines["region"] == one.code].merge(lines[lines["region"] == other.code], on=key, suffixes=("_a", "_b"))
    both = both.sort_values(key, kind="stable")
    before = both.groupby(["measure", "segment"], sort=False)[["number_a", "number_b"]].shift()
    a, b = before["number_a"], before["number_b"]
    crossed = ((both["number_a"] - b).abs() <= _FITS * b) & ((both["number_b"] - a).abs() <= _FITS * a)
    apart = (a - b).abs() > _APART * a.where(a < b, b)
    for row in rows_of(both[crossed & apart]):
        for line, mine, yours in ((row.line_a, one, other), (row.line_b, other, one)):
            reason = message(
                "looks like the figure of {other}: BPS and Kemendagri number {region} and {other} crosswise",
                other=yours.full,
                region=mine.full,
            )
            yield evidence.figure("swapped", Severity.HOLD, line, reason)


PLACES = (
    Rule(
        "code",
        Severity.HOLD,
        message("Do the codes and names of regions.csv agree with the official lists?"),
        message(
            "Kemendagri's code goes into code, that of Statistics Indonesia into bps; some are numbered crosswise."
        ),
        judge_codes,
    ),
    Rule(
        "swapped",
        Severity.HOLD,
        message("Do no two regions that BPS and Kemendagri number crosswise swap their figures?"),
        message("Look up by name, not by code, which figures are whose."),
        judge_swaps,
    ),
)
