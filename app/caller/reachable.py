"""Find out at once that no program listens at an address, instead of waiting for SIP's time-outs.

In:  host, port. Out: one call-back when the far machine says "port unreachable" (ICMP).
A UDP socket that is connected hears of that, the socket that carries SIP is not; what is sent is the
keep-alive of RFC 5626 §4.4.1 (an empty double line), which SIP servers pass over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast


class _Probe(asyncio.DatagramProtocol):
    def __init__(self, on_refused: Callable[[], None], listen_s: float) -> None:
        self._on_refused = on_refused
        self._listen_s = listen_s
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        self._transport.sendto(b"\r\n\r\n")
        asyncio.get_running_loop().call_later(self._listen_s, self._transport.close)

    def error_received(self, exc: Exception) -> None:
        # Windows reports a closed UDP port as "connection reset".
        if isinstance(exc, (ConnectionRefusedError, ConnectionResetError)) and self._transport is not None:
            self._transport.close()
            self._on_refused()


async def watch_for_refusal(host: str, port: int, on_refused: Callable[[], None], listen_s: float) -> None:
    """Ask once; ``on_refused`` is called at most once. Silent where the system does not tell."""
    loop = asyncio.get_running_loop()
    try:
        await loop.create_datagram_endpoint(lambda: _Probe(on_refused, listen_s), remote_addr=(host, port))
    except OSError:
        on_refused()
