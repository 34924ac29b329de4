"""A telephone's audio for tests: sends a tone over RTP (or SRTP), keeps everything it gets.

Usage::

    peer = RtpPeer(codec="PCMA", tone_hz=440)
    peer.start(("127.0.0.1", server_port))   # 20 ms packets from now on, in a thread
    ...
    assert loudest_hz(peer.heard(last_s=1.0)) == pytest.approx(440, abs=10)
    peer.close()

Independent of the server's RTP code on purpose (the codecs are the library's).
"""

from __future__ import annotations

import itertools
import socket
import struct
import threading
import time
from dataclasses import dataclass

import av
import numpy as np
from aiortp.codecs.g711 import PcmaCodec, PcmuCodec
from aiortp.codecs.g722 import G722Codec
from pylibsrtp import Error as SrtpError
from pylibsrtp import Policy, Session

from tests.doubles.patience import PATIENCE_S


class OpusCodec:
    """Opus by PyAV and the libopus inside it, as phones have it. (FFmpeg's own decoder clicks where the
    kind of coding changes.)"""

    def __init__(self) -> None:
        self._encoder = av.CodecContext.create("libopus", "w")
        self._encoder.sample_rate, self._encoder.layout, self._encoder.format = 48000, "mono", "s16"
        self._encoder.bit_rate = 48000
        self._encoder.options = {"application": "voip", "frame_duration": "20"}
        self._decoder = av.CodecContext.create("libopus", "r")
        self._decoder.sample_rate, self._decoder.layout = 48000, "mono"

    def encode(self, pcm: bytes) -> bytes:
        samples = np.frombuffer(pcm, dtype=np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = 48000
        packets = self._encoder.encode(frame)
        return bytes(packets[0]) if packets else b"\xf8\xff\xfe"  # it keeps the first one back

    def decode(self, payload: bytes) -> bytes:
        frames = self._decoder.decode(av.Packet(payload))
        parts = [each.to_ndarray().reshape(-1) for each in frames] or [np.zeros(0, dtype=np.int16)]
        whole = np.concatenate(parts)
        if whole.dtype != np.int16:
            whole = np.clip(whole * 32768, -32768, 32767).astype(np.int16)
        return whole.tobytes()


_TYPES = {"PCMU": 0, "PCMA": 8, "G722": 9, "OPUS": 111}
_CODECS = {"PCMU": PcmuCodec, "PCMA": PcmaCodec, "G722": G722Codec, "OPUS": OpusCodec}
RATES = {"PCMU": 8000, "PCMA": 8000, "G722": 16000, "OPUS": 48000}
TICKS = {"PCMU": 160, "PCMA": 160, "G722": 160, "OPUS": 960}


@dataclass(frozen=True)
class Received:
    at_s: float
    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    source: tuple[str, int]


def srtp_session(suite: str, key: bytes, inbound: bool) -> Session:
    kind = Policy.SSRC_ANY_INBOUND if inbound else Policy.SSRC_ANY_OUTBOUND
    policy = Policy(ssrc_type=kind, srtp_profile=Policy.SRTP_PROFILE_AES128_CM_SHA1_80)
    if suite == "AES_256_CM_HMAC_SHA1_80":
        from pylibsrtp._binding import ffi

        for part in ("rtp", "rtcp"):
            words = ffi.cast("unsigned int *", ffi.addressof(policy._policy, part))
            words[0], words[1] = 5, 46
    policy.key = key
    return Session(policy)


class RtpPeer:
    """``send_key``/``receive_key``: SDES master key and salt as this peer uses them; None for plain RTP."""

    def __init__(
        self,
        codec: str = "PCMA",
        tone_hz: float | None = 440.0,
        *,
        dtmf_type: int = 101,
        suite: str = "AES_CM_128_HMAC_SHA1_80",
        send_key: bytes | None = None,
        receive_key: bytes | None = None,
        amplitude: int = 8000,
        payload_type: int | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.codec, self.tone_hz, self.dtmf_type, self.amplitude = codec, tone_hz, dtmf_type, amplitude
        self.payload_type = _TYPES[codec] if payload_type is None else payload_type
        self.socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self.host = host
        self.socket.bind((host, 0))
        self.socket.settimeout(0.01)
        self.received: list[Received] = []
        self.undecryptable = 0
        self._encoder = _CODECS[codec]()
        self._protect = None if send_key is None else srtp_session(suite, send_key, False)
        self._unprotect = None if receive_key is None else srtp_session(suite, receive_key, True)
        self.sequence = 65500  # wraps soon: numbering over the edge is tested by the way
        self.timestamp = 0xFFFFF000
        self.ssrc = 0x1234 + self.port
        self._sample = 0
        self._remote: tuple[str, int] | None = None
        self._events: list[tuple[int, int, bytes]] = []
        self._paused = False
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def port(self) -> int:
        return self.socket.getsockname()[1]

    def start(self, remote: tuple[str, int]) -> None:
        self._remote = remote
        self._thread.start()

    def move(self, remote: tuple[str, int]) -> None:
        """Send to another address from now on."""
        self._remote = remote

    @property
    def remote(self) -> tuple[str, int]:
        assert self._remote is not None
        return self._remote

    def close(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(2)
        self.socket.close()

    def pause(self, paused: bool = True) -> None:
        """Send nothing for a while."""
        self._paused = paused

    def press(self, key: str, *, ends: int = 3, updates: int = 4) -> None:
        """One RFC 4733 event: ``updates`` packets, then ``ends`` end packets, 20 ms apart."""
        with self._lock:
            event = "0123456789*#ABCD".index(key)
            durations = [TICKS[self.codec] * (each + 1) for each in range(updates)]
            packets = [(event, 10, duration) for duration in durations]
            packets += [(event, 0x80 | 10, durations[-1])] * ends
            stamp = self.timestamp + len(self._events) * TICKS[self.codec]
            self._events += [(stamp & 0xFFFFFFFF, i, struct.pack("!BBH", *p)) for i, p in enumerate(packets)]

    # --- what was heard ---

    def packets(self, since_s: float = 0.0) -> list[Received]:
        with self._lock:
            return [each for each in self.received if each.at_s >= since_s]

    def heard(self, last_s: float | None = None, since_s: float = 0.0) -> np.ndarray:
        """Samples of the audio packets in the order of arrival (at ``rate_hz`` of the codec)."""
        packets = [each for each in self.packets(since_s) if each.payload_type == self.payload_type]
        if last_s is not None:
            packets = packets[-int(last_s * 50) :]
        decoder = _CODECS[self.codec]()
        pcm = b"".join(decoder.decode(each.payload) for each in packets)
        return np.frombuffer(pcm, dtype=np.int16)

    @property
    def rate_hz(self) -> int:
        return RATES[self.codec]

    def wait_packets(self, count: int, timeout_s: float = PATIENCE_S, since_s: float = 0.0) -> list[Received]:
        """Wait until so many came; raises AssertionError when they do not."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            packets = self.packets(since_s)
            if len(packets) >= count:
                return packets
            self._ended.wait(0.01)
        raise AssertionError(f"{len(self.packets(since_s))} packets instead of {count} in {timeout_s} s")

    # --- the thread ---

    def _run(self) -> None:
        due_s = time.monotonic()
        while not self._ended.is_set():
            now_s = time.monotonic()
            if now_s >= due_s:
                due_s += 0.02
                if not self._paused:
                    self._send_next()
                continue
            self.socket.settimeout(max(0.0005, due_s - now_s))
            try:
                data, source = self.socket.recvfrom(2048)
            except (TimeoutError, ConnectionRefusedError):
                continue
            except OSError:
                return
            self._take(data, source)

    def _take(self, data: bytes, source: tuple[str, int]) -> None:
        if 192 <= data[1] <= 223:
            return  # RTCP, meant for us or for a port that was ours
        if self._unprotect is not None:
            try:
                data = self._unprotect.unprotect(data)
            except SrtpError:
                self.undecryptable += 1
                return
        first, second, sequence, timestamp, ssrc = struct.unpack_from("!BBHII", data)
        if 64 <= (second & 0x7F) <= 95:
            return  # RTCP for the telephone with the port below this one
        assert first == 0x80
        packet = Received(
            time.monotonic(), second & 0x7F, bool(second & 0x80), sequence, timestamp, ssrc, data[12:], source
        )
        with self._lock:
            self.received.append(packet)

    def _send_next(self) -> None:
        with self._lock:
            event = self._events.pop(0) if self._events else None
        if event is not None:
            stamp, index, payload = event
            self._send(self.dtmf_type, payload, stamp, index == 0)
        else:
            self._send(self.payload_type, self._encoder.encode(self._tone()), self.timestamp, False)
        self.timestamp = (self.timestamp + TICKS[self.codec]) & 0xFFFFFFFF

    def _send(self, payload_type: int, payload: bytes, timestamp: int, marker: bool) -> None:
        head = struct.pack(
            "!BBHII", 0x80, payload_type | (0x80 if marker else 0), self.sequence, timestamp, self.ssrc
        )
        self.sequence = (self.sequence + 1) & 0xFFFF
        data = head + payload
        if self._protect is not None:
            data = self._protect.protect(data)
        assert self._remote is not None
        try:
            self.socket.sendto(data, self._remote)
        except OSError:
            return

    def _tone(self) -> bytes:
        count = self.rate_hz // 50
        at = np.arange(self._sample, self._sample + count)
        self._sample += count
        if self.tone_hz is None:
            return bytes(2 * count)
        wave = self.amplitude * np.sin(2 * np.pi * self.tone_hz * at / self.rate_hz)
        return wave.astype(np.int16).tobytes()


def level(samples: np.ndarray, rate_hz: int, tone_hz: float) -> float:
    """Amplitude of one tone in the samples."""
    if len(samples) == 0:
        return 0.0
    at = np.arange(len(samples))
    window = np.hanning(len(samples))
    turn = np.exp(-2j * np.pi * tone_hz * at / rate_hz)
    return float(2 * abs(np.sum(samples * window * turn)) / window.sum())


def steady_level(samples: np.ndarray, rate_hz: int, tone_hz: float) -> float:
    """Amplitude of one tone in the middle one of pieces of 160 ms: what a busy machine does to single
    packets (its telephones send late, and what was made up shifts the tone's phase) does not count."""
    size = rate_hz * 16 // 100
    pieces = [samples[at : at + size] for at in range(0, len(samples) - size + 1, size // 2)]
    return float(np.median([level(each, rate_hz, tone_hz) for each in pieces])) if pieces else 0.0


def loudest_hz(samples: np.ndarray, rate_hz: int) -> float:
    """Frequency of the strongest tone; 0 for silence."""
    if len(samples) == 0 or np.abs(samples.astype(np.int32)).max() < 100:
        return 0.0
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate_hz / len(samples))


def assert_continuous(packets: list[Received], ticks: int = 160) -> None:
    """One SSRC; sequence numbers and timestamps follow each other without a hole or a repeat."""
    assert len({each.ssrc for each in packets}) == 1
    for before, after in itertools.pairwise(packets):
        assert (after.sequence - before.sequence) & 0xFFFF == 1, (before, after)
        assert (after.timestamp - before.timestamp) & 0xFFFFFFFF == ticks, (before, after)
