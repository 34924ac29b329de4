"""The live state of the whole centre, and one turn of handling an event on it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from operator import attrgetter
from typing import Any, get_args

from app.server.core import agent as agents
from app.server.core import call as calls
from app.server.core import offer as offers
from app.server.core import party as parties
from app.server.core.agent import Agent, AgentEvent
from app.server.core.call import Call, CallEvent
from app.server.core.callbacks import callback as callbacks
from app.server.core.callbacks.callback import Callback, CallbackEvent, Callbacks
from app.server.core.commands import CancelTimer, Command, Consequence, SetTimer
from app.server.core.facts import AgentStateChanged, CallMoved, Fact
from app.server.core.frozen import frozen
from app.server.core.machine import step
from app.server.core.offer import Offer, OfferEvent
from app.server.core.party import Party, PartyEvent
from app.server.core.plan import Plan
from app.server.core.routing.lines import Lines
from app.server.core.routing.strategies import Draw, evenly
from app.server.core.today import Today
from app.server.core.types import AgentState, CallState
from app.server.core.waiting import outlook
from app.server.core.waiting.estimate import Pace
from app.server.core.waiting.grace import Grace
from app.server.core.waiting.outlook import Outlook
from app.server.core.waiting.plan import Overflow

log = logging.getLogger(__name__)
NewId = Callable[[str], str]  # kind ("call", "offer", …) → an id that was never used


@frozen
class OfferExpires:
    offer_id: str


@frozen
class DigitAwaited:
    call_id: str
    play_id: str


@frozen
class WrapUpRunsOut:
    agent_id: str
    call_id: str


@frozen
class FaultLasts:
    """An agent whose phone does not come back has gone, and is not ready when it comes back tomorrow."""

    agent_id: str


@frozen
class RingRunsOut:
    """A party that is rung outside of an offer does not answer."""

    call_id: str
    leg_id: str


@frozen
class PauseRunsOut:
    """A paused recording goes on by itself: an agent may forget it."""

    call_id: str


@frozen
class LineWidens:
    """More agents may take this waiting call from now on (its own agent's time is over, a relaxation)."""

    call_id: str


@frozen
class RingsMore:
    """An offer was not answered for a while: another phone rings besides."""

    call_id: str


@frozen
class AnnouncementDue:
    call_id: str


@frozen
class OverflowDue:
    """He has waited as long as a rule of his queue allows."""

    call_id: str


@frozen
class SystemAwaited:
    call_id: str
    request_id: str


@frozen
class SurveyRunsOut:
    """The customer has had long enough to answer; his line is closed."""

    call_id: str


@frozen
class MessageRunsOut:
    call_id: str


@frozen
class ReconnectDue:
    call_id: str


@frozen
class CallBackDue:
    callback_id: str


Purpose = (
    OfferExpires
    | DigitAwaited
    | WrapUpRunsOut
    | FaultLasts
    | RingRunsOut
    | PauseRunsOut
    | LineWidens
    | RingsMore
    | AnnouncementDue
    | OverflowDue
    | SystemAwaited
    | SurveyRunsOut
    | MessageRunsOut
    | ReconnectDue
    | CallBackDue
)
LONGEST_FAULT = timedelta(minutes=10)
_QUEUED = CallState.QUEUED
_READY, _OFFLINE, _FAULT = AgentState.READY, AgentState.OFFLINE, AgentState.TECH_FAULT
_CALLS, _AGENTS = calls.TRANSITIONS, agents.TRANSITIONS
_PARTIES, _OFFERS, _CALLBACKS = parties.TRANSITIONS, offers.TRANSITIONS, callbacks.TRANSITIONS
_BREAK = frozenset({AgentState.OFFLINE, AgentState.NOT_READY})
_BUSY = frozenset({AgentState.TALKING, AgentState.WRAP_UP})
# Of these, a fact of its own says where the call stands (CallQueued, OfferMade, CallHeld, CallResumed, …).
_TOLD = frozenset(
    {
        CallEvent.QUEUED,
        CallEvent.OFFERED,
        CallEvent.NOT_TAKEN,
        CallEvent.AGENT_LOST,
        CallEvent.HELD,
        CallEvent.RESUMED,
        CallEvent.ENDED,
    }
)
_TOLD_FROM = {  # CallConnected says it
    (CallState.OFFERED, CallEvent.CONNECTED),
    (CallState.DIALLING, CallEvent.CONNECTED),
}
_CAUSES: dict[AgentEvent, str] = {event: event.name.lower().replace("_", "-") for event in AgentEvent}


# Whose timer it is: an offer's, an agent's, a call-back's, else a call's.
_SUBJECTS: dict[type[Purpose], Callable[[Any], str]] = {
    **dict.fromkeys(get_args(Purpose), attrgetter("call_id")),
    OfferExpires: attrgetter("offer_id"),
    WrapUpRunsOut: attrgetter("agent_id"),
    FaultLasts: attrgetter("agent_id"),
    CallBackDue: attrgetter("callback_id"),
}


@dataclass(slots=True)
class Balance:
    """Of one queue since the start. What came in is somewhere:

    offered = answered + abandoned + cut_off + flowed_out + called_back + messages + waiting.
    """

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    cut_off: int = 0
    flowed_out: int = 0  # by a rule or a transfer, to another queue, flow or number
    called_back: int = 0  # left for a call-back
    messages: int = 0  # left for a voice message


@dataclass(slots=True)
class Measured:
    """The leg of a call and how its sound was so far; kept a while after its end for the last report."""

    call_id: str
    party: str
    agent_id: str | None
    samples: list[tuple[float, float, float, float, float]]
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """A quick reply that is being spoken into a talk. ``leg_id``: of the agent who wished it."""

    voice_id: str
    call_id: str
    bridge_id: str
    leg_id: str
    agent_id: str
    reply_id: str
    began_at: datetime


@dataclass(slots=True)
class House:
    """Everything that lives now. Ended calls and offers leave; legs stay until voice says they ended."""

    plan: Plan
    agents: dict[str, Agent] = field(default_factory=dict[str, Agent])
    calls: dict[str, Call] = field(default_factory=dict[str, Call])
    offers: dict[str, Offer] = field(default_factory=dict[str, Offer])
    legs: dict[str, str] = field(default_factory=dict[str, str])  # leg → call
    measured: dict[str, Measured] = field(default_factory=dict[str, Measured])  # by leg
    measured_ended: deque[tuple[datetime, str]] = field(default_factory=deque[tuple[datetime, str]])
    timers: dict[str, Purpose] = field(default_factory=dict[str, Purpose])
    timers_of: dict[str, dict[str, Purpose]] = field(  # by call, offer or agent
        default_factory=dict[str, dict[str, Purpose]]
    )
    requests: dict[str, str] = field(default_factory=dict[str, str])  # asked of a system → call
    speeches: dict[str, Speech] = field(default_factory=dict[str, Speech])  # by voice
    balances: dict[str, Balance] = field(default_factory=dict[str, Balance])
    callbacks: Callbacks = field(default_factory=Callbacks)  # promised, not ended
    reconnecting: set[str] = field(default_factory=set[str])  # calls whose customer is dialled in the talk
    outlooks: dict[str, Outlook] = field(default_factory=dict[str, Outlook])  # by queue
    grace: Grace = field(default_factory=Grace)  # places of those who hung up while waiting
    leaving: set[str] = field(default_factory=set[str])  # agents who are no longer planned
    agents_by_phone: dict[str, Agent] = field(default_factory=dict[str, Agent])
    draw: Draw = field(default_factory=evenly)  # of the queues that choose by lot
    lines: Lines = field(init=False)
    today: Today = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.plan, self.agents, self.draw)
        self.today = Today(self.plan.timezone)

    def forget_timer(self, timer_id: str) -> Purpose | None:
        """It fired or is cancelled; what it was for, None where it is not known any more."""
        purpose = self.timers.pop(timer_id, None)
        if purpose is not None:
            subject_id = _SUBJECTS[purpose.__class__](purpose)
            mine = self.timers_of[subject_id]
            del mine[timer_id]
            if not mine:
                del self.timers_of[subject_id]
        return purpose

    def agent_of_phone(self, sip_user: str) -> Agent | None:
        return self.agents_by_phone.get(sip_user)

    def balance(self, queue_id: str) -> Balance:
        known = self.balances.get(queue_id)
        if known is None:
            known = self.balances[queue_id] = Balance()
        return known

    def outlook(self, queue_id: str, now: datetime) -> Outlook:
        known = self.outlooks.get(queue_id)
        if known is None:
            known = self.outlooks[queue_id] = Outlook(Pace(now))
        return known


