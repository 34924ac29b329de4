"""Above the tickets: whose are shown, kept views, search, filters, order, list or board."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.tickets_board import BoardFace
from app.ui.presenters.tickets_list import TicketsFace
from app.ui.presenters.tickets_query import FILTERS, TABS, FilterFace
from app.ui.theme import Look
from app.ui.views.parts import ActionButton, IconButton, label, named, row, show


class TabButton(QPushButton):
    """A word with a number behind it."""

    def __init__(self, code: str) -> None:
        super().__init__()
        named(self, f"ticketTab_{code}")
        self.setCheckable(True)
        self.setProperty("kind", "filter")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(36)


class TicketsHead(QWidget):
    tab_chosen = Signal(str)
    view_chosen = Signal(str)
    view_deleted = Signal(str)
    view_saved = Signal()
    view_shared = Signal(str, bool)
    filtered = Signal(str, str)
    sorted_by = Signal(str)
    searched = Signal(str)
    entered = Signal()
    board_chosen = Signal(bool)
    type_chosen = Signal(str)
    new = Signal()
    reload = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._face = look, None
        self._heading = label("heading")
        self._tabs = {code: TabButton(code) for code in TABS}
        group = QButtonGroup(self)
        group.setExclusive(False)
        self._small = self._is_board = False  # little room: a choice in place of the tabs, filters apart
        self._tab_box, self._tab_choice = QWidget(), QComboBox()
        named(self._tab_choice, "ticketTabs")
        self._tab_choice.setMinimumContentsLength(9)
        self._filter = IconButton(look, "filter", "segment", "secondary")
        named(self._filter, "ticketFilters")
        self._filter.setCheckable(True)
        self._filter.setFixedSize(44, 36)
        self._views = IconButton(look, "star", "filter", "secondary")
        named(self._views, "ticketViews")
        self._views.setMinimumHeight(36)
        self._menu = QMenu(self)
        self._list, self._board = IconButton(look, "list", "segment"), IconButton(look, "board", "segment")
        for button, name in ((self._list, "ticketsAsList"), (self._board, "ticketsAsBoard")):
            named(button, name)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setFixedSize(44, 36)
        self._list.setChecked(True)
        self._new = ActionButton(look, "plus", "", "primary")
        named(self._new, "newTicketButton")
        self.search = QLineEdit()
        named(self.search, "ticketSearch")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(260)
        self._search_icon = self.search.addAction(
            look.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition
        )
        look.changed.connect(lambda: self._search_icon.setIcon(look.icon("search", "secondary")))
        self._combos = {name: QComboBox() for name in FILTERS}
        self._filters: tuple[FilterFace, ...] = ()
        self._types: tuple[tuple[str, str], ...] = ()
        self._sort, self._type = QComboBox(), QComboBox()
        named(self._sort, "ticketSort")
        named(self._type, "boardType")
        self._reload = IconButton(look, "refresh", "quiet", "secondary")
        named(self._reload, "ticketsReload")
        self._reload.setFixedSize(36, 36)
        self._place()
        self._wire()
        self._say()

    def _place(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self._tab_box.setLayout(row(*self._tabs.values(), spacing=2))
        show(self._tab_choice, False)
        show(self._filter, False)
        switch = row(self._list, self._board, spacing=4)
        head = row(self._heading, spacing=12)
        head.addLayout(row(self._tab_box, self._tab_choice, self._views, spacing=2))
        head.addStretch(1)
        head.addWidget(self._filter)
        head.addWidget(self._reload)
        head.addLayout(switch)
        head.addWidget(self._new)
        box.addLayout(head)
        line = row(self.search, spacing=8)
        line.setStretch(0, 2)
        self._type.setMinimumContentsLength(8)
        line.addWidget(self._type, 1)
        for name, combo in self._combos.items():
            named(combo, f"ticketFilter_{name}")
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(6)
            line.addWidget(combo, 1)
        self._sort.setMinimumContentsLength(7)
        line.addWidget(self._sort, 1)
        box.addLayout(line)

    def _wire(self) -> None:
        for code, tab in self._tabs.items():
            tab.clicked.connect(lambda _=False, c=code: self.tab_chosen.emit(c))
        for name, combo in self._combos.items():
            combo.activated.connect(
                lambda _place, n=name, c=combo: self.filtered.emit(n, str(c.currentData()))
            )
        self._tab_choice.activated.connect(
            lambda _place: self.tab_chosen.emit(str(self._tab_choice.currentData()))
        )
        self._filter.clicked.connect(self._arrange)
        self._sort.activated.connect(lambda _place: self.sorted_by.emit(str(self._sort.currentData())))
        self._type.activated.connect(lambda _place: self.type_chosen.emit(str(self._type.currentData())))
        self._list.clicked.connect(lambda: self.board_chosen.emit(False))
        self._board.clicked.connect(lambda: self.board_chosen.emit(True))
        self._views.clicked.connect(self._open_views)
        self._new.clicked.connect(self.new)
        self._reload.clicked.connect(self.reload)
        self.search.textChanged.connect(self.searched)
        self.search.returnPressed.connect(self.entered)

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self._heading.setText, "Tickets")
        said.say(self._tab_choice.setAccessibleName, "Whose tickets")
        said.say(self._filter.setToolTip, "Filters")
        said.say(self._filter.setAccessibleName, "Filters")
        said.say(self._new.set_word, "New ticket")
        said.say(self._new.setToolTip, "New ticket  (N)")
        said.say(self.search.setPlaceholderText, "Number, title, text, customer")
        said.say(self.search.setAccessibleName, "Find tickets")
        said.say(self.search.setToolTip, "Find tickets  (/)")
        said.say(self._list.setToolTip, "As a list  (B)")
        said.say(self._list.setAccessibleName, "As a list")
        said.say(self._board.setToolTip, "As a board  (B)")
        said.say(self._board.setAccessibleName, "As a board")
        said.say(self._views.setText, "Views")
        said.say(self._views.setToolTip, "Views that were kept")
        said.say(self._reload.setToolTip, "Reload")
        said.say(self._reload.setAccessibleName, "Reload")
        said.say(self._sort.setAccessibleName, "Sorted by")
        said.say(self._type.setAccessibleName, "Type")
        said.say(lambda _word: self._say_sorts(), "Sorted by")

    def _say_sorts(self) -> None:
        chosen = self._sort.currentData()
        self._sort.clear()
        for code, text in (
            ("newest", tr("Newest first")),
            ("due", tr("Due first")),
            ("priority", tr("Most pressing first")),
            ("updated", tr("Last changed first")),
        ):
            self._sort.addItem(text, code)
        self._sort.setCurrentIndex(max(0, self._sort.findData(chosen)))

    def show_face(self, face: TicketsFace, board: bool) -> None:
        self._face = face
        for each in face.tabs:
            tab = self._tabs[each.code]
            tab.setText(each.text if each.count is None else f"{each.text}  {each.count}")
            tab.setChecked(each.code == face.tab)
            tab.setProperty("pressing", each.pressing)
            tab.style().unpolish(tab)
            tab.style().polish(tab)
        self._show_tab_choice(face)
        if face.filters != self._filters:
            self._show_filters(face.filters)
        self._is_board = board
        self._arrange()
        self._sort.setCurrentIndex(max(0, self._sort.findData(face.sort)))
        if self.search.text().strip() != face.asked and not self.search.hasFocus():
            self.search.setText(face.asked)
        chosen = next((view.name for view in face.views if view.chosen), "")
        self._views.setText(chosen or tr("Views"))
        self._views.setCheckable(True)
        self._views.setChecked(bool(chosen))

    def _show_filters(self, filters: tuple[FilterFace, ...]) -> None:
        self._filters = filters
        for each in filters:
            combo = self._combos[each.name]
            combo.clear()
            combo.addItem(each.all, "")
            for code, name in each.choices:
                combo.addItem(name, code)
            combo.setCurrentIndex(max(0, combo.findData(each.chosen)))
            combo.setAccessibleName(each.all)
            combo.setProperty("narrowed", bool(each.chosen))
            combo.style().unpolish(combo)
            combo.style().polish(combo)

    def _show_tab_choice(self, face: TicketsFace) -> None:
        if self._tab_choice.count() != len(face.tabs):
            self._tab_choice.clear()
            for each in face.tabs:
                self._tab_choice.addItem("", each.code)
        for place, each in enumerate(face.tabs):
            text = each.text if each.count is None else f"{each.text}  {each.count}"
            self._tab_choice.setItemText(place, text)
        self._tab_choice.setCurrentIndex(self._tab_choice.findData(face.tab))

    def fit(self, small: bool) -> None:
        """Whether there is little room."""
        if small != self._small:
            self._small = small
            show(self._tab_box, not small)
            show(self._tab_choice, small)
            show(self._filter, small)
            self._arrange()

    def _arrange(self) -> None:
        """Where there is little room, the filters stand in the place of search and order when asked for."""
        apart = self._small and self._filter.isChecked()
        for part in (self.search, self._sort):
            show(part, not apart)
        show(self._type, self._is_board and not apart)
        for each in self._filters:
            there = bool(each.choices or each.chosen) and (apart or not self._small)
            show(self._combos[each.name], there and not (self._is_board and each.name in ("type", "state")))

    def show_board(self, face: BoardFace) -> None:
        if face.types != self._types:
            self._types = face.types
            self._type.clear()
            for code, name in face.types:
                self._type.addItem(name, code)
        self._type.setCurrentIndex(max(0, self._type.findData(face.type)))

    def check_board(self, board: bool) -> None:
        (self._board if board else self._list).setChecked(True)

    def _open_views(self) -> None:
        self._views.setChecked(bool(self._face and any(view.chosen for view in self._face.views)))
        self._menu.clear()
        views = self._face.views if self._face else ()
        for view in views:
            text = tr("{name} (shared)", name=view.name) if view.shared and not view.mine else view.name
            icon = "check" if view.chosen else "star"
            self._add(text, icon, lambda v=view.view_id: self.view_chosen.emit(v))
        if views:
            self._menu.addSeparator()
        self._add(tr("Keep what is shown as a view…"), "plus", self.view_saved.emit)
        own = next((view for view in views if view.chosen and view.may_change), None)
        if own is not None and own.may_share:
            told = tr("Share “{name}” with the team", name=own.name)
            text = tr("Do not share “{name}” any more", name=own.name) if own.shared else told
            icon = "user" if own.shared else "people"
            self._add(text, icon, lambda: self.view_shared.emit(own.view_id, not own.shared))
        if own is not None:
            text = tr("Delete the view “{name}”", name=own.name)
            self._add(text, "trash", lambda: self.view_deleted.emit(own.view_id))
        self._menu.popup(self._views.mapToGlobal(self._views.rect().bottomLeft()))

    def _add(self, text: str, icon: str, act: Callable[[], None]) -> None:
        action = QAction(self._look.icon(icon, "secondary"), text, self._menu)
        action.triggered.connect(lambda _=False: act())
        self._menu.addAction(action)
