"""What the customer says of a ticket that was resolved: solved or not, one to five, a few words.

In:  his word, inside a write transaction. Out: solved confirms the ticket, not solved opens it again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.server.storage.tables import Ticket
from app.server.tickets.changing import TicketChanges
from app.server.tickets.model import BY_ITSELF, Deed
from app.server.tickets.public import TicketClosedError, clean_text

LONGEST_NOTE: Final = 2000
NOT_SOLVED: Final = "客户反馈未解决"
SOLVED: Final = "客户确认已解决"


def rate(
    session: Session,
    changes: TicketChanges,
    ticket: Ticket,
    *,
    solved: bool,
    score: int | None,
    note: str,
    now: datetime,
) -> None:
    """Said again, the later word counts. Raises TicketClosedError for one that is not resolved."""
    if ticket.status_kind not in ("RESOLVED", "CONFIRMED"):
        raise TicketClosedError
    note = clean_text(note, LONGEST_NOTE)
    if score is not None and score != ticket.satisfaction:
        before = str(ticket.satisfaction) if ticket.satisfaction is not None else ""
        ticket.satisfaction = score
        changes.note(session, ticket, Deed.CHANGED, BY_ITSELF, now, satisfaction=(before, str(score)))
    ticket.satisfaction_note = note or ticket.satisfaction_note
    ticket.satisfaction_at = now
    if not solved:
        why = f"{NOT_SOLVED}:{note}" if note else NOT_SOLVED
        if not changes.move_by_itself(session, ticket, ("OPEN", "NEW"), why, now):
            raise TicketClosedError
    elif ticket.status_kind == "RESOLVED":
        changes.move_by_itself(session, ticket, ("CONFIRMED",), SOLVED, now)
