"""What talks do to an agent's state: she picks up, she puts down, and what she was doing before goes on.

Only a customer of a queue is written up afterwards, each such call for itself. A wrap-up waits while she is
on the phone.
"""

from __future__ import annotations

from app.server.core import presence
from app.server.core.agent import DEVICE_FAULT, Agent, AgentEvent, UnfinishedWrapUp, Wish
from app.server.core.call import Call
from app.server.core.facts import WrapUpEnded
from app.server.core.party import PartyState
from app.server.core.turn import Turn
from app.server.core.types import AgentState


def takes_up(turn: Turn, agent: Agent, call: Call, contact: bool) -> None:
    """She talks or dials. ``contact``: with a customer who is hers to write up."""
    agent.talks[call.call_id] = contact or agent.talks.get(call.call_id, False)
    if contact:
        _is_hers_again(turn, agent, call)
    match agent.state:
        case AgentState.TALKING:
            return  # which of her calls she speaks in: ``attention``
        case AgentState.OFFERED:
            return  # met when the offer ends
        case AgentState.WRAP_UP:
            if agent.call_id is not None:
                _leave_wrap_up(turn, agent, agent.call_id)
        case AgentState.READY | AgentState.NOT_READY | AgentState.OFFLINE:
            agent.after_talk = Wish(agent.state, agent.reason, "system")
        case AgentState.TECH_FAULT:
            rests = agent.reason == DEVICE_FAULT
            then = (AgentState.NOT_READY, DEVICE_FAULT) if rests else (AgentState.READY, "")
            agent.after_talk = agent.next_wish or Wish(*then, "system")
            agent.next_wish = None
    agent.call_id = call.call_id
    agent.phone_broke_in_talk = not agent.phone_registered
    turn.move_agent(agent, AgentEvent.ON_PHONE)


def lets_go(turn: Turn, agent: Agent, call: Call, *, lost: bool = False) -> None:
    """She is out of this call with her last line. ``lost``: her phone vanished in it."""
    hers = [party for party in call.parties.values() if party.agent_id == agent.agent_id]
    if any(party.present or party.state is PartyState.CALLING for party in hers):
        return
    contact = agent.talks.pop(call.call_id, None)
    if contact is None:
        return
    agent.handled_calls += contact
    agent.handled_today += contact
    queue = turn.house.plan.queues.get(call.queue_id or "") if contact and not lost else None
    if agent.talks or agent.state is AgentState.OFFERED:
        if queue is not None:
            rest = UnfinishedWrapUp(call.call_id, float(queue.wrap_up_s), 0.0, queue.wrap_up_more_s)
            agent.unfinished.append(rest)
        elif contact:
            agent.after_talk = agent.after_talk or Wish(AgentState.READY, "", "system")
        if agent.state is AgentState.TALKING and agent.call_id == call.call_id:
            agent.call_id = next(iter(sorted(agent.talks, key=lambda each: not agent.talks[each])))
    elif queue is not None:
        agent.call_id, agent.after_talk = call.call_id, None
        presence.begin_wrap_up(turn, agent, AgentEvent.CALL_OVER, queue.wrap_up_s, queue.wrap_up_more_s)
    elif agent.unfinished:
        presence.go_back_to_wrap_up(turn, agent)
    elif lost:
        agent.call_id = agent.after_talk = None
        turn.move_agent(agent, AgentEvent.CALL_LOST, reason="no-phone")
        if agent.phone_registered:
            presence.phone_registered(turn, agent)  # it is back already
    else:
        agent.call_id = None
        wanted = agent.next_wish or agent.after_talk or Wish(AgentState.READY, "", "system")
        agent.next_wish = agent.after_talk = None
        presence.meet(turn, agent, wanted, cause="talk-over")


def _leave_wrap_up(turn: Turn, agent: Agent, call_id: str) -> None:
    assert agent.wrap_up_ends_at is not None
    left_s = max(1.0, (agent.wrap_up_ends_at - turn.now).total_seconds())
    spent_s = agent.wrap_up_spent_s + (turn.now - agent.since).total_seconds()
    rest = UnfinishedWrapUp(call_id, left_s, spent_s, agent.wrap_up_more_s, agent.wrap_up_extended)
    agent.unfinished.append(rest)
    presence.stop_wrap_up_clock(turn, agent)


def _is_hers_again(turn: Turn, agent: Agent, call: Call) -> None:
    """A call that she had passed on has come back: what she was writing about it is not the last word."""
    if agent.state is AgentState.WRAP_UP and agent.call_id == call.call_id:
        presence.written_up(turn, agent, how="next-call")
    for rest in [each for each in agent.unfinished if each.call_id == call.call_id]:
        agent.unfinished.remove(rest)
        turn.keep(WrapUpEnded(call.call_id, agent.agent_id, rest.spent_s, "next-call"))
