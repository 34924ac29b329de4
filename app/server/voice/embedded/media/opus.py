"""Opus (RFC 6716) by libopus, called through ctypes. With ``opus_library.py`` the only file that knows it.

In:  mono samples at 16 kHz, or payloads (RFC 7587) and their absence.
Out: payloads with in-band error correction; samples at 16 kHz, lost ones made up for.
"""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray

from app.server.voice.embedded.media.opus_library import library

RATE_HZ = 16000
CLOCK_HZ = 48000  # RFC 7587 §4.1: whatever the rate of the samples is
FRAME_SAMPLES = RATE_HZ // 50
SILENCE = b"\xf8\xff\xfe"
"""20 ms of digital silence, whatever came before: the shortest CELT frame that says so."""

_APPLICATION_VOIP = 2048
_SET_BITRATE, _SET_VBR, _SET_COMPLEXITY, _SET_INBAND_FEC, _SET_PACKET_LOSS_PERC = 4002, 4006, 4010, 4012, 4014
_SET_SIGNAL, _SIGNAL_VOICE = 4024, 3001
_BIT_RATE = 40000  # wide-band speech, with room for the error correction
_COMPLEXITY = 3  # of 10: what is above costs far more than can be heard over a telephone
_EXPECTED_LOSS_PCT = 10
_MOST_PAYLOAD = 1275
_TEN_MS = RATE_HZ // 100
_FRAMES = frozenset((_TEN_MS // 4, _TEN_MS // 2, _TEN_MS, 2 * _TEN_MS, 4 * _TEN_MS, 6 * _TEN_MS))
_MOST_SAMPLES = RATE_HZ * 120 // 1000  # RFC 6716: a packet is never longer than 120 ms
# Duration in µs of one frame by the upper five bits of the first byte (RFC 6716 table 2).
_FRAME_US = (
    *(10000, 20000, 40000, 60000) * 3,
    *(10000, 20000) * 2,
    *(2500, 5000, 10000, 20000) * 4,
)


class OpusError(Exception):
    """The library refused: out of memory, or a payload that is none."""


def payload_ticks(payload: bytes) -> int:
    """Length of a payload in 1/48000 s (RFC 6716 §3.1); 0: it is none."""
    if not payload:
        return 0
    code = payload[0] & 3
    count = 1 if code == 0 else 2
    if code == 3:
        if len(payload) < 2:
            return 0
        count = payload[1] & 0x3F
    ticks = count * _FRAME_US[payload[0] >> 3] * 48 // 1000
    return ticks if ticks <= 5760 else 0


class OpusEncoder:
    """One stream towards one listener."""

    __slots__ = ("_lib", "_out", "_out_address", "_state", "_state_address")

    def __init__(self) -> None:
        """Raises OpusError."""
        self._lib = _needed()
        self._state = ctypes.create_string_buffer(self._lib.opus_encoder_get_size(1))
        self._state_address = ctypes.addressof(self._state)
        self._out = ctypes.create_string_buffer(_MOST_PAYLOAD)
        self._out_address = ctypes.addressof(self._out)
        _check(self._lib.opus_encoder_init(self._state_address, RATE_HZ, 1, _APPLICATION_VOIP))
        for request, value in (
            (_SET_BITRATE, _BIT_RATE),
            (_SET_VBR, 1),
            (_SET_COMPLEXITY, _COMPLEXITY),
            (_SET_SIGNAL, _SIGNAL_VOICE),
            (_SET_INBAND_FEC, 1),
            (_SET_PACKET_LOSS_PERC, _EXPECTED_LOSS_PCT),
        ):
            _check(self._lib.opus_encoder_ctl(self._state_address, request, ctypes.c_int32(value)))

    def encode(self, samples: NDArray[np.int16]) -> bytes:
        """One payload; what is no multiple of 10 ms is filled up with silence. Raises OpusError."""
        count = len(samples)
        if count in _FRAMES:
            return self._frame(samples)
        pieces: list[bytes] = []
        for at in range(0, min(count, _MOST_SAMPLES), _TEN_MS):
            piece = samples[at : at + _TEN_MS]
            pieces.append(
                self._frame(np.concatenate([piece, np.zeros(_TEN_MS - len(piece), dtype=np.int16)]))
            )
        return _joined(pieces)

    def _frame(self, samples: NDArray[np.int16]) -> bytes:
        whole = np.ascontiguousarray(samples, dtype=np.int16)
        length = self._lib.opus_encode(
            self._state_address, whole.ctypes.data, len(whole), self._out_address, _MOST_PAYLOAD
        )
        return ctypes.string_at(self._out_address, _check(length))


class OpusDecoder:
    """One stream from one speaker."""

    __slots__ = ("_lib", "_out", "_out_address", "_state", "_state_address")

    def __init__(self) -> None:
        """Raises OpusError."""
        self._lib = _needed()
        self._state = ctypes.create_string_buffer(self._lib.opus_decoder_get_size(1))
        self._state_address = ctypes.addressof(self._state)
        self._out = np.zeros(_MOST_SAMPLES, dtype=np.int16)
        self._out_address = self._out.ctypes.data
        _check(self._lib.opus_decoder_init(self._state_address, RATE_HZ, 1))

    def decode(self, payload: bytes) -> NDArray[np.int16]:
        """As many samples as the payload holds. Raises OpusError for rubbish."""
        return self._samples(payload, len(payload), _MOST_SAMPLES, 0)

    def conceal(self) -> NDArray[np.int16]:
        """20 ms in the place of a payload that did not come."""
        return self._samples(None, 0, FRAME_SAMPLES, 0)

    def recover(self, following: bytes) -> NDArray[np.int16]:
        """20 ms in the place of a lost payload, out of what the one after it repeats (or concealed)."""
        return self._samples(following, len(following), FRAME_SAMPLES, 1)

    def _samples(self, payload: bytes | None, length: int, room: int, fec: int) -> NDArray[np.int16]:
        count = self._lib.opus_decode(self._state_address, payload, length, self._out_address, room, fec)
        return self._out[: _check(count)].copy()


def _joined(pieces: list[bytes]) -> bytes:
    """Several frames of one kind in one payload (RFC 6716 §3.2.5, code 3)."""
    if not pieces:
        return SILENCE
    lengths = b"".join(_length(len(each) - 1) for each in pieces[:-1])
    head = bytes([pieces[0][0] & 0xFC | 3, 0x80 | len(pieces)])
    return head + lengths + b"".join(each[1:] for each in pieces)


def _length(count: int) -> bytes:
    """RFC 6716 §3.2.1."""
    return bytes([count]) if count < 252 else bytes([252 + (count & 3), (count - 252) >> 2])


def _check(code: int) -> int:
    if code < 0:
        raise OpusError(_needed().opus_strerror(code).decode())
    return code


def _needed() -> ctypes.PyDLL:
    found = library()
    if found is None:
        raise OpusError("libopus is not installed")
    return found
