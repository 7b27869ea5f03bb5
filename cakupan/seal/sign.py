"""Sign: an electronic signature over a finished PDF, seen on no page; no passphrase leaves this module."""

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.errors import MachineError, PrintError, SettingsError
from cakupan.message import message

FIELD = "Cakupan"  # the name of the field that holds the signature


@dataclass(frozen=True)
class Seal:
    """Who signs, and the address of a time-stamp service, "" for none.

    `signer` is any signer of pyHanko's: one from a PKCS#12 file here, one on a card
    (PKCS#11) or of a remote service elsewhere.
    """

    signer: Any
    timestamp: str

    def sign(self, content: bytes) -> bytes:
        """The PDF with a PAdES signature behind it: B-B, with a time-stamp service B-LTA.

        PrintError when it cannot be made, for one because the service does not answer.
        """
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign import fields, signers, timestamps
        from pyhanko_certvalidator import errors

        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, **self._lasting()
        )
        stamper = timestamps.HTTPTimeStamper(self.timestamp) if self.timestamp else None
        try:
            signed = signers.sign_pdf(
                IncrementalPdfFileWriter(io.BytesIO(content)),
                metadata,
                signer=self.signer,
                timestamper=stamper,
                new_field_spec=fields.SigFieldSpec(FIELD),
            )
        except (OSError, ValueError, PdfError, errors.PathError, errors.ValidationError) as error:
            raise PrintError(message("the report could not be sealed: {reason}", reason=str(error))) from None
        return bytes(signed.getbuffer())

    def _lasting(self) -> dict[str, Any]:
        """With a time-stamp service: all that it takes to check the signature when the certificates have run out."""
        if not self.timestamp:
            return {}
        from pyhanko_certvalidator import ValidationContext

        roots = [known for known in self.signer.cert_registry if known.self_signed != "no"]
        context = ValidationContext(trust_roots=roots, allow_fetching=True)
        return {"embed_validation_info": True, "use_pades_lta": True, "validation_context": context}


def open_seal(pkcs12: Path, variable: str, environ: Mapping[str, str], timestamp: str, now: dt.datetime) -> Seal:
    """The seal in a PKCS#12 file, whose passphrase is in the environment variable of that name.

    The roots of all certificates, the time-stamp service's too, must lie in the file.
    MachineError without pyHanko; SettingsError when the file cannot be opened or its
    certificate has run out.
    """
    signer = load_signer(pkcs12, variable, environ)
    until = signer.signing_cert.not_valid_after
    if until < now:
        raise SettingsError(message("seal.pkcs12: the certificate was valid until {day} only", day=until.date()))
    return Seal(signer, timestamp)


def load_signer(pkcs12: Path, variable: str, environ: Mapping[str, str]) -> Any:
    """What the PKCS#12 file holds, as pyHanko's signer with its certificate; errors as for `open_seal`."""
    try:
        from pyhanko.sign.signers import SimpleSigner
    except ImportError:
        raise MachineError(message("pyHanko, which seals, is missing; run `make seal`")) from None
    if variable not in environ:
        raise SettingsError(
            message("the environment variable {name}, which should hold the passphrase of the seal, is not set",
                    name=variable)
        )  # fmt: skip
    try:
        content = pkcs12.read_bytes()
    except OSError as error:
        raise SettingsError(
            message("seal.pkcs12: {path} cannot be read: {reason}", path=str(pkcs12), reason=str(error.strerror))
        ) from None
    try:
        signer = SimpleSigner.load_pkcs12_data(content, [], passphrase=environ[variable].encode())
    except ValueError:
        signer = None
    if signer is None or signer.signing_cert is None:
        raise SettingsError(
            message("seal.pkcs12: {path} is no PKCS#12 file, or {name} is not its passphrase",
                    path=str(pkcs12), name=variable)
        )  # fmt: skip
    return signer
