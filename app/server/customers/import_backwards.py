"""Some rows of an import are taken back; what somebody changed since, or works with, stays.

In:  lines that were carried out, the last one first, inside a write transaction. Out: which ones stay, why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.server.customers.changing import mark_changed
from app.server.customers.import_fields import plain_value, set_value, value_of
from app.server.customers.import_forwards import as_it_is
from app.server.customers.import_rows import Fault
from app.server.customers.merging import MOVED
from app.server.storage.tables import (
    AccessRequest,
    Customer,
    CustomerNumber,
    CustomerTouched,
    CustomerWords,
    DuplicatePair,
    ImportLine,
    MergeRow,
    TagRuleRow,
)
from app.server.storage.types import from_us

_CHANGED_SINCE: Final = Fault("", "导入后有人修改过，保持不变", "Somebody changed it since; it stays")
_IN_USE: Final = Fault(
    "", "导入后已有通话、工单或订单，客户保留", "It has calls, tickets or orders; it stays"
)


def take_back(session: Session, lines: Sequence[ImportLine], now: datetime) -> dict[int, Fault]:
    """Why a line stays, by its number; the others are as before the import."""
    left: dict[int, Fault] = {}
    ids = [line.customer_id for line in lines if line.customer_id]
    found = session.scalars(select(Customer).where(Customer.customer_id.in_(ids)))
    customers = {customer.customer_id: customer for customer in found}
    made: dict[str, ImportLine] = {}
    for line in lines:
        customer = customers.get(line.customer_id or "")
        if customer is None:
            continue
        if customer.merged_into is not None:
            left[line.line] = _CHANGED_SINCE
        elif line.state == "CREATED":
            made[customer.customer_id] = line
        elif fault := _restore(session, customer, line.before or {}, line.after or {}, now):
            left[line.line] = fault
    session.flush()
    left |= _remove(session, customers, made)
    session.flush()
    return left


def _restore(
    session: Session, customer: Customer, before: dict[str, Any], after: dict[str, Any], now: datetime
) -> Fault | None:
    left: Fault | None = None
    changed: list[str] = []
    for name, value in before.items():
        if name == "tags":
            customer.tags = [tag for tag in customer.tags if tag not in after["tags"]]
        elif name == "numbers":
            mine = CustomerNumber.customer_id == customer.customer_id
            these = select(CustomerNumber).where(mine, CustomerNumber.e164.in_(after[name]))
            for number in session.scalars(these):
                session.delete(number)
        elif plain_value(value_of(customer, name)) == after[name]:
            set_value(customer, name, from_us(value) if name == "since" and value is not None else value)
        else:
            left = _CHANGED_SINCE
            continue
        changed.append(name)
    if changed:
        mark_changed(customer, changed, now)
    return left


def _remove(
    session: Session, customers: dict[str, Customer], made: dict[str, ImportLine]
) -> dict[int, Fault]:
    """Only whom nobody changed and with whom nothing happened. Tags that rules gave or took do not count."""
    if not made:
        return {}
    ids = list(made)
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    theirs = select(CustomerNumber.customer_id, CustomerNumber.e164)
    for customer_id, e164 in session.execute(theirs.where(CustomerNumber.customer_id.in_(ids))).tuples():
        numbers[customer_id].append(e164)
    rules = set(session.scalars(select(TagRuleRow.tag)))
    in_use: set[str] = set()
    for table, _ in MOVED.values():
        in_use |= set(session.scalars(select(table.customer_id).where(table.customer_id.in_(ids))))
    survivors = set(session.scalars(select(MergeRow.survivor_id).where(MergeRow.survivor_id.in_(ids))))
    left: dict[int, Fault] = {}
    gone: list[str] = []
    for customer_id, line in made.items():
        present, before = as_it_is(customers[customer_id], numbers[customer_id]), dict(line.after or {})
        others = set(present.pop("tags")) ^ set(before.pop("tags", ()))
        if present != before or others - rules or customer_id in survivors:
            left[line.line] = _CHANGED_SINCE
        elif customer_id in in_use:
            left[line.line] = _IN_USE
        else:
            gone.append(customer_id)
    _delete(session, [customers[customer_id] for customer_id in gone])
    return left


def _delete(session: Session, customers: Sequence[Customer]) -> None:
    ids = [customer.customer_id for customer in customers]
    pairs = or_(DuplicatePair.first_id.in_(ids), DuplicatePair.second_id.in_(ids))
    session.execute(delete(DuplicatePair).where(pairs))
    for table in (CustomerNumber, CustomerWords, CustomerTouched, AccessRequest):
        session.execute(delete(table).where(table.customer_id.in_(ids)))
    for customer in customers:
        session.delete(customer)
