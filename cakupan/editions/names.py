"""How things are named in the store of editions."""

import re

from cakupan.period import Period

FORMAT = 1  # of the manifest; another one is not read
MANIFEST = "edition.json"
OBJECTS = "objects"
NEW = ".new-"  # before an edition has its name
PROVINCE = re.compile(r"[0-9]{2}(-sample)?")
NUMBER = re.compile(r"[1-9][0-9]*")
MEETING = re.compile(r"(?![0-9]{4}-[0-9]{2}$)[a-z0-9][a-z0-9-]{0,29}")  # a key that is no month, and no way out
HASH = re.compile(r"[0-9a-f]{64}")
OBJECT = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}")


def belongs(name: str) -> bool:
    """Whether a file of that name, below the store's folder, is one an edition consists of."""
    first, _, rest = name.partition("/")
    if first == OBJECTS:
        return OBJECT.fullmatch(rest) is not None
    parts = rest.split("/")
    return (
        PROVINCE.fullmatch(first) is not None
        and len(parts) == 3
        and period_of(parts[0]) is not None
        and NUMBER.fullmatch(parts[1]) is not None
        and parts[2] == MANIFEST
    )


def period_of(name: str) -> Period | None:
    """The month a folder is named after."""
    try:
        return Period.parse(name)
    except ValueError:
        return None
