"""What notices say: the list at the left, at the right the chosen one in both languages and as it is read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.notice_texts import NoticeTextsFace, TextFormFace, TextTyped
from app.ui.presenters.pages import ListState
from app.ui.theme import Look, px
from app.ui.views.parts import (
    ActionButton,
    Card,
    EmptyState,
    FlowLayout,
    clear,
    label,
    named,
    row,
    set_property,
    show,
)
from app.ui.views.reply_form import ConfirmButton
from app.ui.views.rows_list import RowCells, RowsList

LIST_WIDTH, TEXT_HEIGHT = 320, 84


class WordsCard(Card):
    """One language: title, text, and both as they will be read."""

    typed = Signal()

    def __init__(self, code: str) -> None:
        super().__init__(margin=16, spacing=6)
        self._heads = [label("strong"), label("secondary"), label("secondary"), label("secondary")]
        self.title, self.text = QLineEdit(), QPlainTextEdit()
        named(self.title, f"noticeTitle_{code}")
        named(self.text, f"noticeText_{code}")
        self.title.setMaxLength(200)
        self.title.setMinimumHeight(36)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(TEXT_HEIGHT)
        self._read = QFrame()
        self._read.setProperty("say", True)
        self._read_title, self._read_text = label("strong", wrap=True), label("", wrap=True)
        inside = QVBoxLayout(self._read)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(2)
        inside.addWidget(self._read_title)
        inside.addWidget(self._read_text)
        for part in (
            self._heads[0], self._heads[1], self.title, self._heads[2], self.text, self._heads[3], self._read,
        ):  # fmt: skip
            self.body.addWidget(part)
        self.title.textEdited.connect(lambda _: self.typed.emit())
        self.text.textChanged.connect(self.typed)
        said = Sayings(self)
        said.say(self._heads[0].setText, "Chinese" if code == "zh" else "English")
        said.say(self._heads[1].setText, "Title")
        said.say(self._heads[2].setText, "Text")
        said.say(self._heads[3].setText, "As it will be read")
        said.say(self.title.setAccessibleName, "Title, Chinese" if code == "zh" else "Title, English")
        said.say(self.text.setAccessibleName, "Text, Chinese" if code == "zh" else "Text, English")

    def fill(self, title: str, text: str) -> None:
        with QSignalBlocker(self.text):
            if self.title.text() != title:
                self.title.setText(title)
            if self.text.toPlainText() != text:
                self.text.setPlainText(text)

    def show_read(self, title: str, text: str, usual_title: str, usual_text: str) -> None:
        self._read_title.setText(title)
        self._read_text.setText(text)
        self.title.setPlaceholderText(usual_title)
        self.text.setPlaceholderText(usual_text)


class NoticeTextForm(QWidget):
    typed = Signal(object)  # TextTyped
    save = Signal()
    reset = Signal()
    discard = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "noticeTextForm")
        self._form, self._values, self._usual = -1, ("",), TextTyped()
        self._heading, self._to = label("title"), label("secondary")
        self.zh, self.en = WordsCard("zh"), WordsCard("en")
        self._hint, self._chips = label("secondary", wrap=True), QWidget()
        self._flow = FlowLayout(self._chips, gap=4)
        self._into: QLineEdit | QPlainTextEdit = self.zh.text
        self._faults, self._said = label("bad", wrap=True), label("good", wrap=True)
        named(self._faults, "noticeTextFaults")
        named(self._said, "noticeTextSaid")
        self._discard, self._reset = ConfirmButton(), QPushButton()
        self._save = ActionButton(look, "check", "", "primary")
        for button, name in (
            (self._discard, "noticeTextDiscard"), (self._reset, "noticeTextReset"),
            (self._save, "noticeTextSave"),
        ):  # fmt: skip
            named(button, name)
            button.setMinimumHeight(40)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(20, 14, 20, 8)
        box.setSpacing(8)
        box.addLayout(row(self._heading, self._to, 1, spacing=12))
        box.addWidget(self._hint)
        box.addWidget(self._chips)
        box.addWidget(self.zh)
        box.addWidget(self.en)
        box.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        below = QVBoxLayout()
        below.setContentsMargins(20, 0, 20, 16)
        below.setSpacing(8)
        below.addWidget(self._faults)
        below.addWidget(self._said)
        below.addLayout(row(self._reset, self._discard, 1, self._save))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll, 1)
        whole.addLayout(below)
        for card in (self.zh, self.en):
            card.typed.connect(self._emit)
            card.title.installEventFilter(self)
            card.text.installEventFilter(self)
        self._save.clicked.connect(self.save)
        self._reset.clicked.connect(self.reset)
        self._discard.confirmed.connect(self.discard)
        said = Sayings(self)
        said.say(
            self._hint.setText,
            "Filled in when it is sent; a part in [brackets] is left out where one of its values is empty:",
        )
        said.say(self._reset.setText, "The program's words")
        said.say(lambda word: self._discard.set_words(word, tr("Really discard?")), "Discard changes")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, (QLineEdit, QPlainTextEdit)):
            self._into = watched
        return super().eventFilter(watched, event)

    def _emit(self) -> None:
        self.typed.emit(
            TextTyped(
                self.zh.title.text(),
                self.zh.text.toPlainText(),
                self.en.title.text(),
                self.en.text.toPlainText(),
            )
        )

    def _insert(self, value: str) -> None:
        """Where she wrote last."""
        if isinstance(self._into, QLineEdit):
            self._into.insert(f"{{{value}}}")
            self._emit()
        else:
            self._into.insertPlainText(f"{{{value}}}")
        self._into.setFocus()

    def show_form(self, face: TextFormFace) -> None:
        self._heading.setText(face.heading)
        self._to.setText(face.to)
        self._show_values(face.values)
        if face.form != self._form:
            self._form = face.form
            typed, usual = face.typed, face.usual
            self.zh.fill(typed.zh_title or usual.zh_title, typed.zh_text or usual.zh_text)
            self.en.fill(typed.en_title or usual.en_title, typed.en_text or usual.en_text)
            self._discard.reset()
        read, usual = face.read, face.usual
        self.zh.show_read(read.zh_title, read.zh_text, usual.zh_title, usual.zh_text)
        self.en.show_read(read.en_title, read.en_text, usual.en_title, usual.en_text)
        self._faults.setText("\n".join(face.faults))
        show(self._faults, bool(face.faults))
        self._said.setText(face.said)
        set_property(self._said, "role", "good" if face.good else "bad")
        show(self._said, bool(face.said))
        self._save.reserve(tr("Save"), tr("Saving…"))
        self._save.set_word(tr("Saving…") if face.saving else tr("Save"))
        self._save.setEnabled(face.may_save)
        self._reset.setEnabled(face.may_reset)
        self._discard.setEnabled(face.changed and not face.saving)

    def _show_values(self, values: tuple[tuple[str, str], ...]) -> None:
        names = tuple(name for name, _ in values)
        if names == self._values:
            return
        self._values = names
        clear(self._flow)
        for name, example in values:
            chip = QPushButton(f"{{{name}}}")
            named(chip, f"noticeValue_{name}")
            chip.setProperty("kind", "filter")
            chip.setMinimumHeight(36)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.setToolTip(tr("For example: {text}").format(text=example))
            chip.setAccessibleName(f"{name}, {example}")
            chip.clicked.connect(lambda _=False, name=name: self._insert(name))
            self._flow.addWidget(chip)


class NoticeTextsPage(QWidget):
    chosen = Signal(str)
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "noticeTextsPage")
        self.setProperty("page", True)
        self._heading = label("heading")
        self.rows = RowsList(look, "noticeTextsList", "edit", "Texts of notices")
        self.form, self.empty = NoticeTextForm(look), EmptyState(look, "edit")
        self.empty.title.hide()
        listed = self._listed = Card(margin=0, spacing=0)
        listed.setProperty("scalesItself", True)
        listed.body.addWidget(self.rows)
        whole = Card(margin=0, spacing=0)
        whole.body.addWidget(self.form)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(listed)
        line.addWidget(whole, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(both)
        self._pages.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(10)
        box.addWidget(self._heading)
        box.addWidget(self._pages, 1)
        self.rows.chosen.connect(self.chosen)
        self.empty.button.clicked.connect(self.reload)
        said = Sayings(self)
        said.say(self._heading.setText, "Texts of notices")
        said.say(self.empty.button.setText, "Try again")
        said.say(self.setAccessibleName, "Texts of notices")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._listed.setFixedWidth(min(px(LIST_WIDTH), self.width() * 3 // 10))

    def show_texts(self, face: NoticeTextsFace) -> None:
        self._pages.setCurrentIndex(0 if face.state is ListState.ROWS else 1)
        self.empty.text.setText(face.text)
        show(self.empty.button, face.state is ListState.ERROR)
        own = tr("own words")
        cells = [
            RowCells(
                r.template, "edit" if r.own else "send", "accent" if r.own else "secondary", r.name,
                f"{r.to} · {own}" if r.own else r.to, "", "", "", "", r.name,
            )
            for r in face.rows
        ]  # fmt: skip
        self.rows.show_rows(cells, False, face.chosen.template if face.chosen else "")
        self.rows.show_state(face.state, face.text)
        if face.chosen is not None:
            self.form.show_form(face.chosen)
