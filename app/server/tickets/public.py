"""The customer's side of a ticket: progress by number and check code, his answer; nothing of the house's own.

In:  a number and a code, as somebody outside typed them. Out: what the customer may know, or
TicketUnknownError, which is the same for a wrong number and a wrong code and takes as long.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Final, cast

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.contracts.tickets import CommentView, ProgressFile, StateKind, TicketProgress
from app.server.security.audit import note_deed
from app.server.storage.errors import InvalidValueError, NotFoundError, StorageError
from app.server.storage.tables import Ticket, TicketAttachment, TicketComment
from app.server.tickets.changing import TicketChanges
from app.server.tickets.model import BY_ITSELF
from app.server.tickets.types import TypeBook

LONGEST_ANSWER: Final = 4000
MOST_COMMENTS: Final = 100
MOST_FILES: Final = 100
MOST_ANSWERS_A_DAY: Final = 20
SHORTEST_CODE: Final = 8
_NUMBER: Final = re.compile(r"T?(\d{8})-?(\d{4,8})")
_ANSWERABLE: Final = ("NEW", "OPEN", "WAITING", "RESOLVED")
_RATEABLE: Final = ("RESOLVED", "CONFIRMED")
_HOUSE: Final = {"zh": "客服", "en": "Service"}


class TicketUnknownError(StorageError):
    error_id = "ticket-unknown"
    status = 404
    sentence = "There is no ticket with this number and this check code. Look at both again."


class TicketClosedError(StorageError):
    """It is over, or not yet where this can be said."""

    error_id = "ticket-closed"
    status = 409
    sentence = "This cannot be said of the ticket as it stands now."


class TicketDesk:
    """Every method works inside the caller's transaction."""

    def __init__(self, types: TypeBook, changes: TicketChanges) -> None:
        self._types = types
        self._changes = changes

    def find(self, session: Session, number: str, code: str) -> Ticket:
        """Raises TicketUnknownError."""
        ticket = session.scalars(select(Ticket).where(Ticket.number == clean_number(number))).first()
        right = ticket.check_code if ticket is not None else ""
        given = clean_code(code)
        same = hmac.compare_digest(_digest(right), _digest(given))
        if ticket is None or not same or len(given) < SHORTEST_CODE:
            raise TicketUnknownError
        return ticket

    def progress(self, session: Session, ticket: Ticket, language: str) -> TicketProgress:
        kind = self._types.of(session, ticket.type)
        comments = [
            CommentView(
                comment_id=row.comment_id,
                at=row.at,
                by="" if row.from_customer else _HOUSE["en" if language == "en" else "zh"],
                text=row.text,
                for_customer=True,
                from_customer=row.from_customer,
            )
            for row in self._comments(session, ticket)
        ]
        return TicketProgress(
            number=ticket.number,
            title=ticket.title,
            type_name=kind.name(language),
            status_name=kind.state_name(ticket.status, language),
            status_kind=cast("StateKind", ticket.status_kind),
            created_at=ticket.created_at,
            updated_at=ticket.updated_at,
            due_at=ticket.due_at if ticket.status_kind in ("NEW", "OPEN") else None,
            solution=ticket.solution,
            comments=comments,
            files=[
                ProgressFile(file_id=row.attachment_id, name=row.name, size_bytes=row.size_bytes, at=row.at)
                for row in session.scalars(_his_files(ticket).limit(MOST_FILES))
            ],
            may_answer=ticket.status_kind in _ANSWERABLE,
            may_rate=ticket.status_kind in _RATEABLE,
            satisfaction=ticket.satisfaction,
        )

    def answer(self, session: Session, ticket: Ticket, text: str, now: datetime) -> None:
        """What he writes; a ticket that waited for him goes on.

        Raises InvalidValueError, TicketClosedError."""
        text = clean_text(text, LONGEST_ANSWER)
        if not text:
            raise InvalidValueError("There is nothing in this answer.")
        if ticket.status_kind not in _ANSWERABLE:
            raise TicketClosedError
        said = self._comments(session, ticket)
        mine = [row for row in said if row.from_customer]
        if mine and mine[-1].text == text:
            return  # sent twice
        if sum((now - row.at).days < 1 for row in mine) >= MOST_ANSWERS_A_DAY:
            raise TicketClosedError("That is a lot for one day. Please ring us.")
        self._changes.comment(session, ticket, text, BY_ITSELF, now, for_customer=True, from_customer=True)
        if ticket.status_kind == "WAITING":
            self._changes.move_by_itself(session, ticket, ("OPEN",), "客户已回复", now)

    def file(self, session: Session, ticket: Ticket, file_id: str, now: datetime) -> TicketAttachment:
        """One that is meant for him, to be read, which is noted. Raises NotFoundError."""
        his = _his_files(ticket).where(TicketAttachment.attachment_id == file_id[:64])
        row = session.scalars(his).first()
        if row is None:
            raise NotFoundError("There is no such file.")
        note_deed(session, now, BY_ITSELF, "attachment.read-by-customer", ticket.ticket_id, row.attachment_id)
        return row

    def _comments(self, session: Session, ticket: Ticket) -> Sequence[TicketComment]:
        """The newest that he may read, oldest first."""
        statement = select(TicketComment).where(
            TicketComment.ticket_id == ticket.ticket_id, TicketComment.for_customer.is_(True)
        )
        newest = statement.order_by(TicketComment.at.desc(), TicketComment.comment_id).limit(MOST_COMMENTS)
        return list(reversed(session.scalars(newest).all()))


def _his_files(ticket: Ticket) -> Select[TicketAttachment]:
    """What the house put there for him, oldest first."""
    his = (TicketAttachment.ticket_id == ticket.ticket_id, TicketAttachment.for_customer.is_(True))
    return select(TicketAttachment).where(*his).order_by(TicketAttachment.at, TicketAttachment.attachment_id)


def clean_number(text: str) -> str:
    """As it is kept: t20261121 0042, full-width digits and a missing dash are understood."""
    plain = unicodedata.normalize("NFKC", text[:60]).upper()
    plain = re.sub(r"[\s_.]+", "", plain).replace("\N{EN DASH}", "-")
    found = _NUMBER.fullmatch(plain)
    return f"T{found[1]}-{found[2]}" if found else ""


def clean_code(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:60]).upper()
    return "".join(each for each in plain if each.isascii() and each.isalnum())


def clean_text(text: str, longest: int) -> str:
    """Without signs that no text has (NUL, half of a surrogate pair)."""
    kept = (
        each for each in text[:longest] if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs")
    )
    return "".join(kept).strip()


def _digest(text: str) -> bytes:
    """Of one length, so that a comparison takes as long for each."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
