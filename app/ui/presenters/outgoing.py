"""What was sent outside: to customers first, what did not arrive in one click, and sent once more by hand.

In:  the server's pages and counts, wishes. Out: a face. Who may not see it has no such page; where a right
was taken away meanwhile, the list says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from app.contracts.base import Page
from app.contracts.notices import OutgoingCounts, OutgoingView
from app.ui.messages import sentence
from app.ui.presenters.agent import Tone
from app.ui.presenters.delivery import TONES, channel_word, state_word, why_sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.format import day_and_time, exact, when
from app.ui.presenters.pages import ListState, Pages
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

Which = Literal["all", "failed", "skipped", "waiting", "house"]
WHICH: tuple[Which, ...] = ("all", "failed", "skipped", "waiting", "house")
_STATES = {"failed": "FAILED", "skipped": "SKIPPED", "waiting": "NEW"}
AGAIN_EVERY_S = 15.0  # while something waits, or was just sent again


class OutgoingCrm(Protocol):
    async def outgoing(
        self, state: str = "", to: str = "all", cursor: str | None = None
    ) -> Page[OutgoingView]: ...
    async def outgoing_counts(self) -> OutgoingCounts: ...
    async def retry_outgoing(self, outgoing_id: int) -> OutgoingView: ...


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """``why``: a sentence with what to do. ``opens``: "ticket:…" that it is about, "" where nothing opens."""

    key: str
    to_whom: str
    address: str
    what: str
    channel: str
    state: str
    tone: Tone
    why: str
    when: str
    exact: str
    next: str
    about: str
    opens: str
    customer_id: str
    tries: int
    may_retry: bool


@dataclass(frozen=True, slots=True)
class OutgoingFace:
    rows: tuple[OutgoingRow, ...]
    state: ListState
    text: str
    more: bool
    which: Which
    counts: tuple[int, int, int] | None  # failed, skipped, waiting
    busy: str
    offline: bool


class OutgoingPageView(Protocol):
    def show_outgoing(self, face: OutgoingFace) -> None: ...
    def show_failed(self, count: int) -> None: ...
    def say(self, text: str) -> None: ...


class OutgoingPresenter:
    def __init__(
        self,
        view: OutgoingPageView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: OutgoingCrm,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._which: Which = "all"
        self._counts: OutgoingCounts | None = None
        self._busy = ""
        self._loaded_at_s = 0.0
        self._visible = False
        self._shown: OutgoingFace | None = None
        self._pages = Pages[OutgoingView](
            "outgoing", tasks, words, self._fetch, lambda each: str(each.outgoing_id), self._show
        )
        store.listen(self._desk_changed)

    async def _fetch(self, cursor: str | None) -> Page[OutgoingView]:
        to = "house" if self._which == "house" else "customers"
        return await self._crm.outgoing(_STATES.get(self._which, ""), to, cursor)

    # --- life ------------------------------------------------------------------------------------

    def page_shown(self, shown: bool) -> None:
        self._visible = shown
        if shown:
            self.load()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def tick(self) -> None:
        waits = any(each.state == "NEW" for each in self._pages.items)
        due = self._clock.monotonic() - self._loaded_at_s >= AGAIN_EVERY_S
        if self._visible and waits and due and self._store.desk.server is ServerLine.UP:
            self.load()

    def _desk_changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP and self._visible:
                self.load()
            self._show()

    # --- wishes ----------------------------------------------------------------------------------

    def load(self) -> None:
        self._loaded_at_s = self._clock.monotonic()
        self._pages.load()
        self._tasks.run("outgoing-counts", self._crm.outgoing_counts(), self._counted, lambda _: None)

    def more(self) -> None:
        self._pages.more()

    def choose(self, which: Which) -> None:
        if which != self._which:
            self._which = which
            self._pages.start_over()

    def retry(self, key: str) -> None:
        found = next((each for each in self._pages.items if str(each.outgoing_id) == key), None)
        if found is None or not found.may_retry or self._busy:
            return
        self._busy = key
        self._show()
        self._tasks.run("retry", self._crm.retry_outgoing(found.outgoing_id), self._retried, self._failed)

    def _retried(self, view: OutgoingView) -> None:
        self._busy = ""
        self._pages.put(view)
        self._view.say(self._words("It is being sent again."))
        self.load()

    def _failed(self, trouble: Trouble) -> None:
        self._busy = ""
        self._view.say(sentence(trouble, self._words))
        self.load()

    def _counted(self, counts: OutgoingCounts) -> None:
        self._counts = counts
        self._show()

    # --- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        w, pages, counts = self._words, self._pages, self._counts
        none = {
            "failed": w("Nothing was given up. All that could go out has gone out."),
            "skipped": w("Nothing was left out."),
            "waiting": w("Nothing waits. All is handed over."),
        }.get(self._which, w("Nothing has been sent yet."))
        face = OutgoingFace(
            rows=tuple(self._row(each) for each in pages.items),
            state=pages.state,
            text=pages.text(w("Loading what was sent…"), none),
            more=pages.more_there,
            which=self._which,
            counts=(counts.failed, counts.skipped, counts.waiting) if counts else None,
            busy=self._busy,
            offline=self._store.desk.server is not ServerLine.UP,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_outgoing(face)
            self._view.show_failed(counts.failed if counts else 0)

    def _row(self, each: OutgoingView) -> OutgoingRow:
        w, now = self._words, self._clock.now()
        whom = each.customer_name or each.person_name
        kind, _, which = each.subject.partition(":")
        again = ""
        if each.state == "NEW" and each.next_at is not None and each.next_at > now:
            again = w("next try {when}", when=day_and_time(each.next_at, now, w))
        return OutgoingRow(
            key=str(each.outgoing_id),
            to_whom=whom or each.to or w("unknown"),
            address=each.to,
            what=w.label(each.what) if each.what else each.template or w("Words of a call"),
            channel=channel_word(each.channel, w),
            state=state_word(each.state, w),
            tone=TONES[each.state],
            why=why_sentence(each.why, w),
            when=when(each.sent_at or each.at, now, w),
            exact=exact(each.sent_at or each.at, w),
            next=again,
            about=each.number or (w("Call") if kind == "call" else ""),
            opens=each.subject if kind == "ticket" and which and each.number else "",
            customer_id=each.customer_id or "",
            tries=each.tries,
            may_retry=each.may_retry,
        )
