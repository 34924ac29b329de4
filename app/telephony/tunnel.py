"""The way of the phone's signalling to the server: loopback TCP on one side, TLS 1.3 on the other.

PJSIP speaks plain TCP to ``port`` on the loopback; each connection is carried by a TLS connection of
its own to the server, whose certificate must have the pinned SHA-256 fingerprint. When one side goes,
the other is closed at once, so PJSIP sees a lost server immediately.

In:  where to go (``point_at``). Out: TunnelEvents, called on the tunnel's own thread.
(The libraries of PJSIP's packages bring an old OpenSSL or none: Python's ``ssl`` does it here.)
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import logging
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 3.0
CHUNK_BYTES = 65536
# A cable that was pulled out is noticed after about 12 s without an answer.
_KEEPALIVE = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 3, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 12_000}


class TunnelState(Enum):
    UP = "UP"
    UNREACHABLE = "UNREACHABLE"  # no connection, or no TLS 1.3 spoken there
    CERTIFICATE = "CERTIFICATE"  # somebody answers, but it is not our server
    DOWN = "DOWN"  # an established connection ended


@dataclass(frozen=True, slots=True)
class TunnelEvent:
    """``local_address``: our address on the way to the server, ``server``: where it was found; with UP."""

    state: TunnelState
    detail: str = ""
    local_address: str = ""
    server: str = ""


@dataclass(frozen=True, slots=True)
class _Target:
    host: str
    port: int
    fingerprint: bytes


class _WrongCertificateError(Exception):
    pass


class Tunnel:
    def __init__(self, on_event: Callable[[TunnelEvent], None]) -> None:
        self._on_event = on_event
        self._target: _Target | None = None
        self._loop = asyncio.new_event_loop()
        self._pairs: set[asyncio.Task[None]] = set()
        self._near: set[asyncio.StreamWriter] = set()
        self._port = 0
        self._listening = threading.Event()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_3
        self._context.check_hostname = False
        self._context.verify_mode = ssl.CERT_NONE  # the fingerprint is the identity, checked before any byte
        self._thread = threading.Thread(target=self._run, name="tunnel", daemon=True)

    @property
    def port(self) -> int:
        """The loopback port that PJSIP connects to; valid after ``start``."""
        return self._port

    def start(self) -> None:
        """Raises OSError when the loopback cannot be listened on."""
        listener = socket.create_server(("127.0.0.1", 0))
        self._port = int(listener.getsockname()[1])
        self._listener = listener
        self._thread.start()
        self._listening.wait(5)

    def point_at(self, host: str, port: int, certificate_sha256: str) -> None:
        """Go there from now on; what runs to another place is closed.

        Raises ValueError for a pin or a port that is none.
        """
        if not 0 < port < 65536:
            raise ValueError(f"{port} is no port")
        pin = bytes.fromhex(certificate_sha256.replace(":", "").strip())
        if len(pin) != hashlib.sha256().digest_size:
            raise ValueError("a SHA-256 fingerprint has 64 hexadecimal digits")
        target = _Target(host, port, pin)
        if target != self._target:
            self._target = target
            self._loop.call_soon_threadsafe(self._drop_all)

    def renew(self) -> None:
        """The network is another one, so what runs leads nowhere: PJSIP is to connect anew, now."""
        self._loop.call_soon_threadsafe(self._cut)

    def close(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(2)

    # --- on the tunnel's thread ------------------------------------------------------------------

    def _run(self) -> None:
        loop = self._loop
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(asyncio.start_server(self._carry, sock=self._listener))
        self._listening.set()
        try:
            loop.run_forever()
        finally:
            server.close()
            self._drop_all()
            loop.run_until_complete(asyncio.gather(*self._pairs, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    def _drop_all(self) -> None:
        for pair in self._pairs:
            pair.cancel()

    def _cut(self) -> None:
        for writer in self._near:  # first, at once: the far side may be waited for in vain
            writer.transport.abort()
        self._drop_all()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._pairs.add(task)
        self._near.add(writer)
        try:
            await self._carry_pair(reader, writer)
        except asyncio.CancelledError:
            log.debug("tunnel connection dropped")
        finally:
            self._pairs.discard(task)
            self._near.discard(writer)
            await _close(writer)

    async def _carry_pair(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target = self._target
        if target is None:
            return
        try:
            far_reader, far_writer = await self._connect(target)
        except _WrongCertificateError as error:
            self._on_event(TunnelEvent(TunnelState.CERTIFICATE, str(error)))
            return
        except (OSError, TimeoutError, ssl.SSLError, UnicodeError) as error:
            self._on_event(TunnelEvent(TunnelState.UNREACHABLE, str(error) or type(error).__name__))
            return
        try:
            _no_delay(writer)
            ours, theirs = _host(far_writer, "sockname"), _host(far_writer, "peername")
            self._on_event(TunnelEvent(TunnelState.UP, local_address=ours, server=theirs))
            ended = await _pump_both(reader, writer, far_reader, far_writer)
            self._on_event(TunnelEvent(TunnelState.DOWN, ended))
        finally:
            await _close(far_writer)

    async def _connect(self, target: _Target) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            reader, writer = await asyncio.open_connection(
                target.host, target.port, ssl=self._context, ssl_shutdown_timeout=0.2
            )
        tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
        certificate = tls.getpeercert(binary_form=True) or b""
        seen = hashlib.sha256(certificate).digest()
        if not hmac.compare_digest(seen, target.fingerprint):
            await _close(writer)
            raise _WrongCertificateError(f"the server shows the certificate {seen.hex()}")
        _no_delay(writer)
        _keep_alive(writer)
        return reader, writer


async def _pump_both(
    near_reader: asyncio.StreamReader,
    near_writer: asyncio.StreamWriter,
    far_reader: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
) -> str:
    """Carry bytes until one side ends; says which."""
    loop = asyncio.get_running_loop()
    up = loop.create_task(_pump(near_reader, far_writer), name="tunnel.up")
    down = loop.create_task(_pump(far_reader, near_writer), name="tunnel.down")
    try:
        done, _ = await asyncio.wait((up, down), return_when=asyncio.FIRST_COMPLETED)
        return "the server closed the connection" if down in done else "closed by the phone"
    finally:
        for task in (up, down):
            task.cancel()
        await asyncio.gather(up, down, return_exceptions=True)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, ssl.SSLError):  # either way this direction is over
        while data := await reader.read(CHUNK_BYTES):
            writer.write(data)
            await writer.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        async with asyncio.timeout(0.5):
            await writer.wait_closed()
    except (OSError, ssl.SSLError, TimeoutError):
        writer.transport.abort()  # a peer that does not say good-bye


def _host(writer: asyncio.StreamWriter, side: str) -> str:
    """The address of one end of a connection: "sockname" is ours, "peername" theirs."""
    address = writer.get_extra_info(side)
    return str(address[0]) if address else ""


def _no_delay(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _keep_alive(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    if sock is None:
        return
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        option = getattr(socket, name, None)  # not every system has each
        if option is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)
