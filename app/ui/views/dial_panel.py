"""Calling somebody: a field for number or name, keys for the mouse, whom it finds, redial, number shown."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.dial import DialFace
from app.ui.theme import Look, px
from app.ui.views.call_bar import BarButton, Fit
from app.ui.views.dial_pad import digit_keys
from app.ui.views.parts import label, named, row, show
from app.ui.views.target_panel import TargetPanel

LIST_WIDTH = 360


class DialPanel(TargetPanel):
    call_typed = Signal()
    call_row = Signal(object)  # TargetRow
    redial = Signal()
    number_chosen = Signal(str)

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(look, over, "closeDialButton", "dialField", "dialList")
        self._face: DialFace | None = None
        named(self, "dialPanel")
        self.field.setProperty("number", True)
        self._text = label("secondary", wrap=True)
        self._shown = QComboBox()
        named(self._shown, "callerNumberChoice")
        self._shown_label = label("secondary")
        self._problem = label("bad", wrap=True)
        named(self._problem, "dialProblem")
        self._call = BarButton(look, "phone", "Enter", "answer")
        named(self._call, "dialButton")
        self._redial = BarButton(look, "refresh", "Ctrl+R")
        named(self._redial, "redialButton")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 16)
        box.setSpacing(10)
        head = row(self._title, 1, self._close)
        head.setContentsMargins(0, 0, -6, 0)
        box.addLayout(head)
        box.addWidget(self.field)
        box.addLayout(self._middle())
        box.addWidget(self._problem)
        box.addLayout(row(self._call, self._redial, 1))
        self._wire()
        self.hide()

    def _middle(self) -> QHBoxLayout:
        self._keys = QWidget()
        grid = digit_keys("dial", self._press)
        grid.setContentsMargins(0, 0, 0, 0)
        self._keys.setLayout(grid)
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(self._list, 1)
        side.addWidget(self._text)
        side.addWidget(self._shown_label)
        side.addWidget(self._shown)
        self._list.setFixedWidth(LIST_WIDTH)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignTop)
        both.addLayout(side)
        return both

    def _wire(self) -> None:
        self._call.clicked.connect(self.enter)
        self._redial.clicked.connect(self.redial)
        self._shown.activated.connect(lambda _: self.number_chosen.emit(str(self._shown.currentData())))
        said = Sayings(self)
        said.say(self._title.setText, "Dial a number")
        said.say(self.setAccessibleName, "Dial a number")
        said.say(self.field.setPlaceholderText, "Number or name")
        said.say(self.field.setAccessibleName, "Number or name")
        said.say(self._shown_label.setText, "The other sees")
        said.say(self._shown.setAccessibleName, "Number that the other sees")

    # --- showing -------------------------------------------------------------------------------

    def show_dial(self, face: DialFace | None, typed: str | None, anchor: QWidget) -> None:
        if face is None:
            self.leave()
            return
        opens, self._face = not self.isVisible(), face
        if typed is not None:
            self.field.setText(typed)
        self._list.show_rows(face.rows, choose_first=False)
        self._text.setText(face.text)
        show(self._text, bool(face.text))
        self._problem.setText(face.problem)
        show(self._problem, bool(face.problem))
        self._call.set_word(face.call_word)
        self._call.setEnabled(face.may_call)
        self._redial.set_word(tr("Redial {name}", name=face.redial) if face.redial else tr("Redial"))
        show(self._redial, bool(face.redial))
        self._call.fit(Fit.KEY)
        self._redial.fit(Fit.WORD)
        self._show_numbers(face)
        if opens:
            self._place(anchor)
            self.appear()

    def _show_numbers(self, face: DialFace) -> None:
        there = [(self._shown.itemData(i), self._shown.itemText(i)) for i in range(self._shown.count())]
        if there != list(face.shown_numbers):
            self._shown.clear()
            for number, name in face.shown_numbers:
                self._shown.addItem(name, number)
        place = next((i for i, (n, _) in enumerate(face.shown_numbers) if n == face.chosen_number), 0)
        self._shown.setCurrentIndex(place)
        for part in (self._shown, self._shown_label):
            show(part, bool(face.shown_numbers))

    def _place(self, anchor: QWidget) -> None:
        self.adjustSize()
        window = self._over
        place = anchor.mapTo(window, QPoint(0, anchor.height() + 6))
        card = anchor.window().findChild(QFrame, "callCard") or window
        right = card.mapTo(window, QPoint(card.width(), 0)).x() if card is not window else window.width()
        x = max(px(8), min(place.x(), right - self.width()))
        y = max(px(8), min(place.y(), window.height() - self.height() - px(12)))
        self.move(x, y)

    # --- keys ------------------------------------------------------------------------------------

    def _press(self, key: str) -> None:
        self.field.insert(key)
        self.typed.emit(self.field.text())

    def enter(self) -> None:
        if self._face is None or not self._face.may_call:
            return
        chosen = self._list.current()
        if chosen is not None:
            self.call_row.emit(chosen)
        else:
            self.call_typed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
