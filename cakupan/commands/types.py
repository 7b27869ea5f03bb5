"""What may be typed where a command asks for a month, a day, a moment, or a name that is kept."""

import re
import unicodedata
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import datetime as dt

    from cakupan.period import Period


class PeriodType(click.ParamType["Period"]):
    """A month like 2024-12."""

    name = "YYYY-MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "Period":
        """The period, or a usage error."""
        from cakupan.period import Period

        try:
            return Period.parse(str(value))
        except ValueError:
            self.fail(f"expected a month like 2024-12, got {value!r}", param, ctx)


class OccasionType(click.ParamType["Period | str"]):
    """A month like 2024-12, or a meeting by its key or its day."""

    name = "YYYY-MM|MEETING"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "Period | str":
        """The period, else what names a meeting, or a usage error: nobody meant 2024-13 for a meeting."""
        from cakupan.period import Period

        try:
            return Period.parse(str(value))
        except ValueError:
            if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", str(value)) or re.fullmatch(r"[0-9-]{1,7}", str(value)):
                self.fail(f"expected a month like 2024-12, or a meeting's key or day, got {value!r}", param, ctx)
        return str(value)


class DayType(click.ParamType["dt.date"]):
    """A day like 2024-12-02."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "dt.date":
        """The day, or a usage error."""
        import datetime

        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"expected a day like 2024-12-02, got {value!r}", param, ctx)


class MomentType(click.ParamType["dt.datetime"]):
    """A moment of the province's clock like 2025-04-07T07:00, without a zone."""

    name = "YYYY-MM-DDTHH:MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "dt.datetime":
        """The moment, still without its zone, or a usage error."""
        import datetime

        try:
            found = datetime.datetime.strptime(str(value), "%Y-%m-%dT%H:%M")  # noqa: DTZ007  # the province's
        except ValueError:
            self.fail(f"expected a moment like 2025-04-07T07:00, got {value!r}", param, ctx)
        return found


class WordsType(click.ParamType[str]):
    """Who did something, or why, as it is kept: one line that says something."""

    name = "TEXT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words without white space around them, or a usage error."""
        text = str(value)
        if not any(sign.isprintable() and not sign.isspace() for sign in text):
            self.fail("must not be empty", param, ctx)
        if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in text):
            self.fail(f"must be one line without control characters, got {text!r}", param, ctx)
        return text.strip()


class SeedsType(click.ParamType[range]):
    """A number, or several in a row like 1-10."""

    name = "N|N-M"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> range:
        """The numbers, or a usage error."""
        match = re.fullmatch(r"([0-9]{1,6})(?:-([0-9]{1,6}))?", str(value))
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not first <= last < first + 100:
            self.fail(f"expected a number, or up to a hundred in a row like 1-10, got {value!r}", param, ctx)
        return range(first, last + 1)
