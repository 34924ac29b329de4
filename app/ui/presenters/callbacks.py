"""Promised call-backs of the own queues: who waits, since when, how often tried; calling now, cancelling.

The server calls by itself in the order of the line; this page is for looking, and for what cannot wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.control import NewCall
from app.contracts.followups import CallbackView
from app.ui.presenters.call import level_word
from app.ui.presenters.desk import Desk
from app.ui.presenters.follow_ups import FollowUpsPresenter, FollowUpsView
from app.ui.presenters.format import day_and_time, exact, short_time
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import FollowUpsCrm

Which = Literal["OPEN", "ENDED"]


@dataclass(frozen=True, slots=True)
class CallbackRow:
    """``first`` and ``second``: what is most to be known of it, and what more."""

    callback_id: str
    customer_id: str
    name: str
    level: str
    level_word: str
    number: str
    queue: str
    promised: str
    exact: str
    waited: str
    first: str
    second: str
    open: bool
    mine: bool
    late: bool


@dataclass(frozen=True, slots=True)
class CallbacksFace:
    rows: tuple[CallbackRow, ...]
    which: Which
    state: ListState
    text: str
    more: bool
    can_call: bool
    why_not: str  # why nobody can be called now
    busy: str  # the id with which something is under way


class CallbacksPageView(FollowUpsView, Protocol):
    def show_callbacks(self, face: CallbacksFace) -> None: ...


class CallbacksPresenter(FollowUpsPresenter[CallbacksPageView, CallbackView, Which]):
    def __init__(
        self,
        view: CallbacksPageView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: FollowUpsCrm,
    ) -> None:
        self._crm = crm
        super().__init__(
            view,
            store,
            words,
            tasks,
            clock,
            "call-backs",
            "OPEN",
            crm.callbacks,
            lambda each: each.callback_id,
        )

    def _outdated(self, before: Desk, after: Desk) -> bool:
        """A queue says so."""
        waiting = [sum(queue.callbacks_waiting for queue in desk.queues) for desk in (before, after)]
        return waiting[0] != waiting[1]

    # --- wishes ------------------------------------------------------------------------------------

    def call(self, callback_id: str) -> None:
        """Now, out of turn. His number is not shown."""
        item = self._item(callback_id)
        if item is None or self._busy:
            return
        if self._why_not():
            self._view.say(self._why_not())
            return
        self._begin(callback_id)
        work = self._crm.make_call(NewCall(call_id=item.for_call_id))
        self._tasks.run("call-back", work, lambda _: self._end(), self._failed)

    def cancel(self, callback_id: str) -> None:
        if self._item(callback_id) is not None and not self._busy:
            self._begin(callback_id)
            work = self._crm.cancel_callback(callback_id)
            self._tasks.run("cancel-call-back", work, lambda _: self._cancelled(callback_id), self._failed)

    def _cancelled(self, callback_id: str) -> None:
        self._busy = ""
        self._pages.drop(callback_id)
        self._view.say(self._words("The call-back is cancelled."))
        self.load()

    def _failed(self, trouble: Trouble) -> None:
        super()._failed(trouble)
        if trouble.error_id == "not-found":
            self.load()

    # --- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        pages, why_not = self._pages, self._why_not()
        face = CallbacksFace(
            rows=tuple(self._row(each) for each in pages.items),
            which=self._which,
            state=pages.state,
            text=self._text(
                self._words("Loading the call-backs…"),
                self._words("Nobody waits to be called back."),
                self._words("No call-back has ended yet."),
            ),
            more=pages.more_there,
            can_call=not why_not,
            why_not=why_not,
            busy=self._busy,
        )
        if self._is_news(face):
            self._view.show_callbacks(face)
            self._show_count()

    def _row(self, item: CallbackView) -> CallbackRow:
        now, w = self._clock.now(), self._words
        me = self._store.desk.agent
        opened = item.state == "OPEN"
        second = callback_try_word(item.last_result, w) if item.tries else ""
        late = opened and item.next_at is None and not item.tries
        return CallbackRow(
            callback_id=item.callback_id,
            customer_id=item.customer_id or "",
            name=item.customer_name or w("Unknown caller"),
            level=item.level,
            level_word=level_word(item.level, w) if item.level in ("SILVER", "GOLD", "VIP") else "",
            number=item.number,
            queue=w.label(item.queue) if item.queue else "",
            promised=day_and_time(item.promised_at, now, w),
            exact=exact(item.promised_at, w),
            waited=short_time((now - item.waiting_since).total_seconds()) if opened else "",
            first=self._first(item),
            second=second,
            open=opened,
            mine=bool(item.agent_id) and me is not None and item.agent_id == me.agent_id,
            late=late and (now - item.waiting_since).total_seconds() > 3600,
        )

    def _first(self, item: CallbackView) -> str:
        w, now = self._words, self._clock.now()
        if item.state == "ENDED":
            return callback_result_word(item.result, w)
        if item.next_at is not None and item.next_at > now:
            return w("next try {when}", when=day_and_time(item.next_at, now, w))
        if item.tries:
            return w("tried {count} times", count=item.tries) if item.tries > 1 else w("tried once")
        return w("waits in the line")


def callback_result_word(result: str, words: Words) -> str:
    return {
        "talked": words("Talked"),
        "cancelled": words("Cancelled"),
        "called-again": words("Called again himself"),
        "given-up": words("Given up"),
        "expired": words("Too late"),
    }.get(result, result)


def callback_try_word(result: str, words: Words) -> str:
    """What came of the last try."""
    return {
        "busy": words("was busy"),
        "no-answer": words("did not answer"),
        "refused": words("refused"),
        "unreachable": words("could not be reached"),
        "agent-left": words("an agent had to leave"),
        "voicemail": words("mailbox answered"),
    }.get(result, result)
