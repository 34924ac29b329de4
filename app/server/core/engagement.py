"""What talks do to an agent's state: she picks up, she puts down, and what she was doing before goes on.

Only a customer of a queue is written up afterwards. A wrap-up in which she picks up the phone for
something else is finished later.
"""

from __future__ import annotations

from app.server.core import presence
from app.server.core.agent import Agent, AgentEvent, UnfinishedWrapUp, Wish
from app.server.core.call import Call
from app.server.core.facts import WrapUpEnded
from app.server.core.house import Turn
from app.server.core.party import PartyState
from app.server.core.plan import QueuePlan
from app.server.core.types import AgentState


def takes_up(turn: Turn, agent: Agent, call: Call, contact: bool) -> None:
    """She talks or dials. ``contact``: with a customer who is hers to write up."""
    agent.talks[call.call_id] = contact or agent.talks.get(call.call_id, False)
    match agent.state:
        case AgentState.TALKING:
            if contact:
                agent.call_id = call.call_id
            return
        case AgentState.OFFERED:
            return  # met when the offer ends
        case AgentState.WRAP_UP:
            _leave_wrap_up(turn, agent, contact)
        case AgentState.READY | AgentState.NOT_READY | AgentState.OFFLINE:
            agent.after_talk = Wish(agent.state, agent.reason, "system")
        case AgentState.TECH_FAULT:
            agent.after_talk = agent.next_wish or Wish(AgentState.READY, "", "system")
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
    queue = turn.house.plan.queues.get(call.queue_id or "") if contact else None
    if agent.talks or agent.state is AgentState.OFFERED:
        _goes_on(turn, agent, call, queue)
        return
    if lost:
        _finish_unfinished(turn, agent)
        agent.call_id = agent.after_talk = None
        turn.move_agent(agent, AgentEvent.CALL_LOST, reason="no-phone")
        if agent.phone_registered:
            presence.phone_registered(turn, agent)  # it is back already
    elif queue is not None:
        _finish_unfinished(turn, agent)
        agent.call_id, agent.after_talk = call.call_id, None
        presence.begin_wrap_up(turn, agent, AgentEvent.CALL_OVER, queue.wrap_up_s, queue.wrap_up_more_s)
    elif agent.unfinished is not None:
        rest, agent.unfinished = agent.unfinished, None
        presence.go_back_to_wrap_up(turn, agent, rest)
    else:
        agent.call_id = None
        wanted = agent.next_wish or agent.after_talk or Wish(AgentState.READY, "", "system")
        agent.next_wish = agent.after_talk = None
        presence.meet(turn, agent, wanted, cause="talk-over")


def _goes_on(turn: Turn, agent: Agent, call: Call, queue: QueuePlan | None) -> None:
    """Another talk of hers goes on, or her phone rings already: this one is written up afterwards."""
    if queue is not None:
        _finish_unfinished(turn, agent)
        agent.unfinished = UnfinishedWrapUp(call.call_id, float(queue.wrap_up_s), 0.0, queue.wrap_up_more_s)
    if agent.state is AgentState.TALKING and agent.call_id == call.call_id:
        agent.call_id = next(iter(sorted(agent.talks, key=lambda each: not agent.talks[each])))


def _leave_wrap_up(turn: Turn, agent: Agent, contact: bool) -> None:
    if contact:
        presence.written_up(turn, agent, how="next-call")
        return
    assert agent.call_id is not None and agent.wrap_up_ends_at is not None
    left_s = (agent.wrap_up_ends_at - turn.now).total_seconds()
    spent_s = agent.wrap_up_spent_s + (turn.now - agent.since).total_seconds()
    agent.unfinished = UnfinishedWrapUp(
        agent.call_id, max(1.0, left_s), spent_s, agent.wrap_up_more_s, agent.wrap_up_extended
    )
    presence.stop_wrap_up_clock(turn, agent)


def _finish_unfinished(turn: Turn, agent: Agent) -> None:
    rest, agent.unfinished = agent.unfinished, None
    if rest is not None:
        turn.keep(WrapUpEnded(rest.call_id, agent.agent_id, rest.spent_s, "next-call"))
