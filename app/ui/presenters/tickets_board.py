"""The board: the tickets of one type in columns, one for each state, moved from one to the other.

In:  the server's board, wishes. Out: a face. A move that needs nothing is done at once; one that asks for
something opens the question; one that does not exist says which there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.contracts.base import Page
from app.contracts.live import TicketsChanged
from app.contracts.tickets import BoardColumn, BoardView, TicketFile, TicketQuery, TicketView
from app.ui.messages import sentence
from app.ui.presenters.agent import Tone
from app.ui.presenters.desk import ServerLine
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore
from app.ui.presenters.ticket_face import KIND_TONES, TicketRow, ticket_row
from app.ui.presenters.ticket_shelf import TicketShelf
from app.ui.presenters.tickets_list import PAGE, SHOWN_EVERY_S, ListCrm


@dataclass(frozen=True, slots=True)
class ColumnFace:
    state: str
    name: str
    tone: Tone
    count: int
    cards: tuple[TicketRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class BoardFace:
    types: tuple[tuple[str, str], ...]
    type: str
    columns: tuple[ColumnFace, ...]
    state: ListState
    text: str
    chosen: str
    moving: str  # the card that is on its way


class BoardPageView(Protocol):
    def show_board(self, face: BoardFace) -> None: ...
    def say(self, text: str) -> None: ...


class BoardPresenter:
    """``query``: what the list asks for. ``move``: carries a move out, asking for what it needs."""

    def __init__(
        self,
        view: BoardPageView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: ListCrm,
        shelf: TicketShelf,
        query: Callable[[], TicketQuery],
        move: Callable[[TicketFile, str], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._shelf, self._query, self._move = shelf, query, move
        self._type = ""
        self._board: BoardView | None = None
        self._state, self._trouble = ListState.LOADING, ""
        self._visible = self._loading = self._again = False
        self._chosen = self._moving = ""
        self._shown_at_s = 0.0
        self._shown: BoardFace | None = None
        shelf.listen(self._shelf_changed)

    def show(self, visible: bool) -> None:
        self._visible = visible
        if visible:
            self.load()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def tick(self) -> None:
        now_s = self._clock.monotonic()
        if self._visible and now_s - self._shown_at_s >= SHOWN_EVERY_S:
            self._shown_at_s = now_s
            self._show()

    def live(self, _message: TicketsChanged) -> None:
        if self._visible:
            self.load()

    def choose_type(self, code: str) -> None:
        if code != self._type:
            self._type, self._board, self._state = code, None, ListState.LOADING
            self._show()
            self.load()

    def load(self) -> None:
        types = self._shelf.type_names()
        if not self._type and types:
            self._type = types[0][0]
        if not self._type or not self._visible:
            return
        if self._loading:
            self._again = True
            return
        self._loading, asked = True, self._type
        query = self._query().model_copy(update={"status": [], "type": []})
        work = self._crm.ticket_board(asked, query)
        self._tasks.run("board", work, lambda board: self._take(asked, board), self._failed)

    def _take(self, asked: str, board: BoardView) -> None:
        self._loading, self._moving = False, ""
        if asked == self._type:
            self._board, self._state = board, ListState.ROWS
            self._show()
        if self._again or asked != self._type:
            self._again = False
            self.load()

    def _failed(self, trouble: Trouble) -> None:
        self._loading = self._again = False
        self._moving = ""
        if self._board is None:
            self._state, self._trouble = ListState.ERROR, sentence(trouble, self._words)
        self._show()

    def _shelf_changed(self) -> None:
        if self._visible and self._board is None:
            self.load()

    # --- cards ---------------------------------------------------------------------------------

    def choose(self, ticket_id: str) -> None:
        self._chosen = ticket_id
        self._show()

    def may_go(self, ticket_id: str) -> tuple[str, ...]:
        """States into which this card may be put."""
        ticket = self._ticket(ticket_id)
        return tuple(m.to_state for m in self._shelf.moves(ticket.type, ticket.status)) if ticket else ()

    def put(self, ticket_id: str, state: str) -> None:
        """A card was put into a column."""
        ticket, w = self._ticket(ticket_id), self._words
        if ticket is None or ticket.status == state or self._moving:
            return
        if self._store.desk.server is not ServerLine.UP:
            self._view.say(w("Not without the server: the ticket stays where it is."))
            return
        moves = self._shelf.moves(ticket.type, ticket.status)
        if not any(each.to_state == state for each in moves):
            there = ", ".join(w.label(each.name) for each in moves)
            self._view.say(
                w("Not from here. Possible: {moves}", moves=there)
                if there
                else w("It cannot be moved from here.")
            )
            return
        self._moving = ticket_id
        self._show()
        self._tasks.run("ticket", self._crm.ticket(ticket_id), lambda f: self._found(f, state), self._lost)

    def _found(self, file: TicketFile, state: str) -> None:
        self._moving = ""
        self._show()
        self._move(file, state)

    def _lost(self, trouble: Trouble) -> None:
        self._moving = ""
        self._show()
        self._view.say(sentence(trouble, self._words))

    def take(self, file: TicketFile) -> None:
        """It was changed here: it stands in its column at once."""
        board, ticket = self._board, file.ticket
        if board is None or self._ticket(ticket.ticket_id) is None:
            return
        columns: list[BoardColumn] = []
        for column in board.columns:
            before = [each for each in column.tickets if each.ticket_id == ticket.ticket_id]
            others = [each for each in column.tickets if each.ticket_id != ticket.ticket_id]
            here = column.state.code == ticket.status
            if here and before:
                cards = [ticket if each.ticket_id == ticket.ticket_id else each for each in column.tickets]
            else:
                cards = [ticket, *others] if here else others
            count = column.count + (1 if here and not before else -1 if before and not here else 0)
            columns.append(column.model_copy(update={"tickets": cards, "count": count}))
        self._board = board.model_copy(update={"columns": columns})
        self._show()

    def more(self, state: str) -> None:
        column = (
            next((c for c in self._board.columns if c.state.code == state), None) if self._board else None
        )
        if column is None or column.cursor is None:
            return
        query = self._query().model_copy(update={"type": [self._type], "status": [state], "kind": []})
        work = self._crm.tickets(query, column.cursor, PAGE)
        self._tasks.run("board-more", work, lambda page: self._add(state, page), self._failed)

    def _add(self, state: str, page: Page[TicketView]) -> None:
        if self._board is None:
            return
        columns: list[BoardColumn] = []
        for column in self._board.columns:
            if column.state.code == state:
                known = {each.ticket_id for each in column.tickets}
                fresh = [each for each in page.items if each.ticket_id not in known]
                cards = [*column.tickets, *fresh]
                column = column.model_copy(update={"tickets": cards, "cursor": page.next_cursor})
            columns.append(column)
        self._board = self._board.model_copy(update={"columns": columns})
        self._show()

    def _ticket(self, ticket_id: str) -> TicketView | None:
        columns = self._board.columns if self._board else []
        return next((t for column in columns for t in column.tickets if t.ticket_id == ticket_id), None)

    # --- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        w, now, me = self._words, self._clock.now(), self._shelf.me
        columns = tuple(
            ColumnFace(
                state=column.state.code,
                name=w.label(column.state.name),
                tone=KIND_TONES[column.state.kind],
                count=column.count,
                cards=tuple(ticket_row(t, me, now, w, selected=False) for t in column.tickets),
                more=column.cursor is not None,
            )
            for column in (self._board.columns if self._board else [])
        )
        face = BoardFace(
            types=self._shelf.type_names(),
            type=self._type,
            columns=columns,
            state=self._state,
            text=w("Loading the board…") if self._state is ListState.LOADING else self._trouble,
            chosen=self._chosen,
            moving=self._moving,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_board(face)
