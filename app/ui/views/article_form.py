"""The form in which an article is written, with its text as it will be read beside it.

What was typed stays until it is saved or left. Where somebody else changed the same fields meanwhile, both
texts stand side by side above the form, and each field says whose it takes.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.article_editor import Clash, WritingFace
from app.ui.presenters.article_fields import ArticleFields
from app.ui.theme import Look
from app.ui.views.article_text import ArticleText
from app.ui.views.filter_builder import code_of, fill
from app.ui.views.page_parts import Switch
from app.ui.views.parts import ActionButton, Card, clear, label, named, row, show
from app.ui.views.queue_chips import QueueChips

PREVIEW_AFTER_MS = 120
KINDS = ("ARTICLE", "FAQ", "SCRIPT")
LANGUAGES = ("zh", "en")


class ClashPanel(QFrame):
    """Fields that both changed: theirs, mine, and which counts."""

    settled = Signal(object)  # field → "mine" | "theirs"

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "clashPanel")
        self.setProperty("banner", "notice")
        self._look, self._whose = look, dict[str, str]()
        self._head = label("strong", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._take = ActionButton(look, "check", "", "primary")
        named(self._take, "settleClashButton")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self._head)
        box.addLayout(self._grid)
        box.addLayout(row(1, self._take))
        self._take.clicked.connect(lambda: self.settled.emit(dict(self._whose)))
        said = Sayings(self)
        said.say(self._head.setText, "Somebody else saved meanwhile. Whose text counts?")
        said.say(self._take.set_word, "Go on with these")

    def show_clashes(self, clashes: tuple[Clash, ...]) -> None:
        show(self, bool(clashes))
        if set(self._whose) == {clash.field for clash in clashes}:
            return
        clear(self._grid)
        self._whose = {clash.field: "mine" for clash in clashes}
        for line, clash in enumerate(clashes):
            self._grid.addWidget(self._name(clash), line, 0)
            for column, (whose, text) in enumerate((("theirs", clash.theirs), ("mine", clash.mine)), start=1):
                self._grid.addWidget(self._choice(clash, whose, text), line, column)
                self._grid.setColumnStretch(column, 1)

    def _name(self, clash: Clash) -> QWidget:
        made = label("secondary")
        made.setText(clash.name)
        return made

    def _choice(self, clash: Clash, whose: str, text: str) -> QPushButton:
        button = QPushButton()
        named(button, f"clash_{clash.field}_{whose}")
        button.setCheckable(True)
        button.setProperty("kind", "segment")
        button.setMinimumHeight(36)
        head = tr("Mine") if whose == "mine" else tr("Theirs")
        short = " ".join(text.split())
        button.setText(f"{head}: {short[:60]}{'…' if len(short) > 60 else ''}")
        button.setToolTip(text)
        button.setAccessibleName(f"{clash.name}, {head}: {text}")
        button.setAutoExclusive(False)
        button.setChecked(whose == "mine")
        button.clicked.connect(lambda: self._choose(clash.field, whose))
        return button

    def _choose(self, field: str, whose: str) -> None:
        self._whose[field] = whose
        for each in ("mine", "theirs"):
            button = self.findChild(QPushButton, f"clash_{field}_{each}")
            if button is not None:
                button.setChecked(each == whose)


class ArticleForm(QWidget):
    save = Signal(object)  # ArticleFields
    typed = Signal(object)  # ArticleFields
    hand_in = Signal(object)
    settle = Signal(object, object)  # whose, ArticleFields
    cancel = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "articleForm")
        self._heading = label("heading")
        self._title, self._tags = QLineEdit(), QLineEdit()
        self._from, self._until, self._note = QLineEdit(), QLineEdit(), QLineEdit()
        self._body, self._say_text, self._questions = QPlainTextEdit(), QPlainTextEdit(), QPlainTextEdit()
        self._category = QComboBox()
        self._kind, self._language = Switch("articleKind", KINDS), Switch("articleLanguage", LANGUAGES)
        self._queues = QueueChips("articleQueue")
        self._preview = ArticleText(look)
        named(self._preview, "articlePreview")
        self._clash = ClashPanel(look)
        self._trouble = label("bad", wrap=True)
        named(self._trouble, "articleTrouble")
        self._cancel = QPushButton()
        named(self._cancel, "cancelArticleButton")
        self._cancel.setMinimumHeight(40)
        self._save = ActionButton(look, "check", "")
        self._hand_in = ActionButton(look, "send", "", "primary")
        named(self._save, "saveArticleButton")
        named(self._hand_in, "handInButton")
        for name, field in self._fields().items():
            named(field, f"article_{name}")
            field.setMinimumHeight(36)
        for text, height in ((self._say_text, 84), (self._questions, 72)):
            text.setFixedHeight(height)
        for text in (self._say_text, self._questions):
            text.setTabChangesFocus(True)
        self._heads: dict[str, QWidget] = {}
        self._place()
        self._say()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_AFTER_MS)
        self._timer.timeout.connect(lambda: self._preview.show_markdown(self._body.toPlainText()))
        self._body.textChanged.connect(self._timer.start)
        self._save.clicked.connect(lambda: self.save.emit(self.fields()))
        self._hand_in.clicked.connect(lambda: self.hand_in.emit(self.fields()))
        self._cancel.clicked.connect(self.cancel)
        self._clash.settled.connect(lambda whose: self.settle.emit(whose, self.fields()))
        self._kind.chosen.connect(self._kind.show_chosen)
        self._language.chosen.connect(self._language.show_chosen)
        self._filling = False
        self._tell_what_is_typed()

    def _tell_what_is_typed(self) -> None:
        for line in (self._title, self._tags, self._from, self._until, self._note):
            line.textEdited.connect(self._typed)
        for text in (self._body, self._say_text, self._questions):
            text.textChanged.connect(self._typed)
        self._category.activated.connect(self._typed)
        self._queues.changed.connect(self._typed)
        for choice in (self._kind, self._language):
            choice.chosen.connect(self._typed)

    def _typed(self, *_: object) -> None:
        if not self._filling:
            self.typed.emit(self.fields())

    def _fields(self) -> dict[str, QWidget]:
        return {
            "title": self._title,
            "category": self._category,
            "say": self._say_text,
            "body": self._body,
            "questions": self._questions,
            "tags": self._tags,
            "from": self._from,
            "until": self._until,
            "note": self._note,
        }

    def _place(self) -> None:
        inside = QWidget()
        form = QGridLayout(inside)
        form.setContentsMargins(0, 0, 8, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        form.setColumnStretch(0, 1)
        form.setColumnStretch(1, 1)
        self._pair(form, 0, "title", self._title, wide=True)
        self._pair(form, 2, "category", self._category)
        self._pair(form, 2, "language", self._language, column=1)
        self._pair(form, 4, "kind", self._kind, wide=True)
        self._pair(form, 6, "say", self._say_text, wide=True)
        self._pair(form, 8, "body", self._body, wide=True)
        self._body.setProperty("tall", True)
        form.setRowStretch(9, 1)
        self._pair(form, 10, "questions", self._questions, wide=True)
        self._pair(form, 12, "tags", self._tags)
        self._pair(form, 12, "note", self._note, column=1)
        self._pair(form, 14, "from", self._from)
        self._pair(form, 14, "until", self._until, column=1)
        self._pair(form, 16, "queues", self._queues, wide=True)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        shown = Card(margin=16, spacing=8)
        self._preview_head = label("secondary")
        shown.body.addWidget(self._preview_head)
        shown.body.addWidget(self._preview, 1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(scroll, 3)
        both.addWidget(shown, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(8)
        box.addWidget(self._heading)
        box.addWidget(self._clash)
        box.addLayout(both, 1)
        box.addWidget(self._trouble)
        box.addLayout(row(self._cancel, 1, self._save, self._hand_in))

    def _pair(
        self, form: QGridLayout, line: int, name: str, field: QWidget, *, column: int = 0, wide: bool = False
    ) -> None:
        head = label("secondary")
        self._heads[name] = head
        form.addWidget(head, line, column, 1, 2 if wide else 1)
        form.addWidget(field, line + 1, column, 1, 2 if wide else 1)

    def _say(self) -> None:
        said = Sayings(self)
        fields = self._fields()
        for name, text in (
            ("title", "Title"),
            ("category", "Category"),
            ("language", "Language"),
            ("kind", "Kind"),
            ("say", "To say word for word"),
            ("body", "Text (Markdown)"),
            ("questions", "Other ways to ask, one to a line"),
            ("tags", "Tags, with commas between"),
            ("note", "What was changed"),
            ("from", "Valid from"),
            ("until", "Valid until"),
            ("queues", "Shown first in calls of"),
        ):
            said.say(self._heads[name].setText, text)  # type: ignore[attr-defined]
            if name in fields:
                said.say(fields[name].setAccessibleName, text)
        for code, text in (("ARTICLE", "Article"), ("FAQ", "Question"), ("SCRIPT", "To say")):
            said.say(self._kind.buttons[code].setText, text)
        for code, text in (("zh", "Chinese"), ("en", "English")):
            said.say(self._language.buttons[code].setText, text)
        said.say(self._preview_head.setText, "As it will be read")
        said.say(self._cancel.setText, "Cancel")
        said.say(self._save.set_word, "Save draft")
        said.say(self._hand_in.set_word, "Hand in")
        said.say(self._from.setPlaceholderText, "2026-11-21")
        said.say(self._until.setPlaceholderText, "2026-11-21")

    # --- showing -----------------------------------------------------------------------------------

    def open(self, fields: ArticleFields) -> None:
        self._filling = True
        self._title.setText(fields.title)
        self._tags.setText(fields.tags)
        self._from.setText(fields.valid_from)
        self._until.setText(fields.valid_until)
        self._note.setText(fields.note)
        self._body.setPlainText(fields.body)
        self._say_text.setPlainText(fields.say)
        self._questions.setPlainText(fields.questions)
        self._kind.show_chosen(fields.kind)
        self._language.show_chosen(fields.language)
        self._chosen_category = fields.category_id
        self._category.setCurrentIndex(self._category.findData(fields.category_id))
        self._queues.choose(fields.queues)
        self._filling = False
        self._preview.show_markdown(fields.body)
        self._title.setFocus()

    def show_form(self, face: WritingFace) -> None:
        self._heading.setText(face.heading)
        fill(self._category, face.categories, code_of(self._category) or self._chosen_category)
        self._queues.show_queues(face.queues)
        self._clash.show_clashes(face.clashes)
        self._trouble.setText(face.trouble)
        show(self._trouble, bool(face.trouble))
        for button in (self._save, self._hand_in):
            button.setEnabled(not face.saving and not face.clashes)
        self._save.reserve(tr("Save draft"), tr("Saving…"))
        self._save.set_word(tr("Saving…") if face.saving else tr("Save draft"))

    def fields(self) -> ArticleFields:
        return ArticleFields(
            title=self._title.text(),
            body=self._body.toPlainText(),
            say=self._say_text.toPlainText(),
            questions=self._questions.toPlainText(),
            tags=self._tags.text(),
            category_id=str(self._category.currentData() or ""),
            kind=next(code for code, button in self._kind.buttons.items() if button.isChecked()),
            language=next(code for code, button in self._language.buttons.items() if button.isChecked()),
            queues=self._queues.chosen(),
            valid_from=self._from.text(),
            valid_until=self._until.text(),
            note=self._note.text(),
        )
