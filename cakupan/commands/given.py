"""What every command is handed: the settings and the clock, each read in one place."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import datetime as dt

    from cakupan.model import Limits
    from cakupan.seal import Seal
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


def seal_of(settings: "Settings") -> "Seal | None":
    """Who signs, opened before anything is printed."""
    if not settings.seal.pkcs12:
        return None
    from cakupan.seal import open_seal

    told = settings.seal
    return open_seal(Path(told.pkcs12), told.passphrase, os.environ, told.timestamp, now())


def limits_of(settings: "Settings") -> "Limits":
    """How far figures may go before a rule speaks."""
    from cakupan.model import Limits

    return Limits(**settings.rules.model_dump())
