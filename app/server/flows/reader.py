"""From plain data to the nodes of a flow: the form alone, nothing about ways through it.

In:  a definition as YAML or JSON gave it, whatever it is. Out: nodes, and all that is wrong with the form.
Never raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from app.server.core.flow.plan import Collect, Flow, Node
from app.server.flows.kinds import MOST_ENTRIES, is_name
from app.server.flows.model import LANGUAGES, Defect, Extras
from app.server.flows.nodes import CHECKED_ONLY, NODE_KINDS, NOTHING, OTHER_WORDS, Field
from app.server.flows.place import Place
from app.server.flows.templates import is_variable

MOST_NODES = 500
TOP_FIELDS = ("id", "name_zh", "name_en", "language", "start", "expects", "nodes")


@dataclass(slots=True)
class Read:
    """``nodes`` holds what could be read; ``broken`` the names of those with a fault of form."""

    language: str = "zh"
    start: str = ""
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    names: set[str] = field(default_factory=set[str])  # also of nodes that could not be read
    extras: Extras = field(default_factory=Extras)
    defects: list[Defect] = field(default_factory=list[Defect])

    @property
    def broken(self) -> set[str]:
        return {defect.node for defect in self.defects if defect.node}

    def flow(self, flow_id: str, version: int) -> Flow:
        return Flow(flow_id, self.start, self.nodes, self.language, version)


def read_definition(raw: object) -> Read:
    read = Read()
    at = Place(read.defects)
    if not isinstance(raw, dict):
        at.report("not-a-flow")
        return read
    data = cast("dict[object, object]", raw)
    for name in data:
        if name not in TOP_FIELDS:
            at.report("unknown-field", name, ", ".join(TOP_FIELDS))
    read.language = _language(data, at)
    secret_for: dict[str, frozenset[str]] = {}
    _read_nodes(read, data.get("nodes"), secret_for)
    start = data.get("start")
    read.start = start if isinstance(start, str) else ""
    if not read.start:
        at.report("missing", "start")
    read.extras = Extras(_expects(data.get("expects", []), at.at("expects")), secret_for)
    return read


def _language(data: Mapping[object, object], at: Place) -> str:
    value = data.get("language")
    if isinstance(value, str) and value in LANGUAGES:
        return value
    if value is None:
        at.report("missing", "language")
        return LANGUAGES[0]
    at.at("language").report("unknown-language", value, ", ".join(LANGUAGES))
    return LANGUAGES[0]


def _expects(raw: object, at: Place) -> frozenset[str]:
    names = cast("list[object]", raw) if isinstance(raw, list) else None
    if names is None:
        at.report("not-a-list", "expects")
        return frozenset()
    if len(names) > MOST_ENTRIES:
        at.report("too-many", "expects", MOST_ENTRIES)
    good: set[str] = set()
    for name in names[:MOST_ENTRIES]:
        if isinstance(name, str) and is_variable(name):
            good.add(name)
        else:
            at.report("bad-variable", name)
    return frozenset(good)


def _read_nodes(read: Read, raw: object, secret_for: dict[str, frozenset[str]]) -> None:
    at = Place(read.defects)
    if not isinstance(raw, dict) or not raw:
        at.report("missing", "nodes")
        return
    entries = cast("dict[object, object]", raw)
    if len(entries) > MOST_NODES:
        at.report("too-large", MOST_NODES)
        return
    for name, value in entries.items():
        text = name if isinstance(name, str) else str(name) if type(name) is int else ""
        if not is_name(text):
            at.report("bad-name", name)
            continue
        read.names.add(text)
        node = _node(Place(read.defects, text), value, secret_for)
        if node is not None:
            read.nodes[text] = node


def _node(at: Place, raw: object, secret_for: dict[str, frozenset[str]]) -> Node | None:
    if not isinstance(raw, dict):
        at.report("missing", "type")
        return None
    data = cast("dict[object, object]", raw)
    word = data.get("type")
    if word is None:
        at.report("missing", "type")
        return None
    word = OTHER_WORDS.get(word, word) if isinstance(word, str) else str(word)
    kind = NODE_KINDS.get(word)
    if kind is None:
        at.report("unknown-type", word, ", ".join(NODE_KINDS))
        return None
    known = {each.name for each in kind.fields} | {"type"}
    for name in data:
        if name not in known:
            at.report("unknown-field", name, ", ".join(each.name for each in kind.fields))
    arguments: dict[str, Any] = {}
    for each in kind.fields:
        value = _field(each, data, at)
        if each.argument == CHECKED_ONLY:
            if each.name == "secret_for" and value is not NOTHING:
                secret_for[at.node] = frozenset(value)
        elif value is not NOTHING:
            arguments[each.argument or each.name] = value
    node = kind.make(**arguments)
    if isinstance(node, Collect) and node.min_digits > node.max_digits:
        at.report("lengths")
    return node


def _field(each: Field, data: Mapping[object, object], at: Place) -> Any:
    if each.name in data:
        return each.kind.read(data[each.name], at.at(each.name))
    if each.required:
        at.report("missing", each.name)
        return _STAND_INS.get(each.name, "")
    return each.default


_STAND_INS: dict[str, Any] = {"options": {}, "values": {}, "scores": {}, "cases": ()}
