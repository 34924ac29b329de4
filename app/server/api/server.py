"""The port of the API: TLS for everybody, and plain HTTP on the same port for programs on this machine.

In:  an ASGI application, an address, the server's certificate.
Out: a running server. The first byte of a connection tells TLS (0x16, RFC 8446 §5.1) from plain HTTP; plain
HTTP from elsewhere is answered with a short "use https" and closed.
Adapter around uvicorn: only its protocol class is used; accepting and stopping are done here.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import socket
import ssl
from email.utils import formatdate
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from app.tasks import Spawner

log = logging.getLogger(__name__)

TLS_HANDSHAKE = 0x16
FIRST_BYTE_TIMEOUT_S = 10.0
HANDSHAKE_TIMEOUT_S = 10.0
STOP_TIMEOUT_S = 1.5
MOST_CONNECTIONS = 2000
WS_PING_S = 10.0
_USE_HTTPS = b"This port speaks HTTPS. Use an address that begins with https://\n"
_REFUSAL = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    b"Content-Length: " + str(len(_USE_HTTPS)).encode() + b"\r\n\r\n" + _USE_HTTPS
)


class ApiStartError(Exception):
    """The API cannot be served; the sentence says what to do."""

    error_id = "api-start"


class ApiServer:
    """``port`` 0 takes any free one; the ``port`` property tells which after ``start``."""

    def __init__(self, app: Any, host: str, port: int, certificate: Path, key: Path) -> None:
        self._host = host
        self._wanted_port = port
        self._tls_files = (certificate, key)
        self._config = uvicorn.Config(
            app,
            http="h11",
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            ws_max_size=64_000,
            ws_ping_interval=WS_PING_S,
            ws_ping_timeout=WS_PING_S,
            timeout_keep_alive=30,
            h11_max_incomplete_event_size=32_000,
        )
        self._state = ServerState()
        self._tasks = Spawner("api")
        self._listeners: list[socket.socket] = []
        self._opening = 0  # connections whose first byte or handshake is awaited
        self._tls: ssl.SSLContext | None = None

    @property
    def port(self) -> int:
        return self._listeners[0].getsockname()[1]

    async def start(self) -> None:
        """Raises ApiStartError with a sentence for a person."""
        self._tls = _tls_context(*self._tls_files)
        self._config.load()
        self._set_date()
        self._listeners = await _listen(self._host, self._wanted_port)
        for listener in self._listeners:
            self._tasks.spawn(self._accept(listener), "accept")
        self._tasks.spawn(self._keep_date(), "date")

    async def stop(self) -> None:
        """No new connections; running requests may end, WebSockets are told to go; at most 2 s."""
        await self._tasks.close()
        for listener in self._listeners:
            listener.close()
        for connection in list(self._state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_TIMEOUT_S):  # uvicorn offers nothing to wait for
                while self._state.connections or self._state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        leftovers = list(self._state.tasks)
        for task in leftovers:
            task.cancel()
        for connection in list(self._state.connections):
            connection.transport.abort()
        await asyncio.gather(*leftovers, return_exceptions=True)

    async def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, peer = await loop.sock_accept(listener)
            except OSError as error:  # out of file descriptors: wait for some to come free
                log.warning("api: cannot accept a connection: %s", error)
                await asyncio.sleep(0.1)
                continue
            if len(self._state.connections) + self._opening >= MOST_CONNECTIONS:
                connection.close()
                continue
            self._tasks.spawn(self._open(connection, str(peer[0])), "open")

    async def _open(self, connection: socket.socket, peer: str) -> None:
        self._opening += 1
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            first = await _first_byte(connection)
            if first is None:
                connection.close()
            elif first == TLS_HANDSHAKE:
                await self._serve(connection, self._tls)
            elif _is_loopback(peer):
                await self._serve(connection, None)
            else:
                await _refuse(connection)
        except (
            OSError,
            TimeoutError,
        ) as error:  # also ssl.SSLError: a peer that does not trust us, or no TLS
            log.debug("api: connection from %s not opened: %s", peer, error)
            connection.close()
        except asyncio.CancelledError:
            connection.close()
            raise
        finally:
            self._opening -= 1

    async def _serve(self, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
        loop = asyncio.get_running_loop()
        timeout_s = HANDSHAKE_TIMEOUT_S if tls else None
        await loop.connect_accepted_socket(
            self._protocol, connection, ssl=tls, ssl_handshake_timeout=timeout_s
        )

    def _protocol(self) -> asyncio.Protocol:
        make: Any = self._config.http_protocol_class
        return make(config=self._config, server_state=self._state, app_state={})

    async def _keep_date(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            self._set_date()

    def _set_date(self) -> None:
        self._state.default_headers = [(b"date", formatdate(usegmt=True).encode())]


async def _listen(host: str, port: int) -> list[socket.socket]:
    """One listening socket per address of ``host``; the same port on all."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise ApiStartError(f"{host} is no address of this machine. Choose another with --http.") from error
    listeners: list[socket.socket] = []
    for family, kind, protocol, _, address in dict.fromkeys(found):
        if port == 0 and listeners:
            address = (address[0], listeners[0].getsockname()[1], *address[2:])
        try:
            listeners.append(_bound(family, kind, protocol, address))
        except OSError as error:
            for listener in listeners:
                listener.close()
            raise ApiStartError(_why_not(host, port, error)) from error
    return listeners


def _bound(family: int, kind: int, protocol: int, address: Any) -> socket.socket:
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)
        listener.listen(256)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is used by another program. Stop it, or choose another with --http {host}:PORT."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for administrators. Choose one above 1023 with --http {host}:PORT."
    return f"The API cannot listen on {host}:{port}: {error.strerror}. Choose another address with --http."


async def _first_byte(connection: socket.socket) -> int | None:
    """Look at the first byte without taking it; None where the peer leaves or says nothing for 10 s.

    Needs an event loop with ``add_reader`` (on Windows the selector loop).
    """
    loop = asyncio.get_running_loop()
    connection.setblocking(False)
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    try:
        async with asyncio.timeout(FIRST_BYTE_TIMEOUT_S):
            await readable.wait()
        seen = connection.recv(1, socket.MSG_PEEK)
    except TimeoutError:
        return None
    finally:
        loop.remove_reader(connection)
    return seen[0] if seen else None


async def _refuse(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(2.0):
        await loop.sock_recv(connection, 4096)  # taken off, or closing would reset the answer away
        await loop.sock_sendall(connection, _REFUSAL)
    connection.close()


def _is_loopback(peer: str) -> bool:
    address = ipaddress.ip_address(peer.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _tls_context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise ApiStartError(f"The certificate {certificate} and its key cannot be used: {error}.") from error
    return context
