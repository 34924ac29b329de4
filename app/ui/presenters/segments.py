"""A segment while it is put together: its conditions, how many it finds, saved under a name.

In:  what a person chooses. Out: the filter to show, the count (asked for half a second after the last
choice), the segment on the server. What was put together stays until it is saved or left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.contracts.customer_work import FilterCount, NewSegment, SegmentView
from app.contracts.filters import Filter, FilterField
from app.ui.messages import sentence
from app.ui.presenters.customers import counted
from app.ui.presenters.filters import FilterEditor, FilterFace
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import ListCrm

PAUSE_S = 0.4


@dataclass(frozen=True, slots=True)
class BuilderFace:
    """``existing``: a kept segment is changed. ``count``: how many, "" while something misses."""

    filter: FilterFace
    heading: str
    name: str
    shared: bool
    may_share: bool
    existing: bool
    count: str
    counting: bool
    trouble: str
    saving: bool
    loading: bool


class BuilderView(Protocol):
    def open_builder(self) -> None: ...
    def show_builder(self, face: BuilderFace) -> None: ...
    def close_builder(self) -> None: ...
    def say(self, text: str) -> None: ...


class SegmentPresenter:
    """``found``: what the filter finds is to be shown. ``saved``: with the segment; "" when one is gone."""

    def __init__(
        self,
        view: BuilderView,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: ListCrm,
        may_share: bool,
        found: Callable[[Filter, FilterCount], None],
        saved: Callable[[str], None],
    ) -> None:
        self._view, self._words, self._tasks, self._clock, self._crm = view, words, tasks, clock, crm
        self._may_share, self._found, self._saved = may_share, found, saved
        self.editor = FilterEditor(words)
        self._open, self._kept = False, ""
        self._name, self._shared = "", False
        self._count: FilterCount | None = None
        self._counted: Filter | None = None
        self._due_at: float | None = None
        self._asking = 0  # counts under way; answers to earlier filters are not shown
        self._trouble, self._saving, self._loading = "", False, False

    @property
    def wanted(self) -> Filter | None:
        """The filter as it stands; None while something misses."""
        return self.editor.filter() if self._open else None

    def refresh(self) -> None:
        if self._open:
            self._show()

    def tick(self) -> None:
        if self._due_at is not None and self._clock.monotonic() >= self._due_at:
            self._due_at = None
            self._ask_count()

    # --- opening and leaving ---------------------------------------------------------------------

    def begin(self) -> None:
        """A new filter."""
        self._begin(None)

    def change(self, segment: SegmentView) -> None:
        self._begin(segment)

    def close(self) -> None:
        self._open, self._due_at = False, None
        self._view.close_builder()

    def _begin(self, segment: SegmentView | None) -> None:
        self._open, self._trouble, self._saving = True, "", False
        self._kept = segment.segment_id if segment is not None and segment.mine else ""
        self._name = segment.name if segment is not None else ""
        self._shared = segment.shared if segment is not None else False
        self._count, self._counted = None, None
        self._view.open_builder()
        kept = segment.filter if segment is not None else None
        if self.editor.knows:
            self._know(None, kept)
            return
        self._loading = True
        self._show()
        self._tasks.run(
            "filter-fields", self._crm.filter_fields(), lambda known: self._know(known, kept), self._failed
        )

    def _know(self, known: list[FilterField] | None, kept: Filter | None) -> None:
        self._loading = False
        if known is not None:
            self.editor.know(known)
        self.editor.begin(kept)
        self.changed()

    def _failed(self, trouble: Trouble) -> None:
        self._loading = self._saving = False
        self._trouble = sentence(trouble, self._words)
        self._show()

    # --- what is put together --------------------------------------------------------------------

    def changed(self) -> None:
        """The filter in ``editor`` has another condition."""
        self._trouble = ""
        wanted = self.editor.filter()
        if wanted is None:
            self._due_at, self._count, self._counted = None, None, None
        elif wanted != self._counted:
            self._due_at = self._clock.monotonic() + PAUSE_S
        self._show()

    def name(self, text: str) -> None:
        self._name = text

    def share(self, shared: bool) -> None:
        self._shared = shared

    def _ask_count(self) -> None:
        wanted = self.editor.filter()
        if wanted is None:
            return
        self._asking += 1
        asked = self._asking
        self._counted = wanted
        self._show()
        self._tasks.run(
            "count",
            self._crm.count_customers(wanted),
            lambda count: self._take_count(asked, count),
            lambda trouble: self._not_counted(asked, trouble),
        )

    def _take_count(self, asked: int, count: FilterCount) -> None:
        if asked != self._asking or not self._open:
            return
        self._asking, self._count = 0, count
        self._show()
        if self._counted is not None:
            self._found(self._counted, count)

    def _not_counted(self, asked: int, trouble: Trouble) -> None:
        if asked == self._asking:
            self._asking, self._count = 0, None
            self._trouble = sentence(trouble, self._words)
            self._show()

    # --- saving ----------------------------------------------------------------------------------

    def save(self) -> None:
        wanted, name = self.editor.filter(), " ".join(self._name.split())
        if self._saving:
            return
        if wanted is None or not name:
            w = self._words
            self._trouble = (
                w("Please fill in every condition.") if wanted is None else w("Please give it a name.")
            )
            self._show()
            return
        self._saving, self._trouble = True, ""
        self._show()
        new = NewSegment(name=name, filter=wanted, shared=self._shared and self._may_share)
        work = self._crm.change_segment(self._kept, new) if self._kept else self._crm.create_segment(new)
        self._tasks.run("save-segment", work, self._is_saved, self._failed)

    def _is_saved(self, segment: SegmentView) -> None:
        self._saving = False
        self.close()
        self._view.say(self._words("The segment is saved."))
        self._saved(segment.segment_id)

    def delete(self) -> None:
        if self._kept and not self._saving:
            self._saving = True
            self._show()
            work = self._crm.delete_segment(self._kept)
            self._tasks.run("delete-segment", work, lambda _: self._is_deleted(), self._failed)

    def _is_deleted(self) -> None:
        self._saving = False
        self.close()
        self._view.say(self._words("The segment is gone; its customers stay."))
        self._saved("")

    # --- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        w = self._words
        count = "" if self._count is None else w("{count} customers", count=counted(self._count))
        self._view.show_builder(
            BuilderFace(
                filter=self.editor.face(),
                heading=w("Change the segment") if self._kept else w("New segment"),
                name=self._name,
                shared=self._shared,
                may_share=self._may_share,
                existing=bool(self._kept),
                count=count,
                counting=bool(self._asking),
                trouble=self._trouble,
                saving=self._saving,
                loading=self._loading,
            )
        )
