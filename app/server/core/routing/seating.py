"""The agents' side of the lines: who is free, in each queue's order, and what keeps the others from a call.

In:  agents that change. Out: the lists of free agents of each queue and demand; ``freed``: who has become
free since the last look.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.server.core.agent import Agent
from app.server.core.plan import AgentPlan
from app.server.core.routing import explain, strategies
from app.server.core.routing.demand import Demand, Line, Seat
from app.server.core.routing.plan import Membership
from app.server.core.routing.skills import Wants, meets
from app.server.core.routing.strategies import Draw, Moment, Standing

_ORDINARY = Membership()
_NOBODY = AgentPlan("", "", ())


class Seating:
    """All agents of all queues. At first everybody counts as off."""

    def __init__(
        self,
        agents: Mapping[str, Agent],
        plans: Mapping[str, AgentPlan],
        lines: Mapping[str, Line],
        draw: Draw,
    ) -> None:
        self._draw = draw
        self.seats: dict[str, Seat] = {}
        self.freed: dict[str, None] = {}
        for agent_id in sorted(agents):
            agent = agents[agent_id]
            mine = [lines[queue_id] for queue_id in agent.queue_ids if queue_id in lines]
            seat = self.seats[agent_id] = Seat(agent, plans.get(agent_id, _NOBODY), mine)
            for line in mine:
                line.members.append(seat)
                line.off += 1
        for line in lines.values():
            line.large = len(line.members) > explain.MOST_LISTED
            line.hindered[explain.OFFLINE] = line.off
        for seat in self.seats.values():
            seat.large_lines = [line for line in seat.lines if line.large]

    def changed(self, agent: Agent) -> bool:
        """Her state, her phone, or whether it is in use; False where nothing follows from it."""
        seat = self.seats.get(agent.agent_id)
        hindered = explain.hindrance(agent)
        if seat is None or seat.hindered == hindered:
            return False
        before = seat.hindered
        seat.becomes(hindered)
        for line in seat.large_lines:
            line.hindered[before] -= 1
            line.hindered[hindered] += 1
        if before == explain.OFFLINE or hindered == explain.OFFLINE:
            for line in seat.lines:
                line.off += 1 if hindered == explain.OFFLINE else -1
        if not before:
            self._takes_away(seat)
        elif not hindered:
            self._lines_up(seat)
        return True

    def demand(self, line: Line, wants: Wants) -> Demand:
        """The queue's lists for these levels; made when they are asked for the first time."""
        demand = line.demands.get(wants)
        if demand is None:
            able = {each.agent_id for each in line.members if meets(each.plan.skills, wants)}
            demand = line.demands[wants] = Demand(wants, able)
            for agent_id in able & line.free.keys():
                demand.comes(line.free[agent_id], line.where(self.seats[agent_id].plan.region))
        return demand

    def is_free(self, agent_id: str) -> bool:
        seat = self.seats.get(agent_id)
        return seat is not None and not seat.hindered

    def preference(self, agent_id: str, line: Line) -> int:
        """How gladly she serves this queue: 1 before 9."""
        return self.seats[agent_id].plan.memberships.get(line.plan.queue_id, _ORDINARY).preference

    def _lines_up(self, seat: Seat) -> None:
        """She is free: into the order of each of her queues."""
        agent_id = seat.agent_id
        self.freed[agent_id] = None
        for line in seat.lines:
            free = line.free[agent_id] = (self._standing(seat, line), agent_id)
            where = line.where(seat.plan.region)
            for demand in line.demands.values():
                if agent_id in demand.able:
                    demand.comes(free, where)

    def _takes_away(self, seat: Seat) -> None:
        agent_id = seat.agent_id
        self.freed.pop(agent_id, None)
        for line in seat.lines:
            free = line.free.pop(agent_id)
            where = line.where(seat.plan.region)
            for demand in line.demands.values():
                if agent_id in demand.able:
                    demand.goes(free, where)

    def _standing(self, seat: Seat, line: Line) -> Standing:
        choice = line.plan.choice
        drawn = self._draw() if line.strategy is strategies.BY_LOT else 0.0
        membership = seat.plan.memberships.get(line.plan.queue_id, _ORDINARY)
        standing = line.strategy(seat.agent, membership, Moment(choice, drawn, line.turn))
        return strategies.with_seniority(choice, seat.plan.senior, standing) if choice.senior else standing
