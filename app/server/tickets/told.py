"""Who is told of what happens to a ticket: whom it is assigned to, who watches it, its customer.

In:  each change, inside its transaction. Out: notices, posted in the same transaction.
Templates: ticket.created, ticket.moved.customer, ticket.resolved.customer, ticket.comment.customer (to
customers); ticket.assigned, ticket.sent-back, ticket.watching, ticket.reminder, ticket.half-time, ticket.late
(to people of the house). All get the same values (``values_of``), each a text, "" where there is none:
number, title, type_zh, type_en, status_zh, status_en, priority_zh, priority_en, due (local time), who_zh,
who_en (who did it), why, text (a comment, or the solution), code and link (of the customer's page).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.directory.service import DirectoryService
from app.server.noticing import Notice, Notices, ToCustomer, ToUser
from app.server.storage.tables import Ticket, TicketEvent, TicketWatcher
from app.server.storage.types import to_us
from app.server.tickets.model import BY_ITSELF, Deed, Happening
from app.server.tickets.types import TicketType, TypeBook, in_language

LONGEST_TEXT: Final = 1000
_PRIORITIES: Final = {
    "LOW": ("低", "low"),
    "NORMAL": ("普通", "normal"),
    "HIGH": ("高", "high"),
    "URGENT": ("紧急", "urgent"),
}
_NOTED_BY_WATCHERS: Final = (Deed.MOVED, Deed.ASSIGNED, Deed.COMMENTED, Deed.SENT_BACK)
PageUrl = Callable[[str, str], str]  # number, check code → address of the customer's page


class TicketNews:
    def __init__(
        self, notices: Notices, types: TypeBook, directory: DirectoryService, page_url: PageUrl
    ) -> None:
        self._notices = notices
        self._types = types
        self._directory = directory
        self._page_url = page_url

    def on_change(self, session: Session, ticket: Ticket, happening: Happening) -> None:
        """As ``app.server.tickets.model.OnChange``."""
        kind = self._types.of(session, ticket.type)
        values = self._values(kind, ticket, happening)
        told = self._tell_people(session, ticket, happening, values)
        if happening.deed in _NOTED_BY_WATCHERS:
            self._tell_watchers(session, ticket, happening, values, told)
        template = self._for_customer(ticket, happening)
        if template and ticket.customer_id and kind.view.tell_customer:
            self._post(session, ticket, happening, template, ToCustomer(ticket.customer_id), values)

    def values_of(self, session: Session, ticket: Ticket) -> dict[str, str]:
        """As it stands, where nothing was done to it."""
        return self._values(self._types.of(session, ticket.type), ticket, None)

    def _values(self, kind: TicketType, ticket: Ticket, happening: Happening | None) -> dict[str, str]:
        name = kind.view.name
        state = kind.states.get(ticket.status)
        priority = _PRIORITIES.get(ticket.priority, (ticket.priority, ticket.priority))
        by = happening.by if happening else BY_ITSELF
        comment = happening.comment if happening else None
        due_at = ticket.next_due_at or ticket.due_at
        return {
            "number": ticket.number,
            "title": ticket.title,
            "type_zh": in_language(name, "zh"),
            "type_en": in_language(name, "en"),
            "status_zh": in_language(state.name, "zh") if state else ticket.status,
            "status_en": in_language(state.name, "en") if state else ticket.status,
            "priority_zh": priority[0],
            "priority_en": priority[1],
            "due": f"{due_at.astimezone():%m-%d %H:%M}" if due_at else "",
            "who_zh": self._directory.name_in(by, "zh") if by else "",
            "who_en": self._directory.name_in(by, "en") if by else "",
            "why": (happening.why if happening else "")[:LONGEST_TEXT],
            "text": (comment.text if comment else ticket.solution)[:LONGEST_TEXT],
            "code": ticket.check_code,
            "link": self._page_url(ticket.number, ticket.check_code),
        }

    def _tell_people(
        self, session: Session, ticket: Ticket, happening: Happening, values: dict[str, str]
    ) -> set[str]:
        """Whom it was given to, or who gets it back; these need not hear it as watchers too."""
        is_given = happening.deed is Deed.CREATED or "assigned_to" in happening.changes
        if happening.deed is Deed.SENT_BACK:
            told = self._who_assigned(session, ticket, happening)
            template = "ticket.sent-back"
        elif is_given and ticket.assigned_to and ticket.assigned_to != happening.by:
            told, template = {ticket.assigned_to}, "ticket.assigned"
        else:
            return set()
        for user_id in told:
            self._post(session, ticket, happening, template, ToUser(user_id), values)
        return told

    def _who_assigned(self, session: Session, ticket: Ticket, happening: Happening) -> set[str]:
        """Who gave it last to the one that sends it back; where it was given by itself, who made it."""
        last = session.scalar(
            select(TicketEvent.by)
            .where(
                TicketEvent.ticket_id == ticket.ticket_id,
                TicketEvent.field == "assigned_to",
                TicketEvent.after == happening.by,
            )
            .order_by(TicketEvent.event_id.desc())
            .limit(1)
        )
        who = last or ticket.created_by
        return {who} if who and who != happening.by and self._directory.user(who) else set()

    def _tell_watchers(
        self, session: Session, ticket: Ticket, happening: Happening, values: dict[str, str], told: set[str]
    ) -> None:
        """And whom it is assigned to, of what others do with it."""
        watchers = session.scalars(
            select(TicketWatcher.user_id).where(TicketWatcher.ticket_id == ticket.ticket_id)
        )
        people = {*watchers, ticket.assigned_to or ""} - told - {"", happening.by}
        for user_id in sorted(people):
            self._post(session, ticket, happening, "ticket.watching", ToUser(user_id), values)

    def _for_customer(self, ticket: Ticket, happening: Happening) -> str:
        """The template; "" where it is nothing to tell him."""
        if happening.deed is Deed.CREATED:
            return "ticket.created"
        comment = happening.comment
        if comment is not None:
            return "ticket.comment.customer" if comment.for_customer and not comment.from_customer else ""
        if happening.reached("RESOLVED"):
            return "ticket.resolved.customer"
        is_inside = "assigned_to" in happening.changes or ticket.status_kind in (
            "NEW",
            "CONFIRMED",
            "ARCHIVED",
        )
        return "ticket.moved.customer" if "status_kind" in happening.changes and not is_inside else ""

    def _post(
        self,
        session: Session,
        ticket: Ticket,
        happening: Happening,
        template: str,
        to: ToUser | ToCustomer,
        values: dict[str, str],
    ) -> None:
        whom = to.user_id if isinstance(to, ToUser) else "customer"
        key = f"{template}:{ticket.ticket_id}:{ticket.version}:{to_us(happening.at)}:{whom}"
        notice = Notice(key, template, to, values, f"ticket:{ticket.ticket_id}", ticket.priority == "URGENT")
        self._notices.post(session, notice, happening.at)
