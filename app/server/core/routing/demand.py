"""Sorted lists: who waits for what, and who could take it.

A *demand* is a set of wanted levels within a queue. It knows the callers who ask for just that and the
free agents who meet it, both in order, so that neither is ever searched.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import TypeVar

from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.plan import AgentPlan, QueuePlan
from app.server.core.routing.plan import Membership
from app.server.core.routing.priority import Key
from app.server.core.routing.skills import Wants
from app.server.core.routing.strategies import Moment, Standing, Strategy

Free = tuple[Standing, str, datetime | None]  # who could take a call now, idle since; the lowest is first
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
    """``able``: the queue's agents who meet it. ``everywhere``: those who are free; ``near``: the same by
    area, where the queue chooses by region."""

    wants: Wants
    able: set[str]
    waiting: list[Key] = field(default_factory=list[Key])
    everywhere: list[Free] = field(default_factory=list[Free])
    near: dict[str, list[Free]] = field(default_factory=dict[str, list[Free]])

    def comes(self, free: Free, where: tuple[str, ...]) -> None:
        insort(self.everywhere, free)
        for area in where[:-1]:
            insort(self.near.setdefault(area, []), free)

    def goes(self, free: Free, where: tuple[str, ...]) -> None:
        remove(self.everywhere, free)
        for area in where[:-1]:
            remove(self.near[area], free)

    def first(self, where: tuple[str, ...]) -> str:
        """Who takes the next call from there, the nearest area first; "" where nobody is free."""
        if not self.everywhere:
            return ""
        for area in where[:-1]:
            if lined_up := self.near.get(area):
                return lined_up[0][1]
        return self.everywhere[0][1]

    def ranked(self, where: tuple[str, ...], most: int | None) -> tuple[Free, ...]:
        """So many who are free, in the order in which they would take it; the nearer areas before."""
        if len(where) == 1:
            return tuple(self.everywhere[:most])
        return tuple(islice(self._by_area(where), most))

    def _by_area(self, where: tuple[str, ...]) -> Iterator[Free]:
        nearer: set[str] = set()
        for rank, area in enumerate(where):
            for standing, agent_id, idle_since in self.near.get(area, ()) if area else self.everywhere:
                if agent_id not in nearer:
                    nearer.add(agent_id)
                    yield (float(rank), *standing), agent_id, idle_since


@dataclass(slots=True)
class Line:
    """A queue: who waits in it, in order, and who of its agents is free.

    ``hindered``: how many are not, by reason; counted in a large queue only, where not all are listed.
    ``moment``: as every agent's strategy sees it, unless lots are drawn; one for all that choose alike.
    """

    plan: QueuePlan
    strategy: Strategy
    moment: Moment
    order: list[Key] = field(default_factory=list[Key])
    demands: dict[Wants, Demand] = field(default_factory=dict[Wants, Demand])
    members: list[Seat] = field(default_factory=lambda: list[Seat]())  # by name
    names: tuple[str, ...] = ()  # theirs
    of_members: Callable[[list[str]], tuple[str, ...]] = field(init=False)  # out of a list by seat
    off: int = 0  # of them
    large: bool = False
    hindered: Counter[str] = field(default_factory=Counter[str])
    free: dict[str, Free] = field(default_factory=dict[str, Free])  # by agent
    turn: float = 0.0  # of the lot, see ``random_weighted``

    def __post_init__(self) -> None:
        self.of_members = picking([])

    def where(self, region: str) -> tuple[str, ...]:
        """In which lists an agent of that region stands, and where one for a caller of it is looked for."""
        return areas(region) if self.plan.choice.by_region else NO_AREA

    def place_of(self, key: Key) -> int:
        return bisect_left(self.order, key) + 1


@dataclass(slots=True)
class Place:
    """Where a call waits: in a demand, or for its own agent alone. ``where``: an agent is looked for."""

    call: Call
    key: Key
    line: Line
    where: tuple[str, ...]
    ring: int = 0
    demand: Demand | None = None
    own: str = ""  # agent
    special: str = ""  # why hers


@dataclass(slots=True)
class Seat:
    """What was true of an agent when she last changed. ``hindered``: why no call can be hers, "" for free.

    ``lines``: of her queues, how she is a member, and in which lists she stands there.
    """

    number: int
    agent: Agent
    plan: AgentPlan
    lines: list[tuple[Line, Membership, tuple[str, ...]]]
    agent_id: str = field(init=False)
    large_lines: list[Line] = field(default_factory=list[Line])
    hindered: str = "offline"

    def __post_init__(self) -> None:
        self.agent_id = self.agent.agent_id


def picking(places: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """What takes the items at these places out of a list, however long that is."""
    if not places:
        return lambda _: ()
    if len(places) == 1:
        return lambda items: (items[places[0]],)
    return itemgetter(*places)


def remove(sorted_list: list[Sorted], item: Sorted) -> None:
    """It is in there."""
    place = bisect_left(sorted_list, item)
    assert sorted_list[place] is item, "a sorted list has lost its order"
    del sorted_list[place]
