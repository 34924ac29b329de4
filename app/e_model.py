"""How well one would hear: losses and delay in, mean opinion score out (E-model, ITU-T G.107).

All parameters of the E-model that a packet network does not move stay at their defaults, which give
R = 93.2. Echo is taken to be cancelled, as telephones and headsets do. Server and desktop count alike.
"""

from __future__ import annotations

import math

_R_DEFAULT = 93.2
# Equipment impairment Ie and robustness against random loss Bpl. G.113 appendix I gives 0 and 25.1 for
# G.711 with packet loss concealment (appendix I of G.711), which telephones and our mixer have. It has no
# value on the narrow-band scale for G.722, and none for Opus: both are counted as unimpaired and as robust
# as G.711, so that a score never looks better than on an ordinary line.
_IMPAIRMENT = {"PCMU": (0.0, 25.1), "PCMA": (0.0, 25.1), "G722": (0.0, 25.1), "OPUS": (0.0, 25.1)}
_PACKET_MS = 20.0
_LEAST_BUFFER_MS = 40.0  # a receiver's jitter buffer; it grows with the jitter
_EASE_MS = 100.0  # up to here nobody notices delay


def rating(codec: str, loss_pct: float, delay_ms: float) -> float:
    """R of G.107 §7 for random loss and one-way delay from mouth to ear."""
    impairment, robustness = _IMPAIRMENT[codec]
    effective = impairment + (95 - impairment) * loss_pct / (loss_pct + robustness)
    return _R_DEFAULT - _delay_impairment(delay_ms) - effective


def mean_opinion(r: float) -> float:
    """MOS of a rating R (G.107 annex B)."""
    if r <= 0:
        return 1.0
    if r >= 100:
        return 4.5
    return max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)


def mos(codec: str, loss_pct: float, jitter_ms: float, round_trip_ms: float | None) -> float:
    """MOS of one direction, with what a receiver's jitter buffer adds to the delay of the line."""
    delay_ms = (round_trip_ms or 0.0) / 2 + _PACKET_MS + max(_LEAST_BUFFER_MS, 2 * jitter_ms)
    return round(mean_opinion(rating(codec, loss_pct, delay_ms)), 2)


def _delay_impairment(delay_ms: float) -> float:
    """Idd of G.107 §7.4: what too long a delay takes away even without echo."""
    if delay_ms <= _EASE_MS:
        return 0.0
    x = math.log2(delay_ms / _EASE_MS)
    return 25 * ((1 + x**6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2)
