"""A telephone that reports on what it hears, for tests: RTP and RTCP by the letter of RFC 3550.

It shares no code with the server: packets are put together and taken apart here.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.rtp_peer import srtp_session

NTP_1970 = 2_208_988_800


@dataclass(frozen=True)
class Heard:
    """One compound packet, taken apart."""

    kinds: tuple[int, ...]
    ssrc: int
    cname: str
    sender: tuple[int, int, int, int] | None  # NTP (64 bits), RTP time, packets, octets
    blocks: tuple[tuple[int, int, int, int, int, int, int], ...]
    # ssrc, fraction, lost, highest, jitter, last SR, delay since it
    at_s: float


@dataclass
class RtcpPeer:
    mux: bool = False
    send_key: bytes | None = None
    receive_key: bytes | None = None
    payload: bytes = b"\xd5" * 160
    ticks: int = 160
    payload_type: int = 8
    ssrc: int = 0x5EA71111
    heard: list[Heard] = field(default_factory=list)
    rtp: list[tuple[int, int, int, float, int]] = field(default_factory=list)  # seq, time, SSRC, when, bytes

    def __post_init__(self) -> None:
        self.sockets = [self._open() for _ in range(1 if self.mux else 2)]
        suite = "AES_CM_128_HMAC_SHA1_80"
        self._out: Any = self.send_key and srtp_session(suite, self.send_key, False)
        self._in: Any = self.receive_key and srtp_session(suite, self.receive_key, True)
        self.sequence, self.timestamp = 65400, 0xFFFFFF00
        self.remote = ("127.0.0.1", 0)

    def _open(self) -> socket.socket:
        each = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        each.bind(("127.0.0.1", 0))
        each.setblocking(False)
        return each

    @property
    def port(self) -> int:
        return self.sockets[0].getsockname()[1]

    @property
    def rtcp_port(self) -> int:
        return self.sockets[-1].getsockname()[1]

    def close(self) -> None:
        for each in self.sockets:
            each.close()

    async def talk(self, seconds: float, lost: Callable[[int], bool] = lambda number: False) -> None:
        """A packet every 20 ms; those that are ``lost`` are numbered and not sent."""
        begin_s = time.monotonic()
        for number in range(round(seconds * 50)):
            if not lost(number):
                self.say()
            self.sequence = (self.sequence + 1) & 0xFFFF
            self.timestamp = (self.timestamp + self.ticks) & 0xFFFFFFFF
            await asyncio.sleep(max(0.0, begin_s + 0.02 * (number + 1) - time.monotonic()))
            self.listen()

    def say(self) -> None:
        head = struct.pack("!BBHII", 0x80, self.payload_type, self.sequence, self.timestamp, self.ssrc)
        data = head + self.payload
        self.sockets[0].sendto(self._out.protect(data) if self._out else data, self.remote)

    def listen(self) -> None:
        """Take in what has come."""
        for each in self.sockets:
            while True:
                try:
                    data = each.recv(2048)
                except BlockingIOError:
                    break
                if 192 <= data[1] <= 223:
                    self.heard.append(parse(self._in.unprotect_rtcp(data) if self._in else data))
                    continue
                assert each is self.sockets[0]
                data = self._in.unprotect(data) if self._in else data
                _, _, sequence, timestamp, ssrc = struct.unpack_from("!BBHII", data)
                self.rtp.append((sequence, timestamp, ssrc, time.monotonic(), len(data) - 12))

    def report(self, lost: int = 0, fraction: int = 0, jitter: int = 0, late_s: float = 0.0) -> None:
        """SR, or RR where nothing was sent, and SDES. ``late_s``: as if the line took so long."""
        last = next((each for each in reversed(self.heard) if each.sender is not None), None)
        last_sr = 0 if last is None else (last.sender[0] >> 16) & 0xFFFFFFFF  # type: ignore[index]
        passed_s = 0.0 if last is None else time.monotonic() - last.at_s
        passed_s = max(0.0, passed_s - late_s)
        ntp = int((time.time() + NTP_1970) * 2**32)
        block = struct.pack(
            "!IIIIII",
            self.rtp[-1][2],
            fraction << 24 | lost & 0xFFFFFF,
            self.rtp[-1][0],
            jitter,
            last_sr,
            int(passed_s * 65536),
        )
        sender = struct.pack("!QIII", ntp, self.timestamp, 100, 16000)
        body = self.ssrc.to_bytes(4, "big") + sender + block
        data = struct.pack("!BBH", 0x81, 200, len(body) // 4) + body
        name = b"peer@test"
        chunk = self.ssrc.to_bytes(4, "big") + bytes((1, len(name))) + name
        chunk += bytes(4 - len(chunk) % 4)
        data += struct.pack("!BBH", 0x81, 202, len(chunk) // 4) + chunk
        port = self.remote[1] if self.mux else self.remote[1] + 1
        data = self._out.protect_rtcp(data) if self._out else data
        self.sockets[-1].sendto(data, (self.remote[0], port))


def parse(data: bytes) -> Heard:
    """Raises AssertionError for what RFC 3550 does not allow."""
    at, kinds, cname, blocks, sender = 0, [], "", [], None
    ssrc = int.from_bytes(data[4:8], "big")
    while at < len(data):
        first, kind, words = struct.unpack_from("!BBH", data, at)
        assert first >> 6 == 2
        assert not first & 0x20, "no padding"
        body, at = data[at + 4 : at + 4 + 4 * words], at + 4 + 4 * words
        assert len(body) == 4 * words
        assert int.from_bytes(body[:4], "big") == ssrc
        kinds.append(kind)
        if kind in (200, 201):
            begin = 4
            if kind == 200:
                sender, begin = struct.unpack_from("!QIII", body, 4), 24
            for _ in range(first & 0x1F):
                each, lost, *rest = struct.unpack_from("!IIIIII", body, begin)
                missing = lost & 0xFFFFFF
                blocks.append((each, lost >> 24, missing - (missing >> 23 << 24), *rest))
                begin += 24
            assert begin == len(body)
        elif kind == 202:
            assert body[4] == 1
            cname = body[6 : 6 + body[5]].decode()
            assert body[6 + body[5]] == 0
    assert kinds[0] in (200, 201) and kinds[1] == 202, "report first, then who it is"
    return Heard(tuple(kinds), ssrc, cname, sender, tuple(blocks), time.monotonic())  # type: ignore[arg-type]
