"""The caller's mouth and ears: one RTP socket, a packet out every 20 ms, everything that comes in heard.

In:  ``Remote`` (where to, which codec), clips to say, keys to press.
Out: RTP (RFC 3550) with events (RFC 4733); what was heard in ``Heard``.
"""

from __future__ import annotations

import asyncio
import secrets
import struct
from collections import deque
from dataclasses import dataclass, field
from typing import cast

from app.caller.codecs import FRAME_BYTES, FRAME_S
from app.caller.digits import GAP_PACKETS, STEP_SAMPLES, event_payloads
from app.caller.heard import Heard
from app.caller.sdp import Remote
from app.caller.speech import Clip, room_noise

_HEADER = struct.Struct("!BBHII")
STALL_S = 0.2  # held up longer than this we do not catch up: a telephone would have lost it too
_LARGEST_PACKET_BYTES = 2048


@dataclass(slots=True)
class _KeyPress:
    key: str
    done: asyncio.Future[None]
    payloads: deque[bytes] = field(default_factory=lambda: deque[bytes]())
    timestamp: int = 0
    gap: int = GAP_PACKETS


class Media(asyncio.DatagramProtocol):
    """Made by ``open_media``. Sends from ``start`` on, in silence as a quiet room, until ``close``."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.sent = 0
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.DatagramTransport | None = None
        self._remote: Remote | None = None
        self._target: tuple[str, int] | None = None
        self._learned = False
        self._ssrc = secrets.randbits(32)
        self._seq = secrets.randbits(15)
        self._timestamp = secrets.randbits(31)
        self._fresh = True  # the next audio packet begins a talk spurt: marker bit
        self._clip: Clip = room_noise()
        self._frames: tuple[bytes, ...] = ()
        self._frame = 0
        self._keys: deque[_KeyPress] = deque()
        self._deadline = 0.0
        self._timer: asyncio.TimerHandle | None = None

    # --- for the caller --------------------------------------------------------------------------
    @property
    def port(self) -> int:
        assert self._transport is not None
        return cast(int, self._transport.get_extra_info("sockname")[1])

    def set_remote(self, remote: Remote) -> None:
        """Also after a re-INVITE: the stream goes on with its numbers."""
        self._remote = remote
        self._target = (remote.host, remote.port)
        self._learned = False
        self._fresh = True
        self._frames = self._clip.frames(remote.codec)

    def start(self) -> None:
        if self._timer is None:
            self._deadline = self._loop.time()
            self._timer = self._loop.call_at(self._deadline, self._tick)

    def say(self, clip: Clip) -> None:
        self._clip, self._frame, self._fresh = clip, 0, True
        if self._remote is not None:
            self._frames = clip.frames(self._remote.codec)

    @property
    def can_press(self) -> bool:
        return self._remote is not None and self._remote.dtmf_payload_type is not None

    async def press(self, key: str) -> bool:
        """Send one key, after those before it; back when it and the pause after it are over.

        False when the other side did not agree to RFC 4733 events or the call is over.
        """
        if not self.can_press or self._timer is None:
            return False
        press = _KeyPress(key, self._loop.create_future(), deque(event_payloads(key)))
        self._keys.append(press)
        await press.done
        return not press.payloads

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for press in self._keys:
            if not press.done.done():
                press.done.set_result(None)
        self._keys.clear()
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    # --- out -------------------------------------------------------------------------------------
    def _tick(self) -> None:
        now = self._loop.time()
        if now - self._deadline > STALL_S:
            missed = int((now - self._deadline) / FRAME_S)
            self._deadline += missed * FRAME_S
            self._timestamp = (self._timestamp + missed * STEP_SAMPLES) & 0xFFFFFFFF
        while self._deadline <= now:
            self._send_frame()
            self._deadline += FRAME_S
        self._timer = self._loop.call_at(self._deadline, self._tick)

    def _send_frame(self) -> None:
        """One step of 20 ms: a part of a key press, or audio."""
        remote = self._remote
        if remote is not None and remote.wants_to_hear and not self._send_key(remote):
            frame = self._next_frame()
            self._send(remote.payload_type, self._timestamp, frame, marker=self._fresh)
            self._fresh = False
        self._timestamp = (self._timestamp + STEP_SAMPLES) & 0xFFFFFFFF

    def _next_frame(self) -> bytes:
        if self._frame >= len(self._frames):
            self._frame = 0
            if self._clip.once and self._remote is not None:
                self._clip = room_noise()
                self._frames = self._clip.frames(self._remote.codec)
        frame = self._frames[self._frame]
        self._frame += 1
        return frame

    def _send_key(self, remote: Remote) -> bool:
        """RFC 4733 §2.5.1: all packets of a key carry the timestamp of its beginning."""
        if not self._keys or remote.dtmf_payload_type is None:
            return False
        press = self._keys[0]
        if not press.payloads:
            press.gap -= 1
            if press.gap <= 0:
                self._keys.popleft()
                if not press.done.done():
                    press.done.set_result(None)
            return False
        first = press.timestamp == 0
        if first:
            press.timestamp = self._timestamp or 1
        self._send(remote.dtmf_payload_type, press.timestamp, press.payloads.popleft(), marker=first)
        self._fresh = True
        return True

    def _send(self, payload_type: int, timestamp: int, payload: bytes, *, marker: bool) -> None:
        if self._transport is None or self._target is None:
            return
        second = payload_type | (0x80 if marker else 0)
        header = _HEADER.pack(0x80, second, self._seq, timestamp, self._ssrc)
        self._seq = (self._seq + 1) & 0xFFFF
        self._transport.sendto(header + payload, self._target)
        self.sent += 1

    # --- in --------------------------------------------------------------------------------------
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        remote = self._remote
        if remote is None or not 12 < len(data) <= _LARGEST_PACKET_BYTES or data[0] >> 6 != 2:
            return
        first, second, seq, timestamp, ssrc = _HEADER.unpack_from(data)
        payload_type = second & 0x7F
        if payload_type == remote.dtmf_payload_type:
            self.heard.skip(ssrc, seq)
            return
        payload = _payload(first, data)
        if payload_type != remote.payload_type or not payload:
            return
        if not self._learned:  # symmetric RTP: answer to where it comes from
            self._target, self._learned = (addr[0], addr[1]), True
        elif self._target != (addr[0], addr[1]):
            return
        self.heard.packet(remote.codec, ssrc, seq, timestamp, payload, self._loop.time())

    def error_received(self, exc: Exception) -> None:
        """The other side closed its port a moment before its BYE: nothing to do about it here."""


def _payload(first: int, data: bytes) -> bytes:
    """Without CSRC list, header extension and padding (RFC 3550 §5.1)."""
    start = 12 + 4 * (first & 0x0F)
    if first & 0x10 and len(data) >= start + 4:
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4])
    end = max(start, len(data) - (data[-1] if first & 0x20 else 0))
    return data[start:end] if end - start <= 6 * FRAME_BYTES else b""


async def open_media(host: str, heard: Heard) -> Media:
    """Bind a free port on ``host``. Raises OSError."""
    loop = asyncio.get_running_loop()
    _, media = await loop.create_datagram_endpoint(lambda: Media(heard), local_addr=(host, 0))
    return media
