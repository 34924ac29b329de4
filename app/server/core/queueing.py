"""Calls wait, agents are found, offers are made and come back untaken."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.server.core import ending, presence
from app.server.core.agent import Agent, AgentEvent
from app.server.core.call import Call, CallEvent
from app.server.core.commands import HangUpLeg, OriginateLeg, ShowOffer, WithdrawOffer
from app.server.core.events import CallerIdentified
from app.server.core.facts import CallerKnown, CallQueued, OfferEnded, OfferMade
from app.server.core.offer import RESULTS, Offer, OfferEvent
from app.server.core.timers import OfferExpires, RingsMore
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState, EndCause, Explanation
from app.server.core.waiting import attend

_QUEUED = CallState.QUEUED
_AGENT_AFTER: dict[OfferEvent, tuple[AgentEvent, str]] = {
    OfferEvent.AGENT_DECLINED: (AgentEvent.NOT_TAKEN, "declined"),
    OfferEvent.LEASE_EXPIRED: (AgentEvent.NOT_TAKEN, "no-answer"),
    OfferEvent.CALLER_LEFT: (AgentEvent.WITHDRAWN, ""),
    OfferEvent.PHONE_LOST: (AgentEvent.PHONE_LOST, "no-phone"),
    OfferEvent.OTHER_TOOK: (AgentEvent.WITHDRAWN, ""),
}


def enter(
    turn: Turn,
    call: Call,
    queue_id: str,
    prompts: tuple[str, ...],
    ahead: bool = False,
    since: datetime | None = None,
) -> None:
    """Into a queue: announcement, then music until somebody answers.

    ``ahead``: before all others. ``since``: what his waiting is counted from, where that is before now.
    """
    if queue_id not in turn.house.plan.queues:
        ending.end(turn, call, CallOutcome.REFUSED, EndCause.FAILED, by="system")
        return
    since = attend.waiting_since(turn, call, queue_id, since)
    call.queue_id = queue_id
    call.queued_at = turn.now
    call.waiting_since = since or turn.now
    call.entry_open, call.ahead, call.own_agent_over = True, ahead, False
    turn.house.balance(queue_id).offered += 1
    turn.move_call(call, CallEvent.QUEUED)
    position = turn.house.lines.position(call)
    began = since.isoformat() if since is not None else ""
    extra = call.extra_priority
    turn.keep(CallQueued(call.call_id, queue_id, position, False, began, ahead, extra))
    attend.entered(turn, call, prompts)


def line_up(turn: Turn, call: Call) -> None:
    """A call-back takes its place: nobody hears music, and it is no new entry in the queue's books."""
    assert call.queue_id is not None and call.waiting_since is not None
    call.queued_at = turn.now
    turn.lines_up(call)
    since = call.waiting_since.isoformat()
    position = turn.house.lines.position(call)
    turn.keep(
        CallQueued(call.call_id, call.queue_id, position, False, since, call.ahead, call.extra_priority)
    )


def again(turn: Turn, call: Call, event: CallEvent) -> None:
    """Back to the queue with the original time and before all others; the music never stopped."""
    assert call.queue_id is not None
    call.ahead = True
    call.held_leg_id = ""
    call.agent_id = call.agent_leg_id = None
    turn.move_call(call, event)
    position = turn.house.lines.position(call)
    extra = call.extra_priority
    turn.keep(CallQueued(call.call_id, call.queue_id, position, True, ahead=True, extra_priority=extra))
    if event is CallEvent.AGENT_LOST:
        attend.entertain(turn, call, ())
    attend.looks_later(turn, call)


def assign(turn: Turn) -> None:
    """Give waiting calls to free agents as long as there is a match."""
    while (found := turn.house.lines.match(turn.now)) is not None:
        _offer(turn, *found)


def widen(turn: Turn, call: Call) -> None:
    """He has waited so long that more agents may take him."""
    turn.house.lines.widen(call, turn.now)
    turn.widens_later(call)


def ring_more(turn: Turn, call: Call) -> None:
    """Nobody has answered for a while: another phone rings besides, if anybody else is free."""
    found = turn.house.lines.one_more(call, turn.now)
    if found is not None:
        _offer(turn, call, *found)
    else:
        _rings_more_later(turn, call)


def identified(turn: Turn, event: CallerIdentified) -> None:
    """Who calls is known: his level, his own agent and his region count from now on, also while he waits."""
    call = turn.house.calls.get(event.call_id)
    if call is None:
        return
    call.customer_id, call.level, call.region = event.customer_id, event.level, event.region
    if not call.own_agent_s:  # else he waits for the one whom he was cut off from
        call.dedicated_agent_id = event.dedicated_agent_id
    call.last_agent_id, call.last_agent_at = event.last_agent_id, event.last_agent_at
    call.language = call.language or event.language
    turn.keep(CallerKnown(call.call_id, event.customer_id, event.level, event.region))
    if call.state is _QUEUED:
        turn.lines_up(call)


def untaken(turn: Turn, offer: Offer, event: OfferEvent) -> None:
    """An offer ends without a talk; the agent is released, the caller keeps his place."""
    call = turn.house.calls[offer.call_id]
    _release(turn, offer, event)
    if not call.offers:
        again(turn, call, CallEvent.NOT_TAKEN)


