"""The three clocks of Indonesia, and which of them a province goes by. Their short names are those of tzdata."""

_PROVINCES = {  # the first two digits of the Kemendagri code
    "WIB": ("11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35", "36", "61", "62"),
    "WITA": ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"),
    "WIT": ("81", "82", "91", "92", "93", "94", "95", "96", "97"),
}
_TIMEZONES = {
    "WIB": ("Asia/Jakarta", "Asia/Pontianak"),
    "WITA": ("Asia/Makassar",),
    "WIT": ("Asia/Jayapura",),
}


def clock_of(province: str) -> str | None:
    """WIB, WITA or WIT, by the province's code; None where no province has that code."""
    return next((clock for clock, codes in _PROVINCES.items() if province in codes), None)


def timezones_of(clock: str) -> tuple[str, ...]:
    """The IANA names of a clock, the usual one first."""
    return _TIMEZONES[clock]
