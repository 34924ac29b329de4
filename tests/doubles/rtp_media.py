"""A running media process with what it reported, for tests."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.server.voice.embedded.media.client import MediaClient
from app.server.voice.embedded.media.protocol import Health, Report, SetLeg, SrtpKeys
from app.server.voice.embedded.media.settings import MediaSettings
from tests.doubles.patience import PATIENCE_S
from tests.doubles.rtp_peer import RtpPeer

T = TypeVar("T")
KEY = bytes(range(32))


def free_range(ports: int = 40) -> tuple[int, int]:
    """A range of UDP ports that nobody uses right now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        low = min(probe.getsockname()[1] & ~1, 65535 - ports)
    return low, low + ports


class Media:
    """``async with Media(tmp_path) as media``"""

    def __init__(self, folder: Path, **changes: object) -> None:
        self.folder = folder
        low, high = free_range()
        values: dict[str, object] = {
            "host": "127.0.0.1",
            "rtp_low": low,
            "rtp_high": high,
            "prompt_dirs": (folder / "resources",),
            "journal_dir": folder / "journal",
            "journal_key": KEY,
        }
        self.settings = MediaSettings(**{**values, **changes})  # type: ignore[arg-type]
        self.reports: list[Report] = []
        self.deaths = 0
        self._news = asyncio.Event()
        self.client = MediaClient(self.settings, self._report, self._death)
        self.peers: list[RtpPeer] = []

    async def __aenter__(self) -> Media:
        await self.client.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for peer in self.peers:
            peer.close()
        await self.client.stop()

    async def leg(
        self, name: str, peer: RtpPeer, keys: SrtpKeys | None = None, dtmf: int | None = 101
    ) -> int:
        """Open a leg for this peer and let the peer send its tone to it."""
        port = await self.client.open_leg(name)
        self.client.send(SetLeg(name, peer.host, peer.port, peer.codec, peer.payload_type, dtmf, keys))
        self.peers.append(peer)
        peer.start((peer.host, port))
        await sent()
        return port

    async def wait(
        self, kind: type[T], check: Callable[[T], bool] = lambda _: True, timeout_s: float = PATIENCE_S
    ) -> T:
        """The first report of this kind that fits, already here or to come."""
        async with asyncio.timeout(timeout_s):
            while True:
                for each in self.reports:
                    if isinstance(each, kind) and check(each):
                        return each
                self._news.clear()
                await self._news.wait()

    async def death(self, timeout_s: float = PATIENCE_S) -> None:
        """Wait until the process is gone."""
        async with asyncio.timeout(timeout_s):
            while not self.deaths:
                self._news.clear()
                await self._news.wait()

    def all(self, kind: type[T]) -> list[T]:
        return [each for each in self.reports if isinstance(each, kind)]

    def _report(self, report: Report) -> None:
        if not isinstance(report, Health) or not self.all(Health) or report.worst_tick_late_ms > 0:
            self.reports.append(report)
        self._news.set()

    def _death(self) -> None:
        self.deaths += 1
        self._news.set()


async def sent() -> None:
    """Let the client write what it was given: it does so once in each turn of the event loop, which a test
    that waits without ``await`` holds up."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def seconds(duration_s: float) -> None:
    """Let audio run for so long: audio is heard in real time, there is no condition to wait for."""
    await asyncio.sleep(duration_s)
