"""What a customer is not sent: he refused it in his consents, or one of his addresses wants nothing.

In:  his row. Out: the kinds of messages, for who talks with him. Inside a session of the caller.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.server.storage.tables import Customer, CustomerNumber, OptOutRow

Kind = Literal["SMS", "EMAIL"]


def unwanted(session: Session, customer: Customer) -> list[Kind]:
    numbers = select(CustomerNumber.e164).where(CustomerNumber.customer_id == customer.customer_id)
    email = customer.email.strip().lower()
    his = [OptOutRow.address.in_(numbers), *([OptOutRow.address == email] if email else [])]
    out = set(session.scalars(select(OptOutRow.address).where(or_(*his))))
    found: list[Kind] = []
    if customer.consent.get("sms") is False or out - {email}:
        found.append("SMS")
    if customer.consent.get("email") is False or (email and email in out):
        found.append("EMAIL")
    return found
