"""Who waits and who is free, kept in order at each change, so that the next pair is found without a search.

In:  calls that enter and leave the lines, agents that change, time that widens the circle (``widen``).
Out: ``match``: the next call and its agent, and why. Before it returns None, nobody waits whom a free agent
may take; so only what has changed since then is looked at.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Iterator
from datetime import datetime

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.plan import Plan
from app.server.core.routing import explain, priority, strategies, widening
from app.server.core.routing.demand import EVERYWHERE, NO_AREA, Line, Place, Seat, remove
from app.server.core.routing.priority import Rank
from app.server.core.routing.seating import Seating
from app.server.core.routing.skills import ring_at, wanted
from app.server.core.routing.strategies import Draw, Moment
from app.server.core.types import Explanation

Match = tuple[Call, Agent, Explanation]


class Lines:
    """The lines of all queues."""

    def __init__(self, plan: Plan, agents: dict[str, Agent], draw: Draw) -> None:
        self._agents = agents
        self._draw = draw
        self._number = 0
        self._places: dict[str, Place] = {}  # by call
        self._begin(plan)

    def _begin(self, plan: Plan) -> None:
        self._lines: dict[str, Line] = {}
        moments: list[Moment] = []
        for queue_id, queue in plan.queues.items():
            moment = next((each for each in moments if each.choice == queue.choice), None)
            if moment is None:
                moments.append(moment := Moment(queue.choice, 0.0, 0.0))
            strategy = strategies.STRATEGIES[strategies.known_name(queue.choice.strategy)]
            self._lines[queue_id] = Line(queue, strategy, moment)
        self._seating = Seating(self._agents, plan.agents, self._lines, self._draw)
        self.freed = self._seating.freed  # agents who may be able to take a call now
        self.came: dict[str, None] = {}  # calls that a free agent may be able to take now
        self._own: dict[str, dict[str, Place]] = {}  # by agent, by call: who waits for her alone

    # --- what changes ------------------------------------------------------------------------------

    def enter(self, call: Call, now: datetime) -> None:
        """Into the line of ``call.queue_id``, or anew where something about the call has changed."""
        assert call.queue_id is not None
        self.leave(call)
        self._number += 1
        line = self._lines[call.queue_id]
        key = priority.key(line.plan.priority, call, self._number)
        place = self._places[call.call_id] = Place(call, key, line, line.where(call.region))
        insort(line.order, place.key)
        self._admit(place, now, *widening.own_agent(line.plan.choice, call, now, self._agents))

    def leave(self, call: Call) -> None:
        """Out of its line; nothing where it is in none."""
        place = self._places.pop(call.call_id, None)
        if place is None:
            return
        line = place.line
        remove(line.order, place.key)
        self._withdraw(place)
        if line.strategy is strategies.BY_LOT:
            taken = line.free.get(call.agent_id or "")
            if taken is not None and math.isfinite(taken[0][-1]):
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
        if self._seating.changed(agent) and agent.agent_id in self._own:
            for place in list(self._own[agent.agent_id].values()):
                self.widen(place.call, now)

    def rebuild(self, plan: Plan, now: datetime) -> None:
        """The plan is another, or the day: all orders are made anew."""
        self._begin(plan)
        for agent in self._agents.values():
            self._seating.changed(agent)
        places, self._places = self._places, {}
        for place in sorted(places.values(), key=lambda each: each.key[3]):
            self.enter(place.call, now)

    # --- what is asked -----------------------------------------------------------------------------

    def match(self, now: datetime) -> Match | None:
        """The next call to be offered and to whom; nothing is changed by asking."""
        if not (self.came or self.freed):
            return None
        found = list(self._candidates(now))
        if len(found) > 1:
            found = [min(found, key=lambda each: self._rank(*each, now))]
        return self._explained(*found[0], now) if found else None

    def one_more(self, call: Call, now: datetime) -> tuple[Agent, Explanation] | None:
        """Another free agent for a call that is already offered; nobody who waits could have her."""
        assert call.queue_id is not None
        line = self._lines[call.queue_id]
        place = Place(call, priority.key(line.plan.priority, call, 0), line, line.where(call.region))
        place.ring = self._ring(place, now)
        place.demand = self._seating.demand(line, wanted(line.plan.choice, call.wants, place.ring))
        if not (agent_id := place.demand.first(place.where)):
            return None
        _, agent, why = self._explained(place, agent_id, now)
        return agent, why

    def stand_in(self, queue_id: str) -> Agent | None:
        """The agent who would take the next call of this queue."""
        line = self._lines.get(queue_id)
        if line is None:
            return None
        first = self._seating.demand(line, wanted(line.plan.choice, {}, 0)).first(NO_AREA)
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

    def stands(self, queue_id: str) -> tuple[int, int]:
        """How many wait, and how many agents of the queue are not off."""
        line = self._lines.get(queue_id)
        return (len(line.order), len(line.members) - line.off) if line else (0, 0)

    def ready(self, queue_id: str) -> int:
        """How many agents could take a call now, whatever it wants."""
        line = self._lines.get(queue_id)
        return len(line.free) if line else 0

    def signed_in(self, queue_id: str) -> int:
        """How many agents of the queue are not off."""
        line = self._lines.get(queue_id)
        return len(line.members) - line.off if line else 0

    # --- places ------------------------------------------------------------------------------------

    def _admit(self, place: Place, now: datetime, own: str, special: str) -> None:
        place.own, place.special = own, special
        place.ring = self._ring(place, now)
        if own:
            self._own.setdefault(own, {})[place.call.call_id] = place
        else:
            wants = wanted(place.line.plan.choice, place.call.wants, place.ring)
            place.demand = self._seating.demand(place.line, wants)
            insort(place.demand.waiting, place.key)
        self.came[place.call.call_id] = None

    def _withdraw(self, place: Place) -> None:
        call_id = place.call.call_id
        self.came.pop(call_id, None)
        if place.demand is not None:
            remove(place.demand.waiting, place.key)
            place.demand = None
        else:
            del self._own[place.own][call_id]
            if not self._own[place.own]:
                del self._own[place.own]

    def _ring(self, place: Place, now: datetime) -> int:
        if not place.line.plan.choice.relax:
            return 0
        since = place.call.waiting_since or place.call.queued_at
        assert since is not None
        return ring_at(place.line.plan.choice, (now - since).total_seconds())

    # --- pairs -------------------------------------------------------------------------------------

    def _candidates(self, now: datetime) -> Iterator[tuple[Place, str]]:
        """Calls and the free agent who would take each, the next one among them. What leads to nothing is
        struck off."""
        for call_id in list(self.came):
            place = self._places[call_id]
            if agent_id := self._first(place):
                yield place, agent_id
            else:
                del self.came[call_id]
        for agent_id in list(self.freed):
            place = self._next_for(self._seating.seats[agent_id], now)
            if place is not None:
                yield place, place.own or self._first(place)
            else:
                del self.freed[agent_id]

    def _next_for(self, seat: Seat, now: datetime) -> Place | None:
        """The waiting caller whom this free agent would take."""
        agent_id = seat.agent_id
        heads = [
            self._places[demand.waiting[0][4].call_id]
            for line, _, _ in seat.lines
            if line.order
            for demand in line.demands.values()
            if demand.waiting and agent_id in demand.able
        ]
        if agent_id in self._own:
            heads += self._own[agent_id].values()
        return min(heads, key=lambda place: self._rank(place, agent_id, now), default=None)

    def _rank(self, place: Place, agent_id: str, now: datetime) -> Rank:
        preference = self._seating.preference(agent_id, place.line)
        return priority.rank(place.line.plan.priority, place.key, preference, now)

    def _first(self, place: Place) -> str:
        """Who takes it; "" for nobody."""
        if place.demand is None:
            return place.own if self._seating.is_free(place.own) else ""
        return place.demand.first(place.where)

    def _explained(self, place: Place, agent_id: str, now: datetime) -> Match:
        agent, special = self._agents[agent_id], place.special
        if not special and place.line.plan.choice.by_region:
            hers = self._seating.seats[agent_id].plan.region
            near = set(place.line.where(hers)) & set(place.where) - {EVERYWHERE}
            special = "region" if near else ""
        return place.call, agent, explain.explanation(place, agent, special, self._seating.hindered, now)
