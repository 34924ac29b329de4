"""Which customers changed, noted in the same transaction, for who looks at them a moment later (rules,
duplicates).

In:  rows of customers, numbers, tickets and results of calls, as a ``WriteSession`` writes them.
Out: rows of ``customers_touched``. What changes past the session's rows is found by the nightly work.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import event, select
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.dml import UpdateBase

from app.server.storage.revision import WriteSession
from app.server.storage.tables import (
    Call,
    CallResultRow,
    Customer,
    CustomerNumber,
    CustomerTouched,
    Order,
    Ticket,
)
from app.server.storage.upsert import upsert

_IDS: Final = "customers_touched"
_CALLS: Final = "calls_touched"
MOST_AT_ONCE: Final = 500


def leave_untouched(session: Session) -> None:
    """What this transaction changes is known to who looks: the rules' own changes."""
    session.info[_IDS] = None


@event.listens_for(WriteSession, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    ids = _noted(session, _IDS)
    calls = _noted(session, _CALLS)
    for row in (*session.new, *session.dirty):
        if isinstance(row, Customer | CustomerNumber | Ticket | Order):
            if row.customer_id is not None:
                ids[row.customer_id] = None
        elif isinstance(row, CallResultRow):
            calls[row.call_id] = None


@event.listens_for(WriteSession, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    """Results of calls are written by one statement."""
    statement = state.statement
    if (
        isinstance(statement, UpdateBase)
        and getattr(statement.table, "name", "") == CallResultRow.__tablename__
    ):
        values: Any = statement.compile(dialect=state.session.get_bind().dialect).params
        if isinstance(call_id := values.get("call_id"), str):
            _noted(state.session, _CALLS)[call_id] = None


@event.listens_for(WriteSession, "before_commit")
def _commits(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a part of it is done; what follows is done once, at the end
    session.flush()
    calls: dict[str, None] = session.info.pop(_CALLS, None) or {}
    ids: dict[str, None] | None = session.info.pop(_IDS, {})
    if ids is None:
        return
    if calls:
        theirs = select(Call.customer_id).where(Call.call_id.in_(list(calls)), Call.customer_id.is_not(None))
        ids |= dict.fromkeys(each for each in session.scalars(theirs) if each is not None)
    now = datetime.now(UTC)
    rows = [{"customer_id": each, "at": now} for each in ids]
    for start in range(0, len(rows), MOST_AT_ONCE):
        insert = upsert(session, CustomerTouched)
        again = insert.on_conflict_do_update(index_elements=["customer_id"], set_={"at": insert.excluded.at})
        session.execute(again, rows[start : start + MOST_AT_ONCE])


def _noted(session: Session, key: str) -> dict[str, None]:
    """What is noted where nothing may be is thrown away."""
    found: dict[str, None] | None = session.info.setdefault(key, {})
    return {} if found is None else found
