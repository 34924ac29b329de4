"""What the lists of call-backs and of voice messages do alike: those that wait, and those that are over.

In:  the server's pages, the desk. Out: the items, how they stand, whether somebody can be called now.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Generic, Protocol, TypeVar

from app.contracts.base import Page
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.pages import ListState, Pages
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

LOAD_EVERY_S = 60.0


class FollowUpsView(Protocol):
    def show_count(self, count: int) -> None: ...
    def say(self, text: str) -> None: ...


View = TypeVar("View", bound=FollowUpsView)
Item = TypeVar("Item")
Which = TypeVar("Which", bound=str)


class FollowUpsPresenter(Generic[View, Item, Which]):
    """``waiting``: the part of the list that is shown first and counted. ``key``: an item's id."""

    def __init__(
        self,
        view: View,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        name: str,
        waiting: Which,
        fetch: Callable[[Which, str | None], Coroutine[Any, Any, Page[Item]]],
        key: Callable[[Item], str],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._key = tasks, clock, key
        self._waiting = self._which = waiting
        self._busy = ""  # the id with which something is under way
        self._loaded_at_s = 0.0
        self._shown: object = None
        self._pages = Pages[Item](
            name, tasks, words, lambda cursor: fetch(self._which, cursor), key, self._show
        )
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def load(self) -> None:
        self._loaded_at_s = self._clock.monotonic()
        self._pages.load()

    def more(self) -> None:
        self._pages.more()

    def tick(self) -> None:
        """They change without a live message: looked at again each minute."""
        if self._store.desk.server is ServerLine.UP and (
            self._clock.monotonic() - self._loaded_at_s >= LOAD_EVERY_S
        ):
            self.load()

    def show_which(self, which: Which) -> None:
        if which != self._which:
            self._which = which
            self._pages.start_over()

    def _show(self) -> None:
        raise NotImplementedError

    def _changed(self, before: Desk, after: Desk) -> None:
        back = before.server is not ServerLine.UP
        if after.server is ServerLine.UP and (back or self._outdated(before, after)):
            self.load()
        if before.stage is not after.stage or before.server is not after.server:
            self._show()

    def _outdated(self, before: Desk, after: Desk) -> bool:
        """Whether the desk tells that there is another one."""
        return False

    # --- while something is under way --------------------------------------------------------------

    def _begin(self, key: str) -> None:
        self._busy = key
        self._show()

    def _end(self) -> None:
        self._busy = ""
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._end()
        self._view.say(sentence(trouble, self._words))

    # --- what the pages say ------------------------------------------------------------------------

    def _item(self, key: str) -> Item | None:
        return next((each for each in self._pages.items if self._key(each) == key), None)

    def _why_not(self) -> str:
        """Why nobody can be called now."""
        desk = self._store.desk
        if desk.server is not ServerLine.UP:
            return self._words("Nobody can be called without the server.")
        return "" if desk.stage is Stage.IDLE else self._words("After the present call.")

    def _text(self, loading: str, none_waits: str, none_is_over: str) -> str:
        """In place of the list."""
        return self._pages.text(loading, none_waits if self._which == self._waiting else none_is_over)

    def _is_news(self, face: object) -> bool:
        """What is shown already is not shown again."""
        before, self._shown = self._shown, face
        return face != before

    def _show_count(self) -> None:
        if self._which == self._waiting and self._pages.state in (ListState.ROWS, ListState.EMPTY):
            self._view.show_count(len(self._pages.items))
