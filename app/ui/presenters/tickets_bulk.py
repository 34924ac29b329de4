"""Several tickets at once: assigned, moved, made more pressing; those that were refused stay chosen.

In:  which ones, what is answered to the question. Out: a wish for the server, a sentence of what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from app.contracts.tickets import BulkResult, BulkWish, TicketPriority
from app.ui.messages import sentence
from app.ui.presenters.ports import Tasks, Trouble, Words
from app.ui.presenters.ports_tickets import TicketListCrm
from app.ui.presenters.store import DeskStore
from app.ui.presenters.ticket_asks import Answered, Asking, ask_priority, ask_state, ask_whom, whom
from app.ui.presenters.ticket_shelf import TicketShelf
from app.ui.presenters.tickets_query import assign_wish


class Bulk:
    """``done``: told which were refused. ``say``: a sentence for the person."""

    def __init__(
        self,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        crm: TicketListCrm,
        shelf: TicketShelf,
        asking: Asking,
        say: Callable[[str], None],
        done: Callable[[set[str]], None],
    ) -> None:
        self._store, self._words, self._tasks, self._crm = store, words, tasks, crm
        self._shelf, self._asking, self._say, self._done = shelf, asking, say, done

    def assign(self, ids: list[str]) -> None:
        shelf, colleagues = self._shelf, self._store.desk.colleagues
        people = whom(colleagues, shelf.me, shelf.departments(), self._words)

        def act(answered: Answered) -> None:
            to = assign_wish(answered.choice, 0, answered.texts.get("reason", ""))
            self._run(BulkWish(ticket_ids=ids, assign=to, reason=to.reason))

        if ids:
            self._asking.ask(ask_whom(people, self._words, len(ids)), act)

    def move(self, ids: list[str], types: set[str]) -> None:
        def act(answered: Answered) -> None:
            reason = answered.texts.get("reason", "").strip()
            self._run(BulkWish(ticket_ids=ids, to_state=answered.choice, reason=reason))

        if ids:
            self._asking.ask(ask_state(self._shelf.states(sorted(types)), self._words, len(ids)), act)

    def weigh(self, ids: list[str]) -> None:
        def act(answered: Answered) -> None:
            self._run(BulkWish(ticket_ids=ids, priority=cast("TicketPriority", answered.choice)))

        if ids:
            self._asking.ask(ask_priority(self._words, len(ids)), act)

    def _run(self, wish: BulkWish) -> None:
        self._tasks.run("tickets-bulk", self._crm.change_tickets(wish), self._came, self._failed)

    def _came(self, result: BulkResult) -> None:
        w, done = self._words, len(result.done)
        self._asking.done()
        text = w("{count} tickets changed.", count=done)
        if result.refused:
            why = next(iter(result.refused.values()))
            text = w("{done} changed, {refused} not: {why}", done=done, refused=len(result.refused), why=why)
        self._say(text)
        self._done(set(result.refused))

    def _failed(self, trouble: Trouble) -> None:
        text = sentence(trouble, self._words)
        if not self._asking.failed(text):
            self._say(text)
