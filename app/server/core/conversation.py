"""Agent and customer talk: how it begins, and what follows when one of the lines is gone."""

from __future__ import annotations

from app.server.core import ending, engagement, parting, queueing, recording, roster
from app.server.core.agent import AgentEvent
from app.server.core.call import IN_TALK, Call, CallEvent
from app.server.core.commands import StopPlaying
from app.server.core.facts import CallConnected
from app.server.core.flow import survey
from app.server.core.holding import partner
from app.server.core.offer import Offer, OfferEvent
from app.server.core.party import Party, PartyEvent, PartyState
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState, EndCause, PartyKind
from app.server.core.waiting import attend

_WAITING, _RINGING, _AGENT = PartyState.WAITING, PartyState.RINGING, PartyKind.AGENT
_TALKING = CallState.TALKING


def connect(turn: Turn, offer: Offer) -> None:
    """The agent answered: the music stops, both hear each other, both sides are recorded."""
    call = turn.house.calls[offer.call_id]
    agent = turn.house.agents[offer.agent_id]
    customer = call.customer
    assert call.queued_at is not None and call.queue_id is not None and customer is not None
    party = Party(offer.leg_id, _AGENT, agent.sip_user, _RINGING, agent.agent_id)
    if call.from_agent_id:
        party.wanted, party.from_agent_id, call.from_agent_id = "transfer", call.from_agent_id, ""
    roster.admit(turn, call, party)
    again = call.first_connected_at is not None
    queueing.close(turn, offer, OfferEvent.AGENT_ANSWERED)
    if call.offers:
        queueing.withdraw(turn, call, OfferEvent.OTHER_TOOK)
    meet(turn, call, customer, party)
    if call.entry_open:  # not when an agent's phone was lost and he waited again
        call.entry_open = False
        call.waited_s += (turn.now - call.queued_at).total_seconds()
        turn.house.balance(call.queue_id).answered += 1
    agent.phone_broke_in_talk = not agent.phone_registered
    agent.talks[call.call_id] = True
    turn.move_call(call, CallEvent.CONNECTED)
    turn.move_agent(agent, AgentEvent.ANSWERED)
    parting.leads(turn, call, party)
    turn.keep(CallConnected(call.call_id, agent.agent_id, call.queue_id, call.waited_s, again))


def meet(turn: Turn, call: Call, waiting: Party, answered: Party) -> None:
    """The one who waited and the one who answered hear each other."""
    waited = waiting.state is _WAITING
    if waited:
        turn.do(StopPlaying(waiting.leg_id))
        turn.move_party(waiting, PartyEvent.RESUMED)
    call.clock(turn.now, talking=True)
    call.connected_at = turn.now
    call.first_connected_at = call.first_connected_at or turn.now
    call.held_leg_id = ""
    roster.open_bridge(turn, call)
    if waited:
        roster.into_bridge(turn, call, waiting)
    roster.joins(turn, call, answered)


def phone_lost(turn: Turn, call: Call, party: Party) -> None:
    """An agent's phone vanished in the talk: the customer waits first in line; she is not at fault."""
    agent = roster.agent_of(turn, party)
    customer = call.customer
    waits_again = customer is not None and partner(call, party) is customer and call.queue_id is not None
    if not waits_again or agent is None or customer is None or call.state not in IN_TALK:
        parting.party_gone(turn, call, party, EndCause.CUT_OFF, by="system", lost=True)
        return
    recording.goes_on(turn, call, "system")
    call.clock(turn.now)
    roster.leaves(turn, call, party, EndCause.CUT_OFF)
    parting.dismiss_all_but(turn, call, customer)
    roster.drop_bridge(turn, call)
    if customer.state is PartyState.TALKING:
        turn.move_party(customer, PartyEvent.HELD)
    queueing.again(turn, call, CallEvent.AGENT_LOST)
    engagement.lets_go(turn, agent, call, lost=True)


def caller_left(turn: Turn, call: Call, party: Party, cause: EndCause) -> None:
    """The customer's leg is gone, in whatever state."""
    if call.state in IN_TALK or call.state is CallState.TRANSFER:
        others = [each for each in call.in_talk() if each is not party]
        if call.state is _TALKING and call.consult is None and len(others) > 1:
            _others_go_on(turn, call, party, cause)
        else:
            parting.over(turn, call, cause, by="system" if cause is EndCause.CUT_OFF else "customer")
        return
    if call.state is CallState.SURVEY:
        survey.over(turn, call, "hung-up")
        return
    queueing.withdraw(turn, call, OfferEvent.CALLER_LEFT)
    outcome = ending.outcome(call)
    if call.state is not CallState.MENU and call.queue_id is not None:
        outcome = _left_the_queue(turn, call, call.queue_id, cause)
    ending.end(turn, call, outcome, cause, by="customer")


def _others_go_on(turn: Turn, call: Call, customer: Party, cause: EndCause) -> None:
    """He leaves a conference: for him the call is over, the others finish what they have to say."""
    call.customer_left = cause
    roster.changed(turn, call, customer, "left")
    call.clock(turn.now)
    roster.leaves(turn, call, customer, cause)
    parting.release(turn, call, customer)


def _left_the_queue(turn: Turn, call: Call, queue_id: str, cause: EndCause) -> CallOutcome:
    if not call.entry_open:
        return CallOutcome.CUT_OFF  # had talked, lost his agent, and gave up: the fault was ours
    assert call.queued_at is not None
    call.entry_open = False
    call.waited_s += (turn.now - call.queued_at).total_seconds()
    attend.place_is_kept(turn, call)
    balance = turn.house.balance(queue_id)
    if cause is EndCause.CUT_OFF:
        balance.cut_off += 1
        return CallOutcome.CUT_OFF
    balance.abandoned += 1
    return CallOutcome.ABANDONED
