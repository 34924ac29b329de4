"""Audio of many simulated telephones at little cost: one clock, one encoded tone, one socket a telephone.

In:  where to send, or that what comes is sent back. Out: RTP (G.711) every 20 ms; counts of what comes.
Nothing is decoded: who wants to know what a packet sounds like sets ``on_packet``.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import struct
from array import array
from collections.abc import Callable
from dataclasses import dataclass

from app.caller.sdp import Remote

_HEADER = struct.Struct("!BBHII")
FRAME_S = 0.02
FRAME_SAMPLES = 160
PHASES = 4  # telephones are not in step: each sends in one of four parts of the 20 ms
STALL_S = 0.2  # what was missed by more is left out: a telephone would have lost it too
_LARGEST_BYTES = 2048

OnPacket = Callable[[bytes, float], None]  # payload, moment of arrival (event loop's clock)


@dataclass(frozen=True, slots=True)
class Reception:
    """What one telephone received since ``RtpLeg.restart``."""

    received: int
    lost: int
    gaps_ms: array[float]  # between one packet and the next

    @property
    def longest_gap_ms(self) -> float:
        return max(self.gaps_ms, default=0.0)


class RtpClock:
    """The mouth of all telephones. ``worst_late_ms``: how late the generator itself was."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._phases: list[list[RtpLeg]] = [[] for _ in range(PHASES)]
        self._next = 0
        self._due_s = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self.worst_late_ms = 0.0

    def add(self, leg: RtpLeg) -> None:
        min(self._phases, key=len).append(leg)
        if self._timer is None:
            self._due_s = self._loop.time()
            self._timer = self._loop.call_at(self._due_s, self._tick)

    def remove(self, leg: RtpLeg) -> None:
        for phase in self._phases:
            if leg in phase:
                phase.remove(leg)
        if self._timer is not None and not any(self._phases):
            self._timer.cancel()
            self._timer = None

    def _tick(self) -> None:
        now_s = self._loop.time()
        self.worst_late_ms = max(self.worst_late_ms, (now_s - self._due_s) * 1000)
        if now_s - self._due_s > STALL_S:
            self._due_s = now_s
        while self._due_s <= now_s:
            for leg in self._phases[self._next]:
                leg.send_frame()
            self._next = (self._next + 1) % PHASES
            self._due_s += FRAME_S / PHASES
        self._timer = self._loop.call_at(self._due_s, self._tick)


class RtpLeg:
    """One telephone's audio. ``frames`` is shared by all; empty: what comes is sent back (echo)."""

    def __init__(self, host: str, clock: RtpClock, frames: tuple[bytes, ...]) -> None:
        """Takes a port. Raises OSError."""
        self._clock = clock
        self._frames = frames
        self._loop = asyncio.get_running_loop()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((host, 0))
        self._loop.add_reader(self._socket.fileno(), self._readable)
        self.port = int(self._socket.getsockname()[1])
        self.on_packet: OnPacket | None = None
        self.sent = 0
        self._remote: Remote | None = None
        self._open = True
        self._speaking = False
        self._ssrc = secrets.randbits(32)
        self._seq = secrets.randbits(15)
        self._timestamp = secrets.randbits(31)
        self._at = secrets.randbelow(len(frames)) if frames else 0
        self.restart()

    def restart(self) -> None:
        """Count from here on."""
        self._received = self._lost_before = self._of_stream = 0
        self._their_ssrc = self._first_seq = self._last_seq = -1
        self._last_s = 0.0
        self._gaps_ms = array("d")

    def start(self, remote: Remote) -> None:
        """Speak to ``remote``; called again it goes on there."""
        self._remote = remote
        if self._frames and not self._speaking and self._open:
            self._speaking = True
            self._clock.add(self)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._clock.remove(self)
            self._loop.remove_reader(self._socket.fileno())
            self._socket.close()

    @property
    def reception(self) -> Reception:
        lost = self._lost_before + self._last_seq - self._first_seq + 1 - self._of_stream
        return Reception(self._received, max(0, lost) if self._received else 0, array("d", self._gaps_ms))

    def send_frame(self) -> None:
        self._at = (self._at + 1) % len(self._frames)
        self._send(self._frames[self._at])

    def _send(self, payload: bytes) -> None:
        remote = self._remote
        if remote is None or not remote.wants_to_hear:
            return
        self._seq = (self._seq + 1) & 0xFFFF
        self._timestamp = (self._timestamp + FRAME_SAMPLES) & 0xFFFFFFFF
        head = _HEADER.pack(0x80, remote.payload_type, self._seq, self._timestamp, self._ssrc)
        try:
            self._socket.sendto(head + payload, (remote.host, remote.port))
        except OSError:
            return  # the other side closed its port a moment before its BYE
        self.sent += 1

    def _readable(self) -> None:
        while self._open:
            try:
                data = self._socket.recv(_LARGEST_BYTES)
            except BlockingIOError:
                return
            except OSError:
                continue  # as above: an ICMP message, not a packet
            if len(data) > 12 and self._remote is not None:
                self._take(data)

    def _take(self, data: bytes) -> None:
        _, second, seq, _, ssrc = _HEADER.unpack_from(data)
        if self._remote is None or second & 0x7F != self._remote.payload_type:
            return
        now_s = self._loop.time()
        self._count(seq, ssrc, now_s)
        if self.on_packet is not None:
            self.on_packet(data[12:], now_s)
        if not self._frames:
            self._send(data[12:])

    def _count(self, seq: int, ssrc: int, now_s: float) -> None:
        """RFC 3550 §A.1, §A.3: sequence numbers are counted on beyond their wrap."""
        if ssrc != self._their_ssrc:
            if self._received:
                self._lost_before += max(0, self._last_seq - self._first_seq + 1 - self._of_stream)
            self._their_ssrc, self._first_seq, self._last_seq, self._of_stream = ssrc, seq, seq, 0
        step = (seq - self._last_seq + 0x8000) % 0x10000 - 0x8000
        self._last_seq = max(self._last_seq, self._last_seq + step)
        self._of_stream += 1
        if self._received:
            self._gaps_ms.append((now_s - self._last_s) * 1000)
        self._received += 1
        self._last_s = now_s
