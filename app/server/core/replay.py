"""The live state from the facts of the ledger alone: what a standby would know, and a recovery rests on.

In:  facts in their order with their times. Out: ``Live``, the same as the ``snapshot`` of their house.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.server.core.facts import (
    AgentStateChanged,
    CallArrived,
    CallBackEnded,
    CallBackPromised,
    CallBackTried,
    CallConnected,
    CallEnded,
    CallerKnown,
    CallHeld,
    CallLeftQueue,
    CallMoved,
    CallQueued,
    CallResumed,
    Fact,
    LegReplaced,
    OfferEnded,
    OfferMade,
    PartyChanged,
    PartyJoined,
    PartyLeft,
    SupervisorActed,
)
from app.server.core.live import IN_LINE, Live, LiveAgent, LiveCall, LiveCallBack, LiveOffer, LiveParty
from app.server.core.plan import Plan
from app.server.core.routing import priority
from app.server.core.types import AgentState, CallKind, CallOutcome, CallState, Role

CALL_BACK = "callback:"  # how the source of a call begins that calls somebody back
_BEGINS: dict[str, CallState] = {
    CallKind.CUSTOMER.value: CallState.MENU,
    CallKind.CALLBACK.value: CallState.QUEUED,
}
_LEFT: dict[str, str] = {"called-back": "called_back", "message": "messages"}
_ROLES: dict[str, Role] = {
    "listen": Role.LISTEN,
    "coach": Role.COACH,
    "talk": Role.TALK,
    "take-over": Role.TALK,
}


@dataclass(slots=True)
class _Call:
    arrived: CallArrived
    arrived_at: datetime
    state: CallState
    callback_id: str = ""
    queue_id: str | None = None
    queued_at: datetime | None = None
    waiting_since: datetime | None = None
    ahead: bool = False
    extra_priority: float = 0.0
    number: int = 0  # of its entry into the line, of all entries
    customer_id: str = ""
    level: str = ""
    region: str = ""
    entry_open: bool = False
    customer_left: bool = False
    parties: dict[str, LiveParty] = field(default_factory=dict[str, LiveParty])


class Replay:
    """Folds one fact after the other."""

    def __init__(self) -> None:
        self._live = Live()
        self._calls: dict[str, _Call] = {}
        self._entries = 0

    def apply(self, fact: Fact, at: datetime) -> None:
        match fact:
            case AgentStateChanged():
                self._agent(fact, at)
            case CallArrived():
                self._arrives(fact, at)
            case OfferMade(call_id, offer_id, agent_id):
                self._live.offers[offer_id] = LiveOffer(call_id, agent_id, at)
            case OfferEnded(offer_id=offer_id):
                self._live.offers.pop(offer_id, None)
            case CallBackPromised() | CallBackTried() | CallBackEnded():
                self._call_back(fact)
            case _:
                pass
        call = self._calls.get(getattr(fact, "call_id", ""))
        if call is not None:
            self._of_call(call, fact, at)

    def live(self, plan: Plan) -> Live:
        """As of now. The plan says how callers of a queue are put in order."""
        live = self._live
        calls = {call_id: _shown(call) for call_id, call in self._calls.items()}
        return replace(live, calls=calls, waiting=self._waiting(plan))

    # --- agents, call-backs ------------------------------------------------------------------------

    def _agent(self, fact: AgentStateChanged, at: datetime) -> None:
        if fact.after is AgentState.OFFLINE:
            self._live.agents.pop(fact.agent_id, None)
            return
        writes_up = fact.call_id if fact.after is AgentState.WRAP_UP else None
        self._live.agents[fact.agent_id] = LiveAgent(fact.after, fact.reason, at, writes_up)

    def _call_back(self, fact: CallBackPromised | CallBackTried | CallBackEnded) -> None:
        callbacks = self._live.callbacks
        known = callbacks.get(fact.callback_id)
        match fact:
            case CallBackPromised():
                callbacks[fact.callback_id] = LiveCallBack(
                    queue_id=fact.queue_id,
                    number=fact.number,
                    for_call_id=fact.for_call_id,
                    waiting_since=datetime.fromisoformat(fact.waiting_since),
                    agent_id=fact.agent_id,
                    level=fact.level,
                    tries=known.tries if known else 0,
                    call_id=known.call_id if known else "",
                )
            case CallBackTried():
                if known is not None:
                    callbacks[fact.callback_id] = replace(known, tries=fact.attempt, call_id="")
            case CallBackEnded():
                callbacks.pop(fact.callback_id, None)

    # --- calls -------------------------------------------------------------------------------------

    def _arrives(self, fact: CallArrived, at: datetime) -> None:
        state = _BEGINS.get(fact.direction, CallState.DIALLING)
        call = self._calls[fact.call_id] = _Call(fact, at, state)
        if fact.source.startswith(CALL_BACK):
            call.callback_id = fact.source.removeprefix(CALL_BACK)
            known = self._live.callbacks.get(call.callback_id)
            if known is not None:
                call.level = known.level
                self._live.callbacks[call.callback_id] = replace(known, call_id=fact.call_id)

    def _of_call(self, call: _Call, fact: Fact, at: datetime) -> None:
        match fact:
            case CallMoved(after=after):
                call.state = after
            case CallQueued():
                self._queued(call, fact, at)
            case CallerKnown():
                call.customer_id, call.level, call.region = fact.customer_id, fact.level, fact.region
                self._enters(call)
            case OfferMade():
                call.state = CallState.OFFERED
            case CallLeftQueue(how=how):
                self._entry_over(call, _LEFT.get(how, "flowed_out"))
            case CallConnected():
                if call.state in (CallState.OFFERED, CallState.DIALLING):
                    call.state = CallState.TALKING
                self._entry_over(call, "answered")
            case CallHeld():
                call.state = CallState.HELD
            case CallResumed():
                call.state = CallState.TALKING
            case CallEnded(call_id, outcome):
                self._entry_over(call, "abandoned" if outcome is CallOutcome.ABANDONED else "cut_off")
                self._ended(call_id, call)
            case PartyJoined() | PartyLeft() | PartyChanged() | LegReplaced() | SupervisorActed():
                _party(call, fact)
            case _:
                pass

    def _queued(self, call: _Call, fact: CallQueued, at: datetime) -> None:
        call_back = bool(call.callback_id) and call.queued_at is None  # stands in a line, but in no books
        call.state, call.queue_id = CallState.QUEUED, fact.queue_id
        call.ahead, call.extra_priority = fact.ahead, fact.extra_priority
        if not fact.again:
            call.queued_at = at
            call.waiting_since = datetime.fromisoformat(fact.since) if fact.since else at
            if not call_back:
                call.entry_open = True
                self._count(fact.queue_id, "offered")
        self._enters(call)

    def _enters(self, call: _Call) -> None:
        """Into the line, or anew: among equals it is the last."""
        if call.state is CallState.QUEUED:
            self._entries += 1
            call.number = self._entries

    def _entry_over(self, call: _Call, how: str) -> None:
        if call.entry_open and call.queue_id is not None:
            call.entry_open = False
            self._count(call.queue_id, how)

    def _count(self, queue_id: str, what: str) -> None:
        counts = self._live.balances.setdefault(queue_id, {})
        counts[what] = counts.get(what, 0) + 1

    def _ended(self, call_id: str, call: _Call) -> None:
        del self._calls[call_id]
        callback = self._live.callbacks.get(call.callback_id)
        if callback is not None and callback.call_id == call_id:
            self._live.callbacks[call.callback_id] = replace(callback, call_id="")

    def _waiting(self, plan: Plan) -> dict[str, list[str]]:
        lines: dict[str, list[tuple[tuple[int, float, float], int, str]]] = {}
        for call_id, call in self._calls.items():
            queue = plan.queues.get(call.queue_id or "")
            if call.state is CallState.QUEUED and queue is not None:
                place = priority.place(queue.priority, call)
                lines.setdefault(queue.queue_id, []).append((place, call.number, call_id))
        return {queue_id: [call_id for _, _, call_id in sorted(line)] for queue_id, line in lines.items()}


def replay(facts: Iterable[tuple[datetime, Fact]], plan: Plan) -> Live:
    """The live state after these facts."""
    told = Replay()
    for at, fact in facts:
        told.apply(fact, at)
    return told.live(plan)


def _party(call: _Call, fact: PartyJoined | PartyLeft | PartyChanged | LegReplaced | SupervisorActed) -> None:
    parties = call.parties
    match fact:
        case PartyJoined():
            parties[fact.leg_id] = LiveParty(fact.agent_id, fact.supervisor_id, fact.role, muted=False)
        case PartyLeft():
            parties.pop(fact.leg_id, None)
        case PartyChanged(_, leg_id, _, what):
            if what == "left":
                call.customer_left = True
            elif what in ("muted", "unmuted") and leg_id in parties:
                parties[leg_id] = replace(parties[leg_id], muted=what == "muted")
        case LegReplaced(_, old, new, _):
            if (party := parties.pop(old, None)) is not None:
                parties.setdefault(new, party)
        case SupervisorActed(_, supervisor_id, what):
            for leg_id, party in parties.items():
                if party.supervisor_id == supervisor_id and what in _ROLES:
                    parties[leg_id] = replace(party, role=_ROLES[what].value)


def _shown(call: _Call) -> LiveCall:
    waits = call.state in IN_LINE
    return LiveCall(
        caller_number=call.arrived.caller_number,
        dialled_number=call.arrived.dialled_number,
        arrived_at=call.arrived_at,
        state=call.state,
        queue_id=call.queue_id,
        customer_id=call.customer_id,
        level=call.level,
        region=call.region,
        waiting_since=call.waiting_since if waits else None,
        ahead=call.ahead and waits,
        entry_open=call.entry_open,
        customer_left=call.customer_left,
        parties=dict(call.parties),
    )
