"""Key presses: the little language of ``--digits`` and the RTP events of RFC 4733 that carry them.

In:  ``"1,w3,2"``; the keys 0-9 * # A-D, ``w3`` waits three seconds, commas and spaces only separate.
Out: ``Press`` and ``Wait`` actions; for one key the payloads to send, one every 20 ms.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from app.caller.model import CallerError

KEYS = "0123456789*#ABCD"  # the index is the event code, RFC 4733 §3.2
TONE_PACKETS = 5  # 100 ms
END_PACKETS = 3  # RFC 4733 §2.5.1.4: the end is said three times
GAP_PACKETS = 2  # of audio after the last end packet; 80 ms between two tones in all
STEP_SAMPLES = 160
_VOLUME = 10  # -10 dBm0
_TOKEN = re.compile(r"w(?P<wait>\d+(?:\.\d+)?)|(?P<key>[0-9*#A-D])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Press:
    key: str


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


def parse_digits(text: str) -> list[Press | Wait]:
    """Read ``--digits``. Raises CallerError naming what cannot be read."""
    actions: list[Press | Wait] = []
    for item in re.split(r"[,\s]+", text):
        at = 0
        while at < len(item):
            token = _TOKEN.match(item, at)
            if token is None:
                raise CallerError(
                    f"Cannot read {item[at:]!r} in the digits {text!r}: use 0-9 * # A-D, and w3 to wait 3 s."
                )
            wait = token["wait"]
            actions.append(Wait(float(wait)) if wait else Press(token["key"].upper()))
            at = token.end()
    return actions


def event_payloads(key: str) -> list[bytes]:
    """The payloads of one key, each for one 20 ms step; all share the RTP timestamp of the first."""
    code = KEYS.index(key)
    running = [struct.pack("!BBH", code, _VOLUME, n * STEP_SAMPLES) for n in range(1, TONE_PACKETS)]
    end = struct.pack("!BBH", code, 0x80 | _VOLUME, TONE_PACKETS * STEP_SAMPLES)
    return running + [end] * END_PACKETS
