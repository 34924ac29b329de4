"""Flows: a connection and how to get back over it (RFC 5626 §3), on UDP, TCP and TLS.

In:  datagrams and streams. Out: raw messages with the flow they came over; ``Flow.send`` goes back.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from app.server.voice.embedded.signalling.framing import Framer, FramingError
from app.server.voice.embedded.signalling.nat import Reach
from app.server.voice.embedded.signalling.overload import PROBE_EVERY_S, Probe

log = logging.getLogger(__name__)

Address = tuple[str, int]
OnMessage = Callable[[bytes, "Flow"], None]
WRITE_LIMIT_BYTES = 1 << 20
RECEIVE_BUFFER_BYTES = 4 << 20  # a burst must wait here rather than be lost and repeated


def _anybody(_host: str) -> bool:
    return True


def _never_mind(_host: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class FlowRules:
    """``passes``: whether anything from a host is read; ``rubbish``: it sent what belongs to nothing.

    ``reach``: which address of ours it is told.
    """

    connections: int = 4000
    connections_per_address: int = 1000
    first_message_s: float = 20.0  # a connection that says nothing for so long is closed
    passes: Callable[[str], bool] = _anybody
    rubbish: Callable[[str], None] = _never_mind
    reach: Reach = field(default_factory=Reach)


class Flow:
    """Where a message came from and how to answer there. ``local``: ours, as the peer may know it."""

    reliable = False
    secure = False
    transport = "UDP"

    def __init__(self, local: Address, peer: Address) -> None:
        self.local = local
        self.peer = peer
        self.alive = True
        self._on_close: list[Callable[[Flow], None]] = []

    def send(self, raw: bytes) -> None:
        """Send one message; a dead flow swallows it (the transaction's timers tell)."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the connection; nothing on UDP."""

    def when_closed(self, callback: Callable[[Flow], None]) -> None:
        self._on_close.append(callback)

    def forget(self, callback: Callable[[Flow], None]) -> None:
        if callback in self._on_close:
            self._on_close.remove(callback)

    def __str__(self) -> str:
        return f"{self.transport} {self.peer[0]}:{self.peer[1]}"


class UdpFlow(Flow):
    """A peer's address as seen from our UDP socket. Two flows to the same address are equal."""

    def __init__(self, local: Address, peer: Address, transport: asyncio.DatagramTransport) -> None:
        super().__init__(local, peer)
        self._datagrams = transport

    def send(self, raw: bytes) -> None:
        if not self._datagrams.is_closing():
            self._datagrams.sendto(raw, self.peer)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UdpFlow) and (self.local, self.peer) == (other.local, other.peer)

    def __hash__(self) -> int:
        return hash((self.local, self.peer))


class StreamFlow(Flow):
    reliable = True

    def __init__(self, local: Address, peer: Address, transport: asyncio.Transport, secure: bool) -> None:
        super().__init__(local, peer)
        self._stream = transport
        self.secure = secure
        self.transport = "TLS" if secure else "TCP"

    def send(self, raw: bytes) -> None:
        if self._stream.is_closing():
            return
        if self._stream.get_write_buffer_size() > WRITE_LIMIT_BYTES:
            log.warning("%s does not read: closed", self)
            self._stream.abort()
            return
        self._stream.write(raw)

    def close(self) -> None:
        self._stream.close()

    def lost(self) -> None:
        self.alive = False
        callbacks, self._on_close = self._on_close, []
        for callback in callbacks:
            callback(self)


class UdpPort(asyncio.DatagramProtocol):
    """Our UDP socket."""

    def __init__(self, on_message: OnMessage, rules: FlowRules) -> None:
        self._on_message = on_message
        self._passes = rules.passes
        self._reach = rules.reach
        self._transport: asyncio.DatagramTransport | None = None
        self._probe = Probe(time.monotonic)
        self._probing: asyncio.TimerHandle | None = None
        self.local: Address = ("", 0)

    @property
    def waits_s(self) -> float:
        """How long messages wait in the socket before they are read."""
        return self._probe.waits_s

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # WORKAROUND Python 3.11: its datagram transport does not inherit DatagramTransport.
        self._transport = cast(asyncio.DatagramTransport, transport)
        self.local = transport.get_extra_info("sockname")[:2]
        self._look()

    def _look(self) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        if (message := self._probe.next()) is not None:
            host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.local[0], self.local[0])
            self._transport.sendto(message, (host, self.local[1]))
        self._probing = asyncio.get_running_loop().call_later(PROBE_EVERY_S, self._look)

    def datagram_received(self, data: bytes, addr: tuple[str, int] | tuple[str, int, int, int]) -> None:
        if self._probe.is_mine(data):
            return
        if not self._passes(addr[0]) or not data.strip(b"\r\n\0 "):  # keep-alives of phones behind NAT
            return
        scope = f"%{addr[3]}" if len(addr) == 4 and addr[3] else ""  # a link-local address needs its link
        self._on_message(data, self.flow(addr[0] + scope, addr[1]))

    def error_received(self, exc: Exception) -> None:
        log.debug("UDP: %s", exc)  # a peer's port is closed; timers find out whose

    def flow(self, host: str, port: int) -> UdpFlow:
        assert self._transport is not None
        own = self._reach.shown_to(host, own_address(self.local[0], host))
        return UdpFlow((own, self.local[1]), (host, port), self._transport)

    def close(self) -> None:
        if self._probing:
            self._probing.cancel()
        if self._transport:
            self._transport.close()


