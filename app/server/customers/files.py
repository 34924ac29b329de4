"""A customer's file: who he is, promises that are open, what came last. Made whole; eyes come afterwards.

In:  an id or a number. Out: ``CustomerFile``, nothing masked: it stays inside the server.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contracts.customers import AccountView, CustomerFile, LastContact
from app.contracts.people import Label
from app.server.customers import repository
from app.server.customers.rules import to_e164
from app.server.customers.timeline import timeline
from app.server.customers.timeline_order import Words
from app.server.customers.unwanted import unwanted
from app.server.customers.views import whole_views, whole_views_by_id
from app.server.storage.errors import NotFoundError
from app.server.storage.merged import survivor
from app.server.storage.tables import (
    Call,
    CallResultRow,
    Customer,
    CustomerSource,
    SourceRow,
    SurveyAnswerRow,
)

MOST_ACCOUNTS = 10


def get(session: Session, customer_id: str) -> Customer:
    """Of a file that was merged, the one it is part of now. Raises NotFoundError."""
    row = survivor(session, customer_id)
    if row is None:
        raise NotFoundError("There is no such customer.")
    return row


def ids_of_number(session: Session, number: str) -> list[str]:
    """Whose number this is, the likeliest first; nobody's where there is none."""
    e164 = to_e164(number) if number else ""
    return repository.ids_by_number(session, e164) if e164 else []


def whole_file(
    session: Session, customer_id: str, words: Words, number: str = "", matches: Sequence[str] = ()
) -> CustomerFile:
    """``matches``: all who have this number; a choice is shown where there are several."""
    row = get(session, customer_id)
    customer_id, customer = row.customer_id, whole_views(session, [row], words.directory)[0]
    items, cursor = timeline(session, customer_id, words)
    return CustomerFile(
        customer=customer,
        number=number or customer.number,
        matches=whole_views_by_id(session, matches, words.directory) if len(matches) > 1 else [],
        open_tickets=repository.open_tickets(session, customer_id),
        accounts=accounts(session, customer_id),
        timeline=items,
        timeline_cursor=cursor,
        last_contact=last_contact(session, customer_id, words),
        unwanted=unwanted(session, row),
    )


def accounts(session: Session, customer_id: str) -> list[AccountView]:
    """What the company's systems said last, in the order of the sources."""
    statement = (
        select(CustomerSource, SourceRow)
        .join(SourceRow, SourceRow.source_id == CustomerSource.source_id)
        .where(CustomerSource.customer_id == customer_id)
        .order_by(SourceRow.position, SourceRow.source_id)
        .limit(MOST_ACCOUNTS)
    )
    return [
        AccountView(
            source_id=row.source_id,
            name=_source_name(source),
            balance_cents=row.balance_cents,
            currency=row.currency,
            as_of=row.fetched_at,
        )
        for row, source in session.execute(statement).tuples()
    ]


def _source_name(source: SourceRow) -> Label:
    name = source.definition.get("name") or {}
    zh, en = str(name.get("zh") or ""), str(name.get("en") or "")
    return Label(code=source.source_id, zh=zh or en or source.source_id, en=en or zh or source.source_id)


def last_contact(session: Session, customer_id: str, words: Words) -> LastContact | None:
    """Of the last talk: read from the calls, so that it is right after they were made anew, too."""
    statement = (
        select(Call, CallResultRow)
        .outerjoin(CallResultRow, CallResultRow.call_id == Call.call_id)
        .where(Call.customer_id == customer_id, Call.answered_at.is_not(None), Call.ended_at.is_not(None))
        .order_by(Call.started_at.desc(), Call.call_id.desc())
        .limit(1)
    )
    found = session.execute(statement).tuples().one_or_none()
    if found is None:
        return None
    call, result = found
    rating = session.scalar(
        select(func.avg(SurveyAnswerRow.score)).where(SurveyAnswerRow.call_id == call.call_id)
    )
    return LastContact(
        at=call.started_at,
        call_id=call.call_id,
        agent_name=words.directory.display_name(call.agent_id),
        outcome=words.of("OUTCOME", result.outcome_code) if result and result.outcome_code else "",
        note=result.note if result else "",
        rating=round(float(rating), 1) if rating is not None else None,
    )
