"""A call: where it stands, who is in it, how long the customer waited, talked and was on hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import auto

from app.server.core.callbacks.runs import MessageRun, Reconnection
from app.server.core.flow.run import FlowRun
from app.server.core.frozen import empty
from app.server.core.machine import TableEnum
from app.server.core.party import Party
from app.server.core.types import CallKind, CallOutcome, CallState, EndCause
from app.server.core.waiting.plan import Overflow
from app.server.core.waiting.score import Told


class CallEvent(TableEnum):
    MENU = auto()
    QUEUED = auto()
    OFFERED = auto()
    NOT_TAKEN = auto()
    CONNECTED = auto()
    HELD = auto()
    RESUMED = auto()
    TRANSFERRED = auto()  # who had it is out; it rings at the target
    SURVEYED = auto()  # the agent is out; the customer is asked how it was
    AGENT_LOST = auto()  # the agent's phone vanished: back to the head of the queue
    DIALS = auto()  # an agent has the call-back; it rings at the customer's
    CUT_OFF = auto()  # the customer's line was lost; he is called back
    ENDED = auto()


_S, _E = CallState, CallEvent
TRANSITIONS: dict[tuple[CallState, CallEvent], CallState] = {
    (_S.DIALLING, _E.CONNECTED): _S.TALKING,
    (_S.DIALLING, _E.ENDED): _S.ENDED,
    (_S.MENU, _E.QUEUED): _S.QUEUED,
    (_S.MENU, _E.TRANSFERRED): _S.TRANSFER,  # put through by the flow
    (_S.MENU, _E.ENDED): _S.ENDED,
    (_S.QUEUED, _E.OFFERED): _S.OFFERED,
    (_S.QUEUED, _E.MENU): _S.MENU,
    (_S.QUEUED, _E.ENDED): _S.ENDED,
    (_S.OFFERED, _E.NOT_TAKEN): _S.QUEUED,
    (_S.OFFERED, _E.DIALS): _S.DIALLING,
    (_S.OFFERED, _E.CONNECTED): _S.TALKING,
    (_S.OFFERED, _E.ENDED): _S.ENDED,
    (_S.TALKING, _E.HELD): _S.HELD,
    (_S.TALKING, _E.TRANSFERRED): _S.TRANSFER,
    (_S.TALKING, _E.QUEUED): _S.QUEUED,
    (_S.TALKING, _E.MENU): _S.MENU,
    (_S.TALKING, _E.AGENT_LOST): _S.QUEUED,
    (_S.TALKING, _E.CUT_OFF): _S.RECONNECTING,
    (_S.TALKING, _E.SURVEYED): _S.SURVEY,
    (_S.TALKING, _E.ENDED): _S.ENDED,
    (_S.HELD, _E.RESUMED): _S.TALKING,
    (_S.HELD, _E.TRANSFERRED): _S.TRANSFER,
    (_S.HELD, _E.QUEUED): _S.QUEUED,
    (_S.HELD, _E.MENU): _S.MENU,
    (_S.HELD, _E.AGENT_LOST): _S.QUEUED,
    (_S.HELD, _E.CUT_OFF): _S.RECONNECTING,
    (_S.HELD, _E.SURVEYED): _S.SURVEY,
    (_S.HELD, _E.ENDED): _S.ENDED,
    (_S.RECONNECTING, _E.CONNECTED): _S.TALKING,
    (_S.RECONNECTING, _E.ENDED): _S.ENDED,
    (_S.TRANSFER, _E.CONNECTED): _S.TALKING,
    (_S.TRANSFER, _E.QUEUED): _S.QUEUED,
    (_S.TRANSFER, _E.MENU): _S.MENU,  # nobody took it: back to the flow
    (_S.TRANSFER, _E.ENDED): _S.ENDED,
    (_S.SURVEY, _E.ENDED): _S.ENDED,
}
IN_TALK = (CallState.TALKING, CallState.HELD)


@dataclass(slots=True)
class Transfer:
    """One attempt to hand the call on; ``agent_id`` and ``agent_leg_id`` are of who does it.

    ``leg_id``: the target's. ``report_id``: the phone wants to hear of it (TransferWished.transfer_id).
    """

    transfer_id: str
    agent_id: str | None
    agent_leg_id: str
    leg_id: str = ""
    report_id: str = ""
    with_target: bool = True  # of a consult: with whom of the two she talks


@dataclass(slots=True)
class Call:
    """One call from the first ring to the last word. Leg and bridge ids name what voice knows."""

    call_id: str
    leg_id: str  # the customer's; "" in a call between ourselves
    dialled_number: str
    caller_number: str
    caller_name: str
    arrived_at: datetime
    kind: CallKind = CallKind.CUSTOMER
    state: CallState = CallState.MENU
    parties: dict[str, Party] = field(default_factory=empty(dict[str, Party]))  # by leg, as they came
    flow: FlowRun | None = None  # walked in a MENU, while QUEUED, or in a SURVEY
    node_since: datetime | None = None  # in the present node of the flow
    flows_begun: int = 0  # since he pressed a key
    request_id: str = ""  # of the system that the flow has asked
    play_id: str | None = None  # of the flow's prompts now played
    digit_wait_s: int = 0  # for a key, once they are heard
    customer_id: str | None = None
    recording_id: str | None = None
    recording_paused: bool = False
    queue_id: str | None = None
    queued_at: datetime | None = None  # entry of this queue; kept through offers that were not taken
    waiting_since: datetime | None = None  # his place counts from it: before queued_at where he came back
    level: str = ""  # of the customer
    region: str = ""  # of his number
    dedicated_agent_id: str = ""
    last_agent_id: str = ""
    last_agent_at: datetime | None = None
    wants: dict[str, int] = field(default_factory=empty(dict[str, int]))  # skills, besides the queue's
    extra_priority: float = 0.0
    own_agent_s: int = 0  # waits so long for his dedicated agent, also where the queue sets less
    own_agent_over: bool = False  # of this entry: everybody may take it
    variables: dict[str, str] = field(default_factory=empty(dict[str, str]))  # of its flow
    language: str = ""
    told: Told = field(default_factory=Told)  # while he waits: what he was told, and what was expected
    overflows: list[tuple[str, Overflow]] = field(
        default_factory=empty(list[tuple[str, Overflow]])
    )  # queue, rule
    callback_id: str = ""  # of a CALLBACK
    promised: list[str] = field(default_factory=empty(list[str]))  # call-backs that this caller was promised
    message: MessageRun | None = None  # he speaks one now
    reconnection: Reconnection | None = None  # while RECONNECTING
    settled: CallOutcome | None = None  # how it ends for him where nobody talks with him: message, call-back
    recording_since: datetime | None = None  # None: since it arrived
    entry_open: bool = False  # this entry of the queue is neither answered nor abandoned yet
    ahead: bool = False  # before all others of the queue
    offers: dict[str, str] = field(default_factory=empty(dict[str, str]))  # ringing leg → offer, oldest first
    agent_id: str | None = None  # who is offered it, or leads it
    agent_leg_id: str | None = None
    bridge_id: str | None = None
    transfer: Transfer | None = None  # blind: it rings at the target
    consult: Transfer | None = None  # she talks with the target first
    consult_for: str = ""  # of a second call from an agent's phone: the customer's call that waits for it
    note: str = ""  # what was noted so far, for who takes over
    shown_number: str = ""  # of a call of ours: which of the company's numbers she chose
    from_agent_id: str = ""  # who passed it on to the queue that it waits in
    held_leg_id: str = ""  # who hears music while the call is HELD or in TRANSFER
    first_connected_at: datetime | None = None
    connected_at: datetime | None = None
    talking_since: datetime | None = None
    held_at: datetime | None = None
    waited_s: float = 0.0
    talk_s: float = 0.0
    hold_s: float = 0.0
    ended_detail: str = ""
    talk_ended_by: str = ""  # while he answers a survey
    rated_agent_id: str | None = None  # in a survey: the last agent who led the talk
    customer_left: EndCause | None = None  # of a conference that goes on without him

    @property
    def customer(self) -> Party | None:
        return self.parties.get(self.leg_id)

    @property
    def customer_number(self) -> str:
        """Of the party that is not of this house."""
        customer = self.customer
        return customer.number if customer else self.caller_number

    def in_talk(self) -> list[Party]:
        """Who keeps the conversation alive, on hold or not."""
        return [party for party in self.parties.values() if party.counts]

    def talk_by(self, now: datetime) -> float:
        """Seconds of talk so far, without hold."""
        running = (now - self.talking_since).total_seconds() if self.talking_since else 0.0
        return self.talk_s + running

    def hold_by(self, now: datetime) -> float:
        running = (now - self.held_at).total_seconds() if self.held_at else 0.0
        return self.hold_s + running

    def clock(self, now: datetime, *, talking: bool = False, held: bool = False) -> None:
        """What was counted until now is added; from now on it is talk, hold, or neither."""
        if self.talking_since is not None:
            self.talk_s = self.talk_by(now)
        if self.held_at is not None:
            self.hold_s = self.hold_by(now)
        self.talking_since = now if talking else None
        self.held_at = now if held else None
