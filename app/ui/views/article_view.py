"""One article as it is read: words to say with their buttons, text, files, votes, what may be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.article import ArticleFace
from app.ui.presenters.pages import ListState
from app.ui.theme import Look
from app.ui.views.article_boxes import QuestionBox, SayBox
from app.ui.views.article_text import ArticleText
from app.ui.views.parts import (
    ActionButton,
    Chip,
    EmptyState,
    FlowLayout,
    IconButton,
    clear,
    label,
    named,
    row,
    set_property,
    show,
)
from app.ui.views.reply_form import ConfirmButton

STEPS = ("withdraw", "return", "restore", "submit", "approve")
_STRONG = ("submit", "approve", "restore")


class ArticleView(QWidget):
    """``compact``: in the narrow panel of a call, without what is for writing."""

    copied = Signal()
    sent = Signal()
    spoken = Signal()
    voted = Signal(bool)
    ask = Signal()
    asked = Signal(str)
    question_typed = Signal(str)
    edit = Signal()
    history = Signal()
    step = Signal(str)
    given_back = Signal(str)  # what should be changed
    attach = Signal()
    file_wanted = Signal(str)
    reload = Signal()
    back = Signal()

    def __init__(self, look: Look, *, compact: bool = False) -> None:
        super().__init__()
        named(self, "articlePanel" if compact else "articleView")
        self._look, self._compact = look, compact
        self._title, self._about = label("title", wrap=True, selectable=True), label("secondary", wrap=True)
        named(self._title, "articleTitle")
        self._chip, self._notice = Chip("accent"), label("notice", wrap=True)
        named(self._notice, "articleNotice")
        self.say_box, self.question = SayBox(look), QuestionBox(look)
        self.question.hide()
        self.body = ArticleText(look)
        named(self.body, "articleBody")
        self._files = QWidget()
        self._files_flow = FlowLayout(self._files, gap=6)
        self._up, self._down = (
            IconButton(look, "thumb-up", "quiet", "secondary"),
            IconButton(look, "thumb-down", "quiet", "secondary"),
        )
        self._history = IconButton(look, "history", "quiet", "secondary")
        self._ask, self._edit = (
            IconButton(look, "bubble", "quiet", "secondary"),
            IconButton(look, "edit", "quiet", "secondary"),
        )
        self._back = IconButton(look, "arrow-left", "quiet", "secondary")
        self._attach = IconButton(look, "paperclip", "quiet", "secondary")
        self._steps = {step: self._step_button(look, step) for step in STEPS}
        self.empty = EmptyState(look, "book")
        self.empty.title.hide()
        for name, button in (
            ("usefulButton", self._up), ("notUsefulButton", self._down), ("askExpertButton", self._ask),
            ("editArticleButton", self._edit), ("attachFileButton", self._attach),
            ("articleHistoryButton", self._history),
            ("backToHitsButton", self._back),
        ):  # fmt: skip
            named(button, name)
            button.setMinimumHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place()
        self._connect()
        self._say()

    def _step_button(self, look: Look, step: str) -> QPushButton:
        if step == "withdraw":
            button: QPushButton = ConfirmButton()
            button.confirmed.connect(lambda: self.step.emit("withdraw"))  # type: ignore[attr-defined]
        else:
            button = ActionButton(
                look, "check" if step in _STRONG else "arrow-left", "", "primary" if step in _STRONG else ""
            )
            button.clicked.connect(lambda _=False, step=step: self._wish(step))
        named(button, f"article_{step}")
        button.setMinimumHeight(40)
        return button

    def _wish(self, step: str) -> None:
        if step == "return":
            self.question.open_reason()
        else:
            self.step.emit(step)

    def _given_back(self, reason: str) -> None:
        self.question.close_box()
        self.given_back.emit(reason)

    def _place(self) -> None:
        whole = QWidget()
        box = QVBoxLayout(whole)
        edge = 16 if self._compact else 20
        box.setContentsMargins(edge, 12 if self._compact else 16, edge, 12)
        box.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        if self._compact:
            head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head.addLayout(words, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        if not self._compact:
            head.addWidget(self._history, 0, Qt.AlignmentFlag.AlignTop)
            head.addWidget(self._attach, 0, Qt.AlignmentFlag.AlignTop)
            head.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        for part in (self._notice, self.say_box):
            box.addWidget(part)
        box.addWidget(self.body, 1)
        box.addWidget(self._files)
        box.addWidget(self.question)
        below = row(self._up, self._down, 1, self._ask, spacing=4)
        if not self._compact:
            for button in self._steps.values():
                below.addWidget(button)
                button.hide()
        box.addLayout(below)
        self._pages = QStackedWidget()
        self._pages.addWidget(whole)
        self._pages.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self._pages.setCurrentIndex(1)

    def _connect(self) -> None:
        self.say_box.copied.connect(self.copied)
        self.say_box.sent.connect(self.sent)
        self.say_box.spoken.connect(self.spoken)
        self.question.asked.connect(self.asked)
        self.question.typed.connect(self.question_typed)
        self.question.cancelled.connect(self.question.close_box)
        self.question.reasoned.connect(self._given_back)
        self._attach.clicked.connect(self.attach)
        self._up.clicked.connect(lambda: self.voted.emit(True))
        self._down.clicked.connect(lambda: self.voted.emit(False))
        self._ask.clicked.connect(self.ask)
        self._edit.clicked.connect(self.edit)
        self._history.clicked.connect(self.history)
        self._back.clicked.connect(self.back)
        self.empty.button.clicked.connect(self.reload)
        self.body.link_wanted.connect(lambda url: QDesktopServices.openUrl(QUrl(url)))

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self._up.setToolTip, "It helped")
        said.say(self._up.setAccessibleName, "It helped")
        said.say(self._down.setToolTip, "It did not help")
        said.say(self._down.setAccessibleName, "It did not help")
        said.say(self._ask.setText, "Ask the expert")
        said.say(self._edit.setText, "Change")
        said.say(self._edit.setToolTip, "Write a new version of this article")
        said.say(self._history.setToolTip, "Versions of this article")
        said.say(self._history.setAccessibleName, "Versions of this article")
        said.say(self._attach.setToolTip, "Attach a file")
        said.say(self._attach.setAccessibleName, "Attach a file")
        said.say(self._back.setToolTip, "Back to the list  (Esc)")
        said.say(self._back.setAccessibleName, "Back to the list  (Esc)")
        said.say(self.body.setAccessibleName, "The article's text")
        said.say(self.empty.button.setText, "Try again")
        withdraw = self._steps["withdraw"]
        if isinstance(withdraw, ConfirmButton):
            said.say(lambda word: withdraw.set_words(word, tr("Really withdraw?")), "Withdraw")
        for step, text in (
            ("return", "Give back"), ("restore", "Publish again"),
            ("submit", "Hand in"), ("approve", "Publish"),
        ):  # fmt: skip
            button = self._steps[step]
            if isinstance(button, ActionButton):
                said.say(button.set_word, text)

    # --- showing -----------------------------------------------------------------------------------

    def show_article(self, face: ArticleFace) -> None:
        self._title.setText(face.title)
        self._about.setText(face.about)
        self._chip.set(face.kind, "accent")
        self._notice.setText(face.notice)
        show(self._notice, bool(face.notice))
        self.say_box.show_say(face.say)
        show(self.say_box, bool(face.say.text))
        self.body.show_markdown(face.body)
        clear(self._files_flow)
        for file in face.files:
            button = IconButton(self._look, "paperclip", "quiet", "secondary")
            named(button, f"file_{file.attachment_id}")
            button.setMinimumHeight(36)
            button.setText(f"{file.name}  {file.size}")
            button.setToolTip(tr("Save this file"))
            button.clicked.connect(lambda _=False, key=file.attachment_id: self.file_wanted.emit(key))
            self._files_flow.addWidget(button)
        show(self._files, bool(face.files))
        self._up.setText(str(face.useful or ""))
        self._down.setText(str(face.not_useful or ""))
        self._up.set_icon("thumb-up", "ready" if face.my_vote is True else "secondary")
        self._down.set_icon("thumb-down", "trouble" if face.my_vote is False else "secondary")
        for button, mine in ((self._up, True), (self._down, False)):
            set_property(button, "kind", "on" if face.my_vote is mine else "quiet")
        show(self._edit, face.may_edit and not self._compact)
        show(self._attach, face.may_edit and not self._compact)
        show(self._history, face.may_edit and not self._compact)
        for step, button in self._steps.items():
            show(button, step in face.steps and not self._compact)

    def show_article_state(self, state: ListState, text: str) -> None:
        self._pages.setCurrentIndex(0 if state is ListState.ROWS else 1)
        self.empty.text.setText(text)
        show(self.empty.button, state is ListState.ERROR)
        if state is not ListState.ROWS:
            self.question.close_box()
