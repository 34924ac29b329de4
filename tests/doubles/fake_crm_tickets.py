"""The fake server's part for tickets: a shop's tickets on a working day, moved as the types say.

crm.desk_tickets.files           # id → TicketFile; tests change them
crm.desk_tickets.somebody("tick-42", title="…")    # a colleague changes one; said live
crm.desk_tickets.wishes, .bulks, .attached         # what the desktop wanted
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI, File, Header, Query, UploadFile
from fastapi.responses import JSONResponse, Response

from app.contracts.live import TicketsChanged
from app.contracts.tickets import (
    AttachmentView,
    BoardColumn,
    BoardView,
    BulkResult,
    BulkWish,
    ChecklistItem,
    CommentView,
    LinkWish,
    MacroWish,
    NewComment,
    SavedView,
    TicketAnswer,
    TicketAssign,
    TicketChange,
    TicketCounts,
    TicketEventView,
    TicketFile,
    TicketLink,
    TicketMoveWish,
    TicketView,
    WatchWish,
)
from tests.doubles import fake_crm_content as content
from tests.doubles.fake_crm_tickets_content import MACROS, PEOPLE, REPAIR, TYPES, big_file, plain_file

if TYPE_CHECKING:
    from tests.doubles.fake_crm import FakeCrm

Key = Annotated[str | None, Header(alias="Idempotency-Key")]


class FakeTickets:
    def __init__(self, crm: FakeCrm, many: int = 24) -> None:
        now = datetime.now(UTC)
        self._crm = crm
        self.types, self.macros = list(TYPES), list(MACROS)
        self.views = [
            SavedView.model_validate(
                {
                    "view_id": "v1",
                    "name": "售后加急",
                    "query": {"priority": ["URGENT"]},
                    "shared": True,
                    "mine": False,
                }
            )
        ]
        self.files: dict[str, TicketFile] = {"tick-42": big_file(now)}
        for number in range(many):
            file = plain_file(number, now)
            self.files[file.ticket.ticket_id] = file
        self.bulks: list[BulkWish] = []
        self.attached: list[tuple[str, str, int]] = []
        self.asked: list[dict[str, Any]] = []
        self.page = 50

    def put(self, file: TicketFile, by: str = "王芳", say: bool = True, **changes: Any) -> TicketFile:
        """As it is then: version up, moves of its state, names filled in."""
        ticket = file.ticket.model_copy(
            update=changes | {"version": file.ticket.version + 1, "updated_at": datetime.now(UTC)}
        )
        of_type = next(each for each in self.types if each.code == ticket.type)
        state = next(each for each in of_type.states if each.code == ticket.status)
        ticket = ticket.model_copy(
            update={
                "status_name": state.name.zh,
                "status_kind": state.kind,
                "type_name": of_type.name.zh,
                "assigned_name": PEOPLE.get(ticket.assigned_to or "", ""),
                "comments": len(file.comments),
            }
        )
        events = [
            TicketEventView(
                event_id=1000 + len(file.history) + place,
                at=datetime.now(UTC),
                by=by,
                kind="CHANGED",
                field=name,
            )
            for place, name in enumerate(changes or {"": None})
        ]
        moves = [each for each in of_type.moves if each.from_state == ticket.status]
        new = file.model_copy(update={"ticket": ticket, "moves": moves, "history": [*events, *file.history]})
        self.files[ticket.ticket_id] = new
        if say:
            self.say([ticket.ticket_id])
        self._crm.carried_out()
        return new

    def somebody(self, ticket_id: str, by: str = "赵磊", **changes: Any) -> TicketFile:
        return self.put(self.files[ticket_id], by, **changes)

    def say(self, ids: Iterable[str], more: bool = False) -> None:
        ticket_ids = list(ids)
        self._crm.say(lambda cursor: TicketsChanged(cursor=cursor, ticket_ids=ticket_ids, more=more))

    def made(self, view: TicketView) -> None:
        """From the desktop's outbox."""
        of_type = next((each for each in self.types if each.code == view.type), REPAIR)
        view = view.model_copy(update={"type_name": of_type.name.zh, "status_name": "待分派"})
        moves = [each for each in of_type.moves if each.from_state == "NEW"]
        checks = [ChecklistItem(index=i, name=name) for i, name in enumerate(of_type.checklist)]
        self.files[view.ticket_id] = TicketFile(ticket=view, moves=moves, checklist=checks)
        self.say([view.ticket_id])

    def found(self, asked: dict[str, Any]) -> list[TicketView]:
        views = [file.ticket for file in self.files.values()]
        words = str(asked.get("q") or "")
        for name, field in (("status", "status"), ("kind", "status_kind"), ("type", "type"),
                            ("priority", "priority"), ("department", "department"),
                            ("assigned_to", "assigned_to")):  # fmt: skip
            if wanted := asked.get(name):
                views = [each for each in views if getattr(each, field) in wanted]
        if asked.get("mine"):
            views = [each for each in views if each.assigned_to == content.AGENT_ID]
        if asked.get("unassigned"):
            views = [each for each in views if each.assigned_to is None]
        if asked.get("late"):
            views = [each for each in views if each.late]
        if asked.get("soon"):
            soon = datetime.now(UTC) + timedelta(hours=1)
            views = [
                v
                for v in views
                if any(c.due_at and c.due_at < soon and c.state == "RUNNING" for c in v.clocks)
            ]
        if asked.get("watching"):
            views = [each for each in views if each.watching]
        if asked.get("archived"):
            views = []
        if words:
            views = [v for v in views if words in f"{v.number} {v.title} {v.text} {v.customer_name}"]
        return sorted(views, key=lambda each: each.created_at, reverse=True)


