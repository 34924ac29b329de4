"""Finding a customer by name or number, from anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.contracts.customers import CustomerView
from app.ui.messages import sentence
from app.ui.presenters.call import level_word
from app.ui.presenters.ports import Clock, Crm, Tasks, Trouble, Words

PAUSE_S = 0.25  # after the last key, before the server is asked
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    customer_id: str
    name: str
    number: str
    level_word: str


class SearchView(Protocol):
    def show_hits(self, hits: tuple[Hit, ...], text: str) -> None: ...
    def hide_hits(self) -> None: ...


class SearchPresenter:
    def __init__(
        self,
        view: SearchView,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: Crm,
        open_file: Callable[[str], None],
    ) -> None:
        self._view, self._words, self._tasks = view, words, tasks
        self._clock, self._crm, self._open_file = clock, crm, open_file
        self._text = ""
        self._due_at: float | None = None

    def type(self, text: str) -> None:
        self._text = text.strip()
        self._due_at = None
        if len(self._text) < SHORTEST:
            self._view.hide_hits()
            return
        self._due_at = self._clock.monotonic() + PAUSE_S

    def tick(self) -> None:
        if self._due_at is not None and self._clock.monotonic() >= self._due_at:
            self.search()

    def search(self) -> None:
        self._due_at = None
        asked = self._text
        if len(asked) < SHORTEST:
            return
        self._view.show_hits((), self._words("Searching…"))
        self._tasks.run(
            "search",
            self._crm.search_customers(asked),
            lambda found: self._found(asked, found),
            self._failed,
        )

    def choose(self, customer_id: str) -> None:
        self._text = ""
        self._view.hide_hits()
        self._open_file(customer_id)

    def _found(self, asked: str, found: list[CustomerView]) -> None:
        if asked != self._text:
            return  # typed on meanwhile
        hits = tuple(
            Hit(c.customer_id, c.name, c.number, level_word(c.level, self._words)) for c in found[:12]
        )
        self._view.show_hits(hits, "" if hits else self._words("Nobody found. Try part of the number."))

    def _failed(self, trouble: Trouble) -> None:
        self._view.show_hits((), sentence(trouble, self._words))
