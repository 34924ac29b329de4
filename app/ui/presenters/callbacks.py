"""Promised call-backs of the own queues: who waits, since when, how often tried; calling now, cancelling.

The server calls by itself in the order of the line; this page is for looking, and for what cannot wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.control import NewCall
from app.contracts.followups import CallbackView
from app.ui.messages import sentence
from app.ui.presenters.call import level_word
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.format import day_and_time, exact, short_time
from app.ui.presenters.pages import ListState, Pages
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import FollowUpsCrm

Which = Literal["OPEN", "ENDED"]
LOAD_EVERY_S = 60.0


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


class CallbacksPageView(Protocol):
    def show_callbacks(self, face: CallbacksFace) -> None: ...
    def show_count(self, count: int) -> None: ...
    def say(self, text: str) -> None: ...


class CallbacksPresenter:
    def __init__(
        self,
        view: CallbacksPageView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: FollowUpsCrm,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._which: Which = "OPEN"
        self._busy = ""
        self._loaded_at_s = 0.0
        self._shown: object = None
        self._pages = Pages[CallbackView](
            "call-backs",
            tasks,
            words,
            lambda cursor: crm.callbacks(self._which, cursor),
            lambda each: each.callback_id,
            self._show,
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
        """They change without a message: looked at again each minute, and when a queue says so."""
        if self._store.desk.server is ServerLine.UP and (
            self._clock.monotonic() - self._loaded_at_s >= LOAD_EVERY_S
        ):
            self.load()

    def _changed(self, before: Desk, after: Desk) -> None:
        waiting = [sum(queue.callbacks_waiting for queue in desk.queues) for desk in (before, after)]
        back = before.server is not ServerLine.UP and after.server is ServerLine.UP
        if after.server is ServerLine.UP and (waiting[0] != waiting[1] or back):
            self.load()
        if before.stage is not after.stage or before.server is not after.server:
            self._show()

    # --- wishes ------------------------------------------------------------------------------------

    def show_which(self, which: Which) -> None:
        if which != self._which:
            self._which = which
            self._pages.start_over()

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

    def _begin(self, callback_id: str) -> None:
        self._busy = callback_id
        self._show()

    def _end(self) -> None:
        self._busy = ""
        self._show()

    def _cancelled(self, callback_id: str) -> None:
        self._busy = ""
        self._pages.drop(callback_id)
        self._view.say(self._words("The call-back is cancelled."))
        self.load()

    def _failed(self, trouble: Trouble) -> None:
        self._end()
        self._view.say(sentence(trouble, self._words))
        if trouble.error_id == "not-found":
            self.load()

    # --- showing -----------------------------------------------------------------------------------

    def _item(self, callback_id: str) -> CallbackView | None:
        return next((each for each in self._pages.items if each.callback_id == callback_id), None)

    def _why_not(self) -> str:
        desk = self._store.desk
        if desk.server is not ServerLine.UP:
            return self._words("Nobody can be called without the server.")
        if desk.stage is not Stage.IDLE:
            return self._words("After the present call.")
        return ""

    def _show(self) -> None:
        pages, why_not = self._pages, self._why_not()
        face = CallbacksFace(
            rows=tuple(self._row(each) for each in pages.items),
            which=self._which,
            state=pages.state,
            text=self._text(),
            more=pages.more_there,
            can_call=not why_not,
            why_not=why_not,
            busy=self._busy,
        )
        if face == self._shown:
            return
        self._shown = face
        self._view.show_callbacks(face)
        if self._which == "OPEN" and pages.state in (ListState.ROWS, ListState.EMPTY):
            self._view.show_count(len(pages.items))

    def _text(self) -> str:
        match self._pages.state:
            case ListState.LOADING:
                return self._words("Loading the call-backs…")
            case ListState.ERROR:
                return self._pages.trouble
            case ListState.EMPTY if self._which == "OPEN":
                return self._words("Nobody waits to be called back.")
            case ListState.EMPTY:
                return self._words("No call-back has ended yet.")
            case ListState.ROWS:
                return ""

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
