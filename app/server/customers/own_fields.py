"""Fields that the company added to its customers: what may stand in them.

In:  definitions from the database, values from the wire. Out: values as they are kept, or a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.fields import FieldDefinition, FieldValue
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import CustomerField

LONGEST_TEXT = 2000
LARGEST_NUMBER = 10**15
RETIRED = "retired"  # in the row beside the definition


@dataclass(frozen=True, slots=True)
class FieldRules:
    """Which values of own fields leave the server: those of ``known`` fields, of ``private`` ones masked.

    ``known`` None: as long as nobody has looked, each field might be private.
    """

    known: frozenset[str] | None = None
    private: frozenset[str] = frozenset()

    def shows(self, code: str) -> bool:
        return self.known is None or code in self.known

    def is_private(self, code: str) -> bool:
        return self.known is None or code in self.private


def read_definitions(session: Session) -> list[FieldDefinition]:
    """In the order of the form."""
    return [FieldDefinition.model_validate(row.definition) for row in _rows(session) if not is_retired(row)]


def read_retired(session: Session) -> list[FieldDefinition]:
    """Fields that were taken out of the form: their values are kept, and come back with them."""
    return [FieldDefinition.model_validate(row.definition) for row in _rows(session) if is_retired(row)]


def is_retired(row: CustomerField) -> bool:
    return bool(row.definition.get(RETIRED))


def field_rules(definitions: list[FieldDefinition]) -> FieldRules:
    """Of all fields that are in the form."""
    return FieldRules(
        frozenset(each.code for each in definitions),
        frozenset(each.code for each in definitions if each.private),
    )


def _rows(session: Session) -> list[CustomerField]:
    return list(session.scalars(select(CustomerField).order_by(CustomerField.position, CustomerField.code)))


def checked(values: Mapping[str, FieldValue], definitions: list[FieldDefinition]) -> dict[str, FieldValue]:
    """Raises InvalidValueError, with the field's code in the sentence."""
    by_code = {each.code: each for each in definitions}
    found: dict[str, FieldValue] = {}
    for code, value in values.items():
        definition = by_code.get(code)
        if definition is None:
            raise InvalidValueError(f"There is no field {code[:40]!r}.")
        found[code] = checked_value(value, definition)
    return found


def checked_value(value: FieldValue, definition: FieldDefinition) -> FieldValue:
    """None where nothing stands there. Raises InvalidValueError."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "" or value == []:
        if definition.required:
            raise InvalidValueError(f"The field {definition.code!r} may not be empty.")
        return None
    fits = _FITS[definition.kind](value, definition)
    if not fits:
        raise InvalidValueError(f"The field {definition.code!r} needs {_NEEDS[definition.kind]}.")
    return value


def _text(value: FieldValue, _: FieldDefinition) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and "\0" not in value


def _number(value: FieldValue, _: FieldDefinition) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return math.isfinite(value) and abs(value) <= LARGEST_NUMBER


def _date(value: FieldValue, _: FieldDefinition) -> bool:
    if not isinstance(value, str) or len(value) != len("2026-05-01"):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _choice(value: FieldValue, definition: FieldDefinition) -> bool:
    return isinstance(value, str) and any(each.code == value for each in definition.choices)


def _choices(value: FieldValue, definition: FieldDefinition) -> bool:
    codes = {each.code for each in definition.choices}
    return isinstance(value, list) and set(value) <= codes and len(set(value)) == len(value)


def _yes_no(value: FieldValue, _: FieldDefinition) -> bool:
    return isinstance(value, bool)


_FITS = {
    "TEXT": _text,
    "NUMBER": _number,
    "DATE": _date,
    "CHOICE": _choice,
    "CHOICES": _choices,
    "YES_NO": _yes_no,
}
_NEEDS = {
    "TEXT": f"a text of at most {LONGEST_TEXT} characters",
    "NUMBER": "a number",
    "DATE": "a date such as 2026-05-01",
    "CHOICE": "one of its choices",
    "CHOICES": "some of its choices, each once",
    "YES_NO": "yes or no",
}
