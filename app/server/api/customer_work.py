"""Many customers at once: segments, tags by rule, import and export, duplicates and merges."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, File, Path, Query, Request, Response, UploadFile
from starlette.responses import StreamingResponse

from app.contracts.base import Page
from app.contracts.customer_work import (
    Dismissed,
    DuplicateView,
    ExportWish,
    FilterCount,
    ImportMapping,
    ImportView,
    MergeView,
    MergeWish,
    NewSegment,
    NewTagRule,
    NotDuplicates,
    SegmentView,
    TagRuleTest,
    TagRuleView,
)
from app.contracts.customers import CustomerView
from app.contracts.filters import Filter, FilterField
from app.server.api.customer_work_examples import EXPORT, FILTER, MAPPING, MERGE, RULE, SEGMENT
from app.server.api.idempotency import write_of, write_of_file
from app.server.api.rooms import Rooms, language_of, utc_now
from app.server.customers.exporting import MEDIA_TYPES
from app.server.customers.spreadsheets import MOST_BYTES
from app.server.security.model import SignedInUser
from app.server.storage.paging import LONGEST_PAGE

Id = Annotated[str, Path(max_length=80)]
Cursor = Annotated[str | None, Query(max_length=400)]
Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE)]
_FILE = {"format": "binary", "type": "string"}


def customer_work_router(rooms: Rooms) -> APIRouter:
    """Before the router of single customers, whose addresses would take "duplicates" for an id."""
    router = APIRouter(prefix="/api/v1")
    _segments(router, rooms)
    _tag_rules(router, rooms)
    _exchange(router, rooms)
    _merges(router, rooms)
    return router


def _segments(router: APIRouter, rooms: Rooms) -> None:
    segments = rooms.parts.work.customer_work.segments

    @router.get("/segments/fields", tags=["segments"])
    async def segment_fields(user: SignedInUser = Depends(rooms.user)) -> list[FilterField]:
        """What can be asked of, and how."""
        return await segments.fields(user)

    @router.post("/segments/count", tags=["segments"])
    async def segment_count(
        wanted: Annotated[Filter, Body(openapi_examples=FILTER)], user: SignedInUser = Depends(rooms.user)
    ) -> FilterCount:
        """Of a filter that is not saved: how many, and the first few."""
        return await segments.count(user, wanted)

    @router.post("/segments/customers", tags=["segments"])
    async def matching_customers(
        wanted: Annotated[Filter, Body(openapi_examples=FILTER)],
        cursor: Cursor = None,
        limit: Limit = 50,
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[CustomerView]:
        """Of a filter that is not saved. A page may be short and still have a next one."""
        return await segments.matching(user, wanted, cursor, limit)

    @router.get("/segments", tags=["segments"])
    async def list_segments(user: SignedInUser = Depends(rooms.user)) -> list[SegmentView]:
        """Mine and those that are shared, with their last count."""
        return await segments.list(user)

    @router.post("/segments", status_code=201, response_model=SegmentView, tags=["segments"])
    async def create_segment(
        request: Request,
        new: Annotated[NewSegment, Body(openapi_examples=SEGMENT)],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Saves a filter, for me alone or for all. It is counted soon."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: segments.create(session, user, new, utc_now()), 201
        )

    @router.put("/segments/{segment_id}", response_model=SegmentView, tags=["segments"])
    async def change_segment(
        request: Request,
        segment_id: Id,
        new: Annotated[NewSegment, Body(openapi_examples=SEGMENT)],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Replaces name, filter and whether it is shared. One's own, or by who leads."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: segments.change(session, user, segment_id, new, utc_now())
        )

    @router.delete("/segments/{segment_id}", response_model=SegmentView, tags=["segments"])
    async def delete_segment(
        request: Request, segment_id: Id, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """What was deleted."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: segments.delete(session, user, segment_id, utc_now())
        )

    @router.get("/segments/{segment_id}/customers", tags=["segments"])
    async def segment_customers(
        segment_id: Id, cursor: Cursor = None, limit: Limit = 50, user: SignedInUser = Depends(rooms.user)
    ) -> Page[CustomerView]:
        """In the order of names. A page may be short and still have a next one."""
        return await segments.customers(user, segment_id, cursor, limit)


def _tag_rules(router: APIRouter, rooms: Rooms) -> None:
    rules = rooms.parts.work.customer_work.tag_rules

    @router.get("/tag-rules", tags=["tag rules"])
    async def list_tag_rules(user: SignedInUser = Depends(rooms.user)) -> list[TagRuleView]:
        """All rules, with when they last ran and whom they held for."""
        return await rules.list(user)

    @router.post("/tag-rules/test", tags=["tag rules"])
    async def test_tag_rule(
        new: Annotated[NewTagRule, Body(openapi_examples=RULE)],
        rule_id: str = Query("", max_length=80),
        user: SignedInUser = Depends(rooms.user),
    ) -> TagRuleTest:
        """Nothing is changed. ``rule_id``: the rule that it would replace."""
        return await rules.test(user, new, rule_id)

    @router.post("/tag-rules", status_code=201, response_model=TagRuleView, tags=["tag rules"])
    async def create_tag_rule(
        request: Request,
        new: Annotated[NewTagRule, Body(openapi_examples=RULE)],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """It is carried out on all customers soon."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: rules.create(session, user, new, utc_now()), 201
        )

    @router.put("/tag-rules/{rule_id}", response_model=TagRuleView, tags=["tag rules"])
    async def change_tag_rule(
        request: Request,
        rule_id: Id,
        new: Annotated[NewTagRule, Body(openapi_examples=RULE)],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Replaces it; it is carried out on all customers soon."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: rules.change(session, user, rule_id, new, utc_now())
        )

    @router.delete("/tag-rules/{rule_id}", response_model=TagRuleView, tags=["tag rules"])
    async def delete_tag_rule(
        request: Request, rule_id: Id, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """What was deleted. Tags that it set stay."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: rules.delete(session, user, rule_id, utc_now())
        )


