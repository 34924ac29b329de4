"""What can happen to the switchboard: past facts from voice, desk, timers and look-ups.

An event says what happened outside; it never says what is to be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.server.core.frozen import frozen
from app.server.core.plan import Plan
from app.server.core.types import AgentState, EndCause, Role, StreamQuality

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


# --- desk ----------------------------------------------------------------------------------------


@frozen
class StateWished:
    """An agent (or ``actor``, a supervisor or the system) wants a state: READY, NOT_READY or OFFLINE.

    A wish that cannot be met at once (she is talking) is kept and met afterwards; the latest wins.
    """

    agent_id: str
    state: AgentState
    reason: str
    actor: str


@frozen
class PhoneRegistered:
    agent_id: str


@frozen
class PhoneLost:
    agent_id: str


@frozen
class OfferDeclined:
    agent_id: str
    offer_id: str


@frozen
class HoldWished:
    agent_id: str
    call_id: str


@frozen
class ResumeWished:
    agent_id: str
    call_id: str


@frozen
class TakeUpWished:
    """Of all her calls she speaks in this one from now on; the one that she speaks in now waits."""

    agent_id: str
    call_id: str


@frozen
class HangUpWished:
    agent_id: str
    call_id: str


@frozen
class WrapUpFinished:
    agent_id: str


@frozen
class WrapUpExtended:
    """She needs more time; once for each wrap-up."""

    agent_id: str


@frozen
class WrapUpStopped:
    """A supervisor ends somebody's wrap-up."""

    agent_id: str
    actor: str


@frozen
class CallBackCancelled:
    """``actor``: an agent, a supervisor, "customer"."""

    callback_id: str
    actor: str


@frozen
class ReconnectStopped:
    """The agent does not wait for the customer who was cut off."""

    agent_id: str
    call_id: str


@frozen
class AgentRestored:
    """After a restart of the server: what an agent was doing, so that she need not begin anew.

    ``state`` READY or NOT_READY is met like her own wish. With WRAP_UP, ``call_id`` of ``queue_id`` was cut
    off by the restart and is still to be written up; afterwards she is ready.
    """

    agent_id: str
    state: AgentState
    reason: str
    call_id: str = ""
    queue_id: str = ""


@frozen
class CallWished:
    """Click to dial: ring her own phone, then the number. ``from_number``: to be shown, "" for by rule."""

    agent_id: str
    number: str
    from_number: str = ""


@frozen
class BlindTransferWished:
    """``target``: an extension or agent, a queue's number or id, a number of ours, an outside number."""

    agent_id: str
    call_id: str
    target: str
    note: str = ""


@frozen
class ConsultWished:
    """Talk with ``target`` first; the customer hears music meanwhile."""

    agent_id: str
    call_id: str
    target: str
    note: str = ""


@frozen
class ConsultCompleted:
    """Customer and target go on without her. While it still rings, this is a blind transfer."""

    agent_id: str
    call_id: str
    note: str = ""


@frozen
class ConsultCancelled:
    """Back to the customer without the target."""

    agent_id: str
    call_id: str


@frozen
class ConsultSwapped:
    """The other of the two hears music now."""

    agent_id: str
    call_id: str


@frozen
class ConsultJoined:
    """All three talk."""

    agent_id: str
    call_id: str


@frozen
class PartyWished:
    """Ring somebody who is to join the talk; a queue stands for its agent who is free longest."""

    agent_id: str
    call_id: str
    target: str
    note: str = ""


@frozen
class PartyDropped:
    agent_id: str
    call_id: str
    leg_id: str


@frozen
class PartyMuted:
    agent_id: str
    call_id: str
    leg_id: str
    muted: bool


@frozen
class PartyHeld:
    """Music for one party, or no longer; the others talk on."""

    agent_id: str
    call_id: str
    leg_id: str
    held: bool


@frozen
class LeaveWished:
    """She leaves; two or more others go on without her."""

    agent_id: str
    call_id: str


@frozen
class DigitsWished:
    """Press keys towards whoever she talks with."""

    agent_id: str
    call_id: str
    digits: str


@frozen
class SpeakWished:
    """Say these prompts to everybody in the talk."""

    agent_id: str
    call_id: str
    reply_id: str
    prompts: tuple[str, ...]


@frozen
class SpeakStopped:
    agent_id: str
    call_id: str


@frozen
class RecordingPauseWished:
    agent_id: str
    call_id: str


@frozen
class RecordingResumeWished:
    agent_id: str
    call_id: str


# --- supervisors (whether they may was asked by the API) --------------------------------------------


@frozen
class MonitorWished:
    """LISTEN: hears all, unheard. COACH: heard by the agent alone. TALK: by all. Again: another role."""

    supervisor_id: str
    sip_user: str
    call_id: str
    role: Role


@frozen
class MonitorEnded:
    supervisor_id: str
    call_id: str


@frozen
class TakeOverWished:
    """The call is hers; its agent is released."""

    supervisor_id: str
    sip_user: str
    call_id: str


@frozen
class ForcedHangUp:
    supervisor_id: str
    call_id: str


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
SeatEvent = (
    StateWished
    | PhoneRegistered
    | PhoneLost
    | OfferDeclined
    | WrapUpFinished
    | WrapUpExtended
    | WrapUpStopped
    | AgentRestored
    | CallWished
)
TalkEvent = (
    HoldWished
    | ResumeWished
    | TakeUpWished
    | HangUpWished
    | BlindTransferWished
    | ConsultWished
    | ConsultCompleted
    | ConsultCancelled
    | ConsultSwapped
    | ConsultJoined
    | PartyWished
    | PartyDropped
    | PartyMuted
    | PartyHeld
    | LeaveWished
    | DigitsWished
    | SpeakWished
    | SpeakStopped
    | RecordingPauseWished
    | RecordingResumeWished
    | ReconnectStopped
)
SupervisorEvent = MonitorWished | MonitorEnded | TakeOverWished | ForcedHangUp
DeskEvent = SeatEvent | TalkEvent | SupervisorEvent
SystemEvent = CallerIdentified | SystemAnswered | PlanChanged | CallBackRestored | CallBackCancelled
Event = VoiceEvent | DeskEvent | SystemEvent | TimerFired
