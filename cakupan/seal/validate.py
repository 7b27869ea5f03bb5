"""Validate: whether what stands behind a report is the seal of one certificate, and nothing else."""

import hashlib
import io
import logging
import re
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.seal.sign import FIELD, load_signer

logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # what it finds wrong is told by us

_END = re.compile(rb"\s*endobj\s+startxref\s+\d+\s+%%EOF\r?\n?")
_NEW_IN_CATALOG = {"/AcroForm", "/Extensions", "/Version"}
_OF_THE_WRITER = {"/Producer", "/ModDate", "/ModifyDate", "/MetadataDate", "/xmptk"}
_FORM = {"/Fields", "/SigFlags"}
_WIDGET = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"}  # no appearance, no action

# what pyHanko raises of bytes that are no PDF, besides its own
_NO_PDF = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, AssertionError, zlib.error,
    ET.ParseError,
)  # fmt: skip


@dataclass(frozen=True)
class Signatory:
    """Whose seal is looked for: the certificate of `[seal]`, as asn1crypto has it."""

    certificate: Any

    @property
    def name(self) -> str:
        """The subject of the certificate."""
        return str(self.certificate.subject.human_friendly)

    def has_sealed(self, content: bytes, length: int) -> bool:
        """Whether behind the first `length` bytes, a whole report, stands a valid seal of theirs over all before it.

        The signature must be made with the key of this certificate and change nothing of the
        report; behind it may stand what makes it last (time-stamps, revocation lists), and nothing
        else. Whether the certificate is trusted, or has run out since, is not asked.
        """
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.pdf_utils.reader import PdfFileReader

        try:
            report, whole = (PdfFileReader(io.BytesIO(some)) for some in (content[:length], content))
            return self._has_sealed(whole, report.xrefs.total_revisions - 1, content) and _says_as_much(report, whole)
        except (PdfError, *_NO_PDF):
            return False

    def _has_sealed(self, reader: Any, base: int, content: bytes) -> bool:
        seals, stamps = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
        last = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
        return (
            len(seals) == 1
            and seals[0].signed_revision == base + 1
            and (bool(stamps) or reader.xrefs.total_revisions == base + 2)
            and _END.fullmatch(content, last.end_location) is not None
            and _adds_only_a_field(reader, base, seals[0])
            and all(_covers(one) for one in (*seals, *stamps))
            and seals[0].signer_cert.dump() == self.certificate.dump()
            and _is_made_with(self.certificate, seals[0], "data", seals[0].compute_digest())
            and all(_stamps(one) for one in stamps)
        )


def open_signatory(pkcs12: Path, variable: str, environ: Mapping[str, str]) -> Signatory:
    """Whose certificate lies in a PKCS#12 file, also one that has run out; errors as for `open_seal`."""
    return Signatory(load_signer(pkcs12, variable, environ).signing_cert)


def _covers(signature: Any) -> bool:
    """Whether it covers all before its end, and nothing but what makes signatures last stands behind it."""
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

    signature.compute_integrity_info()
    found = signature.diff_result
    return isinstance(found, DiffResult) and found.modification_level <= ModificationLevel.LTA_UPDATES


def _is_made_with(certificate: Any, signature: Any, kind: str, digest: bytes) -> bool:
    """Whether the key of a certificate signed this digest."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    return all(validate_sig_integrity(signature.signer_info, certificate, kind, digest))


def _stamps(stamp: Any) -> bool:
    """Whether a time-stamp is of these bytes, and whole."""
    inside = stamp.signed_data["encap_content_info"]["content"]
    imprint = inside.parsed["message_imprint"]
    of_these = stamp.compute_digest(imprint["hash_algorithm"]["algorithm"].native) == imprint["hashed_message"].native
    digest = hashlib.new(stamp.md_algorithm, bytes(inside)).digest()
    return of_these and _is_made_with(stamp.signer_cert, stamp, "tst_info", digest)


def _adds_only_a_field(reader: Any, base: int, seal: Any) -> bool:
    """Whether the revision behind the report brings the field of the seal, which is nowhere seen, and no more.

    pyHanko's own comparison wants a form on both sides, and a report has none.
    """
    old, new = (reader.get_historical_resolver(number) for number in (base, base + 1))
    field = seal.sig_field
    page = field.raw_get("/P").reference
    may_change = {
        new.root_ref: _NEW_IN_CATALOG,
        new.trailer_view.raw_get("/Info").reference: _OF_THE_WRITER,
        page: {"/Annots"},
    }
    xrefs = reader.xrefs
    written = xrefs.explicit_refs_in_revision(base + 1)
    changed = [ref for ref in written if xrefs.get_historical_ref(ref, base) is not None]
    unseen = new.root.raw_get("/Metadata").reference
    before, after = (list(one(page).get("/Annots", ())) for one in (old, new))
    return (
        old.root_ref == new.root_ref
        and old.trailer_view.raw_get("/Info") == new.trailer_view.raw_get("/Info")
        and not xrefs.refs_freed_in_revision(base + 1)
        and all(_same(old(ref), new(ref), may_change.get(ref, set())) for ref in changed if ref != unseen)
        and len(after) == len(before) + 1
        and after[:-1] == before
        and field.get("/T") == FIELD
        and set(field) <= _WIDGET
        and not any(field["/Rect"])
        and set(new.root["/AcroForm"]) <= _FORM
        and len(new.root["/AcroForm"]["/Fields"]) == 1
    )


def _says_as_much(report: Any, whole: Any) -> bool:
    """Whether title and other particulars are the report's: pyHanko lets everybody change them behind a signature."""
    old, new = (one.trailer_view["/Info"] for one in (report, whole))
    before, after = (set(_words(one.root["/Metadata"].data)) for one in (report, whole))
    return _same(old, new, _OF_THE_WRITER) and after <= before


def _words(xmp: bytes) -> Iterator[str]:
    """All that XMP says, but for who wrote it and when."""
    for element in ET.fromstring(xmp).iter():  # noqa: S314  # expat refuses what grows; a bad one is no seal
        named = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        found = [element.text or "", *(named[name] for name in named if f"/{name}" not in _OF_THE_WRITER)]
        yield from filter(None, map(str.strip, found))


def _same(old: Any, new: Any, but: set[str]) -> bool:
    """Whether two dictionaries are the same but for these keys."""
    from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject

    if not isinstance(new, DictionaryObject) or isinstance(new, StreamObject):
        return False
    kept, now = ({key: one.raw_get(key) for key in one if key not in but} for one in (old, new))
    return kept == now
