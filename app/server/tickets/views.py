"""Tickets as people read them: rows with the names of customers and colleagues, in the reader's language.

In:  rows of tickets. Out: ``TicketView`` and ``TicketFile``, customers' names as the reader may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.contracts.tickets import (
    AttachmentView,
    ChecklistItem,
    CommentView,
    TicketFile,
    TicketLink,
    TicketMove,
    TicketPriority,
    TicketView,
)
from app.server.directory.service import DirectoryService
from app.server.noticing import Notices
from app.server.security.viewing import Eyes
from app.server.storage.errors import NotFoundError
from app.server.storage.tables import (
    Call,
    Customer,
    Ticket,
    TicketAttachment,
    TicketComment,
    TicketLinkRow,
    TicketWatcher,
)
from app.server.storage.tables.tickets import OPEN_KINDS
from app.server.storage.types import from_us
from app.server.tickets.history import history_page
from app.server.tickets.model import Clocks
from app.server.tickets.rights import Person
from app.server.tickets.types import TicketType, TypeBook

if TYPE_CHECKING:
    from app.contracts.tickets import StateKind

AT_WORK = ("NEW", "OPEN")
MOST_COMMENTS = 500
PageUrl = Callable[[str, str], str]  # number, check code → address of the customer's page


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which language, how much of customers' data."""

    person: Person
    eyes: Eyes
    language: str = "zh"

    @property
    def user_id(self) -> str:
        return self.person.user.user_id


