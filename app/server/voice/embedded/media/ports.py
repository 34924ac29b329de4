"""RTP sockets: an even port out of the configured range (RFC 3550 §11).

Its odd neighbour is for RTCP; where somebody else has it, the leg goes without.
"""

from __future__ import annotations

import contextlib
import ctypes
import random
import socket

_RECEIVE_BUFFER_BYTES = 1 << 18


class NoPortError(Exception):
    """Every port of the range is taken."""


class PortPool:
    def __init__(self, host: str, low: int, high: int) -> None:
        self._host = host
        self._family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._ports = list(range(low + low % 2, high + 1, 2))
        self._range = (low, high)
        # Start anywhere and go round: a port is not used again while packets for its last owner arrive.
        self._next = random.randrange(len(self._ports)) if self._ports else 0

    def open(self) -> tuple[socket.socket, socket.socket | None]:
        """RTP socket and, where its port was free, RTCP socket. Raises NoPortError, OSError."""
        for _ in self._ports:
            port = self._ports[self._next]
            self._next = (self._next + 1) % len(self._ports)
            rtp = self._bind(port)
            if rtp is None:
                continue
            rtp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
            rtcp = self._bind(port + 1)
            if rtcp is not None:
                with contextlib.suppress(OSError):  # a packet every few seconds
                    rtcp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            return rtp, rtcp
        raise NoPortError(f"no free RTP port between {self._range[0]} and {self._range[1]}")

    def _bind(self, port: int) -> socket.socket | None:
        each = socket.socket(self._family, socket.SOCK_DGRAM)
        each.setblocking(False)
        try:
            each.bind((self._host, port))
        except OSError as error:
            each.close()
            if error.errno in _TAKEN:
                return None
            raise
        return each


_libc = ctypes.CDLL(None, use_errno=True)
_SOCKADDR_UNSPEC = bytes(16)  # AF_UNSPEC is 0


def disconnect(each: socket.socket) -> None:
    """Let a connected UDP socket hear everybody again (connect(2): AF_UNSPEC), which Python cannot say."""
    _libc.connect(each.fileno(), _SOCKADDR_UNSPEC, len(_SOCKADDR_UNSPEC))


_TAKEN = {98, 48, 10048, 13}  # EADDRINUSE on Linux, macOS, Windows; EACCES (reserved)
