"""One party's RTP: its sockets, keys, where it is, what it hears, who hears it.

The loop calls ``receive`` when the socket can be read and ``tick`` every 20 ms; the switching
(``bridges.py``) says what a leg hears by setting ``hears`` and ``targets``.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from enum import Enum, auto
from typing import NamedTuple

from app.server.voice.embedded.media.codecs import CODEC_RATE_HZ, FRAME_BYTES, PAYLOAD_TYPES, SILENCE
from app.server.voice.embedded.media.digits import DigitDetector
from app.server.voice.embedded.media.jitter import JitterBuffer
from app.server.voice.embedded.media.outstream import OutStream
from app.server.voice.embedded.media.player import Player
from app.server.voice.embedded.media.ports import disconnect
from app.server.voice.embedded.media.protocol import SetLeg, SrtpKeys
from app.server.voice.embedded.media.resample import Transcoder, WideEncoder
from app.server.voice.embedded.media.rtp import looks_like_rtp, payload_range, read_header, write_packet
from app.server.voice.embedded.media.srtp import TRAILER_BYTES, PacketBuffer, SrtpSession

_IN = PacketBuffer()
_OUT = PacketBuffer()
_IN_DATA, _IN_VIEW = _IN.data, _IN.view
_OUT_DATA, _OUT_VIEW = _OUT.data, _OUT.view
_MOST_PAYLOAD = len(_OUT_DATA) - TRAILER_BYTES - 12
_FILL_AFTER_S = 0.2  # a forwarded stream that stops is carried on with silence


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


class Leg:
    def __init__(self, name: str, rtp: socket.socket, rtcp: socket.socket | None) -> None:
        self.name = name
        self.rtp = rtp
        self._rtcp = rtcp
        self.peer: SetLeg | None = None
        self.codec = "PCMA"
        self.hears = Hears.NOTHING
        self.targets: list[Leg] = []  # legs to which our packets are forwarded
        self.mixed = False  # somebody hears us through the mixer
        self.jitter: JitterBuffer | None = None
        self.encoder: WideEncoder | None = None
        self.player: Player | None = None
        self.digits = DigitDetector()
        self.heard_s = 0.0  # when the last valid packet came, or watching began
        self.gone = False
        self.rejected = 0  # packets from strangers, forged or damaged
        self._out = OutStream()
        self._address: tuple[str, int] | None = None  # where we send to
        self._signalled: tuple[str, int] | None = None
        self._learned: tuple[str, int] | None = None  # where valid packets come from
        self._connected = False
        self._keys: SrtpKeys | None = None
        self._rx: SrtpSession | None = None
        self._tx: SrtpSession | None = None
        self._types: dict[int, str] = {}
        self._transcoders: dict[str, Transcoder] = {}

    @property
    def port(self) -> int:
        return self.rtp.getsockname()[1]

    def configure(self, peer: SetLeg) -> None:
        """First or again. Raises LegError, SrtpError."""
        if peer.codec not in CODEC_RATE_HZ:
            raise LegError(f"the codec {peer.codec} is not spoken here")
        try:
            host = ipaddress.ip_address(peer.host)  # a name would have to be looked up, which blocks
        except ValueError as error:
            raise LegError(str(error)) from error
        if peer.srtp != self._keys or (peer.srtp is None) != (self._rx is None):
            self._rx = self._tx = None
            if peer.srtp is not None:
                self._rx = SrtpSession(peer.srtp.suite, peer.srtp.receive_key, inbound=True)
                self._tx = SrtpSession(peer.srtp.suite, peer.srtp.send_key, inbound=False)
            self._keys = peer.srtp
        if self.peer is None or self.peer.codec != peer.codec:
            self._transcoders.clear()
            self.encoder = None
        self.codec = peer.codec
        self._types = {**PAYLOAD_TYPES, peer.payload_type: peer.codec}
        if peer.dtmf_payload_type is not None:
            self._types[peer.dtmf_payload_type] = "DTMF"
        signalled = (peer.host, peer.port)
        if signalled != self._signalled:
            self._signalled = signalled
            self._address = signalled if peer.port and not host.is_unspecified else None
            self.forget()
        self.peer = peer

    def receive(self, now_s: float) -> Packet | None:
        """Read one packet. None: nothing of use. Raises BlockingIOError when there is none (or OSError)."""
        if self._connected:
            length, address = self.rtp.recv_into(_IN_DATA), self._learned
        else:
            length, source = self.rtp.recvfrom_into(_IN_DATA)
            address = (source[0], source[1])
        if self.peer is None or not looks_like_rtp(_IN_DATA, length):
            return None
        if address != self._learned and address is not None and not self._may_learn(address):
            self.rejected += 1
            return None
        if self._rx is not None:
            length = _IN.unprotect(self._rx, length)
            if not length:
                self.rejected += 1
                return None
        _, marked, sequence, timestamp, ssrc = read_header(_IN_DATA)
        codec = self._types.get(marked & 0x7F)
        begin, end = payload_range(_IN_DATA, length)
        if codec is None or begin >= end or end - begin > _MOST_PAYLOAD:
            return None
        if address is not None and address != self._learned:
            self._learn(address)
        self.heard_s = now_s
        payload = bytes(_IN_VIEW[begin:end])
        packet = Packet(codec, sequence, timestamp, payload)
        for target in self.targets:
            target.forward(self, packet, marked & 0x80, ssrc, now_s)
        if self.mixed and codec != "DTMF":
            if self.jitter is None:
                self.jitter = JitterBuffer(codec)
            self.jitter.push(codec, timestamp, payload)
        return packet

    def forward(self, source: Leg, packet: Packet, marker: int, ssrc: int, now_s: float) -> None:
        """Pass on a packet of another leg: header, payload type and keys are ours."""
        peer = self.peer
        if peer is None:
            return
        origin = (source.name, ssrc)
        payload, out = packet.payload, self._out
        if packet.codec == self.codec:
            payload_type = peer.payload_type
        elif packet.codec == "DTMF":
            if peer.dtmf_payload_type is None:
                out.skipped(origin, packet.sequence)
                return
            payload_type = peer.dtmf_payload_type
        else:
            payload_type = peer.payload_type
            transcoder = self._transcoders.get(packet.codec)
            if transcoder is None:
                transcoder = self._transcoders[packet.codec] = Transcoder(packet.codec, self.codec)
            payload = transcoder(payload)
        ticks = FRAME_BYTES if packet.codec == "DTMF" else len(payload)
        if out.forwarded(origin, packet.sequence, packet.timestamp, ticks, marker, now_s):
            self._transmit(payload, payload_type)

    def tick(self, mixed: bytes | None, now_s: float) -> None:
        """Send 20 ms by the clock: what is played, the mix, or silence."""
        peer = self.peer
        if peer is None:
            return
        if self.hears is Hears.FORWARD:
            if self._out.idle_s(now_s) < _FILL_AFTER_S:
                return
            payload = SILENCE[self.codec]
        elif self.player is not None:
            payload = self.player.frame()
        else:
            payload = mixed or SILENCE[self.codec]
        self._out.from_clock(now_s)
        self._transmit(payload, peer.payload_type)

    def close(self) -> None:
        self.rtp.close()
        if self._rtcp is not None:
            self._rtcp.close()
        self.targets = []

    def _may_learn(self, address: tuple[str, int]) -> bool:
        """Symmetric RTP (RFC 4961): the first valid packet says where the peer is, later ones do not.

        What comes from the address that was signalled, or is signed with the peer's key, may say so later.
        """
        return self._learned is None or address == self._signalled or self._rx is not None

    def forget(self) -> None:
        """Learn anew where the peer is: it was said to have moved, or it fell silent."""
        self._learned = None
        if self._connected:
            self._connected = False
            disconnect(self.rtp)

    def _learn(self, address: tuple[str, int]) -> None:
        self._learned = self._address = address
        if address == self._signalled:
            # Where it was said to be: from here on the kernel keeps strangers off, and is faster.
            with contextlib.suppress(OSError):
                self.rtp.connect(address)
                self._connected = True

    def _transmit(self, payload: bytes, payload_type: int) -> None:
        out = self._out
        length = write_packet(
            _OUT_DATA, payload, out.marker | payload_type, out.sequence, out.timestamp, out.ssrc
        )
        if self._tx is not None:
            length = _OUT.protect(self._tx, length)
            if not length:
                return
        try:
            if self._connected:
                self.rtp.send(_OUT_VIEW[:length])
            elif self._address is not None:
                self.rtp.sendto(_OUT_VIEW[:length], self._address)
        except OSError:
            self.rejected += 1  # nobody there, or no room: as good as lost on the way
