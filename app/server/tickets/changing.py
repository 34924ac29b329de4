"""How a ticket changes: made, filled in, moved, assigned, accepted or sent back."""

from __future__ import annotations

from app.server.tickets.filling import FillingTickets
from app.server.tickets.making import MakingTickets
from app.server.tickets.moving import MovingTickets


class TicketChanges(MakingTickets, FillingTickets, MovingTickets):
    """One per server. Methods work inside the caller's write transaction; ``reader`` is who wishes it."""
