"""The agents' side of the lines: who is free, in each queue's order, and what keeps the others from a call.

In:  agents that change. Out: the lists of free agents of each queue and demand; ``freed``: who has become
free since the last look.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.server.core.agent import Agent
from app.server.core.plan import AgentPlan
from app.server.core.routing import explain, strategies
from app.server.core.routing.demand import Demand, Line, Seat, picking
from app.server.core.routing.plan import Membership
from app.server.core.routing.skills import Wants, meets
from app.server.core.routing.strategies import Draw, Moment, Standing
from app.server.core.types import AgentState

_ORDINARY = Membership()
_NOBODY = AgentPlan("", "", ())
_READY, _OFF = AgentState.READY, explain.OFFLINE
_HINDRANCES, _BY_LOT = explain.HINDRANCES, strategies.BY_LOT


class Seating:
    """All agents of all queues. At first everybody counts as off.

    ``hindered``: what keeps each from a call now, "" for nothing, by the number of the seat.
    """

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
        self.hindered = [_OFF] * len(agents)
        for number, agent_id in enumerate(sorted(agents)):
            self._seat(number, agents[agent_id], plans.get(agent_id, _NOBODY), lines)
        for line in lines.values():
            line.off = len(line.members)
            line.large = line.off > explain.MOST_LISTED
            line.hindered[_OFF] = line.off
            if not line.large:
                line.names = tuple(seat.agent_id for seat in line.members)
                line.of_members = picking([seat.number for seat in line.members])
        for seat in self.seats.values():
            seat.large_lines = [line for line, _, _ in seat.lines if line.large]

    def _seat(self, number: int, agent: Agent, plan: AgentPlan, lines: Mapping[str, Line]) -> None:
        seat = self.seats[agent.agent_id] = Seat(number, agent, plan, [])
        for line in [lines[queue_id] for queue_id in agent.queue_ids if queue_id in lines]:
            membership = plan.memberships.get(line.plan.queue_id, _ORDINARY)
            seat.lines.append((line, membership, line.where(plan.region)))
            line.members.append(seat)

    def changed(self, agent: Agent) -> bool:
        """Her state, her phone, or whether it is in use; False where nothing follows from it."""
        seat = self.seats.get(agent.agent_id)
        if agent.state is not _READY:
            hindered = _HINDRANCES[agent.state]
        elif agent.phone_registered:
            hindered = "on-phone" if agent.legs else ""
        else:
            hindered = "no-phone"
        if seat is None or seat.hindered == hindered:
            return False
        before = seat.hindered
        seat.hindered = self.hindered[seat.number] = hindered
        for line in seat.large_lines:
            line.hindered[before] -= 1
            line.hindered[hindered] += 1
        if before == _OFF or hindered == _OFF:
            for line, _, _ in seat.lines:
                line.off += 1 if hindered == _OFF else -1
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
        agent_id, idle_since = seat.agent_id, seat.agent.idle_since
        self.freed[agent_id] = None
        alike: tuple[Moment, Membership] | None = None
        standing: Standing = ()
        for line, membership, where in seat.lines:
            if line.strategy is _BY_LOT:
                moment = Moment(line.plan.choice, self._draw(), line.turn)
                standing, alike = self._standing(seat, line, membership, moment), None
            elif alike is None or alike[0] is not line.moment or alike[1] is not membership:
                standing = self._standing(seat, line, membership, line.moment)
                alike = line.moment, membership
            free = line.free[agent_id] = (standing, agent_id, idle_since)
            for demand in line.demands.values():
                if agent_id in demand.able:
                    demand.comes(free, where)

    def _takes_away(self, seat: Seat) -> None:
        agent_id = seat.agent_id
        self.freed.pop(agent_id, None)
        for line, _, where in seat.lines:
            free = line.free.pop(agent_id)
            for demand in line.demands.values():
                if agent_id in demand.able:
                    demand.goes(free, where)

    def _standing(self, seat: Seat, line: Line, membership: Membership, moment: Moment) -> Standing:
        standing = line.strategy(seat.agent, membership, moment)
        if moment.choice.senior:
            return strategies.with_seniority(moment.choice, seat.plan.senior, standing)
        return standing