class TicketViews:
    """Every method works inside the caller's transaction."""

    def __init__(
        self,
        directory: DirectoryService,
        types: TypeBook,
        notices: Notices,
        clocks: Callable[[], Clocks],
        page_url: PageUrl,
    ) -> None:
        self._directory = directory
        self._types = types
        self._notices = notices
        self._clocks = clocks
        self._page_url = page_url

    def many(
        self, session: Session, tickets: Sequence[Ticket], reader: Reader, now: datetime
    ) -> list[TicketView]:
        """In this order; eight questions to the database, however many there are."""
        if not tickets:
            return []
        ids = [ticket.ticket_id for ticket in tickets]
        types = self._types.all(session)
        names = _names(session, tickets)
        recordings = _recordings(session, tickets)
        clocks = self._clocks().views(session, ids, now)
        comments = _counts(session, TicketComment.ticket_id, ids)
        attachments = _counts(session, TicketAttachment.ticket_id, ids)
        children = _counts(session, Ticket.parent_id, ids, Ticket.status_kind.in_(OPEN_KINDS))
        mine = (TicketWatcher.user_id == reader.user_id, TicketWatcher.ticket_id.in_(ids))
        watched = set(session.scalars(select(TicketWatcher.ticket_id).where(*mine)))
        made: list[TicketView] = []
        for row in tickets:
            kind = types.get(row.type) or self._types.of(session, row.type)
            name = names.get(row.customer_id or "", "")
            made.append(
                TicketView(
                    ticket_id=row.ticket_id,
                    number=row.number,
                    customer_id=row.customer_id,
                    customer_name=reader.eyes.of(row.customer_id).name(name) if name else "",
                    call_id=row.call_id,
                    recording_id=recordings.get(row.call_id or ""),
                    type=row.type,
                    priority=cast("TicketPriority", row.priority),
                    status=row.status,
                    title=row.title,
                    text=row.text,
                    created_at=row.created_at,
                    created_by=self._person(row.created_by, reader.language),
                    due_at=row.due_at,
                    type_name=kind.name(reader.language),
                    status_name=kind.state_name(row.status, reader.language),
                    status_kind=cast("StateKind", row.status_kind),
                    version=row.version,
                    department=row.department,
                    assigned_to=row.assigned_to,
                    assigned_name=self._person(row.assigned_to, reader.language),
                    accepted=row.accepted,
                    tags=[str(tag) for tag in row.tags],
                    updated_at=row.updated_at,
                    closed_at=row.closed_at,
                    clocks=clocks.get(row.ticket_id, []),
                    late=is_late(row, now),
                    comments=comments.get(row.ticket_id, 0),
                    attachments=attachments.get(row.ticket_id, 0),
                    children_open=children.get(row.ticket_id, 0),
                    watching=row.ticket_id in watched,
                    source=row.source,
                )
            )
        return made

    def one(self, session: Session, ticket: Ticket, reader: Reader, now: datetime) -> TicketView:
        return self.many(session, [ticket], reader, now)[0]

    def file(self, session: Session, ticket: Ticket, reader: Reader, now: datetime) -> TicketFile:
        kind = self._types.of(session, ticket.type)
        history, cursor = history_page(session, ticket, kind, self._directory, reader.language)
        return TicketFile(
            ticket=self.one(session, ticket, reader, now),
            fields=dict(ticket.fields),
            checklist=self._checklist(ticket, kind, reader.language),
            comments=self._comments(session, ticket, reader.language),
            attachments=[
                attachment_view(
                    row, self._person(row.by, reader.language), reader.person.may_detach(ticket, row.by)
                )
                for row in session.scalars(
                    select(TicketAttachment)
                    .where(TicketAttachment.ticket_id == ticket.ticket_id)
                    .order_by(TicketAttachment.at, TicketAttachment.attachment_id)
                )
            ],
            links=self._links(session, ticket, reader),
            watchers=self._watchers(session, ticket, reader.language),
            history=history,
            history_cursor=cursor,
            moves=self.moves(kind, ticket, reader.person),
            check_code=ticket.check_code if reader.person.may_change(ticket) else "",
            page_url=(
                self._page_url(ticket.number, ticket.check_code) if reader.person.may_change(ticket) else ""
            ),
            satisfaction=ticket.satisfaction,
            satisfaction_note=ticket.satisfaction_note,
            deliveries=self._notices.deliveries(session, f"ticket:{ticket.ticket_id}"),
        )

    @staticmethod
    def moves(kind: TicketType, ticket: Ticket, person: Person) -> list[TicketMove]:
        """What this person may do with it now."""
        if not person.may_change(ticket):
            return []
        return [move for move in kind.moves_from(ticket.status) if person.leads or not move.leads_only]

    def _person(self, user_id: str | None, language: str) -> str:
        return self._directory.name_in(user_id, language) if user_id else ""

    def _checklist(self, ticket: Ticket, kind: TicketType, language: str) -> list[ChecklistItem]:
        items: list[ChecklistItem] = []
        for index, name in enumerate(kind.view.checklist):
            done = ticket.checklist.get(str(index))
            items.append(
                ChecklistItem(
                    index=index,
                    name=name,
                    done=done is not None,
                    done_by=self._person(done["by"], language) if done else "",
                    done_at=from_us(done["at_us"]) if done else None,
                )
            )
        return items

    def _comments(self, session: Session, ticket: Ticket, language: str) -> list[CommentView]:
        """The newest of very many, oldest first."""
        mine = select(TicketComment).where(TicketComment.ticket_id == ticket.ticket_id)
        newest = mine.order_by(TicketComment.at.desc(), TicketComment.comment_id.desc()).limit(MOST_COMMENTS)
        rows = list(session.scalars(newest))[::-1]
        return [comment_view(row, self._person(row.by, language)) for row in rows]

    def _links(self, session: Session, ticket: Ticket, reader: Reader) -> list[TicketLink]:
        found: list[TicketLink] = []
        language, may = reader.language, reader.person.may_change(ticket) and not ticket.archived
        if ticket.parent_id and (parent := session.get(Ticket, ticket.parent_id)) is not None:
            found.append(self._link(session, "parent", parent, language))
        children = select(Ticket).where(Ticket.parent_id == ticket.ticket_id)
        for child in session.scalars(children.order_by(Ticket.created_at, Ticket.ticket_id).limit(200)):
            found.append(self._link(session, "child", child, language))
        mine = select(TicketLinkRow).where(TicketLinkRow.ticket_id == ticket.ticket_id)
        calls = [ticket.call_id] if ticket.call_id else []
        for row in session.scalars(mine.order_by(TicketLinkRow.at, TicketLinkRow.target_id).limit(200)):
            if row.kind == "call":
                calls.append(row.target_id)
            elif (other := session.get(Ticket, row.target_id)) is not None:
                found.append(self._link(session, "related", other, language))
        for call in session.scalars(select(Call).where(Call.call_id.in_(calls)).order_by(Call.started_at)):
            found.append(
                TicketLink(
                    kind="call",
                    target_id=call.call_id,
                    recording_id=call.recording_id,
                    at=call.started_at,
                    status=call.outcome or "",
                    may_remove=may and call.call_id != ticket.call_id,
                )
            )
        return [
            each.model_copy(update={"may_remove": may}) if each.kind != "call" else each for each in found
        ]

    def _link(self, session: Session, how: str, other: Ticket, language: str) -> TicketLink:
        kind = self._types.of(session, other.type)
        return TicketLink.model_validate(
            {
                "kind": how,
                "target_id": other.ticket_id,
                "number": other.number,
                "title": other.title,
                "status": kind.state_name(other.status, language),
                "at": other.created_at,
            }
        )

    def _watchers(self, session: Session, ticket: Ticket, language: str) -> list[tuple[str, str]]:
        mine = select(TicketWatcher.user_id).where(TicketWatcher.ticket_id == ticket.ticket_id)
        rows = session.scalars(mine.order_by(TicketWatcher.user_id))
        return [(user_id, self._person(user_id, language)) for user_id in rows]


