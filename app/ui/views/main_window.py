"""The agent's window: state bar, banners, rail, call card, customer file, tools panel; its keys.

It never raises or activates itself: a call shows beside what is being typed, the task bar blinks.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.ui.i18n import Sayings
from app.ui.theme import Look
from app.ui.views.banners import Banners, Toast
from app.ui.views.call_card import CallCard
from app.ui.views.calls_page import CallsPage
from app.ui.views.customer_file import CustomerFileView, NewCustomerForm
from app.ui.views.idle_panel import IdlePanel
from app.ui.views.parts import EmptyState, named
from app.ui.views.rail import PAGES, Rail
from app.ui.views.search_popup import SearchPopup
from app.ui.views.settings_page import SettingsPage
from app.ui.views.state_bar import StateBar
from app.ui.views.tools_panel import ToolsPanel

NARROW_PX = 1160
ALERT_MS = 0  # until the person looks


class MainWindow(QMainWindow):
    digit_key = Signal(int)  # a number key that no field took
    closed = Signal()
    page_shown = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "mainWindow")
        self.state_bar = StateBar(look)
        self.rail = Rail(look)
        self.call_card = CallCard(look)
        self.file = CustomerFileView(look)
        self.new_customer = NewCustomerForm(look)
        self.idle = IdlePanel(look)
        self.loading = EmptyState(look, "user")
        self.tools = ToolsPanel(look)
        self.calls = CallsPage(look)
        self.settings = SettingsPage(look)
        self._below_card = QStackedWidget()
        for page in (self.idle, self.file, self.new_customer, self.loading):
            self._below_card.addWidget(page)
        self._middle = QWidget()
        self._pages = QStackedWidget()
        for page in (self._desk_page(), self.calls, self.settings):
            self._pages.addWidget(page)
        self._place()
        self.banners = Banners(look, self._middle)
        self.toast = Toast(self, self.banners)
        self.banners.placed.connect(self.toast.place)
        self.search_popup = SearchPopup(self)
        self.rail.chosen.connect(self.show_page)
        self.state_bar.search.installEventFilter(self)
        self.search_popup.chosen.connect(lambda _id: self.state_bar.search.clear())
        self._keys: list[QShortcut] = []
        said = Sayings(self)
        said.say(self.setWindowTitle, "Seatline")
        said.say(self.loading.title.setText, "Opening the file…")
        self.resize(1280, 800)
        self.setMinimumSize(1024, 640)

    def _desk_page(self) -> QWidget:
        page = QWidget()
        named(page, "deskPage")
        page.setProperty("page", True)
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(16, 16, 16, 16)
        middle.setSpacing(12)
        middle.addWidget(self.call_card)
        middle.addWidget(self._below_card, 1)
        box = QHBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._middle, 1)
        box.addWidget(self.tools)
        return page

    def _place(self) -> None:
        lower = QHBoxLayout()
        lower.setSpacing(0)
        lower.addWidget(self.rail)
        lower.addWidget(self._pages, 1)
        whole = QWidget()
        whole.setProperty("page", True)
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.state_bar)
        box.addLayout(lower, 1)
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # nothing is typed into: number keys reach the window
        self.setCentralWidget(whole)
        self._whole = whole
        whole.setFocus()

    # --- pages -------------------------------------------------------------------------------

    def show_page(self, page: str) -> None:
        here = QApplication.focusWidget()
        left = self._pages.currentWidget()
        if PAGES[self._pages.currentIndex()] != page and (
            here is None or (left is not None and left.isAncestorOf(here))
        ):
            self._whole.setFocus()  # the keyboard does not wander to some button
        self._pages.setCurrentIndex(PAGES.index(page))
        self.rail.show_page(page)
        self.page_shown.emit(page)

    def show_idle(self) -> None:
        self._below_card.setCurrentWidget(self.idle)

    def show_file(self) -> None:
        self._below_card.setCurrentWidget(self.file)

    def show_new_customer(self) -> None:
        self._below_card.setCurrentWidget(self.new_customer)

    def show_loading(self) -> None:
        self._below_card.setCurrentWidget(self.loading)

    # --- keys --------------------------------------------------------------------------------

    def add_key(self, keys: str, act: Callable[[], object]) -> None:
        """Works from anywhere in the window, also while a text is being typed."""
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WindowShortcut)
        made.setAutoRepeat(False)
        made.activated.connect(act)
        self._keys.append(made)

    def focus_search(self) -> None:
        self.state_bar.search.setFocus()
        self.state_bar.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isascii() and text.isdigit() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.digit_key.emit(int(text))
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.state_bar.search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.search_popup.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.search_popup.hide()
                self.state_bar.search.clear()
                return True
        if watched is self.state_bar.search and event.type() == QEvent.Type.FocusOut:
            self.search_popup.hide()
        return super().eventFilter(watched, event)

    def blink(self) -> None:
        """The task bar's entry only."""
        QApplication.alert(self, ALERT_MS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.state_bar.narrow(self.width() < NARROW_PX)
        self.call_card.narrow(self.width() < NARROW_PX)
        self.banners.place()
        self.toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
