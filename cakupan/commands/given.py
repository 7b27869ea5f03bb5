"""What every command is handed: the settings and the clock, each read in one place."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import datetime as dt

    from cakupan.settings import Settings


def settings_of(ctx: click.Context) -> "Settings":
    """The settings in the file that was named."""
    from cakupan.settings import read_settings

    path: Path = ctx.obj
    return read_settings(path)


def now() -> "dt.datetime":
    """The clock is read here and nowhere below."""
    import datetime

    return datetime.datetime.now(datetime.UTC)
