"""Values of the fields that a type of ticket adds: checked against their definitions.

In:  definitions, values as they came. Out: values as they are stored, or InvalidValueError with a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from app.contracts.fields import FieldDefinition, FieldValue
from app.server.storage.errors import InvalidValueError

LONGEST_TEXT = 2000
MOST_NUMBER = 10**15


def checked(
    definitions: Sequence[FieldDefinition], values: Mapping[str, FieldValue]
) -> dict[str, FieldValue]:
    """Only what is set; None takes a value away. Raises InvalidValueError."""
    known = {each.code: each for each in definitions}
    unknown = [code for code in values if code not in known]
    if unknown:
        raise InvalidValueError(f"There is no field {unknown[0][:60]!r} in this type of ticket.")
    return {code: _value(known[code], value) for code, value in values.items()}


def missing(
    definitions: Sequence[FieldDefinition], values: Mapping[str, FieldValue]
) -> list[FieldDefinition]:
    """Those that must be filled in and are not."""
    return [each for each in definitions if each.required and values.get(each.code) in (None, "", [])]


def _value(field: FieldDefinition, value: FieldValue) -> FieldValue:
    if value is None or value == "":
        return None
    name = field.name.en or field.code
    match field.kind:
        case "TEXT" if isinstance(value, str) and len(value) <= LONGEST_TEXT:
            return value
        case "NUMBER" if isinstance(value, int | float) and not isinstance(value, bool):
            if math.isfinite(value) and abs(value) <= MOST_NUMBER:
                return value
        case "DATE" if isinstance(value, str):
            return _date(name, value)
        case "YES_NO" if isinstance(value, bool):
            return value
        case "CHOICE" if isinstance(value, str) and value in _codes(field):
            return value
        case "CHOICES" if isinstance(value, list) and set(value) <= _codes(field):
            return list(dict.fromkeys(value))
        case _:
            pass
    raise InvalidValueError(f"{name}: this is no value of the field.")


def _codes(field: FieldDefinition) -> set[str]:
    return {choice.code for choice in field.choices}


def _date(name: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise InvalidValueError(f"{name}: a date is written like 2026-05-01.") from error
