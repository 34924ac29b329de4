"""What flows ask of ourselves: orders, tickets and customers of our own database, by number and by caller.

In:  parameters of an operation (``app.server.flows.systems`` lists them). Out: an answer whose values are
plain texts: codes, names in the caller's language, dates as 2026-05-01, money in the smallest unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.server.connectors.filling import as_text, at_path
from app.server.connectors.model import NOT_FOUND, Answer, failed
from app.server.flows.systems import CUSTOMERS, ORDERS, TICKETS
from app.server.numbering import parse_e164
from app.server.storage.merged import survivor
from app.server.storage.tables import CustomerNumber, LabelRow, Order, Ticket, TicketTypeRow
from app.server.storage.tables.tickets import OPEN_KINDS

OPEN_ORDERS = ("UNPAID", "PAID", "SHIPPED")
SHORTEST_PART = 4  # digits at the end of a number by which the caller's own are found
MOST_LOOKED_AT = 200
_TICKET_STATES = {
    "NEW": ("新建", "new"),
    "ASSIGNED": ("已分派", "assigned"),
    "IN_PROGRESS": ("处理中", "in progress"),
    "WAITING": ("等待中", "waiting"),
    "RESOLVED": ("已解决", "resolved"),
    "CONFIRMED": ("已确认", "confirmed"),
    "ARCHIVED": ("已归档", "archived"),
    "REOPENED": ("重新打开", "reopened"),
    "CANCELLED": ("已取消", "cancelled"),
}
_USUAL_STATES = {  # what flows know, where a type has states of its own
    "NEW": "NEW",
    "OPEN": "IN_PROGRESS",
    "WAITING": "WAITING",
    "RESOLVED": "RESOLVED",
    "CONFIRMED": "CONFIRMED",
    "ARCHIVED": "ARCHIVED",
    "CANCELLED": "CANCELLED",
}

Values = Mapping[str, str]
Found = dict[str, str] | None


def look_up(session: Session, system: str, operation: str, values: Values, into: Values) -> Answer:
    act = _OPERATIONS.get((system, operation))
    if act is None:
        return failed("no-such-operation")
    found = act(session, values)
    if found is None:
        return NOT_FOUND
    return Answer("found", {variable: as_text(at_path(found, path)) for variable, path in into.items()})


def _latest_order(session: Session, values: Values) -> Found:
    customer_id = _customer_id(session, values)
    if customer_id is None:
        return None
    mine = select(Order).where(Order.customer_id == customer_id).order_by(Order.at.desc(), Order.order_id)
    row = session.scalars(mine.limit(1)).first()
    if row is None:
        return None
    count = session.scalar(select(func.count()).where(Order.customer_id == customer_id))
    return {**_order(session, row, values, own=True), "count": str(count)}


def _find_order(session: Session, values: Values) -> Found:
    customer_id = _customer_id(session, values)
    wanted = _digits(values.get("number", ""))
    if not wanted:
        return None
    pattern = session.scalar(select(func.max(Order.number))) or ""
    numbers = {values["number"], wanted, _like(pattern, wanted)}
    row = session.scalars(select(Order).where(Order.number.in_(numbers)).limit(1)).first()
    if row is None and customer_id is not None:
        mine = select(Order).where(Order.customer_id == customer_id).order_by(Order.at.desc())
        row = next(
            (each for each in session.scalars(mine.limit(MOST_LOOKED_AT)) if _ends(each.number, wanted)), None
        )
    return _order(session, row, values, own=row.customer_id == customer_id) if row else None


def _order(session: Session, row: Order, values: Values, own: bool) -> dict[str, str]:
    """What was bought and for how much is told to its customer alone."""
    return {
        "number": row.number,
        "status": row.status,
        "status_text": _label(session, "ORDER_STATUS", row.status, values),
        "date": _day(row.at),
        "amount": str(row.amount_cents) if own else "",
        "items": row.items if own else "",
        "own": "yes" if own else "no",
    }


def _latest_ticket(session: Session, values: Values) -> Found:
    """The open one that is due first; else the latest."""
    customer_id = _customer_id(session, values)
    if customer_id is None:
        return None
    mine = select(Ticket).where(Ticket.customer_id == customer_id)
    still = mine.where(Ticket.status_kind.in_(OPEN_KINDS))
    row = session.scalars(
        still.order_by(Ticket.due_at.is_(None), Ticket.due_at, Ticket.number).limit(1)
    ).first()
    row = row or session.scalars(mine.order_by(Ticket.created_at.desc()).limit(1)).first()
    if row is None:
        return None
    count = session.scalar(
        select(func.count()).where(Ticket.customer_id == customer_id, Ticket.status_kind.in_(OPEN_KINDS))
    )
    return {**_ticket(session, row, values, own=True), "count": str(count)}


def _find_ticket(session: Session, values: Values) -> Found:
    customer_id = _customer_id(session, values)
    wanted = _digits(values.get("number", ""))
    if not wanted:
        return None
    pattern = session.scalar(select(func.max(Ticket.number))) or ""
    numbers = {values["number"], wanted, _like(pattern, wanted)}
    row = session.scalars(select(Ticket).where(Ticket.number.in_(numbers)).limit(1)).first()
    if row is None and customer_id is not None:
        mine = select(Ticket).where(Ticket.customer_id == customer_id).order_by(Ticket.created_at.desc())
        row = next(
            (each for each in session.scalars(mine.limit(MOST_LOOKED_AT)) if _ends(each.number, wanted)), None
        )
    own = row is not None and customer_id is not None and row.customer_id == customer_id
    return _ticket(session, row, values, own) if row else None


def _ticket(session: Session, row: Ticket, values: Values, own: bool) -> dict[str, str]:
    """Who only knows the number hears how far it is, and nothing of what it is about."""
    usual = row.status if row.status in _TICKET_STATES else _USUAL_STATES.get(row.status_kind, row.status)
    told = {
        "number": row.number,
        "status": usual,
        "status_text": _state_name(session, row, usual, values),
        "own": "yes" if own else "no",
    }
    if not own:
        return {**told, "type": "", "type_text": "", "date": "", "due_date": "", "title": ""}
    return {
        **told,
        "type": row.type,
        "type_text": _label(session, "TICKET_TYPE", row.type, values),
        "date": _day(row.created_at),
        "due_date": _day(row.due_at) if row.due_at and row.status_kind in OPEN_KINDS else "",
        "title": row.title,
    }


def _state_name(session: Session, row: Ticket, usual: str, values: Values) -> str:
    """As its type calls it."""
    of_type = session.get(TicketTypeRow, row.type)
    states: list[dict[str, Any]] = of_type.definition.get("states") or [] if of_type else []
    for state in states:
        if state.get("code") == row.status:
            name = state.get("name") or {}
            return str(name.get("en" if _english(values) else "zh") or row.status)
    return _TICKET_STATES.get(usual, (row.status, row.status))[_english(values)]


def _find_customer(session: Session, values: Values) -> Found:
    customer_id = _customer_id(session, values)
    row = survivor(session, customer_id)
    if row is None:
        return None
    customer_id = row.customer_id
    tickets = select(func.count()).where(
        Ticket.customer_id == customer_id, Ticket.status_kind.in_(OPEN_KINDS)
    )
    orders = select(func.count()).where(Order.customer_id == customer_id, Order.status.in_(OPEN_ORDERS))
    return {
        "name": row.name,
        "level": row.level,
        "region": row.region,
        "language": row.language,
        "open_tickets": str(session.scalar(tickets)),
        "open_orders": str(session.scalar(orders)),
    }


def _customer_id(session: Session, values: Values) -> str | None:
    caller = values.get("caller", "")
    digits = _digits(caller)
    if not digits:
        return None
    forms = {parse_e164(caller), parse_e164(f"+{digits}"), digits, caller}
    statement = select(CustomerNumber.customer_id).where(CustomerNumber.e164.in_(forms - {None}))
    first = statement.order_by(CustomerNumber.position, CustomerNumber.customer_id)  # of several one
    return session.scalars(first.limit(1)).first()


def _label(session: Session, kind: str, code: str, values: Values) -> str:
    row = session.get(LabelRow, (kind, code))
    return (row.en if _english(values) else row.zh) if row else code


def _english(values: Values) -> bool:
    return values.get("language") == "en"


def _day(at: datetime) -> str:
    """In the time zone of the server, as everything that people read."""
    return f"{at.astimezone():%Y-%m-%d}"


def _digits(text: str) -> str:
    return "".join(each for each in text if each in "0123456789")


def _ends(number: str, digits: str) -> bool:
    return len(digits) >= SHORTEST_PART and _digits(number).endswith(digits)


def _like(pattern: str, digits: str) -> str:
    """Digits in the form of another number: 202611210042 like SO20261120-0007 is SO20261121-0042."""
    if len(_digits(pattern)) != len(digits):
        return digits
    left = iter(digits)
    return "".join(next(left) if each in "0123456789" else each for each in pattern)


_OPERATIONS: dict[tuple[str, str], Callable[[Session, Values], Found]] = {
    (ORDERS, "latest"): _latest_order,
    (ORDERS, "find"): _find_order,
    (TICKETS, "latest"): _latest_ticket,
    (TICKETS, "find"): _find_ticket,
    (CUSTOMERS, "find"): _find_customer,
}
