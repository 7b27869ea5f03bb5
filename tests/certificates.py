"""Certificates of an authority of our own, for the tests of sealing and of sending."""

import datetime as dt
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Papers:
    """What a server shows and what its clients trust: files in PEM."""

    root: Path
    chain: Path
    key: Path


def papers(folder: Path, host: str = "127.0.0.1", days: int = 30, *, self_signed: bool = False) -> Papers:
    """A server's certificate for a host, valid for so many days from now, with its authority, in files of a folder."""
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = certificate("Cakupan test root", root_key, root_key, authority=True)
    shown = certificate("Cakupan test server", key, key if self_signed else root_key, days=days, host=host)
    plain = serialization.NoEncryption()
    made = Papers(folder / "root.pem", folder / "chain.pem", folder / "key.pem")
    made.root.write_bytes(root.public_bytes(_PEM))
    made.chain.write_bytes(shown.public_bytes(_PEM))
    made.key.write_bytes(key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, plain))
    return made


def certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    root_key: rsa.RSAPrivateKey,
    address: str = "",
    days: int = 30,
    *,
    authority: bool = False,
    stamps: bool = False,
    host: str = "",
) -> x509.Certificate:
    """One signed by the root's key: valid from two days ago for so many `days` from now; of a `host`, or of none."""
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
    if host:
        made = made.add_extension(x509.SubjectAlternativeName([_host(host)]), critical=False)
    if address:
        place = x509.UniformResourceIdentifier(f"{address}/revoked.crl")
        point = x509.DistributionPoint([place], None, None, None)
        made = made.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return made.sign(root_key, hashes.SHA256())


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
