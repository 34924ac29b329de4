"""Flows as YAML files: read with care, written so that a person can go on with them.

In:  text of a file. Out: plain data, or a defect that says where it cannot be read; and back to text.
Words like yes, no and on, dates and 010 stay text: people write them without quotes and mean what they see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

import yaml

from app.server.flows.bounds import within_bounds
from app.server.flows.model import Defect, FlowError, FlowFile

LARGEST_FILE_CHARS = 300_000
MOST_VALUES = 20_000
DEEPEST_NESTING = 30
MOST_MERGED = 10
_MERGE = "tag:yaml.org,2002:merge"


class _Loader(yaml.SafeLoader):
    """Without YAML 1.1's guesses; a name that stands twice is an error."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012
    _depth = 0
    _merged = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise yaml.MarkedYAMLError(None, None, "nested too deep", self.peek_event().start_mark)
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE:
                if key.value in seen:
                    raise _error(f"{key.value} stands twice", node)
                seen.add(key.value)
        return super().construct_mapping(node, deep)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """A few lines of merges that merge merges could fill the memory."""
        for key, value in node.value:
            if key.tag == _MERGE and isinstance(value, yaml.SequenceNode) and len(value.value) > MOST_MERGED:
                raise _error("too many merges", node)
        super().flatten_mapping(node)
        self._merged += len(node.value)
        if self._merged > MOST_VALUES:
            raise _error("too many merges", node)


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(?:0|[1-9][0-9]{0,17})", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}", "-0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def parse_yaml(text: str) -> tuple[object, Defect | None]:
    """Any text; never raises."""
    if len(text) > LARGEST_FILE_CHARS:
        return None, Defect("too-large", "", "", (str(LARGEST_FILE_CHARS),))
    try:
        data: object = yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        return None, Defect("unreadable", "", "", (_where(error),))
    if not within_bounds(data, MOST_VALUES):
        return None, Defect("too-large", "", "", (str(MOST_VALUES),))
    return data, None


def as_flow_file(data: object) -> FlowFile | None:
    """None where it is none at all; what is wrong with the definition is found later."""
    if not isinstance(data, dict):
        return None
    fields = cast("dict[object, object]", data)
    flow_id = fields.get("id")
    if not isinstance(flow_id, str) or not flow_id:
        return None
    definition = {str(key): value for key, value in fields.items() if key not in ("id", "name_zh", "name_en")}
    return FlowFile(
        flow_id,
        str(fields.get("name_zh") or fields.get("name_en") or flow_id)[:120],
        str(fields.get("name_en") or fields.get("name_zh") or flow_id)[:120],
        definition,
    )


def to_yaml(flow: FlowFile) -> str:
    """In the order in which people read it; no anchors, so that each place can be changed by itself."""
    top: dict[str, Any] = {"id": flow.flow_id, "name_zh": flow.name_zh, "name_en": flow.name_en}
    for name in ("language", "start", "expects", "nodes"):
        if name in flow.definition:
            top[name] = plain(flow.definition[name])
    return yaml.safe_dump(top, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False)


def plain(value: object) -> Any:
    """A copy that shares nothing, as JSON would have it. Raises FlowError for what JSON cannot hold."""
    if isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value)
        return {str(key): plain(each) for key, each in entries.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in cast("list[object]", value)]
    if value is None or isinstance(value, str | int | float):
        return value
    raise FlowError(f"A flow cannot hold {type(value).__name__}.")


def _error(problem: str, node: yaml.Node) -> yaml.YAMLError:
    return yaml.MarkedYAMLError(None, None, problem, node.start_mark)


def _where(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        return f"{error.problem} ({mark.line + 1}:{mark.column + 1})"
    return str(error)[:200] or type(error).__name__
