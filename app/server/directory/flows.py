"""Voice menus from their data (``resources/sample/flows/*.yaml`` show the form), checked before use.

In:  a flow's definition as plain data, and the queues that there are.
Out: a ``Flow`` of the core, prompts with their full names; or a sentence about what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

from app.server.core.flow.plan import Flow, HangUp, Menu, Node, Say, ToQueue
from app.server.directory.model import ConfigurationError

_DIGITS = frozenset("0123456789*#")


def parse_flow(flow_id: str, definition: Mapping[str, Any], queue_ids: Collection[str]) -> Flow:
    """Raises ConfigurationError, naming flow and node."""
    reader = _Reader(f"Flow {flow_id}", definition)
    language = reader.text("language")
    start = reader.text("start")
    raw_nodes = reader.mapping("nodes")
    nodes = {name: _node(flow_id, name, raw, language) for name, raw in raw_nodes.items()}
    if start not in nodes:
        raise ConfigurationError(f"Flow {flow_id}: it starts at {start!r}, but there is no such node.")
    for name, node in nodes.items():
        _check(f"Flow {flow_id}, node {name}", node, nodes, queue_ids)
    return Flow(flow_id=flow_id, start=start, nodes=nodes)


def _node(flow_id: str, name: str, raw: object, language: str) -> Node:
    where = f"Flow {flow_id}, node {name}"
    if not isinstance(raw, dict):
        raise ConfigurationError(f"{where}: must have a type and its fields.")
    reader = _Reader(where, cast("dict[str, Any]", raw))
    kind = reader.text("type")
    make = _KINDS.get(kind)
    if make is None:
        raise ConfigurationError(f"{where}: unknown type {kind!r}. Known are {', '.join(_KINDS)}.")
    return make(reader, language)


def _say(reader: _Reader, language: str) -> Node:
    return Say(reader.prompts("prompts", language), reader.text("next"))


def _menu(reader: _Reader, language: str) -> Node:
    options = {str(digit): str(target) for digit, target in reader.mapping("options").items()}
    if wrong := sorted(set(options) - _DIGITS):
        raise ConfigurationError(f"{reader.where}: {wrong[0]!r} is no key of a telephone.")
    return Menu(
        prompts=reader.prompts("prompts", language),
        options=options,
        timeout_s=reader.positive("timeout_s"),
        max_tries=reader.positive("max_tries"),
        invalid=_full_name(reader.text("invalid"), language),
        no_input=_full_name(reader.text("no_input"), language),
        otherwise=reader.text("otherwise"),
    )


def _to_queue(reader: _Reader, language: str) -> Node:
    return ToQueue(reader.text("queue"), reader.prompts("prompts", language))


def _hang_up(reader: _Reader, language: str) -> Node:
    return HangUp(reader.prompts("prompts", language))


def _check(where: str, node: Node, nodes: Mapping[str, Node], queue_ids: Collection[str]) -> None:
    match node:
        case Say():
            targets = [node.next]
        case Menu():
            targets = [*node.options.values(), node.otherwise]
        case ToQueue():
            targets = list[str]()
            if node.queue_id not in queue_ids:
                raise ConfigurationError(f"{where}: there is no queue {node.queue_id!r}.")
        case HangUp():
            targets = list[str]()
    for target in targets:
        if target not in nodes:
            raise ConfigurationError(f"{where}: it leads to {target!r}, but there is no such node.")


def _full_name(prompt: str, language: str) -> str:
    return prompt if "/" in prompt else f"{language}/{prompt}"


class _Reader:
    """Fields of plain data, each checked for its kind."""

    def __init__(self, where: str, data: Mapping[str, Any]) -> None:
        self.where = where
        self._data = data

    def text(self, field: str) -> str:
        value = self._data.get(field)
        if not isinstance(value, str) or not value:
            raise ConfigurationError(f"{self.where}: {field!r} is missing or is no text.")
        return value

    def positive(self, field: str) -> int:
        value = self._data.get(field)
        if not isinstance(value, int) or value <= 0:
            raise ConfigurationError(f"{self.where}: {field!r} must be a whole number above 0.")
        return value

    def mapping(self, field: str) -> dict[str, Any]:
        value = self._data.get(field)
        if not isinstance(value, dict) or not value:
            raise ConfigurationError(f"{self.where}: {field!r} is missing or empty.")
        return cast("dict[str, Any]", value)

    def prompts(self, field: str, language: str) -> tuple[str, ...]:
        value: object = self._data.get(field, [])
        names = cast("list[object]", value) if isinstance(value, list) else [None]
        if not all(isinstance(name, str) and name for name in names):
            raise ConfigurationError(f"{self.where}: {field!r} must be a list of prompts.")
        return tuple(_full_name(str(name), language) for name in names)


_KINDS: dict[str, Callable[[_Reader, str], Node]] = {
    "say": _say,
    "menu": _menu,
    "queue": _to_queue,
    "hangup": _hang_up,
}
