"""A certificate authority of our own with a time-stamp service, on the loopback, for the tests of sealing."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as parsed
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSPHRASE = "rahasia sekali"  # noqa: S105  # of a key that lives for some seconds
_DER = serialization.Encoding.DER


@dataclass(frozen=True)
class Authority:
    """Its own certificate, a PKCS#12 file with a key to sign with, one whose certificate has run out, the service."""

    root: Any
    pkcs12: bytes
    expired: bytes
    address: str


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer("application/pkix-crl", vars(self.server)["revoked"])

    def do_POST(self) -> None:
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer("application/timestamp-reply", vars(self.server)["stamper"].request_tsa_response(asked).dump())

    def _answer(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: a test's output is its own."""


@contextmanager
def authority() -> Iterator[Authority]:
    """One that answers as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    address = f"http://127.0.0.1:{server.server_port}"
    root_key, key, stamp_key = (rsa.generate_private_key(65537, 2048) for _ in range(3))
    root = _certificate("Cakupan test root", root_key, root_key, authority=True)
    signing = _certificate("Cakupan test seal", key, root_key, address)
    expired = _certificate("Cakupan test seal", key, root_key, address, days=-1)
    stamping = _certificate("Cakupan test clock", stamp_key, root_key, address, stamps=True)
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # of a library without types here
    store.register(_parsed(root))
    vars(server)["revoked"] = _revoked(root, root_key)
    vars(server)["stamper"] = DummyTimeStamper(_parsed(stamping), _parsed_key(stamp_key), certs_to_embed=store)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Authority(_parsed(root), _bundle(key, signing, root), _bundle(key, expired, root), address)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    root_key: rsa.RSAPrivateKey,
    address: str = "",
    days: int = 30,
    *,
    authority: bool = False,
    stamps: bool = False,
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    usages = {"digital_signature": not authority, "key_cert_sign": authority, "crl_sign": authority}
    usages["content_commitment"] = not authority and not stamps
    none = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
    made = (
        x509.CertificateBuilder(_name("Cakupan test root"), _name(name), key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=2))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usages, **dict.fromkeys(none, False)), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
    )
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    if address:
        place = x509.UniformResourceIdentifier(f"{address}/revoked.crl")
        point = x509.DistributionPoint([place], None, None, None)
        made = made.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return made.sign(root_key, hashes.SHA256())


def _revoked(root: x509.Certificate, key: rsa.RSAPrivateKey) -> bytes:
    """The list of what is revoked: nothing."""
    now = dt.datetime.now(dt.UTC)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    made = x509.CertificateRevocationListBuilder(root.subject, now - dt.timedelta(days=1), now + dt.timedelta(days=9))
    made = made.add_extension(x509.CRLNumber(1), critical=False).add_extension(issuer, critical=False)
    return made.sign(key, hashes.SHA256()).public_bytes(_DER)


def _bundle(key: rsa.RSAPrivateKey, certificate: x509.Certificate, root: x509.Certificate) -> bytes:
    locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"seal", key, certificate, [root], locked)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _parsed(certificate: x509.Certificate) -> Any:
    return parsed.Certificate.load(certificate.public_bytes(_DER))


def _parsed_key(key: rsa.RSAPrivateKey) -> Any:
    plain = serialization.NoEncryption()
    return keys.PrivateKeyInfo.load(key.private_bytes(_DER, serialization.PrivateFormat.PKCS8, plain))
