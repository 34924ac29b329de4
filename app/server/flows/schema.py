"""The published JSON Schema of a flow, made from the same declarations that the reader goes by.

``python -m app.server.flows.schema`` prints it; docs/flow.schema.json holds it.
"""

from __future__ import annotations

import json
import sys

from app.server.core.flow.plan import BACK, REPEAT
from app.server.flows.kinds import LONGEST_NAME, LONGEST_TEXT, MOST_ENTRIES, Schema
from app.server.flows.model import LANGUAGES
from app.server.flows.nodes import NODE_KINDS, OTHER_WORDS, Field, NodeKind
from app.server.flows.reader import MOST_NODES
from app.server.flows.templates import VARIABLE
from app.server.flows.utterances import spoken_schema

IDENTITY = "https://seatline.example/flow.schema.json"
_NAME_PATTERN = r"^[^\s@][^\s]*$"


def make_schema() -> Schema:
    words = [*NODE_KINDS, *OTHER_WORDS]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTITY,
        "title": "Seatline voice flow",
        "description": "A voice menu as data. docs/flows.md explains it.",
        "type": "object",
        "required": ["id", "language", "start", "nodes"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,63}$"},
            "name_zh": {"type": "string", "maxLength": 120},
            "name_en": {"type": "string", "maxLength": 120},
            "language": {"enum": list(LANGUAGES)},
            "start": {"type": "string", "pattern": _NAME_PATTERN},
            "expects": {
                "description": "variables that the calling flow sets",
                "type": "array",
                "items": {"$ref": "#/$defs/variable"},
                "maxItems": MOST_ENTRIES,
            },
            "nodes": {
                "type": "object",
                "minProperties": 1,
                "maxProperties": MOST_NODES,
                "propertyNames": {"pattern": _NAME_PATTERN, "maxLength": LONGEST_NAME},
                "additionalProperties": {"$ref": "#/$defs/node"},
            },
        },
        "$defs": {
            "variable": {"type": "string", "pattern": f"^{VARIABLE}$", "maxLength": LONGEST_NAME},
            "template": {
                "description": "text with variables in braces",
                "type": ["string", "number", "boolean"],
                "pattern": r"^([^{}]|\{" + VARIABLE + r"\})*$",
                "maxLength": LONGEST_TEXT,
            },
            "target": {
                "description": f"a node of this flow, {BACK} (the menu before) or {REPEAT} (this node again)",
                "type": "string",
                "pattern": rf"^({BACK}|{REPEAT}|[^\s@][^\s]*)$",
                "maxLength": LONGEST_NAME,
            },
            "target-or-none": {"anyOf": [{"$ref": "#/$defs/target"}, {"const": ""}]},
            "utterance": spoken_schema(),
            "node": {
                "type": "object",
                "required": ["type"],
                "properties": {"type": {"enum": words}},
                "allOf": [
                    {
                        "if": {"properties": {"type": {"enum": _words(word)}}},
                        "then": {"$ref": f"#/$defs/{word}"},
                    }
                    for word in NODE_KINDS
                ],
            },
            **{word: _node_schema(word, kind) for word, kind in NODE_KINDS.items()},
        },
    }


def as_text() -> str:
    return json.dumps(make_schema(), ensure_ascii=False, indent=2) + "\n"


def _words(word: str) -> list[str]:
    return [word, *(other for other, meant in OTHER_WORDS.items() if meant == word)]


def _node_schema(word: str, kind: NodeKind) -> Schema:
    return {
        "description": kind.help,
        "type": "object",
        "required": ["type", *(each.name for each in kind.fields if each.required)],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": _words(word)},
            **{each.name: _field_schema(each) for each in kind.fields},
        },
    }


def _field_schema(each: Field) -> Schema:
    described: Schema = {**each.kind.schema(), "description": each.help}
    if isinstance(each.default, str | int):
        described["default"] = each.default
    return described


if __name__ == "__main__":
    sys.stdout.write(as_text())
