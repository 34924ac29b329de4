"""One turn of the switchboard: what follows from an event, by the tables of the machines.

In:  the house, the time, ids that were never used.
Out: commands and facts in order; each transition of a call, leg, offer, agent or call-back in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum

from app.server.core import agent as agents
from app.server.core import call as calls
from app.server.core import offer as offers
from app.server.core import party as parties
from app.server.core.agent import Agent, AgentEvent
from app.server.core.call import Call, CallEvent
from app.server.core.callbacks import callback as callbacks
from app.server.core.callbacks.callback import Callback, CallbackEvent
from app.server.core.commands import CancelTimer, Command, Consequence, SetTimer
from app.server.core.facts import AgentStateChanged, CallMoved, Fact
from app.server.core.house import House
from app.server.core.machine import step
from app.server.core.offer import Offer, OfferEvent
from app.server.core.party import Party, PartyEvent
from app.server.core.timers import AnnouncementDue, FaultLasts, LineWidens, OverflowDue, Purpose
from app.server.core.types import AgentState, CallState
from app.server.core.waiting import outlook
from app.server.core.waiting.plan import Overflow

log = logging.getLogger(__name__)
NewId = Callable[[str], str]  # kind ("call", "offer", …) → an id that was never used
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
        timer_id = self.new_id("timer")
        self.house.timers.set(timer_id, purpose)
        self.do(SetTimer(timer_id, at))
        return timer_id

    def cancel_timers(self, subject_id: str, *kinds: type[Purpose]) -> None:
        """Those of this call, offer, agent or call-back that are of these kinds."""
        self._cancel(self.house.timers.of_kinds(subject_id, kinds))

    def cancel_timer(self, purpose: Purpose) -> None:
        """Exactly this one, if it is set."""
        self._cancel(self.house.timers.exactly(purpose))

    def _cancel(self, timer_ids: list[str]) -> None:
        for timer_id in timer_ids:
            self.house.timers.forget(timer_id)
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
            if call.call_id in self.house.timers.of:
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
        if call.call_id in self.house.timers.of:
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