def _refused(status: int, error_id: str, **more: Any) -> JSONResponse:
    body = {"status": status, "error_id": error_id, "title": error_id, **more}
    return JSONResponse(body, status, media_type="application/problem+json")


def add_tickets(app: FastAPI, crm: FakeCrm) -> None:
    _add_lists(app, crm)
    _add_one(app, crm)


Words = Annotated[list[str] | None, Query()]


def _add_lists(app: FastAPI, crm: FakeCrm) -> None:
    @app.get("/api/v1/tickets")
    async def tickets(
        q: str = "",
        status: Words = None,
        kind: Words = None,
        type: Words = None,
        priority: Words = None,
        department: Words = None,
        assigned_to: Words = None,
        mine: bool = False,
        unassigned: bool = False,
        watching: bool = False,
        late: bool = False,
        soon: bool = False,
        archived: bool = False,
        sort: str = "newest",
        cursor: str | None = None,
        limit: int = 50,
    ) -> Any:
        asked = {
            "q": q, "status": status, "kind": kind, "type": type, "priority": priority,
            "department": department, "assigned_to": assigned_to, "mine": mine, "unassigned": unassigned,
            "watching": watching, "late": late, "soon": soon, "archived": archived, "sort": sort,
        }  # fmt: skip
        tickets = crm.desk_tickets
        tickets.asked.append({name: value for name, value in asked.items() if value})
        found, start = tickets.found(asked), int(cursor or 0)
        size = min(limit, tickets.page)
        rest = start + size < len(found)
        return {"items": found[start : start + size], "next_cursor": str(start + size) if rest else None}

    @app.get("/api/v1/tickets/types")
    async def types() -> Any:
        return crm.desk_tickets.types

    @app.get("/api/v1/tickets/macros")
    async def macros() -> Any:
        return crm.desk_tickets.macros

    @app.get("/api/v1/tickets/views")
    async def views() -> Any:
        return crm.desk_tickets.views

    @app.post("/api/v1/tickets/views", status_code=201)
    async def save_view(view: SavedView) -> SavedView:
        kept = view.model_copy(update={"view_id": f"v{len(crm.desk_tickets.views) + 1}", "mine": True})
        crm.desk_tickets.views.append(kept)
        crm.carried_out()
        return kept

    @app.put("/api/v1/tickets/views/{view_id}")
    async def change_view(view_id: str, view: SavedView) -> SavedView:
        crm.desk_tickets.views = [view if v.view_id == view_id else v for v in crm.desk_tickets.views]
        crm.carried_out()
        return view

    @app.delete("/api/v1/tickets/views/{view_id}", status_code=204)
    async def delete_view(view_id: str) -> None:
        crm.desk_tickets.views = [v for v in crm.desk_tickets.views if v.view_id != view_id]

    @app.get("/api/v1/tickets/counts")
    async def counts() -> TicketCounts:
        tickets, open_kinds = crm.desk_tickets, ["NEW", "OPEN", "WAITING", "RESOLVED"]
        return TicketCounts(
            mine=len(tickets.found({"mine": True, "kind": open_kinds})),
            unassigned=len(tickets.found({"unassigned": True, "kind": open_kinds})),
            late=len(tickets.found({"late": True})),
            soon=len(tickets.found({"soon": True})),
        )

    @app.get("/api/v1/tickets/board")
    async def board(type: str, q: str = "", mine: bool = False, unassigned: bool = False) -> BoardView:
        of_type = next(each for each in crm.desk_tickets.types if each.code == type)
        columns = []
        for state in of_type.states:
            asked = {"type": [type], "status": [state.code], "q": q, "mine": mine, "unassigned": unassigned}
            found = crm.desk_tickets.found(asked)
            columns.append(BoardColumn(state=state, count=len(found), tickets=found[:30]))
        return BoardView(type=type, columns=columns)

    @app.post("/api/v1/tickets/bulk")
    async def bulk(wish: BulkWish) -> BulkResult:
        tickets = crm.desk_tickets
        tickets.bulks.append(wish)
        done, refused = [], {}
        for ticket_id in wish.ticket_ids:
            file = tickets.files[ticket_id]
            if wish.to_state and not any(move.to_state == wish.to_state for move in file.moves):
                refused[ticket_id] = "这张工单不能从现在的状态转过去。"
                continue
            changes: dict[str, Any] = {"status": wish.to_state} if wish.to_state else {}
            if wish.priority:
                changes["priority"] = wish.priority
            if wish.assign is not None:
                changes["assigned_to"] = _whom(wish.assign)
            tickets.put(file, say=False, **changes)
            done.append(ticket_id)
        tickets.say(done)
        return BulkResult(done=done, refused=refused)


