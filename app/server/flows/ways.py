"""What is wrong with the ways through a flow: nodes that nothing reaches, that nobody gets out of, circles
without a key, sub-flows that contain each other."""

from __future__ import annotations

from collections.abc import Mapping

from app.server.core.flow.path import DEEPEST
from app.server.core.flow.plan import BACK, REPEAT, Flow, GoBack, SubFlow
from app.server.core.flow.run import MAX_NODES_WITHOUT_INPUT
from app.server.flows.edges import Edge, edges_of, is_exit, reachable, resolved
from app.server.flows.model import Known
from app.server.flows.place import Place
from app.server.flows.reader import Read


def check_ways(read: Read, flow: Flow, known: Known) -> None:
    flows = known.flows
    wild = _check_targets(read, flow)
    edges = resolved(flow, flows)
    everywhere = [Edge(name, "") for name in flow.nodes]
    guessed = {name: everywhere if name in wild else found for name, found in edges.items()}
    guessed |= dict.fromkeys(read.names - set(flow.nodes), everywhere)  # what could not be read
    reached = reachable([flow.start], guessed) if flow.start in guessed else set(guessed)
    for name in flow.nodes:
        if name not in reached:
            Place(read.defects, name).report("unreachable")
    lost = _back_to_nowhere(flow, edges)
    if not wild and not _is_called(read, flow, flows):
        for name, field in lost:
            Place(read.defects, name, field).report("back-nowhere")
    excused = wild | (set(flow.nodes) - reached) | {name for name, _ in lost}
    _check_ways_out(read, flow, edges, excused, flows)
    known_edges = {name: edges[name] for name in edges if name in reached}
    if not _check_circles(read, known_edges):
        _check_lengths(read, known_edges)
    _check_sub_flows(read, flow, flows)


def _check_targets(read: Read, flow: Flow) -> set[str]:
    """Nodes that do not lead where they should: anything may follow there."""
    wild: set[str] = set()
    if flow.start and flow.start not in read.names:
        Place(read.defects, field="start").report("unknown-target", flow.start)
    for name, node in flow.nodes.items():
        for edge in edges_of(node):
            if edge.target in (BACK, REPEAT) or edge.target in flow.nodes:
                continue
            wild.add(name)
            if edge.target and edge.target not in read.names:
                Place(read.defects, name, edge.field).report("unknown-target", edge.target)
    return wild


def _back_to_nowhere(flow: Flow, edges: Mapping[str, list[Edge]]) -> list[tuple[str, str]]:
    """(node, field) that lead back where no menu of this flow lies before."""
    lost: list[tuple[str, str]] = []
    for name, node in flow.nodes.items():
        fields = {edge.field for edge in edges_of(node) if edge.target == BACK}
        lost += [(name, field) for field in sorted(fields - {edge.field for edge in edges[name]})]
    return lost


def _is_called(read: Read, flow: Flow, flows: Mapping[str, Flow] | None) -> bool:
    """As a sub-flow: the menu before may be the caller's."""
    if read.extras.expects or any(isinstance(node, GoBack) for node in flow.nodes.values()):
        return True
    return any(
        isinstance(node, SubFlow) and node.flow_id == flow.flow_id
        for other in (flows or {}).values()
        for node in other.nodes.values()
    )


def _check_ways_out(
    read: Read,
    flow: Flow,
    edges: Mapping[str, list[Edge]],
    excused: set[str],
    flows: Mapping[str, Flow] | None,
) -> None:
    """From the exits backwards; of a group without a way out each node is named."""
    unread = bool(read.names - set(flow.nodes))
    before: dict[str, set[str]] = {name: set() for name in flow.nodes}
    for name, found in edges.items():
        for edge in found:
            before[edge.target].add(name)
    waiting = [name for name, node in flow.nodes.items() if is_exit(node, flows) or name in excused]
    out: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in out:
            out.add(name)
            waiting += before[name]
    if not unread:
        for name in flow.nodes:
            if name not in out:
                Place(read.defects, name).report("no-way-out")


def _freely(edges: Mapping[str, list[Edge]]) -> dict[str, set[str]]:
    """Where a silent caller comes from each node."""
    return {
        name: {edge.target for edge in found if not edge.keyed and edge.target in edges}
        for name, found in edges.items()
    }


def _check_lengths(read: Read, edges: Mapping[str, list[Edge]]) -> None:
    """A way of so many nodes without a key is cut short when it is walked. There is no circle."""
    after = _freely(edges)
    left = {name: set(targets) for name, targets in after.items()}
    length: dict[str, int] = {}
    while ready := [name for name, targets in left.items() if not targets]:
        for name in ready:
            length[name] = 1 + max((length[each] for each in after[name]), default=0)
            del left[name]
        gone = set(ready)
        for targets in left.values():
            targets -= gone
    longest = max(length, key=lambda name: length[name], default="")
    if longest and length[longest] > MAX_NODES_WITHOUT_INPUT:
        Place(read.defects, longest).report("long-way", length[longest], MAX_NODES_WITHOUT_INPUT)


def _check_circles(read: Read, edges: Mapping[str, list[Edge]]) -> bool:
    """Each circle of edges that need no key, once; whether there is one."""
    after = _freely(edges)
    found = False
    while _trim(after):
        found = True
        name = next(iter(after))
        path: list[str] = []
        while name not in path:
            path.append(name)
            name = next(each for each in after if each in after[name])
        circle = path[path.index(name) :]
        order = list(edges)
        first = circle.index(min(circle, key=order.index))
        shown = circle[first:] + circle[:first]
        Place(read.defects, shown[0]).report("endless", " → ".join([*shown, shown[0]]))
        for each in circle:
            del after[each]
        for targets in after.values():
            targets.difference_update(circle)
    return found


def _trim(after: dict[str, set[str]]) -> bool:
    """Take out what is in no circle; whether anything is left."""
    while ends := [name for name, targets in after.items() if not targets]:
        for name in ends:
            del after[name]
        gone = set(ends)
        for targets in after.values():
            targets -= gone
    return bool(after)


def _check_sub_flows(read: Read, flow: Flow, flows: Mapping[str, Flow] | None) -> None:
    everything = {**(flows or {}), flow.flow_id: flow}
    for name, node in flow.nodes.items():
        if not isinstance(node, SubFlow):
            continue
        at = Place(read.defects, name, "flow")
        chain = _longest_chain(node.flow_id, everything, (flow.flow_id,))
        if chain[-1] in chain[:-1]:
            at.report("recursion", " → ".join(chain))
        elif len(chain) - 1 > DEEPEST:
            at.report("too-deep", DEEPEST, " → ".join(chain))


def _longest_chain(flow_id: str, flows: Mapping[str, Flow], above: tuple[str, ...]) -> tuple[str, ...]:
    """The first chain that comes back to itself, else the longest; no further than is needed to judge."""
    chain = (*above, flow_id)
    if flow_id in above or len(chain) > DEEPEST + 4 or flow_id not in flows:
        return chain
    longest = chain
    called = {node.flow_id for node in flows[flow_id].nodes.values() if isinstance(node, SubFlow)}
    for each in sorted(called):
        found = _longest_chain(each, flows, chain)
        if found[-1] in found[:-1]:
            return found
        longest = max(longest, found, key=len)
    return longest
