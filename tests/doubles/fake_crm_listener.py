"""The network side of the fake server: a listener in a thread of its own that can die and come back.

In:  an ASGI application. Out: a port on 127.0.0.1 that keeps its number; every connection can be cut at once,
without a goodbye, as a killed process or a pulled cable would do.
"""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import threading
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

T = TypeVar("T")


def throw_away_certificate(folder: Path) -> tuple[Path, Path, str]:
    """(certificate, key, SHA-256 of the DER in hex): self-signed, as the real server makes one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "seatline")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("seatline")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_path, key_path = folder / "server.pem", folder / "server.key"
    certificate_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate_path, key_path, certificate.fingerprint(hashes.SHA256()).hex()


class Listener:
    """uvicorn's protocol on our own listening socket; all methods may be called from any thread."""

    def __init__(self, app: Any, tls: bool, port: int = 0) -> None:
        self._config = Config(app, ws="websockets-sansio", lifespan="off", log_config=None, access_log=False)
        self._config.load()
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self._tls: ssl.SSLContext | None = None
        self.port = port
        self.fingerprint = ""
        if tls:
            self.new_certificate()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-crm", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self.open()

    def stop(self) -> None:
        self.close()
        self.wait(self._cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    def open(self) -> None:
        self.wait(self._open())

    def close(self) -> None:
        """Stop listening and cut every connection, as when the process is killed."""
        self.wait(self._close())

    def cut(self, choose: Callable[[Any], bool] = lambda _: True) -> None:
        """Abort the connections that ``choose`` picks; call it on the server's own thread or any other."""
        self.call(lambda: self._cut(choose))

    def cut_client(self, address: tuple[str, int]) -> None:
        self.cut(lambda connection: connection.transport.get_extra_info("peername")[:2] == address)

    def cut_websockets(self) -> None:
        self.cut(lambda connection: not isinstance(connection, H11Protocol))

    def new_certificate(self) -> None:
        """Takes effect for connections made after the next ``open``."""
        with tempfile.TemporaryDirectory() as folder:
            certificate, key, self.fingerprint = throw_away_certificate(Path(folder))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.load_cert_chain(certificate, key)
        self._tls = context
        self._config.ssl = context

    def freeze(self) -> Callable[[], None]:
        """The server's thread stands still until the returned function is called."""
        go_on = threading.Event()
        self._loop.call_soon_threadsafe(go_on.wait, 30)
        return go_on.set

    def call(self, function: Callable[[], T]) -> T:
        """Run on the server's thread and hand back what it returns."""
        if threading.current_thread() is self._thread or not self._thread.is_alive():
            return function()

        async def run() -> T:
            return function()

        return self.wait(run())

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=10)

    async def _open(self) -> None:
        if self._server is None:
            self._server = await self._loop.create_server(
                lambda: H11Protocol(self._config, self._state, {}, self._loop),
                "127.0.0.1",
                self.port,
                ssl=self._tls,
            )
            self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
        self._cut(lambda _: True)
        await asyncio.sleep(0)

    def _cut(self, choose: Callable[[Any], bool]) -> None:
        for connection in list(self._state.connections):
            if connection.transport is not None and choose(connection):
                connection.transport.abort()

    async def _cancel_all(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
