"""Where a caller is in a flow and its sub-flows, and how he came there."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.server.core.flow.plan import BACK, REPEAT, Collect, Flow, Menu, Node, Survey
from app.server.core.frozen import empty

DEEPEST = 3  # sub-flows in each other
MOST_MENUS_BACK = 16
AsksForKeys = Menu | Collect | Survey


@dataclass(slots=True)
class _Floor:
    """One flow that is walked. ``menus``: those that led here, the main one first."""

    flow: Flow
    node: str = ""
    menus: list[str] = field(default_factory=empty(list[str]))


class Path:
    """The way through a flow; sub-flows are floors below it."""

    def __init__(self, flow: Flow) -> None:
        self._floors = [_Floor(flow)]

    @property
    def flow(self) -> Flow:
        return self._floors[-1].flow

    @property
    def first_flow(self) -> Flow:
        return self._floors[0].flow

    @property
    def name(self) -> str:
        return self._floors[-1].node

    @property
    def node(self) -> Node | None:
        """None where the flow has no such node: it was not checked."""
        return self.flow.nodes.get(self.name)

    @property
    def flows(self) -> list[Flow]:
        """All that are walked, the innermost first."""
        return [floor.flow for floor in reversed(self._floors)]

    def arrive(self, name: str) -> bool:
        """At this node of the present flow. True where it is another one than before."""
        floor = self._floors[-1]
        is_new, floor.node = name != floor.node, name
        if isinstance(self.node, Menu):
            if name in floor.menus:  # up again: what lay below it is forgotten
                del floor.menus[floor.menus.index(name) :]
            floor.menus = [*floor.menus[1 - MOST_MENUS_BACK :], name]
        return is_new

    def down(self, flow: Flow) -> bool:
        """Into a sub-flow; False where that would be too deep."""
        if len(self._floors) > DEEPEST:
            return False
        self._floors.append(_Floor(flow))
        return True

    def up(self) -> bool:
        """Out of a sub-flow, to the node that led there; False in the first flow."""
        if len(self._floors) == 1:
            return False
        self._floors.pop()
        return True

    def resolve(self, target: str) -> tuple[str, list[Flow]]:
        """The node that is meant, and the sub-flows that are left on the way."""
        if target == REPEAT:
            return self.name, []
        return self._back() if target == BACK else (target, [])

    def _back(self) -> tuple[str, list[Flow]]:
        """The menu before; where there is none, what is heard now once more, or the beginning."""
        here, asks = self._floors[-1], isinstance(self.node, AsksForKeys)
        if here.menus and here.menus[-1] == here.node:
            here.menus.pop()
        found = next((place for place, floor in enumerate(self._floors[::-1]) if floor.menus), None)
        if found is None:
            return (here.node if asks else here.flow.start), []
        left = [floor.flow for floor in self._floors[::-1][:found]]
        del self._floors[len(self._floors) - found :]
        return self._floors[-1].menus[-1], left
