"""What a server did, in a reader's words: which server it is, and the settings to look at."""

import smtplib
import socket
import ssl

from cakupan.connection import heard
from cakupan.message import Message, message
from cakupan.smtp.server import MailServer

_LOGIN = frozenset({530, 534, 535, 538})


def told_lost(server: MailServer, verb: str, what: Exception | str) -> Message:
    """A connection that never came about or went away; `what` is the system's error, or what came for an answer."""
    cause = _cause(what) if isinstance(what, Exception) else what
    if isinstance(cause, socket.gaierror):
        return message(
            "the name of the mail server {host} leads nowhere ({reason}); look at mail.host and this machine's network",
            host=server.host, reason=str(cause.strerror),
        )  # fmt: skip
    reason = _reason(cause)
    if verb != "CONNECT":
        return message("the connection to the mail server {place} was lost at {verb}: {reason}",
                       place=server.place, verb=verb, reason=reason)  # fmt: skip
    if isinstance(cause, OSError) and cause.errno is not None:
        return message("the mail server {place} cannot be reached ({reason}); look at mail.host and mail.port",
                       place=server.place, reason=reason)  # fmt: skip
    return message(
        "the mail server {place} does not greet ({reason}); look at mail.host, mail.port and mail.security",
        place=server.place, reason=reason,
    )  # fmt: skip


def told_no(server: MailServer, verb: str, code: int, text: str, *, whole_server: bool) -> Message:
    """A server's no; `whole_server`: it is not about one letter."""
    said = {"code": str(code), "text": text}
    if code in _LOGIN and not server.user:
        return message("the mail server {place} wants a login ({code} {text}); set mail.user",
                       place=server.place, **said)  # fmt: skip
    if code in _LOGIN or (verb == "AUTH" and code >= 500):
        return message(
            "the mail server {place} refuses the login of {user} ({code} {text}); look at mail.user and {password}",
            place=server.place, user=server.user, password=server.password_at, **said,
        )  # fmt: skip
    if verb == "MAIL" and whole_server and code >= 500:
        return message("the mail server {place} takes no letters from mail.sender ({code} {text})",
                       place=server.place, **said)  # fmt: skip
    if whole_server:
        return message("the mail server {place} answered {verb} with {code} {text}",
                       place=server.place, verb=verb, **said)  # fmt: skip
    return message("the mail server answered {verb} with {code} {text}", verb=verb, **said)


def _cause(error: Exception) -> Exception:
    """What the system said before smtplib put it in words of its own."""
    while isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
        error = error.__context__
    return error


def _reason(cause: Exception | str) -> Message | str:
    """In few words, without numbers of errors."""
    if isinstance(cause, ConnectionRefusedError):
        return message("connection refused")
    if isinstance(cause, TimeoutError):
        return message("no answer in time")
    if isinstance(cause, smtplib.SMTPServerDisconnected | ssl.SSLEOFError | ConnectionResetError | BrokenPipeError):
        return message("it closed the connection")
    return heard(cause if isinstance(cause, str) else str(getattr(cause, "strerror", None) or cause))
