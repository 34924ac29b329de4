"""The tree of categories over HTTP: as a whole, and one by one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request, Response
from fastapi.openapi.models import Example

from app.contracts.knowledge import Categories, CategoryView, NewCategory
from app.server.api.idempotency import write_of
from app.server.api.knowledge import LongId
from app.server.api.rooms import Rooms, utc_now
from app.server.knowledge import categories
from app.server.security.model import SignedInUser

_NEW = Example(value={"zh": "保修与延保", "en": "Warranty", "parent_id": "policy", "experts": ["1005"]})
_MOVED = Example(value={"zh": "保修与延保", "en": "Warranty", "parent_id": None, "place": 0})
_POLICY = {"category_id": "policy", "name": {"code": "policy", "zh": "政策", "en": "Policy"}}
_ALL = Example(value={"categories": [_POLICY]})


def add_categories(router: APIRouter, rooms: Rooms) -> None:
    database, reading = rooms.parts.database, rooms.parts.work.knowledge.reading

    @router.put("/categories")
    async def write_categories(
        wanted: Annotated[Categories, Body(openapi_examples={"a tree of one": _ALL})],
        user: SignedInUser = Depends(rooms.user),
    ) -> list[CategoryView]:
        """All of them, in their order. Said again, the latest one counts; so no key is needed."""
        await database.write(
            lambda session: categories.set_categories(session, user, wanted.categories, utc_now())
        )
        return await reading.categories()

    @router.post("/categories", status_code=201, response_model=CategoryView)
    async def create(
        request: Request,
        new: Annotated[NewCategory, Body(openapi_examples={"below another": _NEW})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """One more, by who may write articles."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: categories.create(session, user, new, utc_now()), 201
        )

    @router.put("/categories/{category_id}", response_model=CategoryView)
    async def change(
        request: Request,
        category_id: LongId,
        new: Annotated[NewCategory, Body(openapi_examples={"moved to the top": _MOVED})],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Another name, other experts, another place in the tree; what is below it comes along. With the
        ``version`` that was read, another's change meanwhile is not overwritten."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: categories.change(session, user, category_id, new, utc_now())
        )

    @router.delete("/categories/{category_id}", response_model=CategoryView)
    async def delete(
        request: Request, category_id: LongId, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Only an empty one: without articles (whatever their state) and without others below it."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: categories.delete(session, user, category_id, utc_now())
        )
