"""The buttons of the call card in one row: as much of each as there is room for, never less than its icon.

In:  the width that there is, the words, the person's keys. A button keeps its place whatever it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from app.ui.theme import Look, base_font, px
from app.ui.views.parts import ActionButton, show

ICON, HEIGHT, SPACING = 18, 40, 8


class Fit(IntEnum):
    """How much of a button is shown, most first."""

    KEY = 0  # icon, word and key
    WORD = 1  # icon and word
    BARE = 2  # the word alone
    ICON = 3


class BarButton(ActionButton):
    """``icon_only``: never more than its icon, as for the key pad."""

    def __init__(self, look: Look, icon: str, key: str, kind: str = "", icon_only: bool = False) -> None:
        super().__init__(look, icon, key, kind)
        self._fit = Fit.ICON if icon_only else Fit.KEY
        self._icon_only = icon_only
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click never takes the keyboard away

    def only_icon(self, icon_only: bool) -> None:
        self._icon_only = icon_only
        self._fit = Fit.ICON if icon_only else self._fit
        self.updateGeometry()

    def fit(self, fit: Fit) -> None:
        if fit is not self._fit and not self._icon_only:
            self._fit = fit
            self.updateGeometry()
            self.update()

    def width_in(self, fit: Fit) -> int:
        if self._icon_only or fit is Fit.ICON:
            return px(HEIGHT + 6)
        words = QFontMetrics(base_font(13, QFont.Weight.DemiBold))
        word = max(words.horizontalAdvance(text) for text in (self.text(), *self._reserved))
        margin = {Fit.KEY: self.MARGIN, Fit.WORD: 10}.get(fit, 8)
        icon = 0 if fit is Fit.BARE else px(ICON) + self.GAP
        key = QFontMetrics(base_font(11)).horizontalAdvance(self._key) + self.GAP if self._key else 0
        return max(margin * 2 + icon + word + (key if fit is Fit.KEY else 0), px(56))

    def sizeHint(self) -> QSize:
        return QSize(self.width_in(self._fit), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        token = self._token()
        x = (self.width() - self._painted_width()) // 2
        if self._fit is not Fit.BARE:
            icon = px(ICON)
            painter.drawPixmap(x, (self.height() - icon) // 2, self._look.pixmap(self._icon, token, ICON))
            x += icon + self.GAP
        if self._fit is not Fit.ICON:
            x = self._text(painter, x, self.text(), base_font(13, QFont.Weight.DemiBold), token)
        if self._fit is Fit.KEY and self._key:
            self._text(
                painter, x + self.GAP, self._key, base_font(11), "secondary" if token == "text" else token
            )
        painter.end()

    def _painted_width(self) -> int:
        if self._fit is Fit.ICON:
            return px(ICON)
        width = QFontMetrics(base_font(13, QFont.Weight.DemiBold)).horizontalAdvance(self.text())
        if self._fit is not Fit.BARE:
            width += px(ICON) + self.GAP
        if self._fit is Fit.KEY and self._key:
            width += self.GAP + QFontMetrics(base_font(11)).horizontalAdvance(self._key)
        return width

    def _text(self, painter: QPainter, x: int, text: str, font: QFont, token: str) -> int:
        painter.setFont(font)
        painter.setPen(self._look.color(token))
        box = QRect(x, 0, self.width() - x, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        return x + QFontMetrics(font).horizontalAdvance(text)


class CallBar(QWidget):
    """``left`` from the left edge on, ``right`` at the right one; ``middle`` has the rest."""

    def __init__(
        self, left: Sequence[BarButton], right: Sequence[BarButton], middle: QWidget | None = None
    ) -> None:
        super().__init__()
        self._all = (*left, *right)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACING)
        for button in left:
            box.addWidget(button)
        if middle is None:
            box.addStretch(1)
        else:
            box.addWidget(middle, 1)
        for button in right:
            box.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_only(self, there: Sequence[BarButton]) -> None:
        for button in self._all:
            show(button, button in there)
        self.fit()

    def fit(self) -> None:
        """The most that fits into the present width, the same for all."""
        shown = [button for button in self._all if not button.isHidden()]
        chosen = next((fit for fit in Fit if self._width_in(shown, fit) <= self.width()), Fit.ICON)
        for button in shown:
            button.fit(chosen)

    def _width_in(self, shown: Sequence[BarButton], fit: Fit) -> int:
        return sum(button.width_in(fit) for button in shown) + SPACING * len(shown)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_in([b for b in self._all if not b.isHidden()], Fit.ICON), px(HEIGHT))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange):
            self.fit()
        return super().event(event)
