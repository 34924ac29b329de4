"""All of the tickets' room but its widgets, over a server in memory."""

from __future__ import annotations

from typing import Any

from app.ui.presenters.desk import ServerReached
from app.ui.presenters.player import PlayerPresenter
from app.ui.presenters.ticket_asks import Answered, Asking
from app.ui.presenters.ticket_file import TicketFilePresenter
from app.ui.presenters.ticket_shelf import TicketShelf
from app.ui.presenters.ticket_writing import WritingPresenter
from app.ui.presenters.tickets_board import BoardPresenter
from app.ui.presenters.tickets_list import TicketsPresenter
from tests.presenters.tickets_fakes import (
    ME,
    TicketOutbox,
    TicketsCrm,
)
from tests.presenters.ui_fakes import (
    TYPES,
    FakeClock,
    FakeDrafts,
    FakeTasks,
    FakeView,
    FakeWords,
    store,
)


class Desk:
    """All of the tickets' room but its widgets."""

    def __init__(self, crm: TicketsCrm, user: Any = ME, drafts: FakeDrafts | None = None) -> None:
        self.crm, self.clock, self.words, self.tasks = crm, FakeClock(), FakeWords(), FakeTasks()
        self.store, self.view = store(self.clock), FakeView()
        self.outbox, self.drafts = TicketOutbox(), drafts or FakeDrafts()
        self.asking = Asking(self.view)
        self.shelf = TicketShelf(self.tasks, self.words, crm, user, TYPES)
        self.player = PlayerPresenter(self.view, self.words, self.tasks, FakeView())
        parts = (self.view, self.store, self.words, self.tasks, self.clock, crm)
        self.list = TicketsPresenter(
            *parts, self.shelf, self.asking, lambda t: self.ticket.open(t), lambda: None
        )
        self.ticket = TicketFilePresenter(
            *parts, self.outbox, self.drafts, self.shelf, self.asking, self.player, self._changed
        )
        self.board = BoardPresenter(*parts, self.shelf, lambda: self.list.asked.query, self.ticket.move_file)
        self.writing = WritingPresenter(*parts, self.outbox, self.drafts, self.shelf, self.ticket.take)
        self.shelf.load()
        self.list.page_shown(True)

    def _changed(self, changed: Any) -> None:
        self.list.take(changed)
        self.board.take(changed)

    @property
    def rows(self) -> Any:
        return self.view.last["show_tickets"]

    @property
    def shown(self) -> Any:
        return self.view.last["show_ticket"]

    @property
    def question(self) -> Any:
        return self.view.last["ask"]

    def answer(self, choice: str = "", **texts: str) -> None:
        self.asking.answer(Answered(choice, texts))

    def wished(self, what: str) -> list[Any]:
        return [asked[1] for asked in self.crm.asked if asked[0] == what]

    def away(self) -> None:
        self.store.dispatch(ServerReached(up=False))
