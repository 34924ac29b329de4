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


class OpenVoice(msgspec.Struct, frozen=True, tag=True):
    """A leg that only says what is played to it, to all in its bridge. ``beside``: a leg that hears it."""

    leg: str
    beside: str


class SetLeg(msgspec.Struct, frozen=True, tag=True):
    """Where the peer is and what it speaks; sent again after a re-INVITE."""

    leg: str
    host: str
    port: int
    codec: str  # "PCMU", "PCMA", "G722", "OPUS"
    payload_type: int
    dtmf_payload_type: int | None
    srtp: SrtpKeys | None = None
    dtmf_clock_hz: int = 8000  # 48000 beside Opus
    comfort_noise_payload_type: int | None = None  # RFC 3389, where the peer sends it
    rtcp_port: int = 0  # 0: the one after ``port``
    rtcp_mux: bool = False  # RTCP on the RTP port (RFC 5761)


class CloseLeg(msgspec.Struct, frozen=True, tag=True):
    leg: str


class Join(msgspec.Struct, frozen=True, tag=True):
    """Bridges come to be with their first leg and go with their last."""

    bridge: str
    leg: str
    role: str  # "TALK", "LISTEN", "COACH"
    coached: str = ""  # the leg a COACH speaks to; "": the second that joined


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


class Mute(msgspec.Struct, frozen=True, tag=True):
    """Nobody hears this leg and nothing of it is recorded but silence; it hears the others."""

    leg: str
    muted: bool


class SendDigits(msgspec.Struct, frozen=True, tag=True):
    """Keys towards this leg as RFC 4733 events, 100 ms each with 100 ms between; "," waits 500 ms."""

    leg: str
    digits: str


class ReportOften(msgspec.Struct, frozen=True, tag=True):
    """Tell the peer of this leg every so often how it arrives, and when we send: so it answers soon."""

    leg: str
    every_s: float


class StopStream(msgspec.Struct, frozen=True, tag=True):
    """No longer journal what comes from this leg for this recording."""

    recording: str
    leg: str


class PauseRecording(msgspec.Struct, frozen=True, tag=True):
    recording: str


class ResumeRecording(msgspec.Struct, frozen=True, tag=True):
    recording: str


class StopRecording(msgspec.Struct, frozen=True, tag=True):
    """Answered by RecordingClosed once everything is on the disk."""

    recording: str


class Shutdown(msgspec.Struct, frozen=True, tag=True):
    pass


Request = (
    OpenLeg
    | OpenVoice
    | SetLeg
    | CloseLeg
    | Join
    | Leave
    | Play
    | StopPlay
    | Mute
    | SendDigits
    | ReportOften
    | RecordStream
    | StopStream
    | PauseRecording
    | ResumeRecording
    | StopRecording
    | Shutdown
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


class StreamFigures(msgspec.Struct, frozen=True):
    """One direction; ``mos`` by ITU-T G.107."""

    packets: int
    lost: int
    loss_pct: float
    jitter_ms: float
    mos: float


class Quality(msgspec.Struct, frozen=True, tag=True):
    """Every 5 s for each leg that has a peer (since the last report), and ``final`` over the whole leg
    when it is closed. ``sent`` is what the peer's RTCP reports, None while there is none."""

    leg: str
    codec: str
    received: StreamFigures
    sent: StreamFigures | None
    round_trip_ms: float | None
    final: bool


class RecordingClosed(msgspec.Struct, frozen=True, tag=True):
    recording: str


class Trouble(msgspec.Struct, frozen=True, tag=True):
    """Something a person should know (journal cannot be written, prompt missing); calls go on.

    ``over``: what was told before under this ``error_id`` is well again.
    """

    error_id: str
    text: str
    over: bool = False


class Health(msgspec.Struct, frozen=True, tag=True):
    """Once a second: load and lateness since the last one."""

    legs: int
    packets: int
    cpu_s: float
    worst_tick_late_ms: float
    ticks: int = 0
    late_ticks: int = 0  # ended more than 10 ms after they were due


Report = (
    LegOpened
    | LegFailed
    | Digit
    | PlayFinished
    | MediaGone
    | MediaBack
    | Quality
    | RecordingClosed
    | Trouble
    | Health
)
