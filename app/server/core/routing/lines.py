"""Who waits and who is free, kept in order at each change, so that the next pair is found without a search.

In:  calls that enter and leave the lines, agents that change, time that widens the circle (``widen``).
Out: ``match``: the next call and its agent, and why. Before it returns None, nobody waits whom a free agent
may take; so only what has changed since then is looked at.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from datetime import datetime

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.plan import AgentPlan, Plan
from app.server.core.routing import explain, priority, strategies, widening
from app.server.core.routing.demand import EVERYWHERE, Demand, Line, Place, Seat, remove
from app.server.core.routing.plan import Membership
from app.server.core.routing.skills import Wants, meets, ring_at, wanted
from app.server.core.routing.strategies import Draw, Moment
from app.server.core.types import Explanation

_ORDINARY = Membership()
_NOBODY = AgentPlan("", "", ())
Match = tuple[Call, Agent, Explanation]


class Lines:
    """The lines of all queues."""

    def __init__(self, plan: Plan, agents: dict[str, Agent], draw: Draw) -> None:
        self._agents = agents
        self._draw = draw
        self._number = 0
        self._lines: dict[str, Line] = {}
        self._places: dict[str, Place] = {}  # by call
        self._seats: dict[str, Seat] = {}
        self._own: dict[str, dict[str, Place]] = {}  # by agent, by call: who waits for her alone
        self._came: dict[str, None] = {}  # calls that a free agent may be able to take now
        self._freed: dict[str, None] = {}  # agents that may be able to take a waiting call now
        self._plan = plan
        self.rebuild(plan, None)

    # --- what changes ------------------------------------------------------------------------------

    def enter(self, call: Call, now: datetime) -> None:
        """Into the line of ``call.queue_id``, or anew where something about the call has changed."""
        assert call.queue_id is not None
        self.leave(call)
        self._number += 1
        line = self._lines[call.queue_id]
        place = Place(call, priority.key(line.plan.priority, call, self._number), line)
        self._places[call.call_id] = place
        insort(line.order, place.key)
        self._admit(place, now, *widening.own_agent(line.plan.choice, call, now, self._agents))

    def leave(self, call: Call) -> None:
        """Out of its line; nothing where it is in none."""
        place = self._places.pop(call.call_id, None)
        if place is not None:
            line = place.line
            remove(line.order, place.key)
            self._withdraw(place)
            if (taken := line.free.get(call.agent_id or "")) is not None:
                line.turn = max(line.turn, taken[0][-1])  # the next lots are drawn from there on

    def widen(self, call: Call, now: datetime) -> None:
        """Time has gone by: more agents may take it."""
        place = self._places.get(call.call_id)
        if place is None:
            return
        own, special = "", ""
        if place.own:
            own, special = widening.own_agent(place.line.plan.choice, call, now, self._agents)
        if own != place.own or self._ring(place, now) != place.ring:
            self._withdraw(place)
            self._admit(place, now, own, special)

    def widens_at(self, call: Call, now: datetime) -> datetime | None:
        """When ``widen`` is due next."""
        place = self._places.get(call.call_id)
        return widening.widens_at(place.line.plan.choice, call, now) if place else None

    def agent_changed(self, agent: Agent, now: datetime) -> None:
        """Her state, her phone, or whether it is in use."""
        seat = self._seats.get(agent.agent_id)
        hindered = explain.hindrance(agent)
        if seat is None or seat.hindered == hindered:
            return
        self._move(seat, hindered, now)
        if hindered == "offline":
            for place in list(self._own.get(agent.agent_id, {}).values()):
                self.widen(place.call, now)

    def rebuild(self, plan: Plan, now: datetime | None) -> None:
        """The plan is another, or the day: all orders are made anew. Without ``now`` nobody waits yet."""
        self._plan = plan
        self._lines = {queue_id: Line(queue) for queue_id, queue in plan.queues.items()}
        self._seats, self._own, self._came, self._freed = {}, {}, {}, {}
        for agent_id in sorted(self._agents):
            self._seat(self._agents[agent_id], now)
        places, self._places = self._places, {}
        for place in sorted(places.values(), key=lambda each: each.key[3]):
            assert now is not None
            self.enter(place.call, now)

    # --- what is asked -----------------------------------------------------------------------------

    def match(self, now: datetime) -> Match | None:
        """The next call to be offered and to whom; nothing is changed by asking."""
        best: tuple[tuple[int, float, int, float, float, int], Place] | None = None
        for place in self._candidates(now):
            agent_id = place.own or self._first(place)
            preference = self._membership(agent_id, place.line).preference
            rank = priority.precedence(place.line.plan.priority, place.key, preference, now)
            if best is None or rank < best[0]:
                best = rank, place
        return self._explained(best[1], now) if best else None

    def one_more(self, call: Call, now: datetime) -> tuple[Agent, Explanation] | None:
        """Another free agent for a call that is already offered; nobody who waits could have her."""
        assert call.queue_id is not None
        line = self._lines[call.queue_id]
        place = Place(call, priority.key(line.plan.priority, call, 0), line)
        place.ring = self._ring(place, now)
        place.wants = wanted(line.plan.choice, call.wants, place.ring)
        place.demand = self._demand(line, place.wants)
        if not self._first(place):
            return None
        _, agent, why = self._explained(place, now)
        return agent, why

    def stand_in(self, queue_id: str) -> Agent | None:
        """The agent who would take the next call of this queue."""
        line = self._lines.get(queue_id)
        if line is None:
            return None
        first = self._demand(line, wanted(line.plan.choice, {}, 0)).first(EVERYWHERE, by_region=False)
        return self._agents[first] if first else None

    def position(self, call: Call) -> int:
        """1 is next; 0 where it does not wait."""
        place = self._places.get(call.call_id)
        return place.line.place_of(place.key) if place else 0

    def length(self, queue_id: str) -> int:
        """How many wait."""
        line = self._lines.get(queue_id)
        return len(line.order) if line else 0

    def waiting(self, queue_id: str) -> Iterator[Call]:
        """Who waits, the next one first. Not to be changed meanwhile."""
        line = self._lines.get(queue_id)
        return (key[4] for key in line.order) if line else iter(())

    def ready(self, queue_id: str) -> int:
        """How many agents could take a call now, whatever it wants."""
        line = self._lines.get(queue_id)
        return len(line.free) if line else 0

    def signed_in(self, queue_id: str) -> int:
        """How many agents of the queue are not off."""
        line = self._lines.get(queue_id)
        return len(line.members) - line.hindered.get("offline", 0) if line else 0

    # --- calls -------------------------------------------------------------------------------------

    def _admit(self, place: Place, now: datetime, own: str, special: str) -> None:
        place.own, place.special = own, special
        place.ring = self._ring(place, now)
        place.wants = wanted(place.line.plan.choice, place.call.wants, place.ring)
        if own:
            self._own.setdefault(own, {})[place.call.call_id] = place
        else:
            place.demand = self._demand(place.line, place.wants)
            insort(place.demand.waiting, place.key)
        self._came[place.call.call_id] = None

    def _withdraw(self, place: Place) -> None:
        call_id = place.call.call_id
        self._came.pop(call_id, None)
        if place.demand is not None:
            remove(place.demand.waiting, place.key)
            place.demand = None
        elif place.own:
            del self._own[place.own][call_id]
            if not self._own[place.own]:
                del self._own[place.own]

    def _ring(self, place: Place, now: datetime) -> int:
        since = place.call.waiting_since or place.call.queued_at
        assert since is not None
        return ring_at(place.line.plan.choice, (now - since).total_seconds())

    def _demand(self, line: Line, wants: Wants) -> Demand:
        demand = line.demands.get(wants)
        if demand is None:
            demand = line.demands[wants] = Demand(wants)
            for agent_id, free in line.free.items():
                seat = self._seats[agent_id]
                if meets(seat.plan.skills, wants):
                    demand.comes(free, line.where(seat.plan.region))
        return demand

    # --- agents ------------------------------------------------------------------------------------

    def _seat(self, agent: Agent, now: datetime | None) -> None:
        plan = self._plan.agents.get(agent.agent_id, _NOBODY)
        seat = Seat(agent, plan, [self._lines[each] for each in agent.queue_ids if each in self._lines])
        self._seats[agent.agent_id] = seat
        for line in seat.lines:
            line.members.append(agent.agent_id)
            line.hindered["offline"] = line.hindered.get("offline", 0) + 1
        if now is not None:
            self.agent_changed(agent, now)

    def _move(self, seat: Seat, hindered: str, now: datetime) -> None:
        before = seat.hindered
        seat.becomes(hindered)
        for line in seat.lines:
            if before:
                line.hindered[before] -= 1
            else:
                self._takes_away(seat, line)
            if hindered:
                line.hindered[hindered] = line.hindered.get(hindered, 0) + 1
            else:
                self._lines_up(seat, line)
        if hindered:
            self._freed.pop(seat.agent.agent_id, None)
        else:
            self._freed[seat.agent.agent_id] = None

    def _lines_up(self, seat: Seat, line: Line) -> None:
        choice, agent = line.plan.choice, seat.agent
        strategy = strategies.STRATEGIES[strategies.known_name(choice.strategy)]
        drawn = self._draw() if strategy is strategies.BY_LOT else 0.0
        membership = self._membership(agent.agent_id, line)
        standing = strategy(agent, membership, Moment(choice, drawn, line.turn))
        free = (strategies.with_seniority(choice, seat.plan.senior, standing), agent.agent_id)
        line.free[agent.agent_id] = free
        where = line.where(seat.plan.region)
        for demand in line.demands.values():
            if meets(seat.plan.skills, demand.wants):
                demand.comes(free, where)

    def _takes_away(self, seat: Seat, line: Line) -> None:
        free = line.free.pop(seat.agent.agent_id)
        where = line.where(seat.plan.region)
        for demand in line.demands.values():
            if meets(seat.plan.skills, demand.wants):
                demand.goes(free, where)

    def _membership(self, agent_id: str, line: Line) -> Membership:
        seat = self._seats.get(agent_id)
        return seat.plan.memberships.get(line.plan.queue_id, _ORDINARY) if seat else _ORDINARY

    # --- pairs -------------------------------------------------------------------------------------

    def _candidates(self, now: datetime) -> Iterable[Place]:
        """Calls with a free agent, among which is the next one. What leads to nothing is struck off."""
        for call_id in list(self._came):
            place = self._places[call_id]
            if self._is_free(place.own) if place.own else self._first(place):
                yield place
            else:
                del self._came[call_id]
        for agent_id in list(self._freed):
            place = self._next_for(self._seats[agent_id], now)
            if place is not None:
                yield place
            else:
                del self._freed[agent_id]

    def _next_for(self, seat: Seat, now: datetime) -> Place | None:
        """The waiting caller whom this free agent would take."""
        heads = [
            demand.waiting[0]
            for line in seat.lines
            if line.order
            for demand in line.demands.values()
            if demand.waiting and meets(seat.plan.skills, demand.wants)
        ]
        heads += [place.key for place in self._own.get(seat.agent.agent_id, {}).values()]
        best: tuple[tuple[int, float, int, float, float, int], Place] | None = None
        for key in heads:
            place = self._places[key[4].call_id]
            preference = self._membership(seat.agent.agent_id, place.line).preference
            rank = priority.precedence(place.line.plan.priority, key, preference, now)
            if best is None or rank < best[0]:
                best = rank, place
        return best[1] if best else None

    def _first(self, place: Place) -> str:
        """Who takes it; "" for nobody."""
        assert place.demand is not None
        return place.demand.first(place.call.region, place.line.plan.choice.by_region) or ""

    def _is_free(self, agent_id: str) -> bool:
        seat = self._seats.get(agent_id)
        return seat is not None and not seat.hindered

    def _explained(self, place: Place, now: datetime) -> Match:
        agent = self._agents[place.own or self._first(place)]
        special = place.special
        line = place.line
        if not special and line.plan.choice.by_region and place.call.region:
            theirs = self._seats[agent.agent_id].plan.region
            near = set(line.where(theirs)) & set(line.where(place.call.region)) - {EVERYWHERE}
            special = "region" if near else ""
        return place.call, agent, explain.explanation(place, agent, special, self._seats, now)
