"""smtplib's connection, with patience that ends."""

import smtplib

from cakupan.connection import Answers


class Wire(smtplib.SMTP):
    """A connection in the clear, which STARTTLS may cover; `timeout` is for what is said next, and for its answer."""

    file: Answers | None

    def getreply(self) -> tuple[int, bytes]:
        """The next answer, whole within `timeout` seconds of now."""
        self._answers().begin(self.timeout)
        return super().getreply()

    def send(self, s: str | bytes) -> None:  # type: ignore[override]  # the rest of what could be sent never is
        """Say something, within `timeout` seconds. SMTPServerDisconnected gives the system's reason."""
        if self.sock:
            self.sock.settimeout(self.timeout)
        try:
            super().send(s)
        except smtplib.SMTPServerDisconnected as error:
            raise smtplib.SMTPServerDisconnected(str(error.__context__ or error)) from None

    def spoke_unasked(self) -> bool:
        """Whether the server said something unasked, or hung up. Never waits."""
        return self.sock is not None and self._answers().spoke_unasked()

    def _answers(self) -> Answers:
        if self.file is None:
            assert self.sock, "there is an answer where something was said"
            self.file = Answers(self.sock)
        return self.file


class CoveredWire(Wire, smtplib.SMTP_SSL):
    """A connection that is covered from its first byte on."""
