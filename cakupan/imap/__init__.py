"""Mailboxes that are read, never changed: the archive that knows what arrived, and the letters that came back."""

from cakupan.imap.bounce import Returned, returns_in
from cakupan.imap.mailbox import Mailbox, open_mailbox
from cakupan.imap.outcome import NotRead
from cakupan.imap.server import MailboxServer, Seconds, with_password

__all__ = [
    "Mailbox",
    "MailboxServer",
    "NotRead",
    "Returned",
    "Seconds",
    "open_mailbox",
    "returns_in",
    "with_password",
]
