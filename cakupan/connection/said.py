"""What a server or a stranger's letter said, made fit to be kept: in a ledger, a log, an error."""

import re

_MOST_CHARACTERS = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def heard(said: bytes | str, secrets: tuple[str, ...] = ()) -> str:
    """One line, no control characters, at most 500 characters; what repeats one of the secrets is left out whole.

    Backslashes do not hide one: servers quote, and libraries show the bytes they were told.
    """
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    plain = text.replace("\\", "")
    if any(secret.replace("\\", "") in plain for secret in secrets):
        return "(left out, as it repeats the password)"
    return _CONTROL.sub(" ", text).strip()[:_MOST_CHARACTERS]
