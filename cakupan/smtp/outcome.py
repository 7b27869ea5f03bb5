"""How an attempt ends that no server's 250 ends: outcomes of a letter, each with the verb and what was answered.

NotTaken
├── Refused    somebody said no: the server, or we before anything was said
└── Dropped    nobody said anything: the connection went away, or fell silent

They stand beside the tree of errors.py, not in it: a letter that was not taken stops no command.
"""

from dataclasses import dataclass

from cakupan.connection import heard
from cakupan.message import Message
from cakupan.smtp.server import MailServer
from cakupan.smtp.told import told_lost, told_no

_OF_THE_SERVER = frozenset({421, 530, 534, 535, 538})  # it closes, or wants another login: not about this letter
_BEFORE_A_LETTER = frozenset({"CONNECT", "EHLO", "STARTTLS", "AUTH"})


@dataclass(frozen=True)
class Reply:
    """A server's answer, fit to be kept: one line, no control characters, at most 500 characters. Code 0: none came."""

    code: int
    text: str

    @classmethod
    def heard(cls, code: int, text: bytes | str, secrets: tuple[str, ...] = ()) -> "Reply":
        """What came over the wire; an answer that repeats one of the secrets is left out whole."""
        return cls(code, heard(text, secrets))


class NotTaken(Exception):  # noqa: N818  # an outcome of a letter, no error of the program
    """A letter that nobody is known to have taken: at which verb, the last reply, and the reason for a reader.

    `whole_server`: it is not about this letter; the others would fare no better.
    """

    whole_server: bool

    def __init__(self, verb: str, reply: Reply, reason: Message) -> None:
        super().__init__(str(reason))
        self.verb = verb
        self.reply = reply
        self.reason = reason


class Refused(NotTaken):
    """Somebody said no, so the letter is not there.

    `permanent`: asking again would not help. `recipient`: whom it was about, "" for nobody.
    """

    def __init__(
        self, verb: str, reply: Reply, reason: Message, *, permanent: bool, whole_server: bool, recipient: str = ""
    ) -> None:
        super().__init__(verb, reply, reason)
        self.permanent = permanent
        self.whole_server = whole_server
        self.recipient = recipient


class Dropped(NotTaken):
    """The connection went away. `after_dot`: the letter was whole by then; nobody can know whether it is there."""

    def __init__(self, verb: str, reply: Reply, reason: Message, *, after_dot: bool) -> None:
        super().__init__(verb, reply, reason)
        self.after_dot = after_dot
        self.whole_server = verb in _BEFORE_A_LETTER


def refused(server: MailServer, verb: str, reply: Reply, recipient: str = "") -> Refused:
    """A server's no (4xx or 5xx), judged by its verb and its code.

    Before MAIL nothing is about a letter. At MAIL a 5xx is about the sender, which is
    the same for all letters; but 552 is about this one's size.
    """
    permanent = reply.code >= 500
    whole = verb in {*_BEFORE_A_LETTER, "RSET"} or reply.code in _OF_THE_SERVER
    whole = whole or (verb == "MAIL" and permanent and reply.code != 552)
    reason = told_no(server, verb, reply.code, reply.text, whole_server=whole)
    return Refused(verb, reply, reason, permanent=permanent, whole_server=whole, recipient=recipient)


def dropped(server: MailServer, verb: str, what: Exception | str, *, after_dot: bool = False) -> Dropped:
    """A connection that went away; `what` is the system's error, or what came for an answer."""
    return Dropped(verb, Reply.heard(0, str(what)), told_lost(server, verb, what), after_dot=after_dot)


def unfit(verb: str, reason: Message, *, whole_server: bool = False, recipient: str = "") -> Refused:
    """Our own no, for good: what was to be said must not be said to this server, or to any."""
    reply = Reply.heard(0, str(reason))
    return Refused(verb, reply, reason, permanent=True, whole_server=whole_server, recipient=recipient)
