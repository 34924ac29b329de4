"""What went outside, as supervisors see it, and what failed sent again by hand.

All functions work inside a session of their caller.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.contracts.base import Page
from app.contracts.notices import Channel, OutgoingCounts, OutgoingView
from app.contracts.people import Label
from app.server.notify.courier import masked
from app.server.notify.customer_way import NO_ADDRESS, OPTED_OUT, has_opted_out
from app.server.notify.model import DELIVERED, FAILED, NEW, SENT, SKIPPED, TextNotPossibleError
from app.server.notify.office import TO_GROUPS
from app.server.notify.outbox import channel_of
from app.server.notify.texts import NoticeTexts
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.security.viewing import Eyes
from app.server.storage.errors import NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor
from app.server.storage.tables import Customer, MessageOut, Ticket, User

State = Literal["NEW", "SENT", "DELIVERED", "FAILED", "SKIPPED"]
Whom = Literal["customers", "house", "all"]
COUNTED = timedelta(days=7)
_NEVER_AGAIN = (OPTED_OUT, NO_ADDRESS)
_TICKET = "ticket:"
_STATES: Mapping[str, State] = {"NEW": "NEW", "SENT": "SENT", "DELIVERED": "DELIVERED", "FAILED": "FAILED"}


def state_of(row: MessageOut) -> State:
    return _STATES.get(row.state, "SKIPPED")


def check_may_see(user: SignedInUser) -> None:
    """Raises NotAllowedError."""
    if not user.may(Right.SEE_OUTGOING):
        raise NotAllowedError("Only supervisors and administrators see what was sent outside.")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which messages; what is not said does not matter."""

    state: State | None = None
    channel: Channel | None = None
    subject: str = ""
    to: Whom = "all"


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, and in which words it is told."""

    user: SignedInUser
    eyes: Eyes
    texts: NoticeTexts
    language: Literal["zh", "en"] = "zh"


def find_outgoing(
    session: Session, looking: Looking, asked: Asked, cursor: str | None, limit: int
) -> Page[OutgoingView]:
    """Newest first; addresses are masked. Raises NotAllowedError, InvalidValueError."""
    check_may_see(looking.user)
    statement = select(MessageOut).where(*_whom(asked.to))
    if asked.state is not None:
        statement = statement.where(MessageOut.state == asked.state)
    if asked.channel is not None:
        statement = statement.where(MessageOut.channel == asked.channel)
    if asked.subject:
        statement = statement.where(MessageOut.subject == asked.subject)
    if cursor:
        (last,) = decode_cursor(cursor, (int,))
        statement = statement.where(MessageOut.message_id < last)
    rows = session.scalars(statement.order_by(MessageOut.message_id.desc()).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1].message_id) if len(rows) > limit else None
    return Page(items=views_of(session, rows[:limit], looking), next_cursor=more)


def count_outgoing(session: Session, user: SignedInUser, now: datetime) -> OutgoingCounts:
    """Of what goes to customers. Raises NotAllowedError."""
    check_may_see(user)
    counted = select(MessageOut.state, func.count()).where(
        *_whom("customers"), MessageOut.state.in_((NEW, FAILED, SKIPPED)), MessageOut.at > now - COUNTED
    )
    counts = dict(session.execute(counted.group_by(MessageOut.state)).tuples().all())
    return OutgoingCounts(
        failed=counts.get(FAILED, 0), skipped=counts.get(SKIPPED, 0), waiting=counts.get(NEW, 0)
    )


def _whom(to: Whom) -> list[ColumnElement[bool]]:
    if to == "all":
        return []
    if to == "customers":
        return [MessageOut.user_id.is_(None), MessageOut.channel.not_in(TO_GROUPS)]
    return [MessageOut.user_id.is_not(None) | MessageOut.channel.in_(TO_GROUPS)]


def views_of(session: Session, rows: Sequence[MessageOut], looking: Looking) -> list[OutgoingView]:
    ticket_ids = {row.subject.removeprefix(_TICKET) for row in rows if row.subject.startswith(_TICKET)}
    numbers = _by_id(session, Ticket.ticket_id, Ticket.number, ticket_ids)
    customer_ids = {row.customer_id for row in rows if row.customer_id}
    customers = _by_id(session, Customer.customer_id, Customer.name, customer_ids)
    shown = User.display_name_en if looking.language == "en" else User.display_name
    people = _by_id(session, User.user_id, shown, {row.user_id for row in rows if row.user_id})
    made: list[OutgoingView] = []
    for row in rows:
        name = customers.get(row.customer_id or "", "")
        template = looking.texts.get(row.template)
        names = (
            Label(code=row.template, zh=template.label["zh"], en=template.label["en"]) if template else None
        )
        more = {
            "what": names,
            "customer_name": looking.eyes.of(row.customer_id).name(name) if name else "",
            "person_name": people.get(row.user_id or "", ""),
            "number": numbers.get(row.subject.removeprefix(_TICKET), ""),
        }
        made.append(view_of(row).model_copy(update=more))
    return made


def _by_id(
    session: Session,
    key: InstrumentedAttribute[str],
    value: InstrumentedAttribute[str],
    ids: Collection[str],
) -> dict[str, str]:
    if not ids:
        return {}
    return dict(session.execute(select(key, value).where(key.in_(ids))).tuples().all())


def view_of(row: MessageOut) -> OutgoingView:
    channel = channel_of(row.channel)
    return OutgoingView(
        customer_id=row.customer_id,
        may_retry=row.state not in (SENT, DELIVERED) and row.error not in _NEVER_AGAIN and bool(row.text),
        outgoing_id=row.message_id,
        at=row.at,
        channel=channel,
        to=masked(channel, row.address),
        template=row.template,
        state=state_of(row),
        tries=row.tries,
        next_at=row.next_at,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        why=row.error,
        subject=row.subject or (f"call:{row.call_id}" if row.call_id else ""),
    )


def retry(session: Session, looking: Looking, outgoing_id: int, now: datetime) -> OutgoingView:
    """From the beginning, also beyond the limits; what is on its way is tried at once.

    Raises NotAllowedError, NotFoundError, TextNotPossibleError.
    """
    check_may_see(looking.user)
    row = session.get(MessageOut, outgoing_id)
    if row is None:
        raise NotFoundError("There is no such message.")
    if row.state not in (FAILED, SKIPPED, NEW):
        raise TextNotPossibleError("It was handed over already.")
    if row.error in _NEVER_AGAIN or has_opted_out(session, row.address):
        raise TextNotPossibleError("Whom it is for wants no messages, or there is no address to send it to.")
    if not row.text:
        raise TextNotPossibleError("Its text is not kept any more.")
    row.state, row.tries, row.error, row.receipt = NEW, 0, "", ""
    row.at, row.next_at = now, now
    session.flush()
    note_deed(session, now, looking.user.user_id, "outgoing.retried", str(outgoing_id), row.channel)
    return views_of(session, [row], looking)[0]
