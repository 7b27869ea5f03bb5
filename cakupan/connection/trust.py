"""Whom we speak to: every certificate is checked, with its name; there is no way to leave that out."""

import ssl
from typing import Literal

from cakupan.errors import SettingsError
from cakupan.message import Message, message

Security = Literal["starttls", "tls", "local"]


def trusting(ca_file: str) -> ssl.SSLContext:
    """TLS 1.2 at least, the certificates in `ca_file` instead of the system's, "" for those; OSError: no such file."""
    context = ssl.create_default_context(cafile=ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def check_ca_file(table: str, ca_file: str) -> None:
    """SettingsError when the `ca_file` that a table of the settings names holds no certificates."""
    try:
        trusting(ca_file)
    except OSError as error:
        raise SettingsError(
            message("{table}.ca_file: {path} cannot be read as certificates: {reason}",
                    table=table, path=ca_file, reason=str(error.strerror))
        ) from None  # fmt: skip


def not_proven(table: str, host: str, error: ssl.SSLError) -> Message:
    """Why no TLS came about, for a reader, and the settings to look at in that table."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return message(
            "the certificate of the mail server {host} does not prove who it is, so nothing was sent: {reason}; "
            "{advice}",
            host=host, reason=error.verify_message, advice=_advice(table, error.verify_code),
        )  # fmt: skip
    return message("no TLS with the mail server {host}: {reason}; look at {table}.port and {table}.security",
                   host=host, reason=str(error.reason), table=table)  # fmt: skip


_DATES = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
_NAMES = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH


def _advice(table: str, code: int) -> Message:
    """What to do about a certificate that OpenSSL refused for this."""
    if code in _DATES:
        return message("ask who runs it, and look at this machine's clock")
    if code in _NAMES:
        return message("look at {table}.host", table=table)
    return message("look at {table}.ca_file", table=table)
