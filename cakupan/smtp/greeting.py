"""The way to a server that is who it should be and lets us in; until then no letter and no password is said."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from cakupan.address import is_host, is_loopback
from cakupan.connection import not_proven, of_login, of_plain
from cakupan.message import message
from cakupan.smtp.outcome import unfit
from cakupan.smtp.server import MailServer
from cakupan.smtp.talk import Talk
from cakupan.smtp.wire import CoveredWire, Wire

_OURSELVES = "-"  # a name for smtplib, which would ask the DNS for one; EHLO says another


def reach(server: MailServer) -> Talk:
    """A server that has greeted us."""
    talk = Talk(Wire("", 0, _OURSELVES), server)
    seconds = server.seconds.greeting
    with talk.lost("CONNECT"), _verified("CONNECT", server.host):
        try:
            if server.security == "tls":
                talk.wire = CoveredWire(server.host, server.port, _OURSELVES, timeout=seconds, context=server.context())
            else:
                talk.wire = Wire(server.host, server.port, _OURSELVES, timeout=seconds)
        except smtplib.SMTPConnectError as error:
            talk.judge("CONNECT", error.smtp_code, error.smtp_error, yes=())
    return talk


def greet(talk: Talk, server: MailServer, helo: str) -> None:
    """EHLO, and where it is set STARTTLS with another EHLO, and a login."""
    if not is_host(helo):
        raise unfit("EHLO", message("{name} is no name of a machine to greet with", name=repr(helo)), whole_server=True)
    if server.security == "local":
        _stay_at_home(talk, server.host)
    _ehlo(talk, helo)
    if server.security == "starttls":
        _cover(talk, server)
        _ehlo(talk, helo)
    if server.user:
        _log_in(talk, server.user, server.password.get_secret_value())


def _stay_at_home(talk: Talk, host: str) -> None:
    """A name of this machine may lead elsewhere."""
    assert talk.wire.sock, "it has greeted us"
    if not is_loopback(str(talk.wire.sock.getpeername()[0])):
        raise unfit("CONNECT", message("{host} does not lead to this machine itself", host=host), whole_server=True)


def _ehlo(talk: Talk, helo: str) -> None:
    talk.listen("EHLO")
    with talk.lost("EHLO"):
        talk.wire.timeout = talk.seconds.ehlo
        code, text = talk.wire.ehlo(helo)
    talk.judge("EHLO", code, text)


def _cover(talk: Talk, server: MailServer) -> None:
    """TLS from here on, or nothing more is said: who offers no STARTTLS may be somebody in between."""
    if not talk.wire.has_extn("starttls"):
        reason = message(
            "the mail server {host} offers no STARTTLS, so nothing was sent; ask who runs it whether another "
            'mail.port and mail.security "tls" are right',
            host=server.host,
        )
        raise unfit("STARTTLS", reason, whole_server=True)
    talk.listen("STARTTLS")
    with talk.lost("STARTTLS"), _verified("STARTTLS", server.host):
        talk.wire.timeout = talk.seconds.ehlo
        try:
            talk.wire.starttls(context=server.context())
        except smtplib.SMTPResponseException as error:
            talk.judge("STARTTLS", error.smtp_code, error.smtp_error, yes=())


@contextmanager
def _verified(verb: str, host: str) -> Iterator[None]:
    """A certificate that does not prove the host, or no TLS that is new enough, is a refusal by us."""
    try:
        yield
    except ssl.SSLEOFError:
        raise
    except ssl.SSLError as error:
        raise unfit(verb, not_proven("mail", host, error), whole_server=True) from None


def _log_in(talk: Talk, user: str, password: str) -> None:
    """One try, in one way: with every further one an account comes nearer to being locked."""
    ways = talk.wire.esmtp_features.get("auth", "").upper().split()
    seconds = talk.seconds.login
    if "PLAIN" in ways:
        talk.say("AUTH", f"AUTH PLAIN {of_plain(user, password)}", seconds, yes=(235,))
    elif "LOGIN" in ways:
        talk.say("AUTH", "AUTH LOGIN", seconds, yes=(334,))
        talk.say("AUTH", of_login(user), seconds, yes=(334,))
        talk.say("AUTH", of_login(password), seconds, yes=(235,))
    else:
        reason = message("the mail server offers no login by PLAIN or LOGIN, only: {ways}", ways=" ".join(ways) or "-")
        raise unfit("AUTH", reason, whole_server=True)
