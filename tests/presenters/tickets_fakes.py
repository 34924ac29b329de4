"""What the tickets' presenters are tested with: a server that keeps tickets and versions, in memory."""

from __future__ import annotations

from typing import Any

from app.contracts.base import Page
from app.contracts.notices import NoticeChoices, NoticeCounts, NoticeView, NoticeWishes
from app.contracts.people import Label, UserView
from app.contracts.tickets import (
    AttachmentView,
    BoardColumn,
    BoardView,
    BulkResult,
    BulkWish,
    ChecklistItem,
    LinkWish,
    MacroView,
    MacroWish,
    NewComment,
    SavedView,
    TicketAnswer,
    TicketAssign,
    TicketChange,
    TicketCounts,
    TicketEventView,
    TicketFile,
    TicketMove,
    TicketMoveWish,
    TicketQuery,
    TicketState,
    TicketTypeView,
    TicketView,
    WatchWish,
)
from app.crm_client.errors import CrmError, Refused
from app.crm_client.requests import Upload
from tests.presenters.ui_fakes import NOW, FakeOutbox, ticket_view

ME = UserView(user_id="a1", username="1001", display_name="王芳", role="AGENT")
LEAD = ME.model_copy(update={"role": "SUPERVISOR", "rights": ["tickets.lead"]})


def name(code: str) -> Label:
    return Label(code=code, zh=code, en=code.replace("_", " ").capitalize())


STATES = [
    TicketState(code="NEW", name=name("NEW"), kind="NEW"),
    TicketState(code="OPEN", name=name("OPEN"), kind="OPEN"),
    TicketState(code="DONE", name=name("DONE"), kind="RESOLVED"),
]
MOVES = [
    TicketMove(from_state="NEW", to_state="OPEN", name=name("start")),
    TicketMove(from_state="OPEN", to_state="DONE", name=name("solve"), needs=["solution", "checklist"]),
    TicketMove(from_state="OPEN", to_state="NEW", name=name("back"), needs=["reason"], leads_only=True),
]
REPAIR = TicketTypeView(
    code="repair",
    name=name("repair"),
    states=STATES,
    moves=MOVES,
    checklist=[name("photo"), name("parts")],
    department="service",
)


def view(ticket_id: str, **more: Any) -> TicketView:
    base = {"ticket_id": ticket_id, "assigned_to": "a1", "assigned_name": "王芳", "accepted": True}
    return ticket_view(f"T-{ticket_id}", **(base | more))


def file(ticket_id: str, status: str = "NEW", **more: Any) -> TicketFile:
    kind = next(each.kind for each in STATES if each.code == status)
    done = ChecklistItem(index=0, name=name("photo"), done=True)
    return TicketFile(
        ticket=view(ticket_id, status=status, status_kind=kind, **more),
        checklist=[done, ChecklistItem(index=1, name=name("parts"))],
        moves=[each for each in MOVES if each.from_state == status],
        history=[TicketEventView(event_id=1, at=NOW, by="赵磊", kind="CREATED")],
    )


