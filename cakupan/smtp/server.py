"""The mail server that letters are handed to, and the password it asks for; it is shown by nothing."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr

from cakupan.address import is_loopback
from cakupan.connection import Security, check_ca_file, find_password, trusting
from cakupan.errors import SettingsError
from cakupan.message import Message, message


@dataclass(frozen=True)
class Seconds:
    """How long an answer may take, RFC 5321 4.5.3.2; `block` is for 64 KiB of the letter to be taken."""

    greeting: float = 300
    ehlo: float = 300
    login: float = 300
    mail: float = 300
    rcpt: float = 300
    data: float = 120
    block: float = 180
    dot: float = 600
    quit: float = 5


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in, and as whom; `user` "" means without a login.

    `security`: "starttls" or "tls"; "local" is no TLS at all, for this machine itself and
    without a login. `ca_file`: the certificates trusted instead of the system's, "" for those.
    `password_at`: where the password was found.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password: SecretStr = field(default=SecretStr(""), repr=False)
    ca_file: str = ""
    seconds: Seconds = Seconds()
    password_at: Message = field(default=message("its password"), repr=False)

    def __post_init__(self) -> None:
        if self.security == "local" and not (is_loopback(self.host) and not self.user):
            raise SettingsError(
                message("mail.security: \"local\" is for a mail server on this machine and without a login; "
                        "{host} needs \"starttls\" or \"tls\"", host=self.host)
            )  # fmt: skip

    @property
    def place(self) -> str:
        """Host and port, as messages name it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def context(self) -> ssl.SSLContext:
        """How its certificate is checked: always, with its name, and TLS 1.2 at least. OSError: no such ca_file."""
        return trusting(self.ca_file)


def open_server(
    host: str,
    port: int,
    security: Security,
    user: str,
    *,
    variable: str,
    password_file: str,
    ca_file: str,
    environ: Mapping[str, str],
) -> MailServer:
    """The server that the settings name, with its password; SettingsError when that or `ca_file` is not to be had.

    The password is looked for in `password_file` where one is set, else in the environment
    variable of that name, else among the credentials systemd hands a service.
    """
    check_ca_file("mail", ca_file)
    if not user:
        return MailServer(host, port, security, ca_file=ca_file)
    found = find_password("mail", variable, password_file, environ)
    return MailServer(host, port, security, user, found.secret, ca_file, password_at=found.place)
