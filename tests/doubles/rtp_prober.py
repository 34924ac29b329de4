"""Two telephones in a process of their own that measure their line: what was lost, how long it took.

``python -m tests.doubles.rtp_prober SECONDS``: prints the two ports it listens on, reads the two ports of
the legs, sends a packet every 20 ms from each side to its leg, its number and time of sending in the
payload, and prints one JSON object. A process of its own: what is measured is the engine, not the test.
"""

from __future__ import annotations

import asyncio
import json
import select
import socket
import struct
import sys
import time
from dataclasses import dataclass

_HEADER = struct.Struct("!BBHII")
_MARK = struct.Struct("!Id")
WARM_UP = 10  # packets of each side that do not count


@dataclass(frozen=True)
class Line:
    """Both directions together. ``worst_gap_ms``: the longest silence between two packets of one way."""

    sent: int
    received: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    worst_gap_ms: float

    @property
    def lost(self) -> int:
        return self.sent - self.received


def probe(seconds: float) -> None:
    sides = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
    for each in sides:
        each.bind(("127.0.0.1", 0))
        each.setblocking(False)
    print(*(each.getsockname()[1] for each in sides), flush=True)
    ports = [int(word) for word in sys.stdin.readline().split()]
    sent, delays_ms, heard_s, gap_ms = 0, list[float](), [0.0, 0.0], 0.0
    begin_s = time.monotonic()
    number = 0
    while (now_s := time.monotonic()) < begin_s + seconds + 0.5:
        due_s = begin_s + number * 0.02
        if now_s >= due_s and now_s < begin_s + seconds:
            for side, port in zip(sides, ports, strict=True):
                head = _HEADER.pack(0x80, 8, number & 0xFFFF, number * 160 & 0xFFFFFFFF, port)
                counts = number >= WARM_UP  # before, both legs may not yet know each other
                mark = _MARK.pack(number, time.monotonic() if counts else 0.0)
                side.sendto(head + mark + bytes(148), ("127.0.0.1", port))
                sent += counts
            number += 1
            continue
        ready, _, _ = select.select(sides, [], [], min(0.02, max(0.001, due_s - now_s)))
        for side in ready:
            data = side.recv(2048)
            at_s = time.monotonic()
            _, sent_s = _MARK.unpack_from(data, 12)
            if begin_s <= sent_s <= at_s:  # else silence that fills a pause
                place = sides.index(side)
                delays_ms.append((at_s - sent_s) * 1000)
                if heard_s[place]:
                    gap_ms = max(gap_ms, (at_s - heard_s[place]) * 1000)
                heard_s[place] = at_s
    delays_ms.sort()

    def at(share: float) -> float:
        return round(delays_ms[min(len(delays_ms) - 1, int(share * len(delays_ms)))], 2) if delays_ms else -1

    print(json.dumps([sent, len(delays_ms), at(0.5), at(0.99), at(1.0), round(gap_ms, 2)]), flush=True)


class Prober:
    """The control side: ``open``, tell the engine its ``ports``, ``go`` with the engine's, ``result``."""

    def __init__(self, process: asyncio.subprocess.Process, ports: tuple[int, int]) -> None:
        self._process = process
        self.ports = ports
        self.legs: list[str] = []  # a note for whoever uses it

    @classmethod
    async def open(cls, seconds: float) -> Prober:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.doubles.rtp_prober", str(seconds),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        one, two = (await process.stdout.readline()).split()
        return cls(process, (int(one), int(two)))

    def go(self, *ports: int) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(str(port) for port in ports).encode() + b"\n")

    async def result(self) -> Line:
        assert self._process.stdout is not None
        line = Line(*json.loads(await self._process.stdout.readline()))
        await self._process.wait()
        return line

    async def close(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


if __name__ == "__main__":
    probe(float(sys.argv[1]))
