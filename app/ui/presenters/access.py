"""Leave to see private data in full: asked for with a reason and a time, decided by somebody else.

In:  the server's requests (looked at again every half minute), the person's wishes. Out: two lists, how many
wait for her decision, and until when she sees which customer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.customer_work import AccessDecision, AccessRequestView, NewAccessRequest
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.format import clock_time, exact, when
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import AccessCrm

LOAD_EVERY_S = 30.0
LEAST_REASON = 3
TIMES_MIN = (15, 30, 60, 120, 240, 480)
Which = Literal["MINE", "DECIDE"]


@dataclass(frozen=True, slots=True)
class AccessRow:
    """``left``: how long it still holds. ``open``: nobody has decided yet."""

    request_id: str
    customer_id: str
    customer: str
    who: str
    reason: str
    state: str
    tone: str
    asked: str
    exact: str
    minutes: int
    left: str
    decided: str
    open: bool
    can_decide: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class AccessFace:
    which: Which
    both: bool  # she may decide, too: there are two lists
    rows: tuple[AccessRow, ...]
    state: ListState
    text: str
    to_decide: int
    busy: str
    offline: bool


class AccessView(Protocol):
    def show_access(self, face: AccessFace) -> None: ...
    def show_count(self, count: int) -> None: ...
    def say(self, text: str) -> None: ...


class AccessPresenter:
    """``changed``: leave came or went; whoever shows a customer looks again."""

    def __init__(
        self,
        view: AccessView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: AccessCrm,
        user_id: str,
        approves: bool,
        changed: Callable[[], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._user_id, self._approves, self._changed = user_id, approves, changed
        self._which: Which = "DECIDE" if approves else "MINE"
        self._requests: list[AccessRequestView] | None = None
        self._trouble, self._busy = "", ""
        self._loaded_at_s = -LOAD_EVERY_S
        self._loading = False
        self._held: frozenset[str] = frozenset()
        self._shown: AccessFace | None = None
        store.listen(self._desk_changed)

    # --- what others ask -----------------------------------------------------------------------

    def until(self, customer_id: str) -> datetime | None:
        """Until when she sees this customer in full; None: she does not, or needs no leave."""
        ends = [each.expires_at for each in self._mine_now() if each.customer_id in (None, customer_id)]
        return max((end for end in ends if end is not None), default=None)

    def asked_for(self, customer_id: str) -> bool:
        """She has asked and waits for an answer."""
        mine = [each for each in self._requests or () if each.user_id == self._user_id]
        return any(each.state == "OPEN" and each.customer_id == customer_id for each in mine)

    def customer_of(self, request_id: str) -> str:
        found = next((each for each in self._requests or () if each.request_id == request_id), None)
        return (found.customer_id or "") if found is not None else ""

    def point_at(self, request_id: str) -> None:
        """The list in which it stands."""
        found = next((each for each in self._requests or () if each.request_id == request_id), None)
        if found is not None:
            self.show_which("MINE" if found.user_id == self._user_id else "DECIDE")

    def _mine_now(self) -> list[AccessRequestView]:
        now = self._clock.now()
        return [
            each
            for each in self._requests or ()
            if each.user_id == self._user_id and each.state == "GRANTED" and each.expires_at is not None
            if each.expires_at > now
        ]

    # --- time ------------------------------------------------------------------------------------

    def start(self) -> None:
        self.load()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def tick(self) -> None:
        if self._store.desk.server is ServerLine.UP and (
            self._clock.monotonic() - self._loaded_at_s >= LOAD_EVERY_S
        ):
            self.load()
        if self._requests:
            self._tell_ends()
            self._show()

    def _desk_changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP:
                self.load()
            self._show()

    # --- wishes ----------------------------------------------------------------------------------

    def load(self) -> None:
        if not self._loading:
            self._loading, self._loaded_at_s = True, self._clock.monotonic()
            self._tasks.run("access-requests", self._crm.access_requests(), self._take, self._not_loaded)

    def _take(self, requests: list[AccessRequestView]) -> None:
        self._loading, self._trouble, self._requests = False, "", requests
        self._tell_ends()
        self._show()

    def _not_loaded(self, trouble: Trouble) -> None:
        self._loading, self._trouble = False, sentence(trouble, self._words)
        self._show()

    def _tell_ends(self) -> None:
        held = frozenset(each.request_id for each in self._mine_now())
        if held != self._held:
            self._held = held
            self._changed()

    def show_which(self, which: Which) -> None:
        self._which = which
        self._show()

    def ask(self, customer_id: str, reason: str, minutes: int) -> None:
        reason = " ".join(reason.split())
        if len(reason) < LEAST_REASON:
            self._view.say(self._words("Please say why you need it; whoever decides reads it."))
            return
        if self._busy:
            return
        self._busy = "ask"
        new = NewAccessRequest(customer_id=customer_id, reason=reason[:200], minutes=minutes)
        self._tasks.run("ask-access", self._crm.ask_access(new), self._is_asked, self._failed)

    def _is_asked(self, request: AccessRequestView) -> None:
        self._view.say(self._words("Asked. You are told as soon as somebody has decided."))
        self._put(request)

    def withdraw(self, request_id: str) -> None:
        if not self._busy:
            self._busy = request_id
            self._show()
            self._tasks.run("withdraw", self._crm.withdraw_access(request_id), self._put, self._failed)

    def decide(self, request_id: str, grant: bool, minutes: int, note: str) -> None:
        if self._busy:
            return
        self._busy = request_id
        self._show()
        decision = AccessDecision(grant=grant, minutes=minutes if grant else None, note=note.strip()[:200])
        self._tasks.run("decide", self._crm.decide_access(request_id, decision), self._put, self._failed)

    def _put(self, request: AccessRequestView) -> None:
        self._busy = ""
        others = [each for each in self._requests or () if each.request_id != request.request_id]
        self._requests = sorted([request, *others], key=lambda each: each.asked_at, reverse=True)
        self._tell_ends()
        self._show()
        self._changed()

    def _failed(self, trouble: Trouble) -> None:
        self._busy = ""
        self._view.say(sentence(trouble, self._words))
        self._show()
        self.load()

    # --- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        w = self._words
        requests = self._requests or []
        shown = [each for each in requests if (each.user_id == self._user_id) == (self._which == "MINE")]
        to_decide = sum(each.state == "OPEN" and each.user_id != self._user_id for each in requests)
        state, text = ListState.ROWS, ""
        if not shown:
            if self._requests is None:
                state = ListState.ERROR if self._trouble else ListState.LOADING
                text = self._trouble or w("Loading the requests…")
            else:
                state = ListState.EMPTY
                mine = w("You have asked for nothing. Ask from a masked field of a customer's file.")
                text = mine if self._which == "MINE" else w("Nobody waits for a decision.")
        face = AccessFace(
            which=self._which,
            both=self._approves,
            rows=tuple(self._row(each) for each in shown),
            state=state,
            text=text,
            to_decide=to_decide if self._approves else 0,
            busy=self._busy,
            offline=self._store.desk.server is not ServerLine.UP,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_access(face)
            self._view.show_count(face.to_decide)

    def _row(self, each: AccessRequestView) -> AccessRow:
        w, now = self._words, self._clock.now()
        mine = each.user_id == self._user_id
        left_s = (each.expires_at - now).total_seconds() if each.expires_at is not None else 0.0
        holds = each.state == "GRANTED" and left_s > 0
        state, tone = _state_word("EXPIRED" if each.state == "GRANTED" and not holds else each.state, w)
        decided = ""
        if each.decided_at is not None:
            decided = w("{who}, {when}", who=each.decided_by, when=when(each.decided_at, now, w))
            decided = " – ".join(part for part in (decided, each.decision_note) if part)
        return AccessRow(
            request_id=each.request_id,
            customer_id=each.customer_id or "",
            customer=each.customer_name or w("All customers"),
            who=w("me") if mine else each.user_name,
            reason=each.reason,
            state=state,
            tone=tone,
            asked=when(each.asked_at, now, w),
            exact=exact(each.asked_at, w),
            minutes=each.minutes,
            left=clock_time(left_s) if holds else "",
            decided=decided,
            open=each.state == "OPEN",
            can_decide=self._approves and not mine and each.state == "OPEN",
            can_withdraw=mine and (each.state == "OPEN" or holds),
        )


def _state_word(state: str, words: Words) -> tuple[str, str]:
    return {
        "OPEN": (words("waits for a decision"), "hold"),
        "GRANTED": (words("allowed"), "ready"),
        "REFUSED": (words("refused"), "trouble"),
        "EXPIRED": (words("time is over"), "away"),
        "WITHDRAWN": (words("taken back"), "away"),
    }.get(state, (state, "away"))
