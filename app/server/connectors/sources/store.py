"""What sources tell, in our own tables: search, time line, segments and voice menus have it like our own.

Taken over is what changed *there* since it was told last; so a correction made here stands until the source
itself changes the field. A file that is new to a source only gets what is empty in it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.fields import FieldValue
from app.server.connectors.sources.model import Source, Told, ToldAll, ToldOrder
from app.server.storage.tables import CustomerSource, Order, OrderSource


class CustomerBook(Protocol):
    """Our customers, as far as a source fills them in. All inside a write transaction."""

    def by_numbers(self, session: Session, numbers: Iterable[str]) -> str | None:
        """Whose first one of these numbers is; None also where several customers share it."""
        ...

    def create(self, session: Session, fields: Mapping[str, Any], actor: str, now: datetime) -> str: ...

    def fill(
        self,
        session: Session,
        customer_id: str,
        fields: Mapping[str, Any],
        only_empty: bool,
        actor: str,
        now: datetime,
    ) -> bool:
        """Whether anything changed. What does not fit (a level that we do not have) is left out."""
        ...

    def tell(self, session: Session, customer_id: str) -> None:
        """What is shown with his file changed: an order, his balance."""
        ...


def keep(
    session: Session, book: CustomerBook, source: Source, told: ToldAll, number: str, now: datetime
) -> tuple[str | None, bool]:
    """Our customer, None where he is no customer here; and whether his file changed."""
    actor = f"source:{source.source_id}"
    customer = told.customer
    link = session.get(CustomerSource, (source.source_id, customer.external_id))
    plain = _plain(customer.fields)
    changed = False
    if link is None:
        customer_id = book.by_numbers(session, _numbers(customer, number))
        if customer_id is not None:
            changed = book.fill(session, customer_id, customer.fields, True, actor, now)
        elif source.create and customer.fields.get("name"):
            fields = dict(customer.fields) | {"numbers": _numbers(customer, number)}
            customer_id = book.create(session, fields, actor, now)
            changed = True
        else:
            return None, False
        link = CustomerSource(
            source_id=source.source_id,
            external_id=customer.external_id,
            customer_id=customer_id,
            told=plain,
            fetched_at=now,
        )
        session.add(link)
    else:
        news = {name: customer.fields[name] for name, value in plain.items() if link.told.get(name) != value}
        if news:
            changed = book.fill(session, link.customer_id, news, False, actor, now)
            link.told = {**link.told, **plain}
        link.fetched_at = now
    if told.balance_cents is not None and (link.balance_cents, link.currency) != (
        told.balance_cents,
        told.currency,
    ):
        link.balance_cents, link.currency, changed = told.balance_cents, told.currency, True
    session.flush()
    for order in told.orders or ():
        changed = keep_order(session, source, link.customer_id, order, now) or changed
    if changed:
        book.tell(session, link.customer_id)
    return link.customer_id, changed


def keep_order(session: Session, source: Source, customer_id: str, told: ToldOrder, now: datetime) -> bool:
    """Whether anything is new. An order that was entered here under its number becomes the source's."""
    same = (OrderSource.source_id == source.source_id, OrderSource.number == told.number)
    link = session.scalars(select(OrderSource).where(*same)).first()
    order = session.get(Order, link.order_id) if link else None
    if order is None:
        order = session.scalars(select(Order).where(Order.number == told.number)).first()
        taken = order is not None and session.get(OrderSource, order.order_id) is not None
        if order is None or taken or order.customer_id != customer_id:
            number = told.number if order is None else f"{told.number}@{source.source_id}"[:40]
            order = Order(order_id=uuid.uuid4().hex, number=number, customer_id=customer_id)
            order.at, order.items, order.amount_cents, order.status = told.at, "", 0, ""
            session.add(order)
            session.flush()
    changed = False
    for name, value in (
        ("customer_id", customer_id),
        ("at", told.at),
        ("items", told.items),
        ("amount_cents", told.amount_cents),
        ("status", told.status),
    ):
        if getattr(order, name) != value and value not in ("", None):
            setattr(order, name, value)
            changed = True
    if link is None:
        link = OrderSource(
            order_id=order.order_id, source_id=source.source_id, number=told.number, delivery=""
        )
        link.fetched_at = now
        session.add(link)
    if told.delivery is not None and link.delivery != told.delivery:
        link.delivery, changed = told.delivery, True
    link.fetched_at = now
    session.flush()
    return changed


def keep_delivery(
    session: Session, book: CustomerBook, source: Source, order_number: str, delivery: str, now: datetime
) -> bool:
    same = (OrderSource.source_id == source.source_id, OrderSource.number == order_number)
    link = session.scalars(select(OrderSource).where(*same)).first()
    if link is None or link.delivery == delivery:
        return False
    link.delivery, link.fetched_at = delivery, now
    order = session.get(Order, link.order_id)
    if order is not None:
        book.tell(session, order.customer_id)
    return True


def external_id(session: Session, source_id: str, customer_id: str) -> str:
    """ "" where this source does not know him."""
    mine = (CustomerSource.source_id == source_id, CustomerSource.customer_id == customer_id)
    return session.scalars(select(CustomerSource.external_id).where(*mine)).first() or ""


def _numbers(told: Told, asked_by: str) -> list[str]:
    said = told.fields.get("numbers")
    numbers = [str(each) for each in said] if isinstance(said, list) else []
    return numbers if asked_by in numbers or not asked_by else [asked_by, *numbers]


def _plain(fields: Mapping[str, FieldValue]) -> dict[str, Any]:
    """As JSON keeps them, to compare with what was told before."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in fields.items()
    }
