"""The agent's window: state bar, banners, rail, call card, customer file, tools panel; its keys.

It never raises or activates itself: a call shows beside what is being typed, the task bar blinks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings
from app.ui.presenters.keymap import Keymap
from app.ui.theme import Look, px, text_scale
from app.ui.views.banners import Banners, Toast
from app.ui.views.call_area import CallArea, Yielding
from app.ui.views.callbacks_page import CallbacksPage
from app.ui.views.calls_page import CallsPage
from app.ui.views.customer_file import CustomerFileView
from app.ui.views.dial_panel import DialPanel
from app.ui.views.idle_panel import IdlePanel
from app.ui.views.lazy_page import LazyPage
from app.ui.views.messages_page import MessagesPage
from app.ui.views.new_customer_form import NewCustomerForm
from app.ui.views.outbox_page import OutboxPage
from app.ui.views.parts import EmptyState, named
from app.ui.views.rail import PAGES, Rail
from app.ui.views.search_popup import SearchPopup
from app.ui.views.settings_page import SettingsPage
from app.ui.views.side_switch import SideSwitch
from app.ui.views.state_bar import StateBar
from app.ui.views.tools_panel import PANEL_WIDTH, ToolsPanel
from app.ui.views.window_keys import WindowKeys

NARROW_PX = 1160
SMALL_PX = 860
WIDEST_PX = 1 << 20
ALERT_MS = 0  # until the person looks


class MainWindow(QMainWindow):
    digit_key = Signal(int)  # a number key that no field took
    closed = Signal()
    page_shown = Signal(str)
    resized = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "mainWindow")
        self.state_bar = StateBar(look)
        self.rail = Rail(look)
        self.file = CustomerFileView(look)
        self.new_customer = NewCustomerForm(look)
        self.idle = IdlePanel(look)
        self.loading = EmptyState(look, "user")
        self.tools = ToolsPanel(look)
        self.customers = LazyPage()
        self.tickets = LazyPage()  # as every page that a room makes when it is first shown
        self.knowledge = LazyPage()
        self.calls = CallsPage(look)
        self.callbacks = CallbacksPage(look)
        self.messages = MessagesPage(look)
        self.manage = LazyPage()
        self.outbox = OutboxPage(look)
        self.settings = SettingsPage(look)
        self._below_card = Yielding()
        self._below_card.setMinimumHeight(80)  # gives way to what the telephone shows above it
        for page in (self.idle, self.file, self.new_customer, self.loading):
            self._below_card.addWidget(page)
        self._middle, self._column = QWidget(), QWidget()
        self._changed_customer = ""  # whose file is being changed beside the call
        self._small = False  # little room for large text: tools stand behind the customer
        self.call_area = CallArea(look, self._middle)
        self.call_card = self.call_area.card
        self._pages = QStackedWidget()
        for page in (
            self._desk_page(),
            self.customers,
            self.tickets,
            self.knowledge,
            self.calls,
            self.callbacks,
            self.messages,
            self.manage,
            self.outbox,
            self.settings,
        ):
            self._pages.addWidget(page)
        self._place()
        self.banners = Banners(look, self._column)
        self.toast = Toast(self, self.banners)
        self.banners.placed.connect(self.toast.place)
        self.search_popup = SearchPopup(self)
        self.dial_panel = DialPanel(look, self)
        self.rail.chosen.connect(self.show_page)
        self.state_bar.search.installEventFilter(self)
        self.search_popup.chosen.connect(lambda _id: self.state_bar.search.clear())
        self._keys = WindowKeys(self)
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
        middle.addWidget(self.call_area)
        self._switch = SideSwitch()
        self._switch.chosen.connect(self._show_side)
        self._lower = Yielding()
        self._lower.setMinimumHeight(80)
        self._lower.addWidget(self._below_card)
        middle.addWidget(self._switch)
        middle.addWidget(self._lower, 1)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._middle)
        self._scroll = QScrollArea(self._column)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.hide()
        self.tools.setProperty("scalesItself", True)
        self._desk_box = QHBoxLayout(page)
        self._desk_box.setContentsMargins(0, 0, 0, 0)
        self._desk_box.setSpacing(0)
        self._desk_box.addWidget(self._column, 1)
        self._desk_box.addWidget(self.tools)
        return page

    # --- little room ---------------------------------------------------------------------------

    def _stack(self, small: bool) -> None:
        """With large text on a small screen the tools stand behind the customer, and the column scrolls."""
        panel = round(PANEL_WIDTH * (1 + (text_scale() - 1) / 2))
        if not small:
            self.tools.setFixedWidth(panel)
        if small == self._small:
            return
        self._small = small
        moved = cast("QApplication", QApplication.instance()).focusChanged
        moved.connect(self._follow_focus) if small else moved.disconnect(self._follow_focus)
        focus, column = QApplication.focusWidget(), self._column.layout()
        if column is None:
            return
        if small:
            column.removeWidget(self._middle)
            self._scroll.setWidget(self._middle)
            column.addWidget(self._scroll)
            self._desk_box.removeWidget(self.tools)
            self._lower.addWidget(self.tools)
            self.tools.setMinimumWidth(0)
            self.tools.setMaximumWidth(WIDEST_PX)
        else:
            self._scroll.takeWidget()
            column.removeWidget(self._scroll)
            column.addWidget(self._middle)
            self._lower.removeWidget(self.tools)
            self._desk_box.addWidget(self.tools)
            self.tools.show()
        for part in (self._lower, self._below_card):
            part.setMinimumHeight(px(300) if small else 80)  # the column scrolls instead of squeezing it
        self._scroll.setVisible(small)
        self._middle.show()
        self._switch.setVisible(small)
        self._show_side("tools" if small and self.tools.isAncestorOf(focus or self) else "customer")
        if focus is not None and focus.isVisible():
            focus.setFocus()

    def _show_side(self, side: str) -> None:
        self._switch.show_side(side)
        self._lower.setCurrentWidget(self.tools if side == "tools" and self._small else self._below_card)

    def show_side(self, side: Literal["customer", "tools"]) -> None:
        """Where there is room for one only, unless something is being typed into the other."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
        if self._small and not typing:
            self._show_side(side)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._small and now is not None and self._lower.isAncestorOf(now):
            self._show_side("tools" if self.tools.isAncestorOf(now) else "customer")

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

    def show_file(self, customer_id: str = "") -> None:
        """The form in which this customer is being changed stays."""
        if not (customer_id and customer_id == self._changed_customer):
            self._changed_customer = ""
            self._below_card.setCurrentWidget(self.file)

    def show_customer_form(self, form: QWidget, customer_id: str) -> bool:
        """In the place of the file. Whether it was not there before."""
        if self._below_card.indexOf(form) < 0:
            self._below_card.addWidget(form)
        fresh = self._below_card.currentWidget() is not form
        self._changed_customer = customer_id
        self._below_card.setCurrentWidget(form)
        return fresh

    def close_customer_form(self) -> None:
        if self._changed_customer:
            self.show_file()

    def show_new_customer(self) -> None:
        self._below_card.setCurrentWidget(self.new_customer)

    def show_loading(self) -> None:
        self._below_card.setCurrentWidget(self.loading)

    # --- keys --------------------------------------------------------------------------------

    def add_key(self, keys: str, act: Callable[[], object]) -> None:
        """Works from anywhere in the window, also while a text is being typed; ``keys`` as delivered."""
        self._keys.add(keys, act)

    def use_keys(self, keymap: Keymap) -> None:
        self._keys.use(keymap)
        self.state_bar.show_commands_key(keymap.now("Ctrl+K"))

    def allow_keys(self, actions: tuple[str, ...] | None) -> None:
        """While the window is locked only these work; None: all."""
        self._keys.allow(actions)

    def can_do(self) -> dict[str, Callable[[], object]]:
        """What the keys of the window do, by action of the catalogue."""
        return self._keys.can_do()

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
        self.fit()
        self.resized.emit()

    def fit(self) -> None:
        """To the width of the window and the size of the text."""
        self._stack(self.width() < px(SMALL_PX))
        narrow = self.width() < px(NARROW_PX)
        self.state_bar.narrow(narrow)
        self.call_card.narrow(narrow)
        self.banners.place()
        self.toast.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:  # the tool tips are about to be said anew
            QTimer.singleShot(0, self, self._keys.show_in_tips)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
