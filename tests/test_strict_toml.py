"""TOML is read strictly: every mistake at once, each with its path."""

from pathlib import Path

import pytest
from pydantic import ValidationInfo, field_validator

from cakupan.message import message
from cakupan.strict_toml import Strict, load, validate, wrong


class Door(Strict):
    width: int = 80
    color: str = "blue"


class House(Strict):
    name: str
    owner: str = ""
    key: str = ""
    rooms: tuple[str, ...] = ()
    floors: int = 1
    lit: bool = False
    door: Door = Door()
    garden: Door | None = None

    @field_validator("owner", "key")
    @classmethod
    def _short(cls, text: str, info: ValidationInfo) -> str:
        if len(text) > 3:
            raise wrong(message("expected at most three letters"), told=info.field_name == "owner")
        return text


def mistakes(data: dict[str, object]) -> list[str]:
    house, found = validate(data, House)
    assert house is None
    return [str(mistake) for mistake in found]


def test_what_is_well_formed_is_taken() -> None:
    house, found = validate({"name": " Merah ", "garden": {"width": 3}}, House)
    assert not found
    assert house
    assert house.name == "Merah"
    assert house.garden == Door(width=3)


def test_every_mistake_is_told_at_once() -> None:
    assert len(mistakes({"floor": 2, "lit": "perhaps", "door": 5})) == 4


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        ({}, ["name", "required"]),
        ({"name": "x", "flors": 1}, ["flors", "unknown key", "floors"]),
        ({"name": "x", "zzz": 1}, ["zzz", "known are", "name, owner, key, rooms, floors, lit, door, garden"]),
        ({"name": "x", "door": {"widht": 1}}, ["door.widht", "width"]),
        ({"name": "x", "garden": {"colour": 1}}, ["garden.colour", "color"]),
        ({"name": 5}, ["name", "text in quotes", "5"]),
        ({"name": "x", "floors": "three"}, ["floors", "whole number", "'three'"]),
        ({"name": "x", "floors": 2.5}, ["floors", "whole number", "2.5"]),
        ({"name": "x", "lit": "perhaps"}, ["lit", "true or false", "'perhaps'"]),
        ({"name": "x", "door": 5}, ["door", "table", "5"]),
        ({"name": "x", "rooms": "y"}, ["rooms", "a list", "'y'"]),
        ({"name": "x", "owner": "long"}, ["owner: expected at most three letters, got 'long'"]),
    ],
)
def test_a_mistake_has_its_path_what_was_expected_and_what_came(data: dict[str, object], parts: list[str]) -> None:
    said = mistakes(data)[0]
    for part in parts:
        assert part in said


def test_what_must_not_be_told_is_not() -> None:
    assert mistakes({"name": "x", "key": "secret"}) == ["key: expected at most three letters"]


def loaded(path: Path, content: bytes) -> list[str]:
    path.write_bytes(content)
    return [str(problem) for problem in load(path)[1]]


def test_a_file_that_is_no_toml_is_said_so_with_its_line(tmp_path: Path) -> None:
    assert loaded(tmp_path / "a.toml", b"name = 'x'") == []
    assert "line 2" in loaded(tmp_path / "b.toml", b"name = 'x'\nfloors = = 2\n")[0]
    assert "UTF-8" in loaded(tmp_path / "c.toml", b"name = '\xe9'")[0]


def test_a_file_that_cannot_be_opened_is_said_so(tmp_path: Path) -> None:
    assert "missing" in str(load(tmp_path / "none.toml")[1][0])
    assert "cannot be read" in str(load(tmp_path)[1][0])
