"""Missed calls: who still waits to be called back first, then those who were helped; each can be called."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.missed import MissedRow
from app.ui.presenters.pages import ListState
from app.ui.theme import Look, px
from app.ui.views.call_bar import BarButton, Fit
from app.ui.views.parts import Chip, ElidedLabel, EmptyState, IconLabel, label, named, set_property, show
from app.ui.views.scaling import rescale

ROW_HEIGHT = 60
WHEN_WIDTH, STATE_WIDTH = 120, 150


class MissedLine(QFrame):
    call_back = Signal(str)
    open_customer = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._row: MissedRow | None = None
        self._icon = IconLabel(look, "phone-down", "trouble", 16)
        self._name, self._number = ElidedLabel("strong"), ElidedLabel("secondary")
        self._why, self._queue = ElidedLabel(""), ElidedLabel("secondary")
        self._when = label("")
        self._when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._when.setFixedWidth(WHEN_WIDTH)
        self._state = Chip("trouble")
        state = QWidget()
        state.setFixedWidth(STATE_WIDTH)
        state_box = QHBoxLayout(state)
        state_box.setContentsMargins(0, 0, 0, 0)
        state_box.addWidget(self._state)
        state_box.addStretch(1)
        for part in (self._name, self._number, self._why, self._queue):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._call = BarButton(look, "phone", "")
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 6, 12, 6)
        box.setSpacing(12)
        box.addWidget(self._icon)
        box.addLayout(_two(self._name, self._number), 3)
        box.addLayout(_two(self._why, self._queue), 3)
        box.addWidget(state)
        box.addWidget(self._when)
        box.addWidget(self._call)
        self.setFixedHeight(ROW_HEIGHT)
        self._call.clicked.connect(self._emit)

    def show_row(self, missed: MissedRow) -> None:
        self._row = missed
        named(self._call, f"callBack_{missed.call_id}")
        self._icon.set("phone-down" if missed.open else "check", missed.tone)
        self._name.setText(missed.name)
        self._number.setText(missed.number)
        self._why.setText(missed.why)
        self._queue.setText(missed.queue)
        self._when.setText(missed.when)
        self._when.setToolTip(missed.exact)
        self._state.set(missed.state, missed.tone)
        set_property(self._name, "tone", "" if missed.open else "away")
        self._call.set_word(tr("Call back"))
        self._call.set_kind("primary" if missed.open else "")
        self._call.fit(Fit.WORD)
        self._call.setAccessibleName(tr("Call back {name}", name=missed.name))

    def _emit(self) -> None:
        if self._row is not None:
            self.call_back.emit(self._row.call_id)


class MissedList(QWidget):
    call_back = Signal(str)
    more = Signal()
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "missedList")
        self._look = look
        self._lines: list[MissedLine] = []
        self._more = False
        inside = QWidget()
        self._open_box, self._done_box = QVBoxLayout(), QVBoxLayout()
        self._done_head = label("secondary")
        self._done_head.setContentsMargins(16, 16, 16, 4)
        self._all_done = label("body2")
        self._all_done.setContentsMargins(16, 14, 16, 14)
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._all_done)
        for part in (self._open_box, self._done_box):
            part.setSpacing(0)
        box.addLayout(self._open_box)
        box.addWidget(self._done_head)
        box.addLayout(self._done_box)
        box.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._empty = EmptyState(look, "check")
        self._empty.title.hide()
        named(self._empty.button, "missedRetry")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 4)
        whole.addWidget(self._pages)
        inside.setContentsMargins(0, 8, 0, 8)
        self._empty.button.clicked.connect(self.reload)
        self._scroll.verticalScrollBar().valueChanged.connect(self._scrolled)
        said = Sayings(self)
        said.say(self.setAccessibleName, "Missed calls")
        said.say(self._done_head.setText, "Answered elsewhere or called back")
        said.say(self._all_done.setText, "Nobody waits to be called back.")
        said.say(self._empty.button.setText, "Try again")

    def show_missed(self, state: ListState, text: str, rows: tuple[MissedRow, ...], more: bool) -> None:
        self._more = more
        self._pages.setCurrentIndex(0 if state is ListState.ROWS else 1)
        self._empty.text.setText(text)
        show(self._empty.button, state is ListState.ERROR)
        self._empty.icon.set("warning" if state is ListState.ERROR else "check", "disabled")
        self._fill(rows)
        done = any(not each.open for each in rows)
        show(self._done_head, done)
        show(self._all_done, bool(rows) and not any(each.open for each in rows))

    def _fill(self, rows: tuple[MissedRow, ...]) -> None:
        while len(self._lines) < len(rows):
            line = MissedLine(self._look)
            line.call_back.connect(self.call_back)
            self._lines.append(line)
        for index, line in enumerate(self._lines):
            there = index < len(rows)
            if there:
                line.show_row(rows[index])
                (self._open_box if rows[index].open else self._done_box).addWidget(line)
            show(line, there)
        rescale(self)  # lines come after the text was given its size

    def _scrolled(self, value: int) -> None:
        if self._more and value >= self._scroll.verticalScrollBar().maximum() - px(ROW_HEIGHT) * 3:
            self.more.emit()


def _two(first: QWidget, second: QWidget) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(0)
    box.addWidget(first)
    box.addWidget(second)
    return box
