"""What control process and media process say to each other: msgspec structs over a socket pair.

Framing: 4-byte big-endian length, then MessagePack. Control sends ``Request``s, media answers and
reports with ``Report``s. Either side may die: the other sees the end of the stream.
"""

from __future__ import annotations

import msgspec


class SrtpKeys(msgspec.Struct, frozen=True):
    """SDES keys of one leg (RFC 4568): master key + salt, one for each direction."""

    suite: str  # "AES_256_CM_HMAC_SHA1_80" or "AES_CM_128_HMAC_SHA1_80"
    receive_key: bytes
    send_key: bytes


class OpenLeg(msgspec.Struct, frozen=True, tag=True):
    """Open an RTP port for this leg. Answered by LegOpened or LegFailed."""

    leg: str


class SetLeg(msgspec.Struct, frozen=True, tag=True):
    """Where the peer is and what it speaks; sent again after a re-INVITE."""

    leg: str
    host: str
    port: int
    codec: str  # "PCMU", "PCMA", "G722"
    payload_type: int
    dtmf_payload_type: int | None
    srtp: SrtpKeys | None = None


class CloseLeg(msgspec.Struct, frozen=True, tag=True):
    leg: str


class Join(msgspec.Struct, frozen=True, tag=True):
    """Bridges come to be with their first leg and go with their last."""

    bridge: str
    leg: str
    role: str  # "TALK", "LISTEN", "COACH"


class Leave(msgspec.Struct, frozen=True, tag=True):
    leg: str


class Play(msgspec.Struct, frozen=True, tag=True):
    leg: str
    play: str
    prompts: list[str]
    loop: bool


class StopPlay(msgspec.Struct, frozen=True, tag=True):
    leg: str


class RecordStream(msgspec.Struct, frozen=True, tag=True):
    """Journal what comes from this leg under this recording and side ("CUSTOMER" or "AGENT")."""

    recording: str
    call: str
    leg: str
    side: str


class StopRecording(msgspec.Struct, frozen=True, tag=True):
    """Answered by RecordingClosed once everything is on the disk."""

    recording: str


class Shutdown(msgspec.Struct, frozen=True, tag=True):
    pass


Request = (
    OpenLeg | SetLeg | CloseLeg | Join | Leave | Play | StopPlay | RecordStream | StopRecording | Shutdown
)


class LegOpened(msgspec.Struct, frozen=True, tag=True):
    leg: str
    port: int


class LegFailed(msgspec.Struct, frozen=True, tag=True):
    leg: str
    reason: str


class Digit(msgspec.Struct, frozen=True, tag=True):
    leg: str
    digit: str


class PlayFinished(msgspec.Struct, frozen=True, tag=True):
    leg: str
    play: str


class MediaGone(msgspec.Struct, frozen=True, tag=True):
    leg: str


class MediaBack(msgspec.Struct, frozen=True, tag=True):
    leg: str


class RecordingClosed(msgspec.Struct, frozen=True, tag=True):
    recording: str


class Trouble(msgspec.Struct, frozen=True, tag=True):
    """Something a person should know (journal cannot be written, prompt missing); calls go on."""

    error_id: str
    text: str


class Health(msgspec.Struct, frozen=True, tag=True):
    """Once a second: load and lateness since the last one."""

    legs: int
    packets: int
    cpu_s: float
    worst_tick_late_ms: float


Report = (
    LegOpened | LegFailed | Digit | PlayFinished | MediaGone | MediaBack | RecordingClosed | Trouble | Health
)
