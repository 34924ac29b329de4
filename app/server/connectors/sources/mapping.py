"""From an answer in the company's own shape to our fields: paths, tables of values, factors, joined lists.

In:  plain data (JSON, or a row) and a mapping of the set-up. Out: values by our names; what does not fit is
left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from app.server.connectors.filling import as_text, at_path
from app.server.connectors.model import SystemSetUpError

MOST_LIST = 100
_OWN = re.compile(r"field\.[a-z][a-z0-9_]{0,39}")
_PART = re.compile(r"\{([^{}]{1,80})\}")
_WHOLE = ("amount_cents", "balance_cents", "value_cents", "loyalty")
_TIMES = ("at", "since")
_LISTS = ("numbers", "tags")


@dataclass(frozen=True, slots=True)
class Way:
    """Where a value stands (``path``) and what it becomes. ``values``: theirs → ours. ``times``: a factor,
    for money in yuan. ``each``: how an entry of a list is written ("{name} × {quantity}")."""

    path: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    default: str | None = None
    times: Decimal = Decimal(1)
    each: str = ""
    joined: str = "、"


Mapped = Mapping[str, Way]  # our name → way


def make_mapping(where: str, data: object, fields: Set[str], own: bool) -> dict[str, Way]:
    """Fields that are not said stand under their own name. ``own``: the company's own fields too.

    Raises SystemSetUpError.
    """
    if data is not None and not isinstance(data, Mapping):
        raise SystemSetUpError(f"{where} must be names with paths.")
    given = cast("Mapping[str, Any]", data or {})
    for name in given:
        if name not in fields and not (own and _OWN.fullmatch(name)):
            raise SystemSetUpError(f"{where}: there is no field {name!r}.")
    plain = {name: Way(name) for name in fields if name not in given}
    return plain | {name: _way(f"{where}.{name}", each) for name, each in given.items() if each}


def _way(where: str, data: object) -> Way:
    if isinstance(data, str):
        return Way(data)
    if not isinstance(data, Mapping):
        raise SystemSetUpError(f"{where}: a path, or from with values, default, times, each.")
    raw = cast("Mapping[str, Any]", data)
    if unknown := sorted(set(raw) - {"from", "values", "default", "times", "each", "joined"}):
        raise SystemSetUpError(f"{where}: there is no {unknown[0]!r}.")
    values = raw.get("values") or {}
    if not isinstance(values, Mapping):
        raise SystemSetUpError(f"{where}: values must be theirs with ours.")
    try:
        times = Decimal(str(raw.get("times", 1)))
    except InvalidOperation as error:
        raise SystemSetUpError(f"{where}: times must be a number.") from error
    default = raw.get("default")
    return Way(
        path=str(raw.get("from") or ""),
        values={str(key): str(value) for key, value in cast("Mapping[object, object]", values).items()},
        default=None if default is None else str(default),
        times=times,
        each=str(raw.get("each") or ""),
        joined=str(raw.get("joined", "、")),
    )


def mapped(data: object, mapping: Mapped) -> dict[str, Any]:
    """Only what the answer says; texts, whole numbers, aware times, lists of texts."""
    found: dict[str, Any] = {}
    for name, way in mapping.items():
        value = _value(name, at_path(data, way.path), way)
        if value is not None:
            found[name] = value
    return found


def _value(name: str, raw: object, way: Way) -> Any:
    if name in _LISTS:
        return _texts(raw)
    if name in _WHOLE:
        return _whole(raw, way)
    if name in _TIMES:
        return _time(raw)
    if isinstance(raw, list):
        text: str | None = way.joined.join(_entries(cast("list[object]", raw), way.each))
    elif raw is None or raw == "":
        text = None
    else:
        text = as_text(raw)
    if way.values:
        text = way.values.get(text or "", way.default)
    if text is None:
        return way.default
    return text


def _entries(entries: list[object], each: str) -> list[str]:
    if not each:
        return [as_text(entry) for entry in entries[:MOST_LIST]]
    return [_filled(each, entry) for entry in entries[:MOST_LIST]]


def _filled(each: str, entry: object) -> str:
    return _PART.sub(lambda part: as_text(at_path(entry, part[1])), each)


def _texts(raw: object) -> list[str] | None:
    if raw is None:
        return None
    entries = cast("list[object]", raw) if isinstance(raw, list) else [raw]
    return [text for entry in entries[:MOST_LIST] if (text := as_text(entry).strip())]


def _whole(raw: object, way: Way) -> int | None:
    if isinstance(raw, bool) or raw is None:
        return None
    try:
        number = Decimal(str(raw).strip()) * way.times
        whole = int(number.to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return whole if abs(whole) <= 10**15 else None


def _time(raw: object) -> datetime | None:
    """ISO 8601, or seconds since 1970; without a zone it is this machine's."""
    try:
        if isinstance(raw, datetime):
            at = raw
        elif isinstance(raw, date):
            at = datetime(raw.year, raw.month, raw.day)  # noqa: DTZ001
        elif isinstance(raw, int | float) and not isinstance(raw, bool):
            at = datetime.fromtimestamp(raw / 1000 if raw > 10**11 else raw, UTC)
        elif isinstance(raw, str) and raw:
            at = datetime.fromisoformat(raw[:40])
        else:
            return None
        return at.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
