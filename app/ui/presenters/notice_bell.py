"""What this person was told: a count at the bell, the list below it, a quiet sign when something new comes.

In:  the server's list and counts, live notices. Out: faces. In a call only what is urgent shows itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.contracts.live import NoticeMade
from app.contracts.notices import NoticeCounts, NoticeView
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.format import exact, when
from app.ui.presenters.pages import ListState, Pages
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_tickets import NoticeCrm

ICONS = {
    "ticket": "ticket",
    "article": "note",
    "access": "shield",
    "question": "note",
    "import": "box",
    "export": "box",
}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    notice_id: int
    icon: str
    title: str
    text: str
    when: str
    exact: str
    unread: bool
    urgent: bool
    opens: bool  # a click shows what it is about


@dataclass(frozen=True, slots=True)
class NoticesFace:
    rows: tuple[NoticeRow, ...]
    state: ListState
    text: str
    more: bool
    unread: int
    urgent: bool


class BellView(Protocol):
    def show_bell(self, unread: int, urgent: bool) -> None: ...
    def show_notices(self, face: NoticesFace) -> None: ...
    def show_sign(self, row: NoticeRow) -> None:
        """It has just come: shown quietly beside the work; an urgent one stays until it is looked at."""
        ...

    def hide_sign(self, notice_id: int) -> None: ...
    def say(self, text: str) -> None: ...


class BellPresenter:
    """``open_subject``: shows what a notice is about ("ticket:<id>"); False where nothing can be shown."""

    def __init__(
        self,
        view: BellView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: NoticeCrm,
        open_subject: Callable[[str], bool],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._open_subject = open_subject
        self._counts = NoticeCounts(unread=0, urgent=0)
        self._visible = False
        self._shown: NoticesFace | None = None
        self._signs: dict[int, NoticeView] = {}
        self._pages = Pages[NoticeView](
            "notices", tasks, words, crm.notices, lambda each: str(each.notice_id), self._show
        )
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show()
        self._show_bell()

    def tick(self) -> None:
        if self._visible:
            self._show()

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.server is not ServerLine.UP and after.server is ServerLine.UP:
            self.count()
            if self._visible:
                self._pages.load()

    def count(self) -> None:
        self._tasks.run("notice-counts", self._crm.notice_counts(), self._counted, lambda _: None)

    def _counted(self, counts: NoticeCounts) -> None:
        self._counts = counts
        self._show_bell()

    def live(self, message: NoticeMade) -> None:
        notice = message.notice
        more = 1 if notice.read_at is None else 0
        self._counts = NoticeCounts(
            unread=self._counts.unread + more, urgent=self._counts.urgent + (more if notice.urgent else 0)
        )
        self._show_bell()
        if self._visible:
            self._pages.load()
        busy = self._store.desk.stage not in (Stage.IDLE, Stage.WRAP_UP)
        if more and (notice.urgent or not busy):
            self._signs[notice.notice_id] = notice
            self._view.show_sign(self._row(notice))

    # --- the list ------------------------------------------------------------------------------

    def show(self, visible: bool) -> None:
        self._visible = visible
        if visible:
            self._pages.load()
            self._show()

    def load(self) -> None:
        self._pages.load()

    def more(self) -> None:
        self._pages.more()

    def open(self, notice_id: int) -> None:
        """It is read then, and what it is about is shown."""
        notice = self._notice(notice_id)
        if notice is None:
            return
        self.read(notice_id)
        if notice.subject and not self._open_subject(notice.subject):
            self._view.say(self._words("This cannot be opened here."))

    def read(self, notice_id: int) -> None:
        notice = self._notice(notice_id)
        self._signs.pop(notice_id, None)
        self._view.hide_sign(notice_id)
        if notice is None or notice.read_at is not None:
            return
        read = notice.model_copy(update={"read_at": self._clock.now()})
        self._counts = NoticeCounts(
            unread=max(0, self._counts.unread - 1),
            urgent=max(0, self._counts.urgent - (1 if notice.urgent else 0)),
        )
        self._pages.put(read)
        self._show_bell()
        self._tasks.run("read-notice", self._crm.read_notice(notice_id), None, lambda _: self.count())

    def read_all(self) -> None:
        self._tasks.run(
            "read-notices", self._crm.read_all_notices(), lambda _: self._all_read(), self._failed
        )

    def _all_read(self) -> None:
        for notice_id in tuple(self._signs):
            self._view.hide_sign(notice_id)
        self._signs.clear()
        self._counted(NoticeCounts(unread=0, urgent=0))
        self._pages.load()

    def _failed(self, trouble: Trouble) -> None:
        self._view.say(sentence(trouble, self._words))

    def _notice(self, notice_id: int) -> NoticeView | None:
        found = next((each for each in self._pages.items if each.notice_id == notice_id), None)
        return found or self._signs.get(notice_id)

    # --- showing -------------------------------------------------------------------------------

    def _show_bell(self) -> None:
        self._view.show_bell(self._counts.unread, bool(self._counts.urgent))
        if self._visible:
            self._show()  # the list says what can be done with them

    def _show(self) -> None:
        pages, w = self._pages, self._words
        face = NoticesFace(
            rows=tuple(self._row(each) for each in pages.items),
            state=pages.state,
            text=pages.text(w("Loading the notices…"), w("Nothing to tell. What concerns you comes here.")),
            more=pages.more_there,
            unread=self._counts.unread,
            urgent=bool(self._counts.urgent),
        )
        if face != self._shown:
            self._shown = face
            self._view.show_notices(face)

    def _row(self, notice: NoticeView) -> NoticeRow:
        kind = (notice.subject or notice.kind).partition(":")[0].partition(".")[0]
        return NoticeRow(
            notice_id=notice.notice_id,
            icon="warning" if notice.urgent else ICONS.get(kind, "bell"),
            title=notice.title,
            text=notice.text,
            when=when(notice.at, self._clock.now(), self._words),
            exact=exact(notice.at, self._words),
            unread=notice.read_at is None,
            urgent=notice.urgent,
            opens=bool(notice.subject),
        )
