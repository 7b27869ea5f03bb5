"""TOML files read strictly: every mistake at once, each with its path and what was expected."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from cakupan.message import Message, message
from cakupan.nearest import did_you_mean

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class Strict(BaseModel):
    """A table of a TOML file in which unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


_OWN = "own"
Model = TypeVar("Model", bound=Strict)


def wrong(expected: Message, *, told: bool = True) -> PydanticCustomError:
    """What a validator of a model's own raises; not `told`: what came is secret, or would say nothing."""
    return PydanticCustomError(_OWN, "wrong", {"expected": expected, "told": told})


def load(path: Path) -> tuple[dict[str, Any], list[Message]]:
    """The file's tables, or what stands in the way of reading it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), []
    except FileNotFoundError:
        return {}, [message("the file is missing")]
    except UnicodeDecodeError:
        return {}, [message("expected text in UTF-8; save the file in that encoding")]
    except (tomllib.TOMLDecodeError, OSError) as error:
        return {}, [message("cannot be read: {reason}", reason=str(error))]


def validate(data: Mapping[str, Any], model: type[Model]) -> tuple[Model | None, list[Message]]:
    """The table as `model`, or all its mistakes."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_explain(detail, model) for detail in error.errors(include_url=False)]


def _explain(detail: "ErrorDetails", model: type[Strict]) -> Message:
    path = _written(detail["loc"])
    if detail["type"] == "missing":
        return message("{path}: is required", path=path)
    if detail["type"] == "extra_forbidden":
        advice = did_you_mean(str(detail["loc"][-1]), _keys(model, detail["loc"][:-1]))
        return message("{path}: unknown key; {advice}", path=path, advice=advice)
    expected, told = _expected(detail)
    if not told:
        return message("{path}: {expected}", path=path, expected=expected)
    return message("{path}: {expected}, got {came}", path=path, expected=expected, came=repr(detail["input"]))


def _written(path: tuple[str | int, ...]) -> str:
    """The path as a person finds it: routine[2].day is the key of the second such table."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _expected(detail: "ErrorDetails") -> tuple[Message, bool]:
    """What would have been right, and whether what came may be told."""
    context = detail.get("ctx", {})
    if detail["type"] == _OWN:
        return context["expected"], context["told"]
    known = _EXPECTED.get(detail["type"])
    values = {name: str(value) for name, value in context.items()}
    return (Message(known, values) if known else message("{reason}", reason=detail["msg"])), True


def _keys(model: type[Strict], path: tuple[str | int, ...]) -> list[str]:
    """The keys the table at `path` may hold."""
    for step in path:
        if isinstance(step, str):  # a number counts the tables of a list, which are all of one kind
            tables = list(filter(_is_table, _members(model.model_fields[step].annotation)))
            model = tables[0]
    return list(model.model_fields)


def _members(annotation: Any) -> Iterator[Any]:
    """A type, and those it is made of."""
    yield annotation
    for member in getattr(annotation, "__args__", ()):
        yield from _members(member)


def _is_table(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Strict)


_EXPECTED = {
    "string_type": message("expected text in quotes").template,
    "bool_type": message("expected true or false").template,
    "bool_parsing": message("expected true or false").template,
    "int_type": message("expected a whole number").template,
    "int_parsing": message("expected a whole number").template,
    "int_from_float": message("expected a whole number").template,
    "float_type": message("expected a number").template,
    "float_parsing": message("expected a number").template,
    "literal_error": message("expected {expected}").template,
    "enum": message("expected {expected}").template,
    "model_type": message("expected a table of its own, like [name]").template,
    "greater_than_equal": message("expected at least {ge}").template,
    "less_than_equal": message("expected at most {le}").template,
    "string_too_short": message("must not be empty").template,
    "string_pattern_mismatch": message("expected text of the form {pattern}").template,
    "tuple_type": message('expected a list, like ["a", "b"]').template,
    "list_type": message('expected a list, like ["a", "b"]').template,
    "too_long": message("expected at most {max_length} entries").template,
    "date_type": message("expected a day without quotes, like 2025-03-19").template,
    "time_type": message("expected an hour without quotes, like 07:00:00").template,
    "path_type": message("expected a path in quotes").template,
    "string_too_long": message("expected at most {max_length} characters").template,
}
