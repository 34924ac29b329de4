"""Sorted lists: who waits for what, and who could take it.

A *demand* is a set of wanted levels within a queue. It knows the callers who ask for just that and the
free agents who meet it, both in order, so that neither is ever searched.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.plan import AgentPlan, QueuePlan
from app.server.core.routing.priority import Key
from app.server.core.routing.skills import Wants
from app.server.core.routing.strategies import Standing
from app.server.core.types import Candidate

Free = tuple[Standing, str]  # of an agent who could take a call now: the lowest standing is first
Sorted = TypeVar("Sorted", Key, Free)
EVERYWHERE = ""


def areas(region: str) -> tuple[str, ...]:
    """Where to look for an agent, the nearest first: "广东 深圳", "广东", everywhere."""
    if not region:
        return (EVERYWHERE,)
    province = region.split(" ", 1)[0]
    return (region, EVERYWHERE) if province == region else (region, province, EVERYWHERE)


@dataclass(slots=True)
class Demand:
    """``free``: by area; only EVERYWHERE where the queue does not choose by region."""

    wants: Wants
    waiting: list[Key] = field(default_factory=list[Key])
    free: dict[str, list[Free]] = field(default_factory=lambda: {EVERYWHERE: list[Free]()})

    def comes(self, free: Free, where: tuple[str, ...]) -> None:
        for area in where:
            insort(self.free.setdefault(area, []), free)

    def goes(self, free: Free, where: tuple[str, ...]) -> None:
        for area in where:
            remove(self.free[area], free)

    def first(self, region: str, by_region: bool) -> str | None:
        """Who takes the next call from there; None where nobody is free."""
        if not self.free[EVERYWHERE]:
            return None
        for area in areas(region) if by_region else (EVERYWHERE,):
            if lined_up := self.free.get(area):
                return lined_up[0][1]
        return None

    def ranked(self, region: str, by_region: bool) -> Iterator[tuple[Standing, str]]:
        """All who are free, in the order in which they would take it; with a region, its rank comes first."""
        if not by_region:
            return iter(self.free[EVERYWHERE])
        return chain.from_iterable(self._of_area(rank, areas(region)) for rank in range(len(areas(region))))

    def _of_area(self, rank: int, where: tuple[str, ...]) -> Iterator[tuple[Standing, str]]:
        nearer = {agent_id for area in where[:rank] for _, agent_id in self.free.get(area, ())}
        for standing, agent_id in self.free.get(where[rank], ()):
            if agent_id not in nearer:
                yield (float(rank), *standing), agent_id


@dataclass(slots=True)
class Line:
    """A queue: who waits in it, in order, who is free, and how many of its agents are not, and why."""

    plan: QueuePlan
    order: list[Key] = field(default_factory=list[Key])
    demands: dict[Wants, Demand] = field(default_factory=dict[Wants, Demand])
    members: list[str] = field(default_factory=list[str])  # by name
    hindered: dict[str, int] = field(default_factory=dict[str, int])  # reason → agents
    free: dict[str, Free] = field(default_factory=dict[str, Free])  # by agent
    turn: float = 0.0  # of the lot, see ``random_weighted``

    def where(self, agent_region: str) -> tuple[str, ...]:
        """In which lists an agent of that region stands."""
        return areas(agent_region) if self.plan.choice.by_region else (EVERYWHERE,)

    def place_of(self, key: Key) -> int:
        return bisect_left(self.order, key) + 1


@dataclass(slots=True)
class Place:
    """Where a call waits: in a demand, or for its own agent alone."""

    call: Call
    key: Key
    line: Line
    ring: int = 0
    wants: Wants = ()
    demand: Demand | None = None
    own: str = ""  # agent
    special: str = ""  # why hers


@dataclass(slots=True)
class Seat:
    """What was true of an agent when she last changed. ``hindered``: why no call can be hers, "" for free."""

    agent: Agent
    plan: AgentPlan
    lines: list[Line]
    hindered: str = "offline"
    candidate: Candidate = field(init=False)  # as she is listed while hindered

    def __post_init__(self) -> None:
        self.becomes(self.hindered)

    def becomes(self, hindered: str) -> None:
        self.hindered = hindered
        self.candidate = Candidate(self.agent.agent_id, None, hindered)


def remove(sorted_list: list[Sorted], item: Sorted) -> None:
    """It is in there."""
    place = bisect_left(sorted_list, item)
    assert sorted_list[place] is item, "a sorted list has lost its order"
    del sorted_list[place]
