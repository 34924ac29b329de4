"""Asks before something is done: one of several choices, a reason, a solution, what is still to be ticked.

Floats over its page; Escape closes it, Ctrl+Enter and Enter in a line answer. What is typed stays when the
answer could not be carried out.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.models.rows import RowsModel
from app.ui.presenters.ticket_asks import Answered, Ask, Choice, Text
from app.ui.theme import Look, base_font, px
from app.ui.views.focus import give_back_focus
from app.ui.views.painted_list import PaintedList, RowPainter
from app.ui.views.parts import (
    ActionButton,
    FloatingShadow,
    IconButton,
    clear,
    label,
    named,
    row,
    show,
)

WIDTH = 440
CHOICES_SHOWN = 7
CHOICE_HEIGHT = 48


class ChoicePainter(RowPainter[Choice]):
    row_height = CHOICE_HEIGHT

    def columns(self, painter: QPainter, box: QRect, row: Choice) -> None:
        left = box.left() + px(12)
        icon = row.icon or "dot"
        if icon == "dot":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color(row.tone))
            painter.drawEllipse(left + px(4), box.center().y() - px(4), px(9), px(9))
        else:
            painter.drawPixmap(left, box.center().y() - px(8), self._look.pixmap(icon, row.tone, 16))
        text = QRect(left + px(28), box.top(), box.right() - left - px(40), box.height())
        if not row.detail:
            self.text(painter, text, row.text, base_font(13), "text")
            return
        half = box.height() // 2
        self.text(painter, text.adjusted(0, px(5), 0, -half), row.text, base_font(13), "text")
        tone = row.tone if row.icon == "user" else "secondary"
        self.text(painter, text.adjusted(0, half - px(1), 0, -px(5)), row.detail, base_font(12), tone)


class ChoiceList(PaintedList[Choice]):
    def __init__(self, look: Look) -> None:
        model: RowsModel[Choice] = RowsModel(
            lambda c: ", ".join(part for part in (c.text, c.detail) if part), lambda c: c.detail
        )
        super().__init__(look, "askChoices", model, ChoicePainter(look, Choice), lambda c: c.code)

    def step(self, by: int) -> None:
        rows = self.rows.rowCount()
        if rows:
            place = min(rows - 1, max(0, self.currentIndex().row() + by))
            self.setCurrentIndex(self.rows.index(place, 0))


class AskPanel(QFrame):
    answered = Signal(object)  # Answered
    cancelled = Signal()

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self._over, self._ask = over, Ask("", "")
        self._back_to: QWidget | None = None
        named(self, "askPanel")
        self.setProperty("floating", True)
        FloatingShadow(look, self)
        self._title, self._hint = label("title", wrap=True), label("body2", wrap=True)
        named(self._title, "askTitle")
        self._close = IconButton(look, "x", "quiet", "secondary")
        named(self._close, "askClose")
        self._close.setFixedSize(36, 36)
        self._find = QLineEdit()
        named(self._find, "askFind")
        self._find.setClearButtonEnabled(True)
        self._list = ChoiceList(look)
        self._checks_box, self._texts_box = QVBoxLayout(), QVBoxLayout()
        for box in (self._checks_box, self._texts_box):
            box.setSpacing(4)
        self._checks: list[QCheckBox] = []
        self._fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        self._trouble = label("bad", wrap=True)
        named(self._trouble, "askTrouble")
        self._ok = ActionButton(look, "check", "Ctrl+Enter", "primary")
        named(self._ok, "askOk")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 12, 12, 16)
        box.setSpacing(8)
        head = row(self._title, self._close)
        head.setStretch(0, 1)
        box.addLayout(head)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 8, 0)
        inner.setSpacing(8)
        for part in (self._hint, self._find, self._list):
            inner.addWidget(part)
        inner.addLayout(self._checks_box)
        inner.addLayout(self._texts_box)
        inner.addWidget(self._trouble)
        inner.addLayout(row(1, self._ok))
        box.addLayout(inner)
        self._find.textChanged.connect(self._filter)
        self._find.installEventFilter(self)
        self._list.row_chosen.connect(lambda _code: self._check())
        self._list.doubleClicked.connect(lambda _index: self._answer())
        self._ok.clicked.connect(self._answer)
        self._close.clicked.connect(self.cancelled)
        over.installEventFilter(self)
        said = Sayings(self)
        said.say(self._close.setToolTip, "Close  (Esc)")
        said.say(self._close.setAccessibleName, "Close")
        said.say(self._find.setPlaceholderText, "Find by name")
        said.say(self._find.setAccessibleName, "Find by name")
        said.say(self._list.setAccessibleName, "Choices")
        self.hide()

    def ask(self, ask: Ask) -> None:
        self._ask = ask
        if not self.isVisible():
            self._back_to = QApplication.focusWidget()
        self._title.setText(ask.title)
        self.setAccessibleName(ask.title)
        self._hint.setText(ask.hint)
        show(self._hint, bool(ask.hint))
        self._find.clear()
        show(self._find, ask.filtered and len(ask.choices) > CHOICES_SHOWN)
        show(self._list, bool(ask.choices))
        self._list.setFixedHeight(px(CHOICE_HEIGHT) * min(CHOICES_SHOWN, max(1, len(ask.choices))) + 2)
        only = ask.choices[0].code if len(ask.choices) == 1 else ""
        self._list.put(ask.choices, ask.chosen or only)
        self._make_checks(ask.checks)
        self._make_texts(ask.texts)
        self._ok.set_word(ask.ok)
        self._ok.set_kind("danger" if ask.danger else "primary")
        self.show_ask(busy=False, trouble="")
        self.place()
        self.show()
        self.raise_()
        self._focus_first()

    def show_ask(self, busy: bool, trouble: str) -> None:
        self._trouble.setText(trouble)
        show(self._trouble, bool(trouble))
        self._check()
        if busy:
            self._ok.setEnabled(False)
        self.place()

    def ask_done(self) -> None:
        if self.isVisible():
            if self.isAncestorOf(QApplication.focusWidget() or self.window()):
                give_back_focus(self, self._back_to)
            self.hide()

    def place(self) -> None:
        """In the upper middle of its page, never beyond its edges."""
        over = self._over
        self.setFixedWidth(min(px(WIDTH), max(200, over.width() - 32)))
        layout = self.layout()
        if layout is not None:
            layout.activate()
            height = max(layout.totalHeightForWidth(self.width()), layout.minimumSize().height())
            self.resize(self.width(), min(height, over.height() - 32))
        self.move((over.width() - self.width()) // 2, max(16, (over.height() - self.height()) // 4))

    def _make_checks(self, checks: tuple[tuple[int, str], ...]) -> None:
        clear(self._checks_box)
        self._checks = []
        for index, text in checks:
            box = QCheckBox(text)
            named(box, f"askCheck_{index}")
            box.setAccessibleName(text)
            box.setMinimumHeight(36)
            box.toggled.connect(lambda _on: self._check())
            self._checks.append(box)
            self._checks_box.addWidget(box)

    def _make_texts(self, texts: tuple[Text, ...]) -> None:
        clear(self._texts_box)
        self._fields = {}
        for text in texts:
            head = label("strong")
            head.setText(text.name)
            field = self._field(text)
            named(field, f"askText_{text.code}")
            field.setAccessibleName(text.name)
            self._fields[text.code] = field
            self._texts_box.addWidget(head)
            self._texts_box.addWidget(field)

    def _field(self, text: Text) -> QLineEdit | QPlainTextEdit:
        if text.large:
            large = QPlainTextEdit(text.value)
            large.setTabChangesFocus(True)
            large.setFixedHeight(96)
            large.setPlaceholderText(text.hint)
            large.textChanged.connect(self._check)
            return large
        line = QLineEdit(text.value)
        line.setMaxLength(text.most)
        line.setPlaceholderText(text.hint)
        line.textChanged.connect(self._check)
        line.returnPressed.connect(self._answer)
        return line

    def _focus_first(self) -> None:
        if not self._find.isHidden():
            self._find.setFocus()
        elif self._ask.choices and not (self._ask.chosen and self._fields):
            self._list.setFocus()
        elif self._checks:
            self._checks[0].setFocus()
        elif self._fields:
            next(iter(self._fields.values())).setFocus()
        else:
            self._ok.setFocus()

    def _filter(self, typed: str) -> None:
        wanted = typed.strip().lower()
        found = [c for c in self._ask.choices if wanted in f"{c.text} {c.detail}".lower()]
        self._list.put(found, found[0].code if wanted and found else "")
        self._check()

    def _typed(self) -> dict[str, str]:
        return {
            code: field.text() if isinstance(field, QLineEdit) else field.toPlainText()
            for code, field in self._fields.items()
        }

    def _ready(self) -> bool:
        typed = self._typed()
        chosen = not self._ask.choose or self._list.current() is not None
        filled = all(typed[text.code].strip() for text in self._ask.texts if text.required)
        return chosen and filled and all(box.isChecked() for box in self._checks)

    def _check(self) -> None:
        self._ok.setEnabled(self._ready())

    def _answer(self) -> None:
        if self._ready() and self._ok.isEnabled():
            current = self._list.current() if self._ask.choices else None
            self.answered.emit(Answered(current.code if current else "", self._typed()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        if watched is self._find and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                self._check()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._answer()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif enter and (self._list.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self._answer()
        else:
            super().keyPressEvent(event)
        event.accept()
