"""Which server certificates a person has accepted, and how a connection is held to them.

In:  the server's URL; a fingerprint that a person compared (or the command line gave).
Out: a TLS context that completes a handshake with exactly that certificate, whatever its name and dates.

The server makes its own certificate, so no authority vouches for it: the SHA-256 of its DER is trusted. The
certificate is fetched once without telling the server anything; afterwards OpenSSL itself refuses any other
during the handshake, so a password or token never reaches an impostor.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import logging
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from app.crm_client.errors import (
    CertificateChanged,
    CertificateUnknown,
    CrmError,
    ServerUrlInvalid,
    Unreachable,
)
from app.crm_client.files import move_aside, write_whole

log = logging.getLogger(__name__)

_NO_CHECK_TIME = (
    0x200000  # X509_V_FLAG_NO_CHECK_TIME: a pinned certificate does not depend on this PC's clock
)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    host: str
    port: int
    secure: bool

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"


def server_address(server_url: str) -> ServerAddress:
    """Raises ServerUrlInvalid; plain http is accepted for this machine only."""
    try:
        parts = urlsplit(server_url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, None
    if parts is None or parts.scheme not in ("http", "https") or not host:
        raise ServerUrlInvalid(f"'{server_url}' is not a server address. Write it as https://server:port.")
    secure = parts.scheme == "https"
    if not secure and not _is_loopback(host):
        raise ServerUrlInvalid(
            f"http://{host} is not encrypted and is allowed for this computer only. Use https://{host}."
        )
    return ServerAddress(host, port or (443 if secure else 80), secure)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class TrustStore:
    """Fingerprints accepted before (a file: ``{"host:port": sha256}``); ``preset``: from the command line."""

    def __init__(self, path: Path, preset: str | None = None) -> None:
        self._path = path
        self._preset = normal_fingerprint(preset) if preset else None
        self._accepted = self._read()

    def pinned(self, server_url: str) -> str | None:
        return self._preset or self._accepted.get(server_address(server_url).name)

    def accept(self, server_url: str, fingerprint: str) -> None:
        """A person has compared the fingerprint: from now on it and nothing else. Raises CrmError."""
        self._accepted[server_address(server_url).name] = normal_fingerprint(fingerprint)
        self._preset = None
        try:
            write_whole(self._path, json.dumps(self._accepted, indent=1).encode())
        except OSError as error:
            raise CrmError(
                f"The certificate could not be saved and will be asked for again ({error.strerror}).",
                "trust-not-saved",
            ) from error

    def _read(self) -> dict[str, str]:
        try:
            content: object = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.warning("accepted certificates cannot be read (%s): each will be asked for again", error)
            content = None
        if not isinstance(content, dict):
            if self._path.is_file():
                move_aside(self._path)
            return {}
        return {str(name): str(value) for name, value in cast("dict[object, object]", content).items()}


def normal_fingerprint(text: str) -> str:
    """``AB:CD…`` or ``abcd…`` → lower-case hex. Raises CrmError when it is not a SHA-256."""
    plain = text.replace(":", "").replace(" ", "").lower()
    if len(plain) != 64 or set(plain) - set("0123456789abcdef"):
        raise CrmError(
            f"'{text}' is not a certificate fingerprint (SHA-256: 64 hex digits).", "fingerprint-invalid"
        )
    return plain


def pinned_context(server_url: str, trust: TrustStore, timeout_s: float) -> ssl.SSLContext:
    """Fetch the certificate, hold it against the accepted one. Blocks: call it in a thread.

    Raises Unreachable, CertificateUnknown, CertificateChanged.
    """
    address = server_address(server_url)
    der = _fetch_certificate(address, timeout_s)
    fingerprint = hashlib.sha256(der).hexdigest()
    pinned = trust.pinned(server_url)
    if pinned is None:
        raise CertificateUnknown(
            f"{address.name} is contacted for the first time. Compare its fingerprint and accept it.",
            fingerprint,
        )
    if pinned != fingerprint:
        raise CertificateChanged(
            f"{address.name} shows another certificate than before. Ask the administrator first.",
            fingerprint,
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the pin says more than a name
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN | ssl.VerifyFlags(_NO_CHECK_TIME)
    context.load_verify_locations(cadata=der)
    return context


def _fetch_certificate(address: ServerAddress, timeout_s: float) -> bytes:
    looking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    looking.check_hostname = False
    looking.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((address.host, address.port), timeout_s) as plain,
            looking.wrap_socket(plain, server_hostname=address.host) as secured,
        ):
            der = secured.getpeercert(binary_form=True)
    except OSError as error:  # includes ssl.SSLError and time-outs
        raise Unreachable(f"No secure connection to {address.name}: {error}.") from error
    if not der:
        raise Unreachable(f"{address.name} showed no certificate.")
    return der