class Turn:
    """The handling of one event: collects commands, carries out transitions, logs them.

    One object serves for all turns: what is to be settled in one of them is empty at its end.
    """

    __slots__ = (
        "_logs",
        "attention",
        "do",
        "house",
        "keep",
        "new_id",
        "now",
        "overflowing",
        "signed_out",
        "stirred",
        "superseded",
    )
    do: Callable[[Command], None]
    keep: Callable[[Fact], None]

    def __init__(self, house: House, now: datetime, new_id: NewId) -> None:
        self.house = house
        self.new_id = new_id
        self.superseded: list[str] = []  # calls of call-backs that have ended in this turn
        self.overflowing: list[tuple[Call, Overflow, tuple[str, ...]]] = []  # led on by a rule, with prompts
        self.signed_out: list[str] = []  # queues whose agents went off in this turn
        self.attention: dict[str, str] = {}  # agent → the call that she has turned to in this turn
        self.stirred: dict[str, None] = {}  # calls in which somebody came to be heard, or left
        self.begins(now)

    def begins(self, now: datetime) -> list[Consequence]:
        """What will have followed from it, in order."""
        followed: list[Consequence] = []
        self.now = now
        self.do = self.keep = followed.append
        self._logs = log.isEnabledFor(logging.INFO)  # where nobody reads the log, it costs nothing
        return followed

    def turns_to(self, agent_id: str | None, call: Call) -> None:
        """Of all her calls, this is the one that she speaks in from now on."""
        if agent_id:
            self.attention[agent_id] = call.call_id

    def set_timer(self, purpose: Purpose, at: datetime) -> str:
        timer_id, house = self.new_id("timer"), self.house
        house.timers[timer_id] = purpose
        subject_id = _SUBJECTS[purpose.__class__](purpose)
        if subject_id in house.timers_of:
            house.timers_of[subject_id][timer_id] = purpose
        else:
            house.timers_of[subject_id] = {timer_id: purpose}
        self.do(SetTimer(timer_id, at))
        return timer_id

    def cancel_timers(self, subject_id: str, *kinds: type[Purpose]) -> None:
        """Those of this call, offer or agent that are of these kinds."""
        if (mine := self.house.timers_of.get(subject_id)) is not None:
            self._cancel([timer_id for timer_id, purpose in mine.items() if isinstance(purpose, kinds)])

    def cancel_timer(self, purpose: Purpose) -> None:
        """Exactly this one, if it is set."""
        if (mine := self.house.timers_of.get(_SUBJECTS[purpose.__class__](purpose))) is not None:
            self._cancel([timer_id for timer_id, each in mine.items() if each == purpose])

    def _cancel(self, timer_ids: list[str]) -> None:
        for timer_id in timer_ids:
            self.house.forget_timer(timer_id)
            self.do(CancelTimer(timer_id))

    def _log(self, kind: str, subject_id: str, before: Enum, event: Enum, after: Enum) -> None:
        """Every transition is in the log."""
        log.info("%s %s: %s --%s--> %s", kind, subject_id, before.name, event.name, after.name)

    def move_call(self, call: Call, event: CallEvent) -> None:
        """Apply the table. Who waits is in its line, who does not is in none."""
        before = call.state
        after = _CALLS.get((before, event)) or step(_CALLS, before, event, "call", call.call_id)
        call.state = after
        if self._logs:
            self._log("call", call.call_id, before, event, after)
        if event not in _TOLD and (before, event) not in _TOLD_FROM:
            self.keep(CallMoved(call.call_id, before, after))
        if before is _QUEUED:
            self.house.lines.leave(call)
            if call.call_id in self.house.timers_of:
                self.cancel_timers(call.call_id, LineWidens, AnnouncementDue, OverflowDue)
        if after is _QUEUED:
            self.lines_up(call)
        if before is _QUEUED or after is _QUEUED or call.told.expected:
            outlook.watch(self.house, call, before, event, self.now)

    def lines_up(self, call: Call) -> None:
        """Into the line of its queue, or anew where something about it has changed."""
        self.house.lines.enter(call, self.now)
        self.widens_later(call)

    def widens_later(self, call: Call) -> None:
        """Time makes more agents eligible."""
        if call.call_id in self.house.timers_of:
            self.cancel_timers(call.call_id, LineWidens)
        if (at := self.house.lines.widens_at(call, self.now)) is not None:
            self.set_timer(LineWidens(call.call_id), at)

    def move_party(self, party: Party, event: PartyEvent) -> None:
        before = party.state
        after = _PARTIES.get((before, event)) or step(_PARTIES, before, event, "leg", party.leg_id)
        party.state = after
        if self._logs:
            self._log("leg", party.leg_id, before, event, after)

    def move_offer(self, offer: Offer, event: OfferEvent) -> None:
        before = offer.state
        offer.state = step(_OFFERS, before, event, "offer", offer.offer_id)
        if self._logs:
            self._log("offer", offer.offer_id, before, event, offer.state)

    def move_callback(self, callback: Callback, event: CallbackEvent) -> None:
        before = callback.state
        callback.state = step(_CALLBACKS, before, event, "call-back", callback.callback_id)
        if self._logs:
            self._log("call-back", callback.callback_id, before, event, callback.state)

    def move_agent(
        self, agent: Agent, event: AgentEvent, reason: str = "", actor: str = "system", cause: str = ""
    ) -> None:
        """Apply the table, restart the time in state, keep the fact. ``cause`` defaults to the event."""
        before, agent_id = agent.state, agent.agent_id
        after = _AGENTS.get((before, event)) or step(_AGENTS, before, event, "agent", agent_id)
        agent.state = after
        if self._logs:
            self._log("agent", agent_id, before, event, after)
        if after is before and agent.reason == reason and event is not AgentEvent.WRITES_ON:
            return
        agent.reason = reason
        self._count_time(agent, before)
        agent.since = self.now
        self.house.lines.agent_changed(agent, self.now)
        if after is not before:
            if after is _OFFLINE:
                self.signed_out += agent.queue_ids
            if after is _FAULT or before is _FAULT:
                self._watch_fault(agent)
        cause = cause or _CAUSES[event]
        self.keep(AgentStateChanged(agent_id, before, after, reason, cause, actor, agent.call_id))

    def _count_time(self, agent: Agent, before: AgentState) -> None:
        """What the state that is over was of, as far as it was of today."""
        if before in _BREAK:
            if agent.state is _READY:
                agent.break_ended_at = self.now
            return
        since, midnight = agent.since, self.house.today.began_at
        lasted_s = (self.now - (since if since > midnight else midnight)).total_seconds()
        if before in _BUSY:
            agent.busy_s += lasted_s
        elif before is _READY:
            agent.ready_s += lasted_s

    def _watch_fault(self, agent: Agent) -> None:
        if agent.state is _FAULT:
            self.set_timer(FaultLasts(agent.agent_id), self.now + LONGEST_FAULT)
        else:
            self.cancel_timer(FaultLasts(agent.agent_id))