def _whom(assign: TicketAssign) -> str | None:
    return {"me": content.AGENT_ID, "duty": "a-zhao", "person": assign.user_id}.get(assign.to)


def _add_one(app: FastAPI, crm: FakeCrm) -> None:
    def at(ticket_id: str, version: int) -> TicketFile | JSONResponse:
        file = crm.desk_tickets.files.get(ticket_id)
        if file is None:
            return _refused(404, "not-found")
        if version and file.ticket.version != version:
            present = file.model_dump(mode="json")
            return _refused(409, "ticket-changed", present=present, changed=[])
        return file

    @app.get("/api/v1/tickets/{ticket_id}")
    async def one(ticket_id: str) -> Any:
        file = crm.desk_tickets.files.get(ticket_id)
        return file if file is not None else _refused(404, "not-found")

    @app.patch("/api/v1/tickets/{ticket_id}")
    async def change(ticket_id: str, wish: TicketChange) -> Any:
        file = crm.desk_tickets.files[ticket_id]
        changes = wish.model_dump(exclude_none=True, exclude={"version", "reason", "fields", "checklist"})
        meanwhile = (
            {e.field for e in file.history if e.event_id >= 1000}
            if wish.version != file.ticket.version
            else set()
        )
        both = [name for name in changes if name in meanwhile]
        if both:
            return _refused(409, "ticket-changed", present=file.model_dump(mode="json"), changed=both)
        checks = [
            c.model_copy(update={"done": wish.checklist[c.index], "done_by": "王芳"})
            if wish.checklist and c.index in wish.checklist
            else c
            for c in file.checklist
        ]
        fields = file.fields | (wish.fields or {})
        return crm.desk_tickets.put(
            file.model_copy(update={"checklist": checks, "fields": fields}), **changes
        )

    @app.post("/api/v1/tickets/{ticket_id}/move")
    async def move(ticket_id: str, wish: TicketMoveWish) -> Any:
        file = at(ticket_id, wish.version)
        if isinstance(file, JSONResponse):
            return file
        return crm.desk_tickets.put(file, status=wish.to_state)

    @app.post("/api/v1/tickets/{ticket_id}/assign")
    async def assign(ticket_id: str, wish: TicketAssign) -> Any:
        file = at(ticket_id, wish.version)
        if isinstance(file, JSONResponse):
            return file
        status = "ASSIGNED" if file.ticket.status == "NEW" else file.ticket.status
        return crm.desk_tickets.put(file, assigned_to=_whom(wish), status=status, accepted=wish.to == "me")

    @app.post("/api/v1/tickets/{ticket_id}/accept")
    async def accept(ticket_id: str, wish: TicketAnswer) -> Any:
        file = at(ticket_id, wish.version)
        if isinstance(file, JSONResponse):
            return file
        changes = {"accepted": True} if wish.accept else {"assigned_to": None, "accepted": False}
        return crm.desk_tickets.put(file, **changes)

    @app.post("/api/v1/tickets/{ticket_id}/macro")
    async def macro(ticket_id: str, wish: MacroWish) -> Any:
        file = at(ticket_id, wish.version)
        if isinstance(file, JSONResponse):
            return file
        found = next(each for each in crm.desk_tickets.macros if each.macro_id == wish.macro_id)
        changes: dict[str, Any] = {"status": found.to_state} if found.to_state else {}
        return crm.desk_tickets.put(file, **changes)

    @app.post("/api/v1/tickets/{ticket_id}/comments", status_code=201)
    async def comment(ticket_id: str, new: NewComment, key: Key = None) -> Any:
        file = crm.desk_tickets.files[ticket_id]
        if key in crm.stored_answers:
            return file
        crm.stored_answers[key or ""] = ("", 201, None)
        said = CommentView(
            comment_id=f"c{len(file.comments) + 10}",
            at=datetime.now(UTC),
            by="王芳",
            text=new.text,
            for_customer=new.for_customer,
        )
        return crm.desk_tickets.put(file.model_copy(update={"comments": [*file.comments, said]}))

    @app.post("/api/v1/tickets/{ticket_id}/links", status_code=201)
    async def link(ticket_id: str, wish: LinkWish) -> Any:
        file = crm.desk_tickets.files[ticket_id]
        other = next(
            (f.ticket for f in crm.desk_tickets.files.values() if f.ticket.number == wish.target), None
        )
        if other is None:
            return _refused(404, "not-found")
        made = TicketLink(
            kind=wish.kind,
            target_id=other.ticket_id,
            number=other.number,
            title=other.title,
            may_remove=True,
        )
        return crm.desk_tickets.put(file.model_copy(update={"links": [*file.links, made]}))

    @app.put("/api/v1/tickets/{ticket_id}/watch")
    async def watch(ticket_id: str, wish: WatchWish) -> Any:
        file = crm.desk_tickets.files[ticket_id]
        others = [each for each in file.watchers if each[0] != content.AGENT_ID]
        watchers = [*others, (content.AGENT_ID, "王芳")] if wish.watch else others
        return crm.desk_tickets.put(file.model_copy(update={"watchers": watchers}), watching=wish.watch)

    @app.post("/api/v1/tickets/{ticket_id}/attachments", status_code=201)
    async def attach(ticket_id: str, file: Annotated[UploadFile, File()]) -> Any:
        contents = await file.read()
        before = crm.desk_tickets.files[ticket_id]
        made = AttachmentView(
            attachment_id=f"f{len(before.attachments) + 10}",
            name=file.filename or "file",
            media_type=file.content_type or "",
            size_bytes=len(contents),
            at=datetime.now(UTC),
            by="王芳",
            may_remove=True,
        )
        crm.desk_tickets.attached.append((ticket_id, made.name, len(contents)))
        crm.desk_tickets.put(before.model_copy(update={"attachments": [*before.attachments, made]}))
        return made

    @app.delete("/api/v1/tickets/{ticket_id}/attachments/{attachment_id}", status_code=204)
    async def detach(ticket_id: str, attachment_id: str) -> None:
        file = crm.desk_tickets.files[ticket_id]
        rest = [each for each in file.attachments if each.attachment_id != attachment_id]
        crm.desk_tickets.put(file.model_copy(update={"attachments": rest}))

    @app.delete("/api/v1/tickets/{ticket_id}/links/{kind}/{target}")
    async def unlink(ticket_id: str, kind: str, target: str) -> TicketFile:
        file = crm.desk_tickets.files[ticket_id]
        rest = [each for each in file.links if (each.kind, each.target_id) != (kind, target)]
        return crm.desk_tickets.put(file.model_copy(update={"links": rest}))

    @app.get("/api/v1/tickets/{ticket_id}/attachments/{attachment_id}")
    async def attachment(ticket_id: str, attachment_id: str) -> Response:
        return Response(b"contents of " + attachment_id.encode(), media_type="application/octet-stream")

    @app.get("/api/v1/tickets/{ticket_id}/history")
    async def history(ticket_id: str, cursor: str | None = None) -> Any:
        return {"items": crm.desk_tickets.files[ticket_id].history, "next_cursor": None}
