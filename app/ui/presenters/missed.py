"""Calls that rang at this desk and were not taken: who still waits to be called back, and who was helped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.contracts.calls import MissedCallView
from app.ui.presenters.agent import Tone
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.format import exact, when
from app.ui.presenters.pages import ListState, Pages
from app.ui.presenters.ports import Clock, Tasks, Words
from app.ui.presenters.ports_calls import TalkCrm
from app.ui.presenters.store import DeskStore

_MISSED_WHY = ("no-answer", "declined", "caller-left", "no-phone")


@dataclass(frozen=True, slots=True)
class MissedRow:
    """``open``: nobody has helped the caller, nor was he called back."""

    call_id: str
    customer_id: str
    name: str
    number: str
    queue: str
    when: str
    exact: str
    why: str
    state: str
    tone: Tone
    open: bool


class MissedView(Protocol):
    def show_missed(self, state: ListState, text: str, rows: tuple[MissedRow, ...], more: bool) -> None:
        """Open ones first, then those who were helped."""
        ...

    def show_missed_count(self, count: int) -> None: ...


class MissedPresenter:
    """``call_back``: (call_id, name) → dial whoever called then."""

    def __init__(
        self,
        view: MissedView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: TalkCrm,
        call_back: Callable[[str, str], None],
    ) -> None:
        self._view, self._words = view, words
        self._clock, self._call_back = clock, call_back
        self._pages = Pages[MissedCallView](
            "missed", tasks, words, crm.missed_calls, lambda call: call.offer_id, self._show
        )
        store.listen(self._changed)

    def refresh(self) -> None:
        self._show()

    def load(self) -> None:
        self._pages.load()

    def more(self) -> None:
        self._pages.more()

    def call_back(self, call_id: str) -> None:
        call = next((each for each in self._pages.items if each.call_id == call_id), None)
        if call is not None:
            self._call_back(call_id, call.customer_name or call.number)

    # --- what comes in ---------------------------------------------------------------------------

    def _changed(self, before: Desk, after: Desk) -> None:
        gone = after.withdrawn is not None and after.withdrawn is not before.withdrawn
        missed = gone and after.withdrawn is not None and after.withdrawn.why in _MISSED_WHY
        ended = before.call is not None and after.call is None  # perhaps one who was called back
        if missed or ended or (before.server is not ServerLine.UP and after.server is ServerLine.UP):
            self.load()

    # --- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        pages = self._pages
        rows = [self._row(each) for each in pages.items]
        rows.sort(key=lambda row: not row.open)
        text = pages.text(
            self._words("Loading missed calls…"),
            self._words("No missed calls. Whoever you could not answer is listed here."),
        )
        self._view.show_missed(pages.state, text, tuple(rows), pages.more_there)
        self._view.show_missed_count(sum(row.open for row in rows))

    def _row(self, call: MissedCallView) -> MissedRow:
        w, now = self._words, self._clock.now()
        why = {
            "no-answer": w("Not answered in time"),
            "declined": w("Declined"),
            "caller-left": w("Caller hung up"),
            "no-phone": w("Your phone was not reached"),
        }.get(call.why, call.why)
        tone: Tone = "trouble"
        state = w("Not called back")
        if call.answered_elsewhere:
            state, tone = w("Answered elsewhere"), "away"
        elif call.called_back:
            state, tone = w("Called back"), "ready"
        return MissedRow(
            call_id=call.call_id,
            customer_id=call.customer_id or "",
            name=call.customer_name or w("Unknown caller"),
            number=call.number,
            queue=w.label(call.queue) if call.queue else "",
            when=when(call.at, now, w),
            exact=exact(call.at, w),
            why=why,
            state=state,
            tone=tone,
            open=not (call.answered_elsewhere or call.called_back),
        )
