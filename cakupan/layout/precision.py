"""How well figures are known, in the words of the form: those it offers are those that are read."""

from collections.abc import Mapping
from functools import cache

from cakupan.language import CODES, Language
from cakupan.layout.numbers import is_blank
from cakupan.layout.refusal import Refusal
from cakupan.message import message
from cakupan.model import Value

PRECISIONS = {"exact": message("exact"), "rounded": message("rounded")}
_LONGEST = 40


def read_precision(cell: Value) -> str:
    """The precision a cell names in any of the languages, exact where it is blank; Refusal for any other word."""
    if is_blank(cell):
        return "exact"
    came = str(cell).strip()
    found = _words().get(came.casefold())
    if found is None:
        advice = message("known are: {names}", names=", ".join(_words()))
        raise Refusal(message("{came} is not known; {advice}", came=f'"{came[:_LONGEST]}"', advice=advice))
    return found


@cache
def _words() -> Mapping[str, str]:
    """Every word, in small letters, and the precision it stands for."""
    return {Language(code).tell(word).casefold(): precision for code in CODES for precision, word in PRECISIONS.items()}
