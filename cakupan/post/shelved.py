"""The PDFs of an edition as they lie in the output folder, each held against what was kept of it."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cakupan.message import Message, message
from cakupan.model import Edition, KeptReport
from cakupan.seal import Signatory

_END = re.compile(rb"%%EOF\r?\n?")


@dataclass(frozen=True)
class Wrong:
    """Why a PDF is not the one that was kept, and what to do."""

    why: Message
    advice: Message

    @property
    def told(self) -> Message:
        """Both in one line."""
        return message("{why}; {advice}", why=self.why, advice=self.advice)


@dataclass(frozen=True)
class Shelved:
    """By region: the PDFs that are right, and what is wrong with the others; `unsealed` lack the seal that is set."""

    pdfs: dict[str, bytes] = field(default_factory=dict)
    wrong: dict[str, Wrong] = field(default_factory=dict)
    unsealed: set[str] = field(default_factory=set)

    @property
    def hashes(self) -> Mapping[str, str]:
        """The SHA-256 of each PDF as it lies there."""
        return {region: sha256(content).hexdigest() for region, content in self.pdfs.items()}


def shelved(
    edition: Edition, folder: Path, signatory: Signatory | None, regions: Container[str] | None = None
) -> Shelved:
    """The PDFs of an edition in `folder`, of these regions (None: all).

    Behind the bytes that were kept a seal of the signatory may stand, nothing else; where
    nobody seals (None) nothing may.
    """
    found = Shelved()
    for report in edition.reports:
        if regions is None or report.region in regions:
            _take(found, edition, report, folder / report.name, signatory)
    return found


def _take(found: Shelved, edition: Edition, report: KeptReport, path: Path, signatory: Signatory | None) -> None:
    content = path.read_bytes() if path.is_file() else None
    if not content:
        why = message("{path} is not there", path=str(path))
        if content is not None:
            why = message("{path} is empty", path=str(path))
        found.wrong[report.region] = Wrong(why, _printing(edition))
        return
    length = _length(content, report.sha256)
    if length is None or not _is_whole(content, length, signatory):
        found.wrong[report.region] = _wrong(edition, path, content, length, signatory)
        return
    found.pdfs[report.region] = content
    if signatory and length == len(content):
        found.unsealed.add(report.region)


def _length(content: bytes, kept: str) -> int | None:
    """How long the report that was kept is, at the beginning of these bytes; None: it is not there."""
    ends = (len(content), *(match.end() for match in _END.finditer(content)))
    return next((end for end in ends if sha256(content[:end]).hexdigest() == kept), None)


def _is_whole(content: bytes, length: int, signatory: Signatory | None) -> bool:
    """Whether nothing stands behind the report, or a valid seal does."""
    return length == len(content) or (signatory is not None and signatory.has_sealed(content, length))


def _again(edition: Edition) -> str:
    return f"./generate.py rerun {edition.occasion} --edition {edition.number}"


def _printing(edition: Edition) -> Message:
    return message("{command} prints it", command=_again(edition))


def _wrong(edition: Edition, path: Path, content: bytes, length: int | None, signatory: Signatory | None) -> Wrong:
    advice = _printing(edition)
    if length is None:
        return Wrong(
            message("{path} is not the PDF of edition {number}", path=str(path), number=edition.number), advice
        )
    behind = {"path": str(path), "number": edition.number, "count": len(content) - length}
    if signatory is None:
        return Wrong(
            message("{path}: behind the report of edition {number} stand {count} bytes, and no seal is set", **behind),
            advice,
        )
    return Wrong(
        message("{path}: behind the report of edition {number} stand {count} bytes that are no valid seal of {name}",
                **behind, name=signatory.name),
        message("{command} prints it without a seal, `report --keep` a new edition with one", command=_again(edition)),
    )  # fmt: skip