class Connections:
    """All open streams of a stack, counted by the other side's address."""

    def __init__(self) -> None:
        self._open: set[StreamPort] = set()
        self._at: Counter[str] = Counter()

    def full(self, host: str, rules: FlowRules) -> bool:
        return len(self._open) >= rules.connections or self._at[host] >= rules.connections_per_address

    def add(self, port: StreamPort, host: str) -> None:
        self._open.add(port)
        self._at[host] += 1

    def remove(self, port: StreamPort, host: str) -> None:
        if port in self._open:
            self._open.remove(port)
            self._at[host] -= 1
            if not self._at[host]:
                del self._at[host]

    def __iter__(self) -> Iterator[StreamPort]:
        return iter(tuple(self._open))


class StreamPort(asyncio.Protocol):
    """One TCP or TLS connection, of either direction."""

    def __init__(
        self, on_message: OnMessage, secure: bool, connections: Connections, rules: FlowRules
    ) -> None:
        self._on_message = on_message
        self._secure = secure
        self._connections = connections
        self._rules = rules
        self._framer = Framer()
        self._stream: asyncio.Transport | None = None
        self._silent: asyncio.TimerHandle | None = None
        self.flow: StreamFlow | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._stream = transport
        peer = _address(transport.get_extra_info("peername"))
        local = _address(transport.get_extra_info("sockname"))
        if not self._rules.passes(peer[0]):
            transport.abort()
            return
        if self._connections.full(peer[0], self._rules):
            log.warning("too many connections: %s refused", peer[0])
            transport.abort()
            return
        _tune(transport.get_extra_info("socket"))
        own = (self._rules.reach.shown_to(peer[0], local[0]), local[1])
        self.flow = StreamFlow(own, peer, transport, self._secure)
        self._connections.add(self, peer[0])
        loop = asyncio.get_running_loop()
        self._silent = loop.call_later(self._rules.first_message_s, transport.abort)

    def data_received(self, data: bytes) -> None:
        if self.flow is None or self._stream is None:
            return
        if not self._rules.passes(self.flow.peer[0]):
            self._stream.abort()
            return
        try:
            messages = self._framer.feed(data)
        except FramingError as error:
            log.info("%s: %s, closed", self.flow, error)
            self._stream.abort()
            return
        if self._framer.pings:  # each double CRLF is answered by a single one, RFC 5626 §4.4.1
            self.flow.send(b"\r\n" * self._framer.pings)
        for message in messages:
            self._heard()
            self._on_message(message, self.flow)

    def connection_lost(self, exc: Exception | None) -> None:
        self._heard()
        if self.flow:
            self._connections.remove(self, self.flow.peer[0])
            self.flow.lost()

    def _heard(self) -> None:
        if self._silent:
            self._silent.cancel()
            self._silent = None


async def open_udp(host: str, port: int, on_message: OnMessage, rules: FlowRules) -> UdpPort:
    """Bind a UDP socket (port 0: any). Raises OSError."""
    loop = asyncio.get_running_loop()
    six = ":" in host
    udp = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        udp.setblocking(False)
        if six:  # IPv4 has a socket of its own
            udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)  # the system may give less
        udp.bind((host, port))
        _, protocol = await loop.create_datagram_endpoint(lambda: UdpPort(on_message, rules), sock=udp)
    except OSError:
        udp.close()
        raise
    return protocol


# Forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
_TLS_1_2_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"


def server_tls(certificate: str, key: str, lowest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
    """TLS for our listener. Raises OSError (ssl.SSLError is one) when the files cannot be used."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = lowest
    context.set_ciphers(_TLS_1_2_CIPHERS)
    context.load_cert_chain(certificate, key)
    return context


def client_tls(authorities: str = "") -> ssl.SSLContext:
    """TLS towards others: 1.2 or better, certificate and name verified.

    ``authorities``: a file of those to trust instead of the system's. Raises OSError, ssl.SSLError.
    """
    context = ssl.create_default_context(cafile=authorities or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@lru_cache(maxsize=4096)
def own_address(bound: str, peer: str) -> str:
    """The address of ours that ``peer`` can reach, also when we listen on all of them."""
    if bound not in ("0.0.0.0", "::"):
        return bound
    family = socket.AF_INET6 if ":" in peer else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((peer, 9))  # sends nothing: asks the routing table
            return str(probe.getsockname()[0])
    except OSError:
        return "127.0.0.1"


def _address(name: tuple[str, int] | tuple[str, int, int, int] | None) -> Address:
    return (name[0], name[1]) if name else ("", 0)


def _tune(connection: socket.socket | None) -> None:
    """No waiting for full packets; notice within a minute that the other machine is gone."""
    if connection is None:
        return
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if (option := getattr(socket, name, None)) is not None:
            connection.setsockopt(socket.IPPROTO_TCP, option, value)
