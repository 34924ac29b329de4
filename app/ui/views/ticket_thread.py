"""What was said about a ticket: its text, comments inside and to the customer, and where one writes the next.

A remark for colleagues and a word to the customer never look alike: another ground, another edge, and the
field says in words who will read it.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.player import PlayerFace
from app.ui.presenters.ticket_file_face import CommentFace, OpenTicketFace
from app.ui.theme import Look, px
from app.ui.views.page_parts import Switch
from app.ui.views.parts import (
    ActionButton,
    Chip,
    IconButton,
    IconLabel,
    label,
    named,
    row,
    set_property,
    show,
)
from app.ui.views.player_bar import PlayerBar

TONES = {"internal": "away", "customer": "accent", "from": "talking"}
SHOWN = 60
LOW_PX, HIGH_PX = 40, 112  # of the field: a line, and while something is written


class CommentFrame(QFrame):
    file_wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._who, self._label, self._when = label("strong"), Chip("away"), label("secondary")
        self._text = label("", wrap=True, selectable=True)
        self._icon = IconLabel(look, "clock", "secondary", 16)
        self._files = row(spacing=8)
        self._shown: CommentFace | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(6)
        box.addLayout(row(self._who, self._label, 1, self._icon, self._when))
        box.addWidget(self._text)
        box.addLayout(self._files)

    def show_comment(self, face: CommentFace) -> None:
        if face == self._shown:
            return
        self._shown = face
        named(self, f"comment_{face.comment_id}")
        self.setProperty("comment", face.whose)
        set_property(self, "comment", face.whose)
        self.style().unpolish(self)
        self.style().polish(self)
        self._who.setText(face.who)
        self._label.set(face.label, TONES[face.whose])
        self._when.setText(face.when)
        self._when.setToolTip(face.exact)
        self._text.setText(face.text)
        show(self._icon, face.waits)
        self.setAccessibleName(f"{face.who}, {face.label}, {face.when}: {face.text}")
        while (item := self._files.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for attachment_id, name in face.files:
            button = QPushButton(name)
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _=False, a=attachment_id: self.file_wanted.emit(a))
            self._files.addWidget(button)
        if face.files:
            self._files.addStretch(1)


class CommentField(QPlainTextEdit):
    """Pictures that are pasted and files that are dropped become attachments; Ctrl+Enter sends."""

    sent = Signal()
    focused = Signal()  # it has the keyboard, or has it no longer
    picture = Signal(bytes)
    files = Signal(list)  # paths

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        image = source.imageData() if source.hasImage() and not source.hasText() else None
        if paths:
            self.files.emit(paths)
        elif isinstance(image, QImage) and not image.isNull():
            self.picture.emit(_png(image))
        else:
            super().insertFromMimeData(source)


def _png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


class Composer(QFrame):
    """``send`` and ``typed``: the text, and whether it is for the customer."""

    send = Signal(str, bool)
    typed = Signal(str, bool)
    attach = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "commentComposer")
        self._filling = False
        self._switch = Switch("comment", ("internal", "customer"))
        self.field = CommentField()
        named(self.field, "commentField")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(LOW_PX)
        self._reads = label("secondary")
        named(self._reads, "commentReader")
        self._attach = IconButton(look, "paperclip", "quiet", "secondary")
        named(self._attach, "attachButton")
        self._attach.setFixedWidth(40)
        self._send = ActionButton(look, "send", "Ctrl+Enter", "primary")
        named(self._send, "sendCommentButton")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(8)
        box.addWidget(self._reads)
        box.addWidget(self.field)
        box.addLayout(row(self._switch, 1, self._attach, self._send))
        self._switch.chosen.connect(self._chosen)
        self.field.textChanged.connect(self._typed)
        self.field.sent.connect(self._emit)
        self.field.focused.connect(self._fit)
        self._send.clicked.connect(self._emit)
        self._attach.clicked.connect(self.attach)
        said = Sayings(self)
        said.say(self._switch.buttons["internal"].setText, "Internal")
        said.say(self._switch.buttons["customer"].setText, "To the customer")
        said.say(self._attach.setToolTip, "Add a file (20 MB at most); it may be dropped here, too")
        said.say(self._attach.setAccessibleName, "Add a file")
        said.say(lambda _text: self._say(), "Internal")
        self._say()

    @property
    def for_customer(self) -> bool:
        return self._switch.buttons["customer"].isChecked()

    def show_comment(self, text: str, for_customer: bool) -> None:
        self._filling = True
        self.field.setPlainText(text)
        self._switch.show_chosen("customer" if for_customer else "internal")
        self._filling = False
        self._say()
        self._fit()

    def show_state(self, customer: bool) -> None:
        """``customer``: there is one who can be told."""
        self._switch.buttons["customer"].setEnabled(customer)
        if not customer and self.for_customer:
            self._switch.show_chosen("internal")
            self._say()

    def _chosen(self, _code: str) -> None:
        self._say()
        self._typed()
        self.field.setFocus()

    def _say(self) -> None:
        customer = self.for_customer
        whose = "customer" if customer else "internal"
        if self.property("comment") != whose:
            set_property(self, "comment", whose)
        self._reads.setText(tr("The customer is sent this") if customer else tr("Only colleagues read this"))
        word = tr("Send to the customer") if customer else tr("Keep the remark")
        self._send.set_word(tr("Send") if customer else tr("Keep"))
        self._send.setToolTip(f"{word}  (Ctrl+Enter)")
        self.field.setAccessibleName(word)
        self.field.setPlaceholderText(
            tr("Write to the customer…") if customer else tr("Remark for colleagues…")
        )
        self._send.setEnabled(bool(self.field.toPlainText().strip()))

    def _typed(self) -> None:
        text = self.field.toPlainText()
        self._send.setEnabled(bool(text.strip()))
        self._fit()
        if not self._filling:
            self.typed.emit(text, self.for_customer)

    def _fit(self) -> None:
        """Room for the conversation while nothing is written; upwards, nothing under the pointer moves."""
        writing = self.field.hasFocus() or bool(self.field.toPlainText())
        height = px(HIGH_PX if writing else LOW_PX)
        show(self._reads, writing)
        bars = Qt.ScrollBarPolicy
        self.field.setVerticalScrollBarPolicy(bars.ScrollBarAsNeeded if writing else bars.ScrollBarAlwaysOff)
        if self.field.height() != height:
            self.field.setFixedHeight(height)

    def _emit(self) -> None:
        if self.field.toPlainText().strip():
            self.send.emit(self.field.toPlainText(), self.for_customer)


class Thread(QScrollArea):
    """The ticket's text, the call's recording, the comments; the newest are below and in sight."""

    file_wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "ticketThread")
        self._look = look
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._description = label("", wrap=True, selectable=True)
        named(self._description, "ticketDescription")
        self._recording_head, self.player = label("secondary"), PlayerBar(look)
        self._none = label("body2", wrap=True)
        self._frames: list[CommentFrame] = []
        inner = QWidget()
        self._box = QVBoxLayout(inner)
        self._box.setContentsMargins(20, 14, 20, 14)
        self._box.setSpacing(10)
        for part in (self._description, self._recording_head, self.player, self._none):
            self._box.addWidget(part)
        self._box.addStretch(1)
        self.setWidget(inner)
        self._ticket_id, self._count = "", 0
        said = Sayings(self)
        said.say(self._recording_head.setText, "Recording of the call")
        said.say(self._none.setText, "Nothing has been said about it yet.")

    def show_thread(self, face: OpenTicketFace) -> None:
        self._description.setText(face.description)
        show(self._description, bool(face.description))
        for part in (self._recording_head, self.player):
            show(part, bool(face.recording_id))
        comments = face.comments[-SHOWN:]
        while len(self._frames) < len(comments):
            frame = CommentFrame(self._look)
            frame.file_wanted.connect(self.file_wanted)
            self._frames.append(frame)
            self._box.insertWidget(self._box.count() - 1, frame)
        for place, frame in enumerate(self._frames):
            if place < len(comments):
                frame.show_comment(comments[place])
            show(frame, place < len(comments))
        show(self._none, not comments)
        fresh = (face.ticket_id, len(comments)) != (self._ticket_id, self._count)
        grown = face.ticket_id == self._ticket_id and len(comments) > self._count
        self._ticket_id, self._count = face.ticket_id, len(comments)
        if fresh:
            bar = self.verticalScrollBar()
            QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum() if grown else 0))

    def show_player(self, face: PlayerFace) -> None:
        self.player.show_player(face)
