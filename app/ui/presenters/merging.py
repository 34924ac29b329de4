"""Files that are probably one person's: side by side, which stays, what comes from the other, undone again.

In:  pairs from the server, the person's choices. Out: one file instead of two, and back for thirty days.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.contracts.customer_work import CustomerSetUp, DuplicateView, MergeView, MergeWish
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.merge_face import (
    MergeFace,
    codes,
    merge_fields,
    merged_row,
    older,
    pair_row,
    raw,
    side,
)
from app.ui.presenters.pages import Pages
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import MergeCrm


class MergingView(Protocol):
    def show_merging(self, face: MergeFace) -> None: ...
    def say(self, text: str) -> None: ...


class MergePresenter:
    """``merged``: files have become one, or two again; lists are to be read anew."""

    def __init__(
        self,
        view: MergingView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: MergeCrm,
        merged: Callable[[], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm, self._merged = tasks, clock, crm, merged
        self._set_up = CustomerSetUp()
        self._merges: list[MergeView] = []
        self._chosen = ""
        self._first_stays = True
        self._taken: set[str] = set()  # fields whose value comes from the file that goes
        self._busy = False
        self._shown: MergeFace | None = None
        self._pages = Pages[DuplicateView](
            "duplicates", tasks, words, crm.duplicates, lambda each: each.pair_id, self._show
        )
        store.listen(self._changed)

    def start(self) -> None:
        self._tasks.run("customer-set-up", self._crm.customer_set_up(), self._take_set_up, lambda _: None)
        self.load()

    def load(self) -> None:
        self._pages.load()
        self._tasks.run("merges", self._crm.merges(), self._take_merges, lambda _: None)

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP:
                self.load()
            self._show()

    def _take_set_up(self, set_up: CustomerSetUp) -> None:
        self._set_up = set_up
        self._show()

    def _take_merges(self, merges: list[MergeView]) -> None:
        self._merges = merges
        self._show()

    # --- wishes ----------------------------------------------------------------------------------

    def more(self) -> None:
        self._pages.more()

    def choose(self, pair_id: str) -> None:
        if pair_id != self._chosen:
            self._chosen, self._first_stays, self._taken = pair_id, True, set()
            pair = self._pair()
            if pair is not None:
                self._first_stays = older(pair.first, pair.second)
                self._suggest(pair)
            self._show()

    def keep(self, first: bool) -> None:
        """Which file stays; the other's numbers, calls, tickets and orders go into it."""
        pair = self._pair()
        if pair is not None and first != self._first_stays:
            self._first_stays = first
            self._suggest(pair)
            self._show()

    def take(self, code: str, of_first: bool) -> None:
        if of_first == self._first_stays:
            self._taken.discard(code)
        else:
            self._taken.add(code)
        self._show()

    def merge(self) -> None:
        pair = self._pair()
        if pair is None or self._busy:
            return
        stays, goes = (pair.first, pair.second) if self._first_stays else (pair.second, pair.first)
        wish = MergeWish(survivor_id=stays.customer_id, other_id=goes.customer_id, take=sorted(self._taken))
        self._begin()
        self._tasks.run(
            "merge", self._crm.merge(wish), lambda made: self._done(pair.pair_id, made), self._failed
        )

    def dismiss(self) -> None:
        pair = self._pair()
        if pair is not None and not self._busy:
            self._begin()
            work = self._crm.not_duplicates(pair.pair_id)
            self._tasks.run("not-duplicates", work, lambda _: self._dismissed(pair.pair_id), self._failed)

    def undo(self, merge_id: str) -> None:
        if not self._busy:
            self._begin()
            self._tasks.run("undo-merge", self._crm.undo_merge(merge_id), self._undone, self._failed)

    def _begin(self) -> None:
        self._busy = True
        self._show()

    def _done(self, pair_id: str, made: MergeView) -> None:
        self._busy = False
        self._merges = [made, *(each for each in self._merges if each.merge_id != made.merge_id)]
        self._view.say(self._words("The two files are one now. Below, it can be undone for 30 days."))
        self._gone(pair_id)
        self._merged()

    def _dismissed(self, pair_id: str) -> None:
        self._busy = False
        self._view.say(self._words("They stay two files and are not shown here again."))
        self._gone(pair_id)

    def _gone(self, pair_id: str) -> None:
        items = self._pages.items
        at = next((index for index, each in enumerate(items) if each.pair_id == pair_id), 0)
        self._pages.drop(pair_id)
        left = self._pages.items
        self._chosen = ""
        if left:
            self.choose(left[min(at, len(left) - 1)].pair_id)
        self._show()
        if not left:
            self.load()

    def _undone(self, made: MergeView) -> None:
        self._busy = False
        self._merges = [made if each.merge_id == made.merge_id else each for each in self._merges]
        self._view.say(self._words("They are two files again, as they were."))
        self._show()
        self.load()
        self._merged()

    def _failed(self, trouble: Trouble) -> None:
        self._busy = False
        self._view.say(sentence(trouble, self._words))
        self._show()
        if trouble.error_id in ("not-found", "storage-conflict", "customer-changed"):
            self.load()

    # --- showing ---------------------------------------------------------------------------------

    def _pair(self) -> DuplicateView | None:
        return next((each for each in self._pages.items if each.pair_id == self._chosen), None)

    def _suggest(self, pair: DuplicateView) -> None:
        """What the file that stays does not know comes from the other."""
        stays, goes = (pair.first, pair.second) if self._first_stays else (pair.second, pair.first)
        self._taken = {code for code in codes(self._set_up) if not raw(stays, code) and raw(goes, code)}

    def _show(self) -> None:
        w, pages, now = self._words, self._pages, self._clock.now()
        if not self._chosen and pages.items:
            self.choose(pages.items[0].pair_id)
            return
        pair = self._pair()
        face = MergeFace(
            rows=tuple(pair_row(each, w) for each in pages.items),
            state=pages.state,
            text=pages.text(
                w("Looking for files of the same person…"), w("No two files look like one person.")
            ),
            more=pages.more_there,
            chosen=self._chosen if pair is not None else "",
            first=side(pair.first, self._first_stays, w) if pair is not None else None,
            second=side(pair.second, not self._first_stays, w) if pair is not None else None,
            fields=merge_fields(pair, self._first_stays, self._taken, self._set_up, w)
            if pair is not None
            else (),
            both_kept=w("Numbers, tags, calls, tickets and orders of both are kept."),
            merged=tuple(merged_row(each, now, w) for each in self._merges),
            busy=self._busy,
            offline=self._store.desk.server is not ServerLine.UP,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_merging(face)
