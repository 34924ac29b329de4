"""Where each node of a flow may lead, and whether only a key leads there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.server.core.flow.plan import (
    BACK,
    REPEAT,
    Ask,
    CallBack,
    Collect,
    Condition,
    Flow,
    GoBack,
    HangUp,
    Language,
    Menu,
    Message,
    Node,
    Say,
    SendText,
    SetVariables,
    SubFlow,
    Survey,
    ToQueue,
    TransferTo,
)

DEEPEST_LOOK = 8


class Edge(NamedTuple):
    """``field``: which of the node's leads there. ``keyed``: only if the caller pressed something."""

    target: str
    field: str
    keyed: bool = False


def edges_of(node: Node, flows: Mapping[str, Flow] | None = None) -> list[Edge]:
    """As they stand in the flow, @back and @repeat too. ``flows``: to look into sub-flows."""
    match node:
        case Say() | SetVariables() | Message() | SendText() | Language():
            return [Edge(node.next, "next")]
        case Menu():
            keys = [Edge(target, f"options.{key}", True) for key, target in node.options.items()]
            return [*keys, Edge(node.otherwise, "otherwise")]
        case Collect():
            return [Edge(node.next, "next", True), Edge(node.otherwise, "otherwise")]
        case Condition():
            cases = [Edge(case.next, f"cases.{place}") for place, case in enumerate(node.cases, start=1)]
            return [*cases, Edge(node.otherwise, "otherwise")]
        case Ask():
            found = [Edge(node.next, "next"), Edge(node.failed, "failed")]
            return found + ([Edge(node.not_found, "not_found")] if node.not_found else [])
        case CallBack():
            return [Edge(node.next, "next")] + ([Edge(node.failed, "failed")] if node.failed else [])
        case TransferTo():
            return [Edge(node.failed, "failed")]
        case Survey():
            branches = [Edge(target, f"branches.{key}", True) for key, target in node.branches.items()]
            return [*branches, Edge(node.next, "next")]
        case SubFlow():
            return [Edge(node.next, "next", not _passes_freely(node.flow_id, flows or {}))]
        case ToQueue() | HangUp() | GoBack():
            return []


def is_exit(node: Node, flows: Mapping[str, Flow] | None = None) -> bool:
    """Here the flow may end: with an agent, elsewhere, or with a goodbye."""
    if isinstance(node, SubFlow):
        called = (flows or {}).get(node.flow_id)
        return called is None or any(_ends_call(each) for each in called.nodes.values())
    return isinstance(node, ToQueue | HangUp | GoBack | TransferTo)


def resolved(flow: Flow, flows: Mapping[str, Flow] | None = None) -> dict[str, list[Edge]]:
    """Edges by node between nodes that there are: @repeat leads to itself, @back to each menu before."""
    plain = {name: edges_of(node, flows) for name, node in flow.nodes.items()}
    direct = {
        name: [edge._replace(target=name if edge.target == REPEAT else edge.target) for edge in edges]
        for name, edges in plain.items()
    }
    straight = {name: [edge for edge in edges if edge.target in flow.nodes] for name, edges in direct.items()}
    if not any(edge.target == BACK for edges in plain.values() for edge in edges):
        return straight
    menus = {
        name: reachable([edge.target for edge in straight[name]], straight)
        for name, node in flow.nodes.items()
        if isinstance(node, Menu)
    }
    found: dict[str, list[Edge]] = {}
    for name, edges in direct.items():
        before = [menu for menu, reached in menus.items() if menu != name and name in reached]
        back = [edge._replace(target=menu) for edge in edges if edge.target == BACK for menu in before]
        found[name] = straight[name] + back
    return found


def reachable(starts: Iterable[str], edges: Mapping[str, list[Edge]], freely: bool = False) -> set[str]:
    """``freely``: without pressing a key."""
    reached: set[str] = set()
    waiting = [name for name in starts if name in edges]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [edge.target for edge in edges[name] if not (freely and edge.keyed)]
    return reached


def _ends_call(node: Node) -> bool:
    return isinstance(node, ToQueue | HangUp | TransferTo | SubFlow)


def _passes_freely(flow_id: str, flows: Mapping[str, Flow], depth: int = 0) -> bool:
    """Whether a silent caller comes through that flow and back. Not, where it is not known."""
    flow = flows.get(flow_id)
    if flow is None or depth > DEEPEST_LOOK:
        return False
    edges = {
        name: [
            edge
            for edge in edges_of(node)
            if not isinstance(node, SubFlow) or _passes_freely(node.flow_id, flows, depth + 1)
        ]
        for name, node in flow.nodes.items()
    }
    for name, found in edges.items():
        edges[name] = [
            edge._replace(keyed=edge.keyed and not isinstance(flow.nodes[name], SubFlow))
            for edge in found
            if edge.target in flow.nodes
        ]
    return any(isinstance(flow.nodes[name], GoBack) for name in reachable([flow.start], edges, freely=True))
