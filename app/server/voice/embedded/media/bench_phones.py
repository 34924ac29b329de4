"""The telephones of the media bench: a C program where there is a compiler, this file where there is none.

In:  arguments ``echo|mixed CONVERSATIONS SECONDS``; on stdin the ports to talk to, then ``go``.
Out: own ports on stdout, then one line of JSON (see bench_phones.c, which is the same thing faster).
"""

from __future__ import annotations

import json
import select
import shutil
import socket
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MOST_IN_PYTHON = 50  # conversations; more would measure this file and not the media process
_SOURCE = Path(__file__).with_name("bench_phones.c")
_HEADER = struct.Struct("!BBHII")
_MAGIC = struct.Struct("=4sd")
_FRAME = 160
_BURST_EVERY = 50  # packets
_TONE = (b"\xba" * 4 + b"\x3a" * 4) * (_FRAME // 8)  # A-law, 1 kHz, loud


def program(folder: Path, *flags: str) -> list[str]:
    """How to start the telephones; compiles them into ``folder`` if it can, with these flags besides."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is not None and _SOURCE.exists():
        target = folder / "phones"
        done = subprocess.run([compiler, "-O2", *flags, "-o", str(target), str(_SOURCE)], check=False)
        if done.returncode == 0:
            return [str(target)]
    return [sys.executable, "-m", "app.server.voice.embedded.media.bench_phones"]


def in_python(command: list[str]) -> bool:
    return command[0] == sys.executable


@dataclass(slots=True)
class _Leg:
    socket: socket.socket
    role: int  # 0 customer, 1 echoing agent, 2 silent party
    sent: int = 0
    returned: int = 0
    holes: int = 0
    highest: int | None = None
    burst_s: float = 0.0


class _Phones:
    def __init__(self, mixed: bool, ports: list[int]) -> None:
        self._mixed = mixed
        parties = 3 if mixed else 2
        self.legs = [_Leg(_telephone(port), index % parties) for index, port in enumerate(ports)]
        self.trips_ms: list[float] = []
        self.heard_s = 0.0  # when a packet last came back

    def run(self, seconds: float) -> dict[str, float | int]:
        poll = select.epoll()
        by_fd = {each.socket.fileno(): each for each in self.legs}
        for fd in by_fd:
            poll.register(fd, select.EPOLLIN)
        begin_s = now_s = time.monotonic()
        # All begin at once, which makes a stall; the buffers of conferences forget it in five seconds.
        settle_s = min(6.0 if self._mixed else 3.0, seconds / 2)
        slot, late_s = 0, 0.0
        self.heard_s = begin_s + seconds
        while now_s < min(self.heard_s + 0.5, begin_s + seconds + 5):  # what is on its way may come
            # Telephones are not in step: each has its own place within the 20 ms.
            due_s = begin_s + 0.02 * slot / len(self.legs)
            if due_s <= now_s < begin_s + seconds:
                number, index = divmod(slot, len(self.legs))
                self._speak(self.legs[index], number)
                late_s = max(late_s, now_s - due_s)
                slot += 1
            else:
                for fd, _ in poll.poll(max(0.0, min(due_s - now_s, 0.02)) if now_s < due_s else 0.02):
                    self._listen(by_fd[fd], time.monotonic() - begin_s > settle_s)
            now_s = time.monotonic()
        return self._figures(late_s)

    def _speak(self, leg: _Leg, number: int) -> None:
        if leg.role == 1:
            return
        payload = b"\xd5" * _FRAME
        if not self._mixed:
            payload = _MAGIC.pack(b"SEAT", time.monotonic()) + payload[_MAGIC.size :]
        elif leg.role == 0 and (number + leg.socket.fileno()) % _BURST_EVERY == 0:
            payload, leg.burst_s = _TONE, time.monotonic()
        head = _HEADER.pack(
            0x80, 8, number & 0xFFFF, number * _FRAME & 0xFFFFFFFF, 1000 + leg.socket.fileno()
        )
        leg.socket.send(head + payload)
        leg.sent += 1

    def _listen(self, leg: _Leg, measured: bool) -> None:
        try:
            data = leg.socket.recv(2048)
            if leg.role == 1:
                leg.socket.send(data)
                return
        except OSError:
            return
        sequence = _HEADER.unpack_from(data)[2]
        if leg.highest is not None and 1 < (sequence - leg.highest) & 0xFFFF < 1000:
            leg.holes += ((sequence - leg.highest) & 0xFFFF) - 1
        leg.highest = sequence
        sent_s = self._sent_s(leg, data[_HEADER.size :])
        if sent_s:
            leg.returned += 1
            self.heard_s = max(self.heard_s, time.monotonic())
            if measured:
                self.trips_ms.append((time.monotonic() - sent_s) * 1000)

    def _sent_s(self, leg: _Leg, payload: bytes) -> float:
        """When what comes back here was sent; 0 when it is nothing of ours."""
        if leg.role or len(payload) != _FRAME:
            return 0.0
        if not self._mixed:
            magic, sent_s = _MAGIC.unpack_from(payload)
            return sent_s if magic == b"SEAT" else 0.0
        if sum((each ^ 0x55) & 0x7F >= 0x50 for each in payload) < _FRAME // 4:
            return 0.0
        sent_s, leg.burst_s = leg.burst_s, 0.0
        return sent_s

    def _figures(self, late_s: float) -> dict[str, float | int]:
        customers = [each for each in self.legs if each.role == 0]
        sent = sum(each.sent for each in customers)
        trips = sorted(self.trips_ms)
        lost = sent - sum(each.returned for each in customers)
        return {
            "sent": sent,
            "lost": sum(each.holes for each in self.legs) if self._mixed else lost,
            "rtt_ms_p50": _at(trips, 0.5),
            "rtt_ms_p95": _at(trips, 0.95),
            "rtt_ms_p99": _at(trips, 0.99),
            "rtt_ms_worst": _at(trips, 1.0),
            "generator_late_ms": round(late_s * 1000, 1),
        }


def _telephone(port: int) -> socket.socket:
    each = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    each.bind(("127.0.0.1", 0))
    each.connect(("127.0.0.1", port))
    each.setblocking(False)
    return each


def _at(values: list[float], part: float) -> float:
    return round(values[min(len(values) - 1, int(part * len(values)))], 2) if values else -1.0


def main(arguments: list[str]) -> None:
    variant, seconds = arguments[0], float(arguments[2])
    ports = [int(each) for each in sys.stdin.readline().split()]
    phones = _Phones(variant == "mixed", ports)
    sys.stdout.write(" ".join(str(each.socket.getsockname()[1]) for each in phones.legs) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(phones.run(seconds)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
