"""The fields of two files that become one, and of one that becomes two again.

In:  two customers, inside a write transaction. Out: the survivor changed; what its fields were and are, so
that it can be put back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.server.customers.changing import PLAIN
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer
from app.server.storage.types import from_us, to_us

_TEXTS: Final = frozenset({"name", "region", "email", "address", "note", "dedicated_agent_id"})


def take(survivor: Customer, other: Customer, take: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the survivor's fields were and are now, where they differ. Tags of both are kept, a longer history
    counts, what the survivor has not is filled in, a no of either is a no. Raises InvalidValueError."""
    wished: dict[str, Any] = {}
    for name in dict.fromkeys(take):
        wished[name] = _value(other, name)
    for name in PLAIN:
        if name in _TEXTS and name not in wished and not getattr(survivor, name):
            wished[name] = getattr(other, name)
    for code, value in other.fields.items():
        if code not in survivor.fields:
            wished.setdefault(f"field.{code}", value)
    for code, value in other.consent.items():
        mine = survivor.consent.get(code)
        if mine is None or (mine and value is False):  # a no stands, whichever file it was said to
            wished.setdefault(f"consent.{code}", value)
    if "tags" not in take:
        wished["tags"] = list(dict.fromkeys([*survivor.tags, *other.tags]))
    earliest = min((each for each in (survivor.since, other.since) if each is not None), default=None)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in wished.items():
        if name != "numbers" and (present := _value(survivor, name)) != value:
            before[name], after[name] = present, value
            _set(survivor, name, value)
    if earliest is not None and earliest != survivor.since:
        before["since"] = to_us(survivor.since) if survivor.since is not None else None
        after["since"] = to_us(earliest)
        survivor.since = earliest
    return before, after


def put_back(survivor: Customer, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What is still as the merge left it becomes what it was; the names of these fields."""
    changed: list[str] = []
    for name, value in before.items():
        present = _value(survivor, name)
        if name == "tags":
            merged = [tag for tag in after[name] if tag not in value]
            wanted: Any = [tag for tag in present if tag not in merged]
        elif present == after[name]:
            wanted = value
        else:
            continue
        if wanted != present:
            _set(survivor, name, wanted)
            changed.append(name)
    return changed


def _value(row: Customer, name: str) -> Any:
    """Raises InvalidValueError for a name that is no field."""
    kind, dot, code = name.partition(".")
    if kind == "field" and dot:
        return row.fields.get(code)
    if kind == "consent" and dot:
        return row.consent.get(code)
    if name == "since":
        return to_us(row.since) if row.since is not None else None
    if name == "tags":
        return list(row.tags)
    if name == "numbers":
        return None  # those of both are kept
    if name not in PLAIN:
        raise InvalidValueError(f"There is no field {name[:40]!r} to take.")
    return getattr(row, name)


def _set(row: Customer, name: str, value: Any) -> None:
    kind, dot, code = name.partition(".")
    if dot and kind in ("field", "consent"):
        values = {each: kept for each, kept in getattr(row, _COLUMN[kind]).items() if each != code}
        setattr(row, _COLUMN[kind], values if value is None else {**values, code: value})
    elif name == "since":
        row.since = from_us(value) if value is not None else None
    else:
        setattr(row, name, value)


_COLUMN: Final = {"field": "fields", "consent": "consent"}


def empty(row: Customer) -> None:
    for name in _TEXTS:
        setattr(row, name, "")
    row.tags, row.fields, row.consent = [], {}, {}
