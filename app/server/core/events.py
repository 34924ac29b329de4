"""What can happen to the switchboard: past facts from voice, desk, timers and look-ups.

An event says what happened outside; it never says what is to be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.server.core.frozen import frozen
from app.server.core.plan import Plan
from app.server.core.types import EndCause, StreamQuality
from app.server.core.wishes import (
    AgentRestored as AgentRestored,
)
from app.server.core.wishes import (
    BlindTransferWished as BlindTransferWished,
)
from app.server.core.wishes import (
    CallBackCancelled as CallBackCancelled,
)
from app.server.core.wishes import (
    CallWished as CallWished,
)
from app.server.core.wishes import (
    ConsultCancelled as ConsultCancelled,
)
from app.server.core.wishes import (
    ConsultCompleted as ConsultCompleted,
)
from app.server.core.wishes import (
    ConsultJoined as ConsultJoined,
)
from app.server.core.wishes import (
    ConsultSwapped as ConsultSwapped,
)
from app.server.core.wishes import (
    ConsultWished as ConsultWished,
)
from app.server.core.wishes import (
    DeskEvent as DeskEvent,
)
from app.server.core.wishes import (
    DigitsWished as DigitsWished,
)
from app.server.core.wishes import (
    ForcedHangUp as ForcedHangUp,
)
from app.server.core.wishes import (
    HangUpWished as HangUpWished,
)
from app.server.core.wishes import (
    HoldWished as HoldWished,
)
from app.server.core.wishes import (
    LeaveWished as LeaveWished,
)
from app.server.core.wishes import (
    MonitorEnded as MonitorEnded,
)
from app.server.core.wishes import (
    MonitorWished as MonitorWished,
)
from app.server.core.wishes import (
    OfferDeclined as OfferDeclined,
)
from app.server.core.wishes import (
    PartyDropped as PartyDropped,
)
from app.server.core.wishes import (
    PartyHeld as PartyHeld,
)
from app.server.core.wishes import (
    PartyMuted as PartyMuted,
)
from app.server.core.wishes import (
    PartyWished as PartyWished,
)
from app.server.core.wishes import (
    PhoneLost as PhoneLost,
)
from app.server.core.wishes import (
    PhoneRegistered as PhoneRegistered,
)
from app.server.core.wishes import (
    ReconnectStopped as ReconnectStopped,
)
from app.server.core.wishes import (
    RecordingPauseWished as RecordingPauseWished,
)
from app.server.core.wishes import (
    RecordingResumeWished as RecordingResumeWished,
)
from app.server.core.wishes import (
    ResumeWished as ResumeWished,
)
from app.server.core.wishes import (
    SeatEvent as SeatEvent,
)
from app.server.core.wishes import (
    SpeakStopped as SpeakStopped,
)
from app.server.core.wishes import (
    SpeakWished as SpeakWished,
)
from app.server.core.wishes import (
    StateWished as StateWished,
)
from app.server.core.wishes import (
    SupervisorEvent as SupervisorEvent,
)
from app.server.core.wishes import (
    TakeOverWished as TakeOverWished,
)
from app.server.core.wishes import (
    TakeUpWished as TakeUpWished,
)
from app.server.core.wishes import (
    TalkEvent as TalkEvent,
)
from app.server.core.wishes import (
    WrapUpExtended as WrapUpExtended,
)
from app.server.core.wishes import (
    WrapUpFinished as WrapUpFinished,
)
from app.server.core.wishes import (
    WrapUpStopped as WrapUpStopped,
)

# --- voice ---------------------------------------------------------------------------------------


@frozen
class LegIncoming:
    """Somebody rings. ``source`` is "trunk:<trunk id>" or "phone:<sip user>" for a registered phone.

    ``replaces_leg_id``: this call takes the place of that leg (Replaces, RFC 3891). ``diverted_from``: the
    number that was dialled before it was diverted to us (Diversion, History-Info). ``dialled_number`` and
    ``caller_number`` of a trunk are E.164 by the trunk's number rules where they can be.
    """

    leg_id: str
    dialled_number: str
    caller_number: str
    caller_name: str
    source: str
    replaces_leg_id: str = ""
    diverted_from: str = ""


@frozen
class LegRinging:
    """``early_media``: the peer already sends sound (its own ring-back or announcement)."""

    leg_id: str
    early_media: bool = False


@frozen
class LegAnswered:
    """Our outgoing leg was answered, or the peer confirmed (ACK) that it heard our answer."""

    leg_id: str


@frozen
class LegEnded:
    """The leg is gone; the last event of every leg, exactly once, whoever ended it."""

    leg_id: str
    cause: EndCause
    by_peer: bool
    detail: str = ""  # what the wire said, in a stable word: "q850-38", "sip-503", "rtp-gone", "media-died"


@frozen
class LegHeld:
    """The party put us on hold with its own phone (re-INVITE sendonly or inactive)."""

    leg_id: str


@frozen
class LegResumed:
    leg_id: str


@frozen
class TransferWished:
    """A phone asks that its partner be connected to somebody else (REFER, RFC 3515, 5589).

    ``target_number`` is the user part of Refer-To. ``target_leg_id``: for a consulted transfer, the other leg
    of this phone whose partner is meant (Refer-To with Replaces); "" for a blind one.
    Answered by ReportTransfer with the same ``transfer_id``.
    """

    leg_id: str
    transfer_id: str
    target_number: str
    target_leg_id: str = ""


@frozen
class LegQuality:
    """How a leg's sound was since the last report: every 5 s, and ``final`` once over the whole leg.

    The final one comes after LegEnded, for each leg that had sound. ``received``: from the party to us;
    ``sent``: from us to the party, as its RTCP says, None while it says nothing.
    """

    leg_id: str
    codec: str
    received: StreamQuality
    sent: StreamQuality | None
    round_trip_ms: float | None
    final: bool = False


@frozen
class DigitPressed:
    leg_id: str
    digit: str  # one of 0-9 * # A-D
    in_sound: bool = True  # RFC 4733: who hears this leg has it already; False: SIP INFO, nobody else has it


@frozen
class PromptFinished:
    """The prompts of ``play_id`` were heard to the end; not sent when they were stopped."""

    leg_id: str
    play_id: str


@frozen
class MediaLost:
    """No packet from this leg for some seconds."""

    leg_id: str


@frozen
class MediaFound:
    leg_id: str


# --- look-ups ------------------------------------------------------------------------------------


@frozen
class CallerIdentified:
    """Who calls, as far as we know. ``customer_id`` "": a number of nobody we know; the rest may be known.

    ``dedicated_agent_id``: his own agent. ``last_agent_id``: who talked with him last, at ``last_agent_at``.
    ``region``: of the number ("广东 深圳", "US"). ``language``: "zh", "en" or "".
    """

    call_id: str
    customer_id: str
    level: str
    region: str = ""
    dedicated_agent_id: str = ""
    last_agent_id: str = ""
    last_agent_at: datetime | None = None
    language: str = ""


@frozen
class SystemAnswered:
    """What a system said to AskSystem. ``result``: "found", "not-found", "failed" (also: no answer in time).

    ``values``: by variable, as text; at most as much as a flow may hold.
    """

    request_id: str
    result: str
    values: Mapping[str, str]
    why: str = ""  # of "failed", a stable word: "time-out", "circuit-open", "http-500", …


# --- the set-up ------------------------------------------------------------------------------------


@frozen
class PlanChanged:
    """The centre was set up anew: queues, agents, numbers, flows, hours. Calls under way keep their flow."""

    plan: Plan


@frozen
class CallBackRestored:
    """After a restart: a call-back that was promised, or somebody whom the restart cut off.

    ``waiting_since``: of his first entry of the queue. ``agent_id``: with whom he talked (a reconnection:
    she is rung, before all others); "" for any.
    """

    callback_id: str
    queue_id: str
    number: str
    waiting_since: datetime
    for_call_id: str
    customer_id: str = ""
    level: str = ""
    agent_id: str = ""
    tries: int = 0
    due_at: datetime | None = None  # not before


# --- time ----------------------------------------------------------------------------------------


@frozen
class TimerFired:
    timer_id: str


VoiceEvent = (
    LegIncoming
    | LegRinging
    | LegAnswered
    | LegEnded
    | LegHeld
    | LegResumed
    | TransferWished
    | DigitPressed
    | PromptFinished
    | MediaLost
    | MediaFound
    | LegQuality
)
SystemEvent = CallerIdentified | SystemAnswered | PlanChanged | CallBackRestored | CallBackCancelled
Event = VoiceEvent | DeskEvent | SystemEvent | TimerFired
