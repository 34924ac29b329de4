"""The kinds of values that fields of a node hold: each reads one from plain data and describes itself.

In:  whatever stood in the file. Out: a value of the core's plan; what is wrong goes to the place's list,
and a harmless value stands in for it, so that everything else is still looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from app.server.core.flow.plan import BACK, REPEAT
from app.server.flows.place import Place
from app.server.flows.templates import is_template, is_variable

KEYS = "0123456789*#"
LONGEST_TEXT = 500
LONGEST_NAME = 64
MOST_ENTRIES = 64
_NAME = re.compile(r"[^\s@\x00-\x1f\x7f][^\s\x00-\x1f\x7f]{0,63}")

Schema = dict[str, Any]


class Kind(Protocol):
    def read(self, raw: object, at: Place) -> Any: ...

    def schema(self) -> Schema: ...


@dataclass(frozen=True, slots=True)
class Text:
    """``numbers``: they may stand without quotes, and true and false for yes and no."""

    longest: int = LONGEST_TEXT
    empty: bool = True
    numbers: bool = False

    def read(self, raw: object, at: Place) -> str:
        if self.numbers and isinstance(raw, bool):
            return "yes" if raw else "no"
        if self.numbers and isinstance(raw, int | float):
            raw = str(raw)
        if not isinstance(raw, str):
            at.report("not-text", at.field)
            return ""
        if not raw and not self.empty:
            at.report("missing", at.field)
        if len(raw) > self.longest:
            at.report("too-long", at.field, self.longest)
            return raw[: self.longest]
        return raw

    def schema(self) -> Schema:
        kinds: Any = ["string", "number", "boolean"] if self.numbers else "string"
        return {"type": kinds, "maxLength": self.longest, **({} if self.empty else {"minLength": 1})}


@dataclass(frozen=True, slots=True)
class Template:
    """Text with variables."""

    empty: bool = True

    def read(self, raw: object, at: Place) -> str:
        text = Text(empty=self.empty, numbers=True).read(raw, at)
        if not is_template(text):
            at.report("bad-template", at.field)
            return ""
        return text

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/template"}


@dataclass(frozen=True, slots=True)
class Name:
    """Of a queue, flow, system, skill …; whether there is such a thing is asked later."""

    empty: bool = False

    def read(self, raw: object, at: Place) -> str:
        text = Text(LONGEST_NAME, self.empty).read(raw, at)
        return text.strip()

    def schema(self) -> Schema:
        return Text(LONGEST_NAME, self.empty).schema()


@dataclass(frozen=True, slots=True)
class Target:
    """A node of this flow, or @back, @repeat. Whether there is such a node is asked later."""

    empty: bool = False

    def read(self, raw: object, at: Place) -> str:
        text = Text(LONGEST_NAME, self.empty).read(raw, at)
        if text and text not in (BACK, REPEAT) and not is_name(text):
            at.report("bad-name", text)
            return ""
        return text

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/target-or-none" if self.empty else "#/$defs/target"}


@dataclass(frozen=True, slots=True)
class Variable:
    def read(self, raw: object, at: Place) -> str:
        text = Text().read(raw, at)
        if not is_variable(text):
            at.report("bad-variable", text)
            return ""
        return text

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/variable"}


@dataclass(frozen=True, slots=True)
class Whole:
    low: int
    high: int

    def read(self, raw: object, at: Place) -> int:
        if not isinstance(raw, int) or isinstance(raw, bool) or not self.low <= raw <= self.high:
            at.report("not-a-number", at.field, self.low, self.high)
            return self.low
        return raw

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, raw: object, at: Place) -> bool:
        if not isinstance(raw, bool):
            at.report("not-yes-no", at.field)
            return False
        return raw

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class OneOf:
    words: tuple[str, ...]

    def read(self, raw: object, at: Place) -> str:
        text = Text(empty=True).read(raw, at)
        if text not in self.words:
            at.report("not-one-of", at.field, text, ", ".join(word or '""' for word in self.words))
            return self.words[0]
        return text

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names."""

    def read(self, raw: object, at: Place) -> tuple[str, ...]:
        return tuple(Name().read(each, at) for each in items(raw, at, MOST_ENTRIES))

    def schema(self) -> Schema:
        return {"type": "array", "items": Name().schema(), "maxItems": MOST_ENTRIES}


@dataclass(frozen=True, slots=True)
class Table:
    """Values by name. ``names``: what the names are: "key", "variable" or "name"."""

    names: str
    values: Kind
    least: int = 0

    def read(self, raw: object, at: Place) -> dict[str, Any]:
        if not isinstance(raw, dict):
            at.report("not-a-mapping", at.field)
            return {}
        entries = cast("dict[object, object]", raw)
        if len(entries) < self.least:
            at.report("missing", at.field)
        if len(entries) > MOST_ENTRIES:
            at.report("too-many", at.field, MOST_ENTRIES)
        found: dict[str, Any] = {}
        for key, value in list(entries.items())[:MOST_ENTRIES]:
            name = self._name(key, at)
            if name:
                found[name] = self.values.read(value, at.at(name))
        return found

    def _name(self, key: object, at: Place) -> str:
        text = str(key) if isinstance(key, str | int) and not isinstance(key, bool) else ""
        if self.names == "key" and not (len(text) == 1 and text in KEYS):
            at.report("not-a-key", text or key)
            return ""
        if self.names == "variable" and not is_variable(text):
            at.report("bad-variable", text or key)
            return ""
        if not text or len(text) > LONGEST_NAME:
            at.report("bad-name", text or key)
            return ""
        return text

    def schema(self) -> Schema:
        key = {
            "key": {"pattern": "^[0-9*#]$"},
            "variable": {"$ref": "#/$defs/variable"},
            "name": {"minLength": 1, "maxLength": LONGEST_NAME},
        }[self.names]
        return {
            "type": "object",
            "propertyNames": key,
            "additionalProperties": self.values.schema(),
            "minProperties": self.least,
            "maxProperties": MOST_ENTRIES,
        }


def items(raw: object, at: Place, most: int) -> Sequence[object]:
    if not isinstance(raw, list):
        at.report("not-a-list", at.field)
        return ()
    entries = cast("list[object]", raw)
    if len(entries) > most:
        at.report("too-many", at.field, most)
    return entries[:most]


def is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None
