"""What belongs to a file that was merged belongs to the one it was merged into.

In:  a connection in a write transaction. Out: how many rows were given on: those that were made anew from the
ledger, which knows nothing of merges, and those that came while the merge was made. ``survivor``: whose the
file of an id is now, for ids that are kept elsewhere (a link, a draft, a call under way, another program).
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from app.server.storage.tables import Call, CallbackRow, Customer, Ticket, VoiceMessage

_HANGING: Final = (Call, CallbackRow, VoiceMessage, Ticket)
_LONGEST_CHAIN: Final = 50  # A into B, B into C, …


def survivor(session: Session, customer_id: str | None) -> Customer | None:
    """The customer himself where his file was never merged; None where there is none."""
    found = session.get(Customer, customer_id) if customer_id else None
    for _ in range(_LONGEST_CHAIN):
        if found is None or found.merged_into is None:
            break
        found = session.get(Customer, found.merged_into)
    return found


def follow_merges(where: Connection | Session) -> int:
    count = 0
    merged = select(Customer.customer_id).where(Customer.merged_into.is_not(None))
    for table in _HANGING:
        into = select(Customer.merged_into).where(Customer.customer_id == table.customer_id).scalar_subquery()
        statement = update(table).where(table.customer_id.in_(merged)).values(customer_id=into)
        for _ in range(_LONGEST_CHAIN):
            done: Any = where.execute(statement.execution_options(synchronize_session=False))
            if not done.rowcount:
                break
            count += done.rowcount
    return count
