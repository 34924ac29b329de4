"""From an operation and values to a request: values become encoded parts, never anything else of an address.

In:  templates of the administrator, values of flows. Out: path, query and body; and values of an answer by
dotted path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

from app.server.connectors.model import Operation

LONGEST_VALUE = 500
MOST_VALUES = 64
DEEPEST = 12
_PARAMETER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.-]{0,63})\}")
SECRET = "secret."


class BadValueError(Exception):
    """A value cannot stand where it should; ``why`` in a stable word."""

    error_id = "bad-value"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def address_of(
    base_url: str, operation: Operation, values: Mapping[str, str], secrets: Mapping[str, str]
) -> str:
    """Raises BadValueError."""

    def segment(value: str) -> str:
        if not value:
            raise BadValueError("empty-parameter")
        if value in (".", "..") or len(value) > LONGEST_VALUE:
            raise BadValueError("bad-parameter")
        return quote(value, safe="")

    path = _fill(operation.path, values, {}, segment)
    if any(part in (".", "..") for part in path.split("/")):
        raise BadValueError("bad-parameter")
    query = [(name, _fill(each, values, secrets, str)) for name, each in operation.query.items()]
    return base_url.rstrip("/") + path + (f"?{urlencode(query)}" if query else "")


def body_of(operation: Operation, values: Mapping[str, str], secrets: Mapping[str, str]) -> bytes | None:
    if operation.body is None:
        return None
    return json.dumps(_filled(operation.body, values, secrets), ensure_ascii=False).encode()


def headers_of(headers: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
    """Raises BadValueError for a secret that is not set."""
    return {name: _fill(value, {}, secrets, str) for name, value in headers.items()}


def _filled(data: object, values: Mapping[str, str], secrets: Mapping[str, str]) -> Any:
    if isinstance(data, str):
        return _fill(data, values, secrets, str)
    if isinstance(data, Mapping):
        entries = cast("Mapping[str, object]", data)
        return {str(name): _filled(each, values, secrets) for name, each in entries.items()}
    if isinstance(data, list):
        return [_filled(each, values, secrets) for each in cast("list[object]", data)]
    return data


def _fill(
    template: str, values: Mapping[str, str], secrets: Mapping[str, str], encode: Callable[[str], str]
) -> str:
    """What a value holds is never looked into again."""

    def value_of(found: re.Match[str]) -> str:
        name = found[1]
        if not name.startswith(SECRET):
            return encode(str.__str__(values.get(name, "")))
        if (secret := secrets.get(name.removeprefix(SECRET))) is None:
            raise BadValueError("secret-missing")
        return encode(secret)

    return _PARAMETER.sub(value_of, template)


def values_of(data: object, into: Mapping[str, str]) -> dict[str, str]:
    """By variable, as text; "" for what is not there."""
    return {variable: as_text(at_path(data, path)) for variable, path in list(into.items())[:MOST_VALUES]}


def at_path(data: object, path: str) -> object:
    """ "data.items.0.status"; "" is the whole answer. None where it leads nowhere."""
    for part in path.split(".")[:DEEPEST] if path else ():
        if isinstance(data, dict):
            data = cast("dict[str, object]", data).get(part)
        elif isinstance(data, list) and part.isdecimal() and len(part) < 6:
            entries = cast("list[object]", data)
            data = entries[int(part)] if int(part) < len(entries) else None
        else:
            return None
    return data


def as_text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
        case str() | int():
            text = str(value)
            return "".join(each if each.isprintable() else " " for each in text[:LONGEST_VALUE])
        case _:
            return ""
