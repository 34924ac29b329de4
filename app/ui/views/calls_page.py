"""The agent's own calls, with the chosen one's result and note beside the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.calls import CallRow
from app.ui.presenters.pages import ListState
from app.ui.theme import Look
from app.ui.views.calls_list import CallsList
from app.ui.views.missed_list import MissedList
from app.ui.views.parts import Card, ElidedLabel, EmptyState, IconButton, clear, label, named, row

DETAIL_WIDTH = 340


class CallDetail(Card):
    open_customer = Signal(str)
    call_back = Signal(str, str)  # call, name

    def __init__(self, look: Look) -> None:
        super().__init__(margin=20, spacing=8)
        named(self, "callDetailCard")
        self.setFixedWidth(DETAIL_WIDTH)
        self._row: CallRow | None = None
        self._empty = EmptyState(look, "note")
        self._empty.title.hide()
        self._whole = QWidget()
        box = QVBoxLayout(self._whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self._name, self._number = ElidedLabel("heading"), label("body2", selectable=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._note_head, self._note = label("strong"), label("", wrap=True, selectable=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._note)
        self._open = QPushButton()
        named(self._open, "openCustomerButton")
        self._open.setMinimumHeight(36)
        self._call = IconButton(look, "phone")
        named(self._call, "callAgainButton")
        self._call.setMinimumHeight(36)
        box.addWidget(self._name)
        box.addWidget(self._number)
        box.addSpacing(4)
        box.addLayout(self._facts)
        box.addSpacing(4)
        box.addWidget(self._note_head)
        box.addWidget(scroll, 1)
        box.addWidget(self._call)
        box.addWidget(self._open)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._whole, 1)
        said = Sayings(self)
        said.say(self._empty.text.setText, "Choose a call to read what came of it.")
        said.say(self._note_head.setText, "Note")
        said.say(self._open.setText, "Open customer file")
        said.say(self._call.setText, "Call this number")
        self._open.clicked.connect(self._emit)
        self._call.clicked.connect(self._emit_call)
        self.show_call(None)

    def show_call(self, call: CallRow | None) -> None:
        self._row = call
        self._empty.setVisible(call is None)
        self._whole.setVisible(call is not None)
        if call is None:
            return
        self._name.setText(call.name)
        self._number.setText(call.number)
        clear(self._facts)
        facts = (
            (tr("Began"), call.exact),
            (tr("Queue"), call.queue),
            (tr("Waited"), call.waited),
            (tr("Talked"), call.talked),
            (tr("Result"), call.outcome),
            (tr("Follow up"), call.follow_up),
        )
        for index, (name, value) in enumerate((n, v) for n, v in facts if v):
            head, text = label("secondary"), ElidedLabel("strong" if name == tr("Result") else "")
            head.setText(name)
            text.setText(value)
            self._facts.addWidget(head, index, 0)
            self._facts.addWidget(text, index, 1)
        self._note.setText(call.note or tr("No note was written."))
        self._open.setVisible(bool(call.customer_id))

    def _emit(self) -> None:
        if self._row is not None:
            self.open_customer.emit(self._row.customer_id)

    def _emit_call(self) -> None:
        if self._row is not None:
            self.call_back.emit(self._row.call_id, self._row.name)


class CallsPage(QWidget):
    open_customer = Signal(str)
    call_back = Signal(str, str)  # call, name
    more = Signal()
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "callsPage")
        self.setProperty("page", True)
        self._title = label("heading")
        self._reload = IconButton(look, "refresh", "quiet", "secondary")
        named(self._reload, "reloadCallsButton")
        self.calls = CallsList(look, "callsList")
        self.detail = CallDetail(look)
        card = Card(margin=0, spacing=0)
        card.body.addWidget(self.calls)
        self.missed = MissedList(look)
        self._all_tab, self._missed_tab = QPushButton(), QPushButton()
        self._missed_word, self._missed_count = "", 0
        tabs = QButtonGroup(self)
        for tab, name in ((self._all_tab, "allCallsTab"), (self._missed_tab, "missedCallsTab")):
            named(tab, name)
            tab.setCheckable(True)
            tab.setProperty("kind", "segment")
            tab.setMinimumWidth(104)
            tab.setMinimumHeight(36)
            tabs.addButton(tab)
        self._all_tab.setChecked(True)
        missed_card = Card(margin=0, spacing=0)
        missed_card.body.addWidget(self.missed)
        whole = QWidget()
        both = QHBoxLayout(whole)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addWidget(card, 1)
        both.addWidget(self.detail)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(10)
        self._lists = QStackedWidget()
        self._lists.addWidget(whole)
        self._lists.addWidget(missed_card)
        head = row(self._title, self._all_tab, self._missed_tab, 1, self._reload)
        head.insertSpacing(1, 16)
        box.addLayout(head)
        box.addWidget(self._lists, 1)
        self._all_tab.clicked.connect(lambda: self._lists.setCurrentIndex(0))
        self._missed_tab.clicked.connect(self.show_missed_calls)
        said = Sayings(self)
        said.say(self._title.setText, "My calls")
        said.say(self._all_tab.setText, "All")
        said.say(self._say_missed, "Missed")
        said.say(self._reload.setText, "Reload")
        self.calls.selected.connect(self.detail.show_call)
        self.calls.opened.connect(self.open_customer)
        self.detail.open_customer.connect(self.open_customer)
        self.detail.call_back.connect(self.call_back)
        self.calls.near_end.connect(self.more)
        self.calls.reload.connect(self.reload)
        self._reload.clicked.connect(self.reload)

    def show_missed_calls(self) -> None:
        self._missed_tab.setChecked(True)
        self._lists.setCurrentIndex(1)

    def show_missed_count(self, count: int) -> None:
        """How many still wait to be called back."""
        self._missed_count = count
        self._say_missed(self._missed_word)

    def _say_missed(self, word: str) -> None:
        self._missed_word = word
        self._missed_tab.setText(f"{word}  {self._missed_count}" if self._missed_count else word)

    def show_rows(self, rows: tuple[CallRow, ...], more: bool) -> None:
        self.calls.show_rows(rows, more)

    def show_state(self, state: ListState, text: str) -> None:
        self.calls.show_state(state, text)
