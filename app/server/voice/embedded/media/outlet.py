"""What goes out to one leg's peer: forwarded packets, what the clock sends, pressed keys.

All of it is one stream with its own numbering (``outstream.py``), one set of keys, one address.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from typing import NamedTuple

from app.server.voice.embedded.media.buffers import OUT
from app.server.voice.embedded.media.codecs import CLOCK_HZ, SILENCE, payload_ticks
from app.server.voice.embedded.media.comfort_noise import NAME as COMFORT_NOISE
from app.server.voice.embedded.media.digits import DigitSender, scaled
from app.server.voice.embedded.media.outstream import OutStream
from app.server.voice.embedded.media.protocol import SetLeg
from app.server.voice.embedded.media.resample import Transcoder
from app.server.voice.embedded.media.rtp import write_packet
from app.server.voice.embedded.media.srtp import SrtpSession
from app.server.voice.embedded.media.wire import Wire

KEY = "DTMF"


class Packet(NamedTuple):
    """What a leg said: valid, decrypted, told apart. (A tuple: one is made for each packet.)"""

    codec: str  # or KEY or COMFORT_NOISE
    sequence: int
    timestamp: int
    payload: bytes
    marker: int
    origin: tuple[str, int]  # leg and SSRC
    key_clock_hz: int  # of timestamps and durations of key events
    muted: bool


class Outlet:
    def __init__(self, wire: Wire, on_error: Callable[[OSError], None]) -> None:
        self._wire = wire
        self._on_error = on_error
        self.out = OutStream()
        self.peer: SetLeg | None = None
        self.codec = "PCMA"
        self.tx: SrtpSession | None = None
        self._pressing: DigitSender | None = None
        self._transcoders: dict[str, Transcoder] = {}

    def configure(self, peer: SetLeg, tx: SrtpSession | None) -> None:
        if self.peer is None or self.peer.codec != peer.codec:
            self._transcoders.clear()
            self.out.set_clock(CLOCK_HZ[peer.codec])
        self.peer, self.codec, self.tx = peer, peer.codec, tx

    def forward(self, packet: Packet, now_s: float) -> bool:
        """Pass on a packet of another leg. False: it was not for this peer, or came too late."""
        peer, out = self.peer, self.out
        if peer is None or self._pressing is not None:
            return False
        payload, payload_type, clock_hz = packet.payload, peer.payload_type, CLOCK_HZ.get(packet.codec)
        ticks = out.clock_hz // 50
        if packet.codec in (KEY, COMFORT_NOISE):
            is_key = packet.codec == KEY
            special_type = peer.dtmf_payload_type if is_key else peer.comfort_noise_payload_type
            if special_type is None or packet.muted:
                out.skipped(packet.origin, packet.sequence)  # for noise: the silence behind it is filled
                return False
            payload_type, clock_hz = special_type, packet.key_clock_hz if is_key else 8000
            if is_key:
                payload = scaled(payload, packet.key_clock_hz, peer.dtmf_clock_hz)
        else:
            if packet.codec != self.codec:
                payload = self._transcoder(packet.codec)(payload)
                if not payload:  # rubbish, or too little for a packet of the other codec
                    return False
            ticks = payload_ticks(self.codec, payload) or ticks
        if not out.forwarded(
            packet.origin, packet.sequence, packet.timestamp, ticks, packet.marker, now_s, clock_hz
        ):
            return False
        self._transmit(payload, payload_type)
        return True

    def from_clock(self, payload: bytes | None, now_s: float) -> None:
        """20 ms of our own; None for silence."""
        if self.peer is not None:
            self.out.from_clock(now_s)
            self._transmit(payload or SILENCE[self.codec], self.peer.payload_type)

    def press(self, keys: str) -> bool:
        """Send these keys in the place of what the peer would hear. False: it takes no key events."""
        peer = self.peer
        if peer is None or peer.dtmf_payload_type is None:
            return False
        if self._pressing is None:
            self._pressing = DigitSender(peer.dtmf_clock_hz)
        self._pressing.press(keys)
        return True

    @property
    def pressing(self) -> bool:
        return self._pressing is not None

    def press_on(self, now_s: float) -> bool:
        """The next 20 ms of the keys. False: they are done."""
        pressing, peer = self._pressing, self.peer
        if pressing is None or peer is None:
            return False
        if pressing.done or peer.dtmf_payload_type is None:
            self._pressing = None
            return False
        step = pressing.step()
        if step is None:
            self.from_clock(None, now_s)
        else:
            payload, begins = step
            self.out.event(begins, now_s)
            self._transmit(payload, peer.dtmf_payload_type)
        return True

    def transcode(self, codec: str, transcoder: Transcoder) -> None:
        """Packets of this codec go through this transcoder from now on."""
        self._transcoders[codec] = transcoder

    def send_rtcp(self, data: bytes, rtcp: socket.socket | None) -> None:
        """To where the peer wants it: beside its RTP, or on the same port."""
        peer, address = self.peer, self._wire.address
        if peer is None or address is None:
            return
        length = len(data)
        OUT.data[:length] = data
        if self.tx is not None:
            length = OUT.protect_rtcp(self.tx, length)
        if not length:
            return
        with contextlib.suppress(OSError):
            if peer.rtcp_mux:
                self._wire.send(OUT.view[:length])
            elif rtcp is not None:
                signalled = self._wire.is_signalled(address)
                port = peer.rtcp_port if peer.rtcp_port and signalled else address[1] + 1
                rtcp.sendto(OUT.view[:length], (address[0], port))

    def _transcoder(self, codec: str) -> Transcoder:
        transcoder = self._transcoders.get(codec)
        if transcoder is None:
            transcoder = self._transcoders[codec] = Transcoder(codec, self.codec)
        return transcoder

    def _transmit(self, payload: bytes, payload_type: int) -> None:
        out = self.out
        length = write_packet(
            OUT.data, payload, out.marker | payload_type, out.sequence, out.timestamp, out.ssrc
        )
        out.octets += length
        if self.tx is not None:
            length = OUT.protect(self.tx, length)
            if not length:
                return
        try:
            self._wire.send(OUT.view[:length])
        except OSError as error:
            self._on_error(error)
