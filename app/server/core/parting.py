"""Somebody is out of a talk: the others go on, the call has a new leader, or it is over."""

from __future__ import annotations

from app.server.core import ending, engagement, holding, recording, roster
from app.server.core.call import IN_TALK, Call
from app.server.core.flow import survey
from app.server.core.flow.plan import Flow
from app.server.core.party import Party, PartyEvent, PartyState
from app.server.core.turn import Turn
from app.server.core.types import CallOutcome, CallState, EndCause, PartyKind


def over(
    turn: Turn, call: Call, cause: EndCause, by: str, lost_agent: str = "", *, forced: bool = False
) -> None:
    """The talk is over; its agents write up what came of it. The customer may be asked how it was."""
    if call.customer_left is not None:
        cause, by = call.customer_left, call.talk_ended_by or "customer"
    if not forced and (questions := survey.wanted(turn, call, cause, by)) is not None:
        _ask_how_it_was(turn, call, questions, by)
        return
    outcome = CallOutcome.CUT_OFF if cause is EndCause.CUT_OFF else ending.outcome(call)
    ending.end(turn, call, outcome, cause, by, lost_agent)


def party_gone(turn: Turn, call: Call, party: Party, cause: EndCause, by: str, *, lost: bool = False) -> None:
    """One who was in the talk is out. With two left they go on; one alone is hung up."""
    others = [each for each in call.in_talk() if each is not party]
    alone = call.state in IN_TALK and len(others) < 2
    if party is call.customer and (call.state is not CallState.TALKING or call.consult is not None):
        alone = True  # he hears music, and what the others say is about him
    if party.counts and (alone or (party.leg_id == call.held_leg_id and call.state is CallState.TRANSFER)):
        over(turn, call, cause, by, lost_agent=(party.agent_id or "") if lost else "")
        return
    led = party.leg_id == call.agent_leg_id
    if party is call.customer:  # she has put him out of a conference, the others finish what they have to say
        call.customer_left, call.talk_ended_by = cause, by
        roster.changed(turn, call, party, "left")
    roster.leaves(turn, call, party, cause)
    if led:
        next_leader(turn, call)
    release(turn, call, party, lost=lost)


def _ask_how_it_was(turn: Turn, call: Call, questions: Flow, by: str) -> None:
    """The agent is out and writes up; the customer's line stays, and is recorded to its end."""
    customer = call.customer
    assert customer is not None
    recording.goes_on(turn, call, "system")
    call.clock(turn.now)
    ending.end_transfers(turn, call)
    dismiss_all_but(turn, call, customer)
    roster.drop_bridge(turn, call)
    if customer.state is PartyState.TALKING:
        turn.move_party(customer, PartyEvent.HELD)
    roster.mute(turn, call, customer, False)
    call.held_leg_id, call.agent_leg_id = "", None
    survey.begin(turn, call, questions, by)


def dismiss_all_but(turn: Turn, call: Call, kept: Party) -> None:
    """The talk is over for all others, whether they listen, coach or are still rung."""
    for party in [each for each in call.parties.values() if each is not kept]:
        roster.leaves(turn, call, party)
        release(turn, call, party)


def release(turn: Turn, call: Call, party: Party, *, lost: bool = False) -> None:
    """Her agent's state, once she is out of the call with all her lines."""
    if (agent := roster.agent_of(turn, party)) is not None:
        engagement.lets_go(turn, agent, call, lost=lost)


def leads(turn: Turn, call: Call, party: Party | None) -> None:
    """Whose call it is from now on; coaches speak to her. None: nobody of ours."""
    call.agent_id = party.agent_id if party else None
    call.agent_leg_id = party.leg_id if party else None
    call.rated_agent_id = call.agent_id or call.rated_agent_id
    for other in call.parties.values():
        if other.kind is PartyKind.SUPERVISOR and other.present and call.bridge_id is not None:
            roster.into_bridge(turn, call, other)


def takes_lead(turn: Turn, call: Call, party: Party) -> None:
    """The call is hers; a customer of a queue is hers to write up."""
    leads(turn, call, party)
    if (agent := roster.agent_of(turn, party)) is not None:
        engagement.takes_up(turn, agent, call, contact=call.queue_id is not None)
    roster.changed(turn, call, party, "leads")


def next_leader(turn: Turn, call: Call) -> None:
    """The colleague who is in it longest. Without any of ours, nobody is left on hold for ever."""
    colleagues = [each for each in call.in_talk() if each.agent_id and each is not call.customer]
    if colleagues:
        takes_lead(turn, call, colleagues[0])
        return
    leads(turn, call, None)
    for party in [each for each in call.in_talk() if each.state is PartyState.WAITING]:
        if party.leg_id == call.held_leg_id:
            holding.resume(turn, call, "")
        else:
            roster.returns(turn, call, party)
