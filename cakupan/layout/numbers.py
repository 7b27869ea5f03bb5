"""Numbers as people write them, settled by their column or refused, never guessed.

1.312.370, 1,312,370, 45,17%, 0.4517 in a per cent cell: each can be read one way
only. 1.312 alone may be 1312 or a little over one: other cells of its column settle
it, or nothing does.
"""

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from cakupan.layout.refusal import Refusal
from cakupan.message import Message, message
from cakupan.model import Value

_BLANK = frozenset({"", "-", "–", "—", "--", "n/a", "n.a.", "na", "...", "…"})
_FOOTNOTE = re.compile(r"\s*(?:\*+\)?|[¹²³⁴⁵⁶⁷⁸⁹]+)$")
_SPACED = re.compile(r"-?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_PLAIN = re.compile(r"-?[0-9]+")
_EITHER = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")  # 1.312: thousands or decimals
_THOUSANDS_DOT = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_THOUSANDS_COMMA = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_DECIMALS = 6  # what a table may hold; a computed rate has more, and none of them matters
_LONGEST = 40

DOT, COMMA = ".", ","  # what stands between thousands


def is_blank(value: Value) -> bool:
    """Whether nothing was handed in here: an empty cell, or a stroke in its place."""
    return value is None or (isinstance(value, str) and _tidied(value).casefold() in _BLANK)


def looks_like_number(value: Value) -> bool:
    """Whether a cell holds a number, however it is written."""
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return True
    return isinstance(value, str) and bool(re.fullmatch(r"-?[0-9][0-9., ]*%?", _tidied(value)))


def separator(cells: Iterable[Value], *, whole: bool = False) -> str | None:
    """What separates thousands here, where a cell proves it and none proves the other; None otherwise.

    In a column of `whole` numbers two cells like 1.312 prove their dot together, unless
    another cell writes thousands without one.
    """
    texts = [_tidied(cell).removesuffix("%").strip() for cell in cells if isinstance(cell, str)]
    proven = {proof for text in texts for proof in _proofs(text)}
    if not proven and whole:
        either = [text for text in texts if _EITHER.fullmatch(text)]
        bare = any(_PLAIN.fullmatch(text) and len(text) > 3 for text in texts)
        proven = {mark for text in either for mark in ".," if mark in text} if len(either) > 1 and not bare else set()
    return proven.pop() if len(proven) == 1 else None


def read_figure(kind: str, value: Value, thousands: str | None, *, percent: bool) -> Decimal:
    """A figure of a unit's kind in the catalogue: a rate in per cent, or a count; Refusal for what is neither."""
    return read_rate(value, thousands, percent=percent) if kind == "rate" else read_count(value, thousands)


def read_count(value: Value, thousands: str | None) -> Decimal:
    """A whole number; Refusal for anything else, and for 1.312 when nothing tells what its dot means."""
    if isinstance(value, str) and "%" in value:
        raise _expected(message("a count"), value)
    number = _number(value, thousands)
    if number != number.to_integral_value():
        raise Refusal(
            message("expected a whole number, got {came}; is it a rate, or are digits lost?", came=_quoted(value))
        )
    return number.quantize(Decimal(1))


def read_rate(value: Value, thousands: str | None, *, percent: bool) -> Decimal:
    """A rate in per cent; `percent`: the cell is shown as per cent, so 0.4517 in it means 45.17.

    Refusal for a bare share like 0.4517: it may be 45.17 % or less than half of one.
    """
    signed = isinstance(value, str) and _tidied(value).endswith("%")
    number = _number(
        _tidied(value)[:-1].strip() if signed and isinstance(value, str) else value, thousands or _for_rates(value)
    )
    if percent and not isinstance(value, str):
        number = number.scaleb(2)
    elif not signed and 0 < abs(number) <= 1:
        raise Refusal(
            message("{came} may be a share or a per cent; write it with its % sign, or as 45,17", came=_quoted(value))
        )
    return _short(number)


def _for_rates(value: Value) -> str | None:
    """45.170 as a rate has decimals: with thousands it would be beyond all rates."""
    if isinstance(value, str) and _EITHER.fullmatch(_tidied(value).removesuffix("%").strip()):
        return COMMA if "." in value else DOT
    return None


def _number(value: Value, thousands: str | None) -> Decimal:
    if isinstance(value, bool) or value is None:
        raise _expected(message("a number"), value)
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return _of_float(value)
    if not isinstance(value, str):
        raise Refusal(
            message("expected a number, got the day {came}; format the cell as a number", came=_quoted(value))
        )
    return _of_text(_tidied(value), thousands)


def _of_float(value: float) -> Decimal:
    """What the workbook shows: fifteen digits, as Excel keeps them."""
    if not math.isfinite(value):
        raise _expected(message("a number"), value)
    return Decimal(f"{value:.15g}")


def _of_text(text: str, thousands: str | None) -> Decimal:
    if _SPACED.fullmatch(text):
        return Decimal(text.replace(" ", "").replace(",", "."))
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _EITHER.fullmatch(text) and thousands is None:
        raise Refusal(
            message(
                "{came} may be a thousand or a decimal, and its column does not tell; write it without a separator",
                came=_quoted(text),
            )
        )
    if _THOUSANDS_DOT.fullmatch(text) and not (_EITHER.fullmatch(text) and thousands == COMMA):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _THOUSANDS_COMMA.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if text.startswith("#"):
        raise Refusal(message("a formula of the workbook failed here ({came}); mend it and save", came=_quoted(text)))
    raise _expected(message("a number"), text)


def _proofs(text: str) -> Sequence[str]:
    """The separators of thousands this number proves."""
    if _PLAIN.fullmatch(text) or _EITHER.fullmatch(text):
        return ()
    return [mark for mark, form in ((DOT, _THOUSANDS_DOT), (COMMA, _THOUSANDS_COMMA)) if form.fullmatch(text)]


def _tidied(text: str) -> str:
    """Without hard spaces, spaces around, and the star or raised digit of a footnote."""
    plain = re.sub(r"[\s\u00a0\u202f\u2007\u2009]+", " ", text).strip().replace("\u2212", "-")
    return _FOOTNOTE.sub("", plain)


def _short(number: Decimal) -> Decimal:
    """At most six decimals, no empty ones beyond what was written."""
    exponent = number.as_tuple().exponent
    return round(number, _DECIMALS) if isinstance(exponent, int) and exponent < -_DECIMALS else number


def _expected(what: Message, came: Value) -> Refusal:
    return Refusal(message("expected {expected}, got {came}", expected=what, came=_quoted(came)))


def _quoted(value: Value) -> str:
    return f'"{str(value)[:_LONGEST]}"'
