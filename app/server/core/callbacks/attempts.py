"""Call-backs are tried: into the line when they are due, an agent takes one, the customer is dialled.

In:  timers, an agent who answered her offer, what becomes of the customer's line. Out: a talk like any
other, or a try in vain. However a try ends, ``promise.call_over`` hears of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.server.core import (
    conversation,
    ending,
    engagement,
    parting,
    queueing,
    ringback,
    ringing,
    roster,
)
from app.server.core.agent import AgentEvent, Wish
from app.server.core.call import Call, CallEvent
from app.server.core.callbacks import promise
from app.server.core.callbacks.callback import Callback, CallbackEvent, CallbackState
from app.server.core.commands import IdentifyCaller
from app.server.core.events import CallBackCancelled, CallBackRestored
from app.server.core.facts import CallArrived, CallBackEnded, CallConnected, RecordingStarted
from app.server.core.house import House
from app.server.core.offer import Offer, OfferEvent
from app.server.core.party import Party, PartyState, Purpose
from app.server.core.turn import Turn
from app.server.core.types import AgentState, CallKind, CallOutcome, CallState, EndCause, PartyKind
from app.server.core.waiting import hours

HER_OWN_S = 90  # so long a customer who was cut off waits for the agent he talked with, then for anybody
LOOK_AGAIN = timedelta(seconds=60)  # whether the queue has closed meanwhile


def due(turn: Turn, callback_id: str) -> None:
    """The time to look at a call-back has come: into the line, put off, or given up."""
    callback = turn.house.callbacks.get(callback_id)
    if callback is None or callback.state is CallbackState.DIALLING:
        return
    expires_at = promise.expires_at(turn.house, callback)
    if turn.now >= expires_at or callback.queue_id not in turn.house.plan.queues:
        promise.supersede(turn, callback)
        promise.ends(turn, callback, "expired", callback.call_id, actor="system")
        return
    opens_at = _opens_at(turn.house, callback, turn.now)
    if callback.state is CallbackState.WAITING:
        _while_it_waits(turn, callback, opens_at)
    elif callback.asked_in in turn.house.calls:
        pass  # he is still on the phone with us; looked at when he has hung up
    elif (not_before := max(callback.due_at or turn.now, opens_at or expires_at)) > turn.now:
        promise.look_at(turn, callback, min(not_before, expires_at))
    else:
        _line_up(turn, callback)


def cancelled(turn: Turn, event: CallBackCancelled) -> None:
    if (callback := turn.house.callbacks.get(event.callback_id)) is not None:
        promise.supersede(turn, callback)
        promise.ends(turn, callback, "cancelled", callback.call_id, actor=event.actor)


def restored(turn: Turn, event: CallBackRestored) -> None:
    """After a restart. That it is promised is kept already."""
    if turn.house.callbacks.get(event.callback_id) is not None:
        return
    twice = promise.pending(turn.house, event.queue_id, event.number) is not None
    if twice or not promise.diallable(turn.house, event.number):
        turn.keep(CallBackEnded(event.callback_id, "cancelled", actor="system"))
        return
    callback = Callback(
        callback_id=event.callback_id,
        queue_id=event.queue_id,
        number=event.number,
        for_call_id=event.for_call_id,
        waiting_since=event.waiting_since,
        agent_id=event.agent_id,
        customer_id=event.customer_id,
        level=event.level,
        tries=event.tries,
        due_at=event.due_at,
    )
    turn.house.callbacks.add(callback)
    due(turn, callback.callback_id)


def settle(turn: Turn) -> None:
    """Before agents are looked for: calls of call-backs that have ended in this turn are ended."""
    while turn.superseded:
        call = turn.house.calls.get(turn.superseded.pop())
        if call is not None:
            queueing.withdraw(turn, call, OfferEvent.CALLER_LEFT)
            ending.end(turn, call, CallOutcome.NOT_REACHED, EndCause.NORMAL, by="system")


def waits_for_agent(call: Call) -> bool:
    """What she answers is a call-back whose customer is not on the line yet."""
    return call.kind is CallKind.CALLBACK and call.customer is None


def agent_answered(turn: Turn, offer: Offer) -> None:
    """She has it: her line is open, and she hears it ring at the customer's."""
    call = turn.house.calls[offer.call_id]
    agent = turn.house.agents[offer.agent_id]
    callback = turn.house.callbacks.get(call.callback_id)
    assert callback is not None and call.queued_at is not None
    party = Party(offer.leg_id, PartyKind.AGENT, agent.sip_user, PartyState.RINGING, agent.agent_id)
    roster.admit(turn, call, party)
    queueing.close(turn, offer, OfferEvent.AGENT_ANSWERED)
    queueing.withdraw(turn, call, OfferEvent.OTHER_TOOK)
    call.waited_s += (turn.now - call.queued_at).total_seconds()
    agent.phone_broke_in_talk = not agent.phone_registered
    agent.talks[call.call_id] = False  # nothing to write up before he is there
    agent.after_talk = agent.after_talk or Wish(AgentState.READY, "", "system")
    turn.move_call(call, CallEvent.DIALS)
    turn.move_callback(callback, CallbackEvent.TAKEN)
    turn.move_agent(agent, AgentEvent.ANSWERED)
    parting.leads(turn, call, party)
    roster.open_bridge(turn, call)
    roster.joins(turn, call, party)
    ring_s = promise.rules_of(turn.house, callback).ring_s
    ringback.begins(turn, party)
    ringing.ring_customer(turn, call, callback.number, Purpose.CALL_BACK, party.leg_id, ring_s)


