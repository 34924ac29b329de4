"""Customers as they leave the server: made whole from their rows, then seen through somebody's eyes.

In:  rows; ``Eyes``. Out: ``CustomerView`` and ``CustomerFile``. What ``whole_views`` makes stays inside the
server; ``seen`` is what may be sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.customers import CustomerFile, CustomerLevel, CustomerView, NumberView
from app.contracts.fields import FieldValue
from app.server.customers.own_fields import FieldRules
from app.server.directory.service import DirectoryService
from app.server.security.masking import HIDDEN
from app.server.security.viewing import Eyes, Private
from app.server.storage.tables import Customer, CustomerNumber

NumberKind = Literal["", "MOBILE", "HOME", "WORK", "OTHER"]
NUMBER_KINDS = ("", "MOBILE", "HOME", "WORK", "OTHER")


def whole_views(
    session: Session, rows: Sequence[Customer], directory: DirectoryService
) -> list[CustomerView]:
    """In this order, nothing masked."""
    numbers = numbers_of(session, [row.customer_id for row in rows])
    return [_whole(row, numbers[row.customer_id], directory) for row in rows]


def whole_views_by_id(
    session: Session, customer_ids: Sequence[str], directory: DirectoryService
) -> list[CustomerView]:
    """In this order; who is gone is left out."""
    found = session.scalars(select(Customer).where(Customer.customer_id.in_(customer_ids)))
    by_id = {row.customer_id: row for row in found}
    return whole_views(session, [by_id[each] for each in customer_ids if each in by_id], directory)


def numbers_of(session: Session, customer_ids: Sequence[str]) -> defaultdict[str, list[CustomerNumber]]:
    found: defaultdict[str, list[CustomerNumber]] = defaultdict(list)
    if customer_ids:
        theirs = select(CustomerNumber).where(CustomerNumber.customer_id.in_(customer_ids))
        for row in session.scalars(theirs.order_by(CustomerNumber.position, CustomerNumber.e164)):
            found[row.customer_id].append(row)
    return found


def _whole(row: Customer, numbers: Sequence[CustomerNumber], directory: DirectoryService) -> CustomerView:
    agent_id = row.dedicated_agent_id
    return CustomerView(
        customer_id=row.customer_id,
        name=row.name,
        level=cast("CustomerLevel", row.level),
        number=numbers[0].e164 if numbers else "",
        region=row.region,
        language=row.language,
        email=row.email,
        address=row.address,
        tags=[str(tag) for tag in row.tags],
        since=row.since,
        note=row.note,
        numbers=[
            NumberView(number_id=each.number_id, number=each.e164, raw=each.raw, kind=number_kind(each.kind))
            for each in numbers
        ],
        loyalty=row.loyalty,
        value_cents=row.value_cents,
        dedicated_agent_id=agent_id,
        dedicated_agent_name=directory.display_name(agent_id) if agent_id else "",
        fields=dict(row.fields),
        consent=dict(row.consent),
        version=row.version,
        merged_into=row.merged_into,
    )


def number_kind(kind: str) -> NumberKind:
    return kind if kind in NUMBER_KINDS else "OTHER"


def seen(view: CustomerView, eyes: Eyes, own: FieldRules) -> CustomerView:
    """A whole view as these eyes see it, with the names of what is masked; fields taken out of the form are
    not in it."""
    eyes = eyes.of(view.customer_id)
    numbers = [seen_number(each, eyes) for each in view.numbers]
    fields: dict[str, FieldValue] = {
        code: eyes.private_field(value) if own.is_private(code) else value
        for code, value in view.fields.items()
        if own.shows(code)
    }
    shown = view.model_copy(
        update={
            "name": eyes.name(view.name),
            "number": eyes.number(view.number),
            "email": eyes.email(view.email),
            "address": eyes.address(view.address),
            "numbers": numbers,
            "fields": fields,
        }
    )
    masked = [name for name in ("email", "address") if getattr(shown, name) != getattr(view, name)]
    if view.name and not eyes.sees(Private.NAME):
        masked.insert(0, "name")
    if HIDDEN in shown.number:
        masked.append("number")
    if any(HIDDEN in each.number or HIDDEN in each.raw for each in numbers):
        masked.append("numbers")
    masked += [f"field.{code}" for code, value in fields.items() if value != view.fields[code]]
    return shown.model_copy(update={"masked": masked})


def seen_number(number: NumberView, eyes: Eyes) -> NumberView:
    return number.model_copy(
        update={"number": eyes.number(number.number), "raw": eyes.raw_number(number.raw)}
    )


def seen_file(file: CustomerFile, eyes: Eyes, own: FieldRules) -> CustomerFile:
    """``file`` is whole."""
    customer = file.customer
    return file.model_copy(
        update={
            "customer": seen(customer, eyes, own) if customer is not None else None,
            "number": eyes.of(customer.customer_id if customer else None).number(file.number),
            "matches": [seen(each, eyes, own) for each in file.matches],
        }
    )
