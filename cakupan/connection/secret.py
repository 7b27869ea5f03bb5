"""Passwords of servers: where they are found, and by what they would be recognised; they are shown by nothing."""

import base64
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from cakupan.errors import SettingsError
from cakupan.message import Message, message


@dataclass(frozen=True)
class Password:
    """A password, and where it was found, in words that may be told."""

    secret: SecretStr = field(repr=False)
    place: Message


def find_password(table: str, variable: str, file: str, environ: Mapping[str, str]) -> Password:
    """The password of the user a table of the settings names; SettingsError when it is not to be had.

    It is looked for in `file` where one is set, else in the environment variable of that
    name, else among the credentials systemd hands a service (cakupan-TABLE-password).
    """
    credential = f"cakupan-{table}-password"
    handed = environ.get("CREDENTIALS_DIRECTORY", "")
    if file:
        found, place = _of_file(table, Path(file), guarded=False), Message(f"{table}.password_file")
    elif variable in environ:
        found, place = environ[variable], message("the environment variable {name}", name=variable)
    elif handed and (Path(handed) / credential).exists():
        found = _of_file(table, Path(handed) / credential, guarded=True)
        place = message("the credential {credential}", credential=credential)
    else:
        raise SettingsError(
            message("the password of {table}.user is missing: set the environment variable {name} or "
                    "{table}.password_file, or hand the service a credential {credential}",
                    table=table, name=variable, credential=credential)
        )  # fmt: skip
    if not found or not found.isprintable():
        raise SettingsError(message("the password of {table}.user is empty, or is no line of plain text", table=table))
    return Password(SecretStr(found), place)


def of_plain(user: str, password: str) -> str:
    """What a login by PLAIN says (RFC 4616), in base64."""
    return of_login(f"\0{user}\0{password}")


def of_login(word: str) -> str:
    """How a login by LOGIN says a word: in base64."""
    return base64.b64encode(word.encode()).decode()


def traces(user: str, password: SecretStr) -> tuple[str, ...]:
    """The ways in which an answer could repeat the password: as it is, as a library shows bytes, as a login says it."""
    plain = password.get_secret_value()
    if not plain:
        return ()
    octets = plain.encode()
    return (plain, repr(octets)[2:-1], octets.decode("ascii", "replace"), of_login(plain), of_plain(user, plain))


def _of_file(table: str, file: Path, *, guarded: bool) -> str:
    """A file's one line; `guarded`: systemd has seen to it who may read it, and shows that in a way of its own."""
    try:
        with file.open("rb") as opened:
            kind = os.fstat(opened.fileno()).st_mode
            if os.name == "posix" and not guarded and kind & (stat.S_IRWXG | stat.S_IRWXO):
                raise SettingsError(
                    message("{table}.password_file: others may read {path}; call chmod 600 {path}",
                            table=table, path=str(file))
                )  # fmt: skip
            content = opened.read(4096)
    except OSError as error:
        raise SettingsError(
            message("the password of {table}.user cannot be read from {path}: {reason}",
                    table=table, path=str(file), reason=str(error.strerror))
        ) from None  # fmt: skip
    return content.decode("utf-8", errors="replace").removesuffix("\n").removesuffix("\r").replace("\ufffd", "\0")
