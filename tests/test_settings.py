"""The control panel."""

from pathlib import Path

import pytest

from cakupan.errors import SettingsError
from cakupan.settings import Settings, read_settings
from tests.provinces import ROOT


def written(path: Path, text: str) -> Path:
    file = path / "settings.toml"
    file.write_text(text, "utf-8")
    return file


def test_an_empty_file_is_a_valid_one(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, ""))
    assert (settings.language, settings.page.paper, settings.run.workers) == ("id", "A4", 0)


def test_the_settings_that_ship_are_the_defaults() -> None:
    shipped = read_settings(ROOT / "settings.toml")
    here = {"data": str(ROOT / "data/jambi"), "out": str(ROOT / "output"), "var": str(ROOT / "var")}
    assert shipped == Settings().model_copy(update=here)


def test_relative_paths_start_at_the_file(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, 'data = "angka"\nout = "/srv/out"\n'))
    assert settings.data == str(tmp_path / "angka")
    assert settings.out == "/srv/out"


def test_every_mistake_is_told_with_the_nearest_key(tmp_path: Path) -> None:
    wrong = 'lanquage = "en"\nout = ""\n[page]\npaper = "A3"\n[run]\nworkers = -1\nworkres = 2\n'
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, wrong))
    said = sorted(map(str, caught.value.messages))
    assert len(said) == 5
    assert all(line.startswith("settings.toml: ") for line in said)
    for line, parts in zip(
        said,
        (
            ("lanquage", "language"),
            ("out", "empty"),
            ("page.paper", "'A4' or 'F4'", "'A3'"),
            ("run.workers", "at least 0", "-1"),
            ("run.workres", "workers"),
        ),
        strict=True,
    ):
        assert all(part in line for part in parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[run]\nworkers = 65\n", ["run.workers", "at most 64"]),
        ('language = "in"\n', ["language", "'id' or 'en'"]),
        ("page = 4\n", ["page", "table"]),
        ("data = = 1", ["settings.toml", "line 1"]),
    ],
)
def test_a_single_mistake_is_told_with_its_limits(tmp_path: Path, text: str, parts: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, text))
    for part in parts:
        assert part in str(caught.value)


def test_a_missing_file_is_a_mistake_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="missing"):
        read_settings(tmp_path / "settings.toml")
