"""What a province says of itself: regions, sources, the decree, and the lists it keeps."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cakupan.message import Message, message
from cakupan.period import AsOf, Period


class Kind(StrEnum):
    """What a region is; branches of the agency cut across regencies."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"
    BRANCH = "branch"


_FULL_NAMES = {
    Kind.PROVINCE: message("{name} Province").template,
    Kind.REGENCY: message("{name} Regency").template,
    Kind.CITY: message("{name} City").template,
    Kind.BRANCH: message("{name} branch").template,
}


@dataclass(frozen=True)
class Region:
    """A place figures are about, known by its Kemendagri code with dots ("15.71").

    `bps` is the code the statistics office uses, which differs for some regencies:
    the two are never mixed. `tile` is (column, row) on the schematic map.
    """

    code: str
    bps: str
    name: str
    kind: Kind
    parent: str
    branch: str
    tile: tuple[int, int] | None
    variants: tuple[str, ...]

    @property
    def full(self) -> Message:
        """The name with what it is: Provinsi Jambi, Kabupaten Kerinci, Kota Jambi."""
        return Message(_FULL_NAMES[self.kind], {"name": self.name})

    @property
    def short(self) -> Message:
        """The name for tables: regencies go without "Kabupaten", cities keep "Kota"."""
        return Message("{name}", {"name": self.name}) if self.kind is Kind.REGENCY else self.full


@dataclass(frozen=True)
class Source:
    """Who published a figure, when (None where unknown), and what a reader must know of it."""

    key: str
    publisher: str
    published: AsOf | None
    note: Mapping[str, str]


@dataclass(frozen=True)
class Decree:
    """The governor's decree the meetings follow up."""

    number: str
    title: str
    short: str


@dataclass(frozen=True)
class Typeface:
    """Type of a province's own: its faces (upright, slanted, semibold, bold) as the bytes of TrueType files.

    `family` is a name that no other files have, on whatever machine: it is the identity
    of the typeface.
    """

    family: str
    faces: tuple[bytes, ...] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Style:
    """What a province changes of the house style; nothing where it is empty.

    `sections` are names in their order; `colours` pairs of a colour of the house and its
    own; `logo` is a data address; `templates` are pairs of a file's name and its text,
    in the place of the house's own; `typeface` is None where the house's is used.
    """

    sections: tuple[str, ...] = ()
    colours: tuple[tuple[str, str], ...] = ()
    logo: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    typeface: Typeface | None = None

    def paint(self, text: str) -> str:
        """A stylesheet or a drawing in the province's own colours."""
        for house, own in self.colours:
            text = text.replace(house, own)
        return text


@dataclass(frozen=True)
class Province:
    """All that a province folder says of itself; `sample` marks every page DATA CONTOH.

    `tolerance`: by source, the per cent of a total by which its sums are known to miss it.
    """

    region: Region
    regions: Mapping[str, Region]
    sources: Mapping[str, Source]
    timezone: str
    sample: bool
    letterhead: str | None
    decree: Decree | None
    tolerance: Mapping[str, float] = field(default_factory=dict)
    style: Style = field(default_factory=Style)

    @property
    def members(self) -> tuple[Region, ...]:
        """The regencies and cities, in the order of their codes."""
        inside = (r for r in self.regions.values() if r.kind in (Kind.REGENCY, Kind.CITY))
        return tuple(sorted(inside, key=lambda region: region.code))

    def today(self, now: dt.datetime) -> dt.date:
        """The day it is there; `now` bears its zone."""
        return now.astimezone(zoneinfo.ZoneInfo(self.timezone)).date()


@dataclass(frozen=True)
class RegisterEntry:
    """A village (Desa Sadar) or market (Pasar Sadar) on the register."""

    name: str
    kind: str
    region: str
    since: AsOf | None
    source: str


ENDS_SOON = 3  # months in which a fund's end is news


@dataclass(frozen=True)
class Funding:
    """Workers whose contribution a fund pays, from month to month, in rupiah per worker and month."""

    region: str
    fund: str
    segment: str
    workers: int
    starts: Period
    ends: Period
    contribution: int
    source: str

    def ends_soon(self, period: Period) -> bool:
        """Whether it stops paying in the period or within ENDS_SOON months after it."""
        return period <= self.ends <= period.shift(ENDS_SOON)


@dataclass(frozen=True)
class Contribution:
    """The least a worker without a wage pays for work accident and death, in rupiah a month, in force for some months.

    `until` is the last of them, None where no end is known; `sector` is "all", or one to
    which another amount applies.
    """

    since: Period
    until: Period | None
    sector: str
    rupiah: int
    source: str


@dataclass(frozen=True)
class Law:
    """An instrument of the legal basis, the month it is listed from, and what it says in each language."""

    since: Period
    instrument: str
    about: Mapping[str, str]


@dataclass(frozen=True)
class Action:
    """A decision of a meeting and what became of it."""

    number: str
    decided: dt.date
    region: str
    text: str
    agency: str
    due: dt.date
    status: str
    indicator: str
    obstacle: str
    evidence: str
    source: str
