"""Who has the numbers of a spreadsheet's rows already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.storage.tables import Customer, CustomerNumber


def known_by_number(session: Session, numbers: Sequence[str]) -> dict[str, dict[str, str]]:
    """By E.164: the customers who have it, with their names."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    if numbers:
        rows = select(CustomerNumber.e164, Customer.customer_id, Customer.name)
        rows = rows.join(Customer, Customer.customer_id == CustomerNumber.customer_id)
        for e164, customer_id, name in session.execute(rows.where(CustomerNumber.e164.in_(numbers))).tuples():
            found[e164][customer_id] = name
    return found
