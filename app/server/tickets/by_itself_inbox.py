"""Tickets from outside: other programs of the company, and e-mail. Each comes with a secret token.

In:  what they send. Out: a ticket, or a comment on one; the same thing sent again changes nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.tickets import NewTicket, OutsideTicket, TakenIn
from app.server.numbering import parse_e164
from app.server.security.attachments import StoredFile
from app.server.security.model import NotAllowedError
from app.server.storage.merged import survivor
from app.server.storage.meta import get_meta, set_meta
from app.server.storage.tables import Customer, CustomerNumber, Ticket, TicketAttachment
from app.server.tickets.by_itself_email import Mail
from app.server.tickets.by_itself_files import NO_FILES, TakenFiles, fitting
from app.server.tickets.changing import TicketChanges
from app.server.tickets.model import BY_ITSELF
from app.server.tickets.public import clean_text

Inbox = Literal["email", "tickets"]
INBOXES: Final[tuple[Inbox, ...]] = ("email", "tickets")
_NO_SUBJECT: Final = "（无主题）"
_STRANGER: Final = "（来自 {sender}，不是客户档案中的邮箱，请核实）\n\n{text}"
_FILES: Final = "\n\n附件未收取：{names}"


class Attach(Protocol):
    """``TicketTalk.attach_now``."""

    def __call__(
        self,
        session: Session,
        ticket: Ticket,
        stored: StoredFile,
        by: str,
        for_customer: bool,
        comment_id: str | None,
        now: datetime,
    ) -> TicketAttachment: ...


class TicketInbox:
    """Every method works inside the caller's transaction."""

    def __init__(self, changes: TicketChanges, attach: Attach) -> None:
        self._changes = changes
        self._attach = attach

    def check_token(self, session: Session, inbox: Inbox, token: str) -> None:
        """Raises NotAllowedError."""
        kept = get_meta(session, _key(inbox)) or ""
        if not kept or not hmac.compare_digest(kept, _hash(token)):
            raise NotAllowedError("The token is not right. `seatline admin ticket-rules token` makes one.")

    def take_ticket(self, session: Session, sent: OutsideTicket, now: datetime) -> TakenIn:
        """Raises InvalidValueError for fields that do not fit the type."""
        origin = f"api:{sent.external_id}"
        known = _by_origin(session, origin)
        if known is not None:
            return TakenIn(number=known.number, new=False)
        new = NewTicket(
            customer_id=_customer(session, sent),
            type=sent.type,
            priority=sent.priority,
            title=clean_text(sent.title, 200) or sent.external_id,
            text=clean_text(sent.text, 8000),
            fields=sent.fields,
            tags=[clean_text(tag, 60) for tag in sent.tags],
            department=clean_text(sent.department, 120),
        )
        made = self._changes.create_by_itself(session, new, "API", origin, now)
        return TakenIn(number=made.number if made else "", new=made is not None)

    def take_mail(self, session: Session, mail: Mail, now: datetime, files: TakenFiles = NO_FILES) -> TakenIn:
        """``files``: those of this mail; the ones that come to no ticket are the caller's to remove."""
        if mail.is_automatic:
            return TakenIn(number="", new=False)
        origin = f"email:{mail.once}"
        known = _by_origin(session, origin)
        if known is not None:
            return TakenIn(number=known.number, new=False)
        ticket = _by_number(session, mail.number)
        if ticket is not None and not ticket.archived and ticket.status_kind != "CANCELLED":
            self._comment(session, ticket, mail, now, files)
            return TakenIn(number=ticket.number, new=False)
        his = (Customer.email == mail.sender, Customer.merged_into.is_(None))
        customer = session.scalars(select(Customer).where(*his).limit(2)).all()
        new = NewTicket(
            customer_id=customer[0].customer_id if len(customer) == 1 else None,
            type="",
            title=mail.subject or _NO_SUBJECT,
            text=(mail.text if len(customer) == 1 else _from(mail, mail.text)) + _named(files.refused),
        )
        made = self._changes.create_by_itself(session, new, "EMAIL", origin, now)
        if made is not None:
            for stored in files.stored:
                self._attach(session, made, stored, BY_ITSELF, False, None, now)
        return TakenIn(number=made.number if made else "", new=made is not None)

    def _comment(
        self, session: Session, ticket: Ticket, mail: Mail, now: datetime, files: TakenFiles
    ) -> None:
        """The customer's own word where the address is his, else a note for the house."""
        customer = session.get(Customer, ticket.customer_id) if ticket.customer_id else None
        own = customer is not None and customer.email.lower() == mail.sender
        files = fitting(session, ticket, files)
        text = (mail.text or mail.subject) + _named(files.refused)
        text = text if own else _STRANGER.format(sender=mail.sender, text=text)
        comment = self._changes.comment(
            session, ticket, text, BY_ITSELF, now, for_customer=own, from_customer=own
        )
        for stored in files.stored:
            self._attach(session, ticket, stored, BY_ITSELF, False, comment.comment_id, now)
        if own and ticket.status_kind == "WAITING":
            self._changes.move_by_itself(session, ticket, ("OPEN",), "客户已回复", now)


def new_token(session: Session, inbox: Inbox) -> str:
    """Only its hash is kept; the one before is void."""
    token = secrets.token_urlsafe(32)
    set_meta(session, _key(inbox), _hash(token))
    return token


def _key(inbox: Inbox) -> str:
    return f"ticket_inbox:{inbox}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _by_origin(session: Session, origin: str) -> Ticket | None:
    return session.scalars(select(Ticket).where(Ticket.origin == origin)).first()


def _by_number(session: Session, number: str) -> Ticket | None:
    return session.scalars(select(Ticket).where(Ticket.number == number)).first() if number else None


def _customer(session: Session, sent: OutsideTicket) -> str | None:
    if (known := survivor(session, sent.customer_id)) is not None:
        return known.customer_id
    e164 = parse_e164(sent.number) if sent.number else None
    if e164:
        found = select(CustomerNumber.customer_id).where(CustomerNumber.e164 == e164)
        ids = session.scalars(found.limit(2)).all()
        if len(ids) == 1:
            return ids[0]
    if sent.email:
        by_mail = select(Customer.customer_id).where(
            Customer.email == sent.email.strip().lower(), Customer.merged_into.is_(None)
        )
        ids = session.scalars(by_mail.limit(2)).all()
        return ids[0] if len(ids) == 1 else None
    return None


def _from(mail: Mail, text: str) -> str:
    who = f"{mail.sender_name} <{mail.sender}>" if mail.sender_name else mail.sender
    return f"{who}\n\n{text}"


def _named(files: Sequence[str]) -> str:
    return _FILES.format(names="、".join(files)) if files else ""
