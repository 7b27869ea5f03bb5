"""Which region a row is about: by its name in any spelling, its code, or both, which must agree."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cakupan.layout.refusal import Refusal
from cakupan.message import Message, message
from cakupan.model import Kind, Region, Value
from cakupan.nearest import nearest

_KINDS = {
    Kind.REGENCY: ("kabupaten", "kab", "pemkab", "regency"),
    Kind.CITY: ("kotamadya", "kota", "pemkot", "city"),
    Kind.PROVINCE: ("provinsi", "propinsi", "prov", "province"),
    Kind.BRANCH: ("kantor cabang", "kacab", "cabang", "kc", "branch"),
}
_SHORT = {"tj": "tanjung", "tjg": "tanjung"}
_SIDES = {"barat": "barat", "bar": "barat", "timur": "timur", "tim": "timur"}
_TANJAB = re.compile(r"tanjab(barat|bar|timur|tim)$")
_NEAR = 0.75  # share of letters that a mistyped name has in common with the right one; "Kab." is no name
_CODE = re.compile(r"([0-9]{2})\.?([0-9]{1,2})?(?:\.0+)?")


@dataclass(frozen=True)
class Found:
    """A region and, where something had to be mended to find it, what."""

    code: str
    repair: Message | None = None


class Regions:
    """The regions of a province, by every name and code they go by."""

    def __init__(self, regions: Mapping[str, Region]) -> None:
        self._regions = regions
        self._names: dict[str, set[str]] = {}
        for region in regions.values():
            for name in _names(region):
                self._names.setdefault(_key(name), set()).add(region.code)
        self.words = frozenset(
            word
            for region in regions.values()
            for name in (*_KINDS[region.kind], region.name, *region.variants)
            for word in re.findall("[a-z]+", name.casefold())
        )  # of which names of places are made
        self._bps = {region.bps: region.code for region in regions.values() if region.bps}

    def knows(self, value: Value) -> bool:
        """Whether a cell names a region, by name or code."""
        return bool(self._by_name(value) or self._by_code(value))

    def named(self, value: Value) -> bool:
        """Whether a cell names a region in words."""
        return bool(self._by_name(value))

    def nearly_named(self, value: Value) -> bool:
        """Whether a cell is a name with a letter or two wrong."""
        return isinstance(value, str) and nearest(_key(value), self._names, _NEAR) is not None

    def may_stand_beside(self, value: Value, code: str) -> bool:
        """Whether a cell names a region or what that belongs to: its branch, in short too, or its province."""
        region = self._regions[code]
        branch = self._regions.get(region.branch)
        in_short = branch is not None and _key(branch.name) == _key(str(value))
        return in_short or bool(self._by_name(value) & {code, region.branch, region.parent})

    def find(self, name: Value, code: Value) -> Found:
        """The region of a row; Refusal when neither tells, both disagree, or a code alone may be either of two."""
        by_name, by_code = self._by_name(name), self._by_code(code)
        if by_name and by_code:
            return self._agreed(name, code, by_name, by_code)
        if len(by_name) == 1:
            return self._without_code(next(iter(by_name)), code)
        if by_name:
            raise Refusal(
                message(
                    "{came} may be {names}; write Kota, Kabupaten or Provinsi first",
                    came=_quoted(name),
                    names=self._list(by_name),
                )
            )
        if not _filled(name) and not _filled(code):
            raise Refusal(message("the row has figures and no region; write which it is, or take the row out"))
        if by_code and not _filled(name):
            return self._coded(code, by_code)
        raise self._unknown(name if _filled(name) else code)

    def _agreed(self, name: Value, code: Value, by_name: set[str], by_code: Mapping[str, Message | None]) -> Found:
        both = by_name & by_code.keys()
        if len(both) == 1:
            found = both.pop()
            return Found(found, by_code[found] if len(by_code) == 1 or by_code[found] else None)
        raise Refusal(
            message(
                "the name {name} and the code {code} are of different regions; correct one: the code is of {region}",
                name=_quoted(name),
                code=str(code),
                region=tuple(self._regions[found].full for found in sorted(by_code)),
            )
        )

    def _without_code(self, found: str, code: Value) -> Found:
        if _filled(code):
            raise Refusal(
                message(
                    "the code {code} is not known; {name} has {right}",
                    code=_quoted(code),
                    name=self._regions[found].full,
                    right=found,
                )
            )
        return Found(found)

    def _coded(self, code: Value, by_code: Mapping[str, Message | None]) -> Found:
        if len(by_code) == 1:
            ((found, repair),) = by_code.items()
            return Found(found, repair)
        raise Refusal(
            message(
                "the code {code} is one region for Kemendagri and another for BPS: {names}; write the name too",
                code=_quoted(code),
                names=self._list(by_code),
            )
        )

    def _by_name(self, value: Value) -> set[str]:
        return self._names.get(_key(value), set()) if isinstance(value, str) and value.strip() else set()

    def _by_code(self, value: Value) -> Mapping[str, Message | None]:
        """The regions a code may mean, each with the repair it takes."""
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return {}
        text = str(value).strip()
        if text in self._regions:
            return {text: None}
        match = _CODE.fullmatch(text)
        if not match:
            return {}
        return {**self._shortened(value, match), **self._without_point(text, match)}

    def _shortened(self, value: Value, match: re.Match[str]) -> dict[str, Message | None]:
        """A number 74.1 was 74.10 before a workbook took its last digit; a text 74.1 may be 74.01 too."""
        if "." not in match[0] or match[2] is None or len(match[2]) != 1:
            return {}
        spelt = (
            (f"{match[1]}.{match[2]}0",)
            if isinstance(value, float)
            else (f"{match[1]}.{match[2]}0", f"{match[1]}.0{match[2]}")
        )
        return {code: self._mended(match[0], code) for code in spelt if code in self._regions}

    def _without_point(self, text: str, match: re.Match[str]) -> dict[str, Message | None]:
        """1507 without its point: Kemendagri's 15.07, or BPS's 1507, which may be another region."""
        digits = re.sub(r"\.0+$", "", text)
        if "." in digits or not match[2]:
            return {}
        dotted = f"{digits[:2]}.{digits[2:]}"
        found = {code for code in (dotted if dotted in self._regions else None, self._bps.get(digits)) if code}
        return {code: self._mended(digits, code) for code in sorted(found)}

    def _mended(self, came: str, code: str) -> Message:
        return message("code {came} read as {code} ({region})", came=came, code=code, region=self._regions[code].full)

    def _list(self, codes: Iterable[str]) -> Sequence[Message]:
        return tuple(message("{code} ({region})", code=code, region=self._regions[code].full) for code in sorted(codes))

    def _unknown(self, value: Value) -> Refusal:
        names = {name: region for region in self._regions.values() for name in _names(region)}
        near = nearest(str(value), names)
        if near is None:
            advice = message("known are: {names}", names=", ".join(self._regions))
        else:
            advice = message(
                "did you mean {name}?",
                name=message("{code} ({region})", code=names[near].code, region=names[near].full),
            )
        return Refusal(message("{came} is not known; {advice}", came=_quoted(value), advice=advice))


def _names(region: Region) -> set[str]:
    """What a region is called: a branch and a province never by their bare name, which a city may bear."""
    kinds = {f"{kind} {region.name}" for kind in _KINDS[region.kind]}
    bare = {region.name} if region.kind is not Kind.BRANCH else set()
    return kinds | bare | set(region.variants)


def _key(name: str) -> str:
    """A name without case, points, spaces and hyphens, short forms in full: "Tanjab  Timur" is "tanjungjabungtimur"."""
    words = re.sub(r"[^a-z0-9]+", " ", name.casefold()).split()
    joined = "".join(_SHORT.get(word, word) for word in words)
    return _TANJAB.sub(lambda found: "tanjungjabung" + _SIDES[found[1]], joined).replace("muaro", "muara")


def _filled(value: Value) -> bool:
    return value is not None and str(value).strip() != ""


def _quoted(value: Value) -> str:
    return f'"{str(value)[:60]}"'
