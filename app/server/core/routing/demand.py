"""Sorted lists: who waits for what, and who could take it.

A *demand* is a set of wanted levels within a queue. It knows the callers who ask for just that and the
free agents who meet it, both in order, so that neither is ever searched.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.plan import AgentPlan, QueuePlan
from app.server.core.routing.priority import Key
from app.server.core.routing.skills import Wants
from app.server.core.routing.strategies import Standing, Strategy
from app.server.core.types import Candidate

Free = tuple[Standing, str]  # of an agent who could take a call now: the lowest standing is first
Sorted = TypeVar("Sorted", Key, Free)
EVERYWHERE = ""
NO_AREA = (EVERYWHERE,)


def areas(region: str) -> tuple[str, ...]:
    """Where to look for an agent, the nearest first: "广东 深圳", "广东", everywhere."""
    if not region:
        return NO_AREA
    province = region.split(" ", 1)[0]
    return (region, EVERYWHERE) if province == region else (region, province, EVERYWHERE)


@dataclass(slots=True)
class Demand:
    """``able``: the queue's agents who meet it. ``free``: those who are free, by area; only EVERYWHERE where
    the queue does not choose by region."""

    wants: Wants
    able: set[str]
    waiting: list[Key] = field(default_factory=list[Key])
    free: dict[str, list[Free]] = field(default_factory=lambda: {EVERYWHERE: list[Free]()})

    def comes(self, free: Free, where: tuple[str, ...]) -> None:
        for area in where:
            insort(self.free.setdefault(area, []), free)

    def goes(self, free: Free, where: tuple[str, ...]) -> None:
        for area in where:
            remove(self.free[area], free)

    def first(self, where: tuple[str, ...]) -> str:
        """Who takes the next call from there, the nearest area first; "" where nobody is free."""
        if self.free[EVERYWHERE]:
            for area in where:
                if lined_up := self.free.get(area):
                    return lined_up[0][1]
        return ""

    def ranked(self, where: tuple[str, ...]) -> Iterator[Free]:
        """All who are free, in the order in which they would take it; of several areas, the nearer before."""
        if len(where) == 1:
            yield from self.free.get(where[0], ())
            return
        nearer: set[str] = set()
        for rank, area in enumerate(where):
            for standing, agent_id in self.free.get(area, ()):
                if agent_id not in nearer:
                    nearer.add(agent_id)
                    yield (float(rank), *standing), agent_id


@dataclass(slots=True)
class Line:
    """A queue: who waits in it, in order, and who of its agents is free.

    ``hindered``: how many are not, by reason; counted in a large queue only, where not all are listed.
    """

    plan: QueuePlan
    strategy: Strategy
    order: list[Key] = field(default_factory=list[Key])
    demands: dict[Wants, Demand] = field(default_factory=dict[Wants, Demand])
    members: list[Seat] = field(default_factory=lambda: list[Seat]())  # by name
    off: int = 0  # of them
    large: bool = False
    hindered: Counter[str] = field(default_factory=Counter[str])
    free: dict[str, Free] = field(default_factory=dict[str, Free])  # by agent
    turn: float = 0.0  # of the lot, see ``random_weighted``

    def where(self, region: str) -> tuple[str, ...]:
        """In which lists an agent of that region stands, and where one for a caller of it is looked for."""
        return areas(region) if self.plan.choice.by_region else NO_AREA

    def place_of(self, key: Key) -> int:
        return bisect_left(self.order, key) + 1


@dataclass(slots=True)
class Place:
    """Where a call waits: in a demand, or for its own agent alone."""

    call: Call
    key: Key
    line: Line
    ring: int = 0
    demand: Demand | None = None
    own: str = ""  # agent
    special: str = ""  # why hers


@dataclass(slots=True)
class Seat:
    """What was true of an agent when she last changed. ``hindered``: why no call can be hers, "" for free."""

    agent: Agent
    plan: AgentPlan
    lines: list[Line]
    agent_id: str = field(init=False)
    large_lines: list[Line] = field(default_factory=list[Line])
    hindered: str = "offline"
    unable: Candidate = field(init=False)  # as she is listed where she lacks a skill
    excluded: Candidate | None = None  # as she is listed while hindered
    listed: Candidate = field(init=False)  # as one of the two
    _known: dict[str, Candidate] = field(default_factory=dict[str, Candidate])  # by what hinders her

    def __post_init__(self) -> None:
        self.agent_id = self.agent.agent_id
        self.unable = self._known[""] = Candidate(self.agent_id, None, "skill")
        self.becomes(self.hindered)

    def becomes(self, hindered: str) -> None:
        self.hindered = hindered
        if hindered not in self._known:
            self._known[hindered] = Candidate(self.agent_id, None, hindered)
        self.listed = self._known[hindered]
        self.excluded = self.listed if hindered else None


def remove(sorted_list: list[Sorted], item: Sorted) -> None:
    """It is in there."""
    place = bisect_left(sorted_list, item)
    assert sorted_list[place] is item, "a sorted list has lost its order"
    del sorted_list[place]
