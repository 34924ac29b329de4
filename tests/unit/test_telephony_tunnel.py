"""The tunnel: loopback TCP on one side, a real TLS 1.3 server on the other."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.telephony.tunnel import Tunnel, TunnelEvent, TunnelState
from tests.doubles.sip_softphone_peer import make_certificate


class EchoServer:
    """Answers every byte; keeps what it got."""

    def __init__(self, folder: Path, *, tls12: bool = False) -> None:
        self._context, self.fingerprint = make_certificate(folder)
        if tls12:
            self._context.minimum_version = ssl.TLSVersion.TLSv1_2
            self._context.maximum_version = ssl.TLSVersion.TLSv1_2
        self.port = 0
        self.got = b""
        self.writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self._context)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        if self._server:
            self._server.close()
        for writer in self.writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        try:
            while data := await reader.read(4096):
                self.got += data
                writer.write(data)
        except (OSError, ssl.SSLError):
            return
        finally:
            self.writers.discard(writer)
            writer.transport.abort()


class Way:
    """A tunnel with its events on the test's loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._events: asyncio.Queue[TunnelEvent] = asyncio.Queue()
        self.tunnel = Tunnel(lambda e: self._loop.call_soon_threadsafe(self._events.put_nowait, e))
        self.tunnel.start()
        self._writers: list[asyncio.StreamWriter] = []

    async def event(self) -> TunnelEvent:
        return await asyncio.wait_for(self._events.get(), 5)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.tunnel.port)
        self._writers.append(writer)
        return reader, writer

    async def close(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)
        self.tunnel.close()


@pytest.fixture
async def way() -> AsyncIterator[Way]:
    made = Way()
    yield made
    await made.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EchoServer]:
    made = EchoServer(tmp_path)
    await made.open()
    yield made
    made.close()


async def read(reader: asyncio.StreamReader) -> bytes:
    return await asyncio.wait_for(reader.read(4096), 5)


async def test_bytes_go_both_ways_and_an_end_on_our_side_ends_the_other(way: Way, server: EchoServer) -> None:
    way.tunnel.point_at("127.0.0.1", server.port, server.fingerprint.upper())
    reader, writer = await way.connect()
    writer.write(b"REGISTER")
    assert await read(reader) == b"REGISTER"
    up = await way.event()
    assert (up.state, up.local_address) == (TunnelState.UP, "127.0.0.1")
    writer.close()
    assert (await way.event()).state is TunnelState.DOWN
    async with asyncio.timeout(5):
        while server.writers:
            await asyncio.sleep(0.01)


async def test_a_dead_server_closes_our_side_at_once_and_a_new_one_is_reached(
    way: Way, server: EchoServer
) -> None:
    way.tunnel.point_at("127.0.0.1", server.port, server.fingerprint)
    reader, writer = await way.connect()
    writer.write(b"a")
    assert await read(reader) == b"a"
    assert (await way.event()).state is TunnelState.UP
    server.close()
    assert await read(reader) == b""
    assert (await way.event()).state is TunnelState.DOWN

    reader, writer = await way.connect()
    assert await read(reader) == b""
    assert (await way.event()).state is TunnelState.UNREACHABLE

    await server.open()
    reader, writer = await way.connect()
    writer.write(b"b")
    assert await read(reader) == b"b"
    writer.close()


async def test_another_certificate_gets_not_a_single_byte(way: Way, server: EchoServer) -> None:
    way.tunnel.point_at("127.0.0.1", server.port, "00" * 32)
    reader, writer = await way.connect()
    writer.write(b"a secret")
    assert await read(reader) == b""
    told = await way.event()
    assert told.state is TunnelState.CERTIFICATE
    assert server.fingerprint in told.detail
    assert server.got == b""


async def test_a_server_of_yesterday_is_not_spoken_to(way: Way, tmp_path: Path) -> None:
    old = EchoServer(tmp_path, tls12=True)
    await old.open()
    way.tunnel.point_at("127.0.0.1", old.port, old.fingerprint)
    reader, _ = await way.connect()
    assert await read(reader) == b""
    assert (await way.event()).state is TunnelState.UNREACHABLE
    old.close()


async def test_going_to_another_server_drops_the_first(way: Way, server: EchoServer) -> None:
    way.tunnel.point_at("127.0.0.1", server.port, server.fingerprint)
    reader, writer = await way.connect()
    writer.write(b"a")
    assert await read(reader) == b"a"
    way.tunnel.point_at("127.0.0.1", server.port + 1, server.fingerprint)
    assert await read(reader) == b""


@pytest.mark.parametrize("pin", ["", "abc", "zz" * 32, "ab" * 20])
async def test_a_pin_that_is_none_is_refused(way: Way, pin: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        way.tunnel.point_at("127.0.0.1", 1, pin)
