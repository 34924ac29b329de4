"""What is wrong with the variables and secrets of a flow, as far as it can be proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.server.core.flow.around import BUILT_IN
from app.server.core.flow.memory import MOST_VARIABLES
from app.server.core.flow.plan import (
    Ask,
    CallBack,
    Collect,
    Condition,
    Flow,
    Node,
    SendText,
    SetVariables,
    Spoken,
    SubFlow,
    Test,
    TransferTo,
)
from app.server.core.flow.templates import names_in
from app.server.flows.edges import DEEPEST_LOOK, resolved
from app.server.flows.model import Known
from app.server.flows.place import Place
from app.server.flows.reader import Read

ANYTHING = "*"  # stands for whatever a flow may set that is not known here


def check_variables(read: Read, flow: Flow, known: Known) -> None:
    flows = known.flows or {}
    everywhere: set[str] = set()
    for name, node in flow.nodes.items():
        made = sets(node, flows) - {ANYTHING}
        everywhere |= made
        for variable in sorted(made & set(BUILT_IN)) if not isinstance(node, SubFlow) else ():
            Place(read.defects, name).report("read-only", variable)
    if len(everywhere) > MOST_VARIABLES:
        Place(read.defects).report("too-many", "variables", MOST_VARIABLES)
    held = _held(read, flow, flows)
    for name, node in flow.nodes.items():
        for field, variable in uses(node):
            if variable not in held.get(name, {ANYTHING}) and ANYTHING not in held.get(name, {ANYTHING}):
                Place(read.defects, name, field).report("unset", variable)
    _check_secrets(read, flow, flows)


def sets(node: Node, flows: Mapping[str, Flow], depth: int = 0) -> set[str]:
    match node:
        case Collect(into=into):
            return {into} - {""}
        case SetVariables(values=values):
            return set(values)
        case Ask(into=into):
            return set(into)
        case SubFlow(flow_id=flow_id):
            called = flows.get(flow_id)
            if called is None or depth > DEEPEST_LOOK:
                return {ANYTHING}
            return {name for each in called.nodes.values() for name in sets(each, flows, depth + 1)}
        case _:
            return set()


def uses(node: Node) -> Iterator[tuple[str, str]]:
    """(field, variable)"""
    for field in ("prompts", "invalid", "no_input"):
        for variable in _spoken(getattr(node, field, ())):
            yield field, variable
    match node:
        case Condition(cases=cases):
            for place, case in enumerate(cases, start=1):
                if case.test is Test.VARIABLE and case.operator not in ("set", "empty"):
                    yield f"cases.{place}.subject", case.subject
                yield from ((f"cases.{place}.value", name) for name in names_in(case.value))
        case SetVariables(values=values) | Ask(values=values):
            for field, template in values.items():
                yield from ((f"values.{field}", name) for name in names_in(template))
        case SendText(text=text, number=number):
            yield from (("text", name) for name in names_in(text))
            yield from (("number", name) for name in names_in(number))
        case CallBack(number=number):
            yield from (("number", name) for name in names_in(number))
        case TransferTo(target=target):
            yield from (("target", name) for name in names_in(target))
        case _:
            pass


def _spoken(said: object) -> Iterator[str]:
    for each in said if isinstance(said, tuple) else (said,):
        if isinstance(each, Spoken):
            yield from names_in(each.value)


def _held(read: Read, flow: Flow, flows: Mapping[str, Flow]) -> dict[str, set[str]]:
    """By node: what some way to it may have set. A flow with unread nodes may set anything."""
    first = {*BUILT_IN, *read.extras.expects}
    if read.names - set(flow.nodes) or flow.start not in flow.nodes:
        return {}
    edges = resolved(flow, flows)
    held: dict[str, set[str]] = {flow.start: first}
    waiting = [flow.start]
    while waiting:
        name = waiting.pop()
        node = flow.nodes[name]
        made = sets(node, flows)
        for edge in edges[name]:
            carried = held[name] | (made if edge.field == "next" else set())
            if edge.target not in held or not carried <= held[edge.target]:
                held[edge.target] = held.get(edge.target, set()) | carried
                waiting.append(edge.target)
    return held


def _check_secrets(read: Read, flow: Flow, flows: Mapping[str, Flow]) -> None:
    allowed: dict[str, frozenset[str]] = {}
    for called in _called(flow, flows):
        for name, node in called.nodes.items():
            if isinstance(node, Collect) and node.secret:
                mine = read.extras.secret_for.get(name, frozenset()) if called is flow else frozenset[str]()
                allowed[node.into] = allowed.get(node.into, frozenset()) | mine
    for name, node in flow.nodes.items():
        for field, variable in uses(node):
            if variable not in allowed:
                continue
            if not isinstance(node, Ask) or not field.startswith("values."):
                Place(read.defects, name, field).report("secret-spoken", variable)
            elif node.system not in allowed[variable]:
                Place(read.defects, name, field).report("secret-sent", variable, node.system)


def _called(flow: Flow, flows: Mapping[str, Flow]) -> list[Flow]:
    """This flow and all that it calls."""
    found = {flow.flow_id: flow}
    waiting = [flow]
    while waiting:
        for node in waiting.pop().nodes.values():
            if isinstance(node, SubFlow) and node.flow_id in flows and node.flow_id not in found:
                found[node.flow_id] = flows[node.flow_id]
                waiting.append(flows[node.flow_id])
    return list(found.values())