def cannot_take(turn: Turn, agent: Agent) -> None:
    """Her microphone is gone while it rings: somebody else is found, and it is no fault of hers."""
    for offer in [each for each in turn.house.offers.values() if each.agent_id == agent.agent_id]:
        untaken(turn, offer, OfferEvent.PHONE_LOST)


def withdraw(turn: Turn, call: Call, event: OfferEvent) -> None:
    """Nobody is offered the call any more: he has gone, or another one took it."""
    for offer_id in list(call.offers.values()):
        _release(turn, turn.house.offers[offer_id], event)
    if event is OfferEvent.CALLER_LEFT and call.state is CallState.OFFERED:
        call.agent_id = call.agent_leg_id = None


def _release(turn: Turn, offer: Offer, event: OfferEvent) -> None:
    close(turn, offer, event)
    if offer.leg_id in turn.house.legs:
        # NORMAL: the phone is told that the call was taken elsewhere, and shows no missed call.
        elsewhere = event is OfferEvent.OTHER_TOOK
        turn.do(HangUpLeg(offer.leg_id, EndCause.NORMAL if elsewhere else EndCause.CANCELLED))
    after, reason = _AGENT_AFTER[event]
    presence.released(turn, turn.house.agents[offer.agent_id], after, reason)


def close(turn: Turn, offer: Offer, event: OfferEvent) -> None:
    """The lease is over, however: off the screen, out of the house, into the ledger."""
    turn.move_offer(offer, event)
    turn.cancel_timers(offer.offer_id, OfferExpires)
    del turn.house.offers[offer.offer_id]
    call = turn.house.calls[offer.call_id]
    del call.offers[offer.leg_id]
    if call.agent_leg_id == offer.leg_id and call.offers:
        _foremost(turn, call)
    if call.call_id in turn.house.timers.of and (not call.offers or event is OfferEvent.AGENT_ANSWERED):
        turn.cancel_timers(call.call_id, RingsMore)
    result = RESULTS[event]
    why = "answered" if result == "taken" else result
    turn.do(WithdrawOffer(offer.agent_id, offer.offer_id, offer.call_id, why))
    turn.keep(OfferEnded(offer.call_id, offer.offer_id, offer.agent_id, result))


def _offer(turn: Turn, call: Call, agent: Agent, why: Explanation) -> None:
    assert call.queue_id is not None and call.queued_at is not None
    queue = turn.house.plan.queues[call.queue_id]
    ring_s = queue.ring_s
    expires_at = turn.now + timedelta(seconds=ring_s)
    offer = Offer(
        turn.new_id("offer"), call.call_id, agent.agent_id, turn.new_id("leg"), turn.now, expires_at
    )
    turn.house.offers[offer.offer_id] = offer
    turn.house.legs[offer.leg_id] = call.call_id
    call.offers[offer.leg_id] = offer.offer_id
    call.own_agent_over = True
    agent.call_id = call.call_id
    agent.offered_at = turn.now
    if call.state is _QUEUED:
        call.agent_id, call.agent_leg_id = agent.agent_id, offer.leg_id
        turn.move_call(call, CallEvent.OFFERED)
        attend.offered(turn, call)
    number = call.customer_number
    # The screen and the phone come first: every millisecond counts there.
    turn.do(
        ShowOffer(
            agent.agent_id,
            offer.offer_id,
            call.call_id,
            call.queue_id,
            number,
            call.customer_id,
            (turn.now - (call.waiting_since or call.queued_at)).total_seconds(),
            expires_at,
            _reason(turn, call),
            call.from_agent_id,
            call.note,
            queue.auto_answer,
        )
    )
    turn.do(
        OriginateLeg(
            offer.leg_id,
            agent.sip_user,
            number,
            call.caller_name,
            call.call_id,
            offer.offer_id,
            call.leg_id,
            ring_s + 5,  # the lease ends first
            "",
            queue.auto_answer,
        )
    )
    turn.keep(OfferMade(call.call_id, offer.offer_id, agent.agent_id, call.queue_id, why))
    turn.move_agent(agent, AgentEvent.OFFERED)
    turn.set_timer(OfferExpires(offer.offer_id), offer.expires_at)
    _rings_more_later(turn, call)


def _rings_more_later(turn: Turn, call: Call) -> None:
    assert call.queue_id is not None
    after_s = turn.house.plan.queues[call.queue_id].choice.ring_more_after_s
    if after_s and not call.callback_id:
        turn.set_timer(RingsMore(call.call_id), turn.now + timedelta(seconds=after_s))


def _foremost(turn: Turn, call: Call) -> None:
    """Of several who are offered the call, the one whose phone rings longest stands for them."""
    first = turn.house.offers[next(iter(call.offers.values()))]
    call.agent_id, call.agent_leg_id = first.agent_id, first.leg_id


def _reason(turn: Turn, call: Call) -> str:
    if not call.callback_id or (callback := turn.house.callbacks.get(call.callback_id)) is None:
        return "queue"
    return "reconnect" if callback.agent_id else "callback"
