"""The parts of a letter, put together: text, HTML with its picture, files. The same of all give the same bytes."""

import hashlib
from collections.abc import Sequence
from email.message import MIMEPart
from email.policy import SMTP

from cakupan.letter.words import SHEET, File, Words

_TOO_LONG = f"Content-Type: {SHEET}".encode()  # 79 characters that Python does not fold
_POLICY = SMTP.clone(max_line_length=76, cte_type="7bit")


def parts_of(words: Words, picture: bytes | None, content_id: str, files: Sequence[File], message_id: str) -> bytes:
    """multipart/mixed: alternatives of text and HTML (which has the picture by its Content-ID), then the files.

    With the header Content-Type on top, all lines ASCII of at most 76 characters.
    Boundaries come from the Message-ID, and begin with "=_", which no encoded line holds.
    """
    mixed = MIMEPart(_POLICY)
    mixed.set_content(words.plain, cte="quoted-printable")
    mixed.add_alternative(words.html, subtype="html", cte="quoted-printable")
    if picture:
        html = mixed.get_body(("html",))
        assert isinstance(html, MIMEPart), "it was added a line above"
        html.add_related(picture, "image", "png", cid=f"<{content_id}>", disposition="inline", filename="grafik.png")
    for file in files:
        main, _, sub = file.kind.partition("/")
        mixed.add_attachment(file.content, main, sub, filename=file.name)
    for number, part in enumerate(part for part in mixed.walk() if part.is_multipart()):
        part.set_boundary(f"=_{hashlib.sha256(f'{message_id} {number}'.encode()).hexdigest()[:32]}")
    return mixed.as_bytes().replace(_TOO_LONG, _TOO_LONG.replace(b": ", b":\r\n "))
