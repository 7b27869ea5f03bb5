"""Who says yes, told apart by name: one person is one, however the name is written."""

import unicodedata

_NO_LETTER = ("Cc", "Cf", "Zs", "Zl", "Zp")  # white space of all kinds, and what is not seen


def person(name: str) -> str:
    """What two ways to write a name have in common.

    Large or small letters, white space, characters that are not seen and other forms of the same letters make
    nobody another person: where two persons have to say yes, taking one for two is the worse mistake.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _NO_LETTER)