def rings(turn: Turn, call: Call, customer: Party, early_media: bool) -> None:
    """What his end plays before it answers is heard instead of the tone."""
    if early_media and call.bridge_id is not None:
        ringback.ends(turn, call.parties.get(call.agent_leg_id or ""))
        roster.into_bridge(turn, call, customer)


def not_reached(turn: Turn, call: Call, cause: EndCause) -> None:
    ending.end(turn, call, CallOutcome.NOT_REACHED, cause, by="system")


def reached(turn: Turn, call: Call, customer: Party) -> None:
    """He is there: a talk like any other from here on, and the promise is kept."""
    own = call.parties[call.agent_leg_id or ""]
    agent = turn.house.agents[own.agent_id or ""]
    ringback.ends(turn, own)
    call.recording_id, call.recording_since = turn.new_id("recording"), turn.now
    turn.keep(RecordingStarted(call.recording_id, call.call_id))
    roster.record(turn, call, own)
    conversation.meet(turn, call, own, customer)
    turn.move_call(call, CallEvent.CONNECTED)
    engagement.takes_up(turn, agent, call, contact=True)
    if (callback := turn.house.callbacks.get(call.callback_id)) is not None:
        promise.ends(turn, callback, "talked", call.call_id)
    turn.keep(CallConnected(call.call_id, agent.agent_id, call.queue_id or "", call.waited_s))


def _while_it_waits(turn: Turn, callback: Callback, opens_at: datetime | None) -> None:
    """It may lie in the line over closing time: then it rests until the next opening."""
    call = turn.house.calls[callback.call_id]
    if opens_at == turn.now or call.state is not CallState.QUEUED:
        _look_again(turn, callback)
        return
    turn.move_callback(callback, CallbackEvent.PUT_OFF)
    promise.supersede(turn, callback)
    callback.call_id, callback.due_at = "", opens_at
    expires_at = promise.expires_at(turn.house, callback)
    promise.look_at(turn, callback, min(opens_at or expires_at, expires_at))


def _line_up(turn: Turn, callback: Callback) -> None:
    call = Call(
        call_id=turn.new_id("call"),
        leg_id="",
        dialled_number="",
        caller_number=callback.number,
        caller_name="",
        arrived_at=turn.now,
        kind=CallKind.CALLBACK,
        state=CallState.QUEUED,
        customer_id=callback.customer_id or None,
        queue_id=callback.queue_id,
        waiting_since=callback.waiting_since,
        level=callback.level,
        region=callback.region,
        language=callback.language,
        wants=dict(callback.wants),
        extra_priority=callback.extra_priority,
        callback_id=callback.callback_id,
        ahead=bool(callback.agent_id),
        dedicated_agent_id=callback.agent_id,
        own_agent_s=HER_OWN_S if callback.agent_id else 0,
    )
    turn.house.calls[call.call_id] = call
    callback.call_id = call.call_id
    turn.move_callback(callback, CallbackEvent.DUE)
    kind = CallKind.CALLBACK.value
    source = f"callback:{callback.callback_id}"
    turn.keep(CallArrived(call.call_id, "", callback.number, "", source, kind))
    turn.do(IdentifyCaller(call.call_id, callback.number))
    queueing.line_up(turn, call)
    _look_again(turn, callback)


def _look_again(turn: Turn, callback: Callback) -> None:
    queue = turn.house.plan.queues[callback.queue_id]
    expires_at = promise.expires_at(turn.house, callback)
    promise.look_at(turn, callback, min(turn.now + LOOK_AGAIN, expires_at) if queue.hours_id else expires_at)


def _opens_at(house: House, callback: Callback, now: datetime) -> datetime | None:
    """``now`` where the queue is open; None where it will not open in the next year."""
    queue = house.plan.queues[callback.queue_id]
    found = house.plan.hours.get(queue.hours_id)
    return hours.next_opening(found, now) if found else now
