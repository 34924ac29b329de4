"""Customers and tickets."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Query, Request, Response

from app.contracts.base import Page
from app.contracts.calls import CustomerChoice
from app.contracts.customers import (
    CustomerFile,
    CustomerView,
    NewCustomer,
    RevealedNumber,
    RevealWish,
    TimelineItem,
    TimelineKind,
)
from app.contracts.tickets import NewTicket, TicketView
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, language_of, utc_now
from app.server.security.model import SignedInUser
from app.server.storage.paging import LONGEST_PAGE


def customers_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["customers"])
    customers = rooms.parts.customers

    @router.get("/customers")
    async def search(
        q: str = Query("", max_length=100),
        cursor: str | None = None,
        limit: int = Query(50, ge=1, le=LONGEST_PAGE),
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[CustomerView]:
        return await customers.search(q, cursor, limit)

    @router.post("/customers", status_code=201, response_model=CustomerView)
    async def create(
        request: Request, new: NewCustomer, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: customers.create(session, user, new, utc_now()), 201
        )

    @router.get("/customers/by-number/{number}")
    async def by_number(
        request: Request, number: str, user: SignedInUser = Depends(rooms.user)
    ) -> CustomerFile:
        return await customers.file_by_number(number[:60], language_of(request))

    @router.get("/customers/{customer_id}")
    async def one_customer(
        request: Request, customer_id: str, user: SignedInUser = Depends(rooms.user)
    ) -> CustomerFile:
        return await customers.file(customer_id, language_of(request))

    @router.post("/customers/{customer_id}/reveal", response_model=RevealedNumber)
    async def reveal(
        customer_id: str, wish: RevealWish | None = None, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """The number in full, for one look. Each look is kept with its reason, which agents must give."""
        reason = wish.reason if wish else ""
        shown = await rooms.parts.database.write(
            lambda session: customers.reveal(session, user, customer_id[:80], reason, utc_now())
        )
        headers = {"Cache-Control": "private, no-store"}
        return Response(shown.model_dump_json(), media_type="application/json", headers=headers)

    @router.put("/calls/{call_id}/customer")
    async def choose(
        request: Request, call_id: str, choice: CustomerChoice, user: SignedInUser = Depends(rooms.user)
    ) -> CustomerFile:
        """Said again, the latest one counts; so no key is needed."""
        wanted = choice.customer_id[:80]
        return await rooms.parts.choosing.choose(user, call_id[:80], wanted, language_of(request))

    @router.get("/customers/{customer_id}/timeline")
    async def timeline(
        request: Request,
        customer_id: str,
        cursor: str | None = None,
        limit: int = Query(20, ge=1, le=LONGEST_PAGE),
        kind: TimelineKind | None = None,
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[TimelineItem]:
        return await customers.timeline(customer_id, cursor, limit, language_of(request), kind)

    return router


def tickets_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["tickets"])
    tickets = rooms.tickets

    @router.post("/tickets", status_code=201, response_model=TicketView)
    async def create(request: Request, new: NewTicket, user: SignedInUser = Depends(rooms.user)) -> Response:
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: tickets.create(session, user, new, utc_now()), 201
        )

    @router.get("/tickets")
    async def list_tickets(
        customer_id: str | None = None,
        cursor: str | None = None,
        limit: int = Query(50, ge=1, le=LONGEST_PAGE),
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[TicketView]:
        return await tickets.list(customer_id, cursor, limit)

    @router.get("/tickets/{ticket_id}")
    async def one_ticket(ticket_id: str, user: SignedInUser = Depends(rooms.user)) -> TicketView:
        return await tickets.get(ticket_id)

    return router
