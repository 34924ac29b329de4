"""What to say, paragraph by paragraph; a click ticks one off, the next one stands out."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.presenters.script import ScriptFace
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import ElidedLabel, EmptyState, clear, label, named, row

EDGE = 12
MARK = 20


class Paragraph(QAbstractButton):
    """One paragraph with its tick; as high as its text."""

    def __init__(self, look: Look, number: int, text: str) -> None:
        super().__init__()
        self._look, self._number, self._words, self._next = look, number, text, False
        named(self, f"script_{number}")
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_state(self, said: bool, following: bool) -> None:
        self.setChecked(said)
        if following != self._next:
            self._next = following
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, width - px(EDGE * 2 + MARK + 8), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        height = QFontMetrics(base_font(13)).boundingRect(room, flags, self._words).height()
        return max(px(40), height + px(EDGE * 2))

    def sizeHint(self) -> QSize:
        width = max(px(240), self.width())
        return QSize(px(240), self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, said = self._look.tokens, self.isChecked()
        box = self.rect().adjusted(1, 1, -1, -1)
        painter.setPen(QColor(tokens.color("accent") if self._next or self.hasFocus() else tokens.line))
        painter.setBrush(QColor(tokens.soft("accent", 0.08) if self._next else tokens.surface))
        painter.drawRoundedRect(box, px(6), px(6))
        mark = QRect(px(EDGE), px(EDGE), px(MARK), px(MARK))
        if said:
            painter.drawPixmap(mark.topLeft(), self._look.pixmap("check", "ready", MARK))
        else:
            painter.setFont(base_font(12))
            painter.setPen(self._look.color("accent" if self._next else "secondary"))
            painter.drawText(
                mark, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(self._number)
            )
        painter.setFont(base_font(13))
        painter.setPen(self._look.color("secondary" if said else "text"))
        left = px(EDGE + MARK + 8)
        room = QRect(left, px(EDGE), self.width() - left - px(EDGE), self.height())
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), self._words)
        painter.end()


class ScriptPanel(QWidget):
    ticked = Signal(int, bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "scriptPanel")
        self._look = look
        self._title, self._progress = ElidedLabel("title"), label("secondary")
        self._hint = label("secondary", wrap=True)
        self._paragraphs: list[Paragraph] = []
        self._words: tuple[str, ...] = ()
        inner = QWidget()
        self._box = QVBoxLayout(inner)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._scroll = QScrollArea()
        named(self._scroll, "scriptScroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(16, 14, 16, 16)
        box.setSpacing(8)
        head = row(self._title, self._progress)
        head.setStretch(0, 1)
        box.addLayout(head)
        box.addWidget(self._hint)
        box.addWidget(self._scroll, 1)
        self._empty = EmptyState(look, "script")
        self._empty.title.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(whole)
        self._pages.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        look.changed.connect(self._again)
        Sayings(self).say(self._hint.setText, "A click ticks off what has been said.")

    def show_script(self, face: ScriptFace) -> None:
        self._pages.setCurrentIndex(1 if face.empty else 0)
        self._empty.text.setText(face.empty)
        self._title.setText(face.title)
        self._progress.setText(face.progress)
        if face.paragraphs != self._words:
            self._words = face.paragraphs
            self._make()
            self._scroll.verticalScrollBar().setValue(0)
        for index, each in enumerate(self._paragraphs):
            each.show_state(face.said[index], index == face.next)

    def _make(self) -> None:
        clear(self._box)
        self._paragraphs = [Paragraph(self._look, i, text) for i, text in enumerate(self._words, start=1)]
        for index, each in enumerate(self._paragraphs):
            each.clicked.connect(lambda said, index=index: self.ticked.emit(index, said))
            self._box.addWidget(each)
        self._box.addStretch(1)

    def _again(self) -> None:
        for each in self._paragraphs:
            each.updateGeometry()
            each.update()
