"""What a user may type or set is described."""

import re

import click
import pytest
from pydantic import BaseModel

import generate
from cakupan.catalogue import catalogue
from cakupan.check import figures, province, recipients, registers, timetable
from cakupan.check.rules import RULES, Rule
from cakupan.read import folder
from cakupan.settings import Archive, Clock, Mail, Returns, Settings
from tests.provinces import ROOT


def docs() -> str:
    return "\n".join(file.read_text("utf-8") for file in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")))


def described(word: str, text: str) -> bool:
    """Whether `word` stands in the text on its own."""
    return bool(re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", text))


def settings_of(model: type[BaseModel], above: str = "") -> list[str]:
    """The keys as they are written with their tables: page.paper."""
    keys = []
    for name, field in model.model_fields.items():
        inner: object = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            keys += settings_of(inner, f"{above}{name}.")
        else:
            keys.append(above + name)
    return keys


def options_of(command: click.Command) -> list[str]:
    return [max(p.opts, key=len) for p in command.params if isinstance(p, click.Option)]


COMMANDS = generate.main.commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_its_options_are_described(name: str) -> None:
    assert described(name, docs())
    for option in options_of(COMMANDS[name]):
        assert described(option, docs()), option


def test_every_option_of_the_program_is_described() -> None:
    for option in options_of(generate.main):
        assert described(option, docs()), option


@pytest.mark.parametrize("key", settings_of(Settings))
def test_every_setting_is_described(key: str) -> None:
    assert f"`{key}`" in docs()


def test_every_file_and_column_of_a_province_folder_is_described() -> None:
    text = docs()
    for name in (*folder.REQUIRED, *folder.OPTIONAL, "recipients", "holidays"):
        assert described(f"{name}.csv", text), name
    heads = (
        *figures.COLUMNS, *registers.REGISTER, *registers.FUNDING, *registers.ACTIONS,
        *registers.CONTRIBUTIONS, *registers.LAWS,
        *recipients.COLUMNS, *province._REGION_COLUMNS, *province._SOURCE_COLUMNS, *province.Description.model_fields,
    )  # fmt: skip
    heads += (
        *timetable.COLUMNS, *timetable.CalendarTable.model_fields, *timetable.RoutineTable.model_fields,
        *timetable.MeetingTable.model_fields,
    )  # fmt: skip
    for column in heads:
        assert f"`{column}`" in text, column


def test_every_word_of_the_catalogue_is_described() -> None:
    held = catalogue()
    for word in (*held.measures, *held.targets, *held.segments, *held.precisions, *held.units):
        assert f"`{word}`" in docs(), word


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_described_as_it_stands_in_the_catalogue(rule: Rule) -> None:
    row = f"| `{rule.id}` | {rule.severity.value} | {rule.asks} | {rule.remedy} |"
    assert row in (ROOT / "docs" / "rules.md").read_text("utf-8")


def test_no_rule_is_described_that_is_none() -> None:
    text = (ROOT / "docs" / "rules.md").read_text("utf-8")
    assert len(re.findall(r"^\| `[\w-]+` \| (?:error|hold|warning|note) \|", text, re.MULTILINE)) == len(RULES)


@pytest.mark.parametrize("code", ["2", "3", "4", "5", "6", "7", "8"])
def test_every_exit_code_is_described(code: str) -> None:
    assert re.search(rf"^\| *`?{code}`? *\|", docs(), re.MULTILINE)


def test_a_word_that_is_not_described_is_seen() -> None:
    assert not described("--out", "--output and --about")
    assert described("--out", "with `--out` of their own")
    run, rules = (
        ["run.workers", "run.keep"],
        [
            "rules.jump_factor",
            "rules.unchanged_months",
            "rules.complete",
            "rules.restated_percent",
            "rules.small_cell",
            "rules.stale_months",
        ],
    )
    sealing = ["seal.pkcs12", "seal.passphrase", "seal.timestamp"]
    mail = [f"mail.{name}" for name in Mail.model_fields]
    ledger = ["ledger.url", "ledger.password"]
    boxes = [f"archive.{name}" for name in Archive.model_fields] + [f"returns.{name}" for name in Returns.model_fields]
    top = ["data", "out", "var", "language", "page.paper"]
    clock = [f"clock.{name}" for name in Clock.model_fields]
    assert settings_of(Settings) == [*top, *run, *rules, *sealing, *mail, *ledger, *boxes, *clock]
