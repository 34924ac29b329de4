"""Find out at once that no program listens at an address, instead of waiting for SIP's time-outs.

In:  host, port. Out: one call-back when the far machine says "port unreachable" (ICMP).
A UDP socket that is connected hears of that, the socket that carries SIP is not; what is sent is the
keep-alive of RFC 5626 §4.4.1 (an empty double line), which SIP servers pass over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast


class Probe(asyncio.DatagramProtocol):
    """Listens for the refusal until it is closed; ``on_refused`` is called at most once."""

    def __init__(self, on_refused: Callable[[], None]) -> None:
        self._on_refused = on_refused
        self._transport: asyncio.DatagramTransport | None = None

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        self._transport.sendto(b"\r\n\r\n")

    def error_received(self, exc: Exception) -> None:
        # Windows reports a closed UDP port as "connection reset".
        if isinstance(exc, (ConnectionRefusedError, ConnectionResetError)) and self._transport is not None:
            self.close()
            self._on_refused()


async def watch_for_refusal(host: str, port: int, on_refused: Callable[[], None]) -> Probe | None:
    """Ask once; close what is returned when it no longer matters. None where there is no way at all."""
    loop = asyncio.get_running_loop()
    try:
        _, probe = await loop.create_datagram_endpoint(lambda: Probe(on_refused), remote_addr=(host, port))
    except OSError:
        on_refused()
        return None
    return probe
