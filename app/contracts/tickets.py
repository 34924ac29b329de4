"""Tickets: a promise to a customer, with a number that can be read out on the phone."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire

TicketStatus = Literal["NEW", "ASSIGNED", "IN_PROGRESS", "WAITING", "RESOLVED", "CLOSED", "CANCELLED"]
TicketPriority = Literal["LOW", "NORMAL", "HIGH", "URGENT"]


class NewTicket(Wire):
    """Body of ``POST /api/v1/tickets``."""

    customer_id: str | None = None
    call_id: str | None = None
    type: str = Field(max_length=40)
    priority: TicketPriority = "NORMAL"
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=8000)
    due_at: datetime | None = None


class TicketView(Wire):
    ticket_id: str
    number: str  # T20261121-0042
    customer_id: str | None
    customer_name: str
    call_id: str | None
    recording_id: str | None = None
    type: str
    priority: TicketPriority
    status: TicketStatus
    title: str
    text: str
    created_at: datetime
    created_by: str
    due_at: datetime | None = None
