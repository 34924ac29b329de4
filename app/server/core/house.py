"""The live state of the whole centre, and one turn of handling an event on it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from app.server.core import agent as agents
from app.server.core import call as calls
from app.server.core import offer as offers
from app.server.core import party as parties
from app.server.core.agent import Agent, AgentEvent
from app.server.core.call import Call, CallEvent
from app.server.core.callbacks import callback as callbacks
from app.server.core.callbacks.callback import Callback, CallbackEvent, Callbacks
from app.server.core.commands import CancelTimer, Command, Keep, SetTimer
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
_ANSWERED_FROM = (CallState.OFFERED, CallState.DIALLING)  # CallConnected says it
_CAUSES: dict[AgentEvent, str] = {event: event.name.lower().replace("_", "-") for event in AgentEvent}


def _subject(purpose: Purpose) -> str:
    """Whose timer it is: an offer's, an agent's, a call-back's or a call's."""
    match purpose:
        case OfferExpires(offer_id):
            return offer_id
        case WrapUpRunsOut(agent_id) | FaultLasts(agent_id):
            return agent_id
        case CallBackDue(callback_id):
            return callback_id
        case _:
            return purpose.call_id


def _note(kind: str, subject_id: str, before: Enum, event: Enum, after: Enum) -> None:
    """Every transition is in the log; where nobody reads it, it costs next to nothing."""
    if log.isEnabledFor(logging.INFO):
        log.info("%s %s: %s --%s--> %s", kind, subject_id, before.name, event.name, after.name)


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
    timers_of: dict[str, set[str]] = field(default_factory=dict[str, set[str]])  # by call, offer or agent
    requests: dict[str, str] = field(default_factory=dict[str, str])  # asked of a system → call
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
            subject_id = _subject(purpose)
            mine = self.timers_of[subject_id]
            mine.discard(timer_id)
            if not mine:
                del self.timers_of[subject_id]
        return purpose

    def agent_of_phone(self, sip_user: str) -> Agent | None:
        return self.agents_by_phone.get(sip_user)

    def balance(self, queue_id: str) -> Balance:
        return self.balances.setdefault(queue_id, Balance())

    def outlook(self, queue_id: str, now: datetime) -> Outlook:
        known = self.outlooks.get(queue_id)
        if known is None:
            known = self.outlooks[queue_id] = Outlook(Pace(now))
        return known


class Turn:
    """The handling of one event: collects commands, carries out transitions, logs them."""

    def __init__(self, house: House, now: datetime, new_id: NewId) -> None:
        self.house = house
        self.now = now
        self.new_id = new_id
        self.commands: list[Command] = []
        self.superseded: list[str] = []  # calls of call-backs that have ended in this turn
        self.overflowing: list[tuple[Call, Overflow, tuple[str, ...]]] = []  # led on by a rule, with prompts
        self.signed_out: list[str] = []  # queues whose agents went off in this turn
        self.attention: dict[str, str] = {}  # agent → the call that she has turned to in this turn
        self.stirred: dict[str, None] = {}  # calls in which somebody came to be heard, or left

    def turns_to(self, agent_id: str | None, call: Call) -> None:
        """Of all her calls, this is the one that she speaks in from now on."""
        if agent_id:
            self.attention[agent_id] = call.call_id

    def do(self, *commands: Command) -> None:
        self.commands.extend(commands)

    def keep(self, fact: Fact) -> None:
        self.commands.append(Keep(fact))

    def set_timer(self, purpose: Purpose, at: datetime) -> str:
        timer_id = self.new_id("timer")
        self.house.timers[timer_id] = purpose
        self.house.timers_of.setdefault(_subject(purpose), set()).add(timer_id)
        self.do(SetTimer(timer_id, at))
        return timer_id

    def cancel_timers(self, subject_id: str, *kinds: type[Purpose]) -> None:
        """Those of this call, offer or agent that are of these kinds."""
        if subject_id in self.house.timers_of:  # most often there are none
            self._cancel(subject_id, lambda purpose: isinstance(purpose, kinds))

    def cancel_timer(self, purpose: Purpose) -> None:
        """Exactly this one, if it is set."""
        self._cancel(_subject(purpose), lambda each: each == purpose)

    def _cancel(self, subject_id: str, wanted: Callable[[Purpose], bool]) -> None:
        for timer_id in sorted(self.house.timers_of.get(subject_id, ())):
            if wanted(self.house.timers[timer_id]):
                self.house.forget_timer(timer_id)
                self.do(CancelTimer(timer_id))

    def move_call(self, call: Call, event: CallEvent) -> None:
        """Apply the table. Who waits is in its line, who does not is in none."""
        before = call.state
        call.state = step(calls.TRANSITIONS, before, event, f"call {call.call_id}")
        _note("call", call.call_id, before, event, call.state)
        if event not in _TOLD and (event is not CallEvent.CONNECTED or before not in _ANSWERED_FROM):
            self.keep(CallMoved(call.call_id, before, call.state))
        if before is CallState.QUEUED:
            self.house.lines.leave(call)
            self.cancel_timers(call.call_id, LineWidens, AnnouncementDue, OverflowDue)
        if call.state is CallState.QUEUED:
            self.lines_up(call)
        outlook.watch(self.house, call, before, event, self.now)

    def lines_up(self, call: Call) -> None:
        """Into the line of its queue, or anew where something about it has changed."""
        self.house.lines.enter(call, self.now)
        self.widens_later(call)

    def widens_later(self, call: Call) -> None:
        """Time makes more agents eligible."""
        self.cancel_timers(call.call_id, LineWidens)
        if (at := self.house.lines.widens_at(call, self.now)) is not None:
            self.set_timer(LineWidens(call.call_id), at)

    def move_party(self, party: Party, event: PartyEvent) -> None:
        before = party.state
        party.state = step(parties.TRANSITIONS, before, event, f"leg {party.leg_id}")
        _note("leg", party.leg_id, before, event, party.state)

    def move_offer(self, offer: Offer, event: OfferEvent) -> None:
        before = offer.state
        offer.state = step(offers.TRANSITIONS, before, event, f"offer {offer.offer_id}")
        _note("offer", offer.offer_id, before, event, offer.state)

    def move_callback(self, callback: Callback, event: CallbackEvent) -> None:
        before = callback.state
        after = step(callbacks.TRANSITIONS, before, event, f"call-back {callback.callback_id}")
        callback.state = after
        _note("call-back", callback.callback_id, before, event, after)

    def move_agent(
        self, agent: Agent, event: AgentEvent, reason: str = "", actor: str = "system", cause: str = ""
    ) -> None:
        """Apply the table, restart the time in state, keep the fact. ``cause`` defaults to the event."""
        before = agent.state
        agent.state = step(agents.TRANSITIONS, before, event, f"agent {agent.agent_id}")
        if agent.state is before and agent.reason == reason and event is not AgentEvent.WRITES_ON:
            return
        agent.reason = reason
        self._count_time(agent, before)
        agent.since = self.now
        self.house.lines.agent_changed(agent, self.now)
        if agent.state is AgentState.OFFLINE and before is not AgentState.OFFLINE:
            self.signed_out += agent.queue_ids
        self._watch_fault(agent, before)
        _note("agent", agent.agent_id, before, event, agent.state)
        self.keep(
            AgentStateChanged(
                agent_id=agent.agent_id,
                before=before,
                after=agent.state,
                reason=reason,
                cause=cause or _CAUSES[event],
                actor=actor,
                call_id=agent.call_id,
            )
        )

    def _count_time(self, agent: Agent, before: AgentState) -> None:
        spent_s = (self.now - max(agent.since, self.house.today.began_at)).total_seconds()
        if before in (AgentState.TALKING, AgentState.WRAP_UP):
            agent.busy_s += spent_s
        elif before is AgentState.READY:
            agent.ready_s += spent_s
        elif before in (AgentState.OFFLINE, AgentState.NOT_READY) and agent.state is AgentState.READY:
            agent.break_ended_at = self.now

    def _watch_fault(self, agent: Agent, before: AgentState) -> None:
        if agent.state is AgentState.TECH_FAULT and before is not AgentState.TECH_FAULT:
            self.set_timer(FaultLasts(agent.agent_id), self.now + LONGEST_FAULT)
        elif before is AgentState.TECH_FAULT and agent.state is not AgentState.TECH_FAULT:
            self.cancel_timer(FaultLasts(agent.agent_id))
