"""A list of calls, painted: who, when, how long, what came of it. Used full and short (idle desk)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Signal
from PySide6.QtGui import QPainter

from app.ui.i18n import Sayings, tr
from app.ui.models.rows import RowsModel
from app.ui.presenters.calls import CallRow
from app.ui.theme import Look, px
from app.ui.views.painted_list import PagedList, PaintedList, RowPainter


class CallPainter(RowPainter[CallRow]):
    """Columns keep one alignment edge; figures stand right-aligned."""

    def columns(self, painter: QPainter, box: QRect, row: CallRow) -> None:
        left, right = box.left() + px(16), box.right() - px(16)
        tone = "trouble" if row.missed else "talking"
        painter.drawPixmap(
            left,
            box.center().y() - px(8),
            self._look.pixmap("phone-down" if row.missed else "phone", tone, 16),
        )
        left += px(30)
        who, times = max(px(150), (right - left) * 3 // 10), px(132)
        middle = right - left - who - times - px(24)
        caller = QRect(left, box.top(), who, box.height())
        self.two(painter, caller, row.name, row.number, strong=True)
        result = row.outcome or ("" if not row.missed else tr("missed"))
        note = " ".join(row.note.split())
        second = note or row.queue
        if row.follow_up:
            second = " · ".join(p for p in (tr("follow up {when}", when=row.follow_up), second) if p)
        self.two(painter, QRect(left + who + px(12), box.top(), middle, box.height()), result, second)
        last = QRect(right - times, box.top(), times, box.height())
        self.two(painter, last, row.when, row.talked, at_right=True)


def spoken(row: CallRow) -> str:
    return ", ".join(p for p in (row.when, row.name, row.number, row.outcome, row.talked) if p)


def tip(row: CallRow) -> str:
    times = tr(
        "{when} · waited {waited} · talked {talked}", when=row.exact, waited=row.waited, talked=row.talked
    )
    return "\n".join(p for p in (times, row.queue, row.outcome, row.note) if p)


class CallsList(PagedList[CallRow]):
    opened = Signal(str)  # customer_id
    selected = Signal(object)  # CallRow

    def __init__(self, look: Look, name: str) -> None:
        rows, painter = RowsModel[CallRow](spoken, tip), CallPainter(look, CallRow)
        super().__init__(look, PaintedList(look, name, rows, painter, lambda row: row.call_id), "history")
        self.list.row_chosen.connect(self._select)
        self.list.activated.connect(self._open)
        Sayings(self).say(self.list.setAccessibleName, "Calls")

    def show_rows(self, rows: tuple[CallRow, ...], more: bool) -> None:
        """The chosen call is told again: perhaps it comes in another language."""
        self.more = more
        chosen = self.list.current()
        if chosen is None:
            self.list.put(rows, "")
            return
        self.list.put(rows, chosen.call_id)
        if self.list.current() is not None:
            self._select()

    def _open(self, index: QModelIndex) -> None:
        row = self.list.rows.row_at(index.row())
        if row is not None and row.customer_id:
            self.opened.emit(row.customer_id)

    def _select(self) -> None:
        self.selected.emit(self.list.current())
