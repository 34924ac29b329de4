"""One party's audio: where it is, its keys, what it says, who hears it.

The loop calls ``read`` (or what stands in its place, see ``forwarding.py``) when the socket can be read
and ``tick`` every 20 ms; the switching (``bridges.py``) says who hears whom with ``hears`` and ``targets``.
What goes out to the party itself is in ``outlet.py``.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable
from enum import Enum, auto

from app.server.voice.embedded.media.buffers import AT, IN, MOST_BYTES, RECEIVE
from app.server.voice.embedded.media.clock import Moment
from app.server.voice.embedded.media.codecs import CLOCK_HZ, CODEC_RATE_HZ, PAYLOAD_TYPES, SILENCE
from app.server.voice.embedded.media.comfort_noise import NAME as COMFORT_NOISE
from app.server.voice.embedded.media.digits import DigitDetector
from app.server.voice.embedded.media.forwarding import Forwarding
from app.server.voice.embedded.media.jitter import JitterBuffer
from app.server.voice.embedded.media.journal import Stream
from app.server.voice.embedded.media.journal_format import CODEC_NUMBER
from app.server.voice.embedded.media.outlet import KEY, Outlet, Packet
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
)
from app.server.voice.embedded.media.srtp import SrtpSession
from app.server.voice.embedded.media.wire import Wire

_FILL_AFTER_S = 0.2  # a forwarded stream that stops is carried on with silence
_MOST_PAYLOAD_BYTES = MOST_BYTES - HEADER_BYTES


class Hears(Enum):
    NOTHING = auto()  # silence by the clock
    PLAY = auto()
    FORWARD = auto()  # packets of one other leg, as they come
    MIX = auto()


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
        self.wire = Wire(rtp)
        self.reception = Reception()
        self.reception.watch(self._moment.s)
        self.outlet = Outlet(self.wire, self.failed)
        self.reports = LegReports(name, self.reception, self.outlet.out, self._moment.s)
        self.peer: SetLeg | None = None
        self.codec = "PCMA"
        self.jitter: JitterBuffer | None = None
        self.player: Player | None = None
        self.digits = DigitDetector()
        self.streams: tuple[Stream, ...] = ()  # where our audio is recorded
        self.rx: SrtpSession | None = None
        self.gone = False
        self.rejected = 0  # packets from strangers, forged or damaged
        self.refused = 0  # answers in a row that nobody listens at the peer's port
        self.clocked = True  # what it hears comes by the clock ...
        self.turn = 0  # ... in this turn of it
        self._hears = Hears.NOTHING
        self._targets: list[Leg] = []
        self._mixed = self._muted = self._filling = False
        self._keys: SrtpKeys | None = None
        self._types: dict[int, str] = {}
        self._origin: tuple[str, int] = (name, -1)  # whose packets these are, for the numbering of targets
        self._fed_by: Leg | None = None  # whose short way leads here
        self._short = False
        self._may_be_short = True
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
        self.wire.stamp(value)
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
        self.clocked = self._hears is not Hears.FORWARD or self._filling or self.outlet.pressing
        feeder, self._fed_by = self._fed_by, None
        if feeder is not None:
            feeder.stale()

    def configure(self, peer: SetLeg) -> None:
        """First or again. Raises LegError, SrtpError."""
        if peer.codec not in CODEC_RATE_HZ:
            raise LegError(f"the codec {peer.codec} is not spoken here")
        try:
            host = ipaddress.ip_address(peer.host)  # a name would have to be looked up, which blocks
        except ValueError as error:
            raise LegError(str(error)) from error
        tx = self.outlet.tx
        if peer.srtp != self._keys or (peer.srtp is None) != (self.rx is None):
            self.rx = tx = None
            if peer.srtp is not None:
                self.rx = SrtpSession(peer.srtp.suite, peer.srtp.receive_key, inbound=True)
                tx = SrtpSession(peer.srtp.suite, peer.srtp.send_key, inbound=False)
            self._keys = peer.srtp
        self.codec = peer.codec
        self.reception.set_clock(CLOCK_HZ[peer.codec])
        self._types = {**PAYLOAD_TYPES, peer.payload_type: peer.codec}
        if peer.dtmf_payload_type is not None:
            self._types[peer.dtmf_payload_type] = KEY
        if peer.comfort_noise_payload_type is not None:
            self._types[peer.comfort_noise_payload_type] = COMFORT_NOISE
        self.outlet.configure(peer, tx)
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
        now_s, peer = self._moment.s, self.peer
        if self._short:
            self._lengthen()
        if peer is None:
            return
        if peer.rtcp_mux and looks_like_rtcp(IN.data, length, AT):
            if self.wire.admits(self.rx is not None):
                self._take_rtcp(length)
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
        payload = bytes(IN.view[begin:end])
        if self._muted and codec in CLOCK_HZ:
            payload = _silence(codec, len(payload))
        self._pass_on(
            Packet(
                codec,
                sequence,
                timestamp,
                payload,
                head & MARKER,
                self._origin,
                peer.dtmf_clock_hz,
                self._muted,
            )
        )
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
            self._take_rtcp(length)

    def _take_rtcp(self, length: int) -> None:
        if self.rx is not None:
            length = IN.unprotect_rtcp(self.rx, length)
        if not self.reports.take(bytes(RECEIVE[:length]), self._moment.s):
            self.rejected += 1

    def _pass_on(self, packet: Packet) -> None:
        now_s, codec = self._moment.s, packet.codec
        if codec == KEY:
            for key in self.digits.feed(packet.timestamp, packet.payload, now_s):
                self._on_key(self.name, key)
        for target in self._targets:
            target.forward(packet, now_s)
        if codec in CLOCK_HZ:
            for stream in self.streams:
                number = CODEC_NUMBER[codec]
                stream.audio(self._moment.us, packet.sequence, packet.timestamp, number, packet.payload)
        if self.jitter is not None and codec != KEY and not (self._muted and codec == COMFORT_NOISE):
            arrived_s = self.wire.arrived_s
            self.jitter.push(
                codec, packet.timestamp, packet.payload, now_s if arrived_s is None else arrived_s
            )

    def _shorten(self, head: int, codec: str, timestamp: int) -> None:
        """Put the short way in place of ``read`` if it does all that is to be done with such packets."""
        if self._muted or self._mixed or len(self._targets) != 1 or len(self.streams) > 1:
            self._may_be_short = False
            return
        target = self._targets[0]
        out = target.outlet.out
        plain = head == PLAIN | (head & 0x7F) and codec == self.codec == target.codec
        newest = out.source is self._origin and out.timestamp_highest == timestamp
        if not plain or not newest or target.peer is None or target.clocked or target.wire.address is None:
            return
        forwarding = Forwarding(self, target, head & 0x7F, target.peer.payload_type, self._moment)
        target._fed_by = self
        self._short, self._may_be_short = True, False
        self._readers[self.rtp.fileno()] = forwarding.read

    def _lengthen(self) -> None:
        self._readers[self.rtp.fileno()] = self.read
        self._short, self._may_be_short = False, True

    # --- what it hears ----------------------------------------------------------------------------

    def forward(self, packet: Packet, now_s: float) -> None:
        """A packet of another leg."""
        if self.outlet.forward(packet, now_s) and self._filling:
            self._filling = False
            self.stale()

    def tick(self, mixed: bytes | None, now_s: float) -> None:
        """20 ms by the clock, for a leg that is ``clocked``: keys, what is played, the mix, or silence."""
        if self.peer is None:
            return
        if self.outlet.pressing:
            if self.outlet.press_on(now_s):
                return
            self.stale()
        if self._hears is Hears.FORWARD:
            self.outlet.from_clock(None, now_s)
        else:
            self.outlet.from_clock(mixed if self.player is None else self.player.frame(), now_s)

    def transcode(self, codec: str, transcoder: Transcoder) -> None:
        """Go on with this one for packets of that codec: it knows what was heard before."""
        self.outlet.transcode(codec, transcoder)

    def fill_if_idle(self, now_s: float) -> None:
        """What is forwarded to us has stopped coming: silence by the clock until it comes again."""
        if not self.clocked and self.outlet.out.idle_s(now_s) >= _FILL_AFTER_S:
            self._filling = True
            self.stale()

    def press(self, keys: str) -> bool:
        """Send keys to the peer. False: it takes no key events."""
        taken = self.outlet.press(keys)
        self.stale()
        return taken

    # --- reports ----------------------------------------------------------------------------------

    def report(self, now_s: float) -> Quality | None:
        """Tell the peer how it arrives, when that is due; the quality for control, when that is."""
        if self.peer is None:
            return None
        if now_s >= self.reports.rtcp_due_s:
            self.outlet.send_rtcp(self.reports.compound(now_s), self.rtcp)
        return self.reports.quality(self.codec, now_s) if now_s >= self.reports.quality_due_s else None

    def report_often(self, every_s: float) -> None:
        self.reports.often(every_s, self._moment.s)

    def close(self) -> Quality | None:
        """Say goodbye. Returns the quality of the whole leg, if it ever had a peer."""
        last = None
        if self.peer is not None:
            self.outlet.send_rtcp(self.reports.compound(self._moment.s, goodbye=True), self.rtcp)
            last = self.reports.quality(self.codec, self._moment.s, final=True)
        self.rtp.close()
        if self.rtcp is not None:
            self.rtcp.close()
        self._targets = []
        return last


def _silence(codec: str, length: int) -> bytes:
    """As long as what was said; for Opus 20 ms in few bytes, its packets have no fixed length."""
    silence = SILENCE[codec]
    return silence if codec == "OPUS" else (silence * (length // len(silence) + 1))[:length]
