"""The rail at the left: where one can go, with how much waits there. Only what exists."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from app.ui.i18n import Sayings, tr
from app.ui.theme import Look, base_font, px
from app.ui.views.parts import named, show

RAIL_WIDTH = 64
PAGES = (
    *("desk", "customers", "tickets", "knowledge", "calls", "callbacks", "messages"),
    *("manage", "outbox", "settings"),
)
_ICONS = {
    "desk": "headset",
    "customers": "people",
    "tickets": "ticket",
    "knowledge": "book",
    "calls": "history",
    "callbacks": "calendar",
    "messages": "voicemail",
    "manage": "briefcase",
    "outbox": "outbox",
    "settings": "settings",
}
_LOWER = "manage"  # from here on at the lower end
BADGE_PX = 16
LEAST_PX, WORD_PX, HIGH_PX = 40, 46, 52  # of a button: at least, with a word, at most
GAP_PX, EDGE_PX = 4, 8


class RailButton(QToolButton):
    """With the number of things that wait there in its upper corner."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._count, self._tone = look, 0, "accent"

    def show_count(self, count: int, tone: str) -> None:
        if (count, tone) != (self._count, self._tone):
            self._count, self._tone = count, tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        text = str(self._count) if self._count < 100 else "99+"
        font = base_font(11, QFont.Weight.DemiBold)
        height = max(px(BADGE_PX), QFontMetrics(font).height())
        width = max(height, QFontMetrics(font).horizontalAdvance(text) + px(8))
        box = QRectF(self.width() / 2 + px(5), px(3), width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(self._tone))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(self._look.color("on_accent"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class Rail(QFrame):
    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "rail")
        self.setProperty("rail", True)
        self.setFixedWidth(RAIL_WIDTH)
        self._buttons: dict[str, RailButton] = {}
        self._names: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._without = {"manage"}  # pages that not everybody has
        group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 8, 2, 8)
        box.setSpacing(4)
        for page in PAGES:
            button = RailButton(look)
            named(button, f"rail_{page}")
            button.setCheckable(True)
            button.setProperty("kind", "rail")
            button.setProperty("scalesItself", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, p=page: self.chosen.emit(p))
            group.addButton(button)
            self._buttons[page] = button
            if page == _LOWER:
                box.addStretch(1)
            box.addWidget(button)
        said = Sayings(self)
        for page, text in (
            ("desk", "Desk"),
            ("customers", "Customers"),
            ("tickets", "Tickets"),
            ("knowledge", "Articles"),
            ("calls", "Calls"),
            ("callbacks", "Call-backs"),
            ("messages", "Messages"),
            ("manage", "Manage"),
            ("outbox", "Outbox"),
            ("settings", "Settings"),
        ):
            said.say(self._buttons[page].setText, text)
            said.say(lambda name, page=page: self._name(page, name), text)
        for page in ("manage", "outbox"):
            self._buttons[page].hide()
        said.say(self.setAccessibleName, "Pages")
        look.changed.connect(self._tint)
        look.changed.connect(self._fit)
        self.show_page("desk")

    def minimumSizeHint(self) -> QSize:
        """So many pages fit into a low window, too: their buttons become lower then."""
        return QSize(self.minimumWidth(), len(self._there()) * (LEAST_PX + GAP_PX) + 2 * EDGE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _there(self) -> list[RailButton]:
        return [button for button in self._buttons.values() if not button.isHidden()]

    def _fit(self) -> None:
        """As high as there is room; where it is too low for a word, the icon says it, and the tool tip."""
        count = max(1, len(self._there()))
        room = (self.height() - 2 * EDGE_PX - GAP_PX * (count + 1)) // count
        high = max(LEAST_PX, min(px(HIGH_PX), room))
        style = Qt.ToolButtonStyle
        shown = style.ToolButtonTextUnderIcon if high >= px(WORD_PX) else style.ToolButtonIconOnly
        for button in self._buttons.values():
            button.setFixedSize(px(RAIL_WIDTH - 5), high)
            button.setToolButtonStyle(shown)

    def places(self) -> dict[str, tuple[str, str]]:
        """Page → its icon and its name in the person's language."""
        return {
            page: (_ICONS[page], self._buttons[page].text()) for page in PAGES if page not in self._without
        }

    def allow(self, page: str) -> None:
        """It is there for this person."""
        self._without.discard(page)
        show(self._buttons[page], True)
        self._fit()

    def show_page(self, page: str) -> None:
        self._buttons[page].setChecked(True)
        self._show_outbox()
        self._tint()

    def show_count(self, page: str, count: int, tone: str = "accent") -> None:
        self._counts[page] = count
        self._buttons[page].show_count(count, tone)
        self._name(page, self._names[page])
        self._show_outbox()

    def _show_outbox(self) -> None:
        """Only while something waits in it, or it is being looked at; nothing else moves for it."""
        outbox = self._buttons["outbox"]
        show(outbox, bool(self._counts.get("outbox")) or outbox.isChecked())
        self._fit()

    def _name(self, page: str, name: str) -> None:
        self._names[page] = name
        count = self._counts.get(page, 0)
        said = tr("{page}, {count} waiting", page=name, count=count) if count else name
        self._buttons[page].setAccessibleName(said)
        self._buttons[page].setToolTip(said)

    def _tint(self) -> None:
        for page, button in self._buttons.items():
            tone = "accent" if button.isChecked() else "secondary"
            button.setIconSize(QSize(px(20), px(20)))
            button.setIcon(self._look.icon(_ICONS[page], tone, 20))
