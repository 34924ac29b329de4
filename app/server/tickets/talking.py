"""What hangs on a ticket: comments, watchers, links to other tickets and calls, attached files.

Everything inside the caller's transaction, but for the files themselves: those are on the disk before their
row is written, and removed where it is not.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.contracts.tickets import LinkWish, NewComment, WatchWish
from app.server.directory.service import DirectoryService
from app.server.security.attachments import StoredFile
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import (
    Call,
    Ticket,
    TicketAttachment,
    TicketComment,
    TicketLinkRow,
    TicketWatcher,
)
from app.server.storage.upsert import upsert
from app.server.tickets.changing import TicketChanges
from app.server.tickets.deeds import is_circle
from app.server.tickets.model import Deed, TicketMoveError
from app.server.tickets.views import Reader, get_ticket

MOST_ATTACHMENTS = 100  # of one ticket
MOST_LINKS = 200


class TicketTalk:
    def __init__(self, directory: DirectoryService, changes: TicketChanges) -> None:
        self._directory = directory
        self._changes = changes

    def comment(
        self, session: Session, reader: Reader, ticket_id: str, new: NewComment, now: datetime
    ) -> Ticket:
        """A word for the house may be left by everybody who works here; the customer hears only from whom the
        ticket belongs to. Raises NotFoundError, NotAllowedError, InvalidValueError."""
        ticket = self._open(session, ticket_id)
        reader.person.check_write()
        if new.for_customer:
            reader.person.check_change(ticket)
        text = new.text.strip()
        if not text:
            raise InvalidValueError("There is nothing in this comment.")
        self._changes.comment(session, ticket, text, reader.user_id, now, for_customer=new.for_customer)
        return ticket

    def watch(
        self, session: Session, reader: Reader, ticket_id: str, wish: WatchWish, now: datetime
    ) -> Ticket:
        """Oneself; leads and whom the ticket belongs to also somebody else."""
        ticket = get_ticket(session, ticket_id)
        who = wish.user_id or reader.user_id
        if who != reader.user_id:
            reader.person.check_change(ticket)
            if self._directory.user(who) is None:
                raise InvalidValueError("There is no such colleague.")
        watches = session.get(TicketWatcher, (who, ticket.ticket_id)) is not None
        if wish.watch == watches:
            return ticket
        if wish.watch:
            session.add(TicketWatcher(user_id=who, ticket_id=ticket.ticket_id))
        else:
            here = (TicketWatcher.user_id == who, TicketWatcher.ticket_id == ticket.ticket_id)
            session.execute(delete(TicketWatcher).where(*here))
        before, after = ("", who) if wish.watch else (who, "")
        self._changes.note(session, ticket, Deed.WATCHED, reader.user_id, now, watcher=(before, after))
        return ticket

    def link(self, session: Session, reader: Reader, ticket_id: str, wish: LinkWish, now: datetime) -> Ticket:
        """Raises NotFoundError, NotAllowedError, InvalidValueError."""
        ticket = self._open(session, ticket_id)
        reader.person.check_change(ticket)
        if wish.kind == "call":
            call = session.get(Call, wish.target)
            if call is None:
                raise NotFoundError("There is no such call.")
            self._link(session, ticket, "call", call.call_id, now)
            self._changes.note(session, ticket, Deed.LINKED, reader.user_id, now, call=("", call.call_id))
            return ticket
        other = get_ticket(session, wish.target)
        if other.ticket_id == ticket.ticket_id:
            raise InvalidValueError("A ticket is not linked with itself.")
        if wish.kind == "child":
            self._adopt(session, reader, ticket, other, now)
        else:
            self._link(session, ticket, "related", other.ticket_id, now)
            self._link(session, other, "related", ticket.ticket_id, now)
            by = reader.user_id
            self._changes.note(session, ticket, Deed.LINKED, by, now, related=("", other.number))
            self._changes.note(session, other, Deed.LINKED, by, now, related=("", ticket.number))
        return ticket

    def unlink(
        self, session: Session, reader: Reader, ticket_id: str, kind: str, target: str, now: datetime
    ) -> Ticket:
        """``kind``: "parent", "child", "related" or "call". One that is not there is no error."""
        ticket = self._open(session, ticket_id)
        reader.person.check_change(ticket)
        by = reader.user_id
        if kind == "call":
            if self._unlink(session, ticket.ticket_id, "call", target):
                self._changes.note(session, ticket, Deed.LINKED, by, now, call=(target, ""))
            return ticket
        other = get_ticket(session, target)
        if kind == "related":
            if self._unlink(session, ticket.ticket_id, kind, other.ticket_id):
                self._unlink(session, other.ticket_id, kind, ticket.ticket_id)
                self._changes.note(session, ticket, Deed.LINKED, by, now, related=(other.number, ""))
                self._changes.note(session, other, Deed.LINKED, by, now, related=(ticket.number, ""))
            return ticket
        child, parent = (other, ticket) if kind == "child" else (ticket, other)
        if child.parent_id == parent.ticket_id:
            child.parent_id = None
            self._changes.note(session, child, Deed.LINKED, by, now, parent=(parent.number, ""))
            self._changes.note(session, parent, Deed.LINKED, by, now, child=(child.number, ""))
        return ticket

    def _adopt(self, session: Session, reader: Reader, parent: Ticket, child: Ticket, now: datetime) -> None:
        reader.person.check_change(child)
        if child.parent_id == parent.ticket_id:
            return
        if is_circle(session, child, parent):
            raise InvalidValueError("These tickets would go round in a circle.")
        before = session.get(Ticket, child.parent_id) if child.parent_id else None
        child.parent_id = parent.ticket_id
        by, was = reader.user_id, before.number if before else ""
        self._changes.note(session, child, Deed.LINKED, by, now, parent=(was, parent.number))
        self._changes.note(session, parent, Deed.LINKED, by, now, child=("", child.number))

    @staticmethod
    def _link(session: Session, ticket: Ticket, kind: str, target_id: str, now: datetime) -> None:
        mine = select(TicketLinkRow.target_id).where(TicketLinkRow.ticket_id == ticket.ticket_id)
        if len(session.scalars(mine.limit(MOST_LINKS)).all()) >= MOST_LINKS:
            raise InvalidValueError(f"A ticket may have at most {MOST_LINKS} links.")
        row = upsert(session, TicketLinkRow).values(
            ticket_id=ticket.ticket_id, kind=kind, target_id=target_id, at=now
        )
        session.execute(row.on_conflict_do_nothing())

    @staticmethod
    def _unlink(session: Session, ticket_id: str, kind: str, target_id: str) -> bool:
        row = session.get(TicketLinkRow, (ticket_id, kind, target_id))
        if row is not None:
            session.delete(row)
        return row is not None

    # --- files ---------------------------------------------------------------------------------------

    def check_attach(self, session: Session, reader: Reader, ticket_id: str) -> None:
        """Before a file is taken at all. Raises NotFoundError, NotAllowedError, InvalidValueError."""
        ticket = self._open(session, ticket_id)
        reader.person.check_change(ticket)
        mine = select(TicketAttachment.attachment_id).where(TicketAttachment.ticket_id == ticket.ticket_id)
        if len(session.scalars(mine.limit(MOST_ATTACHMENTS)).all()) >= MOST_ATTACHMENTS:
            raise InvalidValueError(f"A ticket may have at most {MOST_ATTACHMENTS} files.")

    def attach(
        self,
        session: Session,
        reader: Reader,
        ticket_id: str,
        stored: StoredFile,
        for_customer: bool,
        comment_id: str | None,
        now: datetime,
    ) -> TicketAttachment:
        self.check_attach(session, reader, ticket_id)
        ticket = get_ticket(session, ticket_id)
        if comment_id:
            comment = session.get(TicketComment, comment_id)
            if comment is None or comment.ticket_id != ticket.ticket_id:
                raise NotFoundError("There is no such comment.")
        return self.attach_now(session, ticket, stored, reader.user_id, for_customer, comment_id, now)

    def attach_now(
        self,
        session: Session,
        ticket: Ticket,
        stored: StoredFile,
        by: str,
        for_customer: bool,
        comment_id: str | None,
        now: datetime,
    ) -> TicketAttachment:
        """Whether it may be was asked before; ``by`` "": it came from outside."""
        row = TicketAttachment(
            attachment_id=uuid.uuid4().hex,
            ticket_id=ticket.ticket_id,
            blob_id=stored.blob_id,
            name=stored.name,
            media_type=stored.media_type,
            size_bytes=stored.size_bytes,
            at=now,
            by=by,
            for_customer=for_customer,
            comment_id=comment_id or None,
        )
        session.add(row)
        self._changes.note(session, ticket, Deed.ATTACHED, by, now, attachment=("", stored.name))
        return row

    def attachment(
        self, session: Session, reader: Reader, ticket_id: str, attachment_id: str, now: datetime
    ) -> TicketAttachment:
        """To be read, which is noted; so inside a write transaction. Raises NotFoundError."""
        row = self._attachment(session, ticket_id, attachment_id)
        note_deed(session, now, reader.user_id, "attachment.read", row.ticket_id, row.attachment_id)
        return row

    def detach(
        self, session: Session, reader: Reader, ticket_id: str, attachment_id: str, now: datetime
    ) -> str:
        """Its file's id, to be removed after the commit. By who attached it, and by leads."""
        row = self._attachment(session, ticket_id, attachment_id)
        ticket = self._open(session, row.ticket_id)
        reader.person.check_change(ticket)
        if row.by != reader.user_id and not reader.person.leads:
            raise NotAllowedError("Only who attached a file, or a supervisor, removes it.")
        session.delete(row)
        by = reader.user_id
        self._changes.note(session, ticket, Deed.ATTACHED, by, now, attachment=(row.name, ""))
        note_deed(session, now, by, "attachment.removed", row.ticket_id, row.name)
        return row.blob_id

    @staticmethod
    def _attachment(session: Session, ticket_id: str, attachment_id: str) -> TicketAttachment:
        ticket = get_ticket(session, ticket_id)
        row = session.get(TicketAttachment, attachment_id[:64])
        if row is None or row.ticket_id != ticket.ticket_id:
            raise NotFoundError("There is no such file.")
        return row

    @staticmethod
    def _open(session: Session, ticket_id: str) -> Ticket:
        ticket = get_ticket(session, ticket_id)
        if ticket.archived:
            raise TicketMoveError("An archived ticket is not changed any more.")
        return ticket
