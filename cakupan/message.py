"""A sentence for a reader, kept apart from its language until somebody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """An English message id with named gaps and the values that fill them.

    Values are typed (int, Decimal, date, Percent, Message ...): the language that
    says the message decides how they are written.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English template filled in plainly, for logs and tracebacks only."""
        return self.template.format(**self.values)


def message(template: str, /, **values: object) -> Message:
    """A Message; the name marks `template` for extraction into the catalogues."""
    return Message(template, values)
