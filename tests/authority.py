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
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.certificates import certificate

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
    root = certificate("Cakupan test root", root_key, root_key, authority=True)
    signing = certificate("Cakupan test seal", key, root_key, address)
    expired = certificate("Cakupan test seal", key, root_key, address, days=-1)
    stamping = certificate("Cakupan test clock", stamp_key, root_key, address, stamps=True)
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


def _parsed(certificate: x509.Certificate) -> Any:
    return parsed.Certificate.load(certificate.public_bytes(_DER))


def _parsed_key(key: rsa.RSAPrivateKey) -> Any:
    plain = serialization.NoEncryption()
    return keys.PrivateKeyInfo.load(key.private_bytes(_DER, serialization.PrivateFormat.PKCS8, plain))