def _exchange(router: APIRouter, rooms: Rooms) -> None:
    work = rooms.parts.work.customer_work

    @router.post(
        "/customers/export",
        tags=["import and export"],
        response_class=StreamingResponse,
        responses={200: {"content": {each: {"schema": _FILE} for each in MEDIA_TYPES.values()}}},
    )
    async def export_customers(
        request: Request,
        wish: Annotated[ExportWish, Body(openapi_examples=EXPORT)],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """The file itself, row by row."""
        export = await work.exporting.export(user, wish, language_of(request), utc_now())
        headers = {
            "Content-Disposition": f'attachment; filename="{export.file_name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return StreamingResponse(export.chunks, media_type=export.media_type, headers=headers)

    @router.post("/customers/imports", status_code=201, response_model=ImportView, tags=["import and export"])
    async def upload_import(
        request: Request, file: UploadFile = File(), user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """CSV or XLSX up to 20 MB and 100,000 rows. Its columns come back with what they probably are."""
        write = await write_of_file(request, user, file.file)
        if (before := await rooms.idempotency.answered(write)) is not None:
            return before
        content = await file.read(MOST_BYTES + 1)
        return await work.importing.upload_once(
            user,
            file.filename or "",
            content,
            utc_now(),
            lambda effect: rooms.idempotency.in_database(write, effect, 201),
        )

    @router.get("/customers/imports", tags=["import and export"])
    async def list_imports(
        cursor: Cursor = None, limit: Limit = 50, user: SignedInUser = Depends(rooms.user)
    ) -> Page[ImportView]:
        """Newest first, with how far each one is."""
        return await work.importing.list(user, cursor, limit)

    @router.get("/customers/imports/{import_id}", tags=["import and export"])
    async def one_import(import_id: Id, user: SignedInUser = Depends(rooms.user)) -> ImportView:
        """How far it is."""
        return await work.importing.get(user, import_id)

    @router.put("/customers/imports/{import_id}/mapping", tags=["import and export"])
    async def map_import(
        import_id: Id,
        mapping: Annotated[ImportMapping, Body(openapi_examples=MAPPING)],
        user: SignedInUser = Depends(rooms.user),
    ) -> ImportView:
        """All rows are checked; nothing comes in yet. Said again, the latest one counts."""
        return await work.importing.check(user, import_id, mapping, utc_now())

    @router.post("/customers/imports/{import_id}/run", response_model=ImportView, tags=["import and export"])
    async def run_import(
        request: Request, import_id: Id, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Goes on in the background; look at the import for how far it is."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: work.importing.run(session, user, import_id, utc_now())
        )

    @router.post("/customers/imports/{import_id}/undo", response_model=ImportView, tags=["import and export"])
    async def undo_import(
        request: Request, import_id: Id, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """In the background too. What was changed since the import stays, and is listed in ``stayed``."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: work.importing.undo(session, user, import_id, utc_now())
        )


def _merges(router: APIRouter, rooms: Rooms) -> None:
    work = rooms.parts.work.customer_work

    @router.get("/customers/duplicates", tags=["duplicates"])
    async def list_duplicates(
        cursor: Cursor = None, limit: Limit = 50, user: SignedInUser = Depends(rooms.user)
    ) -> Page[DuplicateView]:
        """The likeliest first."""
        return await work.duplicates.list(user, cursor, limit)

    @router.post("/customers/duplicates/{pair_id}/dismiss", response_model=Dismissed, tags=["duplicates"])
    async def dismiss_duplicate(
        request: Request, pair_id: Id, wish: NotDuplicates, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """They are two people; the pair is not shown again."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write,
            lambda session: Dismissed(
                pair_id=work.duplicates.dismiss(session, user, pair_id, wish.reason, utc_now())
            ),
        )

    @router.post("/customers/merges", status_code=201, response_model=MergeView, tags=["duplicates"])
    async def merge(
        request: Request,
        wish: Annotated[MergeWish, Body(openapi_examples=MERGE)],
        user: SignedInUser = Depends(rooms.user),
    ) -> Response:
        """Numbers, calls, tickets, orders and messages of both are the survivor's from then on."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: work.merging.merge(session, user, wish, utc_now()), 201
        )

    @router.get("/customers/merges", tags=["duplicates"])
    async def list_merges(
        customer_id: Annotated[str | None, Query(max_length=80)] = None,
        cursor: Cursor = None,
        limit: Limit = 50,
        user: SignedInUser = Depends(rooms.user),
    ) -> Page[MergeView]:
        """Newest first, with until when each can be undone."""
        items, next_cursor = await work.merging.list(user, customer_id, cursor, limit)
        return Page[MergeView](items=items, next_cursor=next_cursor)

    @router.post("/customers/merges/{merge_id}/undo", response_model=MergeView, tags=["duplicates"])
    async def undo_merge(
        request: Request, merge_id: Id, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """Within thirty days; both files are as they were, and what came since stays with the survivor."""
        write = await write_of(request, user)
        return await rooms.idempotency.in_database(
            write, lambda session: work.merging.undo(session, user, merge_id, utc_now())
        )
