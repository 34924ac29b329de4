"""A leg's RTP socket and where its peer is: signalled, learned from its packets (RFC 4961), connected.

Once the peer sends from where it was said to be, the socket is connected: the kernel keeps strangers
off, and is faster. Behind a NAT it stays open, so that the signalled address may still come.

Who needs to know how late packets come asks the kernel when they came: were it measured when they are
read, each stall of our own would be taken for one of the network.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from app.server.voice.embedded.media.ports import disconnect

Address = tuple[Any, ...]  # (host, port), and two numbers more with IPv6

_SO_TIMESTAMPNS = 35  # socket(7), Linux: each datagram with the time when it came; Python has no name for it
_TIMESPEC = struct.Struct("@qq")
_ROOM = socket.CMSG_SPACE(_TIMESPEC.size)
_MOST_AGE_S = 1.0  # older: the wall clock was set meanwhile


class Wire:
    __slots__ = (
        "_signalled",
        "_socket",
        "_stamped",
        "address",
        "arrived_s",
        "connected",
        "learned",
        "source",
    )

    def __init__(self, rtp: socket.socket) -> None:
        self._socket = rtp
        self._signalled: Address | None = None
        self.address: Address | None = None  # where we send to
        self.learned: Address | None = None  # where valid packets come from
        self.source: Address | None = None  # of the last datagram
        self.connected = False
        self.arrived_s: float | None = (
            None  # when the last datagram came (monotonic), where that is asked for
        )
        self._stamped = False

    def stamp(self, wanted: bool) -> None:
        """Whether to ask when datagrams came. Where the system cannot say, they came when they are read."""
        if wanted is not self._stamped:
            self.arrived_s = None
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, int(wanted))
                self._stamped = wanted

    def move(self, host: str, port: int, reachable: bool) -> bool:
        """Signalling says where the peer is. False: there it was already. Raises ValueError."""
        host = as_the_kernel_writes(host, self._socket.family)
        if (host, port) == self._signalled:
            return False
        self._signalled = (host, port)
        self.address = self._signalled if reachable else None
        self.forget()
        return True

    def receive(self, buffer: memoryview) -> int:
        """Length of the next datagram; ``source`` is where it came from. Raises OSError."""
        if self._stamped:
            return self._receive_stamped(buffer)
        if self.connected:
            self.source = self.learned
            return self._socket.recv_into(buffer)
        length, self.source = self._socket.recvfrom_into(buffer)
        return length

    def receiver(self) -> Callable[[memoryview], int]:
        """The shortest way to read from the peer that is known now; less than 0 (minus the length) when
        it was somebody else."""
        return self._socket.recv_into if self.connected else self._receive_known

    def sender(self) -> Callable[[memoryview], int] | None:
        """The shortest way to send to where the peer is now; None: nowhere."""
        if self.connected:
            return self._socket.send
        address = self.address
        return None if address is None else lambda packet: self._socket.sendto(packet, address)

    def send(self, packet: memoryview) -> None:
        """Raises OSError."""
        if self.connected:
            self._socket.send(packet)
        elif self.address is not None:
            self._socket.sendto(packet, self.address)

    def admits(self, signed: bool) -> bool:
        """The first valid packet says where the peer is, later ones do not.

        What comes from the address that was signalled, or is signed with the peer's key, may say so later.
        """
        source = self.source
        return self.learned is None or source == self.learned or signed or self.is_signalled(source)

    def learn(self) -> bool:
        """The last datagram was valid. True: the peer is somewhere else now."""
        if self.source == self.learned or self.source is None:
            return False
        self.learned = self.address = self.source
        if self.is_signalled(self.source):
            with contextlib.suppress(OSError):
                self._socket.connect(self.source)
                self.connected = True
        return True

    def forget(self) -> None:
        """Learn anew where the peer is: it was said to have moved, or it fell silent."""
        self.learned = None
        if self.connected:
            self.connected = False
            disconnect(self._socket)

    def _receive_stamped(self, buffer: memoryview) -> int:
        length, told, _, source = self._socket.recvmsg_into([buffer], _ROOM)
        self.source = self.learned if self.connected else source
        self.arrived_s = None
        if told and len(told[0][2]) == _TIMESPEC.size:
            seconds, nanoseconds = _TIMESPEC.unpack(told[0][2])
            age_s = time.time() - seconds - nanoseconds * 1e-9
            if 0.0 <= age_s < _MOST_AGE_S:
                self.arrived_s = time.monotonic() - age_s
        return length

    def is_signalled(self, source: Address | None) -> bool:
        return source is not None and source[:2] == self._signalled

    def _receive_known(self, buffer: memoryview) -> int:
        length, self.source = self._socket.recvfrom_into(buffer)
        return length if self.source == self.learned else -length


def as_the_kernel_writes(host: str, family: int) -> str:
    """An address so that it can be compared with where datagrams come from. A socket for all addresses of
    IPv6 has IPv4 too, but only by IPv6's name for it (RFC 4291 §2.5.5.2). Raises ValueError."""
    address = ipaddress.ip_address(host)
    if family != socket.AF_INET6:
        return str(address)
    mapped = address if isinstance(address, ipaddress.IPv4Address) else address.ipv4_mapped
    return str(address) if mapped is None else f"::ffff:{mapped}"
