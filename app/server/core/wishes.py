"""What agents, supervisors and programs wish, as it reaches the switchboard: past facts like all events.

Told through ``app.server.core.events``, which has all events there are.
"""

from __future__ import annotations

from app.server.core.frozen import frozen
from app.server.core.types import AgentState, Role

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