class TicketsCrm:
    """``fails``: what the next request comes to."""

    def __init__(self, *files: TicketFile) -> None:
        self.files = {each.ticket.ticket_id: each for each in files}
        self.asked: list[tuple[Any, ...]] = []
        self.fails: CrmError | None = None
        self.types, self.macros = [REPAIR], list[MacroView]()
        self.views: list[SavedView] = []
        self.page = 50
        self.bulk = BulkResult(done=[], refused={})

    def _ask(self, *what: Any) -> None:
        self.asked.append(what)
        if self.fails is not None:
            error, self.fails = self.fails, None
            raise error

    def changed(self, ticket_id: str, **changes: Any) -> TicketFile:
        """By somebody else."""
        before = self.files[ticket_id]
        ticket = before.ticket.model_copy(update=changes | {"version": before.ticket.version + 1})
        moves = [each for each in MOVES if each.from_state == ticket.status]
        self.files[ticket_id] = before.model_copy(update={"ticket": ticket, "moves": moves})
        return self.files[ticket_id]

    async def tickets(
        self, query: TicketQuery, cursor: str | None = None, limit: int = 50
    ) -> Page[TicketView]:
        self._ask("tickets", query, cursor)
        views, start = [each.ticket for each in self.files.values()], int(cursor or 0)
        rest = start + self.page < len(views)
        return Page(
            items=views[start : start + self.page], next_cursor=str(start + self.page) if rest else None
        )

    async def ticket_counts(self) -> TicketCounts:
        self._ask("counts")
        return TicketCounts(mine=3, unassigned=2, late=1, soon=0)

    async def ticket_board(self, type_code: str, query: TicketQuery) -> BoardView:
        self._ask("board", type_code)
        views = [each.ticket for each in self.files.values()]
        columns = [
            BoardColumn(
                state=state,
                count=sum(v.status == state.code for v in views),
                tickets=[v for v in views if v.status == state.code],
            )
            for state in STATES
        ]
        return BoardView(type=type_code, columns=columns)

    async def ticket_types(self) -> list[TicketTypeView]:
        return self.types

    async def ticket_macros(self) -> list[MacroView]:
        return self.macros

    async def ticket_views(self) -> list[SavedView]:
        return self.views

    async def save_ticket_view(self, view: SavedView) -> SavedView:
        self._ask("save-view", view.name)
        kept = view if view.view_id else view.model_copy(update={"view_id": "v1"})
        self.views = [each for each in self.views if each.view_id != kept.view_id] + [kept]
        return kept

    async def delete_ticket_view(self, view_id: str) -> None:
        self.views = [each for each in self.views if each.view_id != view_id]

    async def change_tickets(self, wish: BulkWish) -> BulkResult:
        self._ask("bulk", wish)
        return self.bulk

    async def ticket(self, ticket_id: str) -> TicketFile:
        self._ask("ticket", ticket_id)
        return self.files[ticket_id]

    async def ticket_history(self, ticket_id: str, cursor: str | None) -> Page[TicketEventView]:
        self._ask("history", ticket_id, cursor)
        return Page(items=[TicketEventView(event_id=0, at=NOW, by="x", kind="OLD")], next_cursor=None)

    async def change_ticket(self, ticket_id: str, change: TicketChange) -> TicketFile:
        self._ask("change", change)
        changes = change.model_dump(exclude_none=True, exclude={"version", "reason", "checklist", "fields"})
        if change.checklist:
            before = self.files[ticket_id]
            done = change.checklist
            checks = [c.model_copy(update={"done": done.get(c.index, c.done)}) for c in before.checklist]
            self.files[ticket_id] = before.model_copy(update={"checklist": checks})
        return self.changed(ticket_id, **changes)

    async def move_ticket(self, ticket_id: str, wish: TicketMoveWish) -> TicketFile:
        self._ask("move", wish)
        return self.changed(ticket_id, status=wish.to_state)

    async def assign_ticket(self, ticket_id: str, wish: TicketAssign) -> TicketFile:
        self._ask("assign", wish)
        return self.changed(ticket_id, assigned_to=wish.user_id or "a1")

    async def answer_ticket(self, ticket_id: str, answer: TicketAnswer) -> TicketFile:
        self._ask("answer", answer)
        return self.changed(ticket_id, accepted=answer.accept)

    async def run_ticket_macro(self, ticket_id: str, wish: MacroWish) -> TicketFile:
        self._ask("macro", wish)
        return self.files[ticket_id]

    async def link_ticket(self, ticket_id: str, wish: LinkWish) -> TicketFile:
        self._ask("link", wish)
        return self.files[ticket_id]

    async def watch_ticket(self, ticket_id: str, wish: WatchWish) -> TicketFile:
        self._ask("watch", wish)
        return self.changed(ticket_id, watching=wish.watch)

    async def attach_to_ticket(
        self, ticket_id: str, file: Upload, for_customer: bool = False
    ) -> AttachmentView:
        self._ask("attach", file.name, for_customer)
        return AttachmentView(
            attachment_id="f1", name=file.name, media_type="", size_bytes=len(file.content), at=NOW, by="王芳"
        )

    async def remove_ticket_file(self, ticket_id: str, attachment_id: str) -> TicketFile:
        self._ask("remove-file", attachment_id)
        before = self.files[ticket_id]
        rest = [each for each in before.attachments if each.attachment_id != attachment_id]
        self.files[ticket_id] = before.model_copy(update={"attachments": rest})
        return self.files[ticket_id]

    async def unlink_ticket(self, ticket_id: str, kind: str, target_id: str) -> TicketFile:
        self._ask("unlink", kind, target_id)
        before = self.files[ticket_id]
        rest = [each for each in before.links if (each.kind, each.target_id) != (kind, target_id)]
        self.files[ticket_id] = before.model_copy(update={"links": rest})
        return self.files[ticket_id]

    async def ticket_attachment(self, ticket_id: str, attachment_id: str) -> bytes:
        return b"contents"

    async def recording_audio(self, recording_id: str) -> bytes:
        return b"OggS"


def meanwhile(present: TicketFile, *changed: str) -> Refused:
    """Somebody else was quicker."""
    return Refused(409, "ticket-changed", "", None, present.model_dump(mode="json"), changed)


class TicketOutbox(FakeOutbox):
    def put_comment(self, ticket_id: str, new: NewComment) -> str:
        return self._key((ticket_id, new))


class NoticesCrm:
    def __init__(self, *notices: NoticeView) -> None:
        self.kept = list(notices)
        self.read: list[int] = []
        self.wishes = NoticeWishes(off=["old.kind"], language="en")

    async def notices(self, cursor: str | None = None) -> Page[NoticeView]:
        return Page(items=self.kept, next_cursor=None)

    async def notice_counts(self) -> NoticeCounts:
        unread = [each for each in self.kept if each.read_at is None]
        return NoticeCounts(unread=len(unread), urgent=sum(each.urgent for each in unread))

    async def read_notice(self, notice_id: int) -> None:
        self.read.append(notice_id)

    async def read_all_notices(self) -> None:
        self.kept = [each.model_copy(update={"read_at": NOW}) for each in self.kept]

    async def notice_choices(self) -> NoticeChoices:
        return NoticeChoices(kinds=[name("ticket.assigned"), name("ticket.late")], channels=["SMS", "EMAIL"])

    async def notice_wishes(self) -> NoticeWishes:
        return self.wishes

    async def set_notice_wishes(self, wishes: NoticeWishes) -> NoticeWishes:
        self.wishes = wishes
        return wishes
