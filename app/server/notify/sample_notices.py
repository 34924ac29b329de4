"""Notices of the sample company: what its tickets would have told people and customers by now.

In:  the sample's tickets in the database. Out: notices of those who work on them, messages to customers that
were sent, left out or given up. Nothing of it is sent.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.notify.customer_way import CONSENTS, NO_ADDRESS, OPTED_OUT, takes_texts
from app.server.notify.model import FAILED, SENT, SKIPPED
from app.server.notify.texts import NoticeTexts, Words
from app.server.sample.dice import COMPANY_ZONE
from app.server.storage.tables import Customer, CustomerNumber, LabelRow, MessageOut, NoticeRow, Ticket
from app.server.storage.tables.tickets import OPEN_KINDS

MOST_OF_ONE = 6  # notices of a person
MOST_MESSAGES = 60
READ_AFTER = timedelta(hours=6)  # what is older was read
GIVEN_UP_EACH = 17  # every so many messages one did not arrive


def load_sample_notices(session: Session, resources_dir: Path, now: datetime) -> None:
    """Once, into the sample company; inside a write transaction."""
    texts = NoticeTexts(resources_dir / "notices")
    newest = select(Ticket).order_by(Ticket.created_at.desc(), Ticket.ticket_id)
    told: Counter[str] = Counter()
    notices: list[NoticeRow] = []
    at_work = newest.where(Ticket.assigned_to.is_not(None), Ticket.status_kind.in_(OPEN_KINDS))
    for ticket in session.scalars(at_work).all():
        who = ticket.assigned_to or ""
        if told[who] < MOST_OF_ONE:
            told[who] += 1
            notices.append(_notice(session, texts, ticket, who, now))
    _add_in_order(session, sorted(notices, key=lambda row: row.at))
    with_customer = newest.where(Ticket.customer_id.is_not(None)).limit(MOST_MESSAGES)
    tickets = session.scalars(with_customer).all()[::-1]
    made = [_message(session, texts, ticket, place) for place, ticket in enumerate(tickets)]
    _add_in_order(session, [each for each in made if each is not None])


def _add_in_order(session: Session, rows: Sequence[NoticeRow | MessageOut]) -> None:
    """Lists show the newest id first."""
    for row in rows:
        session.add(row)
        session.flush()


def _notice(session: Session, texts: NoticeTexts, ticket: Ticket, who: str, now: datetime) -> NoticeRow:
    late = ticket.due_at is not None and ticket.due_at < now
    kind = "ticket.late" if late else "ticket.assigned"
    at = ticket.due_at if late and ticket.due_at else ticket.assigned_at or ticket.created_at
    zh, en = (_words(session, texts, kind, ticket, language) for language in ("zh", "en"))
    return NoticeRow(
        key=f"sample:{kind}:{ticket.ticket_id}",
        user_id=who,
        at=at,
        kind=kind,
        title_zh=zh.title,
        text_zh=zh.text,
        title_en=en.title,
        text_en=en.text,
        subject=f"ticket:{ticket.ticket_id}",
        urgent=late,
        read_at=min(at + timedelta(minutes=9), now) if now - at > READ_AFTER else None,
    )


def _message(session: Session, texts: NoticeTexts, ticket: Ticket, place: int) -> MessageOut | None:
    customer = session.get(Customer, ticket.customer_id)
    if customer is None:
        return None
    numbers = select(CustomerNumber.e164).where(CustomerNumber.customer_id == customer.customer_id)
    in_order = session.scalars(numbers.order_by(CustomerNumber.position, CustomerNumber.e164))
    address = next((number for number in in_order if takes_texts(number)), "")
    language = "en" if customer.language == "en" else "zh"
    words = _words(session, texts, "ticket.created", ticket, language)
    state, why = SENT, ""
    if not address or customer.consent.get(CONSENTS["SMS"]) is False:
        state, why = SKIPPED, OPTED_OUT if address else NO_ADDRESS
    elif place % GIVEN_UP_EACH == GIVEN_UP_EACH - 1:
        state, why = FAILED, "unreachable"
    at = ticket.created_at + timedelta(seconds=4)
    return MessageOut(
        address=address,
        text=words.text,
        title=words.title,
        at=at,
        state=state,
        tries={SENT: 1, FAILED: 7}.get(state, 0),
        sent_at=at + timedelta(seconds=2) if state == SENT else None,
        error=why,
        key=f"sample:created:{ticket.ticket_id}",
        template="ticket.created",
        language=language,
        subject=f"ticket:{ticket.ticket_id}",
        customer_id=customer.customer_id,
        once=f"seatline-{secrets.token_hex(12)}",
    )


def _words(session: Session, texts: NoticeTexts, template: str, ticket: Ticket, language: str) -> Words:
    priorities = {"LOW": ("低", "low"), "NORMAL": ("普通", "normal"), "HIGH": ("高", "high")}
    zh, en = priorities.get(ticket.priority, ("紧急", "urgent"))
    of_type = session.get(LabelRow, ("TICKET_TYPE", ticket.type))
    due = ticket.due_at.astimezone(COMPANY_ZONE) if ticket.due_at else None
    values = {
        "number": ticket.number,
        "title": ticket.title,
        "type_zh": of_type.zh if of_type else ticket.type,
        "type_en": of_type.en if of_type else ticket.type,
        "due": f"{due:%m-%d %H:%M}" if due else "",
        "priority_zh": zh,
        "priority_en": en,
        "code": ticket.check_code,
    }
    return texts.words(session, template, "en" if language == "en" else "zh", values)
