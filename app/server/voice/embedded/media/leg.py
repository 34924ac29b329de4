"""One party's audio: where it is, its keys, what it says, what it hears, who hears it.

The loop calls ``read`` (or what stands in its place, see ``forwarding.py``) when the socket can be read
and ``tick`` every 20 ms; the switching (``bridges.py``) says who hears whom with ``hears`` and ``targets``.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import socket
from collections.abc import Callable
from enum import Enum, auto
from typing import NamedTuple

from app.server.voice.embedded.media.buffers import AT, IN, MOST_BYTES, OUT, RECEIVE
from app.server.voice.embedded.media.clock import Moment
from app.server.voice.embedded.media.codecs import (
    CLOCK_HZ,
    CODEC_RATE_HZ,
    PAYLOAD_TYPES,
    SILENCE,
    payload_ticks,
)
from app.server.voice.embedded.media.comfort_noise import NAME as COMFORT_NOISE
from app.server.voice.embedded.media.digits import DigitDetector, DigitSender, scaled
from app.server.voice.embedded.media.forwarding import Forwarding
from app.server.voice.embedded.media.jitter import JitterBuffer
from app.server.voice.embedded.media.journal import Stream
from app.server.voice.embedded.media.journal_format import CODEC_NUMBER
from app.server.voice.embedded.media.outstream import OutStream
from app.server.voice.embedded.media.player import Player
from app.server.voice.embedded.media.protocol import Quality, SetLeg, SrtpKeys
from app.server.voice.embedded.media.reception import Reception
from app.server.voice.embedded.media.reports import LegReports
from app.server.voice.embedded.media.resample import Transcoder
from app.server.voice.embedded.media.rtp import (
    HEADER,
    HEADER_BYTES,
    MARKER,
    PLAIN,
    looks_like_rtcp,
    looks_like_rtp,
    payload_range,
    write_packet,
)
from app.server.voice.embedded.media.srtp import SrtpSession
from app.server.voice.embedded.media.wire import Wire

_FILL_AFTER_S = 0.2  # a forwarded stream that stops is carried on with silence
_MOST_PAYLOAD_BYTES = MOST_BYTES - HEADER_BYTES
_KEY = "DTMF"
_PACKED = {"PCMU", "PCMA", "G722"}  # one byte is one tick of RTP time


class Hears(Enum):
    NOTHING = auto()  # silence by the clock
    PLAY = auto()
    FORWARD = auto()  # packets of one other leg, as they come
    MIX = auto()


class Packet(NamedTuple):
    """What a leg said: valid, decrypted, told apart. (A tuple: one is made for each packet.)"""

    codec: str
    sequence: int
    timestamp: int
    payload: bytes


class LegError(Exception):
    """What was signalled cannot be used."""


Readers = dict[int, Callable[[], None]]
"""What the loop calls when a socket can be read, by its number."""


class Leg:
    def __init__(
        self,
        name: str,
        rtp: socket.socket,
        rtcp: socket.socket | None,
        readers: Readers | None = None,
        moment: Moment | None = None,
        on_key: Callable[[str, str], None] = lambda leg, key: None,
    ) -> None:
        self.name = name
        self.rtp, self.rtcp = rtp, rtcp
        self._readers: Readers = {} if readers is None else readers
        self._moment = Moment() if moment is None else moment
        self._on_key = on_key
        now_s = self._moment.s
        self.wire = Wire(rtp)
        self.reception = Reception()
        self.reception.watch(now_s)
        self.out = OutStream()
        self.reports = LegReports(name, self.reception, self.out, now_s)
        self.peer: SetLeg | None = None
        self.codec = "PCMA"
        self.jitter: JitterBuffer | None = None
        self.player: Player | None = None
        self.digits = DigitDetector()
        self.streams: tuple[Stream, ...] = ()  # where our audio is recorded
        self.rx: SrtpSession | None = None
        self.tx: SrtpSession | None = None
        self.gone = False
        self.rejected = 0  # packets from strangers, forged or damaged
        self.refused = 0  # answers in a row that nobody listens at the peer's port
        self.clocked = False  # what it hears comes by the clock
        self._hears = Hears.NOTHING
        self._targets: list[Leg] = []
        self._mixed = False
        self._muted = False
        self._filling = False
        self._pressing: DigitSender | None = None
        self._keys: SrtpKeys | None = None
        self._types: dict[int, str] = {}
        self._transcoders: dict[str, Transcoder] = {}
        self._origin: tuple[str, int] = (name, -1)  # whose packets these are, for the numbering of targets
        self._fed_by: Leg | None = None  # whose short way leads here
        self._may_be_short = True
        self._short = False
        self.stale()

    @property
    def port(self) -> int:
        return self.rtp.getsockname()[1]

    # --- wiring -----------------------------------------------------------------------------------

    @property
    def hears(self) -> Hears:
        return self._hears

    @hears.setter
    def hears(self, value: Hears) -> None:
        self._hears = value
        self.stale()

    @property
    def targets(self) -> list[Leg]:
        """Legs to which our packets are forwarded."""
        return self._targets

    @targets.setter
    def targets(self, value: list[Leg]) -> None:
        self._targets = value
        self.stale()

    @property
    def mixed(self) -> bool:
        """Somebody hears us through the mixer."""
        return self._mixed

    @mixed.setter
    def mixed(self, value: bool) -> None:
        self._mixed = value
        self.stale()

    def record(self, streams: tuple[Stream, ...]) -> None:
        self.streams = streams
        self.stale()

    def mute(self, muted: bool) -> None:
        """Muted: what others hear of us and what is recorded is silence, numbered as before."""
        self._muted = muted
        self.stale()

    def stale(self) -> None:
        """Something changed: packets take the ordinary way until the short one is found again."""
        self._lengthen()
        self.clocked = self._hears is not Hears.FORWARD or self._filling or self._pressing is not None
        feeder, self._fed_by = self._fed_by, None
        if feeder is not None:
            feeder.stale()

    def _lengthen(self) -> None:
        self._readers[self.rtp.fileno()] = self.read
        self._short, self._may_be_short = False, True

    def configure(self, peer: SetLeg) -> None:
        """First or again. Raises LegError, SrtpError."""
        if peer.codec not in CODEC_RATE_HZ:
            raise LegError(f"the codec {peer.codec} is not spoken here")
        try:
            host = ipaddress.ip_address(peer.host)  # a name would have to be looked up, which blocks
        except ValueError as error:
            raise LegError(str(error)) from error
        if peer.srtp != self._keys or (peer.srtp is None) != (self.rx is None):
            self.rx = self.tx = None
            if peer.srtp is not None:
                self.rx = SrtpSession(peer.srtp.suite, peer.srtp.receive_key, inbound=True)
                self.tx = SrtpSession(peer.srtp.suite, peer.srtp.send_key, inbound=False)
            self._keys = peer.srtp
        if self.peer is None or self.peer.codec != peer.codec:
            self._transcoders.clear()
            self.out.set_clock(CLOCK_HZ[peer.codec])
            self.reception.set_clock(CLOCK_HZ[peer.codec])
        self.codec = peer.codec
        self._types = {**PAYLOAD_TYPES, peer.payload_type: peer.codec}
        if peer.dtmf_payload_type is not None:
            self._types[peer.dtmf_payload_type] = _KEY
        if peer.comfort_noise_payload_type is not None:
            self._types[peer.comfort_noise_payload_type] = COMFORT_NOISE
        self.wire.move(peer.host, peer.port, bool(peer.port) and not host.is_unspecified)
        self.peer = peer
        self.stale()

    def forget(self) -> None:
        """It fell silent: learn anew where the peer is."""
        self.wire.forget()
        self.stale()

    # --- what it says -----------------------------------------------------------------------------

    def read(self) -> None:
        """The socket can be read: the ordinary way of one packet."""
        try:
            length = self.wire.receive(RECEIVE)
        except OSError as error:
            self.failed(error)
            return
        self.handle(length)

    def handle(self, length: int) -> None:
        """A datagram lies in the buffer as it was received."""
        now_s = self._moment.s
        if self._short:
            self._lengthen()
        if self.peer is None:
            return
        if self.peer.rtcp_mux and looks_like_rtcp(IN.data, length, AT):
            if self.wire.admits(self.rx is not None):
                self._take_rtcp(length, now_s)
            return
        if not looks_like_rtp(IN.data, length, AT):
            return
        if not self.wire.admits(self.rx is not None):
            self.rejected += 1
            return
        if self.rx is not None:
            length = IN.unprotect(self.rx, length)
            if not length:
                self.rejected += 1
                return
        head, sequence, timestamp, ssrc = HEADER.unpack_from(IN.data, AT)
        codec = self._types.get(head & 0x7F)
        begin, end = payload_range(IN.data, length, AT)
        if codec is None or begin >= end or end - begin > _MOST_PAYLOAD_BYTES:
            return
        if self.wire.learn():
            self.stale()
        if ssrc != self._origin[1]:
            self._origin = (self.name, ssrc)
        self.refused = 0
        self.reception.add(ssrc, sequence, timestamp, now_s, codec == self.codec)
        self._pass_on(Packet(codec, sequence, timestamp, bytes(IN.view[begin:end])), head, now_s)
        if self._may_be_short:
            self._shorten(head, codec, timestamp)

    def failed(self, error: OSError) -> None:
        """Reading or sending did not work: nobody there, or no room; as good as lost on the way."""
        if error.errno == errno.ECONNREFUSED:
            self.refused += 1

    def read_rtcp(self) -> None:
        """The RTCP socket can be read."""
        if self.rtcp is None:
            return
        try:
            length, source = self.rtcp.recvfrom_into(RECEIVE)
        except OSError:
            return
        known = self.wire.learned or self.wire.address
        if self.peer is not None and known is not None and (source[0] == known[0] or self.rx is not None):
            self._take_rtcp(length, self._moment.s)

    def _take_rtcp(self, length: int, now_s: float) -> None:
        if self.rx is not None:
            length = IN.unprotect_rtcp(self.rx, length)
        if not self.reports.take(bytes(RECEIVE[:length]), now_s):
            self.rejected += 1

    def _pass_on(self, packet: Packet, head: int, now_s: float) -> None:
        codec, sequence, timestamp, payload = packet
        if codec == _KEY:
            for key in self.digits.feed(timestamp, payload, now_s):
                self._on_key(self.name, key)
        elif self._muted and codec != COMFORT_NOISE:
            payload = _silence(codec, len(payload))
            packet = Packet(codec, sequence, timestamp, payload)
        for target in self._targets:
            target.forward(self, packet, head & MARKER, now_s)
        if codec == _KEY:
            return
        for stream in self.streams if codec != COMFORT_NOISE else ():
            stream.audio(self._moment.us, sequence, timestamp, CODEC_NUMBER[codec], payload)
        if self.jitter is not None:
            self.jitter.push(codec, timestamp, payload, now_s)

    def _shorten(self, head: int, codec: str, timestamp: int) -> None:
        """Put the short way in place of ``read`` if it does all that is to be done with such packets."""
        if self._muted or self._mixed or len(self._targets) != 1 or len(self.streams) > 1:
            self._may_be_short = False
            return
        target = self._targets[0]
        plain = head == PLAIN | (head & 0x7F) and codec == self.codec == target.codec
        newest = target.out.source is self._origin and target.out.timestamp_highest == timestamp
        if not plain or not newest or target.peer is None or target.clocked or target.wire.address is None:
            return
        forwarding = Forwarding(self, target, head & 0x7F, target.peer.payload_type, self._moment)
        target._fed_by = self
        self._short, self._may_be_short = True, False
        self._readers[self.rtp.fileno()] = forwarding.read

    # --- what it hears ----------------------------------------------------------------------------

    def forward(self, source: Leg, packet: Packet, marker: int, now_s: float) -> None:
        """Pass on a packet of another leg: header, payload type and keys are ours."""
        peer, speaker = self.peer, source.peer
        if peer is None or speaker is None or self._pressing is not None:
            return
        payload, out = packet.payload, self.out
        payload_type, clock_hz, ticks = peer.payload_type, CLOCK_HZ.get(packet.codec), out.clock_hz // 50
        if packet.codec == COMFORT_NOISE:
            if peer.comfort_noise_payload_type is None or source._muted:
                out.skipped(source._origin, packet.sequence)  # the silence that follows is filled
                return
            payload_type, clock_hz = peer.comfort_noise_payload_type, 8000
        elif packet.codec == _KEY:
            if peer.dtmf_payload_type is None or source._muted:
                out.skipped(source._origin, packet.sequence)
                return
            payload_type, clock_hz = peer.dtmf_payload_type, speaker.dtmf_clock_hz
            payload = scaled(payload, clock_hz, peer.dtmf_clock_hz)
        elif packet.codec != self.codec:
            transcoder = self._transcoders.get(packet.codec)
            if transcoder is None:
                transcoder = self._transcoders[packet.codec] = Transcoder(packet.codec, self.codec)
            payload = transcoder(payload)
        if packet.codec in CLOCK_HZ:
            ticks = payload_ticks(self.codec, payload) or ticks
        if out.forwarded(source._origin, packet.sequence, packet.timestamp, ticks, marker, now_s, clock_hz):
            if self._filling:
                self._filling = False
                self.stale()
            self._transmit(payload, payload_type)

    def transcode(self, codec: str, transcoder: Transcoder) -> None:
        """What comes in this codec goes through this one: it knows what was heard so far."""
        self._transcoders[codec] = transcoder

    def tick(self, mixed: bytes | None, now_s: float) -> None:
        """Send 20 ms by the clock to a leg that is ``clocked``: keys, what is played, the mix, or silence."""
        peer = self.peer
        if peer is None:
            return
        if self._pressing is not None and self._press(self._pressing, peer, now_s):
            return
        if self._hears is Hears.FORWARD:
            payload = SILENCE[self.codec]
        elif self.player is not None:
            payload = self.player.frame()
        else:
            payload = mixed or SILENCE[self.codec]
        self.out.from_clock(now_s)
        self._transmit(payload, peer.payload_type)

    def fill_if_idle(self, now_s: float) -> None:
        """What is forwarded to us has stopped coming: silence by the clock until it comes again."""
        if not self.clocked and self.out.idle_s(now_s) >= _FILL_AFTER_S:
            self._filling = True
            self.stale()

    def press(self, keys: str) -> bool:
        """Send these keys to the peer, in the place of what it would hear. False: it takes no key events."""
        peer = self.peer
        if peer is None or peer.dtmf_payload_type is None:
            return False
        if self._pressing is None:
            self._pressing = DigitSender(peer.dtmf_clock_hz)
        self._pressing.press(keys)
        self.stale()
        return True

    def _press(self, pressing: DigitSender, peer: SetLeg, now_s: float) -> bool:
        """False: it is done."""
        if pressing.done or peer.dtmf_payload_type is None:
            self._pressing = None
            self.stale()
            return False
        step = pressing.step()
        if step is None:
            self.out.from_clock(now_s)
            self._transmit(SILENCE[self.codec], peer.payload_type)
        else:
            payload, begins = step
            self.out.event(begins, now_s)
            self._transmit(payload, peer.dtmf_payload_type)
        return True

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
            self.wire.send(OUT.view[:length])
        except OSError as error:
            self.failed(error)

    # --- reports ----------------------------------------------------------------------------------

    def report(self, now_s: float) -> Quality | None:
        """Tell the peer how it arrives, when that is due; the quality for control, when that is."""
        if self.peer is None:
            return None
        if now_s >= self.reports.rtcp_due_s:
            self._send_rtcp(self.reports.compound(now_s))
        return self.reports.quality(self.codec, now_s) if now_s >= self.reports.quality_due_s else None

    def close(self) -> Quality | None:
        """Say goodbye. Returns the quality of the whole leg, if it ever had a peer."""
        now_s, last = self._moment.s, None
        if self.peer is not None:
            self._send_rtcp(self.reports.compound(now_s, goodbye=True))
            last = self.reports.quality(self.codec, now_s, final=True)
        self.rtp.close()
        if self.rtcp is not None:
            self.rtcp.close()
        self._targets = []
        return last

    def _send_rtcp(self, data: bytes) -> None:
        peer, address = self.peer, self.wire.address
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
                self.wire.send(OUT.view[:length])
            elif self.rtcp is not None:
                signalled = address[:2] == (peer.host, peer.port)
                port = peer.rtcp_port if peer.rtcp_port and signalled else address[1] + 1
                self.rtcp.sendto(OUT.view[:length], (address[0], port))


def _silence(codec: str, length: int) -> bytes:
    silence = SILENCE[codec]
    if codec not in _PACKED:
        return silence
    return (silence * (length // len(silence) + 1))[:length]
