"""Calls wait, agents are found, offers are made and come back untaken."""

from __future__ import annotations

from datetime import timedelta

from app.server.core import acd, ending, presence
from app.server.core.agent import Agent, AgentEvent
from app.server.core.call import Call, CallEvent
from app.server.core.commands import HangUpLeg, OriginateLeg, PlayPrompts, ShowOffer, WithdrawOffer
from app.server.core.facts import CallQueued, OfferEnded, OfferMade
from app.server.core.house import OfferExpires, Turn
from app.server.core.offer import RESULTS, Offer, OfferEvent
from app.server.core.types import AgentState, CallOutcome, CallState, EndCause, Explanation

_AGENT_AFTER: dict[OfferEvent, tuple[AgentEvent, str]] = {
    OfferEvent.AGENT_DECLINED: (AgentEvent.NOT_TAKEN, "declined"),
    OfferEvent.LEASE_EXPIRED: (AgentEvent.NOT_TAKEN, "no-answer"),
    OfferEvent.CALLER_LEFT: (AgentEvent.WITHDRAWN, ""),
    OfferEvent.PHONE_LOST: (AgentEvent.PHONE_LOST, "no-phone"),
}


def enter(turn: Turn, call: Call, queue_id: str, prompts: tuple[str, ...], ahead: bool = False) -> None:
    """Into a queue: announcement, then music until somebody answers. ``ahead``: before all others."""
    if queue_id not in turn.house.plan.queues:
        ending.end(turn, call, CallOutcome.REFUSED, EndCause.FAILED, by="system")
        return
    call.queue_id = queue_id
    call.queued_at = turn.now
    call.entry_open, call.ahead = True, ahead
    turn.house.balance(queue_id).offered += 1
    turn.move_call(call, CallEvent.QUEUED)
    turn.keep(CallQueued(call.call_id, queue_id, _position(turn, call)))
    _entertain(turn, call, prompts)


def again(turn: Turn, call: Call, event: CallEvent) -> None:
    """Back to the queue with the original time and before all others; the music never stopped."""
    assert call.queue_id is not None
    call.ahead = True
    call.held_leg_id = ""
    call.offer_id = call.agent_id = call.agent_leg_id = None
    turn.move_call(call, event)
    turn.keep(CallQueued(call.call_id, call.queue_id, _position(turn, call), again=True))
    if event is CallEvent.AGENT_LOST:
        _entertain(turn, call, ())


def assign(turn: Turn) -> None:
    """Give waiting calls to free agents, the first in line first, as long as there is a match."""
    if not any(agent.state is AgentState.READY for agent in turn.house.agents.values()):
        return  # asked after every event: with hundreds of callers waiting, sorting them first would cost
    for call in acd.waiting_order(turn.house.calls.values()):
        assert call.queue_id is not None
        why = acd.choose(call.queue_id, turn.house.agents.values(), turn.now)
        if why is not None:
            _offer(turn, call, turn.house.agents[why.chosen], why)


def untaken(turn: Turn, offer: Offer, event: OfferEvent) -> None:
    """An offer ends without a talk; the agent is released, the caller keeps his place."""
    agent = turn.house.agents[offer.agent_id]
    call = turn.house.calls[offer.call_id]
    close(turn, offer, event)
    if offer.leg_id in turn.house.legs:
        turn.do(HangUpLeg(offer.leg_id, EndCause.CANCELLED))
    after, reason = _AGENT_AFTER[event]
    presence.released(turn, agent, after, reason)
    if event is not OfferEvent.CALLER_LEFT:
        again(turn, call, CallEvent.NOT_TAKEN)


def close(turn: Turn, offer: Offer, event: OfferEvent) -> None:
    """The lease is over, however: off the screen, out of the house, into the ledger."""
    turn.move_offer(offer, event)
    turn.cancel_timer(OfferExpires(offer.offer_id))
    del turn.house.offers[offer.offer_id]
    result = RESULTS[event]
    why = "answered" if result == "taken" else result
    turn.do(WithdrawOffer(offer.agent_id, offer.offer_id, offer.call_id, why))
    turn.keep(OfferEnded(offer.call_id, offer.offer_id, offer.agent_id, result))


def waiting(turn: Turn, queue_id: str) -> list[Call]:
    """Calls of this queue that nobody talks with yet, in order."""
    mine = [call for call in turn.house.calls.values() if call.queue_id == queue_id]
    return [call for call in mine if call.state in (CallState.QUEUED, CallState.OFFERED)]


def _offer(turn: Turn, call: Call, agent: Agent, why: Explanation) -> None:
    assert call.queue_id is not None and call.queued_at is not None
    ring_s = turn.house.plan.queues[call.queue_id].ring_s
    offer = Offer(
        offer_id=turn.new_id("offer"),
        call_id=call.call_id,
        agent_id=agent.agent_id,
        leg_id=turn.new_id("leg"),
        made_at=turn.now,
        expires_at=turn.now + timedelta(seconds=ring_s),
    )
    turn.house.offers[offer.offer_id] = offer
    turn.house.legs[offer.leg_id] = call.call_id
    call.offer_id, call.agent_id, call.agent_leg_id = offer.offer_id, agent.agent_id, offer.leg_id
    agent.call_id = call.call_id
    turn.move_call(call, CallEvent.OFFERED)
    # The screen and the phone come first: every millisecond counts there.
    turn.do(
        ShowOffer(
            agent_id=agent.agent_id,
            offer_id=offer.offer_id,
            call_id=call.call_id,
            queue_id=call.queue_id,
            caller_number=call.customer_number,
            customer_id=call.customer_id,
            waited_s=(turn.now - call.queued_at).total_seconds(),
            expires_at=offer.expires_at,
        ),
        OriginateLeg(
            leg_id=offer.leg_id,
            sip_user=agent.sip_user,
            caller_number=call.customer_number,
            caller_name=call.caller_name,
            call_id=call.call_id,
            offer_id=offer.offer_id,
            like_leg_id=call.leg_id,
            timeout_s=ring_s + 5,  # the lease ends first
        ),
    )
    turn.keep(OfferMade(call.call_id, offer.offer_id, agent.agent_id, call.queue_id, why))
    turn.move_agent(agent, AgentEvent.OFFERED)
    turn.set_timer(OfferExpires(offer.offer_id), offer.expires_at)


def _entertain(turn: Turn, call: Call, prompts: tuple[str, ...]) -> None:
    assert call.queue_id is not None
    music = turn.house.plan.queues[call.queue_id].music
    turn.do(PlayPrompts(call.leg_id, turn.new_id("play"), (*prompts, music), loop=True))


def _position(turn: Turn, call: Call) -> int:
    assert call.queue_id is not None
    line = acd.waiting_order(waiting(turn, call.queue_id))
    return next((place for place, other in enumerate(line, start=1) if other is call), 1)
