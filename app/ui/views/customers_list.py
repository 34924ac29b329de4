"""The list of customers: segments at the left, search and columns above, the chosen one at the right.

The right side also holds what is done with the list: putting a segment together, exporting, a new customer.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStackedWidget,
    QWidget,
)

from app.ui.i18n import Sayings, tr
from app.ui.presenters.customers import FILTERED, ListFace
from app.ui.theme import Look, px
from app.ui.views.beside import Beside
from app.ui.views.columns_list import ColumnsList
from app.ui.views.customer_card import CustomerCardView
from app.ui.views.export_form import ExportForm
from app.ui.views.new_customer_panel import NewCustomerPanel
from app.ui.views.parts import Card, ElidedLabel, IconButton, label, named, row, show
from app.ui.views.segment_form import SegmentForm

SEGMENTS_WIDTH, SIDE_WIDTH = 216, 340
SEGMENT_HEIGHT = 40
NARROW_PX, TIGHT_PX = 1000, 700
PAUSE_MS = 250


class SegmentRow(QWidget):
    """Name and count, side by side; a pencil for one's own."""

    edit = Signal()

    def __init__(self, look: Look, name: str, count: str, changeable: bool) -> None:
        super().__init__()
        self._name, self._count = ElidedLabel(), label("secondary")
        self._name.setText(name)
        self._count.setText(count)
        self._edit = IconButton(look, "edit", "quiet", "secondary")
        self._edit.setFixedSize(36, 36)
        self._edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._edit.setToolTip(tr("Change this segment"))
        self._edit.setAccessibleName(tr("Change this segment"))
        show(self._edit, changeable)
        box = row(self._name, self._count, self._edit, spacing=4)
        box.setStretch(0, 1)
        box.setContentsMargins(8, 0, 2, 0)
        self.setLayout(box)
        self._edit.clicked.connect(self.edit)


