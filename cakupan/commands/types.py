"""What may be typed where a command asks for a month, a day or a moment."""

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
