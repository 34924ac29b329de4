"""What the switchboard wants done: imperatives for voice, desk and the clock.

A command never fails back to the sender; what came of it arrives as an event. Facts stand among the commands,
in the order of what happened: each is appended to the ledger, and desktops, call records and reports are made
from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.server.core.facts import Fact
from app.server.core.frozen import frozen
from app.server.core.types import EndCause, Role, Side, StreamQuality

# --- voice ---------------------------------------------------------------------------------------


@frozen
class RingLeg:
    """Tell the caller that it rings (180)."""

    leg_id: str


@frozen
class ProgressLeg:
    """Let the caller hear us before the call is answered (183 with a description; early media)."""

    leg_id: str


@frozen
class AnswerLeg:
    leg_id: str


@frozen
class RejectLeg:
    leg_id: str
    cause: EndCause


@frozen
class OriginateLeg:
    """Ring a registered phone, or an outside number over a trunk: one of the two is given.

    ``like_leg_id``: the leg it will talk with; its codec is offered first. ``caller_number`` "" towards the
    outside: the trunk's own number. Which trunk is voice's matter (rules, priority, fail-over).
    """

    leg_id: str
    sip_user: str
    caller_number: str
    caller_name: str
    call_id: str
    offer_id: str
    like_leg_id: str
    timeout_s: int
    outside_number: str = ""
    auto_answer: bool = False  # her own phone, of a call that she asked for: it may pick up by itself
    test: bool = False  # nobody talks: the phone is tried, and says quickly how it hears us


@frozen
class HangUpLeg:
    leg_id: str
    cause: EndCause = EndCause.NORMAL


@frozen
class MuteLeg:
    """Nobody hears this leg (its recording does not either) until it is unmuted; it hears the others."""

    leg_id: str
    muted: bool


@frozen
class SendDigits:
    """Press keys towards this leg (RFC 4733), one after the other; "," is a pause of half a second."""

    leg_id: str
    digits: str


@frozen
class ReportTransfer:
    """Tell a phone how the transfer it asked for (TransferWished) goes: 100, 180, 200, 486 … (RFC 3515).

    A status of 200 or more is the last word. The core then ends the phone's leg itself where it should.
    """

    leg_id: str
    transfer_id: str
    status: int


@frozen
class CreateBridge:
    bridge_id: str


@frozen
class DestroyBridge:
    bridge_id: str


@frozen
class JoinBridge:
    bridge_id: str
    leg_id: str
    role: Role = Role.TALK
    coached_leg_id: str = ""  # whom a COACH speaks to


@frozen
class LeaveBridge:
    leg_id: str


@frozen
class PlayPrompts:
    """Play one after the other; a prompt is "zh/welcome" or "music/calm". A new play replaces the old.

    "text/zh/您好" is text for the speech port: heard where it was rendered before, else left out (and
    rendered for the next time): a call never waits for it.

    ``loop``: the last one of the list repeats until stopped (then no PromptFinished follows).
    """

    leg_id: str
    play_id: str
    prompts: tuple[str, ...]
    loop: bool = False


@frozen
class StopPlaying:
    leg_id: str


@frozen
class SpeakPrompts:
    """One voice more in the bridge: everybody in it hears the prompts besides each other.

    It goes onto the agent's side of the recording, where one is named. Heard to the end: PromptFinished with
    ``voice_id`` as leg and play; StopSpeaking follows in any case, and is what ends the voice.
    """

    voice_id: str
    bridge_id: str
    prompts: tuple[str, ...]
    call_id: str
    recording_id: str = ""


@frozen
class StopSpeaking:
    voice_id: str


@frozen
class RecordLeg:
    """What comes from this leg goes to one side of the recording; the first call opens the recording."""

    recording_id: str
    call_id: str
    leg_id: str
    side: Side


@frozen
class StopRecordingLeg:
    """Nothing more of this leg is written; the recording goes on with the others."""

    recording_id: str
    leg_id: str


@frozen
class PauseRecording:
    """Nothing of any party is written until ResumeRecording; the gap is marked."""

    recording_id: str


@frozen
class ResumeRecording:
    recording_id: str


@frozen
class CloseRecording:
    recording_id: str


# --- desk ----------------------------------------------------------------------------------------


@frozen
class ShowOffer:
    """Pop the customer's file on the agent's desktop, before her phone rings.

    ``reason``: "queue", "callback", "reconnect", "transfer", "consult", "conference", "came-back" or "direct"
    (for herself); ``from_agent_id``: which of us passes it on or calls. ``note``: what was noted so far.
    ``queue_id`` "": of no queue.
    """

    agent_id: str
    offer_id: str
    call_id: str
    queue_id: str
    caller_number: str
    customer_id: str | None
    waited_s: float
    expires_at: datetime
    reason: str = "queue"
    from_agent_id: str = ""
    note: str = ""
    auto_answer: bool = False


@frozen
class WithdrawOffer:
    """``why``: "answered", "no-answer", "declined", "caller-left", "no-phone", "cancelled"."""

    agent_id: str
    offer_id: str
    call_id: str
    why: str


@frozen
class ShowReconnect:
    """The agent sees how her cut-off customer is called back.

    ``state``: "dialling", "waiting" (until ``next_at``), "back", "given-up", "stopped".
    """

    agent_id: str
    call_id: str
    state: str
    attempt: int
    tries: int
    next_at: datetime | None = None


@frozen
class ShowSpeaking:
    """A quick reply is spoken into her call. ``state``: "speaking", "ended", "stopped"."""

    agent_id: str
    call_id: str
    reply_id: str
    state: str


@frozen
class ShowQuality:
    """How the agent's own line is now (every 5 s)."""

    agent_id: str
    call_id: str
    leg_id: str
    codec: str
    received: StreamQuality
    sent: StreamQuality | None
    round_trip_ms: float | None


# --- look-ups, time, memory ----------------------------------------------------------------------


@frozen
class IdentifyCaller:
    call_id: str
    number: str


@frozen
class AskSystem:
    """Answered by SystemAnswered with the same id, within ``timeout_s``. ``into``: variable → path."""

    request_id: str
    call_id: str
    system: str
    operation: str
    values: Mapping[str, str]
    into: Mapping[str, str]
    timeout_s: int


@frozen
class SendMessage:
    """A short message to somebody's telephone; what comes of it is the notifier's matter."""

    call_id: str
    number: str
    text: str


@frozen
class SetTimer:
    timer_id: str
    at: datetime


@frozen
class CancelTimer:
    timer_id: str


VoiceCommand = (
    RingLeg
    | ProgressLeg
    | AnswerLeg
    | RejectLeg
    | OriginateLeg
    | HangUpLeg
    | MuteLeg
    | SendDigits
    | ReportTransfer
    | CreateBridge
    | DestroyBridge
    | JoinBridge
    | LeaveBridge
    | PlayPrompts
    | StopPlaying
    | SpeakPrompts
    | StopSpeaking
    | RecordLeg
    | StopRecordingLeg
    | PauseRecording
    | ResumeRecording
    | CloseRecording
)
DeskCommand = ShowOffer | WithdrawOffer | ShowQuality | ShowReconnect | ShowSpeaking
SystemCommand = IdentifyCaller | AskSystem | SendMessage
Command = VoiceCommand | DeskCommand | SystemCommand | SetTimer | CancelTimer
Consequence = Command | Fact  # a fact is to be appended to the ledger
