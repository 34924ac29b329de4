"""Sends a torture message to a running engine and tells what came back, over UDP or TCP."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from app.server.voice.embedded.signalling.framing import Framer
from tests.doubles.patience import PATIENCE_S
from tests.doubles.sip_wire import WirePeer

PING = "still-there"
_STATUS = re.compile(r"SIP/2\.0 (\d{3})")


def finals(messages: list[str]) -> list[int]:
    """Final statuses of all answers but those to our ping."""
    found = [_STATUS.match(each) for each in messages if PING not in each]
    return [int(each[1]) for each in found if each and int(each[1]) >= 200]


class UdpTormentor:
    """``heard`` grows with everything that comes."""

    def __init__(self, peer: WirePeer) -> None:
        self._peer = peer

    @classmethod
    async def open(cls, port: int) -> UdpTormentor:
        return cls(await WirePeer.open(port))

    @property
    def heard(self) -> list[str]:
        return self._peer.heard

    async def torment(self, raw: bytes, patient: bool = False) -> None:
        """Send it and wait until a harmless request behind it is answered: then it was dealt with."""
        self._peer.send(raw)
        self._peer.send(self._peer.request("OPTIONS", PING))
        await wait_until(lambda: any(PING in each for each in self.heard))

    async def close(self) -> None:
        self._peer.close()


class TcpTormentor:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._framer = Framer()
        self.heard: list[str] = []
        self.closed = False
        self._reading = asyncio.get_running_loop().create_task(self._read())

    @classmethod
    async def open(cls, port: int) -> TcpTormentor:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def torment(self, raw: bytes, patient: bool = False) -> None:
        """As over UDP; a stream that cannot be cut any more is closed, or waits for what never comes.

        ``patient``: that is not what should happen.
        """
        self._writer.write(raw)
        self._writer.write(
            f"OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:1;branch=z9hG4bK{PING}\r\n"
            f"From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: {PING}\r\nCSeq: 1 OPTIONS\r\n"
            "Content-Length: 0\r\n\r\n".encode()
        )
        with contextlib.suppress(TimeoutError):
            await wait_until(
                lambda: self.closed or any(PING in each for each in self.heard), 3 if patient else 0.4
            )

    async def close(self) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        self._writer.close()

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await self._reader.read(65_536):
                self.heard += [each.decode(errors="replace") for each in self._framer.feed(data)]
        self.closed = True


@asynccontextmanager
async def tormentor(transport: str, port: int) -> AsyncGenerator[UdpTormentor | TcpTormentor]:
    """``transport``: "udp" or "tcp"."""
    kind = UdpTormentor if transport == "udp" else TcpTormentor
    opened = await kind.open(port)
    try:
        yield opened
    finally:
        await opened.close()


async def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.002)
