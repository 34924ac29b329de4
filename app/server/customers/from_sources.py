"""Customers as the company's systems fill them in: found by number, made, brought up to date.

In:  fields by our names, whatever a system says. Out: rows; what does not fit is left out. Inside the
caller's write transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contracts.customers import CustomerLevel
from app.server.customers.changing import mark_changed
from app.server.customers.news import CustomerNews
from app.server.customers.own_fields import is_retired
from app.server.customers.rules import to_e164
from app.server.security.audit import note_deed
from app.server.storage.tables import Customer, CustomerField, CustomerNumber

LEVELS: Final = frozenset(get_args(CustomerLevel))
_LONGEST: Final[Mapping[str, int]] = {"name": 200, "email": 200, "address": 400, "region": 80}
_MOST: Final[Mapping[str, int]] = {"loyalty": 10**9, "value_cents": 10**15}
MOST_TAGS, LONGEST_TAG, MOST_NUMBERS = 50, 40, 20
OWN: Final = "field."


class SourceCustomers:
    """Implements the port ``CustomerBook`` of the sources."""

    def __init__(self, news: CustomerNews | None = None) -> None:
        self._news = news or CustomerNews()

    def by_numbers(self, session: Session, numbers: Iterable[str]) -> str | None:
        for number in numbers:
            mine = select(CustomerNumber.customer_id).where(CustomerNumber.e164 == to_e164(number))
            found = session.scalars(mine.limit(2)).all()
            if len(found) == 1:
                return found[0]
        return None

    def create(self, session: Session, fields: Mapping[str, Any], actor: str, now: datetime) -> str:
        row = Customer(
            customer_id=uuid.uuid4().hex, name=str(fields["name"]).strip()[:200], since=now, tags=[]
        )
        session.add(row)
        session.flush()
        self.fill(session, row.customer_id, fields, True, actor, now)
        note_deed(session, now, actor, "customer.created", row.customer_id)
        session.flush()
        return row.customer_id

    def fill(
        self,
        session: Session,
        customer_id: str,
        fields: Mapping[str, Any],
        only_empty: bool,
        actor: str,
        now: datetime,
    ) -> bool:
        row = session.get(Customer, customer_id)
        if row is None:
            return False
        changed = [name for name, value in fields.items() if _set(session, row, name, value, only_empty)]
        if _numbers(session, row, fields.get("numbers")):
            changed.append("numbers")
        if not changed:
            return False
        mark_changed(row, changed, now)
        note_deed(session, now, actor, "customer.changed", customer_id, " ".join(sorted(changed)))
        session.flush()
        self._news.wrote(session, customer_id, changed, actor, now)
        return True

    def tell(self, session: Session, customer_id: str) -> None:
        self._news.changed(session, [customer_id])


def _set(session: Session, row: Customer, name: str, value: Any, only_empty: bool) -> bool:
    if name.startswith(OWN):
        return _set_own(session, row, name.removeprefix(OWN), value, only_empty)
    if name == "tags":
        return _set_tags(row, value)
    wanted = _fitting(name, value)
    before = getattr(row, name, None)
    empty = before in (None, "", 0) or (name == "level" and before == "NORMAL")
    if wanted is None or wanted == before or (only_empty and not empty):
        return False
    setattr(row, name, wanted)
    return True


def _fitting(name: str, value: Any) -> Any:
    """None for what cannot be kept."""
    if name in _LONGEST:
        text = str(value).strip() if isinstance(value, str | int) else ""
        return text[: _LONGEST[name]] if text and text.isprintable() else None
    if name in _MOST:
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST[name]
        return value if whole else None
    if name == "level":
        return value if value in LEVELS else None
    if name == "language":
        return value if value in ("zh", "en") else None
    if name == "since":
        return value if isinstance(value, datetime) and value.tzinfo else None
    return None


def _set_tags(row: Customer, value: Any) -> bool:
    """Added; those that were set by hand stay."""
    if not isinstance(value, list):
        return False
    known = [str(tag) for tag in row.tags]
    wanted = [tag for each in value if (tag := str(each).strip()[:LONGEST_TAG]) and tag.isprintable()]  # pyright: ignore[reportUnknownVariableType]
    news = [tag for tag in dict.fromkeys(wanted) if tag not in known]
    room = news[: max(0, MOST_TAGS - len(known))]
    if not room:
        return False
    row.tags = [*known, *room]
    return True


def _set_own(session: Session, row: Customer, code: str, value: Any, only_empty: bool) -> bool:
    """A field of the company; a choice that is none of its choices is left out."""
    field = session.get(CustomerField, code)
    if field is None or is_retired(field):
        return False
    wanted = _own_value(field.definition, value)
    before = row.fields.get(code)
    if wanted is None or wanted == before or (only_empty and before not in (None, "", [])):
        return False
    row.fields = {**row.fields, code: wanted}
    return True


def _own_value(definition: Mapping[str, Any], value: Any) -> Any:
    text = str(value).strip()[:400] if isinstance(value, str | int | float) else ""
    choices = {each["code"] for each in definition.get("choices", [])}
    match definition.get("kind"):
        case "TEXT":
            return text or None
        case "NUMBER":
            try:
                return float(text) if "." in text else int(text)
            except ValueError:
                return None
        case "YES_NO":
            return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(
                text.lower()
            )
        case "DATE":
            try:
                return datetime.fromisoformat(text).date().isoformat()
            except ValueError:
                return None
        case "CHOICE":
            return text if text in choices else None
        case _:
            return None


def _numbers(session: Session, row: Customer, value: Any) -> bool:
    """New ones are added behind those that are known; none is taken away."""
    if not isinstance(value, list):
        return False
    mine = CustomerNumber.customer_id == row.customer_id
    known = set(session.scalars(select(CustomerNumber.e164).where(mine)))
    last = session.scalar(select(func.max(CustomerNumber.position)).where(mine))
    position = -1 if last is None else last
    changed = False
    for each in value:  # pyright: ignore[reportUnknownVariableType]
        raw = str(each)[:60]
        e164 = to_e164(raw)
        if not e164.startswith("+") or e164 in known or len(known) >= MOST_NUMBERS:
            continue
        known.add(e164)
        position += 1
        session.add(CustomerNumber(e164=e164, customer_id=row.customer_id, raw=raw, position=position))
        changed = True
    return changed
