"""Changes of a customer's file by people who do not know of each other: different fields are both kept, of
the same field the second hears what the first wrote.

In:  the row, what was read (a version), what is wished. Out: the row changed, or CustomerChangedError and
nothing changed. Every function works inside the caller's write transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.customers import CustomerChange, CustomerView
from app.contracts.fields import FieldDefinition
from app.server.customers import numbers
from app.server.customers.model import CustomerChangedError, CustomerExistsError
from app.server.customers.own_fields import checked_value
from app.server.customers.views import seen_number
from app.server.directory.service import DirectoryService
from app.server.security.masking import HIDDEN
from app.server.security.viewing import NO_EYES
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer, CustomerNumber

PLAIN = (
    "name", "level", "region", "language", "email", "address", "note", "loyalty", "value_cents",
    "dedicated_agent_id",
)  # fmt: skip
LONGEST_TAG = 40


def mark_changed(row: Customer, fields: Iterable[str], now: datetime) -> None:
    """Whoever writes into a row says what: "name", "tags", "numbers", "field.<code>", "consent.<code>"."""
    row.version += 1
    row.changed_in = {**row.changed_in, **dict.fromkeys(fields, row.version)}
    row.changed_at = now


def apply(
    session: Session,
    row: Customer,
    whole: CustomerView,
    change: CustomerChange,
    definitions: list[FieldDefinition],
    directory: DirectoryService,
    now: datetime,
) -> list[str]:
    """The names of the fields that are others now. ``whole``: the row as it stands, nothing masked.

    Raises InvalidValueError, CustomerExistsError, CustomerChangedError (without its ``present``).
    """
    if not 1 <= change.version <= row.version:
        raise InvalidValueError("The version is not one of this customer's.")
    wished = {**_plain(whole, change), **_own(whole, change, definitions)}
    wished |= _consent(whole, change)
    if change.tags is not None and (tags := _tags(change.tags)) != whole.tags:
        wished["tags"] = tags
    now_numbers = [numbers.Known.of(each) for each in whole.numbers]
    new_numbers = None
    if change.numbers is not None:
        shown = [seen_number(each, NO_EYES) for each in whole.numbers]
        known = {each.number_id for each in now_numbers}
        if any(each.number_id and each.number_id not in known for each in change.numbers) and _newer(
            row, "numbers", change.version
        ):
            raise CustomerChangedError(["numbers"])
        new_numbers = numbers.wished(change.numbers, now_numbers, shown)
    names = [*wished, *(["numbers"] if new_numbers not in (None, now_numbers) else [])]
    clashing = [name for name in names if _newer(row, name, change.version)]
    if clashing:
        raise CustomerChangedError(clashing)
    _check(wished, directory)
    if new_numbers is not None and "numbers" in names:
        if not change.shares_number:
            _refuse_shared(session, row.customer_id, new_numbers, now_numbers)
        _put_numbers(session, row.customer_id, new_numbers)
    _write(row, wished)
    if names:
        mark_changed(row, names, now)
    return names


def _newer(row: Customer, name: str, version: int) -> bool:
    return int(row.changed_in.get(name, 0)) > version


def _plain(whole: CustomerView, change: CustomerChange) -> dict[str, Any]:
    """What came back as it was shown, masked or not, is no change."""
    shown: Mapping[str, str] = {
        "name": NO_EYES.name(whole.name),
        "email": NO_EYES.email(whole.email),
        "address": NO_EYES.address(whole.address),
    }
    wished: dict[str, Any] = {}
    for name in PLAIN:
        value = getattr(change, name)
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == getattr(whole, name) or value == shown.get(name):
            continue
        if name in shown and HIDDEN in value:
            raise InvalidValueError(f"The {name} holds a masked part: write it in full or leave it.")
        wished[name] = value
    return wished


def _own(whole: CustomerView, change: CustomerChange, definitions: list[FieldDefinition]) -> dict[str, Any]:
    by_code = {each.code: each for each in definitions}
    wished: dict[str, Any] = {}
    for code, value in (change.fields or {}).items():
        present, definition = whole.fields.get(code), by_code.get(code)
        if definition is None:
            raise InvalidValueError(f"There is no field {code[:40]!r}.")
        if definition.private and value == HIDDEN:
            continue
        checked = checked_value(value, definition)
        if checked != present:
            wished[f"field.{code}"] = checked
    return wished


def _consent(whole: CustomerView, change: CustomerChange) -> dict[str, Any]:
    wished = (change.consent or {}).items()
    if any(not code or len(code) > LONGEST_TAG or "\0" in code for code, _ in wished):
        raise InvalidValueError("A consent is named by its code.")
    return {f"consent.{code}": value for code, value in wished if value != whole.consent.get(code)}


def _tags(tags: list[str]) -> list[str]:
    found = list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    if any(len(tag) > LONGEST_TAG or "\0" in tag for tag in found):
        raise InvalidValueError(f"A tag may have {LONGEST_TAG} characters.")
    return found


def _check(wished: Mapping[str, Any], directory: DirectoryService) -> None:
    if "name" in wished and not wished["name"]:
        raise InvalidValueError("A name is needed.")
    email = wished.get("email")
    if email and (email.count("@") != 1 or email[0] == "@" or email[-1] == "@" or " " in email):
        raise InvalidValueError("This is no e-mail address.")
    agent_id = wished.get("dedicated_agent_id")
    if agent_id and directory.user(agent_id) is None:
        raise InvalidValueError("There is no such agent.")
    if any("\0" in value for value in wished.values() if isinstance(value, str)):
        raise InvalidValueError("A text may not hold the character NUL.")


def _write(row: Customer, wished: Mapping[str, Any]) -> None:
    """JSON columns are replaced, not changed in place: so the session sees it."""
    for name, value in wished.items():
        kind, dot, code = name.partition(".")
        if not dot:
            setattr(row, name, value)
        elif kind == "field":
            row.fields = _with(row.fields, code, value)
        else:
            row.consent = _with(row.consent, code, value)


def _with(values: dict[str, Any], code: str, value: Any) -> dict[str, Any]:
    rest = {each: kept for each, kept in values.items() if each != code}
    return rest if value is None else {**rest, code: value}


def _refuse_shared(
    session: Session, customer_id: str, wished: list[numbers.Known], present: list[numbers.Known]
) -> None:
    known = {each.e164 for each in present}
    new = [each.e164 for each in wished if each.e164 not in known]
    others = select(CustomerNumber.e164).where(
        CustomerNumber.e164.in_(new), CustomerNumber.customer_id != customer_id
    )
    if new and session.scalars(others.limit(1)).first() is not None:
        raise CustomerExistsError


def _put_numbers(session: Session, customer_id: str, wished: list[numbers.Known]) -> None:
    """A number that stays keeps its id; one that was corrected keeps it too."""
    rows = session.scalars(select(CustomerNumber).where(CustomerNumber.customer_id == customer_id))
    by_e164 = {row.e164: row for row in rows}
    for e164, row in by_e164.items():
        if all(each.e164 != e164 for each in wished):
            session.delete(row)
    session.flush()
    for place, each in enumerate(wished):
        row = by_e164.get(each.e164)
        if row is None:
            row = CustomerNumber(e164=each.e164, customer_id=customer_id)
            if each.number_id:
                row.number_id = each.number_id
            session.add(row)
        row.raw, row.kind, row.position = each.raw, each.kind, place
    session.flush()
