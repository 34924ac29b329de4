"""Quick replies: search, list, and the chosen one in full with its two buttons; a form to write one.

Keys in the search: up and down choose, Enter speaks, Ctrl+Enter sends as text, Esc stops speaking, Alt with
up or down moves the chosen one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.pages import ListState
from app.ui.presenters.reply_face import RepliesFace, ReplyRow
from app.ui.theme import Look, px
from app.ui.views.parts import (
    ActionButton,
    Divider,
    ElidedLabel,
    EmptyState,
    IconButton,
    label,
    named,
    row,
    show,
)
from app.ui.views.replies_list import RepliesList
from app.ui.views.reply_form import ReplyForm

SHOWS = ("all", "used", "team", "own")
TEXT_HEIGHT = 116
TEXT_LOW = 72  # in a low window
LOW_PX = 620


class ChosenReply(QFrame):
    """The chosen one as it will be said, at the same place whatever is chosen."""

    speak = Signal()
    send = Signal()
    change = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "chosenReply")
        self._title, self._about = ElidedLabel("strong"), ElidedLabel("secondary")
        self._edit = IconButton(look, "edit", "quiet", "secondary")
        named(self._edit, "editReplyButton")
        self._text = QPlainTextEdit()
        named(self._text, "replyText")
        self._text.setReadOnly(True)
        self._text.setProperty("scalesItself", True)
        self._text.setFixedHeight(px(TEXT_HEIGHT))
        self._text.setProperty("quiet", True)
        self._why = label("secondary", wrap=True)
        named(self._why, "replyHint")
        self._why.setMinimumHeight(32)
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._speak = ActionButton(look, "speaker", "", "primary")
        named(self._speak, "speakButton")
        self._send = ActionButton(look, "send", "")
        named(self._send, "sendTextButton")
        for button in (self._speak, self._send, self._edit):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head = row(spacing=8)
        head.addLayout(words, 1)
        head.addWidget(self._edit)
        box.addLayout(head)
        box.addWidget(self._text)
        box.addWidget(self._why)
        box.addLayout(row(1, self._send, self._speak, spacing=8))
        self._speak.clicked.connect(self.speak)
        self._send.clicked.connect(self.send)
        self._edit.clicked.connect(self.change)
        said = Sayings(self)
        said.say(self._edit.setToolTip, "Change this reply")
        said.say(self._edit.setAccessibleName, "Change this reply")
        said.say(self._text.setAccessibleName, "The reply in full")

    def show_low(self, low: bool) -> None:
        self._text.setFixedHeight(px(TEXT_LOW if low else TEXT_HEIGHT))

    def show_reply(self, reply: ReplyRow | None, hint: str) -> None:
        self._speak.reserve(tr("Speak"), tr("Stop"))
        speaking = reply is not None and reply.doing == "speaking"
        self._speak.set_word(tr("Stop") if speaking else tr("Speak"))
        self._speak.set_icon("stop" if speaking else "speaker")
        self._speak.set_kind("on" if speaking else "primary")
        self._speak.setToolTip(
            tr("Stop speaking  (Esc)") if speaking else tr("Speak it into the call  (Enter)")
        )
        sending = reply is not None and reply.doing == "sending"
        self._send.reserve(tr("Send as text"), tr("Sending…"))
        self._send.set_word(tr("Sending…") if sending else tr("Send as text"))
        self._send.setToolTip(tr("Send it as a text message  (Ctrl+Enter)"))
        self._speak.setEnabled(reply is not None and (reply.can_speak or speaking))
        self._send.setEnabled(reply is not None and reply.can_send)
        self._title.setText(reply.title if reply else "")
        self._about.setText(self._said_about(reply) if reply else "")
        if self._text.toPlainText() != (reply.text if reply else ""):
            self._text.setPlainText(reply.text if reply else "")
        self._why.setText(hint or (reply.why_not if reply else ""))
        self._edit.setEnabled(reply is not None and reply.editable)

    def _said_about(self, reply: ReplyRow) -> str:
        whose = tr("mine") if reply.own else tr("team's")
        language = tr("Chinese") if reply.language == "zh" else tr("English")
        voice = tr("recorded") if reply.clip else ""
        return " · ".join(part for part in (reply.group, whose, language, voice) if part)


class RepliesPanel(QWidget):
    searched = Signal(str)
    choose = Signal(str)
    shown_only = Signal(str)
    stepped = Signal(int)
    moved = Signal(int)  # the chosen one, up or down
    speak = Signal(str)
    send = Signal(str)
    stop = Signal()
    write_new = Signal()
    change = Signal(str)
    reload = Signal()
    left = Signal()  # Esc with nothing to stop

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "repliesPanel")
        self._chosen, self._speaking = "", False
        self.search = QLineEdit()
        named(self.search, "replySearch")
        self._search_icon = self.search.addAction(
            look.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.setClearButtonEnabled(True)
        self._new = IconButton(look, "plus", "", "text")
        named(self._new, "newReplyButton")
        self._new.setMinimumHeight(36)
        self._new.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list = RepliesList(look)
        self.empty = EmptyState(look, "bubble")
        named(self.empty.button, "repliesRetry")
        self.empty.title.hide()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.list)
        self._middle.addWidget(self.empty)
        self.chosen = ChosenReply(look)
        self.form = ReplyForm(look)
        self._look = look
        self._pages = QStackedWidget()
        self._place()
        self._wire()
        look.changed.connect(self._tint)

    def _place(self) -> None:
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(8)
        first = row(self.search, self._new)
        first.setStretch(0, 1)
        head.addLayout(first)
        head.addLayout(self._make_shows())
        box.addLayout(head)
        box.addWidget(self._middle, 1)
        box.addWidget(Divider())
        box.addWidget(self.chosen)
        self._pages.addWidget(whole)
        self._pages.addWidget(self.form)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _make_shows(self) -> QHBoxLayout:
        self._group = QButtonGroup(self)
        self._shows = {what: QPushButton() for what in SHOWS}
        line = row(spacing=6)
        for index, (what, button) in enumerate(self._shows.items()):
            named(button, f"replies_{what}")
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setMinimumHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, what=what: self.shown_only.emit(what))
            self._group.addButton(button, index)
            line.addWidget(button, 1)
        self._shows["all"].setChecked(True)
        return line

    def _wire(self) -> None:
        self.search.textChanged.connect(self.searched)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.row_chosen.connect(self.choose)
        self.list.speak.connect(self.speak)
        self.list.send.connect(self.send)
        self.chosen.speak.connect(lambda: self.speak.emit(self._chosen))
        self.chosen.send.connect(lambda: self.send.emit(self._chosen))
        self.chosen.change.connect(lambda: self.change.emit(self._chosen))
        self._new.clicked.connect(self.write_new)
        self.empty.button.clicked.connect(self.reload)
        said = Sayings(self)
        said.say(self.search.setPlaceholderText, "Find a reply")
        said.say(self.search.setAccessibleName, "Find a reply")
        said.say(
            self.search.setToolTip,
            "Enter speaks, Ctrl+Enter sends as text, Esc stops, Alt with up or down moves",
        )
        said.say(self._new.setText, "New")
        said.say(self._new.setToolTip, "Write a quick reply of your own")
        said.say(self.empty.button.setText, "Try again")
        for what, text in (("all", "All"), ("used", "Most used"), ("team", "Team's"), ("own", "Mine")):
            said.say(self._shows[what].setText, text)
        self._tint()

    def _tint(self) -> None:
        self._search_icon.setIcon(self._look.icon("search", "secondary"))

    # --- showing -----------------------------------------------------------------------------------

    def show_replies(self, face: RepliesFace) -> None:
        self._chosen = face.chosen.reply_id if face.chosen else ""
        self._speaking = bool(face.speaking)
        self.list.put(face.rows, self._chosen)
        self.chosen.show_reply(face.chosen, face.hint)
        for what, button in self._shows.items():
            button.setChecked(what == face.show)

    def show_list_state(self, state: ListState, text: str) -> None:
        self._middle.setCurrentIndex(0 if state is ListState.ROWS else 1)
        self.empty.text.setText(text)
        show(self.empty.button, state is ListState.ERROR)

    def show_form(self, there: bool) -> None:
        self._pages.setCurrentIndex(1 if there else 0)
        if not there:
            self.search.setFocus()

    def focus_search(self) -> None:
        if self._pages.currentIndex() == 0:
            self.search.setFocus()
            self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.chosen.show_low(self.height() < px(LOW_PX))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and alt:
                self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and watched is self.search:
                self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                (self.send if control else self.speak).emit(self._chosen)
                return True
            if key == Qt.Key.Key_Escape:
                if self._speaking:
                    self.stop.emit()
                elif self.search.text():
                    self.search.clear()
                else:
                    self.left.emit()
                return True
        return super().eventFilter(watched, event)
