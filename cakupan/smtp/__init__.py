"""SMTP as it must be: one session, driven verb by verb, so that it is known what had been said when it broke."""

from cakupan.smtp.outcome import Dropped, NotTaken, Refused, Reply
from cakupan.smtp.server import MailServer, Seconds, open_server
from cakupan.smtp.session import Session, connect

__all__ = ["Dropped", "MailServer", "NotTaken", "Refused", "Reply", "Seconds", "Session", "connect", "open_server"]
