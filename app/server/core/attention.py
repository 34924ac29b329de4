"""An agent speaks in one call at a time: what she turns to goes on, her other calls wait for her.

In:  whom she answered or took up in this turn (``Turn.attention``), and the calls in which somebody came to
     be heard or left (``Turn.stirred``).
Out: the other one of each of her other calls hears music; out of a conference she steps aside, and the
     others talk on. ``Agent.call_id`` is the call that she speaks in.
"""

from __future__ import annotations

from app.server.core import holding, roster
from app.server.core.agent import Agent
from app.server.core.call import IN_TALK, Call
from app.server.core.party import Party, PartyState
from app.server.core.turn import Turn
from app.server.core.types import AgentState, CallState, Role


def settle(turn: Turn) -> None:
    """At the end of each turn. Putting somebody aside may stir another call: until nothing is left to do."""
    while turn.attention or turn.stirred:
        wanted, stirred = turn.attention, turn.stirred
        turn.attention, turn.stirred = {}, {}
        concerned = dict.fromkeys(wanted)
        for call_id in stirred:
            call = turn.house.calls.get(call_id)
            if call is not None and call.state in IN_TALK:
                _nobody_waits_unheard(turn, call)
                concerned |= dict.fromkeys(each.agent_id for each in call.parties.values() if each.agent_id)
        for agent_id in concerned:
            agent = turn.house.agents.get(agent_id)
            if agent is not None and agent.talks:
                _one_voice(turn, agent, wanted.get(agent_id, ""))


def speaks(call: Call, party: Party) -> bool:
    """An agent's line, and somebody else is there whom it hears."""
    others = (each for each in call.parties.values() if each.agent_id != party.agent_id)
    talks = party.state is PartyState.TALKING
    return talks and any(each.state is PartyState.TALKING and each.counts for each in others)


def _one_voice(turn: Turn, agent: Agent, wanted: str) -> None:
    talks = agent.talks
    before = agent.call_id if agent.call_id in talks else next(iter(talks))
    active = wanted if wanted in talks else before
    if len(talks) > 1 or wanted:
        for call_id in list(talks):
            call = turn.house.calls[call_id]
            for party in [each for each in call.parties.values() if each.agent_id == agent.agent_id]:
                if call_id != active and speaks(call, party):
                    _put_aside(turn, call, party)
                elif call_id == active and party.away and call.state in IN_TALK:
                    roster.comes_back(turn, call, party)
    if agent.state is AgentState.TALKING:
        agent.call_id = active


def _put_aside(turn: Turn, call: Call, party: Party) -> None:
    if _leads_two(call, party):
        holding.hold(turn, call, party)
    if speaks(call, party):
        roster.steps_aside(turn, call, party)


def _nobody_waits_unheard(turn: Turn, call: Call) -> None:
    """She had stepped aside, and only one other is left: he hears music instead of nothing."""
    for party in [each for each in call.parties.values() if each.away and each.counts]:
        if _leads_two(call, party):
            roster.comes_back(turn, call, party)
            if call.state is CallState.TALKING:
                holding.hold(turn, call, party)


def _leads_two(call: Call, party: Party) -> bool:
    """There is one other, and a hold of hers is his music."""
    ours = party.role is Role.TALK and party is not call.customer
    return ours and call.consult is None and holding.partner(call, party) is not None
