"""The sound's sign in the state bar: a dot and a word; a click shows the figures and what they mean."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout

from app.ui.i18n import Sayings, tr
from app.ui.presenters.quality import QualityFace
from app.ui.theme import Look, px
from app.ui.views.gauges import Dot
from app.ui.views.parts import label, named, row, set_property, show

WIDTH = 300


class QualityPopover(QFrame):
    """Floats in the window under the sign; Escape or another click on the sign closes it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "qualityPopover")
        self.setProperty("floating", True)
        self._word, self._hint = label("title"), label("", wrap=True)
        named(self._word, "qualityWord")
        named(self._hint, "qualityHint")
        self._dot = Dot(look)
        self._line = label("secondary", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._heads = [label("secondary") for _ in range(3)]
        self._cells = [[label("body2"), label("strong"), label("strong")] for _ in range(3)]
        for column, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, column, _side(column))
        for index, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, index + 1, column, _side(column))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        box.addLayout(row(self._dot, self._word, 1))
        box.addWidget(self._hint)
        box.addLayout(self._grid)
        box.addWidget(self._line)
        self.setFixedWidth(WIDTH)
        said = Sayings(self)
        said.say(self._heads[1].setText, "You hear")
        said.say(self._heads[2].setText, "The other hears")
        said.say(self.setAccessibleName, "Sound of the call")
        self.hide()

    def show_quality(self, face: QualityFace) -> None:
        self._dot.set(face.tone)
        self._word.setText(face.word)
        set_property(self._word, "tone", face.tone)
        self._hint.setText(face.hint)
        self._line.setText(face.line)
        show(self._line, bool(face.line))
        for index, cells in enumerate(self._cells):
            texts = face.rows[index] if index < len(face.rows) else ("", "", "")
            for cell, text in zip(cells, texts, strict=True):
                cell.setText(text)
                show(cell, bool(face.rows))
        for head in self._heads:
            show(head, bool(face.rows))
        self.fit()

    def fit(self) -> None:
        """As high as its sentence needs at this width."""
        if (layout := self.layout()) is not None:
            layout.activate()
            self.resize(
                self.width(), max(layout.totalHeightForWidth(self.width()), layout.minimumSize().height())
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


class QualitySign(QPushButton):
    def __init__(self, look: Look) -> None:
        super().__init__()
        named(self, "qualitySign")
        self.setProperty("kind", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._dot, self._word = Dot(look), label("body2")
        named(self._word, "qualityState")
        inside = row(self._dot, self._word, spacing=6)
        inside.setContentsMargins(8, 0, 8, 0)
        for part in (self._dot, self._word):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(inside)
        self.setMinimumHeight(36)
        self.popover = QualityPopover(look)
        self.clicked.connect(self._toggle)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_quality(self, face: QualityFace) -> None:
        self._dot.set(face.tone)
        self._word.setText(face.word)
        self.setToolTip(tr("{word}. Click for figures.", word=face.word))
        self.setAccessibleName(face.word)
        self.popover.show_quality(face)
        self.updateGeometry()

    def hide_word(self, narrow: bool) -> None:
        """In a narrow window the dot says it alone; the tool tip has the word."""
        show(self._word, not narrow)
        self.updateGeometry()

    def _toggle(self) -> None:
        if self.popover.isVisible():
            self.popover.hide()
            return
        window = self.window()
        self.popover.setParent(window)
        self.popover.ensurePolished()
        self.popover.fit()
        place = self.mapTo(window, QPoint(0, self.height() + 4))
        self.popover.move(min(place.x(), window.width() - self.popover.width() - px(12)), place.y())
        self.popover.show()
        self.popover.fit()
        self.popover.raise_()


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
