"""Indonesian and English: how messages, numbers and dates are said to a reader."""

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal
from babel.support import NullTranslations, Translations

from cakupan.message import Message
from cakupan.period import AsOf, Period
from cakupan.quantity import Count, Month, Percent, Points, Rupiah, Weekday

CODES = ("id", "en")
NOTHING = "–"  # what stands where there is no figure
_LOCALES = {"id": "id_ID", "en": "en_GB"}
_ZONES: Mapping[dt.timedelta | None, str] = {  # a moment that was kept knows how far it is from UTC, and no name for it
    dt.timedelta(hours=7): "WIB",
    dt.timedelta(hours=8): "WITA",
    dt.timedelta(hours=9): "WIT",
}
_CATALOGUES = Path(__file__).parent / "locale"


@cache
def _translations(code: str) -> NullTranslations:
    """The catalogue of a language; English needs none, its sentences are the message ids.

    Read from the .po file itself, so that nothing compiled can be older than its source.
    """
    if code == "en":
        return NullTranslations()
    with (_CATALOGUES / f"{code}.po").open("rb") as po:
        catalogue = read_po(po, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


class Language:
    """One of CODES; says messages and figures in it. Cheap to make: catalogues are read once a process."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._locale = Locale.parse(_LOCALES[code])
        self._translations = _translations(code)
        self._writers: dict[type, Callable[..., str]] = {
            str: str,
            type(None): lambda _: NOTHING,
            int: self.number,
            Message: self.tell,
            Percent: self._percent,
            Points: self._points,
            Count: self._count,
            Rupiah: lambda amount: self._about(f"Rp{self.number(amount.value)}", amount.about),
            dt.date: self._date,
            dt.datetime: self._moment,
            Weekday: self._weekday,
            AsOf: self._as_of,
            Month: self._month,
            Period: self._month,
            tuple: self._list,
        }

    @classmethod
    def of_environment(cls, environ: Mapping[str, str]) -> "Language":
        """The language of the terminal: Indonesian where the locale says so, else English."""
        named = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), "")
        return cls("id" if named.startswith("id") else "en")

    def tell(self, message: Message) -> str:
        """The message in this language, its values written in it too."""
        shown = {name: self.show(value) for name, value in message.values.items()}
        return self.word(message.template).format(**shown)

    def sentence(self, message: Message) -> str:
        """The message as a sentence or a heading: its first letter is a capital."""
        said = self.tell(message)
        return said[:1].upper() + said[1:]

    def slug(self, message: Message) -> str:
        """The message as part of a file's name: small letters, digits and hyphens only."""
        return re.sub(r"[^a-z0-9]+", "-", self.tell(message).lower()).strip("-")

    def word(self, message_id: str) -> str:
        """The translation of one message id without gaps."""
        return str(self._translations.gettext(message_id))

    def words(self, one: str, many: str, number: int) -> str:
        """The translation of a message id that depends on a number."""
        return str(self._translations.ngettext(one, many, number))

    def show(self, value: object) -> str:
        """Any figure, day, message or list of them as a reader writes it; text stays as it is."""
        return self._writers[type(value)](value)

    def compact(self, value: object) -> str:
        """A figure for a cell or a drawing: ± for "about", round counts in digits: ±580.000."""
        if isinstance(value, Percent | Count) and value.about:
            bare = self.number(value.rounded) if isinstance(value, Count) else self.show(replace(value, about=False))
            return "±" + bare
        return self.show(value)

    def short_date(self, as_of: AsOf) -> str:
        """A day for narrow columns: 2 Des 2024."""
        pattern = "MMM y" if as_of.whole_month else "d MMM y"
        return str(format_date(as_of.day, pattern, locale=self._locale))

    def appointment(self, begins: dt.datetime) -> str:
        """When people meet, by the clock there: Rabu, 19 Maret 2025, pukul 09.00 WIB."""
        day = format_date(begins, "EEEE, d MMMM y", locale=self._locale)
        hour = f"{begins:%H.%M}" if self.code == "id" else f"{begins:%H:%M}"
        zone = _ZONES.get(begins.utcoffset(), begins.tzname())
        return self.word("{day}, at {hour} {zone}").format(day=day, hour=hour, zone=zone)

    def month_name(self, day: dt.date) -> str:
        """The month alone, short: Des."""
        return str(format_date(day, "MMM", locale=self._locale))

    def number(self, value: Decimal | int, places: int = 0) -> str:
        """Rounded half up, grouped: 1.312.370 or 45,17."""
        rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return str(format_decimal(rounded, pattern, locale=self._locale))

    def _percent(self, value: Percent) -> str:
        return self._about(self.number(value.value, value.places) + "%", value.about)

    def _points(self, value: Points) -> str:
        number = self.number(value.rounded, value.places)
        said = self.words("{number} point", "{number} points", 1 if value.rounded == 1 else 2)
        return self._about(said.format(number=number), value.about)

    def _count(self, value: Count) -> str:
        if value.step < 1000:
            return self._about(self.number(value.rounded), value.about)
        return self._about(self._in_words(value.rounded), value.about)

    def _in_words(self, value: int) -> str:
        """A round number as a newspaper prints it: 580 ribu, 1,3 juta; English has digits up to a million."""
        if self.code == "en" and value < 1_000_000:
            return self.number(value)
        compact = format_compact_decimal(value, format_type="long", locale=self._locale, fraction_digits=3)
        return str(compact).replace("\N{NO-BREAK SPACE}", " ")

    def _about(self, shown: str, about: bool) -> str:
        return self.word("about {figure}").format(figure=shown) if about else shown

    def _date(self, value: dt.date) -> str:
        return str(format_date(value, "d MMMM y", locale=self._locale))

    def _moment(self, value: dt.datetime) -> str:
        """A moment by its own clock: Sel 8 Apr 2025 07.00 WIB."""
        hour = format_datetime(
            value, "HH.mm" if self.code == "id" else "HH:mm", tzinfo=value.tzinfo, locale=self._locale
        )
        return f"{self._weekday(Weekday(value.date()))} {hour} {value.tzname()}"

    def _weekday(self, value: Weekday) -> str:
        return str(format_date(value.day, "EEE d MMM y", locale=self._locale))

    def _as_of(self, value: AsOf) -> str:
        return self._month(Month(value.day.year, value.day.month)) if value.whole_month else self._date(value.day)

    def _month(self, value: Month | Period) -> str:
        return str(format_skeleton("yMMMM", dt.date(value.year, value.month, 1), locale=self._locale))

    def _list(self, value: tuple[object, ...]) -> str:
        return str(format_list([self.show(item) for item in value], locale=self._locale))
