"""What is said, and what conditions look at: the two kinds of values that are small forms of their own."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, cast

from app.server.core.flow.conditions import OPERATORS
from app.server.core.flow.plan import Case, Prompts, Spoken, SpokenKind, Test, Utterance
from app.server.core.flow.templates import names_in
from app.server.flows.kinds import OneOf, Schema, Target, Template, Text, Variable, items
from app.server.flows.place import Place

MOST_PROMPTS = 20
MOST_CASES = 50
NUMERIC = (Test.WAITING, Test.READY, Test.SIGNED_IN, Test.EXPECTED_WAIT)
_PROMPT = r"^[^\s./\\][^\s/\\]*(/[^\s./\\][^\s/\\]*)?$"  # no way out of the folder of prompts
_KINDS = {kind.value: kind for kind in SpokenKind}
_TESTS = {test.value: test for test in Test}


@dataclass(frozen=True, slots=True)
class Said:
    """One prompt ("welcome", "zh/welcome") or one value to be spoken ({digits: "{caller}"})."""

    def read(self, raw: object, at: Place) -> Utterance:
        if isinstance(raw, dict):
            return self._spoken(cast("dict[object, object]", raw), at)
        if not isinstance(raw, str):
            at.report("not-a-prompt", raw)
            return ""
        name = Text(120, empty=False).read(raw, at)
        if name and not _is_prompt(name):
            at.report("not-a-prompt", name)
            return ""
        return name

    @staticmethod
    def _spoken(raw: dict[object, object], at: Place) -> Utterance:
        entries = list(raw.items())
        kind = _KINDS.get(entries[0][0]) if len(entries) == 1 and isinstance(entries[0][0], str) else None
        if kind is None:
            at.report("not-a-prompt", next((key for key, _ in entries if key not in _KINDS), "{}"))
            return ""
        return Spoken(kind, Template(empty=False).read(entries[0][1], at.at(kind.value)))

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/utterance"}


@dataclass(frozen=True, slots=True)
class AllSaid:
    """Several of them, one after the other."""

    def read(self, raw: object, at: Place) -> Prompts:
        return tuple(
            Said().read(each, at.at(str(position)))
            for position, each in enumerate(items(raw, at, MOST_PROMPTS), start=1)
        )

    def schema(self) -> Schema:
        return {"type": "array", "items": Said().schema(), "maxItems": MOST_PROMPTS}


def spoken_schema() -> Schema:
    return {
        "oneOf": [
            {"type": "string", "maxLength": 120, "pattern": _PROMPT},
            {
                "type": "object",
                "properties": {word: {"$ref": "#/$defs/template"} for word in _KINDS},
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ]
    }


@dataclass(frozen=True, slots=True)
class Cases:
    """{test, subject, operator, value, next}, in the order in which they are tried."""

    def read(self, raw: object, at: Place) -> tuple[Case, ...]:
        entries = items(raw, at, MOST_CASES)
        if isinstance(raw, list) and not entries:
            at.report("missing", at.field)
        return tuple(self._case(each, at.at(str(number))) for number, each in enumerate(entries, start=1))

    def _case(self, raw: object, at: Place) -> Case:
        fields = cast("dict[object, object]", raw) if isinstance(raw, dict) else {}
        if not isinstance(raw, dict):
            at.report("not-a-mapping", at.field)
        for name in fields:
            if name not in _CASE_FIELDS:
                at.report("unknown-field", name, ", ".join(_CASE_FIELDS))
        for name in ("test", "subject", "next"):
            if name not in fields and isinstance(raw, dict):
                at.report("missing", name)
        word = OneOf(tuple(_TESTS)).read(fields.get("test", "variable"), at.at("test"))
        test = _TESTS.get(word, Test.VARIABLE)
        operator = OneOf(OPERATORS).read(fields.get("operator", "="), at.at("operator"))
        value = Template().read(fields.get("value", _default(test)), at.at("value"))
        subject = fields.get("subject", "x")
        if test is Test.VARIABLE:
            name = Variable().read(subject, at.at("subject"))
        else:
            name = Text(64).read(subject, at.at("subject"))
        if not names_in(value):
            _check_value(test, operator, value, at.at("value"))
        return Case(test, name, operator, value, Target().read(fields.get("next", ""), at.at("next"))
                    if "next" in fields else "")  # fmt: skip

    def schema(self) -> Schema:
        properties: dict[str, Any] = {
            "test": {"enum": list(_TESTS)},
            "subject": {"type": "string", "maxLength": 64},
            "operator": {"enum": list(OPERATORS)},
            "value": Template().schema(),
            "next": {"$ref": "#/$defs/target"},
        }
        return {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_CASES,
            "items": {
                "type": "object",
                "properties": properties,
                "required": ["test", "subject", "next"],
                "additionalProperties": False,
            },
        }


_CASE_FIELDS = ("test", "subject", "operator", "value", "next")


def _default(test: Test) -> str:
    return "yes" if test is Test.OPEN else ""


def _check_value(test: Test, operator: str, value: str, at: Place) -> None:
    if test in NUMERIC and operator not in ("set", "empty") and not _all_numbers(operator, value):
        at.report("case-not-number", value or '""')
    if test is Test.OPEN and value not in ("yes", "no"):
        at.report("not-one-of", at.field, value, "yes, no")


def _all_numbers(operator: str, value: str) -> bool:
    return all(_is_number(part) for part in (value.split("|") if operator == "in" else [value]))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_prompt(name: str) -> bool:
    return re.fullmatch(_PROMPT, name) is not None and name.isprintable()
