"""The centre is set up: at the start, anew while calls run, and each midnight for a new day's counts."""

from __future__ import annotations

from dataclasses import replace

from app.server.core import presence
from app.server.core.agent import Agent, Wish
from app.server.core.plan import AgentPlan, Plan, QueuePlan
from app.server.core.today import Today
from app.server.core.turn import Turn
from app.server.core.types import AgentState, CallState
from app.server.core.waiting import attend


def take_over(turn: Turn, plan: Plan) -> None:
    """The first plan: nobody is signed in, nobody calls."""
    for planned in plan.agents.values():
        _appear(turn, planned)
    _put_in_order(turn, plan)


def changed(turn: Turn, plan: Plan) -> None:
    """Another plan while calls run. New agents are off; who is no longer planned goes when she is free.

    A queue that is gone while its callers wait or talk stays, with those who were its agents, until the
    next change of the plan.
    """
    house, old = turn.house, turn.house.plan
    plan = _with_queues_in_use(turn, old, plan)
    house.plan = plan
    for planned in plan.agents.values():
        agent = house.agents.get(planned.agent_id)
        if agent is None:
            _appear(turn, planned)
        else:
            agent.sip_user, agent.queue_ids = planned.sip_user, planned.queue_ids
    house.leaving = {agent_id for agent_id in house.agents if agent_id not in plan.agents}
    _put_in_order(turn, plan)
    for agent_id in sorted(house.leaving):
        presence.wish(turn, house.agents[agent_id], Wish(AgentState.OFFLINE, "", "system"), cause="removed")
    for call in house.calls.values():
        if call.state is CallState.QUEUED:
            turn.widens_later(call)
            attend.looks_later(turn, call)


def look_round(turn: Turn) -> None:
    """Before each event: is it another day, has somebody left who is no longer planned?"""
    if turn.now >= turn.house.today.ends_at:
        _new_day(turn)
    if turn.house.leaving:
        _let_go(turn)


def _new_day(turn: Turn) -> None:
    """Nobody has handled anything yet, and all orders are made anew."""
    house = turn.house
    house.today.turn(turn.now)
    for agent in house.agents.values():
        agent.handled_today, agent.busy_s, agent.ready_s = 0, 0.0, 0.0
    house.lines.rebuild(house.plan, turn.now)


def _let_go(turn: Turn) -> None:
    """Who is no longer planned, as soon as nothing of theirs is left."""
    house = turn.house
    agents = [house.agents[agent_id] for agent_id in sorted(house.leaving)]
    gone = [agent for agent in agents if agent.state is AgentState.OFFLINE and not agent.legs]
    for agent in gone:
        house.leaving.discard(agent.agent_id)
        del house.agents[agent.agent_id]
    if gone:
        house.agents_by_phone = {each.sip_user: each for each in house.agents.values()}
        house.lines.rebuild(house.plan, turn.now)


def _appear(turn: Turn, planned: AgentPlan) -> None:
    agent = Agent(planned.agent_id, planned.sip_user, planned.queue_ids, since=turn.now)
    turn.house.agents[planned.agent_id] = agent


def _put_in_order(turn: Turn, plan: Plan) -> None:
    house = turn.house
    house.agents_by_phone = {agent.sip_user: agent for agent in house.agents.values()}
    house.today = Today(plan.timezone)
    house.today.turn(turn.now)
    house.lines.rebuild(plan, turn.now)


def _with_queues_in_use(turn: Turn, old: Plan, new: Plan) -> Plan:
    used = {call.queue_id for call in turn.house.calls.values() if call.queue_id is not None}
    kept = {queue_id: old.queues[queue_id] for queue_id in used - new.queues.keys() if queue_id in old.queues}
    if not kept:
        return new
    agents = {
        agent_id: replace(planned, queue_ids=(*planned.queue_ids, *_kept_of(old.agents.get(agent_id), kept)))
        for agent_id, planned in new.agents.items()
    }
    return replace(new, queues=new.queues | kept, agents=agents)


def _kept_of(planned: AgentPlan | None, kept: dict[str, QueuePlan]) -> tuple[str, ...]:
    return tuple(queue_id for queue_id in planned.queue_ids if queue_id in kept) if planned else ()
