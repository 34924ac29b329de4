"""Audio under fuzz: real legs on real sockets, fed with whatever arrives; RTCP alone and through a leg."""

from __future__ import annotations

import contextlib
import socket
import struct
import time

from pylibsrtp import Error as SrtpError

from app.server.voice.embedded.media import rtcp
from app.server.voice.embedded.media.bridges import Switch
from app.server.voice.embedded.media.clock import Moment
from app.server.voice.embedded.media.leg import Leg, Readers
from app.server.voice.embedded.media.protocol import SetLeg, SrtpKeys
from tests.doubles.rtp_peer import srtp_session

SUITE = "AES_CM_128_HMAC_SHA1_80"
KEY = bytes(range(30))
SLOWEST_S = 1.0  # of CPU, for one input
CODECS = {"PCMA": 8, "PCMU": 0, "G722": 9, "OPUS": 111}
_MOST = 64  # datagrams of one input


def datagrams(data: bytes) -> list[bytes]:
    """Any bytes as a row of datagrams: two bytes of length, then so many bytes."""
    found: list[bytes] = []
    at = 0
    while at + 2 <= len(data) and len(found) < _MOST:
        (length,) = struct.unpack_from("!H", data, at)
        found.append(data[at + 2 : at + 2 + length % 1600])
        at += 2 + length % 1600
    return found


def as_datagrams(*packets: bytes) -> bytes:
    return b"".join(struct.pack("!H", len(each)) + each for each in packets)


def rtp(payload_type: int, number: int, payload: bytes, first: int = 0x80) -> bytes:
    return struct.pack("!BBHII", first, payload_type, number, number * 160, 1234) + payload


def _socket() -> socket.socket:
    each = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    each.bind(("127.0.0.1", 0))
    each.setblocking(False)
    return each


REPORT = rtcp.compound(
    rtcp.Report(
        1234, rtcp.SenderInfo(1 << 40, 160, 1, 160), (rtcp.Block(99, 0.1, 3, 70_000, 20, 1, 65_536),)
    ),
    "fuzz",
    goodbye=True,
)
_SOUND = bytes([0xD5, 0x55, 0x12, 0x99] * 40)
SEEDS = (
    as_datagrams(*(rtp(8, n, _SOUND) for n in range(6))),
    as_datagrams(rtp(8, 65_534, _SOUND), rtp(8, 3, _SOUND), rtp(8, 2, _SOUND), rtp(8, 2, _SOUND)),
    as_datagrams(rtp(101, 1, bytes((5, 10, 0, 160))), rtp(101, 1, bytes((5, 0x8A, 1, 64)))),
    as_datagrams(rtp(13, 1, b"\x30"), rtp(8, 2, _SOUND), rtp(8, 9000, _SOUND), rtp(0, 1, _SOUND)),
    as_datagrams(rtp(9, 1, _SOUND), rtp(111, 2, b"\xf8\xff\xfe"), rtp(111, 3, _SOUND[:40])),
    as_datagrams(rtp(8, 1, bytes(4) + _SOUND, 0x90), rtp(8, 2, _SOUND + b"\x04", 0xA0), rtp(8, 3, b"", 0xBF)),
    as_datagrams(REPORT, rtp(8, 1, _SOUND), REPORT[:20]),
)


class Legs:
    """A conversation of ``codecs``; the first party sends the bytes, clock and mixer go on meanwhile.

    With ``secure`` its packets come as they are and once more correctly signed.
    """

    seeds = SEEDS

    def __init__(self, codecs: tuple[str, ...], secure: bool = False) -> None:
        self._moment = Moment()
        self._readers: Readers = {}
        self._switch = Switch()
        self._peers = [_socket() for _ in codecs]
        self._sign = srtp_session(SUITE, KEY, False) if secure else None
        self._legs: list[Leg] = []
        for number, codec in enumerate(codecs):
            keys = SrtpKeys(SUITE, KEY, KEY) if secure and number == 0 else None
            leg = Leg(f"leg-{number}", _socket(), None, self._readers, self._moment)
            port = self._peers[number].getsockname()[1]
            leg.configure(
                SetLeg(
                    leg.name, "127.0.0.1", port, codec, CODECS[codec], 101, keys,
                    comfort_noise_payload_type=13, rtcp_mux=True,
                )
            )  # fmt: skip
            self._switch.join("bridge", leg, "TALK")
            self._legs.append(leg)

    def __call__(self, data: bytes) -> None:
        before_s = time.process_time()
        for packet in datagrams(data):
            self._receive(packet)
            if self._sign is not None:
                with contextlib.suppress(SrtpError, ValueError):  # no RTP, or too long to be signed
                    self._receive(self._sign.protect(packet))
        for leg in self._legs:
            leg.report(self._moment.s)
        for peer in self._peers:
            with contextlib.suppress(OSError):
                while peer.recv(2048):
                    pass
        assert time.process_time() - before_s < SLOWEST_S, "took too long"

    def _receive(self, packet: bytes) -> None:
        moment, leg = self._moment, self._legs[0]
        moment.s += 0.02
        moment.us += 20_000
        self._peers[0].sendto(packet, leg.rtp.getsockname())
        self._readers[leg.rtp.fileno()]()
        mixed = self._switch.mix(moment.s)
        for each in self._legs:
            if each.clocked:
                each.tick(mixed.get(each.name), moment.s)
            each.fill_if_idle(moment.s)

    def close(self) -> None:
        for leg in self._legs:
            self._switch.leave(leg)
            leg.close()
            leg.rtp.close()
        for peer in self._peers:
            peer.close()


def control_reports(data: bytes) -> None:
    """A compound packet is read or refused; what was read can be written again."""
    reports = rtcp.parse(data)
    for report in reports or ():
        again = rtcp.parse(rtcp.compound(report, "again"))
        assert again is not None
        for block in report.blocks:
            assert 0 <= block.fraction_lost <= 1
            found = rtcp.round_trip_s(rtcp.ntp_time(time.time()), block)
            assert found is None or found >= 0
