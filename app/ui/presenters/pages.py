"""A list that the server gives page by page, newest first: what is shown stays until the new one is here.

In:  ``load`` for the first page, ``more`` for the next. Out: ``items`` and how the list stands (``shown``).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from enum import Enum
from typing import Any, Generic, TypeVar

from app.contracts.base import Page
from app.ui.messages import sentence
from app.ui.presenters.ports import Tasks, Trouble, Words

Item = TypeVar("Item")
Fetch = Callable[[str | None], Coroutine[Any, Any, Page[Item]]]


class ListState(Enum):
    LOADING = "LOADING"
    EMPTY = "EMPTY"
    ERROR = "ERROR"
    ROWS = "ROWS"


class Pages(Generic[Item]):
    """``fetch``: the page at a cursor. ``key``: an item's id. ``shown``: something has changed."""

    def __init__(
        self,
        name: str,
        tasks: Tasks,
        words: Words,
        fetch: Fetch[Item],
        key: Callable[[Item], str],
        shown: Callable[[], None],
    ) -> None:
        self._name, self._tasks, self._words = name, tasks, words
        self._fetch, self._key, self._shown = fetch, key, shown
        self.items: list[Item] = []
        self.state, self.trouble = ListState.LOADING, ""
        self._cursor: str | None = None
        self._loading = self._outdated = False
        self._turn = 0  # answers to an earlier wish are not shown

    @property
    def more_there(self) -> bool:
        return self._cursor is not None

    def text(self, loading: str, empty: str) -> str:
        """What stands in place of the list; "" while there are items."""
        texts = {ListState.LOADING: loading, ListState.EMPTY: empty, ListState.ERROR: self.trouble}
        return texts.get(self.state, "")

    def start_over(self) -> None:
        """Another list: what is shown belongs to the one before."""
        self._turn += 1
        self.items, self._cursor = [], None
        self.state = ListState.LOADING
        self._loading = self._outdated = False
        self.load()

    def clear(self) -> None:
        """Nothing is looked for any more."""
        self._turn += 1
        self.items, self._cursor = [], None
        self._loading = self._outdated = False
        self._settle()

    def load(self) -> None:
        if self._loading:
            self._outdated = True  # what is under way may have been read before what is new
            return
        self._run(None, first=True)

    def more(self) -> None:
        if not self._loading and self._cursor is not None:
            self._run(self._cursor, first=False)

    def put(self, item: Item) -> None:
        """It has changed here."""
        key = self._key(item)
        self.items = [item if self._key(each) == key else each for each in self.items]
        self._shown()

    def drop(self, key: str) -> None:
        self.items = [each for each in self.items if self._key(each) != key]
        self._settle()

    def _run(self, cursor: str | None, first: bool) -> None:
        self._loading, turn = True, self._turn
        if first and not self.items:
            self.state = ListState.LOADING
            self._shown()
        self._tasks.run(
            self._name,
            self._fetch(cursor),
            lambda page: self._take(turn, page, first),
            lambda trouble: self._failed(turn, trouble),
        )

    def _take(self, turn: int, page: Page[Item], first: bool) -> None:
        if turn != self._turn:
            return
        self._loading = False
        known = set[str]() if first else {self._key(each) for each in self.items}
        fresh = [each for each in page.items if self._key(each) not in known]
        self.items = fresh if first else [*self.items, *fresh]
        self._cursor = page.next_cursor
        self._settle()
        if self._outdated:
            self._outdated = False
            self.load()

    def _failed(self, turn: int, trouble: Trouble) -> None:
        if turn != self._turn:
            return
        self._loading = self._outdated = False
        self.trouble = sentence(trouble, self._words)
        if not self.items:
            self.state = ListState.ERROR
        self._shown()

    def _settle(self) -> None:
        self.state = ListState.ROWS if self.items else ListState.EMPTY
        self._shown()
