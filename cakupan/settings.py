"""The control panel: settings.toml, read strictly; relative paths start at its folder."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from cakupan.errors import SettingsError
from cakupan.message import message
from cakupan.strict_toml import Strict, load, validate


class Page(Strict):
    """How the paper looks."""

    paper: Literal["A4", "F4"] = "A4"


class Run(Strict):
    """How the work is done: `workers` = 0 means one a processor core; `keep` makes an edition of every run."""

    workers: Annotated[int, Field(ge=0, le=64)] = 0
    keep: bool = False


class Rules(Strict):
    """How far figures may go before a rule speaks."""

    jump_factor: Annotated[int, Field(ge=2, le=100)] = 3
    unchanged_months: Annotated[int, Field(ge=1, le=120)] = 12
    complete: Annotated[int, Field(ge=1, le=100)] = 100
    restated_percent: Annotated[float, Field(ge=0, le=100)] = 0.5
    small_cell: Annotated[int, Field(ge=0, le=100)] = 5
    stale_months: Annotated[int, Field(ge=0, le=120)] = 0


class Seal(Strict):
    """Who signs the reports: `pkcs12` = "" means nobody; `passphrase` names an environment variable."""

    pkcs12: str = ""
    passphrase: Annotated[str, Field(min_length=1)] = "CAKUPAN_SEAL_PASSPHRASE"  # noqa: S105  # where it is found
    timestamp: str = ""


class Settings(Strict):
    """All settings; each has a default, so an empty file is a valid one."""

    data: Annotated[str, Field(min_length=1)] = "data/jambi"
    out: Annotated[str, Field(min_length=1)] = "output"
    var: Annotated[str, Field(min_length=1)] = "var"
    language: Literal["id", "en"] = "id"
    page: Page = Page()
    run: Run = Run()
    rules: Rules = Rules()
    seal: Seal = Seal()


def read_settings(path: Path) -> Settings:
    """The settings in `path`; SettingsError names every mistake at once."""
    data, problems = load(path)
    settings, mistakes = validate(data, Settings) if not problems else (None, [])
    if settings is None:
        raise SettingsError(*(message("{file}: {problem}", file=path.name, problem=p) for p in problems + mistakes))
    here = path.resolve().parent
    paths: dict[str, object] = {name: str(here / getattr(settings, name)) for name in ("data", "out", "var")}
    if settings.seal.pkcs12:
        paths["seal"] = settings.seal.model_copy(update={"pkcs12": str(here / settings.seal.pkcs12)})
    return settings.model_copy(update=paths)