def is_late(ticket: Ticket, now: datetime) -> bool:
    """Something was promised for before now and is still to be done."""
    return ticket.status_kind in AT_WORK and ticket.next_due_at is not None and ticket.next_due_at < now


def get_ticket(session: Session, ticket_id: str) -> Ticket:
    """By its id, or by the number that people read out. Raises NotFoundError."""
    row = session.get(Ticket, ticket_id[:64])
    if row is None:
        row = session.scalars(select(Ticket).where(Ticket.number == ticket_id[:40].upper())).first()
    if row is None:
        raise NotFoundError("There is no such ticket.")
    return row


def comment_view(row: TicketComment, by: str) -> CommentView:
    return CommentView(
        comment_id=row.comment_id,
        at=row.at,
        by=by,
        text=row.text,
        for_customer=row.for_customer,
        from_customer=row.from_customer,
    )


def attachment_view(row: TicketAttachment, by: str, may_remove: bool = False) -> AttachmentView:
    return AttachmentView(
        attachment_id=row.attachment_id,
        name=row.name,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        at=row.at,
        by=by,
        for_customer=row.for_customer,
        comment_id=row.comment_id,
        may_remove=may_remove,
    )


def _names(session: Session, tickets: Sequence[Ticket]) -> Mapping[str, str]:
    ids = {ticket.customer_id for ticket in tickets if ticket.customer_id}
    statement = select(Customer.customer_id, Customer.name).where(Customer.customer_id.in_(ids))
    return dict(session.execute(statement).tuples().all()) if ids else {}


def _recordings(session: Session, tickets: Sequence[Ticket]) -> Mapping[str, str | None]:
    ids = {ticket.call_id for ticket in tickets if ticket.call_id}
    statement = select(Call.call_id, Call.recording_id).where(Call.call_id.in_(ids))
    return dict(session.execute(statement).tuples().all()) if ids else {}


def _counts(
    session: Session,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    ids: Sequence[str],
    *more: ColumnElement[bool],
) -> Mapping[str, int]:
    statement = select(column, func.count()).where(column.in_(ids), *more).group_by(column)
    return {str(found): count for found, count in session.execute(statement).tuples()}
