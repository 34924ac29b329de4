"""Customers: searched, opened, entered, changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response

from app.contracts.base import Page
from app.contracts.calls import CustomerChoice
from app.contracts.customer_work import CustomerSetUp, SecretField
from app.contracts.customers import (
    CustomerChange,
    CustomerFile,
    CustomerView,
    NewCustomer,
    RevealedNumber,
    RevealWish,
    TimelineItem,
    TimelineKind,
)
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, language_of, utc_now
from app.server.security.model import SignedInUser
from app.server.security.viewing import Eyes
from app.server.storage.paging import LONGEST_PAGE

CustomerId = Annotated[str, Path(max_length=80)]
LongNumber = Annotated[str, Path(max_length=120)]
_NEW = Body(
    openapi_examples={"new": {"value": {"name": "张伟", "number": "138 0013 8000", "note": "老客户介绍"}}}
)
_CHANGE = Body(
    openapi_examples={
        "level and a field of the company's own": {
            "value": {"version": 3, "level": "GOLD", "fields": {"membership": "2026-05-01"}}
        },
        "numbers: the known one stays first, one is new": {
            "value": {
                "version": 3,
                "numbers": [
                    {"number_id": "5f0a4c529a3e2f9c", "kind": "MOBILE"},
                    {"raw": "021-6234 5678", "kind": "WORK"},
                ],
            }
        },
    }
)
_SET_UP = Body(
    openapi_examples={
        "a date of membership, a choice, two consents": {
            "value": {
                "fields": [
                    {
                        "code": "membership",
                        "name": {"code": "membership", "zh": "会员到期日", "en": "Member until"},
                        "kind": "DATE",
                    },
                    {
                        "code": "home",
                        "name": {"code": "home", "zh": "住房", "en": "Home"},
                        "kind": "CHOICE",
                        "choices": [
                            {"code": "flat", "zh": "公寓", "en": "Flat"},
                            {"code": "house", "zh": "别墅", "en": "House"},
                        ],
                    },
                ],
                "consents": [
                    {"code": "sms", "zh": "同意接收短信", "en": "Text messages"},
                    {"code": "email", "zh": "同意接收邮件", "en": "E-mails"},
                ],
                "tags": ["老客户", "企业客户"],
            }
        }
    }
)
_PRIVATE = {"Cache-Control": "private, no-store"}


def customers_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["customers"])
    customers = rooms.parts.work.customers

    async def noted(user: SignedInUser, eyes: Eyes, shown: Iterable[CustomerView]) -> None:
        await customers.seen_notes.note(eyes, [each.customer_id for each in shown], utc_now())

    @router.get("/customers")
    async def search(
        q: str | None = Query(None, max_length=100),
        cursor: str | None = None,
        limit: int = Query(50, ge=1, le=LONGEST_PAGE),
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[CustomerView]:
        """``q``: name or how it is spoken (``zhangwei``, ``zw``), at least four digits of a number, number of
        an order or a ticket; too little finds nobody. Without ``q``: all, who came last first."""
        eyes = customers.viewing.eyes(user)
        if q is None:
            page = await customers.browse(cursor, limit, eyes)
        else:
            page = await customers.search(q, cursor, limit, eyes)
        await noted(user, eyes, page.items)
        return page

    @router.post("/customers", status_code=201, response_model=CustomerView)
    async def create(
        request: Request, new: NewCustomer = _NEW, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """A new file; with ``call_id`` the number is the caller's. Where it is somebody's already and
        ``shares_number`` is not said: ``customer-exists`` (409)."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: customers.create(session, user, new, utc_now()), 201
        )

    @router.get("/customers/set-up")
    async def set_up(user: SignedInUser = Depends(rooms.user)) -> CustomerSetUp:
        """What a customer's form is made of: fields of the company's own, consents, tags."""
        return await customers.set_up()

    @router.put("/customers/set-up", response_model=CustomerSetUp)
    async def put_set_up(
        request: Request, wish: CustomerSetUp = _SET_UP, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Replaces all of it. A field that is left out keeps its values in the files, unseen."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: customers.put_set_up(session, user, wish, utc_now())
        )

    @router.get("/customers/by-number/{number}")
    async def by_number(
        request: Request, number: LongNumber, user: SignedInUser = Depends(rooms.user)
    ) -> CustomerFile:
        """The file as it pops up. Of several with this number ``matches`` has all; of none it is empty."""
        eyes = customers.viewing.eyes(user)
        file = await customers.file_by_number(number[:60], language_of(request), eyes)
        await noted(user, eyes, [each for each in (file.customer, *file.matches) if each is not None])
        return file

    @router.get("/customers/{customer_id}")
    async def one_customer(
        request: Request, customer_id: CustomerId, user: SignedInUser = Depends(rooms.user)
    ) -> CustomerFile:
        """Who he is, open tickets, accounts, the last contact and the newest of the time line."""
        eyes = customers.viewing.eyes(user)
        file = await customers.file(customer_id, language_of(request), eyes)
        await noted(user, eyes, [file.customer] if file.customer else [])
        return file

    @router.patch("/customers/{customer_id}", response_model=CustomerView)
    async def change(
        request: Request,
        customer_id: CustomerId,
        wish: CustomerChange = _CHANGE,
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Different fields changed by two people are both kept; of the same field the second gets
        ``customer-changed`` (409) with the customer as he stands now."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: customers.change(session, user, customer_id, wish, utc_now())
        )

    @router.post("/customers/{customer_id}/reveal", response_model=RevealedNumber)
    async def reveal(
        customer_id: CustomerId, wish: RevealWish | None = None, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """The number in full, for one look. Each look is kept with its reason, which agents must give."""
        reason = wish.reason if wish else ""
        shown = await rooms.parts.database.write(
            lambda session: customers.reveal(session, user, customer_id, reason, utc_now())
        )
        return Response(shown.model_dump_json(), media_type="application/json", headers=_PRIVATE)

    @router.post("/customers/{customer_id}/reveal-fields", response_model=SecretField)
    async def reveal_fields(
        customer_id: CustomerId, wish: RevealWish | None = None, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Everything private for one look: with leave (``/access-requests``), or by who may give it."""
        reason = wish.reason if wish else ""
        shown = await rooms.parts.database.write(
            lambda session: customers.reveal_fields(session, user, customer_id, reason, utc_now())
        )
        return Response(shown.model_dump_json(), media_type="application/json", headers=_PRIVATE)

    @router.put("/calls/{call_id}/customer")
    async def choose(
        request: Request,
        call_id: CustomerId,
        choice: CustomerChoice,
        user: SignedInUser = Depends(rooms.user),
    ) -> CustomerFile:
        """Said again, the latest one counts; so no key is needed."""
        wanted = choice.customer_id[:80]
        return await rooms.parts.choosing.choose(user, call_id, wanted, language_of(request))

    @router.get("/customers/{customer_id}/timeline")
    async def timeline(
        request: Request,
        customer_id: CustomerId,
        cursor: str | None = None,
        limit: int = Query(20, ge=1, le=LONGEST_PAGE),
        kind: TimelineKind | None = None,
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[TimelineItem]:
        """All that happened with him, newest first; ``kind`` for one sort of thing alone."""
        return await customers.timeline(customer_id, cursor, limit, language_of(request), kind)

    return router
