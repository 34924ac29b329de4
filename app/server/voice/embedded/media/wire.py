"""A leg's RTP socket and where its peer is: signalled, learned from its packets (RFC 4961), connected.

Once the peer sends from where it was said to be, the socket is connected: the kernel keeps strangers
off, and is faster. Behind a NAT it stays open, so that the signalled address may still come.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from typing import Any

from app.server.voice.embedded.media.ports import disconnect

Address = tuple[Any, ...]  # (host, port), and two numbers more with IPv6


class Wire:
    __slots__ = ("_signalled", "_socket", "address", "connected", "learned", "source")

    def __init__(self, rtp: socket.socket) -> None:
        self._socket = rtp
        self._signalled: Address | None = None
        self.address: Address | None = None  # where we send to
        self.learned: Address | None = None  # where valid packets come from
        self.source: Address | None = None  # of the last datagram
        self.connected = False

    def move(self, host: str, port: int, reachable: bool) -> bool:
        """Signalling says where the peer is. False: there it was already."""
        if (host, port) == self._signalled:
            return False
        self._signalled = (host, port)
        self.address = self._signalled if reachable else None
        self.forget()
        return True

    def receive(self, buffer: memoryview) -> int:
        """Length of the next datagram; ``source`` is where it came from. Raises OSError."""
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
        return self.learned is None or source == self.learned or signed or self._is_signalled(source)

    def learn(self) -> bool:
        """The last datagram was valid. True: the peer is somewhere else now."""
        if self.source == self.learned or self.source is None:
            return False
        self.learned = self.address = self.source
        if self._is_signalled(self.source):
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

    def _is_signalled(self, source: Address | None) -> bool:
        return source is not None and source[:2] == self._signalled

    def _receive_known(self, buffer: memoryview) -> int:
        length, self.source = self._socket.recvfrom_into(buffer)
        return length if self.source == self.learned else -length
