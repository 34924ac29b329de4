"""The sounds that the softphone makes itself: the ring, the beep of a waiting call, the zip tone.

Out: lists of frames (``app.telephony.pcm``), each whole sound with its rest.
Written without numpy: importing it would make the child start 0.1 s later after a crash.
"""

from __future__ import annotations

import cmath
import math
from array import array

from app.telephony.pcm import FRAME_BYTES, FRAME_SAMPLES, RATE_HZ

_RING_TONES_HZ = (587.33, 880.0)  # D5 and A5, a fifth: heard across a room, not shrill
_RING_NOTE_S = 0.42
_RING_NOTES = 2
_RING_PERIOD_S = 3.0
_RING_AMPLITUDE = 0.16
_RING_DECAY_PER_S = 5.0

# The call-waiting tone of China's public network (450 Hz, 0.4 s, again after 4 s), as it stands in
# ITU-T E.180 supplement 2; quiet, because it comes over a conversation.
WAITING_HZ = 450.0
_WAITING_S = 0.4
_WAITING_REST_S = 4.0
_WAITING_AMPLITUDE = 0.07

ZIP_HZ = 1000.0
_ZIP_S = 0.1
_ZIP_GAP_S = 0.06
_ZIP_AMPLITUDE = 0.14
_FADE_SAMPLES = RATE_HZ // 200  # 5 ms against clicks


def ring_tone() -> list[bytes]:
    """One period of a gentle ring: two soft bell notes of two tones, then rest."""
    note = array("h")
    samples = round(_RING_NOTE_S * RATE_HZ)
    # Each tone turns and decays by one multiplication a sample: a phone that starts again has no time.
    decay = math.exp(-_RING_DECAY_PER_S / RATE_HZ)
    low_step, high_step = (cmath.rect(decay, 2 * math.pi * hz / RATE_HZ) for hz in _RING_TONES_HZ)
    low = high = complex(32767 * _RING_AMPLITUDE)
    for i in range(samples):
        # A bell: a short fade-in against clicks, then decay to nothing at the end of the note.
        note.append(round((low.imag + high.imag) * min(1.0, i / 240, (samples - i) / 320)))
        low, high = low * low_step, high * high_step
    return _frames(note.tobytes() * _RING_NOTES, _RING_PERIOD_S)


def waiting_beep() -> list[bytes]:
    """One period of the beep that tells of a second call."""
    return _frames(_beep(WAITING_HZ, _WAITING_S, _WAITING_AMPLITUDE), _WAITING_S + _WAITING_REST_S)


def zip_tone() -> list[bytes]:
    """Two short tones before a call that is answered by itself."""
    beep = _beep(ZIP_HZ, _ZIP_S, _ZIP_AMPLITUDE)
    gap = bytes(2 * round(_ZIP_GAP_S * RATE_HZ))
    return _frames(beep + gap + beep + gap, 2 * (_ZIP_S + _ZIP_GAP_S))


def _beep(tone_hz: float, length_s: float, amplitude: float) -> bytes:
    samples = round(length_s * RATE_HZ)
    step = cmath.rect(1.0, 2 * math.pi * tone_hz / RATE_HZ)
    turning, beep = complex(32767 * amplitude), array("h")
    for i in range(samples):
        beep.append(round(turning.imag * min(1.0, i / _FADE_SAMPLES, (samples - i) / _FADE_SAMPLES)))
        turning *= step
    return beep.tobytes()


def _frames(data: bytes, period_s: float) -> list[bytes]:
    """Filled up with silence to whole frames of about ``period_s``."""
    total_bytes = round(period_s * RATE_HZ / FRAME_SAMPLES) * FRAME_BYTES
    data = data.ljust(total_bytes, b"\0")[:total_bytes]
    return [data[i : i + FRAME_BYTES] for i in range(0, total_bytes, FRAME_BYTES)]
