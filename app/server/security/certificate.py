"""The server's own certificate: made at the first start, pinned by the desktops through its fingerprint.

In:  the data folder. A certificate of a real authority may be put in place of the files.
Out: paths of certificate and key, and the SHA-256 of the certificate (DER) in hex.
"""

from __future__ import annotations

import hashlib
import ipaddress
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.server.security.keys import KeyFileError, write_private

VALID_FOR = timedelta(days=3652)


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    certificate: Path
    key: Path
    sha256: str  # lower-case hex of the DER form


def load_certificate(data_dir: Path, now: datetime | None = None) -> ServerCertificate:
    """Read ``keys/server.pem`` and ``keys/server.key``; make both at the first start. Raises KeyFileError."""
    certificate, key = data_dir / "keys" / "server.pem", data_dir / "keys" / "server.key"
    if certificate.exists() != key.exists():
        missing = key if certificate.exists() else certificate
        raise KeyFileError(
            f"{missing} is missing. Put it back, or remove the other one to have both made anew."
        )
    if not certificate.exists():
        _create(certificate, key, now or datetime.now(UTC))
    try:
        parsed = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError) as error:
        raise KeyFileError(f"The certificate {certificate} cannot be read: {error}.") from error
    der = parsed.public_bytes(serialization.Encoding.DER)
    return ServerCertificate(certificate, key, hashlib.sha256(der).hexdigest())


def _create(certificate: Path, key: Path, now: datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "seatline")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.SubjectAlternativeName(_names()), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, SHA256())
    )
    try:
        write_private(
            key,
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
        write_private(certificate, built.public_bytes(serialization.Encoding.PEM))
    except OSError as error:
        raise KeyFileError(f"The certificate {certificate} cannot be written: {error.strerror}.") from error


def _names() -> list[x509.GeneralName]:
    hosts = dict.fromkeys(["seatline", "localhost", socket.gethostname()])
    names: list[x509.GeneralName] = [x509.DNSName(host) for host in hosts if host and host.isascii()]
    return [*names, *(x509.IPAddress(ipaddress.ip_address(ip)) for ip in ("127.0.0.1", "::1"))]
