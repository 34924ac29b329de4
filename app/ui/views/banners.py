"""Banners (something is wrong, and the next step) and short notices that go away.

Both float at the lower edge, so that nothing moves under the pointer when they come.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.presenters.connection import Banner
from app.ui.theme import Look
from app.ui.views.parts import IconLabel, clear, label, named

ICONS = {"server": "plug-off", "phone": "phone-down", "audio": "headset", "refused": "warning"}
TOAST_MS = 6000
EDGE_PX = 16


class BannerRow(QFrame):
    acted = Signal(str)

    def __init__(self, look: Look, banner: Banner) -> None:
        super().__init__()
        named(self, f"banner_{banner.banner_id}")
        self.setProperty("banner", "trouble" if banner.trouble else "notice")
        self.setAccessibleName(f"{banner.title} {banner.text}")
        title, text = label("strong"), label("", wrap=True)
        title.setText(banner.title)
        text.setText(banner.text)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 6, 16, 6)
        box.setSpacing(10)
        box.addWidget(IconLabel(look, ICONS[banner.banner_id], "trouble" if banner.trouble else "hold", 16))
        box.addWidget(title)
        box.addWidget(text, 1)
        if banner.action:
            button = QPushButton(banner.action_text)
            named(button, f"bannerAction_{banner.banner_id}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda: self.acted.emit(banner.action))
            box.addWidget(button)


class Banners(QWidget):
    """Float over the lower edge of ``over``; stay until what is wrong is mended."""

    acted = Signal(str)
    placed = Signal()

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self._look = look
        self._over = over
        named(self, "banners")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self.hide()

    def show_banners(self, banners: tuple[Banner, ...]) -> None:
        clear(self._box)
        for banner in banners:
            made = BannerRow(self._look, banner)
            made.acted.connect(self.acted)
            self._box.addWidget(made)
            made.show()  # counts for the height now, not at the next turn of the loop
        self.setVisible(bool(banners))
        self.place()
        self.raise_()

    def place(self) -> None:
        """The width of the middle column, a little above its lower edge."""
        width = self._over.width() - 2 * EDGE_PX
        self.setFixedWidth(max(0, width))
        self.adjustSize()
        self.move(EDGE_PX, self._over.height() - self.height() - EDGE_PX)
        self.placed.emit()


class Toast(QFrame):
    """A sentence at the lower edge; never takes the focus, goes by itself."""

    def __init__(self, parent: QWidget, above: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._above = above  # it keeps clear of this one
        named(self, "toast")
        self.setProperty("toast", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = label("", wrap=False)
        named(self._text, "toastText")
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 10)
        box.addWidget(self._text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""

    def say(self, text: str) -> None:
        self._text.setWordWrap(False)
        self._text.setText(text)
        self.setAccessibleName(text)
        parent = self._over
        if self.sizeHint().width() > parent.width() - 64:
            self._text.setWordWrap(True)
            self.setFixedWidth(min(640, parent.width() - 64))
        else:
            self.setMinimumWidth(0)
            self.setMaximumWidth(parent.width())
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_MS)

    def place(self) -> None:
        parent = self._over
        lift = self._above.height() + EDGE_PX if self._above.isVisible() else 0
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 24 - lift)
