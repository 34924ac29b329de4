"""The agent's own calls: a list with what came of each, newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.contracts.calls import CallView
from app.contracts.people import Label
from app.ui.presenters.format import call_outcome_word, day_and_time, exact, short_time
from app.ui.presenters.pages import ListState, Pages
from app.ui.presenters.ports import Clock, Crm, Tasks, Words


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
        self._view, self._words = view, words
        self._clock, self._outcomes = clock, outcomes
        self._pages = Pages[CallView](
            "my-calls", tasks, words, crm.my_calls, lambda call: call.call_id, self._show
        )

    def load(self) -> None:
        """The newest page; a list that is already shown stays until the new one is here."""
        self._pages.load()

    def more(self) -> None:
        self._pages.more()

    def refresh(self) -> None:
        if self._pages.items:
            self._show()

    def _show(self) -> None:
        pages = self._pages
        if pages.items:
            self._view.show_rows(tuple(self._row(call) for call in pages.items), more=pages.more_there)
        text = pages.text(
            self._words("Loading your calls…"),
            self._words("No calls yet. The calls that you take are listed here."),
        )
        self._view.show_state(pages.state, text)

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
