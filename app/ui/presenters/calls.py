"""The agent's own calls: a list with what came of each, newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from app.contracts.base import Page
from app.contracts.calls import CallView
from app.contracts.people import Label
from app.ui.messages import sentence
from app.ui.presenters.format import call_outcome_word, day_and_time, exact, short_time
from app.ui.presenters.ports import Clock, Crm, Tasks, Trouble, Words


class ListState(Enum):
    LOADING = "LOADING"
    EMPTY = "EMPTY"
    ERROR = "ERROR"
    ROWS = "ROWS"


@dataclass(frozen=True, slots=True)
class CallRow:
    call_id: str
    customer_id: str
    name: str
    number: str
    queue: str
    when: str
    exact: str
    waited: str
    talked: str
    outcome: str
    note: str
    follow_up: str
    missed: bool


class CallsListView(Protocol):
    def show_state(self, state: ListState, text: str) -> None: ...
    def show_rows(self, rows: tuple[CallRow, ...], more: bool) -> None: ...


class CallsPresenter:
    def __init__(
        self, view: CallsListView, words: Words, tasks: Tasks, clock: Clock, crm: Crm, outcomes: list[Label]
    ) -> None:
        self._view, self._words, self._tasks = view, words, tasks
        self._clock, self._crm, self._outcomes = clock, crm, outcomes
        self._calls: list[CallView] = []
        self._cursor: str | None = None
        self._loading = False
        self._outdated = False

    def load(self) -> None:
        """The newest page; a list that is already shown stays until the new one is here."""
        if self._loading:
            self._outdated = True  # what is under way may have been read before what is new
            return
        self._loading = True
        if not self._calls:
            self._view.show_state(ListState.LOADING, self._words("Loading your calls…"))
        self._tasks.run("my-calls", self._crm.my_calls(None), self._first, self._failed)

    def more(self) -> None:
        if self._loading or self._cursor is None:
            return
        self._loading = True
        self._tasks.run("my-calls", self._crm.my_calls(self._cursor), self._next, self._failed)

    def refresh(self) -> None:
        if self._calls:
            self._show()

    def _first(self, page: Page[CallView]) -> None:
        self._calls = list(page.items)
        self._take(page)

    def _next(self, page: Page[CallView]) -> None:
        known = {call.call_id for call in self._calls}
        self._calls += [call for call in page.items if call.call_id not in known]
        self._take(page)

    def _take(self, page: Page[CallView]) -> None:
        self._loading = False
        self._cursor = page.next_cursor
        self._show()
        self._load_again()

    def _load_again(self) -> None:
        if self._outdated:
            self._outdated = False
            self.load()

    def _show(self) -> None:
        if not self._calls:
            self._view.show_state(
                ListState.EMPTY, self._words("No calls yet. The calls that you take are listed here.")
            )
            return
        self._view.show_rows(tuple(self._row(call) for call in self._calls), more=self._cursor is not None)
        self._view.show_state(ListState.ROWS, "")

    def _failed(self, trouble: Trouble) -> None:
        self._loading = self._outdated = False
        text = sentence(trouble, self._words)
        if self._calls:
            self._show()
        else:
            self._view.show_state(ListState.ERROR, text)

    def _row(self, call: CallView) -> CallRow:
        now, w = self._clock.now(), self._words
        result = next((w.label(label) for label in self._outcomes if label.code == call.result), call.result)
        missed = call.outcome is not None and call.outcome != "ANSWERED" and call.outcome != "CUT_OFF"
        if not result:
            result = call_outcome_word(call.outcome, w)
        return CallRow(
            call_id=call.call_id,
            customer_id=call.customer_id or "",
            name=call.customer_name or w("Unknown caller"),
            number=call.caller_number,
            queue=w.label(call.queue) if call.queue else "",
            when=day_and_time(call.started_at, now, w),
            exact=exact(call.started_at, w),
            waited=short_time(call.waited_s),
            talked=short_time(call.talk_s) if call.talk_s else "–",
            outcome=result,
            note=call.note,
            follow_up=day_and_time(call.follow_up_at, now, w) if call.follow_up_at else "",
            missed=missed,
        )
