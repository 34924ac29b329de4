"""A SIP peer made of a bare UDP socket: sends exactly the bytes a test gives it, sees exactly what comes."""

from __future__ import annotations

import asyncio
import itertools
import re
import socket
from collections.abc import Callable
from typing import cast

from tests.doubles.patience import PATIENCE_S

_numbers = itertools.count(1)


class WirePeer(asyncio.DatagramProtocol):
    """``await WirePeer.open(server_port)``; messages are text, their order kept in ``heard``."""

    def __init__(self, server: tuple[str, int]) -> None:
        self.server = server
        self.heard: list[str] = []
        self._transport: asyncio.DatagramTransport | None = None
        self._news = asyncio.Event()
        self.port = 0

    @classmethod
    async def open(cls, server_port: int, host: str = "127.0.0.1") -> WirePeer:
        """``host``: another loopback address of this machine is another peer."""
        loop = asyncio.get_running_loop()
        _, peer = await loop.create_datagram_endpoint(
            lambda: cls(("127.0.0.1", server_port)), local_addr=(host, 0)
        )
        return peer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # WORKAROUND Python 3.11: its datagram transport does not inherit DatagramTransport.
        self._transport = cast(asyncio.DatagramTransport, transport)
        self.port = transport.get_extra_info("sockname")[1]
        # A burst of answers must wait here: what is said without a transaction is not repeated.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2 << 20)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.heard.append(data.decode(errors="replace"))
        self._news.set()

    def error_received(self, exc: Exception) -> None:
        pass

    def send(self, message: str | bytes) -> None:
        assert self._transport is not None
        raw = message.encode() if isinstance(message, str) else message
        self._transport.sendto(raw, self.server)

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    async def wait(self, start: str, count: int = 1, seconds: float = PATIENCE_S) -> str:
        """The ``count``-th message whose first line begins with ``start``."""
        async with asyncio.timeout(seconds):
            while len(found := self.all(start)) < count:
                self._news.clear()
                await self._news.wait()
        return found[count - 1]

    def all(self, start: str) -> list[str]:
        return [message for message in self.heard if message.startswith(start)]

    def request(
        self,
        method: str,
        call: str,
        *,
        branch: str = "",
        cseq: int = 1,
        to: str = "",
        body: str = "",
        uri: str = "sip:4001@127.0.0.1",
        user: str = "13800138000",
        headers: str = "",
    ) -> str:
        """A request of the call named ``call``; ``to``: the To header's value once there is a tag."""
        branch = branch or f"z9hG4bK-{next(_numbers)}-{method}"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return (
            f"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{self.port};branch={branch};rport\r\n"
            f"From: <sip:{user}@127.0.0.1>;tag=from-{call}\r\nTo: {to or f'<{uri}>'}\r\nCall-ID: {call}\r\n"
            f"CSeq: {cseq} {method}\r\nContact: <sip:{user}@127.0.0.1:{self.port}>\r\nMax-Forwards: 70\r\n"
            f"{headers}{kind}Content-Length: {len(body.encode())}\r\n\r\n{body}"
        )

    def reply(self, request: str, code: str, *, tag: str = "peer", body: str = "", headers: str = "") -> str:
        """An answer to a request that was heard."""
        copied = "".join(
            f"{name}: {value}\r\n"
            for name in ("Via", "From", "Call-ID", "CSeq")
            for value in header_values(request, name)
        )
        to = header(request, "To")
        to = to if ";tag=" in to else f"{to};tag={tag}"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return (
            f"SIP/2.0 {code}\r\n{copied}To: {to}\r\nContact: <sip:peer@127.0.0.1:{self.port}>\r\n"
            f"{headers}{kind}Content-Length: {len(body.encode())}\r\n\r\n{body}"
        )


def header_values(message: str, name: str) -> list[str]:
    return re.findall(rf"^{name}: ([^\r\n]*)\r$", message, re.MULTILINE | re.IGNORECASE)


def header(message: str, name: str) -> str:
    return header_values(message, name)[0]


def sdp(port: int = 40000, formats: str = "0 8 101", extra: str = "", proto: str = "RTP/AVP") -> str:
    return (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {port} {proto} {formats}\r\na=rtpmap:101 telephone-event/8000\r\n{extra}"
    )


def port_of(description: str) -> str:
    """Where its sender wants to hear."""
    return description.partition("m=audio ")[2].split()[0]


async def until(condition: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    """Wait for something that no message announces."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)
