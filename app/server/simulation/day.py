"""Listens to a simulated centre and keeps what its day was like.

In:  facts and when they happened. Out: waits of each queue and level, agents' occupancy.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.server.core.facts import (
    AgentStateChanged,
    CallArrived,
    CallConnected,
    CallEnded,
    CallerKnown,
    CallLeftQueue,
    CallQueued,
    OfferMade,
)
from app.server.core.types import AgentState, CallOutcome
from app.server.simulation.centre import Centre
from app.server.simulation.measures import Occupancy, Waits


@dataclass(slots=True)
class Day:
    """``warm_up``: so many calls come before anything is counted."""

    warm_up: int = 0
    queues: dict[str, Waits] = field(default_factory=dict[str, Waits])
    levels: dict[str, Waits] = field(default_factory=dict[str, Waits])
    all: Waits = field(default_factory=Waits)
    occupancy: Occupancy = field(default_factory=Occupancy)
    offers: int = 0
    arrived: int = 0
    _level: dict[str, str] = field(default_factory=dict[str, str])  # of living calls
    _since: dict[str, tuple[AgentState, float]] = field(default_factory=dict[str, tuple[AgentState, float]])

    def attach(self, centre: Centre) -> None:
        """Begin to listen; before anybody signs in."""
        centre.listen(AgentStateChanged, self._agent)
        centre.listen(OfferMade, self._offered)
        centre.listen(CallConnected, self._connected)
        centre.listen(CallEnded, self._ended)
        centre.listen(CallQueued, self._queued)
        centre.listen(CallArrived, self._came)
        centre.listen(CallerKnown, self._known)
        centre.listen(CallLeftQueue, self._otherwise)

    def of_queue(self, queue_id: str) -> Waits:
        if queue_id not in self.queues:
            self.queues[queue_id] = Waits()
        return self.queues[queue_id]

    def close(self, at_s: float) -> None:
        """The time of states that still last is counted until now."""
        for agent_id, (state, since_s) in self._since.items():
            self.occupancy.add(state, at_s - since_s)
            self._since[agent_id] = (state, at_s)

    def _begin(self, at_s: float) -> None:
        """Forget what was; states that last begin now."""
        self.queues, self.levels, self.all = {}, {}, Waits()
        self.occupancy = Occupancy()
        self.offers = 0
        self._since = {agent_id: (state, at_s) for agent_id, (state, _) in self._since.items()}

    def _agent(self, fact: AgentStateChanged, at_s: float) -> None:
        agent_id = fact.agent_id
        if agent_id in self._since:
            state, since_s = self._since[agent_id]
            self.occupancy.by_state[state] += at_s - since_s
        self._since[agent_id] = (fact.after, at_s)

    def _offered(self, _fact: OfferMade, _at_s: float) -> None:
        self.offers += 1

    def _queued(self, fact: CallQueued, _at_s: float) -> None:
        if not fact.again:
            self.of_queue(fact.queue_id).offered += 1
            self.all.offered += 1

    def _came(self, _fact: CallArrived, at_s: float) -> None:
        self.arrived += 1
        if self.arrived == self.warm_up:
            self._begin(at_s)

    def _known(self, fact: CallerKnown, _at_s: float) -> None:
        if fact.level:
            self._level[fact.call_id] = fact.level

    def _connected(self, fact: CallConnected, _at_s: float) -> None:
        if fact.queue_id and not fact.again:
            self._left(fact.call_id, fact.queue_id, fact.waited_s, answered=True)

    def _ended(self, fact: CallEnded, _at_s: float) -> None:
        if fact.outcome is CallOutcome.ABANDONED and fact.queue_id is not None:
            self._left(fact.call_id, fact.queue_id, fact.waited_s, answered=False)
        self._level.pop(fact.call_id, None)

    def _left(self, call_id: str, queue_id: str, waited_s: float, answered: bool) -> None:
        self.of_queue(queue_id).left(waited_s, answered)
        self.all.left(waited_s, answered)
        if (level := self._level.get(call_id, "")) not in self.levels:
            self.levels[level] = Waits()
        self.levels[level].left(waited_s, answered)

    def _otherwise(self, fact: CallLeftQueue, _at_s: float) -> None:
        for waits in (self.of_queue(fact.queue_id), self.all):
            waits.otherwise[fact.how] = waits.otherwise.get(fact.how, 0) + 1
