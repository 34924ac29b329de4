"""One open ticket: what stands in it and all that can be done with it.

In:  the server's file, wishes, live word that it was changed. Out: a face; the file after each change goes to
``changed``, so that lists show the same. What is written is kept with every key until it has arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from app.contracts.base import Page
from app.contracts.live import TicketsChanged
from app.contracts.tickets import (
    LinkWish,
    MacroWish,
    NewComment,
    TicketAnswer,
    TicketChange,
    TicketEventView,
    TicketFile,
    TicketMove,
    TicketMoveWish,
    TicketPriority,
    WatchWish,
)
from app.crm_client.errors import OutboxFailed
from app.crm_client.requests import Upload
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.pages import ListState
from app.ui.presenters.player import PlayerPresenter
from app.ui.presenters.ports import Clock, Draft, Drafts, Tasks, Trouble, Words
from app.ui.presenters.ports_tickets import TicketCrm, TicketOutbox
from app.ui.presenters.store import DeskStore
from app.ui.presenters.ticket_asks import (
    Answered,
    Ask,
    Asking,
    Choice,
    Text,
    ask_for_move,
    ask_macro,
    ask_whom,
    needs_nothing,
    whom,
)
from app.ui.presenters.ticket_file_face import CommentFace, OpenTicketFace, comment_label, open_face
from app.ui.presenters.ticket_removing import Removing
from app.ui.presenters.ticket_shelf import TicketShelf
from app.ui.presenters.tickets_query import assign_wish

MOST_BYTES = 20 * 1024 * 1024


class OpenTicketView(Protocol):
    def show_ticket(self, face: OpenTicketFace) -> None: ...
    def show_comment(self, text: str, for_customer: bool) -> None:
        """Another ticket is open: what was being written for this one."""
        ...

    def save_file(self, name: str, content: bytes) -> None: ...
    def say(self, text: str) -> None: ...


class TicketFilePresenter:
    """``changed``: told of each file that comes from the server. ``open_customer``: shows his file."""

    def __init__(
        self,
        view: OpenTicketView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: TicketCrm,
        outbox: TicketOutbox,
        drafts: Drafts,
        shelf: TicketShelf,
        asking: Asking,
        player: PlayerPresenter,
        changed: Callable[[TicketFile], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._outbox, self._drafts, self._shelf = outbox, drafts, shelf
        self._asking, self._player, self._changed = asking, player, changed
        self._ticket_id = ""
        self._file: TicketFile | None = None
        self._state, self._text = ListState.EMPTY, ""
        self._busy = False
        self._waiting: dict[str, tuple[str, CommentFace]] = {}  # key of the outbox → whose, how it looks
        self._older: list[TicketEventView] = []
        self._older_cursor: str | None = None
        self._shown: OpenTicketFace | None = None
        self.removing = Removing(
            words, crm, asking, lambda: self._file, lambda: not self._busy and not self._offline(), self._run
        )
        store.listen(self._desk_changed)
        shelf.listen(self._show)

    @property
    def file(self) -> TicketFile | None:
        return self._file

    @property
    def ticket_id(self) -> str:
        return self._ticket_id

    # --- opening -------------------------------------------------------------------------------

    def open(self, ticket_id: str) -> None:
        if ticket_id == self._ticket_id and self._file is not None:
            return
        self._player.stop()
        self._asking.cancel()
        self._ticket_id, self._file, self._older, self._older_cursor = ticket_id, None, [], None
        self._state, self._text, self._busy = ListState.LOADING, "", False
        kept = self._drafts.load(comment_draft(ticket_id))
        self._view.show_comment(kept.note if kept else "", for_customer=bool(kept and kept.outcome))
        self._show()
        self.load()

    def close(self) -> None:
        self._player.stop()
        self._ticket_id, self._file, self._state = "", None, ListState.EMPTY
        self._show()

    def load(self) -> None:
        ticket_id = self._ticket_id
        if ticket_id:
            self._tasks.run(
                "ticket",
                self._crm.ticket(ticket_id),
                self._take,
                lambda trouble: self._lost(ticket_id, trouble),
            )

    def live(self, message: TicketsChanged) -> None:
        if self._ticket_id and (message.more or self._ticket_id in message.ticket_ids):
            self.load()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def tick(self) -> None:
        if self._file is not None:
            self._show()

    def take(self, file: TicketFile) -> None:
        """It came by another way."""
        self._take(file)

    def _take(self, file: TicketFile) -> None:
        if file.ticket.ticket_id == self._ticket_id:
            self._file, self._state = file, ListState.ROWS
            if not self._older:
                self._older_cursor = file.history_cursor
            self._show()
        self._changed(file)

    def _lost(self, ticket_id: str, trouble: Trouble) -> None:
        if ticket_id != self._ticket_id:
            return
        if self._file is None:
            self._state, self._text = ListState.ERROR, sentence(trouble, self._words)
            self._show()

    def _desk_changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP:
                self.load()
            self._show()
        if after.stage not in (Stage.IDLE, Stage.WRAP_UP) and before.stage in (Stage.IDLE, Stage.WRAP_UP):
            self._player.stop()  # a call comes: nothing else is in the ear

    # --- moving, giving, taking ------------------------------------------------------------------

    def move(self, to_state: str) -> None:
        if self._file is not None:
            self.move_file(self._file, to_state)

    def move_file(self, file: TicketFile, to_state: str) -> None:
        """Also one that is not open: a card of the board."""
        found = next((each for each in file.moves if each.to_state == to_state), None)
        if self._busy or self._offline():
            return
        if found is None:
            self._view.say(self._words("This ticket cannot go there now."))
            return
        if needs_nothing(found, file.checklist):
            self._run("move-ticket", self._steps(file, found, Answered()))
            return
        people = self._people(file) if "assignee" in found.needs else ()
        of_type = self._shelf.type(file.ticket.type)
        tells = of_type is not None and of_type.tell_customer and file.ticket.customer_id is not None
        ask = ask_for_move(found, file.checklist, people, tells, self._words)
        self._asking.ask(ask, lambda a: self._run("move-ticket", self._steps(file, found, a)))

    async def _steps(self, file: TicketFile, move: TicketMove, answered: Answered) -> TicketFile:
        """What the move needs first, each with the version that the step before has made."""
        ticket_id = file.ticket.ticket_id
        still_open = {each.index: True for each in file.checklist if not each.done}
        if "checklist" in move.needs and still_open:
            change = TicketChange(version=file.ticket.version, checklist=still_open)
            file = await self._crm.change_ticket(ticket_id, change)
        if answered.choice:
            wish = assign_wish(answered.choice, file.ticket.version, "")
            file = await self._crm.assign_ticket(ticket_id, wish)
            if file.ticket.status == move.to_state:
                return file  # assigning has moved it there already
        return await self._crm.move_ticket(
            ticket_id,
            TicketMoveWish(
                version=file.ticket.version,
                to_state=move.to_state,
                reason=answered.texts.get("reason", "").strip(),
                solution=answered.texts.get("solution", "").strip(),
            ),
        )

    def assign(self) -> None:
        file = self._file
        if file is None or self._busy or self._offline():
            return

        def act(answered: Answered) -> None:
            wish = assign_wish(answered.choice, self._version(), answered.texts.get("reason", ""))
            self._run("assign-ticket", self._crm.assign_ticket(self._ticket_id, wish))

        self._asking.ask(ask_whom(self._people(file), self._words), act)

    def take_it(self) -> None:
        """The ticket becomes mine."""
        if self._file is not None and not self._busy and not self._offline():
            wish = assign_wish("me", self._version(), "")
            self._run("assign-ticket", self._crm.assign_ticket(self._ticket_id, wish))

    def accept(self) -> None:
        if self._file is not None and not self._busy and not self._offline():
            answer = TicketAnswer(version=self._version())
            self._run("accept-ticket", self._crm.answer_ticket(self._ticket_id, answer))

    def send_back(self) -> None:
        w = self._words
        if self._file is None or self._busy or self._offline():
            return

        def act(answered: Answered) -> None:
            reason = answered.texts.get("reason", "").strip()
            answer = TicketAnswer(version=self._version(), accept=False, reason=reason)
            self._run("send-ticket-back", self._crm.answer_ticket(self._ticket_id, answer))

        why = Text("reason", w("Why?"), w("Whoever gave it to you reads this."), required=True, large=True)
        self._asking.ask(Ask(w("Send it back"), w("Send back"), texts=(why,)), act)

    def set_priority(self, priority: TicketPriority) -> None:
        if self._file is not None and self._file.ticket.priority != priority:
            self._change(TicketChange(version=self._version(), priority=priority))

    def tick_off(self, index: int, done: bool) -> None:
        self._change(TicketChange(version=self._version(), checklist={index: done}))

    def watch(self, watch: bool) -> None:
        if self._file is not None and not self._offline():
            work = self._crm.watch_ticket(self._ticket_id, WatchWish(watch=watch))
            self._run("watch-ticket", work)

    def macro(self) -> None:
        file = self._file
        if file is None or self._busy or self._offline():
            return

        def act(answered: Answered) -> None:
            wish = MacroWish(version=self._version(), macro_id=answered.choice)
            self._run("ticket-macro", self._crm.run_ticket_macro(self._ticket_id, wish))

        macros = self._shelf.macros_of(file.ticket.type)
        if macros:
            self._asking.ask(ask_macro(macros, self._words), act)

    def link(self) -> None:
        w = self._words
        if self._file is None or self._offline():
            return

        def act(answered: Answered) -> None:
            target = answered.texts.get("target", "").strip()[:64]
            kind: Any = answered.choice or "related"
            self._run(
                "link-ticket", self._crm.link_ticket(self._ticket_id, LinkWish(kind=kind, target=target))
            )

        number = Text("target", w("Number of the other ticket"), "T20261121-0042", required=True, most=64)
        choices = (
            Choice("related", w("See also"), w("Both belong to the same matter"), "away", "ticket"),
            Choice("child", w("Part of this one"), w("This is done when the parts are"), "away", "ticket"),
        )
        ask = Ask(w("Link another ticket"), w("Link"), choices=choices, choose=True, texts=(number,))
        self._asking.ask(ask, act)

    def _change(self, change: TicketChange) -> None:
        if self._file is not None and not self._busy and not self._offline():
            self._run("change-ticket", self._crm.change_ticket(self._ticket_id, change))

    # --- comments --------------------------------------------------------------------------------

    def type_comment(self, text: str, for_customer: bool) -> None:
        if not self._ticket_id:
            return
        if text.strip():
            kept = Draft(outcome="customer" if for_customer else "", note=text)
            self._drafts.save(comment_draft(self._ticket_id), kept)
        else:
            self._drafts.forget(comment_draft(self._ticket_id))

    def comment(self, text: str, for_customer: bool) -> None:
        """It waits in the outbox where the server is away."""
        text, ticket_id, w = text.strip(), self._ticket_id, self._words
        if not text or not ticket_id:
            return
        try:
            key = self._outbox.put_comment(ticket_id, NewComment(text=text[:8000], for_customer=for_customer))
        except OutboxFailed as error:
            self._view.say(sentence(Trouble(error.error_id, error.detail), w))
            return
        self._drafts.forget(comment_draft(ticket_id))
        whose = "customer" if for_customer else "internal"
        up = self._store.desk.server is ServerLine.UP
        when = w("sending…") if up else w("waits for the server")
        face = CommentFace(key, w("me"), text, when, "", whose, comment_label(whose, w), waits=True)
        self._waiting[key] = (ticket_id, face)
        self._view.show_comment("", for_customer=for_customer)
        self._show()

    def comment_sent(self, key: str, file: TicketFile) -> None:
        self._waiting.pop(key, None)
        self._take(file)

    def comment_refused(self, key: str, reason: str) -> None:
        """It stands in the outbox now, with what can be done about it."""
        if self._waiting.pop(key, None) is not None:
            self._view.say(self._words("The comment was refused: {why}", why=reason))
            self._show()

    # --- files, the recording, the past ----------------------------------------------------------

    def attach(self, files: list[Upload], for_customer: bool = False) -> None:
        ticket_id, w = self._ticket_id, self._words
        if not ticket_id or self._offline():
            return
        for file in files:
            if len(file.content) > MOST_BYTES:
                self._view.say(w("{name} is larger than 20 MB.", name=file.name))
                continue
            self._begin()
            work = self._attach(ticket_id, file, for_customer)
            self._tasks.run("attach", work, self._done, self._failed)

    async def _attach(self, ticket_id: str, file: Upload, for_customer: bool) -> TicketFile:
        await self._crm.attach_to_ticket(ticket_id, file, for_customer)
        return await self._crm.ticket(ticket_id)

    def fetch_file(self, attachment_id: str) -> None:
        found = (
            next((a for a in self._file.attachments if a.attachment_id == attachment_id), None)
            if self._file
            else None
        )
        if found is None or self._offline():
            return
        work = self._crm.ticket_attachment(self._ticket_id, attachment_id)
        self._tasks.run(
            "attachment", work, lambda content: self._view.save_file(found.name, content), self._failed
        )

    def play(self) -> None:
        """The recording of the call it came from; or a pause."""
        recording = self._file.ticket.recording_id if self._file else None
        if recording is None:
            return
        if self._store.desk.stage not in (Stage.IDLE, Stage.WRAP_UP):
            self._view.say(self._words("Not while you are in a call."))
            return
        self._player.toggle(recording, 0.0, lambda: self._crm.recording_audio(recording))

    def more_history(self) -> None:
        cursor, ticket_id = self._older_cursor, self._ticket_id
        if cursor is not None:
            work = self._crm.ticket_history(ticket_id, cursor)
            self._tasks.run(
                "ticket-history", work, lambda page: self._add_history(ticket_id, page), self._failed
            )

    def _add_history(self, ticket_id: str, page: Page[TicketEventView]) -> None:
        if ticket_id == self._ticket_id:
            self._older += page.items
            self._older_cursor = page.next_cursor
            self._show()

    # --- carrying out ------------------------------------------------------------------------------

    def _run(self, name: str, work: Coroutine[Any, Any, TicketFile]) -> None:
        self._begin()
        self._tasks.run(name, work, self._done, self._failed)

    def _begin(self) -> None:
        self._busy = True
        self._show()

    def _done(self, file: TicketFile) -> None:
        self._busy = False
        self._asking.done()
        self._take(file)

    def _failed(self, trouble: Trouble) -> None:
        self._busy = False
        self._show()
        text = sentence(trouble, self._words)
        if not self._asking.failed(text):
            self._view.say(text)
        if trouble.error_id in ("ticket-changed", "not-found"):
            self.load()

    def _version(self) -> int:
        return self._file.ticket.version if self._file else 0

    def _people(self, file: TicketFile) -> tuple[Choice, ...]:
        present = file.ticket.assigned_to or ""
        colleagues = self._store.desk.colleagues
        return whom(colleagues, self._shelf.me, self._shelf.departments(), self._words, present)

    def _offline(self) -> bool:
        """Says so; comments go another way."""
        if self._store.desk.server is ServerLine.UP:
            return False
        text = self._words(
            "Not without the server: nothing has been changed. Comments may be written, they wait."
        )
        if not self._asking.failed(text):
            self._view.say(text)
        return True

    # --- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        face = self._face()
        if face != self._shown:
            self._shown = face
            self._view.show_ticket(face)

    def _face(self) -> OpenTicketFace:
        w, file = self._words, self._file
        if file is None or self._state is not ListState.ROWS:
            texts = {
                ListState.LOADING: w("Opening the ticket…"),
                ListState.EMPTY: w("Choose a ticket to see what was promised and what was done."),
            }
            return OpenTicketFace(self._state, texts.get(self._state, self._text), ticket_id=self._ticket_id)
        of_type = self._shelf.type(file.ticket.type)
        away = self._store.desk.server is not ServerLine.UP
        history = file.model_copy(
            update={"history": [*file.history, *self._older], "history_cursor": self._older_cursor}
        )
        return open_face(
            history,
            of_type,
            self._shelf.me,
            self._clock.now(),
            w,
            tuple(face for ticket_id, face in self._waiting.values() if ticket_id == self._ticket_id),
            has_macros=bool(self._shelf.macros_of(file.ticket.type)),
            tells_customer=file.ticket.customer_id is not None,
            busy=self._busy,
            offline=away,
            hint=w("No connection: this is how it stood.") if away else "",
        )


def comment_draft(ticket_id: str) -> str:
    return f"ticket-comment:{ticket_id}"
