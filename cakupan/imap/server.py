"""The server a mailbox lies on, and the password it asks for; it is shown by nothing."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import SecretStr

from cakupan.address import is_loopback
from cakupan.connection import Security, check_ca_file, find_password, trusting
from cakupan.errors import SettingsError
from cakupan.message import message


@dataclass(frozen=True)
class Seconds:
    """How long the server may take: to greet, with a login, for an answer, and for our goodbye."""

    greeting: float = 60
    login: float = 60
    answer: float = 120
    goodbye: float = 5


@dataclass(frozen=True)
class MailboxServer:
    """A folder on an IMAP server, and as whom it is read; `table` is the one of the settings that names it.

    `security`: "tls" or "starttls"; "local" is no TLS at all, for this machine itself.
    `ca_file`: the certificates trusted instead of the system's, "" for those. `folder`: the
    name as the server writes it, in printable ASCII (RFC 3501 5.1.3).
    """

    host: str
    port: int
    security: Security
    user: str
    password: SecretStr = field(default=SecretStr(""), repr=False)
    folder: str = "INBOX"
    ca_file: str = ""
    seconds: Seconds = Seconds()
    table: str = "archive"

    def __post_init__(self) -> None:
        if self.security == "local" and not is_loopback(self.host):
            raise SettingsError(
                message('"local" is for a mailbox on this machine; {host} needs "tls" or "starttls"', host=self.host)
            )
        assert re.fullmatch("[ -~]+", self.folder), "the settings let no other name pass"

    def context(self) -> ssl.SSLContext:
        """How its certificate is checked: always, with its name. OSError: no such ca_file."""
        return trusting(self.ca_file)


def with_password(
    server: MailboxServer, table: str, *, variable: str, file: str, environ: Mapping[str, str]
) -> MailboxServer:
    """The server that a table of the settings names, with its password (see find_password).

    SettingsError when that or `ca_file` is not to be had.
    """
    check_ca_file(table, server.ca_file)
    return replace(server, password=find_password(table, variable, file, environ).secret, table=table)
