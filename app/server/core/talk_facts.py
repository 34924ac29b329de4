"""What is kept of talks: who was in them, how they were handed on, how they sounded, what was recorded.

Told through ``app.server.core.facts``, which has all facts there are, and their rules.
"""

from __future__ import annotations

from app.server.core.frozen import frozen
from app.server.core.types import StreamQuality


@frozen
class PartyJoined:
    """Somebody besides the customer hears and is heard. ``kind``, ``role``: of PartyKind and Role.

    ``number``: her phone or his outside number. A supervisor's id stands in ``supervisor_id`` alone.
    """

    call_id: str
    leg_id: str
    kind: str
    agent_id: str | None
    number: str
    role: str = "TALK"
    supervisor_id: str = ""


@frozen
class PartyLeft:
    """``talk_s``, ``hold_s``: of the conversation while this party was in it."""

    call_id: str
    leg_id: str
    kind: str
    agent_id: str | None
    talk_s: float
    hold_s: float
    cause: str = ""


@frozen
class LegReplaced:
    """A party goes on with another phone (RFC 3891)."""

    call_id: str
    old_leg_id: str
    new_leg_id: str
    agent_id: str | None


@frozen
class PartyChanged:
    """``what``: "muted", "unmuted", "held", "resumed", "leads" (the call is hers now), "left" (of a customer:
    the others talk on without him)."""

    call_id: str
    leg_id: str
    agent_id: str | None
    what: str


@frozen
class TransferStarted:
    """``mode``: "blind", "consult". ``target_kind``: "AGENT", "QUEUE", "FLOW", "OUTSIDE"."""

    call_id: str
    transfer_id: str
    agent_id: str | None
    mode: str
    target_kind: str
    target: str


@frozen
class TransferEnded:
    """``result``: "completed", "conference", "cancelled", "caller-left", or why the target did not take it
    ("busy", "no-answer", "declined", "unreachable", …)."""

    call_id: str
    transfer_id: str
    agent_id: str | None
    result: str


@frozen
class TransferCameBack:
    """Nobody took it: ``to`` is "agent" (who had transferred), "queue", or "nobody"."""

    call_id: str
    transfer_id: str
    agent_id: str | None
    to: str


@frozen
class SupervisorActed:
    """For the audit. ``what``: "listen", "coach", "talk", "take-over", "hang-up", "not-reached"."""

    call_id: str
    supervisor_id: str
    what: str
    about_agent: str = ""


@frozen
class LegMeasured:
    """How the sound of one leg was, over all of it.

    ``samples``: of every report (5 s): [mos received, lost %, jitter ms, mos sent, round trip ms]; -1 for
    what the peer did not say.
    """

    call_id: str
    leg_id: str
    party: str
    agent_id: str | None
    codec: str
    received: StreamQuality
    sent: StreamQuality | None
    round_trip_ms: float | None
    worst_mos: float
    samples: tuple[tuple[float, float, float, float, float], ...] = ()


@frozen
class ReplySpoken:
    """A quick reply was spoken into the talk. ``how``: "ended", "stopped"."""

    call_id: str
    agent_id: str
    reply_id: str
    how: str
    spoken_s: float


@frozen
class RecordingPaused:
    recording_id: str
    call_id: str
    agent_id: str | None


@frozen
class RecordingResumed:
    """``by``: "agent", "time-out", "system"."""

    recording_id: str
    call_id: str
    agent_id: str | None
    by: str


@frozen
class RecordingStarted:
    recording_id: str
    call_id: str


@frozen
class RecordingStopped:
    recording_id: str
    call_id: str
