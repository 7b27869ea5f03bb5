"""Every sentence the program can say has its Indonesian, and the Indonesian holds nothing else."""

import io
import string
import tomllib
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from cakupan.catalogue import catalogue
from cakupan.language import Language
from tests.provinces import ROOT

KEYWORDS = {"message": (1,), "word": (1,), "words": (1, 2)}
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true"}
Id = str | tuple[str, str]


def ids_of_python(source: str) -> set[Id]:
    """What a module marks with message(), .word() and .words()."""
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)
    return {_id(text) for _, text, _, _ in found}


def ids_of_template(source: str) -> set[Id]:
    """What a template marks with _() and ngettext()."""
    found = babel_extract(io.BytesIO(source.encode()), ("_", "gettext", "ngettext"), [], JINJA)
    return {_id(text) for _, _, text, _ in found}


def _id(text: object) -> Id:
    if isinstance(text, tuple):
        return (str(text[0]), str(text[1]))
    return str(text)


def used() -> set[Id]:
    code = [ROOT / "generate.py", *(ROOT / "cakupan").rglob("*.py")]
    ids = {found for file in code for found in ids_of_python(file.read_text("utf-8"))}
    ids |= {found for file in (ROOT / "templates").glob("*.j2") for found in ids_of_template(file.read_text("utf-8"))}
    labels = tomllib.loads((ROOT / "cakupan" / "catalogue.toml").read_text("utf-8"))
    return ids | {row["label"] for table in ("measures", "targets", "indicators") for row in labels[table].values()}


def translated() -> Catalog:
    with (ROOT / "cakupan" / "locale" / "id.po").open("rb") as file:
        return read_po(file, locale="id", abort_invalid=True)


def pairs(po: Catalog) -> Iterator[tuple[Id, str]]:
    for entry in po:
        if entry.id:
            yield entry.id if isinstance(entry.id, str) else (entry.id[0], entry.id[1]), _said(entry.string)


def _said(text: object) -> str:
    return str(text[0]) if isinstance(text, tuple | list) else str(text or "")


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_sentence_has_its_indonesian() -> None:
    assert used() - {found for found, said in pairs(translated()) if said} == set()


def test_no_indonesian_is_left_over() -> None:
    assert {found for found, _ in pairs(translated())} - used() == set()


def test_every_translation_keeps_its_gaps() -> None:
    wrong = {
        one: said
        for found, said in pairs(translated())
        for one in ([found] if isinstance(found, str) else found)
        if gaps(one) != gaps(said)
    }
    assert not wrong


def test_no_translation_is_a_guess() -> None:
    assert not [entry.id for entry in translated() if entry.fuzzy and entry.id]


@pytest.mark.parametrize(
    "planted",
    ['message("planted {a}", a=1)', 'language.word("planted {a}")', 'm = {1: message("planted {a}").template}'],
)
def test_a_planted_sentence_is_seen(planted: str) -> None:
    assert ids_of_python(planted) == {"planted {a}"}


def test_planted_plurals_and_template_words_are_seen() -> None:
    assert ids_of_python('self.words("{n} a", "{n} b", 1)') == {("{n} a", "{n} b")}
    assert ids_of_template("{% if x %}{{ _('planted') }}{% endif %}") == {"planted"}


def test_a_lost_gap_is_seen() -> None:
    assert gaps("{a} of {b}") != gaps("{a} dari")


def test_both_languages_name_everything_in_the_catalogue() -> None:
    held = catalogue()
    labels = [kind.label for kind in (*held.measures.values(), *held.targets.values())]
    for label in labels + [kind.label for kind in held.indicators.values()]:
        assert Language("en").word(label) == label
        assert Language("id").word(label) != label


def test_the_catalogue_speaks_only_of_what_it_holds() -> None:
    held = catalogue()
    for name, kind in {**held.measures, **held.targets}.items():
        assert kind.unit in held.units, name
        assert kind.reached is None or kind.reached in held.measures, name
    for name, indicator in held.indicators.items():
        assert {indicator.numerator, indicator.denominator, indicator.published or "active"} <= set(held.measures), name
        assert set(indicator.exceeds) <= set(held.segments), name
