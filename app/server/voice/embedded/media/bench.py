"""Measures a media process: ``python -m app.server.voice.embedded.media.bench``.

Starts one with recording on, and a generator in a process of its own that plays all telephones. First
all conversations talk; then 50 legs hear music. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import select
import socket
import struct
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from app.server.voice.embedded.media.client import MediaClient
from app.server.voice.embedded.media.codecs import SILENCE
from app.server.voice.embedded.media.protocol import Health, Join, Play, RecordStream, Report, SetLeg
from app.server.voice.embedded.media.settings import MediaSettings

_HEADER = struct.Struct("!BBHII")
_SENT = struct.Struct("!d")
_LISTENERS = 50


def generate(ports: list[int], seconds: float, pipe: Connection) -> None:
    """Play all telephones: a packet every 20 ms to each port, its time of sending in its payload."""
    sockets = [_telephone(port) for port in ports]
    poll = select.epoll()
    by_fd = {each.fileno(): each for each in sockets}
    for fd in by_fd:
        poll.register(fd, select.EPOLLIN)
    pipe.send([each.getsockname()[1] for each in sockets])
    pipe.recv()
    delays_ms: list[float] = []
    begin_s = time.monotonic()
    number = sent = received = index = 0
    while (now_s := time.monotonic()) < begin_s + seconds:
        # Telephones are not in step: each has its own place within the 20 ms.
        due_s = begin_s + number * 0.02 + 0.02 * index / len(sockets)
        if now_s >= due_s:
            head = _HEADER.pack(0x80, 8, number & 0xFFFF, number * 160 & 0xFFFFFFFF, 1000 + index)
            sockets[index].send(head + _SENT.pack(time.monotonic()) + SILENCE["PCMA"][8:])
            sent += 1
            index += 1
            if index == len(sockets):
                index, number = 0, number + 1
            continue
        for fd, _ in poll.poll(max(0.0, due_s - now_s)):
            data = by_fd[fd].recv(2048)
            received += 1
            (sent_s,) = _SENT.unpack_from(data, 12)
            if begin_s - 1 < sent_s <= time.monotonic() and time.monotonic() - begin_s > 1:
                delays_ms.append((time.monotonic() - sent_s) * 1000)
    delays_ms.sort()
    pipe.send((sent, received, delays_ms))


def _telephone(port: int) -> socket.socket:
    each = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    each.bind(("127.0.0.1", 0))
    each.connect(("127.0.0.1", port))
    return each


class _Bench:
    def __init__(self, folder: Path, conversations: int, seconds: float) -> None:
        self._conversations, self._seconds = conversations, seconds
        self._health: list[Health] = []
        repository = Path(__file__).resolve().parents[5]
        settings = MediaSettings(
            host="127.0.0.1",
            rtp_low=20000,
            rtp_high=20000 + 8 * (conversations + _LISTENERS),
            prompt_dirs=(repository / "resources", folder),
            journal_dir=folder / "journal",
            journal_key=bytes(32),
        )
        self._client = MediaClient(settings, self._report, lambda: sys.exit("the media process died"))

    def _report(self, report: Report) -> None:
        if isinstance(report, Health):
            self._health.append(report)

    async def run(self) -> dict[str, float | int]:
        await self._client.start()
        try:
            talk = await self._talk()
            return {**talk, **await self._music()}
        finally:
            await self._client.stop()

    async def _talk(self) -> dict[str, float | int]:
        names = [f"{each}{side}" for each in range(self._conversations) for side in "ab"]
        ports = [await self._client.open_leg(each) for each in names]
        ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        child = context.Process(target=generate, args=(ports, self._seconds, theirs))
        child.start()
        phones: list[int] = await asyncio.to_thread(ours.recv)
        for name, phone in zip(names, phones, strict=True):
            self._client.send(SetLeg(name, "127.0.0.1", phone, "PCMA", 8, 101))
            self._client.send(Join(f"bridge{name[:-1]}", name, "TALK"))
            side = "CUSTOMER" if name.endswith("a") else "AGENT"
            self._client.send(RecordStream(f"recording{name[:-1]}", "call", name, side))
        await asyncio.sleep(1.0)
        self._health.clear()
        ours.send("go")
        sent, received, delays_ms = await asyncio.to_thread(ours.recv)
        await asyncio.to_thread(child.join)
        health = self._health[1:-1] or self._health
        return {
            "conversations": self._conversations,
            "recorded": True,
            "packets_per_s": round(sum(each.packets for each in health) / len(health)),
            "cpu_percent": round(100 * sum(each.cpu_s for each in health) / len(health), 1),
            "sent": sent,
            "received": received,
            "forward_p50_ms": _at(delays_ms, 0.5),
            "forward_p99_ms": _at(delays_ms, 0.99),
            "forward_worst_ms": _at(delays_ms, 1.0),
            "talk_worst_tick_late_ms": round(max(each.worst_tick_late_ms for each in health), 2),
        }

    async def _music(self) -> dict[str, float | int]:
        """All conversations stay, silent; 50 more legs hear music."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sink:
            sink.bind(("127.0.0.1", 0))
            for each in range(_LISTENERS):
                name = f"music{each}"
                await self._client.open_leg(name)
                self._client.send(SetLeg(name, "127.0.0.1", sink.getsockname()[1], "PCMA", 8, 101))
                self._client.send(Play(name, name, ["music/calm"], True))
            await asyncio.sleep(1.5)
            self._health.clear()
            await asyncio.sleep(max(3.0, self._seconds / 2))
        return {
            "music_legs": _LISTENERS,
            "music_cpu_percent": round(100 * sum(e.cpu_s for e in self._health) / len(self._health), 1),
            "music_worst_tick_late_ms": round(max(e.worst_tick_late_ms for e in self._health), 2),
        }


def _at(values: list[float], part: float) -> float:
    return round(values[min(len(values) - 1, int(part * len(values)))], 2) if values else -1.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a media process.")
    parser.add_argument("--conversations", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(_Bench(Path(folder), arguments.conversations, arguments.seconds).run())
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