class SegmentsSide(Card):
    chosen = Signal(str)
    edit = Signal(str)
    new = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin=12, spacing=6)
        self._look = look
        named(self, "segmentsSide")
        self._heading, self._text = label("strong"), label("body2", wrap=True)
        self._list = QListWidget()
        named(self._list, "segmentsList")
        self._list.setProperty("widgets", True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._new = IconButton(look, "plus", "quiet", "accent")
        named(self._new, "newSegment")
        self._new.setMinimumHeight(36)
        self._shown: object = None
        self.body.addWidget(self._heading)
        self.body.addWidget(self._text)
        self.body.addWidget(self._list, 1)
        self.body.addLayout(row(self._new, 1))
        self._list.currentItemChanged.connect(self._choose)
        self._list.itemClicked.connect(self._click)
        self._new.clicked.connect(self.new)
        said = Sayings(self)
        said.say(self._heading.setText, "Segments")
        said.say(self._list.setAccessibleName, "Segments")
        said.say(self._new.setText, "New segment")
        said.say(self._new.setToolTip, "Customers by conditions; kept under a name, if wanted")

    def show_segments(self, face: ListFace) -> None:
        self._list.blockSignals(True)
        if (face.segments, self._new.text()) != self._shown:
            self._shown = (face.segments, self._new.text())
            self._list.clear()
            for each in face.segments:
                item = QListWidgetItem()
                item.setData(Qt.ItemDataRole.UserRole, each.segment_id)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.name}, {each.count}")
                item.setToolTip("\n".join(part for part in (each.name, each.tip) if part))
                line = SegmentRow(self._look, each.name, each.count, each.mine)
                line.edit.connect(lambda segment_id=each.segment_id: self.edit.emit(segment_id))
                self._list.addItem(item)
                item.setSizeHint(QSize(0, px(SEGMENT_HEIGHT)))
                self._list.setItemWidget(item, line)
        at = next((i for i, each in enumerate(face.segments) if each.segment_id == face.segment_id), -1)
        self._list.setCurrentRow(at)
        if at < 0:
            self._list.clearSelection()
        self._list.blockSignals(False)
        self._text.setText(face.segments_text)
        show(self._text, bool(face.segments_text))

    def _choose(self, item: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _click(self, item: QListWidgetItem) -> None:
        self._choose(item)


class CustomersListView(QWidget):
    searched = Signal(str)
    columns_chosen = Signal(object)  # tuple of codes
    edit = Signal(str)
    opened = Signal(str)
    new_wanted = Signal()
    export_wanted = Signal()
    more = Signal()
    reload = Signal()

    def __init__(self, look: Look, may_export: bool) -> None:
        super().__init__()
        named(self, "customersList")
        self.segments = SegmentsSide(look)
        self.search = QLineEdit()
        named(self.search, "customersSearch")
        self.search.setProperty("search", True)
        self.search.setMaxLength(100)
        self.search.setClearButtonEnabled(True)
        self.search.setProperty("scalesItself", True)
        self._summary, self._offline = label("body2"), label("secondary")
        self._columns_button = IconButton(look, "columns", "quiet", "secondary")
        named(self._columns_button, "columnsButton")
        self._export = IconButton(look, "download", "quiet", "secondary")
        named(self._export, "exportButton")
        self._new = IconButton(look, "user-plus", "quiet", "accent")
        named(self._new, "newCustomerButton")
        for button in (self._columns_button, self._export, self._new):
            button.setMinimumHeight(36)
        show(self._export, may_export)
        self._menu = QMenu(self)
        self._menu_shown: object = None
        self.table = ColumnsList(look, "customersTable", "people")
        self.card, self.builder = CustomerCardView(look), SegmentForm(look)
        self.export, self.new = ExportForm(look), NewCustomerPanel(look)
        self._side, self.side = QStackedWidget(), "card"
        for panel in (self.card, self.builder, self.export, self.new):
            self._side.addWidget(panel)
        self._face: ListFace | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self._place()
        self._wire()
        self._say()

    def _place(self) -> None:
        tools = row(self.search, self._summary, self._offline, 1, spacing=12)
        for button in (self._columns_button, self._export, self._new):
            tools.addWidget(button)
        middle = Card(margin=0, spacing=0)
        tools.setContentsMargins(12, 8, 8, 8)
        middle.body.addLayout(tools)
        middle.body.addWidget(self.table, 1)
        side = Card(margin=0, spacing=0)
        Beside(self, side, SIDE_WIDTH, 0.5)
        Beside(self, self.segments, SEGMENTS_WIDTH, 0.3)
        side.body.setContentsMargins(0, 0, 0, 0)
        side.body.addWidget(self._side)
        self._side_card = side
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(12)
        box.addWidget(self.segments)
        box.addWidget(middle, 1)
        box.addWidget(side)

    def _wire(self) -> None:
        self.search.textEdited.connect(lambda _: self._pause.start())
        self.search.textChanged.connect(lambda text: text or self.searched.emit(""))
        self.search.returnPressed.connect(self._search_now)
        self.search.installEventFilter(self)
        self.table.opened.connect(self.opened)
        self.table.near_end.connect(self.more)
        self.table.reload.connect(self.reload)
        self.card.open.connect(self.opened)
        self.card.edit.connect(self.edit)
        self._new.clicked.connect(self.new_wanted)
        self._export.clicked.connect(self.export_wanted)
        self._columns_button.clicked.connect(self._open_columns)

    def _say(self) -> None:
        said = Sayings(self)
        said.say(self.search.setPlaceholderText, "Name, pinyin, number, order or ticket")
        said.say(self.search.setAccessibleName, "Find customers")
        said.say(self._columns_button.setAccessibleName, "Columns")
        said.say(self._columns_button.setToolTip, "Which columns are shown")
        said.say(self._export.setAccessibleName, "Export")
        said.say(self._export.setToolTip, "Export these customers as a file")
        said.say(self._say_new, "New")
        said.say(self._new.setAccessibleName, "New customer")
        said.say(self._new.setToolTip, "New customer  (Ctrl+Shift+N)")

    def _say_new(self, word: str) -> None:
        self._new_word = word
        self._fit()

    # --- the right side --------------------------------------------------------------------------

    def show_side(self, name: str) -> None:
        """ "card", "builder", "export" or "new"."""
        panels = {"card": self.card, "builder": self.builder, "export": self.export, "new": self.new}
        self.side = name
        self._side.setCurrentWidget(panels[name])
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the card gives way; what was asked for does not."""
        narrow = self.width() < px(NARROW_PX)
        beside = self._side.currentWidget() is not self.card
        show(self._side_card, not narrow or beside)
        tight = self.width() < px(TIGHT_PX)
        show(self.segments, not (tight and beside))
        show(self._summary, not tight)
        self.search.setMinimumWidth(px(120 if tight else 260))
        self._new.setText("" if tight else self._new_word)

    # --- the list ----------------------------------------------------------------------------------

    def show_list(self, face: ListFace) -> None:
        self._face = face
        self.segments.show_segments(face)
        if face.segment_id and self.search.text() and face.segment_id != FILTERED:
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
        self.table.show_rows(face.columns, face.rows, face.more, face.chosen)
        self.table.show_state(face.state, face.text)
        self._summary.setText(face.summary)
        self._offline.setText(face.offline)
        show(self._offline, bool(face.offline))
        self.card.show_card(face.card)
        self._show_columns(face)

    def _show_columns(self, face: ListFace) -> None:
        if face.all_columns == self._menu_shown:
            return
        self._menu_shown = face.all_columns
        self._menu.clear()
        for code, name, shown in face.all_columns:
            action = QAction(name, self._menu)
            action.setCheckable(True)
            action.setChecked(shown)
            action.setData(code)
            action.toggled.connect(lambda _: self._choose_columns())
            self._menu.addAction(action)

    def _choose_columns(self) -> None:
        codes = tuple(str(each.data()) for each in self._menu.actions() if each.isChecked())
        self.columns_chosen.emit(codes)

    def _open_columns(self) -> None:
        self._menu.popup(self._columns_button.mapToGlobal(self._columns_button.rect().bottomLeft()))

    def _search_now(self) -> None:
        self._pause.stop()
        self.searched.emit(self.search.text())

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field down into the list and on, without the mouse."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.table.list.rows.rowCount():
                self.table.list.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                return True
        return super().eventFilter(watched, event)
